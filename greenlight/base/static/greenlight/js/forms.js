// Forms: sent once, the other unit spelled out, filters that send themselves, drafts kept.

/** Spell an amount in the other unit. @param {number} value @param {string} to @returns {string} */
export function otherUnit(value, to) {
  if (!Number.isFinite(value)) return "";
  if (to === "wan") return `= ${Math.round(value * 10000).toLocaleString("en-US")} 万元`;
  return `= ${(value / 10000).toLocaleString("en-US", { maximumFractionDigits: 4 })} 亿元`;
}

/** Spell what is typed: 46000 in the other unit, 4.6亿 in 万元. @param {string} typed @param {string} to @returns {string} */
export function spelled(typed, to) {
  const found = /^(-?[\d.]+)(亿|万)?元?$/.exec(typed.normalize("NFKC").replace(/[,，\s]/g, ""));
  if (!found) return "";
  if (found[2] && to === "yi") return `= ${(Number(found[1]) * (found[2] === "亿" ? 10000 : 1)).toLocaleString("en-US")} 万元`;
  return otherUnit(Number(found[1]), to);
}

/** @param {HTMLInputElement} input */
function spell(input) {
  const place = document.querySelector(`[data-gl-for="${input.id}"]`);
  if (!(place instanceof HTMLElement)) return;
  place.textContent = spelled(input.value, place.dataset.glOther || "yi");
}

/** A second click must not send a second time; the button keeps its width. @param {SubmitEvent} event */
function once(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.hasAttribute("data-gl-once")) return;
  if (form.dataset.glSent) {
    event.preventDefault();
    return;
  }
  form.dataset.glSent = "1";
  const button = event.submitter || form.querySelector("button:not([type=button])");
  if (button instanceof HTMLElement) {
    button.style.minWidth = `${button.offsetWidth}px`;
    button.setAttribute("aria-busy", "true");
  }
  forget(form);
}

/** @param {HTMLFormElement} form @returns {string} */
function draftKey(form) {
  return `gl-draft:${location.pathname}:${form.dataset.glDraft || ""}`;
}

/** @param {HTMLFormElement} form */
function keep(form) {
  const values = Array.from(new FormData(form)).filter(
    ([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken",
  );
  try {
    sessionStorage.setItem(draftKey(form), JSON.stringify(values));
  } catch (_) {
    /* storage is closed or full */
  }
}

/** @param {HTMLFormElement} form */
function forget(form) {
  if (!form.hasAttribute("data-gl-draft")) return;
  // Kept until the answer is here: if the page comes back, the draft is still wanted.
  window.addEventListener("pagehide", () => sessionStorage.removeItem(draftKey(form)), { once: true });
}

/** Put a draft back into the fields that are still empty. @param {HTMLFormElement} form */
function restore(form) {
  const kept = sessionStorage.getItem(draftKey(form));
  if (!kept) return;
  for (const [name, value] of /** @type {[string, string][]} */ (JSON.parse(kept))) {
    const field = form.elements.namedItem(name);
    const text = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement;
    if (text && field.type !== "password" && field.type !== "file" && !field.value) field.value = value;
    if (field instanceof RadioNodeList && !field.value) field.value = value;
  }
}

/** Start. */
export function forms() {
  document.addEventListener("submit", once);
  document.addEventListener("input", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement || input instanceof HTMLSelectElement)) return;
    if (input instanceof HTMLInputElement && input.id) spell(input);
    const form = input.form;
    if (form && form.hasAttribute("data-gl-draft") && input.type !== "password") keep(form);
  });
  document.addEventListener("change", (event) => {
    const field = event.target instanceof Element ? event.target.closest("[data-gl-go]") : null;
    if (field instanceof HTMLSelectElement || field instanceof HTMLInputElement) if (field.form) field.form.requestSubmit();
  });
  // Coming back by the browser's arrow shows the page as it was: a sent form may be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-gl-sent]")) {
      form.removeAttribute("data-gl-sent");
      for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
    }
  });
  for (const form of document.querySelectorAll("form[data-gl-draft]"))
    if (form instanceof HTMLFormElement) restore(form);
  const list = document.querySelector("[data-gl-focus]");
  if (list instanceof HTMLElement) list.focus();
}
