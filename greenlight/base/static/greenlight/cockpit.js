// The cockpit asks every fifteen seconds whether a row has changed. The server compares one tag and
// mostly answers 304; then only the time is renewed. When it cannot be reached, the last good numbers
// stay, marked with their time. A number opens its rows over the page, and they close by themselves.

import { nodes } from "./js/markup.js";

/** @typedef {{ tag: string, every: number, close: number, door: string }} Seen */

const SLOWEST = 8; // times the interval: how long a screen waits at most while the server is away

/** Say until when the numbers are good. @param {Date} when @param {boolean} away */
function tell(when, away) {
  const place = document.querySelector("[data-gl-asof]");
  const time = place && place.querySelector("time");
  if (!(place instanceof HTMLElement) || !time) return;
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  if (!away) time.textContent = `${two(when.getHours())}:${two(when.getMinutes())}`;
  place.classList.toggle("stale", away);
  let words = place.querySelector(".away");
  if (away && !words) {
    words = document.createElement("span");
    words.className = "away";
    words.textContent = "连不上服务器，先看这一刻的数";
    place.append(words);
  } else if (!away && words) words.remove();
}

/** Put new tiles into the page; what had the focus keeps it. @param {HTMLElement} place @param {string} text */
function draw(place, text) {
  const held = document.activeElement instanceof HTMLAnchorElement ? document.activeElement.getAttribute("href") : null;
  place.replaceChildren(nodes(text));
  if (!held) return;
  for (const link of place.querySelectorAll("a")) if (link.getAttribute("href") === held) link.focus();
}

/** The words of the page's address that the tiles obey. @returns {string} */
function words() {
  return location.search;
}

/**
 * Ask once. @param {HTMLElement} place @param {Seen} screen
 * @returns {Promise<boolean>} whether the server answered
 */
async function ask(place, screen) {
  try {
    const answer = await fetch(`${screen.door}tiles/${words()}`, {
      headers: { "If-None-Match": screen.tag, "HX-Request": "true" },
      credentials: "same-origin",
    });
    if (answer.status === 401 || answer.status === 404) location.reload();
    if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status));
    if (answer.status === 200) {
      draw(place, await answer.text());
      screen.tag = answer.headers.get("ETag") || "";
    }
    tell(new Date(), false);
    return true;
  } catch (_) {
    tell(new Date(), true);
    return false;
  }
}

/** Ask again and again; slower while nobody answers, at once when the page is looked at again. @param {HTMLElement} place */
function watch(place) {
  const screen = {
    tag: place.dataset.tag || "",
    every: Number(place.dataset.every) || 15,
    close: Number(place.dataset.close) || 60,
    door: place.dataset.glCockpit || "/cockpit/",
  };
  let failures = 0;
  let timer = 0;
  const next = () => {
    clearTimeout(timer);
    timer = window.setTimeout(once, screen.every * 1000 * Math.min(SLOWEST, 2 ** failures));
  };
  const once = async () => {
    if (!document.hidden) failures = (await ask(place, screen)) ? 0 : failures + 1;
    next();
  };
  next();
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) once();
  });
  window.addEventListener("online", once);
  // For whoever wants the newest now: a key, a test.
  document.addEventListener("gl:refresh", async (event) => {
    await ask(place, screen);
    if (event instanceof CustomEvent && event.detail && event.detail.done) event.detail.done();
  });
  opening(place, screen);
}

/** The address of the rows behind a link, or nothing when it leads elsewhere. @param {HTMLAnchorElement} link @param {Seen} screen @returns {string} */
function rowsOf(link, screen) {
  const url = new URL(link.href, location.href);
  const one = /^\/projects\/(\d+)\/$/.exec(url.pathname);
  if (one) return `${screen.door}rows/?project=${one[1]}`;
  return url.pathname === "/projects/" ? `${screen.door}rows/${url.search}` : "";
}

/** Open rows over the page. @param {HTMLElement} place @param {Seen} screen */
function opening(place, screen) {
  const sheet = document.getElementById("rows");
  if (!(sheet instanceof HTMLDialogElement)) return;
  let timer = 0;
  const later = () => {
    clearTimeout(timer);
    if (sheet.open) timer = window.setTimeout(() => sheet.close(), screen.close * 1000);
  };
  const show = async (/** @type {HTMLAnchorElement} */ link) => {
    try {
      const answer = await fetch(rowsOf(link, screen), { credentials: "same-origin", headers: { "HX-Request": "true" } });
      if (!answer.ok) throw new Error(String(answer.status));
      sheet.replaceChildren(nodes(await answer.text()));
    } catch (_) {
      tell(new Date(), true);
      return;
    }
    if (!sheet.open) sheet.showModal();
    later();
  };
  const press = (/** @type {MouseEvent} */ event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
    const wall = screen.door === "/wall/";
    if (!(link instanceof SVGAElement) && !(link instanceof HTMLAnchorElement)) return;
    const anchor = link instanceof HTMLAnchorElement ? link : asAnchor(link);
    const inside = sheet.contains(link);
    if (!plain || !rowsOf(anchor, screen) || (inside && !wall)) return;
    event.preventDefault();
    show(anchor);
  };
  place.addEventListener("click", press);
  sheet.addEventListener("click", press);
  for (const kind of ["pointermove", "keydown", "scroll"]) sheet.addEventListener(kind, later, { passive: true });
  sheet.addEventListener("close", () => {
    clearTimeout(timer);
    sheet.replaceChildren();
  });
}

/** A link drawn in SVG as an ordinary one. @param {SVGAElement} link @returns {HTMLAnchorElement} */
function asAnchor(link) {
  const plain = document.createElement("a");
  plain.href = link.href.baseVal || link.getAttribute("href") || "";
  return plain;
}

/** The whole screen, and back. */
function full() {
  const button = document.querySelector("[data-gl-full]");
  if (!(button instanceof HTMLElement)) return;
  if (!document.fullscreenEnabled) {
    button.hidden = true;
    return;
  }
  button.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });
}

const place = document.querySelector("[data-gl-cockpit]");
if (place instanceof HTMLElement) watch(place);
full();
