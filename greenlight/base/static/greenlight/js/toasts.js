// A toast says what was done, offers to undo it, and leaves after its seconds — not while it is
// read (hover, focus). A failure is no toast: it stays until it is closed.

/** Start the clock of one toast. @param {HTMLElement} toast */
function run(toast) {
  let left = Number(toast.dataset.glToast) || 10;
  toast.dataset.glStarted = "1";
  const shown = toast.querySelector(".left");
  const tell = () => {
    if (shown) shown.textContent = `${left} 秒`;
  };
  tell();
  const clock = setInterval(() => {
    if (toast.matches(":hover") || toast.contains(document.activeElement)) return;
    left -= 1;
    tell();
    if (left > 0) return;
    clearInterval(clock);
    toast.remove();
  }, 1000);
}

/** Give a failure a way out. @param {HTMLElement} box */
function closable(box) {
  box.dataset.glStarted = "1";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-text btn-sm failure-close";
  button.textContent = "知道了";
  button.addEventListener("click", () => box.remove());
  box.append(button);
}

/** Take up what is on the page and what HTMX brings later. */
function takeUp() {
  for (const toast of document.querySelectorAll("[data-gl-toast]:not([data-gl-started])"))
    if (toast instanceof HTMLElement) run(toast);
  for (const box of document.querySelectorAll(".toasts [data-gl-failure]:not([data-gl-started])"))
    if (box instanceof HTMLElement) closable(box);
}

/**
 * Show a toast from a script or from the header HX-Trigger: {"gl:toast": {"text": …, "undo": …}}.
 * @param {string} text @param {string} [undo] address to post to
 */
export function toast(text, undo) {
  const box = document.createElement("div");
  box.className = "toast";
  box.setAttribute("role", "status");
  box.dataset.glToast = "10";
  const words = document.createElement("span");
  words.className = "toast-text";
  words.textContent = text;
  box.append(words);
  if (undo) box.append(undoForm(undo));
  const place = document.getElementById("toasts");
  if (place) place.append(box);
  takeUp();
}

/** @param {string} address @returns {HTMLFormElement} */
function undoForm(address) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  const token = document.createElement("input");
  token.type = "hidden";
  token.name = "csrfmiddlewaretoken";
  token.value = csrfToken();
  const button = document.createElement("button");
  button.setAttribute("data-gl-undo", "");
  button.append("撤销 ");
  const left = document.createElement("span");
  left.className = "left";
  button.append(left);
  form.append(token, button);
  return form;
}

/** The token the page gave to HTMX. @returns {string} */
export function csrfToken() {
  const held = document.body.getAttribute("hx-headers");
  return held ? JSON.parse(held)["x-csrftoken"] || "" : "";
}

/** Start: toasts of the page, toasts of HTMX answers. */
export function toasts() {
  takeUp();
  document.addEventListener("htmx:afterSettle", takeUp);
  document.addEventListener("gl:toast", (event) => {
    const said = event instanceof CustomEvent ? event.detail : {};
    toast(String(said.text || said.value || ""), said.undo);
  });
}
