// Where things are: the ledger of the page, cells and their rows, what the server says of them.
import { csrfToken } from "../toasts.js";

/** @typedef {{outcome: string, title?: string, shown?: string, value?: string, base?: string, undo?: string, told?: string,
 *   version?: number, mine?: string, theirs?: string, who?: string, choices?: [string, string][], status: number}} Outcome */
/** @typedef {{kind: string, long: boolean, unit: string, choices: [string, string][], suggest: string[], example: string,
 *   field: string, header: string, version: number, value: string, base: string, writable: boolean}} Facts */

/** The element that says which ledger this is and whose page. @returns {HTMLElement | null} */
export function root() {
  return document.getElementById("editing");
}

/** @returns {string} */
export function ledger() {
  return root()?.dataset.ledger || "projects";
}

/** @param {Element | null} inside @returns {HTMLElement | null} the cell that can be edited */
export function cellOf(inside) {
  const cell = inside && inside.closest("[data-field][data-edit]");
  return cell instanceof HTMLElement && cell.dataset.edit ? cell : null;
}

/** @param {HTMLElement} cell @returns {{pk: string, field: string, version: string, name: string}} */
export function place(cell) {
  const record = cell.closest("[data-pk]");
  const held = record instanceof HTMLElement ? record.dataset : {};
  const name = record ? (record.querySelector(".name, .panel-title") || record).textContent || "" : "";
  return { pk: held.pk || "", field: cell.dataset.field || "", version: held.version || "", name: name.trim().slice(0, 40) };
}

/** @param {string} pk @param {string} field @returns {HTMLElement | null} */
export function find(pk, field) {
  const name = field.split("@")[0];
  for (const cell of document.querySelectorAll(`[data-pk="${CSS.escape(pk)}"] [data-field]`))
    if (cell instanceof HTMLElement && (cell.dataset.field || "").split("@")[0] === name) return cell;
  return null;
}

/** @param {string} pk @param {string} field @returns {string} */
export function address(pk, field) {
  return `/ledger/${ledger()}/cell/${pk}/${encodeURIComponent(field)}/`;
}

/** @param {string} pk @param {string} field @returns {Promise<Facts>} rejects without a connection */
export async function facts(pk, field) {
  const answer = await fetch(address(pk, field), { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

/** Post a form. @param {string} url @param {Record<string, string>} fields @returns {Promise<Response>} */
export function post(url, fields) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return fetch(url, { method: "POST", body, headers: { "x-csrftoken": csrfToken(), accept: "application/json, text/html" } });
}

/** @param {string} pk @param {string} field @param {Record<string, string>} fields @returns {Promise<Outcome>} */
export async function send(pk, field, fields) {
  const answer = await post(address(pk, field), fields);
  if (answer.redirected) throw new Error("signed out");
  const kind = answer.headers.get("content-type") || "";
  const told = kind.includes("json") ? await answer.json() : {};
  const outcome = told.outcome || (answer.status >= 500 ? "broken" : "refused");
  return { title: "没有存成，请再试一次。", ...told, outcome, status: answer.status };
}

/** Make an element. @param {string} tag @param {string} [css] @param {string} [text] @returns {HTMLElement} */
export function make(tag, css, text) {
  const made = document.createElement(tag);
  if (css) made.className = css;
  if (text) made.textContent = text;
  return made;
}

/** A button that does something. @param {string} text @param {() => void} deed @param {string} [css] */
export function button(text, deed, css) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = css || "btn btn-sm";
  made.textContent = text;
  made.addEventListener("click", deed);
  return made;
}
