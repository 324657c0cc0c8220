// The chart one drags in: dhtmlxGantt as an island. It holds no truth: it draws what the table and the
// server say, and tells what was dragged.
import { dateOf, shifted, textOf } from "./days.js";

/** @typedef {import("./kinds.js").Node} Node */
/** @typedef {import("./kinds.js").Data} Data */
/** @typedef {import("./kinds.js").Answer} Answer */
/** @typedef {import("./kinds.js").Tie} Tie */
/** @typedef {import("./sheet.js").Wish} Wish */
/** @typedef {{dragged: (key: string, wish: Wish) => void, tie: (pred: string, succ: string, kind: string, cut: boolean) => void}} Hands */
/** @typedef {any} Gantt the library has no types that a page without its package could read */

const KINDS = ["FS", "SS", "FF", "SF"];
const LAMPS = { red: "红灯", yellow: "黄灯", green: "绿灯", blue: "蓝灯", grey: "灰灯" };
const SCALES = {
  week: { unit: "month", head: "%Y 年 %n 月", part: "week", label: "%j 日", width: 44 },
  month: { unit: "year", head: "%Y 年", part: "month", label: "%n 月", width: 60 },
  quarter: { unit: "year", head: "%Y 年", part: "quarter", label: "", width: 60 },
};

