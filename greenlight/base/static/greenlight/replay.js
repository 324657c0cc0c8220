// 某一天的灯: sliding over the days judges the day again without loading the page. The answers are parts
// from the server; of several asked for only the last one asked is shown, and what is shown names its day.
// Without this module the form asks for one day at a time.

import { nodes } from "./js/markup.js";

const WAIT = 150;
const KEPT = 80;
const DAY = 86400000;

/** @param {string} iso */
function dayOf(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  return Date.UTC(year, month - 1, day) / DAY;
}

/** @param {number} day */
function isoOf(day) {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** @param {string} iso */
function said(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  return `${year}年${month}月${day}日`;
}

/** @param {HTMLFormElement} form @param {HTMLElement} slide @param {HTMLElement} box */
function replay(form, slide, box) {
  const range = /** @type {HTMLInputElement} */ (slide.querySelector("input[type=range]"));
  const date = /** @type {HTMLInputElement} */ (form.querySelector("input[type=date]"));
  const output = /** @type {HTMLOutputElement} */ (slide.querySelector("output"));
  const fault = /** @type {HTMLElement} */ (slide.querySelector("[role=alert]"));
  const button = /** @type {HTMLElement} */ (form.querySelector("button"));
  const first = dayOf(slide.dataset.first || "");
  /** @type {Map<string, string>} */
  const known = new Map();
  let timer = 0;
  let asked = new AbortController();

  /** Show the day that is chosen before its light is there. @param {string} iso @param {boolean} moved */
  function show(iso, moved) {
    if (!moved) range.value = String(dayOf(iso) - first);
    date.value = iso;
    output.textContent = said(iso);
    range.setAttribute("aria-valuetext", said(iso));
  }

  /** @param {string} text @param {string} words */
  function put(text, words) {
    const focused = document.activeElement;
    const step = focused instanceof HTMLElement && box.contains(focused) ? focused.dataset.step || "" : "";
    box.replaceChildren(nodes(text));
    box.removeAttribute("aria-busy");
    fault.hidden = true;
    const part = box.querySelector("[data-replayed]");
    const light = part?.querySelector(".light")?.textContent?.trim().slice(0, 2);
    const told = part instanceof HTMLElement && part.dataset.said ? part.dataset.said : light;
    output.textContent = `${said(date.value)}${told ? `：${told}` : ""}`;
    const again = step ? box.querySelector(`[data-step="${step}"]`) : null;
    if (again instanceof HTMLElement) again.focus();
    history.replaceState(history.state, "", `?${words}#replay`);
  }

  async function load() {
    const typed = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
    const words = new URLSearchParams(typed.filter(([, value]) => value)).toString();
    asked.abort();
    const mine = new AbortController();
    asked = mine;
    const held = known.get(words);
    if (held !== undefined) return put(held, words);
    box.setAttribute("aria-busy", "true");
    try {
      const address = `${form.dataset.glReplay}?${words}`;
      const answer = await fetch(address, { headers: { "X-Part": "replay" }, signal: mine.signal });
      if (answer.redirected) return location.reload(); // signed out meanwhile
      if (!answer.ok) throw new Error(String(answer.status));
      const text = await answer.text();
      if (mine.signal.aborted) return;
      if (known.size >= KEPT) known.clear();
      known.set(words, text);
      put(text, words);
    } catch (_) {
      if (mine.signal.aborted) return;
      box.removeAttribute("aria-busy");
      fault.hidden = false;
    }
  }

  /** @param {number} wait */
  function soon(wait) {
    window.clearTimeout(timer);
    timer = window.setTimeout(load, wait);
  }

  range.addEventListener("input", () => {
    show(isoOf(first + Number(range.value)), true);
    soon(WAIT);
  });
  date.addEventListener("change", () => {
    if (!date.value) return;
    show(date.value, false);
    soon(0);
  });
  for (const one of form.querySelectorAll("select")) one.addEventListener("change", () => soon(0));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    soon(0);
  });
  box.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-day]") : null;
    if (!(link instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(link.dataset.day || date.value, false);
    soon(0);
  });
  show(date.value || isoOf(first + Number(range.value)), false);
  slide.hidden = false;
  button.hidden = true;
}

const form = document.querySelector("form[data-gl-replay]");
const slide = form?.querySelector(".replay-slide");
const box = document.getElementById("replay_result");
if (form instanceof HTMLFormElement && slide instanceof HTMLElement && box) replay(form, slide, box);
