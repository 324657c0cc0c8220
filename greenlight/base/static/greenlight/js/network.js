// The line under the top bar while the server is out of reach, and jobs that go on without HTMX.

/** @param {boolean} gone */
function say(gone) {
  const line = document.getElementById("netline");
  if (line) line.hidden = !gone;
}

/** An answer came. One that was on its way when the line broke does not say that it holds again. */
function answered() {
  if (navigator.onLine) say(false);
}

/** Ask for a job's part again until it has ended. @param {HTMLElement} box */
async function poll(box) {
  const address = box.dataset.glPoll;
  if (!address) return;
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    answered();
    if (!answer.ok) return;
    const part = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
    if (!(part instanceof HTMLElement)) return;
    box.replaceWith(part);
    watch(part);
  } catch (_) {
    say(true);
    watch(box);
  }
}

/** @param {HTMLElement} box */
function watch(box) {
  if (box.dataset.glPoll) setTimeout(() => poll(box), 1500);
}

/** Start. */
export function network() {
  window.addEventListener("offline", () => say(true));
  window.addEventListener("online", () => say(false));
  document.addEventListener("htmx:sendError", () => say(true));
  document.addEventListener("htmx:afterOnLoad", answered);
  // A finished job sends the page on: the answer carries data-gl-next.
  document.addEventListener("htmx:afterSettle", () => {
    const next = document.querySelector("[data-gl-next]");
    if (next instanceof HTMLElement && next.dataset.glNext) location.assign(next.dataset.glNext);
  });
  if ("htmx" in window) return;
  for (const box of document.querySelectorAll("[data-gl-poll]"))
    if (box instanceof HTMLElement) watch(box);
}
