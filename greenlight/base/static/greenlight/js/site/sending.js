// After 发送: each thing by itself says how far it is. 已存手机，上传中 40%，已送达, or 被退回 with the reason.
import * as kept from "./kept.js";
import { thumb } from "./pictures.js";
import { busy, progress, stuck } from "./outbox.js";

/** @typedef {import("./kept.js").Log} Log */

/** Show the log on its way in place of the form. @param {HTMLFormElement} form @param {Log} log */
export function waiting(form, log) {
  const panel = document.getElementById("site-sending");
  if (!panel) return;
  form.hidden = true;
  panel.hidden = false;
  document.getElementById("site-told")?.setAttribute("hidden", "");
  window.scrollTo(0, 0);
  panel.querySelector("h2")?.focus();
  /** @type {Map<string, HTMLElement>} */
  const rows = new Map();
  const draw = () => show(panel, log, rows);
  document.addEventListener("site:changed", draw);
  document.addEventListener("site:arrived", (event) => {
    if (!(event instanceof CustomEvent) || event.detail.uuid !== log.uuid) return;
    if (!event.detail.bad) location.assign(event.detail.url);
    else draw();
  });
  panel.querySelector("[data-without]")?.addEventListener("click", () => without(log));
  draw();
}

/** Let go of the photos that were sent back; the rest has arrived. @param {Log} log */
async function without(log) {
  const held = (await kept.logs()).find((one) => one.uuid === log.uuid);
  if (held) await kept.drop(held, true);
  location.assign((held || log).url);
}

/** @param {HTMLElement} panel @param {Log} log @param {Map<string, HTMLElement>} rows */
async function show(panel, log, rows) {
  const held = (await kept.logs()).find((one) => one.uuid === log.uuid);
  const photos = await kept.photosOf(log.uuid);
  const head = panel.querySelector("h2");
  if (head) head.textContent = headline(held);
  const away = panel.querySelector("[data-without]");
  if (away instanceof HTMLElement) away.hidden = !held || held.state !== "refused";
  const place = panel.querySelector("[data-rows]");
  photos.forEach((photo, n) => {
    let row = rows.get(photo.uuid);
    if (!row) {
      row = document.createElement("li");
      row.append(thumb(photo, n + 1), document.createElement("span"));
      rows.set(photo.uuid, row);
      place?.append(row);
    }
    const words = row.querySelector("span");
    if (words) words.textContent = state(photo);
  });
}

/** @param {Log | undefined} held @returns {string} */
function headline(held) {
  if (!held) return "已送达";
  if (held.state === "refused") return "有照片被退回";
  if (busy()) return "正在送";
  return stuck() === "signed-out" ? "已存手机，登录后接着发" : "已存手机，有网自动送";
}

/** @param {import("./kept.js").Photo} photo @returns {string} */
function state(photo) {
  if (photo.state === "arrived") return "已送达";
  if (photo.state === "refused") return `被退回：${photo.why}`;
  const part = progress(photo.uuid);
  return part === undefined ? "已存手机" : `上传中 ${Math.round(part * 100)}%`;
}
