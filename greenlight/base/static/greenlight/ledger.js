// The ledger page: menus of columns, further sorts with Shift, widths by dragging, groups that fold,
// columns that stay. Every address is made by the server; nothing here is needed to read or filter.

import { nodes } from "./js/markup.js";

const NARROWEST = 48;
const WIDEST = 800;

/** @returns {HTMLElement | null} */
const ledger = () => document.getElementById("ledger");
/** @returns {HTMLTableElement | null} */
const table = () => document.querySelector("table[data-ledger]");

/** Swap the table for the one of an address, and keep the address. @param {string} href */
function go(href) {
  const source = document.getElementById("ledger-go");
  if (!source || !("htmx" in window)) {
    location.assign(href);
    return;
  }
  const htmx = /** @type {{ajax: (verb: string, path: string, context: object) => Promise<void>}} */ (window.htmx);
  htmx.ajax("GET", href, { source, target: "#ledger", swap: "outerHTML", select: "#ledger" });
}

/** The address of the present look with some words replaced. @param {Record<string, string>} words */
function looking(words) {
  const asked = new URLSearchParams(table()?.dataset.look || "");
  for (const [name, value] of Object.entries(words)) {
    if (value) asked.set(name, value);
    else asked.delete(name);
  }
  return `${location.pathname}?${String(asked).replace(/%3A/g, ":").replace(/%2C/g, ",")}`;
}

// ---- the menu of a column ----
/** @type {HTMLElement | null} */
let opener = null;

/** @param {boolean} back whether the focus goes back to the column */
function closeMenu(back) {
  const menu = document.getElementById("column-menu");
  if (!menu || menu.hidden) return false;
  menu.hidden = true;
  menu.textContent = "";
  opener?.setAttribute("aria-expanded", "false");
  if (back) opener?.focus();
  opener = null;
  return true;
}

/** @param {HTMLElement} menu @param {HTMLElement} under */
function place(menu, under) {
  const at = under.getBoundingClientRect();
  const left = Math.min(at.left, innerWidth - menu.offsetWidth - 8);
  const top = Math.min(at.bottom + 4, innerHeight - menu.offsetHeight - 8);
  menu.style.left = `${Math.max(8, left)}px`;
  menu.style.top = `${Math.max(8, top)}px`;
}

/** @param {HTMLAnchorElement} link */
async function openMenu(link) {
  const menu = document.getElementById("column-menu");
  if (!menu) return;
  const again = opener === link;
  closeMenu(false);
  if (again) return;
  const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
  if (!answer.ok) {
    location.assign(link.href);
    return;
  }
  menu.replaceChildren(nodes(await answer.text()));
  if ("htmx" in window) /** @type {{process: (one: Element) => void}} */ (window.htmx).process(menu);
  menu.hidden = false;
  opener = link;
  link.setAttribute("aria-expanded", "true");
  seconds(menu.querySelector("select"));
  place(menu, link.closest("th") || link);
  const first = menu.querySelector("a, select, input:not([type=hidden])");
  if (first instanceof HTMLElement) first.focus();
}

/** Show the second value where an operator takes two. @param {Element | null} select */
function seconds(select) {
  if (!(select instanceof HTMLSelectElement)) return;
  const two = select.selectedOptions[0]?.dataset.values === "2";
  select.closest("form")?.classList.toggle("two", two);
}

// ---- widths ----
/** Draw a handle at the right of every column name. */
function grips() {
  for (const name of document.querySelectorAll("table[data-ledger] thead tr:first-child th[data-field]")) {
    if (name.querySelector(".th-grip")) continue;
    const grip = document.createElement("span");
    grip.className = "th-grip";
    grip.setAttribute("aria-hidden", "true");
    name.append(grip);
  }
}