/** @param {string} text @returns {string} */
function safe(text) {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** @param {string} day @returns {Date} midnight: where a bar begins */
function edge(day) {
  const date = dateOf(day);
  date.setHours(0, 0, 0, 0);
  return date;
}

/** The day a bar's edge stands for: edges between two days belong to the nearer midnight. @param {Date} at */
function dayAt(at) {
  return textOf(new Date(at.getTime() + 12 * 3600 * 1000));
}

export class Chart {
  /** Load the library and draw. @param {HTMLElement} root @param {Data} data @param {Hands} hands */
  static async open(root, data, hands) {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = root.dataset.chartCss || "";
    const dressed = new Promise((done) => sheet.addEventListener("load", done, { once: true }));
    // Before our own sheet, which dresses it in our tokens.
    document.head.prepend(sheet);
    const [{ Gantt }] = await Promise.all([import(root.dataset.chart || ""), dressed]);
    return new Chart(Gantt.getGanttInstance(), root, data, hands);
  }

  /** @param {Gantt} gantt @param {HTMLElement} root @param {Data} data @param {Hands} hands */
  constructor(gantt, root, data, hands) {
    this.gantt = gantt;
    this.data = data;
    this.hands = hands;
    /** @type {Map<string, {start: string, due: string}>} where bars were when the page came */
    this.was = new Map();
    this.held = false;
    const place = /** @type {HTMLElement} */ (root.querySelector("[data-place]"));
    place.replaceChildren();
    this.#configure();
    this.#words();
    this.#listen();
    this.#zoom(root);
    gantt.init(place);
    this.#fill();
    const open = data.nodes.find((node) => !node.done);
    const top = open ? gantt.getTaskTop(open.key) - 2 * gantt.config.row_height : 0;
    gantt.scrollTo(gantt.posFromDate(edge(shifted(data.today, -45))), Math.max(top, 0));
  }

  #configure() {
    const { config } = this.gantt;
    Object.assign(config, {
      date_format: "%Y-%m-%d %H:%i", csp: true, wai_aria_attributes: false, show_errors: false,
      details_on_dblclick: false, details_on_create: false, quick_info_detached: false, show_quick_info: false,
      drag_move: true, drag_resize: true, drag_links: true, drag_progress: true, drag_project: false,
      round_dnd_dates: false, time_step: 1440, min_duration: 86_400_000, row_height: 30, bar_height: 16,
      scale_height: 44, link_line_width: 1, link_arrow_size: 7, touch: true, touch_drag: 400,
      autosize: false, open_tree_initially: true, sort: false, order_branch: false, preserve_scroll: true,
      show_links: true, select_task: true, drag_lightbox: false, static_background: true, smart_rendering: true,
      min_column_width: 30, fit_tasks: false, start_on_monday: true,
    });
    config.columns = [
      { name: "n", label: "序号", align: "right", width: 46, template: (/** @type {any} */ t) => (t.n ? String(t.n) : "") },
      { name: "text", label: "节点", tree: false, width: 214, template: (/** @type {any} */ t) => safe(t.name) },
    ];
    this.#scale("month");
    const days = this.data.nodes.flatMap((node) => [node.start, node.due]).filter(Boolean).sort();
    const [first, last] = [days[0] || this.data.today, days[days.length - 1] || this.data.today];
    config.start_date = edge(shifted(first < this.data.today ? first : this.data.today, -45));
    config.end_date = edge(shifted(last > this.data.today ? last : this.data.today, 240));
  }

  /** @param {keyof typeof SCALES} name */
  #scale(name) {
    const { config } = this.gantt;
    const told = SCALES[name];
    config.min_column_width = told.width;
    const quarter = (/** @type {Date} */ day) => `${Math.floor(day.getMonth() / 3) + 1} 季度`;
    config.scales = [
      { unit: told.unit, step: 1, format: told.head },
      { unit: told.part, step: 1, format: told.label || quarter },
    ];
  }

  #words() {
    const { templates, locale } = this.gantt;
    templates.task_text = () => "";
    templates.rightside_text = (/** @type {Date} */ _s, /** @type {Date} */ _e, /** @type {any} */ task) => (task.phaseRow ? "" : safe(task.aside || ""));
    templates.task_class = (/** @type {Date} */ _s, /** @type {Date} */ _e, /** @type {any} */ task) => task.kind || "";
    templates.grid_row_class = (/** @type {Date} */ _s, /** @type {Date} */ _e, /** @type {any} */ task) => (task.phaseRow ? "arrange-phase" : task.kind || "");
    templates.task_row_class = (/** @type {Date} */ _s, /** @type {Date} */ _e, /** @type {any} */ task) => (task.phaseRow ? "arrange-phase" : "");
    templates.link_class = (/** @type {any} */ link) => (link.tight ? "is-critical" : "");
    templates.drag_link = (/** @type {any} */ from, /** @type {boolean} */ fromStart, /** @type {any} */ to, /** @type {boolean} */ toStart) => {
      const name = (/** @type {any} */ id) => (id && this.gantt.isTaskExists(id) ? safe(this.gantt.getTask(id).name) : "……");
      return `“${name(from)}”${fromStart ? "开始" : "完成"}后 → “${name(to)}”${toStart ? "开始" : "完成"}`;
    };
    const months = ["1 月", "2 月", "3 月", "4 月", "5 月", "6 月", "7 月", "8 月", "9 月", "10 月", "11 月", "12 月"];
    Object.assign(locale.date, { month_full: months, month_short: months });
  }

  /** @param {HTMLElement} root */
  #zoom(root) {
    for (const button of root.querySelectorAll("[data-scale]"))
      button.addEventListener("click", () => {
        if (!(button instanceof HTMLElement)) return;
        for (const other of root.querySelectorAll("[data-scale]")) other.setAttribute("aria-pressed", String(other === button));
        const middle = this.gantt.dateFromPos(this.gantt.getScrollState().x + 200);
        this.#scale(/** @type {keyof typeof SCALES} */ (button.dataset.scale));
        this.gantt.render();
        if (middle) this.gantt.showDate(middle);
      });
  }

  // ---- what is dragged ----
  #listen() {
    const { gantt } = this;
    const on = (/** @type {string} */ name, /** @type {(...told: any[]) => any} */ act) => gantt.attachEvent(name, act);
    on("onBeforeTaskDrag", (id, mode) => {
      const task = gantt.getTask(id);
      if (task.phaseRow || task.done) return false;
      this.from = { start: dayAt(task.start_date), end: dayAt(task.end_date), percent: task.progress };
      if (mode === "move" && task.begun) return false; // its first day has happened: only its end can move
      return mode !== "progress" || !task.isDay;
    });
    on("onAfterTaskDrag", (id, mode) => this.#dropped(String(id), mode));
    on("onBeforeLinkAdd", (_id, link) => {
      if (!this.held) this.hands.tie(String(link.source), String(link.target), KINDS[Number(link.type)] || "FS", false);
      return this.held;
    });
    on("onLinkDblClick", (id) => {
      const link = gantt.getLink(id);
      this.hands.tie(String(link.source), String(link.target), KINDS[Number(link.type)], true);
      return false;
    });
    on("onLinkValidation", (link) => !String(link.source).startsWith("phase:") && !String(link.target).startsWith("phase:"));
    on("onTaskDblClick", (id) => {
      const field = document.querySelector(`tr[data-key="${CSS.escape(String(id))}"] input`);
      if (field instanceof HTMLElement) field.focus();
      return false;
    });
    on("onGanttRender", () => this.#today());
  }

  /** @param {string} id @param {string} mode */
  #dropped(id, mode) {
    const task = this.gantt.getTask(id);
    const start = dayAt(task.start_date);
    const due = shifted(dayAt(task.end_date), -1);
    if (mode === "progress") this.hands.dragged(id, { percent: String(Math.round(task.progress * 100)) });
    else if (task.isDay) this.hands.dragged(id, { due: this.from && this.from.start !== start ? start : due });
    else if (mode === "move") this.hands.dragged(id, { start });
    else if (this.from && this.from.start !== start) this.hands.dragged(id, { start, due });
    else this.hands.dragged(id, { due });
  }

  // ---- what is drawn ----
  #fill() {
    const tasks = [];
    let phase = "";
    for (const node of this.data.nodes) {
      if (node.phase !== phase) {
        phase = node.phase;
        tasks.push({ id: `phase:${node.n}`, n: 0, name: phase, phaseRow: true, readonly: true, unscheduled: true });
      }
      if (node.start || node.due) this.was.set(node.key, { start: node.start || node.due || "", due: node.due || node.start || "" });
      tasks.push({ id: node.key, ...this.#task(node, null, {}, "") });
    }
    this.held = true;
    this.gantt.parse({ tasks, links: this.#links(this.data.links, null) });
    this.held = false;
  }

  /** @param {Node} node @param {Answer | null} answer @param {Record<string, Wish>} wishes @param {string} stuck */
  #task(node, answer, wishes, stuck) {
    const row = answer ? answer.rows[node.key] : undefined;
    const wish = wishes[node.key] || {};
    const isStuck = stuck === node.key;
    // Until the server has answered, and when it refused, a bar stays where it was dropped.
    const own = row || { start: node.start, due: node.due };
    const start = (isStuck && wish.start) || own.start;
    let due = node.done || (isStuck && wish.due) || own.due || start;
    if (isStuck && wish.start && !wish.due && own.start && own.due) due = shifted(wish.start, between(own.start, own.due));
    if (due && start && due < start) due = start;
    const days = row ? row.days : node.days;
    const late = row && node.due && row.due && row.due > node.due;
    const kind = [
      `lamp-${node.done ? "blue" : node.light}`, (row ? row.critical : node.critical) && "is-critical",
      node.done && "is-done", node.key in wishes && "is-wished", late && "is-later",
      isStuck && "is-stuck", !days && "is-day",
    ].filter(Boolean).join(" ");
    const percent = wish.percent === undefined ? node.percent : wish.percent;
    return {
      n: node.n, name: node.name, kind, done: node.done, begun: node.begun, isDay: !days, readonly: Boolean(node.done),
      start_date: start ? edge(start) : undefined, end_date: due ? edge(shifted(due, 1)) : undefined,
      unscheduled: !start || !due, progress: node.done ? 1 : Math.min(Number(percent) || 0, 100) / 100,
      aside: `${node.done || node.light === "grey" ? "" : LAMPS[/** @type {keyof typeof LAMPS} */ (node.light)] || ""}${late && node.due ? ` 晚 ${between(node.due, (row && row.due) || node.due)} 天` : ""}`,
    };
  }

  /** @param {Tie[]} ties @param {Answer | null} answer */
  #links(ties, answer) {
    const critical = (/** @type {string} */ key) => {
      const row = answer ? answer.rows[key] : undefined;
      const node = this.data.nodes.find((one) => one.key === key);
      return Boolean(row ? row.critical : node && node.critical);
    };
    return ties.map(([pred, succ, kind, lag]) => ({
      id: `${pred}>${succ}`, source: pred, target: succ, type: String(Math.max(KINDS.indexOf(kind), 0)), lag,
      tight: critical(pred) && critical(succ),
    }));
  }

  /**
   * Draw what stands now. @param {Map<string, Node>} nodes @param {Answer | null} answer the last good one
   * @param {Record<string, Wish>} wishes @param {string} stuck the key of a row that was refused
   */
  show(nodes, answer, wishes, stuck) {
    const { gantt } = this;
    this.held = true;
    for (const [key, node] of nodes)
      if (gantt.isTaskExists(key)) Object.assign(gantt.getTask(key), this.#task(node, answer, wishes, stuck));
    const wanted = new Map(this.#links(answer ? answer.links : this.data.links, answer).map((link) => [link.id, link]));
    gantt.silent(() => {
      for (const link of gantt.getLinks().slice()) if (!wanted.has(link.id)) gantt.deleteLink(link.id);
      for (const link of wanted.values()) {
        if (gantt.isLinkExists(link.id)) Object.assign(gantt.getLink(link.id), link);
        else gantt.addLink(link);
      }
    });
    this.held = false;
    gantt.render();
  }

  #today() {
    const place = this.gantt.$task_data;
    if (!place) return;
    let line = place.querySelector(".arrange-today");
    if (!line) {
      line = document.createElement("div");
      line.className = "arrange-today";
      place.append(line);
    }
    if (!(line instanceof HTMLElement)) return;
    line.style.left = `${this.gantt.posFromDate(edge(this.data.today))}px`;
    line.style.height = `${this.gantt.getVisibleTaskCount() * this.gantt.config.row_height}px`;
  }
}

/** @param {string} first @param {string} second @returns {number} */
function between(first, second) {
  return Math.round((dateOf(second).getTime() - dateOf(first).getTime()) / 86_400_000);
}
