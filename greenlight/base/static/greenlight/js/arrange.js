// 拖动排计划: the table is the record, the chart draws it, the server says what follows. Nothing is
// saved before 保存; after every change the consequences are asked for anew, only the last answer counts.
import { isWorked, learn, worked } from "./arrange/days.js";
import { Sheet } from "./arrange/sheet.js";
import { csrfToken } from "./toasts.js";

/** @typedef {import("./arrange/kinds.js").Node} Node */
/** @typedef {import("./arrange/kinds.js").Row} Row */
/** @typedef {import("./arrange/kinds.js").Data} Data */
/** @typedef {import("./arrange/kinds.js").Answer} Answer */
/** @typedef {import("./arrange/sheet.js").Field} Field */
/** @typedef {import("./arrange/sheet.js").Wish} Wish */


const WAIT = 180; // ms after the last key before the server is asked
const WIDE = window.matchMedia("(min-width: 900px)");

/** @template {Element} T @param {string} selector @param {new () => T} kind @param {ParentNode} [within] @returns {T} */
function one(selector, kind, within = document) {
  const found = within.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(selector);
  return found;
}

const root = one("[data-arrange]", HTMLElement);
/** @type {Data} */
const data = JSON.parse(one("#arrange-data", HTMLElement).textContent || "{}");
const form = one("[data-save]", HTMLFormElement);
const outcome = one("[data-outcome]", HTMLElement);
const said = one("[data-said]", HTMLElement);
const none = Array.from(outcome.childNodes);
const nodes = new Map(data.nodes.map((node) => [node.key, node]));
/** @type {Map<string, HTMLTableRowElement>} */
const lines = new Map();
/** @type {Record<string, string>} the preds as the page came, by key */
const tied = {};
/** @type {Answer | null} */
let answer = null;
/** @type {Answer | null} the last answer that was no refusal: what stands while one is put right */
let good = null;
/** @type {import("./arrange/chart.js").Chart | null} */
let chart = null;
let asked = 0;
let timer = 0;
/** @type {EventTarget | null} the field somebody is typing in: no answer, and no chart that opens late, writes over it */
let typing = null;

learn(data.odd);
for (const line of root.querySelectorAll("tr[data-key]"))
  if (line instanceof HTMLTableRowElement && line.dataset.key) {
    lines.set(line.dataset.key, line);
    const field = input(line.dataset.key, "preds");
    tied[line.dataset.key] = field ? field.value : "";
  }

const sheet = new Sheet(`gl-arrange:${location.pathname}`, () => {
  show();
  clearTimeout(timer);
  timer = window.setTimeout(ask, WAIT);
});

/** @param {string} key @param {Field} field @returns {HTMLInputElement | null} */
function input(key, field) {
  const line = lines.get(key);
  const found = line ? line.querySelector(`[data-field="${field}"]`) : null;
  return found instanceof HTMLInputElement ? found : null;
}

/** What a node says now: as wished, as it follows, as it was. @param {string} key @returns {Row} */
function standing(key) {
  const node = /** @type {Node} */ (nodes.get(key));
  const row = good ? good.rows[key] : undefined;
  const was = { start: node.start, due: node.due, days: node.days, preds: tied[key], float: null, critical: node.critical };
  return { ...was, ...row };
}

// ---- wishes ----
/** A field of the table was changed. @param {string} key @param {Field} field @param {string} value */
function wish(key, field, value) {
  const wished = sheet.wishes[key] || {};
  if (field === "start") sheet.set(key, { start: value, days: wished.due || wished.days ? String(standing(key).days) : undefined, due: undefined });
  else if (field === "due") sheet.set(key, { due: value, days: undefined });
  else if (field === "days") sheet.set(key, { days: value, due: undefined });
  else sheet.set(key, { [field]: value });
}

