// The box of the top bar: what is found drops down while one types. ↑ ↓ choose, Enter opens, Esc closes.
// Without this script the box is a form that leads to the page of results.

/** @param {HTMLInputElement} box @param {HTMLElement} sheet */
function listen(box, sheet) {
  /** @returns {HTMLElement[]} */
  const options = () =>
    Array.from(sheet.querySelectorAll("[role=option]")).filter(
      /** @returns {one is HTMLElement} */ (one) => one instanceof HTMLElement,
    );

  /** @param {boolean} open */
  function show(open) {
    sheet.hidden = !open;
    box.setAttribute("aria-expanded", String(open && options().length > 0));
    if (!open) choose(-1);
  }

  /** @param {number} at */
  function choose(at) {
    options().forEach((one, n) => one.setAttribute("aria-selected", String(n === at)));
    const chosen = options()[at];
    if (chosen) {
      box.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else box.removeAttribute("aria-activedescendant");
  }

  const chosen = () => options().findIndex((one) => one.getAttribute("aria-selected") === "true");

  /** @param {number} step */
  function walk(step) {
    const many = options().length;
    if (sheet.hidden || !many) {
      box.dispatchEvent(new CustomEvent("gl:ask"));
      return;
    }
    choose((chosen() + step + many + (step < 0 && chosen() < 0 ? 1 : 0)) % many);
  }

  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const at = chosen();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") walk(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter" && !sheet.hidden && at >= 0) options()[at].click();
    else if (event.key === "Escape" && !sheet.hidden) show(false);
    else return;
    event.preventDefault();
  });
  box.addEventListener("input", () => {
    choose(-1);
    if (!box.value.trim()) show(false);
  });
  box.addEventListener("focus", () => {
    if (box.value.trim() && sheet.childElementCount) show(true);
  });
  sheet.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  sheet.addEventListener("htmx:afterSwap", () => {
    show(document.activeElement === box && Boolean(box.value.trim()));
    const told = sheet.querySelector("[data-gl-said]");
    const said = document.getElementById("found-said");
    if (said && told instanceof HTMLElement) said.textContent = told.dataset.glSaid || "";
  });
  document.addEventListener("focusin", (event) => {
    const form = box.closest("form");
    if (form && event.target instanceof Node && !form.contains(event.target)) show(false);
  });
  document.addEventListener("click", (event) => {
    const form = box.closest("form");
    if (form && event.target instanceof Node && !form.contains(event.target)) show(false);
  });
  window.addEventListener("load", () => {
    // what was typed before the scripts had come
    if (document.activeElement === box && box.value.trim()) box.dispatchEvent(new CustomEvent("gl:ask"));
  });
}

/** Start, where there is a box. */
export function search() {
  const box = document.querySelector("[data-gl-search]");
  const sheet = document.getElementById("found");
  if (box instanceof HTMLInputElement && sheet) listen(box, sheet);
}
