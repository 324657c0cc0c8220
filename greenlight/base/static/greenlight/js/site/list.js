// My projects of today: which one I stand at. The list itself does not move under the thumb; the nearest is
// shown in a place that is kept free for it.
import { here, metres, said } from "./where.js";
import { since } from "./keeping.js";
import * as kept from "./kept.js";
import { tell } from "./strip.js";

const FAR = 20_000; // nobody photographs a site from further than this

/** Start. */
export async function list() {
  alone();
  await marks();
  await box();
  document.addEventListener("site:changed", marks);
  document.addEventListener("site:changed", box);
  const place = document.getElementById("site-near");
  if (!place) return;
  const rows = Array.from(document.querySelectorAll("[data-lat][data-lon]"));
  const where = await here();
  if (!where) {
    place.textContent = "没有定位，按要紧的先后排。";
    return;
  }
  const near = rows
    .map((row) => ({ row, far: metres(where, { lat: Number(of(row, "lat")), lon: Number(of(row, "lon")) }) }))
    .sort((a, b) => a.far - b.far);
  for (const { row, far } of near) {
    const words = row.querySelector("[data-far]");
    if (words) words.textContent = `距您 ${said(far)}`;
  }
  if (near[0].far <= FAR) place.replaceChildren(card(near[0].row, near[0].far));
  else place.textContent = "附近没有您的项目，按要紧的先后排。";
}

/** Without a network: the page asked for was not kept, the search is done here, pictures may be missing. */
function alone() {
  const asked = new URLSearchParams(location.search);
  if (asked.has("gone")) tell("没有网，要看的那一页没有存在手机上。下面这些项目可以记，有网自动送。");
  for (const image of document.querySelectorAll(".site-card-photo"))
    if (image instanceof HTMLImageElement) image.addEventListener("error", () => image.classList.add("site-card-lost"));
  const words = (asked.get("q") || "").trim();
  if (!since() || !words) return;
  const field = document.getElementById("site-q");
  if (field instanceof HTMLInputElement) field.value = words;
  for (const row of document.querySelectorAll("[data-project]"))
    if (row instanceof HTMLElement) row.hidden = !of(row, "name").includes(words);
}

/** @param {Element} row @param {string} name @returns {string} */
const of = (row, name) => (row instanceof HTMLElement && row.dataset[name]) || "";

/** @param {Element} row @param {number} far @returns {HTMLElement} */
function card(row, far) {
  const made = document.createElement("a");
  made.className = "site-near-card";
  made.href = row.querySelector("a")?.href || "#";
  const name = document.createElement("b");
  name.textContent = of(row, "name");
  const words = document.createElement("small");
  const inside = far <= Number(of(row, "radius") || 0);
  words.textContent = `离您最近，${said(far)}${inside ? "，在工地范围内" : ""}`;
  made.append(name, words);
  return made;
}

/** Which projects have something unsent on this phone. */
async function marks() {
  const mine = await kept.logs();
  for (const row of document.querySelectorAll("[data-project]")) {
    const place = row.querySelector("[data-held]");
    const held = mine.filter((one) => one.project === of(row, "project")).pop();
    if (place) place.textContent = held ? { draft: "有草稿", ready: "待发", refused: "被退回" }[held.state] : "";
  }
}

/** What is still on this phone, one by one, with why it was sent back. */
async function box() {
  const place = document.getElementById("site-held");
  if (!place) return;
  const mine = (await kept.logs()).filter((one) => one.state !== "draft");
  place.replaceChildren(...mine.map(held));
  place.hidden = !mine.length;
}

/** @param {kept.Log} log @returns {HTMLElement} */
function held(log) {
  const made = document.createElement("li");
  const words = document.createElement("span");
  const name = document.createElement("b");
  name.textContent = log.name;
  words.append(name, ` ${log.day}　${log.state === "ready" ? "待发" : `被退回：${log.why}`}`);
  const away = document.createElement("button");
  away.type = "button";
  away.className = "btn btn-danger";
  away.textContent = "删掉";
  away.addEventListener("click", async () => {
    if (!confirm(`删掉“${log.name}”这条还没送到的现场？删了找不回来。`)) return;
    await kept.drop(log, false);
    kept.changed();
  });
  made.append(words, away);
  return made;
}
