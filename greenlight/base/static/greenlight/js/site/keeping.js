// Pages kept for where there is no network: told to the worker, and what a kept page has to know of itself.
// Browsers have workers over HTTPS only; without one an open page does everything else as before.
import { root } from "./kept.js";

const DAY = 86_400_000;
const EAST = 8 * 3_600_000; // the calendar of the sites is that of China
const REDUCED = "saveData";

/** @returns {number} when this page was kept, 0 when it comes from the server */
export const since = () => Number(root().dataset.kept || 0);

/** @param {number} at @returns {number} */
const nth = (at) => Math.floor((at + EAST) / DAY);

/** The day it is now, for a page that was drawn on another. @param {string} drawn "2026-07-31" @returns {string} */
export function today(drawn) {
  if (!since() || !drawn) return drawn;
  return new Date(Date.parse(drawn) + DAY * (nth(Date.now()) - nth(since()))).toISOString().slice(0, 10);
}

/** @returns {string} "15:02" */
export function hour() {
  return new Date(since() + EAST).toISOString().slice(11, 16);
}

/** Start: have this page kept, and on the list those it leads to. */
export function keeping() {
  if (since()) aged();
  const workers = navigator.serviceWorker;
  if (!workers) return;
  workers.register("/site/worker.js", { scope: "/site/" }).then(
    () => workers.ready.then((found) => tell(found.active)),
    () => undefined, // a private window, a webview that has none
  );
  workers.addEventListener("controllerchange", () => tell(workers.controller));
}

/** @param {ServiceWorker | null} worker */
function tell(worker) {
  if (!worker || since()) return;
  const entries = performance.getEntriesByType("resource").map((one) => new URL(one.name));
  const assets = entries.filter((one) => one.origin === location.origin && one.pathname.startsWith("/static/")).map((one) => one.pathname);
  worker.postMessage({ pages: pages(), assets: Array.from(new Set(assets)) });
}

/** @returns {string[]} this page, and from the list the sheets of its projects unless data is to be saved */
function pages() {
  const here = location.search ? [] : [location.pathname];
  const line = /** @type {any} */ (navigator).connection || {};
  if (root().dataset.page !== "list" || line[REDUCED]) return ["/site/", ...here];
  const cards = Array.from(document.querySelectorAll(".site-card"));
  return ["/site/", ...cards.map((one) => one.getAttribute("href") || "/site/")];
}

/** A page of yesterday does not say that it is today, nor what was sent today. */
function aged() {
  const drawn = root().dataset.day || "";
  const now = today(drawn);
  if (now === drawn) return;
  const [year, month, day] = now.split("-").map(Number);
  const head = root().querySelector(".site-head p");
  if (head) head.textContent = `${year}年${month}月${day}日`;
  for (const one of root().querySelectorAll(".site-sum, .site-card-foot > span:first-child")) one.remove();
}
