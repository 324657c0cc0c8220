// A block copied from a spreadsheet goes in from the current cell on, or by the names in it: shown first.
import { current, edit } from "./cells.js";
import { preview } from "./dialog.js";
import { cellOf, ledger, place, root } from "./place.js";

/** @param {EventTarget | null} target @returns {boolean} */
function typing(target) {
  return target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** The columns of the table in their order. @returns {string} */
function columns() {
  const row = document.querySelector("tr[data-pk]");
  const cells = row ? Array.from(row.querySelectorAll("[data-field]")) : [];
  return cells.map((cell) => (cell instanceof HTMLElement ? cell.dataset.field : "")).join(",");
}

/** @param {string} text @returns {boolean} whether more than one cell was copied */
function isBlock(text) {
  return /\t/.test(text) || /\n[^\n]/.test(text.replace(/\r/g, "").replace(/\n+$/, ""));
}

/** @param {ClipboardEvent} event */
function pasted(event) {
  const text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
  const inside = event.target instanceof Element ? event.target.closest(".cell-edit") : null;
  if (!text || !root() || document.querySelector("dialog[open]")) return;
  if (inside ? !text.includes("\t") : typing(event.target)) return;
  const cell = inside ? cellOf(inside) : current();
  event.preventDefault();
  if (!isBlock(text) && cell) {
    edit(cell, text.trim());
    return;
  }
  const at = cell ? place(cell) : { pk: "", field: "" };
  preview(`/ledger/${ledger()}/paste/`, { text, pk: at.pk, field: at.field, columns: columns(), address: location.search });
}

/** Start. */
export function pasting() {
  document.addEventListener("paste", pasted);
}
