// A cell opens where it stands: Enter saves and goes down, Tab right, Esc restores. What was typed is
// kept in this browser until the server has it, and sent again when the connection is back.
import { toast } from "../toasts.js";
import { control, spelled } from "./control.js";
import { drafts, forget, held, keep } from "./kept.js";
import { ask, both, clearNote, hint, wrong } from "./note.js";
import { cellOf, facts, find, place, root, send } from "./place.js";
import { refreshSoon } from "./rows.js";

/** @typedef {import("./control.js").Control} Control */
/** @typedef {{cell: HTMLElement, was: Node[], input: Control, facts: import("./place.js").Facts | null, touched: boolean}} Open */

/** @type {Open | null} */
let open = null;

/** Make a cell the one that keys speak of. @param {HTMLElement} cell */
export function point(cell) {
  for (const other of document.querySelectorAll(".cell-current")) other.classList.remove("cell-current");
  cell.classList.add("cell-current");
  const row = cell.closest("tr[data-pk]");
  if (row) for (const other of document.querySelectorAll("tr.current")) other.classList.toggle("current", other === row);
  if (row) row.classList.add("current");
  cell.tabIndex = 0;
  cell.focus({ preventScroll: true });
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** The cell that keys speak of: the pointed one, else the first of the current row. @returns {HTMLElement | null} */
export function current() {
  const row = document.querySelector("tr.current");
  const cell = document.querySelector(".cell-current");
  if (cell instanceof HTMLElement && cell.isConnected && (!row || row.contains(cell) || !cell.closest("tr"))) return cell;
  return row ? cellOf(row.querySelector("[data-field][data-edit]")) : null;
}

// ---- opening ----
/** Open a cell. @param {HTMLElement} cell @param {string} [typed] what to start with */
export async function edit(cell, typed) {
  if (open && open.cell === cell) return;
  if (open) close(true);
  point(cell);
  const { pk, field } = place(cell);
  const draft = held(pk, field);
  const first = typed ?? (draft ? draft.text : "");
  const input = document.createElement("input");
  input.className = "cell-edit";
  input.value = first;
  input.setAttribute("aria-label", cell.dataset.label || "改这一格");
  /** @type {Open} */
  const mine = { cell, was: Array.from(cell.childNodes), input, facts: null, touched: Boolean(first) };
  open = mine;
  cell.classList.remove("cell-bad", "cell-waiting");
  put(mine, input);
  try {
    const found = await facts(pk, field);
    if (open !== mine) return;
    mine.facts = draft && draft.base ? { ...found, base: draft.base } : found;
    const next = control(found, mine.touched ? input.value : "");
    mine.input = next;
    put(mine, next);
    if (!mine.touched && !(next instanceof HTMLSelectElement)) next.select();
    help(mine);
  } catch (_) {
    if (open === mine) hint(cell, "连不上服务器。填好的会留在这一格，连上后自动送出。");
  }
}

/** @param {Open} mine @param {Control} input */
function put(mine, input) {
  const at = mine.input instanceof HTMLSelectElement ? 0 : mine.input.value.length;
  const ghost = document.createElement("span"); // keeps the room of what stood there: nothing jumps
  ghost.className = "cell-ghost";
  ghost.setAttribute("aria-hidden", "true");
  ghost.append(...mine.was);
  if (getComputedStyle(mine.cell).position === "static") mine.cell.classList.add("cell-anchor");
  mine.cell.replaceChildren(ghost, input);
  input.addEventListener("input", () => typedIn(mine));
  input.addEventListener("keydown", (event) => keyed(mine, /** @type {KeyboardEvent} */ (event)));
  input.addEventListener("blur", () => setTimeout(() => left(mine), 0));
  input.focus();
  if (mine.touched && !(input instanceof HTMLSelectElement)) input.setSelectionRange(at, at);
}

/** @param {Open} mine */
function help(mine) {
  if (!mine.facts) return;
  hint(mine.cell, spelled(mine.input.value, mine.facts.unit) || (mine.facts.field.includes("@") ? mine.facts.header : ""));
}

/** @param {Open} mine */
function typedIn(mine) {
  mine.touched = true;
  mine.input.removeAttribute("aria-invalid");
  remember(mine);
  help(mine);
}

/** @param {Open} mine */
function remember(mine) {
  const at = place(mine.cell);
  keep({ ...at, field: mine.facts?.field || at.field, text: mine.input.value, base: mine.facts?.base || "", at: Date.now() });
}

/** @param {Open} mine @param {KeyboardEvent} event */
function keyed(mine, event) {
  event.stopPropagation();
  if (event.isComposing) return;
  if (event.key === "Escape") return restore(mine);
  if (event.key === "Tab") return leave(event, mine, event.shiftKey ? left_of(mine.cell) : right_of(mine.cell));
  if (event.key === "Enter" && !event.altKey && !(event.shiftKey && mine.facts?.long)) leave(event, mine, below(mine.cell));
  return undefined;
}

/** @param {KeyboardEvent} event @param {Open} mine @param {HTMLElement | null} next */
function leave(event, mine, next) {
  event.preventDefault();
  save(mine);
  if (next && open === null) edit(next);
  else if (open === null) point(mine.cell);
}

/** The focus went elsewhere: what was typed is saved, what was not is put back. @param {Open} mine */
function left(mine) {
  const there = document.activeElement;
  if (open !== mine || mine.cell.contains(there) || (there && there.closest(".cell-note"))) return;
  if (document.hasFocus()) close(true);
}

/** @param {boolean} saving */
function close(saving) {
  if (!open) return;
  if (saving && open.touched) save(open);
  else if (open) restore(open, false);
}

/** @param {Open} mine @param {boolean} [point_too] */
function restore(mine, point_too = true) {
  const { pk, field } = place(mine.cell);
  forget(pk, field);
  mine.cell.replaceChildren(...mine.was);
  mine.cell.classList.remove("cell-bad", "cell-waiting", "cell-sending", "cell-anchor");
  if (open === mine) open = null;
  clearNote();
  if (point_too) point(mine.cell);
}

// ---- saving ----
/** @param {Open} mine @param {Record<string, string>} [given] */
function save(mine, given) {
  const text = mine.input.value;
  if (open === mine) open = null;
  if (!given && (!mine.touched || (mine.facts && text === mine.facts.value))) return restore(mine, false);
  remember(mine);
  clearNote();
  mine.cell.replaceChildren(document.createTextNode(shown(mine)));
  mine.cell.classList.remove("cell-anchor");
  mine.cell.classList.add("cell-sending");
  deliver(mine, text, given || {});
  return undefined;
}

/** @param {Open} mine @returns {string} */
function shown(mine) {
  const picked = mine.input instanceof HTMLSelectElement ? mine.input.selectedOptions[0] : null;
  return (picked ? picked.label : mine.input.value) || "—";
}

/** @param {Open} mine @param {string} text @param {Record<string, string>} given */
async function deliver(mine, text, given) {
  const { pk, field, version } = place(mine.cell);
  const base = mine.facts?.base || "";
  try {
    const told = await send(pk, mine.facts?.field || field, { text, ...(base ? { base } : { version }), ...given });
    arrived(mine, told);
  } catch (_) {
    wait(mine.cell);
  }
}

/** @param {HTMLElement} cell */
function wait(cell) {
  cell.classList.remove("cell-sending");
  cell.classList.add("cell-waiting");
  cell.title = "还没有送到，连上后自动再送；填的内容在这台电脑上。";
  document.dispatchEvent(new CustomEvent("htmx:sendError"));
}

/** @param {Open} mine @param {import("./place.js").Outcome} told */
function arrived(mine, told) {
  const { cell } = mine;
  cell.classList.remove("cell-sending", "cell-waiting", "cell-bad");
  cell.removeAttribute("title");
  document.dispatchEvent(new CustomEvent("htmx:afterOnLoad"));
  if (told.outcome === "saved" || told.outcome === "same") return saved(mine, told);
  if (told.status === 403 || told.status === 404) restore(mine, false);
  else cell.classList.add("cell-bad");
  return fail(mine, told);
}

/** @param {Open} mine @param {import("./place.js").Outcome} told */
function saved(mine, told) {
  const { pk, field } = place(mine.cell);
  forget(pk, field);
  if (told.outcome === "same") mine.cell.replaceChildren(...mine.was);
  else {
    mine.cell.replaceChildren(document.createTextNode(told.shown || "—"));
    mine.cell.classList.add("cell-saved");
    setTimeout(() => mine.cell.classList.remove("cell-saved"), 1000);
    say(told);
    refreshSoon();
  }
}

/** One toast at a time, the newest with its undo. @param {import("./place.js").Outcome} told */
export function say(told) {
  for (const old of document.querySelectorAll("#toasts .toast[data-gl-edited]")) old.remove();
  toast(told.told ? `${told.title} ${told.told}` : told.title || "已改。", told.undo);
  const last = document.querySelector("#toasts .toast:last-child");
  if (last instanceof HTMLElement) last.dataset.glEdited = "1";
}

/** @param {Open} mine @param {import("./place.js").Outcome} told */
function fail(mine, told) {
  if (open && !open.touched) restore(open, false);
  const again = () => reopen(mine);
  if (told.outcome === "collided") {
    mine.facts = mine.facts ? { ...mine.facts, base: told.base || "" } : null;
    both(mine.cell, told, () => save(mine, { base: told.base || "" }), () => theirs(mine));
  } else if (told.outcome === "asks") ask(mine.cell, told, (given) => save(mine, given), () => restore(mine));
  else {
    if (!open && mine.cell.classList.contains("cell-bad")) again();
    wrong(mine.cell, told.title || "没有存成。");
  }
}

/** @param {Open} mine */
function theirs(mine) {
  restore(mine);
  refreshSoon();
}

/** Open a refused cell again with what was typed. @param {Open} mine */
function reopen(mine) {
  open = mine;
  mine.touched = true;
  put(mine, mine.input);
  mine.input.setAttribute("aria-invalid", "true");
}

// ---- neighbours ----
/** @param {HTMLElement} cell @param {number} step @returns {HTMLElement | null} */
function beside(cell, step) {
  const record = cell.closest("[data-pk]");
  const all = record ? Array.from(record.querySelectorAll("[data-field][data-edit]")) : [];
  return cellOf(all[all.indexOf(cell) + step] || null);
}

/** @param {HTMLElement} cell */
const right_of = (cell) => beside(cell, 1);
/** @param {HTMLElement} cell */
const left_of = (cell) => beside(cell, -1);

/** The same column in the next row; in the panel the next field. @param {HTMLElement} cell @param {number} [step] */
function below(cell, step = 1) {
  const row = cell.closest("tr[data-pk]");
  if (!row) return beside(cell, step);
  const all = Array.from(document.querySelectorAll("tr[data-pk]"));
  const next = all[all.indexOf(row) + step];
  return next ? cellOf(next.querySelector(`[data-field="${CSS.escape(cell.dataset.field || "")}"]`)) : null;
}

// ---- sending again ----
let sending = false;
/** Drafts the server has answered: they wait for the person, not for the connection. @type {Set<string>} */
const answered = new Set();

/** Send what was kept; a cell on the page shows what becomes of it. */
async function sendAgain() {
  if (sending || !root() || !navigator.onLine || open) return;
  sending = true;
  for (const draft of drafts()) {
    const cell = find(draft.pk, draft.field);
    const name = `${draft.pk} ${draft.field} ${draft.text}`;
    if (answered.has(name) || (cell && cell.matches(".cell-bad, .cell-sending"))) continue;
    const was = cell ? Array.from(cell.childNodes) : [];
    try {
      const told = await send(draft.pk, draft.field, draft.base ? { text: draft.text, base: draft.base } : { text: draft.text, version: draft.version });
      const done = told.outcome === "saved" || told.outcome === "same";
      if (!done) answered.add(name);
      if (cell && cellOf(cell)) resume(cell, was, draft, told);
      else if (done) forget(draft.pk, draft.field);
      else toast(`“${draft.name}”有一格断网时填的“${draft.text.slice(0, 20)}”没有送成：${told.title || ""}`);
    } catch (_) {
      if (cell) showKept(cell, draft);
      break;
    }
  }
  sending = false;
}

/** @param {HTMLElement} cell @param {Node[]} was @param {import("./kept.js").Draft} draft @param {import("./place.js").Outcome} told */
function resume(cell, was, draft, told) {
  const input = document.createElement("input");
  input.className = "cell-edit";
  input.value = draft.text;
  const fact = { kind: "text", long: false, unit: "", choices: [], suggest: [], example: "", field: draft.field, header: "", version: 0, value: "", base: draft.base, writable: true };
  arrived({ cell, was, input, facts: fact, touched: true }, told);
}

/** @param {HTMLElement} cell @param {import("./kept.js").Draft} draft */
function showKept(cell, draft) {
  if (cell.classList.contains("cell-waiting")) return;
  cell.replaceChildren(document.createTextNode(draft.text || "—"));
  wait(cell);
}

// ---- keys and clicks ----
/** @param {KeyboardEvent} event */
function press(event) {
  const target = event.target instanceof HTMLElement ? event.target : null;
  if (!target || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (/^(INPUT|TEXTAREA|SELECT|BUTTON|A|SUMMARY)$/.test(target.tagName) || document.querySelector("dialog[open]")) return;
  const cell = current();
  const pointed = cellOf(target);
  if (event.key === "Enter" && pointed) take(event, () => edit(pointed));
  else if (event.key === "F2" && cell) take(event, () => edit(cell));
  else if (/^Arrow/.test(event.key) && cell) walk(event, cell);
}

/** @param {Event} event @param {() => void} deed */
function take(event, deed) {
  event.preventDefault();
  event.stopImmediatePropagation();
  deed();
}

/** @param {KeyboardEvent} event @param {HTMLElement} cell */
function walk(event, cell) {
  const pointed = document.activeElement === cell;
  const next = { ArrowRight: pointed ? right_of(cell) : cell, ArrowLeft: left_of(cell), ArrowDown: below(cell), ArrowUp: below(cell, -1) }[event.key];
  if (next) take(event, () => point(next));
}

/** Another row became the current one: the same column of it is meant. @param {FocusEvent} event */
function follow(event) {
  const row = event.target instanceof HTMLElement && event.target.matches("tr[data-pk]") ? event.target : null;
  const now = document.querySelector("tr .cell-current");
  if (!row || !(now instanceof HTMLElement) || row.contains(now)) return;
  now.classList.remove("cell-current");
  cellOf(row.querySelector(`[data-field="${CSS.escape(now.dataset.field || "")}"]`))?.classList.add("cell-current");
}

/** Start. */
export function cells() {
  document.addEventListener("focusin", follow);
  document.addEventListener("keydown", press, true);
  document.addEventListener("gl:edit", () => {
    const cell = current();
    if (cell) edit(cell);
  });
  document.addEventListener("dblclick", (event) => {
    const cell = cellOf(event.target instanceof Element ? event.target : null);
    if (cell) take(event, () => edit(cell));
  });
  document.addEventListener("click", (event) => {
    const cell = cellOf(event.target instanceof Element ? event.target : null);
    if (!cell || cell.querySelector(".cell-edit")) return;
    if (cell.closest("tr")) point(cell);
    else edit(cell);
  });
  window.addEventListener("online", sendAgain);
  window.addEventListener("resize", () => open && help(open));
  setInterval(sendAgain, 5000);
  sendAgain();
}
