// The outbox: sends what is ready, again and again until it has arrived; the server takes each once. It needs
// no service worker: an open page sends, at once, when the network is back, when the page is looked at again,
// after a while, and when it is told to.
import * as kept from "./kept.js";
import { hello, post } from "./talk.js";

/** @typedef {import("./kept.js").Log} Log */
/** @typedef {import("./kept.js").Photo} Photo */
/** @typedef {import("./talk.js").Answer} Answer */
/** @typedef {"" | "gone" | "signed-out" | "other" | "broken"} Trouble */

const FIRST = 2000;
const LAST = 300_000;
const IDLE = 4000;
let running = false;
let again = false;
/** @type {Trouble} */
let trouble = "";
/** @type {Map<string, number>} how far the photos on their way are, 0 to 1 */
const under = new Map();
let timer = 0;

/** @returns {Trouble} what keeps the outbox from sending */
export const stuck = () => trouble;

/** @param {string} photo @returns {number | undefined} */
export const progress = (photo) => under.get(photo);

/** @returns {boolean} */
export const busy = () => running;

/** Send now whatever is ready, also what was to wait. */
export async function send() {
  if (running) {
    again = true; // asked for while sending: there may be a log the round has not seen
    return;
  }
  running = true;
  kept.changed();
  try {
    do {
      again = false;
      await round();
    } while (again);
  } finally {
    running = false;
    kept.changed();
    await plan();
  }
}

async function round() {
  trouble = "";
  for (const log of await kept.logs()) {
    if (log.state !== "ready") continue;
    const told = await deliver(log);
    if (told === "done" || told === "refused") continue;
    trouble = told;
    await kept.keep({ ...(await fresh(log)), tries: log.tries + 1, after: Date.now() + pause(log.tries) });
    if (told !== "broken") return; // what stands behind it would meet the same
  }
}

/** @param {Log} log @returns {Promise<Log>} as it is kept now */
async function fresh(log) {
  return (await kept.logs()).find((one) => one.uuid === log.uuid) || log;
}

/** @param {number} tries @returns {number} 2 s, 4 s, 8 s … 5 min, a little apart from all other phones */
function pause(tries) {
  return Math.min(LAST, FIRST * 2 ** Math.min(tries, 10)) * (0.8 + Math.random() * 0.4);
}

/** @param {Log} log @returns {Promise<Answer["kind"]>} */
async function deliver(log) {
  if (!log.pk || log.correct) {
    const answer = await post(log.correct || `/site/${log.project}/`, words(log));
    if (answer.kind === "refused") await refused(log, answer.body);
    if (answer.kind !== "done") return answer.kind;
    if (!log.correct && answer.body.uuid !== log.uuid) return "broken";
    log = { ...log, pk: String(answer.body.log), url: String(answer.body.url), correct: "" };
    await kept.keep(log);
  }
  for (const photo of await kept.photosOf(log.uuid)) {
    if (photo.state !== "kept") continue;
    const kind = await picture(log, photo);
    if (kind !== "done" && kind !== "refused") return kind;
  }
  return finish(log);
}

/** @param {Log} log @returns {FormData} */
function words(log) {
  const form = new FormData();
  form.append("by", log.user);
  form.append("uuid", log.uuid);
  form.append("day", log.day);
  for (const [name, value] of log.fields) form.append(name, value);
  return form;
}

/** @param {Log} log @param {Photo} photo @returns {Promise<Answer["kind"]>} */
async function picture(log, photo) {
  const form = new FormData();
  form.append("by", log.user);
  form.append("uuid", photo.uuid);
  for (const [name, value] of photo.fields) form.append(name, value);
  form.append("file", new Blob([photo.bytes], { type: photo.type }), photo.name);
  const answer = await post(`/site/sent/${log.pk}/photo/`, form, (part) => {
    under.set(photo.uuid, part);
    kept.changed();
  });
  under.delete(photo.uuid);
  const wrong = answer.kind === "done" && (answer.body.uuid !== photo.uuid || await differs(photo.bytes, String(answer.body.sha256 || "")));
  if (wrong) return "broken"; // the bytes were hurt on the way: the next round sends them again
  if (answer.kind === "refused") await kept.keepPhoto({ ...photo, state: "refused", why: String(answer.body.title || "这张照片没有收。") });
  if (answer.kind === "done") {
    await kept.keepPhoto({ ...photo, state: "arrived" });
    await kept.release(log, photo);
  }
  kept.changed();
  return answer.kind;
}

