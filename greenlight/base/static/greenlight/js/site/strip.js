// The line that says what is still on this phone and what has arrived: on every page of 一日一现场.
import * as kept from "./kept.js";
import { FULL } from "./kept.js";
import { hour, since } from "./keeping.js";
import { busy, follow, send, stuck } from "./outbox.js";
import { isFull, store } from "./store.js";

const OLD = 24 * 3600 * 1000; // a log this long on the phone is pointed at

/** @type {Record<string, string>} */
const SAID = {
  "": "没信号也能发，有网自动送",
  gone: "现在没有网，有网自动送",
  "signed-out": "登录过期了，登录后接着发",
  other: "这里登录的是另一位，原来那位登录后接着发",
  broken: "服务器暂时没收下，过一会儿自动再送",
};

/** @param {string} name @returns {HTMLElement | null} */
const part = (name) => kept.root().querySelector(`[data-strip-${name}]`);

/** @param {string} name @param {string} text */
function write(name, text) {
  const place = part(name);
  if (place && place.textContent !== text) place.textContent = text;
}

/** @param {string} name @param {boolean} shown */
function show(name, shown) {
  const place = part(name);
  if (place) place.hidden = !shown;
}

async function draw() {
  const mine = await kept.logs();
  const ready = mine.filter((one) => one.state === "ready");
  const back = mine.filter((one) => one.state === "refused");
  const old = ready.some((one) => Date.now() - one.made > OLD);
  const later = (await kept.originals()).length;
  write("waiting", String(ready.length));
  kept.root().classList.toggle("site-late", old);
  show("now", ready.length > 0 && !busy() && stuck() !== "signed-out");
  show("sign-in", ready.length > 0 && stuck() === "signed-out");
  write("said", said(ready.length, old));
  show("back", back.length > 0);
  write("back-n", String(back.length));
  const to = part("back");
  if (to instanceof HTMLAnchorElement && back.length) to.href = `/site/${back[0].project}/`;
  show("later", later > 0);
  write("later-n", String(later));
}

/** @param {number} ready @param {boolean} old @returns {string} */
function said(ready, old) {
  if (busy() && ready) return "正在送…";
  if (ready && old) return "有超过一天没送到的，请连上网";
  if (ready && stuck()) return SAID[stuck()];
  const said = navigator.onLine ? SAID[""] : SAID.gone;
  return since() ? `这一页是 ${hour()} 存下的，有网自动送` : said;
}

/** Tell a person that something could not be done. @param {string} sentence */
export function tell(sentence) {
  const place = document.getElementById("site-told");
  if (!place) return;
  place.textContent = sentence;
  place.hidden = !sentence;
  if (sentence) place.scrollIntoView({ block: "nearest" });
}

/** Start. */
export function strip() {
  document.addEventListener("site:changed", draw);
  window.addEventListener("online", draw);
  window.addEventListener("offline", draw);
  document.addEventListener("site:arrived", arrived);
  part("now")?.addEventListener("click", () => send());
  part("later-now")?.addEventListener("click", () => follow(true));
  // What nobody catches: the phone is full, or its storage was taken away.
  window.addEventListener("unhandledrejection", (event) => {
    if (!isFull(event.reason)) return;
    event.preventDefault();
    tell(FULL);
  });
  const sign = part("sign-in");
  if (sign instanceof HTMLAnchorElement) sign.href = `/account/login/?next=${encodeURIComponent(location.pathname)}`;
  const out = document.querySelector('form[action="/account/logout/"]');
  out?.addEventListener("submit", ask);
  store().then((held) => {
    if (!held.lasting) tell("这个浏览器不让存草稿：发完之前请不要关掉这一页。");
  });
  draw();
}

/** One more is there: the list of what was sent shows it. */
function arrived() {
  if (kept.root().dataset.page === "sent") location.reload();
  else write("sent", String(Number(part("sent")?.textContent || 0) + 1));
}

/** Signing out with something unsent: it stays on this phone, and is sent after the next sign-in. @param {Event} event */
function ask(event) {
  const n = Number(part("waiting")?.textContent || 0);
  if (n && !confirm(`还有 ${n} 条没有送到。退出后它们留在这台手机上，您下次登录再接着发。现在退出吗？`)) event.preventDefault();
}
