// 挂图: stands at today, folds without a new page, tells the nodes where one clicks. Readable without it.

const DAY = 86400000;

/** @type {HTMLElement | null} */
let asked = null; // what had the focus before the sheet was opened

/** @returns {HTMLElement | null} */
function wrap() {
  return document.querySelector(".wall-wrap");
}

/** @returns {HTMLElement | null} */
function sheet() {
  return document.getElementById("wall-pop");
}

/** Put today's line a third into the window. */
function toToday() {
  const box = wrap();
  const table = box && box.querySelector("table");
  if (!box || !(table instanceof HTMLElement)) return;
  const corner = table.querySelector(".wall-corner");
  const names = corner instanceof HTMLElement ? corner.offsetWidth : 0;
  box.scrollLeft = Number(table.dataset.now) - (box.clientWidth - names) / 3;
}

/** @param {Event} event fold or unfold a group whose lines are on the page */
function fold(event) {
  const link = event.target instanceof Element ? event.target.closest("a[data-fold]") : null;
  if (!(link instanceof HTMLAnchorElement)) return;
  const body = link.closest("tbody");
  if (!body || body.rows.length < 2) return;
  event.preventDefault();
  const shut = link.getAttribute("aria-expanded") === "true";
  link.setAttribute("aria-expanded", String(!shut));
  for (const row of Array.from(body.rows).slice(1)) row.hidden = shut;
  const words = new URLSearchParams(location.search);
  const folded = words.getAll("fold").filter((one) => one !== link.dataset.fold);
  words.delete("fold");
  for (const one of folded) words.append("fold", one);
  if (shut) words.append("fold", link.dataset.fold || "");
  history.replaceState(null, "", `${location.pathname}?${words}`);
}

/** The day at a place of the drawing. @param {HTMLElement} table @param {number} share @returns {string} */
function dayAt(table, share) {
  const first = Date.parse(table.dataset.first || "");
  const last = Date.parse(table.dataset.last || "");
  return new Date(first + Math.floor(((last - first) * share) / DAY) * DAY).toISOString().slice(0, 10);
}

/** @param {MouseEvent} event */
function click(event) {
  const drawing = event.target instanceof Element ? event.target.closest("svg.wall-svg") : null;
  const row = drawing && drawing.closest("tr");
  const table = drawing && drawing.closest("table");
  if (!drawing || !row || !table) return;
  const box = drawing.getBoundingClientRect();
  const lines = row.querySelectorAll("li");
  const at = Math.floor(((event.clientY - box.top) / box.height) * lines.length);
  const line = lines[Math.max(0, Math.min(lines.length - 1, at))];
  if (line instanceof HTMLElement) {
    tell(line, dayAt(table, (event.clientX - box.left) / box.width), event.clientX, event.clientY);
  }
}

/** Ask for the nodes of a line around a day, and show them beside a place of the window.
 * @param {HTMLElement} line @param {string} day @param {number} x @param {number} y */
function tell(line, day, x, y) {
  const box = wrap();
  const pop = sheet();
  const htmx = /** @type {any} */ (window).htmx;
  if (!box || !pop || !htmx) return;
  const link = line.querySelector("a");
  asked = link;
  for (const one of box.querySelectorAll("li.current")) one.classList.remove("current");
  line.classList.add("current");
  const words = day ? `?day=${day}` : "";
  htmx.ajax("GET", `${box.dataset.at}${line.dataset.pk}/${words}`, { target: pop, swap: "innerHTML" }).then(() => {
    pop.hidden = false;
    const left = Math.min(x + 12, window.innerWidth - pop.offsetWidth - 16);
    const top = Math.min(y + 12, window.innerHeight - pop.offsetHeight - 16);
    pop.style.left = `${Math.max(8, left)}px`;
    pop.style.top = `${Math.max(8, top)}px`;
    pop.focus();
  });
}

function shut() {
  const pop = sheet();
  if (!pop || pop.hidden) return;
  pop.hidden = true;
  if (asked) asked.focus();
}

/** Space tells, arrows walk the names. @param {KeyboardEvent} event */
function key(event) {
  if (event.key === "Escape") return shut();
  const link = document.activeElement;
  const line = link instanceof HTMLAnchorElement ? link.closest(".wall-names li") : null;
  if (!(line instanceof HTMLElement) || !link) return;
  if (event.key === " ") {
    event.preventDefault();
    const place = link.getBoundingClientRect();
    tell(line, "", place.right, place.bottom);
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const all = Array.from(document.querySelectorAll(".wall-names a"));
    const next = all[all.indexOf(link) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next instanceof HTMLElement) {
      event.preventDefault();
      next.focus();
    }
  }
}

function print() {
  const button = document.querySelector(".wall-print");
  if (!(button instanceof HTMLElement)) return;
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

toToday();
print();
document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const inside = target && target.closest("#wall-pop");
  if (target && (target.closest("[data-close]") || !inside)) shut();
  fold(event);
  click(event);
});
document.addEventListener("keydown", key);
