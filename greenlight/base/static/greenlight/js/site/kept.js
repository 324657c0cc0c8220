// The logs and photos of one person on this phone, and what becomes of them:
// 草稿 → 已存手机 → 上传中 → 已送达, or 被退回 with its sentence. Nobody sees or sends another person's.
import { told, withCamera } from "./exif.js";
import { scaled } from "./scale.js";
import { isFull, store } from "./store.js";
import { here } from "./where.js";
import { whole } from "./whole.js";

/** @typedef {{uuid: string, user: string, project: string, name: string, day: string, made: number, pk: string,
 *   state: "draft" | "ready" | "refused", fields: [string, string][], tries: number, after: number,
 *   why: string, at: string, url: string, correct: string}} Log `at`: the field a refusal stands at */
/** @typedef {{uuid: string, user: string, log: string, name: string, type: string, bytes: ArrayBuffer, taken: string,
 *   fields: [string, string][], state: "kept" | "arrived" | "refused", why: string, order: number}} Photo */
/** @typedef {{uuid: string, user: string, photo: string, logPk: string, name: string, type: string, bytes: ArrayBuffer, ready: boolean}} Original */

const MOST = 50 * 1024 * 1024;
const QUICK = 1500; // ms a photo waits for a position
export const FULL = "手机存满了，这一步没有存下。已送达的不受影响；请先发送，或删几张照片再试。";

/** @returns {HTMLElement} the element that says whose phone page this is, and of which day */
export function root() {
  const found = document.getElementById("site");
  if (!found) throw new Error("no #site on this page");
  return found;
}

/** @returns {string} */
export const user = () => root().dataset.user || "";

/** Tell the page that something was kept, sent or refused. */
export function changed() {
  document.dispatchEvent(new CustomEvent("site:changed"));
}

/** A name no other phone gives; randomUUID is younger than the browsers we serve. @returns {string} */
export function newUuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** @returns {Promise<Log[]>} mine, oldest first */
export async function logs() {
  const all = await (await store()).all("logs");
  return all.filter((/** @type {Log} */ one) => one.user === user()).sort((/** @type {Log} */ a, /** @type {Log} */ b) => a.made - b.made);
}

/** @param {string} log @returns {Promise<Photo[]>} in the order they were taken up */
export async function photosOf(log) {
  const all = await (await store()).all("photos");
  return all.filter((/** @type {Photo} */ one) => one.log === log && one.user === user()).sort((/** @type {Photo} */ a, /** @type {Photo} */ b) => a.order - b.order);
}

/** @returns {Promise<Original[]>} mine whose log has arrived */
export async function originals() {
  const all = await (await store()).all("originals");
  return all.filter((/** @type {Original} */ one) => one.user === user() && one.ready);
}

/** @param {Log} log @returns {Promise<void>} rejects when the phone is full */
export async function keep(log) {
  await (await store()).put("logs", log);
}

/** @param {Photo} photo */
export async function keepPhoto(photo) {
  await (await store()).put("photos", photo);
}

/** A draft is dropped, or a log has arrived. @param {Log} log @param {boolean} arrived */
export async function drop(log, arrived) {
  const held = await store();
  for (const photo of await photosOf(log.uuid)) {
    if (!arrived) await held.drop("originals", photo.uuid);
    await held.drop("photos", photo.uuid);
  }
  await held.drop("logs", log.uuid);
}

/** @param {Photo} photo */
export async function dropPhoto(photo) {
  const held = await store();
  await held.drop("originals", photo.uuid);
  await held.drop("photos", photo.uuid);
}

/** @param {string} uuid */
export async function dropOriginal(uuid) {
  await (await store()).drop("originals", uuid);
}

/** The log of these photos has arrived: their originals may follow. @param {Log} log @param {Photo} photo */
export async function release(log, photo) {
  const held = await store();
  const original = await held.get("originals", photo.uuid);
  if (original) await held.put("originals", { ...original, logPk: log.pk, ready: true });
}

/**
 * Take a picture up: read what its camera wrote, make it small, ask where we are, keep it.
 * @param {Log} log @param {File} file @param {number} order @returns {Promise<{photo?: Photo, said?: string}>}
 */
export async function take(log, file, order) {
  const name = file.name || "照片";
  if (!file.size) return { said: `“${name}”是空的（0 字节），请重新拍或另选一张。` };
  if (file.size > MOST) return { said: `“${name}”超过 50 MB，请用普通画质重拍。` };
  const bytes = await file.arrayBuffer();
  if (!whole(bytes)) return { said: `“${name}”不完整，可能没有传完，没有收。请在相册里点开看看，再选一次或重拍。` };
  const camera = told(bytes);
  const small = await scaled(file, bytes);
  const asked = here();
  const place = await Promise.race([asked, new Promise((done) => setTimeout(() => done(null), QUICK))]);
  /** @type {Photo} */
  const photo = {
    uuid: newUuid(), user: log.user, log: log.uuid, name, type: small.type, taken: camera.taken || "", order, why: "",
    bytes: small.same ? small.bytes : withCamera(small.bytes, bytes), state: "kept",
    fields: [["taken_at", camera.taken || ""], ["is_original", small.same ? "1" : ""], ...placed(place)],
  };
  const said = await put(photo, small.same ? null : { name, type: file.type, bytes });
  if (said === FULL) return { said };
  if (!place) asked.then((late) => late && found(photo.uuid, late));
  return { photo, said };
}

/** @param {import("./where.js").Here | null} place @returns {[string, string][]} */
function placed(place) {
  if (!place) return [];
  return [["lat", String(place.lat)], ["lon", String(place.lon)], ["accuracy_m", String(place.accuracy)]];
}

/** The position came after the photo was kept, and before it was sent. @param {string} uuid @param {import("./where.js").Here} place */
async function found(uuid, place) {
  const photo = await (await store()).get("photos", uuid);
  if (photo && photo.state === "kept") await keepPhoto({ ...photo, fields: [...photo.fields, ...placed(place)] });
}

/**
 * @param {Photo} photo @param {{name: string, type: string, bytes: ArrayBuffer} | null} original
 * @returns {Promise<string | undefined>} a sentence when not everything could be kept
 */
async function put(photo, original) {
  const held = await store();
  try {
    await held.put("photos", photo);
  } catch (error) {
    if (isFull(error)) return FULL;
    throw error;
  }
  if (!original) return undefined;
  try {
    await held.put("originals", { uuid: photo.uuid, user: photo.user, photo: photo.uuid, logPk: "", ready: false, ...original });
  } catch (error) {
    if (isFull(error)) return `手机空间不够，“${photo.name}”只留缩小的照片，原图不再上传。`;
    throw error;
  }
  return undefined;
}