/** @param {PointerEvent} event @param {HTMLElement} grip */
function drag(event, grip) {
  const own = grip.closest("th");
  const whole = table();
  if (!own || !whole) return;
  event.preventDefault();
  const names = /** @type {HTMLElement[]} */ (Array.from(whole.querySelectorAll("thead tr:first-child th[data-field]")));
  const widths = new Map(names.map((one) => [one.dataset.field || "", Math.round(one.getBoundingClientRect().width)]));
  const field = own.dataset.field || "";
  const began = event.clientX;
  const first = widths.get(field) || NARROWEST;
  whole.classList.add("table-sized");
  /** @param {number} width */
  const show = (width) => {
    widths.set(field, Math.max(NARROWEST, Math.min(WIDEST, width)));
    for (const col of whole.querySelectorAll("col[data-field]"))
      if (col instanceof HTMLElement) col.style.width = `${widths.get(col.dataset.field || "") || NARROWEST}px`;
  };
  show(first);
  grip.classList.add("dragged");
  grip.setPointerCapture(event.pointerId);
  grip.onpointermove = (move) => show(first + Math.round(move.clientX - began));
  grip.onpointerup = () => {
    grip.onpointermove = grip.onpointerup = null;
    grip.classList.remove("dragged");
    const w = Array.from(widths, ([name, width]) => `${name}:${width}`).join(",");
    document.dispatchEvent(new CustomEvent("ledger:widths", { detail: w }));
    go(looking({ w }));
  };
}

// ---- columns that stay when the table scrolls sideways ----
function stay() {
  const whole = table();
  const many = Number(whole?.dataset.frozen || 1);
  if (!whole || many < 2) return;
  const names = /** @type {HTMLElement[]} */ (Array.from(whole.querySelectorAll("thead tr:first-child > *")));
  let left = 0;
  names.slice(0, many + 1).forEach((name, n) => {
    const here = left;
    left += name.getBoundingClientRect().width;
    for (const row of whole.rows) {
      const cell = row.cells[n];
      if (!cell || row.classList.contains("more")) continue;
      cell.classList.add("stay");
      cell.classList.toggle("stay-last", n === many);
      cell.style.left = `${here}px`;
    }
  });
}

// ---- groups ----
/** @param {HTMLAnchorElement} link */
async function fold(link) {
  const body = link.closest("tbody");
  if (!body) return;
  if (body.rows.length === 1) {
    const answer = await fetch(body.dataset.rows || link.href, { headers: { "HX-Request": "true" } });
    if (!answer.ok) {
      location.assign(link.href);
      return;
    }
    body.insertAdjacentHTML("beforeend", await answer.text());
    stay();
  }
  const folded = body.classList.toggle("folded");
  link.setAttribute("aria-expanded", String(!folded));
}

// ---- what the page listens to ----
/** @param {MouseEvent} event */
function click(event) {
  const target = event.target instanceof Element ? event.target : null;
  if (!target || event.ctrlKey || event.metaKey) return;
  const menu = target.closest(".th-menu");
  if (menu instanceof HTMLAnchorElement) {
    event.preventDefault();
    event.stopPropagation();
    openMenu(menu);
    return;
  }
  if (!target.closest("#column-menu")) closeMenu(false);
  const sort = target.closest(".th-sort");
  if (event.shiftKey && sort instanceof HTMLAnchorElement) {
    event.preventDefault();
    event.stopPropagation();
    go(`${location.pathname}${sort.dataset.more || ""}`);
    return;
  }
  const folding = target.closest("a.fold");
  if (folding instanceof HTMLAnchorElement) {
    event.preventDefault();
    fold(folding);
  }
}

let scrolled = 0;

document.addEventListener("click", click, true);
document.addEventListener("pointerdown", (event) => {
  const grip = event.target instanceof HTMLElement && event.target.classList.contains("th-grip") ? event.target : null;
  if (grip) drag(event, grip);
});
document.addEventListener("change", (event) => {
  if (event.target instanceof HTMLSelectElement && event.target.closest("#column-menu")) seconds(event.target);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && closeMenu(true)) event.stopPropagation();
}, true);
document.addEventListener("htmx:beforeSwap", () => {
  scrolled = document.querySelector(".ledger .table-wrap")?.scrollLeft || 0;
});
document.addEventListener("htmx:afterSettle", () => {
  if (!ledger()) return;
  const wrap = document.querySelector(".ledger .table-wrap");
  if (wrap && scrolled) wrap.scrollLeft = scrolled;
  grips();
  stay();
});
grips();
stay();