/** The chart moved, stretched or filled a bar. @param {string} key @param {Wish} moved */
function dragged(key, moved) {
  if (moved.start && !moved.due) moved = { ...moved, days: String(standing(key).days), due: undefined };
  else if (moved.start || moved.due) moved = { ...moved, days: undefined };
  sheet.set(key, moved);
}

/** The chart tied two nodes, or cut a tie. @param {string} pred @param {string} succ @param {string} kind @param {boolean} cut */
function tie(pred, succ, kind, cut) {
  const from = /** @type {Node} */ (nodes.get(pred));
  const told = (sheet.wishes[succ] || {}).preds;
  const parts = (told === undefined ? tied[succ] : told).split("；").filter(Boolean);
  const others = parts.filter((part) => !new RegExp(`^${from.n}(?!\\d)`).test(part.trim()));
  const made = kind === "FS" ? String(from.n) : `${from.n}${kind}`;
  sheet.set(succ, { preds: (cut ? others : [...others, made]).join("；") });
}

// ---- what follows ----
async function ask() {
  const turn = (asked += 1);
  if (sheet.isEmpty) {
    answer = good = null;
    show();
    return;
  }
  const body = new URLSearchParams({ changes: sheet.text });
  const headers = { "x-csrftoken": csrfToken(), accept: "application/json" };
  try {
    const came = await fetch(root.dataset.look || "", { method: "POST", body, headers });
    const told = await came.json();
    if (turn === asked) answer = came.ok ? told : refusal(told.title || "没有算出来，请稍后再试。");
  } catch (_) {
    if (turn === asked) answer = refusal("连不上服务器，后果没有算；您改的都在这台电脑上。");
  }
  if (turn !== asked) return;
  if (answer && answer.ok) good = answer;
  show();
}

/** @param {string} told @returns {Answer} */
function refusal(told) {
  return { ok: false, told, key: "", field: "start", fix: {}, said: told, html: "", count: 0, asks: 0, rows: {}, links: [] };
}

// ---- shown ----
function show() {
  one("[data-back]", HTMLButtonElement).disabled = sheet.steps.length === 0;
  one("[data-drop]", HTMLButtonElement).disabled = sheet.isEmpty;
  form.hidden = sheet.isEmpty;
  one("[name=changes]", HTMLInputElement, form).value = sheet.isEmpty ? "" : sheet.text;
  for (const key of lines.keys()) showLine(key);
  if (sheet.isEmpty) outcome.replaceChildren(...none);
  else if (answer && answer.ok) showOutcome(answer);
  else if (answer) showRefusal(answer);
  if (chart) chart.show(nodes, good, sheet.wishes, answer && !answer.ok ? answer.key : "");
}

/** @param {string} key */
function showLine(key) {
  const line = /** @type {HTMLTableRowElement} */ (lines.get(key));
  const wished = sheet.wishes[key] || {};
  const node = /** @type {Node} */ (nodes.get(key));
  const row = standing(key);
  line.classList.toggle("is-wished", key in sheet.wishes);
  line.classList.toggle("is-moved", !(key in sheet.wishes) && (row.due !== node.due || row.start !== node.start));
  line.classList.toggle("is-critical", row.critical);
  const own = { start: row.start || "", due: row.due || "", days: String(row.days), percent: node.percent, preds: row.preds };
  for (const name of /** @type {Field[]} */ (Object.keys(own))) {
    const field = input(key, name);
    if (!field) continue;
    const stuck = Boolean(answer && !answer.ok && answer.key === key && answer.field === name);
    field.toggleAttribute("aria-invalid", stuck);
    if (stuck) field.setAttribute("aria-invalid", "true");
    const typed = wished[name];
    const settled = answer && answer.ok && name !== "percent" ? own[name] : typed === undefined ? own[name] : typed;
    if (field !== typing && (field !== document.activeElement || typed === undefined)) field.value = settled;
  }
  const spare = line.querySelector("[data-float]");
  if (spare && row.float !== null) spare.textContent = String(row.float);
}

