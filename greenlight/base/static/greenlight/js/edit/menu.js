// The acts of a row, on `.`: everything one can do with it, each with its key.
import { current, edit } from "./cells.js";
import { history_of } from "./panel.js";
import { button, make, place } from "./place.js";

/** @type {HTMLElement | null} */
let shown = null;

function close() {
  if (!shown) return;
  shown.remove();
  shown = null;
  const row = document.querySelector("tr.current");
  if (row instanceof HTMLElement) row.focus({ preventScroll: true });
}

/** @param {HTMLElement} row @returns {[string, () => void][]} */
function acts(row) {
  const pk = row.dataset.pk || "";
  const cell = current();
  const box = row.querySelector(".no input[type=checkbox]");
  /** @type {[string, () => void][]} */
  const found = [
    ["侧栏看一眼", () => row.dispatchEvent(new CustomEvent("gl:open", { bubbles: true }))],
    ["打开项目页", () => location.assign(`/projects/${pk}/`)],
    ["催办", () => location.assign(`/projects/${pk}/?tab=warnings#nudge`)],
  ];
  if (cell && row.contains(cell)) {
    found.push(["改这一格", () => edit(cell)]);
    found.push(["这一格的历史", () => history_of(`/projects/${pk}/history/${encodeURIComponent(place(cell).field)}/`)]);
  }
  if (box instanceof HTMLInputElement) found.push([box.checked ? "不选这一行" : "选中这一行", () => box.click()]);
  return found;
}

function open() {
  close();
  const row = document.querySelector("tr.current[data-pk]");
  if (!(row instanceof HTMLElement)) return;
  const box = make("div", "row-menu");
  box.setAttribute("role", "menu");
  box.setAttribute("aria-label", "这一行的操作");
  for (const [label, deed] of acts(row)) {
    const one = button(label, () => {
      close();
      deed();
    }, "row-menu-item");
    one.setAttribute("role", "menuitem");
    box.append(one);
  }
  document.body.append(box);
  shown = box;
  const at = row.getBoundingClientRect();
  box.style.left = `${Math.max(8, at.left + 60)}px`;
  box.style.top = `${Math.min(at.bottom, innerHeight - box.offsetHeight - 8)}px`;
  const first = box.querySelector("button");
  if (first) first.focus();
}

/** @param {KeyboardEvent} event */
function press(event) {
  if (!shown) return;
  const all = Array.from(shown.querySelectorAll("button"));
  const now = all.findIndex((one) => one === document.activeElement);
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  if (step) all[(now + step + all.length) % all.length].focus();
  else if (event.key === "Escape" || event.key === "Tab") close();
  else if (event.key === "Enter" || event.key === " ") return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** Start. */
export function menu() {
  document.addEventListener("gl:menu", open);
  document.addEventListener("keydown", press, true);
  document.addEventListener("click", (event) => {
    if (shown && event.target instanceof Node && !shown.contains(event.target)) close();
  });
}
