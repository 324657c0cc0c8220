// The photos of a draft: taken up one after the other, shown small, taken away again.
import * as kept from "./kept.js";
import { tell } from "./strip.js";

/** @typedef {import("./kept.js").Log} Log */
/** @typedef {import("./kept.js").Photo} Photo */

const MOST = 20;

export class Pictures {
  /** @param {HTMLFormElement} form @param {() => Promise<Log>} begin makes sure the draft is kept */
  constructor(form, begin) {
    this.form = form;
    this.begin = begin;
    /** @type {Photo[]} */
    this.photos = [];
    /** @type {Promise<unknown>} */
    this.working = Promise.resolve();
    this.coming = 0;
    /** @type {string[]} what was said of the photos chosen together */
    this.said = [];
  }

  /** @param {Log} log */
  async open(log) {
    this.photos = await kept.photosOf(log.uuid);
    this.draw();
    for (const input of this.form.querySelectorAll("input[type=file]")) {
      if (!(input instanceof HTMLInputElement)) continue;
      input.addEventListener("change", () => this.add(input));
      this.add(input); // chosen before the script came
    }
  }

  /** @returns {number} */
  count() {
    return this.photos.length + this.coming;
  }

  /** @returns {Promise<unknown>} when every chosen photo is kept */
  settled() {
    return this.working;
  }

  /** @param {HTMLInputElement} input */
  add(input) {
    const files = Array.from(input.files || []);
    if (!files.length) return;
    const room = Math.max(0, MOST - this.count());
    this.said = files.length > room ? [`一次最多 ${MOST} 张照片，多的没有收。`] : [];
    tell(this.said.join(""));
    this.coming += Math.min(files.length, room);
    for (const file of files.slice(0, room)) this.working = this.working.then(() => this.one(file));
    this.working = this.working.then(() => (input.value = ""));
    this.draw();
  }

  /** @param {File} file */
  async one(file) {
    try {
      const { photo, said } = await kept.take(await this.begin(), file, Date.now());
      if (photo) this.photos.push(photo);
      this.say(said);
    } catch (_) {
      this.say(`“${file.name}”没有读成，请再选一次。`);
    }
    this.coming -= 1;
    kept.changed();
    this.draw();
  }

  /** Of several bad ones each is named. @param {string} [said] */
  say(said) {
    if (!said || this.said.includes(said)) return;
    this.said.push(said);
    tell(this.said.join(""));
  }

  /** @param {Photo} photo */
  async drop(photo) {
    await kept.dropPhoto(photo);
    this.photos = this.photos.filter((one) => one.uuid !== photo.uuid);
    kept.changed();
    this.draw();
  }

  draw() {
    const place = this.form.querySelector("[data-photos]");
    if (!place) return;
    const waiting = Array.from({ length: this.coming }, () => cell("正在存…"));
    place.replaceChildren(...this.photos.map((one, n) => this.shown(one, n + 1)), ...waiting);
    const button = this.form.querySelector("[data-send-n]");
    if (button) button.textContent = this.count() ? `${this.count()} 张照片` : "";
  }

  /** @param {Photo} photo @param {number} n @returns {HTMLElement} */
  shown(photo, n) {
    const made = cell("");
    made.append(thumb(photo, n));
    const words = document.createElement("small");
    words.textContent = photo.why || (photo.taken ? photo.taken.slice(5, 16).replace("T", " ") : "没有拍摄时间");
    const away = document.createElement("button");
    away.type = "button";
    away.className = "site-away";
    away.setAttribute("aria-label", `删掉第 ${n} 张照片`);
    away.textContent = "×";
    away.addEventListener("click", () => this.drop(photo));
    made.append(words, away);
    return made;
  }
}

/** @param {string} text @returns {HTMLElement} */
function cell(text) {
  const made = document.createElement("li");
  made.className = "site-photo";
  if (text) made.textContent = text;
  return made;
}

/** @param {Photo} photo @param {number} n @returns {HTMLImageElement} */
export function thumb(photo, n) {
  const image = document.createElement("img");
  image.alt = `第 ${n} 张照片`;
  const address = URL.createObjectURL(new Blob([photo.bytes], { type: photo.type }));
  image.onload = () => URL.revokeObjectURL(address);
  image.onerror = () => {
    URL.revokeObjectURL(address);
    const words = document.createElement("b"); // in its place: a torn picture says nothing
    words.className = "site-blank";
    words.textContent = "手机打不开";
    image.hidden = true;
    image.after(words);
  };
  image.src = address;
  return image;
}
