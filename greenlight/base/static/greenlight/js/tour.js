// The guided tour goes with the reader from page to page: which step one is at is kept in this tab.

/** @typedef {{ n: number, of: number, title: string, text: string, place: string, path: string, address: string, next: string, before: string }} Step */

const KEY = "gl-tour";

/** @returns {number} 0 when nobody is on the tour */
function at() {
  try {
    return Number(sessionStorage.getItem(KEY)) || 0;
  } catch (_) {
    return 0;
  }
}

/** @param {number} n */
function keep(n) {
  try {
    if (n) sessionStorage.setItem(KEY, String(n));
    else sessionStorage.removeItem(KEY);
  } catch (_) {
    /* storage is closed: the tour ends with this page */
  }
}

/** @param {string} tag @param {string} className @param {string} text @returns {HTMLElement} */
function made(tag, className, text) {
  const one = document.createElement(tag);
  one.className = className;
  one.textContent = text;
  return one;
}

/** @param {string} text @param {string} className @param {() => void} act @returns {HTMLElement} */
function button(text, className, act) {
  const one = made("button", `btn btn-sm ${className}`, text);
  one.setAttribute("type", "button");
  one.addEventListener("click", act);
  return one;
}

/** @param {number} n @param {string} address */
function go(n, address) {
  keep(n);
  location.assign(address);
}

/** Mark the place of a step: the first one that is seen. @param {string} selector */
function marking(selector) {
  return () => {
    if (document.querySelector(".tour-here")) return;
    const place = Array.from(document.querySelectorAll(selector)).find((one) => one.getClientRects().length);
    if (place) place.classList.add("tour-here");
  };
}

/** Show one step beside its place. @param {Step} step */
function show(step) {
  const here = location.pathname === step.path;
  const mark = marking(step.place);
  const box = made("aside", "tour", "");
  box.setAttribute("aria-label", "导览");
  box.append(made("span", "tour-no", `导览 ${step.n} / ${step.of}`), made("h2", "", step.title));
  box.append(made("p", "", here ? step.text : "您离开了这一步的页面，可以先随便看看。"));
  const foot = made("div", "tour-foot", "");
  if (!here) foot.append(button("回到这一步", "btn-primary", () => go(step.n, step.address)));
  else {
    if (step.before) foot.append(button("上一步", "", () => go(step.n - 1, step.before)));
    if (step.next) foot.append(button("下一步", "btn-primary", () => go(step.n + 1, step.next)));
  }
  const end = () => {
    keep(0);
    document.removeEventListener("htmx:afterSettle", mark);
    box.remove();
    for (const one of document.querySelectorAll(".tour-here")) one.classList.remove("tour-here");
  };
  foot.append(button(step.next ? "结束导览" : "走完了", step.next ? "btn-text" : "btn-primary", end));
  box.append(foot);
  document.body.append(box);
  if (!here) return;
  mark();
  const place = document.querySelector(".tour-here");
  if (place) place.scrollIntoView({ block: "nearest" });
  document.addEventListener("htmx:afterSettle", mark); // a part that comes anew takes the mark with it
}

/** Mark what is new until it was looked at. */
function news() {
  const link = document.querySelector("[data-gl-news]");
  const seen = document.querySelector("[data-gl-news-seen]");
  try {
    if (seen instanceof HTMLElement) localStorage.setItem("gl-news", seen.dataset.glNewsSeen || "");
    if (link instanceof HTMLElement)
      link.classList.toggle("news-dot", localStorage.getItem("gl-news") !== link.dataset.glNews);
  } catch (_) {
    /* storage is closed: nothing is marked */
  }
}

/** Start: go on with the tour where one was. */
export async function tour() {
  news();
  const start = document.querySelector("[data-gl-tour]");
  if (start instanceof HTMLElement) start.addEventListener("click", () => go(1, start.dataset.glTour || "/"));
  const n = at();
  if (!n) return;
  try {
    const answer = await fetch(`/tour/${n}/`, { credentials: "same-origin" });
    if (answer.ok) show(await answer.json());
    else keep(0);
  } catch (_) {
    /* the server is away: the page itself says so */
  }
}
