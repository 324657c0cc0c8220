// The fields of the sheet and the draft they are kept in.

const OURS = new Set(["csrfmiddlewaretoken", "photos", "by", "uuid", "day"]); // said anew when it is sent

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */

/** @param {HTMLFormElement} form @returns {Field[]} */
function fields(form) {
  return /** @type {Field[]} */ (
    Array.from(form.elements).filter(
      (one) => (one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement) && one.name && !OURS.has(one.name) && one.type !== "file",
    )
  );
}

/** @param {Field} field @returns {boolean} */
const ticked = (field) => field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio");

/** Whether a field is as the page was sent; a slider writes 64.00 as 64. @param {Field} field @returns {boolean} */
function same(field) {
  return field.type === "range" ? Number(field.value) === Number(field.defaultValue) : field.value === field.defaultValue;
}

/** What the form says; a slider whose part was not chosen says nothing. @param {HTMLFormElement} form @returns {[string, string][]} */
export function told(form) {
  /** @type {[string, string][]} */
  const found = [];
  for (const field of fields(form)) {
    if (ticked(field) && !(/** @type {HTMLInputElement} */ (field).checked)) continue;
    if (field.type === "range" && silent(field)) continue;
    found.push([field.name, field.value]);
  }
  return found;
}

/** @param {Field} slider @returns {boolean} */
function silent(slider) {
  const row = slider.closest("[data-part], [data-whole]");
  if (!(row instanceof HTMLElement)) return false;
  return Boolean(row.hidden) || (row.hasAttribute("data-whole") && same(slider));
}

/** Names whose value is no longer the page's own: somebody was quicker than the script. @param {HTMLFormElement} form @returns {Set<string>} */
export function typedBefore(form) {
  const found = new Set();
  for (const field of fields(form)) {
    const box = ticked(field) ? /** @type {HTMLInputElement} */ (field) : null;
    if (box ? box.checked !== box.defaultChecked : !same(field)) found.add(field.name);
  }
  return found;
}

/** Put a draft back, but not over what was typed since. @param {HTMLFormElement} form @param {[string, string][]} kept @param {Set<string>} typed */
export function fillIn(form, kept, typed) {
  for (const field of fields(form)) {
    if (typed.has(field.name)) continue;
    const values = kept.filter(([name]) => name === field.name).map(([, value]) => value);
    if (ticked(field)) /** @type {HTMLInputElement} */ (field).checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
}
