// Talking to the server over a network that comes and goes: every answer is one of six, none is an exception.
import { csrfToken } from "../toasts.js";

/** done: it is there · refused: it will never be taken as it is · signed-out · other: another person has signed in
 *  · gone: nobody answered · broken: the server stumbled, try again
 *  @typedef {"done" | "refused" | "signed-out" | "other" | "gone" | "broken"} Kind */
/** @typedef {{kind: Kind, body: Record<string, any>}} Answer */

const PATIENCE = 120_000;
let token = "";

/** @returns {string} the newest token known: signing in again makes the page's own one stale */
const held = () => token || csrfToken();

/**
 * Post a form; a stale token is renewed once.
 * @param {string} url @param {FormData} form @param {(part: number) => void} [progress] 0 to 1 @returns {Promise<Answer>}
 */
export async function post(url, form, progress) {
  const first = await once(url, form, progress);
  if (first !== "stale") return first;
  const told = await hello();
  if (told.kind !== "done") return told;
  const second = await once(url, form, progress);
  return second === "stale" ? { kind: "broken", body: {} } : second;
}

/** Ask who is signed in here, with a token of today. @returns {Promise<Answer>} */
export async function hello() {
  try {
    const answer = await fetch("/site/hello/", { headers: { accept: "application/json" }, cache: "no-store" });
    if (answer.redirected || answer.status === 401) return { kind: "signed-out", body: {} };
    if (!answer.ok) return { kind: "broken", body: {} };
    const body = await answer.json();
    token = String(body.token || "");
    return { kind: "done", body };
  } catch (_) {
    return { kind: "gone", body: {} };
  }
}

/** @param {string} url @param {FormData} form @param {(part: number) => void} [progress] @returns {Promise<Answer | "stale">} */
function once(url, form, progress) {
  return new Promise((done) => {
    const asked = new XMLHttpRequest(); // fetch does not tell how far an upload is
    asked.open("POST", url);
    asked.timeout = PATIENCE;
    asked.setRequestHeader("accept", "application/json");
    asked.setRequestHeader("x-csrftoken", held());
    if (progress) asked.upload.onprogress = (event) => event.total && progress(event.loaded / event.total);
    asked.onload = () => done(read(asked));
    asked.onerror = asked.ontimeout = asked.onabort = () => done({ kind: "gone", body: {} });
    asked.send(form);
  });
}

/** @param {XMLHttpRequest} asked @returns {Answer | "stale"} */
function read(asked) {
  if (asked.responseURL.includes("/account/")) return { kind: "signed-out", body: {} }; // the sign-in page speaks JSON too
  const body = json(asked);
  if (!body) {
    if (asked.status === 403) return "stale";
    if (asked.status === 404) return { kind: "refused", body: { title: "这个项目不再归您看，没有收。" } };
    if (asked.status === 413) return { kind: "refused", body: { title: "照片太大，没有收。" } };
    return { kind: "broken", body: {} };
  }
  if (asked.status < 300) return { kind: body.uuid ? "done" : "broken", body }; // only what names our own has arrived
  if (body.other) return { kind: "other", body };
  if (asked.status === 401) return { kind: "signed-out", body };
  if (asked.status === 429 || asked.status === 408 || asked.status >= 500) return { kind: "broken", body };
  return { kind: "refused", body };
}

/** @param {XMLHttpRequest} asked @returns {Record<string, any> | null} */
function json(asked) {
  if (!(asked.getResponseHeader("content-type") || "").includes("json")) return null;
  try {
    return JSON.parse(asked.responseText);
  } catch (_) {
    return null;
  }
}
