// Many rows at once: chosen by x, or all that the conditions leave; one field, shown first, then set.
import { control } from "./control.js";
import { preview, problem } from "./dialog.js";
import { facts, ledger } from "./place.js";

let all = false;

/** @returns {string[]} */
function chosen() {
  const boxes = document.querySelectorAll("tr[data-pk] .no input[type=checkbox]:checked");
  return Array.from(boxes).map((box) => box.closest("tr")?.dataset.pk || "");
}

/** @returns {HTMLFormElement | null} */
function bar() {
  const form = document.getElementById("bulk");
  return form instanceof HTMLFormElement ? form : null;
}

function follow() {
  const form = bar();
  if (!form) return;
  const count = chosen().length;
  if (!count) all = false;
  const show = count > 0 || all;
  if (show && form.hidden) fields(form);
  form.hidden = !show;
  document.body.classList.toggle("has-bulk", show);
  const told = form.querySelector("[data-gl-count]");
  if (told) told.textContent = all ? "已选条件下的全部行" : `已选 ${count} 行`;
}

/** Name the columns that can be set; once. @param {HTMLFormElement} form */
async function fields(form) {
  const select = form.querySelector("select[name=field]");
  if (!(select instanceof HTMLSelectElement) || select.options.length > 1) return;
  try {
    const answer = await fetch(`/ledger/${ledger()}/bulk/`, { headers: { accept: "application/json" } });
    /** @type {{columns: {field: string, header: string}[]}} */
    const told = await answer.json();
    for (const one of told.columns) select.append(new Option(one.header, one.field));
  } catch (_) {
    problem("连不上服务器，暂时不能批量改。");
  }
}

/** Give the value the input of its kind. @param {HTMLFormElement} form @param {string} field */
async function value(form, field) {
  const slot = form.querySelector("[data-gl-value]");
  const first = chosen()[0] || document.querySelector("tr[data-pk]")?.getAttribute("data-pk") || "";
  if (!slot || !field) return;
  try {
    const found = await facts(first, field);
    const input = control({ ...found, value: "", long: false }, "");
    input.name = "text";
    input.setAttribute("aria-label", `把${found.header}设为`);
    slot.replaceChildren(input);
    input.focus();
  } catch (_) {
    problem("连不上服务器，暂时不能批量改。");
  }
}

/** @param {HTMLFormElement} form */
function look(form) {
  const said = new FormData(form);
  preview(`/ledger/${ledger()}/bulk/`, {
    field: String(said.get("field") || ""),
    text: String(said.get("text") || ""),
    rows: all ? "" : chosen().join(","),
    all: all ? "1" : "",
    address: location.search,
  });
}

/** @param {boolean} on */
function set(on) {
  for (const box of document.querySelectorAll("tr[data-pk] .no input[type=checkbox]")) {
    if (!(box instanceof HTMLInputElement) || box.checked === on) continue;
    box.checked = on;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/** Choose nothing any more. */
function none() {
  all = false;
  set(false);
  follow();
}

/** @param {Event} event */
function changed(event) {
  const one = event.target;
  if (one instanceof HTMLInputElement && one.closest("tr[data-pk] .no")) {
    if (!one.checked) all = false;
    follow();
  }
  const form = one instanceof HTMLSelectElement && one.name === "field" ? one.closest("#bulk") : null;
  if (form instanceof HTMLFormElement && one instanceof HTMLSelectElement) value(form, one.value);
}

/** @param {Event} event */
function clicked(event) {
  const target = event.target instanceof Element ? event.target : null;
  if (target && target.closest("#bulk [data-gl-none]")) none();
  if (!target || !target.closest("#bulk [data-gl-all]")) return;
  set(true);
  all = true;
  follow();
}

/** Start; the table and its bar may be swapped for others at any time. */
export function bulk() {
  document.addEventListener("change", changed);
  document.addEventListener("click", clicked);
  document.addEventListener("submit", (event) => {
    if (!(event.target instanceof HTMLFormElement) || event.target.id !== "bulk") return;
    event.preventDefault();
    look(event.target);
  });
  document.addEventListener("htmx:afterSettle", follow);
  document.addEventListener("gl:edited", none);
}