/** @param {ArrayBuffer} bytes @param {string} hash of what arrived @returns {Promise<boolean>} false where the browser cannot count it */
async function differs(bytes, hash) {
  if (!hash || !crypto.subtle) return false;
  const own = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(own, (one) => one.toString(16).padStart(2, "0")).join("") !== hash;
}

/** Everything of a log was answered. @param {Log} log @returns {Promise<Answer["kind"]>} */
async function finish(log) {
  const bad = (await kept.photosOf(log.uuid)).filter((one) => one.state === "refused");
  if (bad.length) await kept.keep({ ...log, state: "refused", why: bad[0].why, at: "photos" });
  else await kept.drop(log, true);
  document.dispatchEvent(new CustomEvent("site:arrived", { detail: { ...log, bad: bad.length } }));
  return bad.length ? "refused" : "done";
}

/** @param {Log} log @param {Record<string, any>} body */
async function refused(log, body) {
  const errors = Object.entries(body.errors || {});
  const [at, why] = errors[0] || ["", body.title || "这条没有收。"];
  await kept.keep({ ...log, state: "refused", at: String(at), why: String(why) });
  document.dispatchEvent(new CustomEvent("site:refused", { detail: log }));
}

/** The originals follow on Wi-Fi, or where the phone does not say what it is on; never while saving data. @returns {boolean} */
function mayFollow() {
  const line = /** @type {any} */ (navigator).connection || {};
  return navigator.onLine && !line.saveData && line.type !== "cellular";
}

/** Send the originals, one after the other. @param {boolean} asked by hand: on any network @returns {Promise<void>} */
export async function follow(asked) {
  if (running || (!asked && !mayFollow())) return;
  for (const one of await kept.originals()) {
    const form = new FormData();
    form.append("by", one.user);
    form.append("uuid", one.photo);
    form.append("is_original", "1");
    form.append("file", new Blob([one.bytes], { type: one.type }), one.name);
    const answer = await post(`/site/sent/${one.logPk}/photo/`, form);
    if (answer.kind !== "done" && answer.kind !== "refused") return;
    await kept.dropOriginal(one.uuid);
    kept.changed();
  }
}

/** Set the clock for what is still to be sent, or let the originals follow. */
async function plan() {
  clearTimeout(timer);
  const waiting = (await kept.logs()).filter((one) => one.state === "ready");
  if (!waiting.length) {
    timer = window.setTimeout(() => follow(false), IDLE);
    return;
  }
  if (trouble === "signed-out" || trouble === "other") return; // a page that is opened after signing in sends
  const soonest = Math.min(...waiting.map((one) => one.after));
  timer = window.setTimeout(send, Math.max(500, soonest - Date.now()));
}

/** Who signed in somewhere else meanwhile: a page that is looked at again asks before it sends. */
async function wake() {
  if (document.visibilityState !== "visible") return;
  if (trouble === "signed-out" || trouble === "other") {
    const told = await hello();
    if (told.kind === "done" && String(told.body.user) !== kept.user()) trouble = "other";
    if (told.kind !== "done" || trouble === "other") return;
  }
  if ((await kept.logs()).some((one) => one.state === "ready")) await send();
}

/** Start: once now, and whenever it may work again. */
export function outbox() {
  window.addEventListener("online", wake);
  window.addEventListener("pageshow", wake);
  /** @type {any} */ (navigator).connection?.addEventListener?.("change", plan);
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("offline", () => {
    trouble = "gone";
    kept.changed();
  });
  wake().then(plan);
}
