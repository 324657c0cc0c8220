// Views and columns: the small dialog that keeps a view, the column chooser, the form kept for next time.
import { csrfToken } from "./js/toasts.js";
import { nodes } from "./js/markup.js";

const FORM = ["cols", "freeze", "w", "dense"];

/** @param {string} id @returns {HTMLDialogElement | null} */
function dialog(id) {
  const found = document.getElementById(id);
  return found instanceof HTMLDialogElement ? found : null;
}

/** Keep an outer form for this person. @param {URLSearchParams} words @returns {Promise<boolean>} */
async function keep(words) {
  const body = new FormData();
  body.set("look", words.toString());
  body.set("csrfmiddlewaretoken", csrfToken());
  try {
    const answer = await fetch("/projects/look/", { method: "POST", body, headers: { Accept: "application/json" } });
    return answer.ok;
  } catch (_) {
    return false;
  }
}

// ---- the column chooser ----
/** @param {Element} link */
async function openColumns(link) {
  const sheet = dialog("columns");
  if (!sheet || !(link instanceof HTMLAnchorElement)) return;
  const answer = await fetch(link.href, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer || !answer.ok) {
    location.assign(link.href);
    return;
  }
  sheet.replaceChildren(nodes(await answer.text()));
  sheet.showModal();
  const first = sheet.querySelector("input[type=checkbox]");
  if (first instanceof HTMLElement) first.focus();
}

/** @param {Element} inside @returns {HTMLElement[]} */
function items(inside) {
  const list = inside.closest("[data-columns-list]") || inside.querySelector("[data-columns-list]");
  return list ? Array.from(list.children).filter(/** @returns {one is HTMLElement} */ (one) => one instanceof HTMLElement) : [];
}

/** Mark what is ticked, count it. @param {HTMLFormElement} form */
function recount(form) {
  let n = 0;
  for (const item of items(form)) {
    const box = item.querySelector("input[type=checkbox]");
    const on = !(box instanceof HTMLInputElement) || box.checked;
    item.classList.toggle("on", on);
    if (on) n += 1;
  }
  const place = form.querySelector("[data-chosen]");
  if (place) place.textContent = `${n}/${items(form).length}`;
}

/** Move a column one place; the key that did it keeps the focus. @param {HTMLButtonElement} button */
function step(button) {
  const item = button.closest("li");
  if (!item || !item.parentElement) return;
  const up = button.value.endsWith(":up");
  const other = up ? item.previousElementSibling : item.nextElementSibling;
  if (other) item.parentElement.insertBefore(up ? item : other, up ? other : item);
  button.focus();
  item.scrollIntoView({ block: "nearest" });
  const said = document.querySelector("[data-columns-said]");
  const all = items(item);
  const name = item.querySelector(".check");
  if (said && name) said.textContent = `“${(name.textContent || "").trim()}”现在是第 ${all.indexOf(item) + 1} 列`;
}

/** The address a chooser asks for, in two parts: what stays, and the outer form. @param {HTMLFormElement} form */
function asked(form) {
  const rest = new URLSearchParams();
  const outer = new URLSearchParams();
  const columns = [];
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string") continue;
    if (name === "cols") columns.push(value);
    else (FORM.includes(name) ? outer : rest).set(name, value);
  }
  const usual = columns.join(",") === form.dataset.usual;
  outer.set("cols", usual ? "-" : columns.join(","));
  if (outer.get("freeze") === "1") outer.set("freeze", "-");
  return { rest, outer };
}

/** @param {HTMLFormElement} form */
async function apply(form) {
  const { rest, outer } = asked(form);
  const kept = !form.hasAttribute("data-in-view") && (await keep(outer));
  const words = new URLSearchParams(rest);
  if (!kept) for (const [name, value] of outer) if (value !== "-" || !form.hasAttribute("data-in-view")) words.set(name, value);
  location.assign(`/projects/?${words.toString().replace(/%2C/g, ",").replace(/%3A/g, ":")}`);
}

/** @type {HTMLElement | null} */
let held = null;

/** @param {DragEvent} event */
function dragOver(event) {
  const over = event.target instanceof Element ? event.target.closest("[data-columns-list] > li") : null;
  if (!held || !over || over === held || over.parentElement !== held.parentElement) return;
  event.preventDefault();
  const box = over.getBoundingClientRect();
  const after = event.clientY > box.top + box.height / 2;
  over.parentElement?.insertBefore(held, after ? over.nextElementSibling : over);
}

// ---- one key of the outer form, kept and shown ----
/** @param {HTMLAnchorElement} link */
async function keepAndGo(link) {
  const now = new URLSearchParams(link.search);
  const outer = new URLSearchParams(link.dataset.keepForm || "");
  if (await keep(outer)) for (const name of outer.keys()) now.delete(name);
  location.assign(`${link.pathname}?${now.toString()}`);
}

/** @param {MouseEvent} event */
function click(event) {
  const target = event.target instanceof Element ? event.target : null;
  if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const save = target.closest("[data-views-save]");
  const sheet = save && dialog("save-view");
  if (sheet) {
    event.preventDefault();
    sheet.showModal();
    const name = sheet.querySelector("input[name=name]");
    if (name instanceof HTMLElement) name.focus();
    return;
  }
  const cancel = target.closest("[data-views-cancel], [data-columns-cancel]");
  if (cancel) {
    const open = cancel.closest("dialog");
    if (open instanceof HTMLDialogElement) open.close();
    else history.back();
    return;
  }
  const columns = target.closest("[data-columns]");
  if (columns && dialog("columns")) {
    event.preventDefault();
    void openColumns(columns);
    return;
  }
  const mover = target.closest("[data-columns-list] button[name=move]");
  if (mover instanceof HTMLButtonElement) {
    event.preventDefault();
    step(mover);
    return;
  }
  const kept = target.closest("a[data-keep-form]");
  if (kept instanceof HTMLAnchorElement && !kept.hasAttribute("data-in-view")) {
    event.preventDefault();
    void keepAndGo(kept);
  }
  const link = target.closest("[data-select-all]");
  if (link instanceof HTMLInputElement) link.select();
}

document.documentElement.classList.add("has-script");
document.addEventListener("click", click);
document.addEventListener("change", (event) => {
  const form = event.target instanceof Element ? event.target.closest("[data-columns-form]") : null;
  if (form instanceof HTMLFormElement) recount(form);
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.hasAttribute("data-columns-form")) return;
  event.preventDefault();
  void apply(form);
});
// Widths set by dragging a column's edge are kept too, outside of a view.
document.addEventListener("ledger:widths", (event) => {
  const inView = document.querySelector("[data-keep-form][data-in-view]");
  if (event instanceof CustomEvent && !inView) void keep(new URLSearchParams({ w: String(event.detail) }));
});
document.addEventListener("dragstart", (event) => {
  const item = event.target instanceof HTMLElement ? event.target.closest("[data-columns-list] > li") : null;
  held = item instanceof HTMLElement ? item : null;
  if (held) held.classList.add("held");
});
document.addEventListener("dragover", dragOver);
document.addEventListener("dragend", () => {
  if (held) held.classList.remove("held");
  held = null;
});