/** @param {Answer} told */
function showOutcome(told) {
  outcome.replaceChildren(...new DOMParser().parseFromString(told.html, "text/html").body.childNodes);
  say(told.said);
  one("[data-why]", HTMLElement, form).hidden = told.asks === 0;
  const send = one("[data-send]", HTMLButtonElement, form);
  send.disabled = told.count === 0;
  send.textContent = told.asks ? `保存，${told.asks} 处申请改期` : "保存";
}

/** @param {Answer} told */
function showRefusal(told) {
  const box = document.createElement("div");
  box.className = "form-errors";
  box.setAttribute("role", "alert");
  const words = document.createElement("p");
  words.textContent = told.told;
  box.append(words);
  const row = document.createElement("div");
  row.className = "btn-row";
  if (told.key && Object.keys(told.fix).length)
    row.append(button("按最早的日期放", () => sheet.set(told.key, { due: undefined, days: undefined, ...told.fix })));
  row.append(button("退一步", () => sheet.back()));
  box.append(row);
  outcome.replaceChildren(box);
  one("[data-send]", HTMLButtonElement, form).disabled = true;
}

/** @param {string} label @param {() => void} act @returns {HTMLButtonElement} */
function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

/** @param {string} text */
function say(text) {
  if (said.textContent !== text) said.textContent = text;
}

// ---- hands ----
root.addEventListener("input", (event) => (typing = event.target));
root.addEventListener("focusout", () => (typing = null));
root.addEventListener("change", (event) => {
  const field = event.target;
  typing = null;
  if (!(field instanceof HTMLInputElement) || !field.dataset.field) return;
  const line = field.closest("tr");
  if (line && line.dataset.key) wish(line.dataset.key, /** @type {Field} */ (field.dataset.field), field.value);
});

root.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || !field.dataset.field) return;
  if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
  if (event.altKey || event.ctrlKey || event.metaKey || field.dataset.field === "preds") return;
  event.preventDefault(); // the browser's own arrows would change the part of the date that is marked
  const step = (event.key === "ArrowUp" ? 1 : -1) * (event.shiftKey ? 5 : 1);
  const line = field.closest("tr");
  if (!line || !line.dataset.key) return;
  field.value = stepped(field.value, step, field.type === "date", line.dataset.clock === "calendar");
  field.dispatchEvent(new Event("change", { bubbles: true }));
});

/** @param {string} value @param {number} step @param {boolean} isDay @param {boolean} natural @returns {string} */
function stepped(value, step, isDay, natural) {
  if (!isDay) return String(Math.max(0, (Number(value) || 0) + step));
  const from = value || data.today;
  if (natural) return worked(isWorked(from) ? from : worked(from, -Math.sign(step)), step);
  return worked(from, step);
}

const done = root.querySelector("[data-done]");
if (done instanceof HTMLInputElement)
  done.addEventListener("change", () => one(".table-arrange", HTMLElement, root).classList.toggle("with-done", done.checked));
one("[data-back]", HTMLButtonElement).addEventListener("click", () => sheet.back());
one("[data-drop]", HTMLButtonElement).addEventListener("click", () => sheet.drop());
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
  if (!typing && (event.ctrlKey || event.metaKey) && event.key === "z") {
    event.preventDefault();
    sheet.back();
  }
});
form.addEventListener("submit", () => {
  // Kept until the answer is here: if the page comes back refused, it carries the changes itself.
  window.addEventListener("pagehide", () => sheet.forget(), { once: true });
});

// ---- begin ----
if (sheet.takeUp(one("[name=changes]", HTMLInputElement, form).value)) {
  show();
  ask();
} else show();

/** The chart comes after the first paint, and not at all on a phone: there the table is the way. */
async function draw() {
  if (chart || !WIDE.matches) return;
  const { Chart } = await import("./arrange/chart.js");
  chart = await Chart.open(root, data, { dragged, tie });
  show();
}
WIDE.addEventListener("change", draw);
requestAnimationFrame(() => setTimeout(draw, 0));
