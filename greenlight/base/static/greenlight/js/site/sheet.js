// The page on which one day of one site is told. Whatever is typed or photographed is kept at once; sending
// hands it to the outbox. What was typed before this script came is taken up, not lost.
import * as kept from "./kept.js";
import { fillIn, told, typedBefore } from "./fields.js";
import { send } from "./outbox.js";
import { Pictures } from "./pictures.js";
import { today } from "./keeping.js";
import { here } from "./where.js";
import { waiting } from "./sending.js";
import { tell } from "./strip.js";

/** @typedef {import("./kept.js").Log} Log */

const QUICK = 1500; // how long sending waits for a position that is still being asked for

/** Start. */
export async function sheet() {
  const form = document.getElementById("site-form");
  if (!(form instanceof HTMLFormElement)) return;
  await new Sheet(form).open();
}

class Sheet {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.log = fresh(form);
    this.kept = false;
    /** @type {Promise<unknown>} one write after the other, so that an older one never comes last */
    this.writing = Promise.resolve();
    this.pictures = new Pictures(form, () => this.begin());
  }

  async open() {
    this.listen();
    const typed = typedBefore(this.form);
    const held = (await kept.logs()).filter((one) => one.project === this.log.project && one.state !== "ready" && one.correct === this.log.correct).pop();
    if (held && held.pk && !held.correct) return waiting(this.form, held); // only photos of it were sent back
    if (held) {
      this.log = held;
      this.kept = true;
      fillIn(this.form, held.fields, typed);
      this.say(held);
    }
    await this.pictures.open(this.log);
    this.show();
    if (typed.size) this.save();
    return here(); // asked for while one photographs, so that it is there when one sends
  }

  listen() {
    this.form.addEventListener("input", () => this.save());
    this.form.addEventListener("change", (event) => {
      if (!(event.target instanceof HTMLInputElement && event.target.type === "file")) this.save();
      this.show();
    });
    this.form.addEventListener("click", (event) => this.step(event));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    document.addEventListener("site:refused", (event) => {
      if (event instanceof CustomEvent && event.detail.uuid === this.log.uuid) this.back();
    });
    document.querySelector("[data-drop-draft]")?.addEventListener("click", () => this.drop());
  }

  /** The draft begins with the first thing that is told; its name is given once. @returns {Promise<Log>} */
  async begin() {
    if (!this.kept) {
      this.kept = true;
      await kept.keep(this.log);
    }
    return this.log;
  }

  save() {
    this.kept = true;
    this.log = { ...this.log, fields: told(this.form) };
    const log = this.log;
    this.writing = this.writing.then(() => kept.keep(log));
    this.writing.then(kept.changed, () => tell(kept.FULL));
    this.writing = this.writing.catch(() => undefined);
    this.show();
  }

  /** − and + beside a number or a slider. @param {Event} event */
  step(event) {
    const button = event.target instanceof Element ? event.target.closest("[data-step]") : null;
    if (!(button instanceof HTMLElement)) return;
    const field = this.form.elements.namedItem(button.dataset.of || "");
    if (!(field instanceof HTMLInputElement)) return;
    const next = Math.round(Number(field.value || 0) + Number(button.dataset.step));
    field.value = String(Math.min(Number(field.max || 99999), Math.max(0, next)));
    this.save();
  }

  /** What belongs to a chosen part, a problem, a lower per cent. */
  show() {
    for (const row of this.form.querySelectorAll("[data-part]")) {
      if (!(row instanceof HTMLElement)) continue;
      const chip = this.form.querySelector(`[name=part][value="${row.dataset.part}"]`);
      if (chip instanceof HTMLInputElement) row.hidden = !chip.checked;
    }
    for (const slider of this.form.querySelectorAll("input[type=range]"))
      if (slider instanceof HTMLInputElement) label(slider);
    const problem = this.form.querySelector("[name=problem_kind]:checked");
    const more = this.form.querySelector("[data-problem]");
    if (more instanceof HTMLElement) more.hidden = !(problem instanceof HTMLInputElement && problem.value);
    const why = this.form.querySelector("[data-why]");
    const given = this.form.elements.namedItem("reason");
    if (why instanceof HTMLElement) why.hidden = !this.lower() && !(given instanceof HTMLInputElement && given.value);
    const draft = document.querySelector("[data-drop-draft]");
    if (draft instanceof HTMLElement) draft.hidden = !this.kept;
  }

  /** @returns {boolean} whether a per cent that will be sent lies below the last one */
  lower() {
    return Array.from(this.form.querySelectorAll("[data-last]")).some((row) => {
      const slider = row.querySelector("input[type=range]");
      const shown = row instanceof HTMLElement && !row.hidden;
      return shown && slider instanceof HTMLInputElement && Number(slider.value) < Number(row.dataset.last);
    });
  }

  async send() {
    await this.pictures.settled();
    const fields = told(this.form);
    const wrong = this.wrong(fields);
    if (wrong) return complain(this.form, wrong[0], wrong[1]);
    const where = await Promise.race([here(), new Promise((done) => setTimeout(() => done(null), QUICK))]);
    if (where) fields.push(["lat", String(where.lat)], ["lon", String(where.lon)]);
    fields.push(["written_at", new Date().toISOString()]);
    /** @type {Log} */
    const ready = { ...this.log, fields, state: "ready", why: "", at: "", after: 0, tries: 0 };
    await this.writing;
    await kept.keep(ready);
    this.log = ready;
    waiting(this.form, ready);
    await send();
    return undefined;
  }

  /** @param {[string, string][]} fields @returns {[string, string] | null} where, and what */
  wrong(fields) {
    const has = (/** @type {string} */ name) => fields.some(([one, value]) => one === name && value);
    if (this.lower() && !has("reason")) return ["reason", "完成比上次低了，请写一句为什么，例如“返工”“上次估高了”。"];
    if (has("why") || !this.log.correct) {
      if (has("words") || has("phrase") || has("part") || this.pictures.count() || this.log.correct) return null;
      return ["words", "请至少拍一张照片，或点一下干到哪了。"];
    }
    return ["why", "请写为什么更正，例如“部位选错了”。"];
  }

  /** The server would not take it: the form again, with the sentence at its field. */
  async back() {
    const held = (await kept.logs()).find((one) => one.uuid === this.log.uuid);
    if (!held) return;
    this.log = held;
    this.form.hidden = false;
    const panel = document.getElementById("site-sending");
    if (panel) panel.hidden = true;
    this.say(held);
  }

  /** @param {Log} held */
  say(held) {
    const old = held.day !== today(kept.root().dataset.day || "");
    if (held.state === "refused") complain(this.form, held.at, held.why);
    else if (old) tell(`这是 ${held.day} 的草稿，还没有发。发出后记在那一天。`);
  }

  async drop() {
    if (!confirm("删掉这份草稿和它的照片？删了找不回来。")) return;
    await this.writing;
    await kept.drop(this.log, false);
    location.reload();
  }
}

/** @param {HTMLFormElement} form @returns {Log} */
function fresh(form) {
  const { project, name, correct, uuid } = form.dataset;
  return {
    uuid: uuid || kept.newUuid(), user: kept.user(), project: project || "", name: name || "", day: correct ? form.dataset.day || "" : today(form.dataset.day || ""), made: Date.now(),
    pk: "", state: "draft", fields: [], tries: 0, after: 0, why: "", at: "", url: "", correct: correct || "",
  };
}

/** @param {HTMLInputElement} slider */
function label(slider) {
  const place = document.querySelector(`[data-percent="${slider.name}"]`);
  const shown = String(Math.round(Number(slider.value) * 100) / 100);
  if (place) place.textContent = shown;
  slider.setAttribute("aria-valuetext", `${shown}%`);
}

/** Say what is wrong where it is wrong. @param {HTMLFormElement} form @param {string} at @param {string} why */
function complain(form, at, why) {
  for (const old of form.querySelectorAll("[data-error]")) {
    old.textContent = "";
    if (old instanceof HTMLElement) old.hidden = true;
  }
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  const place = form.querySelector(`[data-error="${CSS.escape(at || "all")}"]`) || form.querySelector('[data-error="all"]');
  if (!(place instanceof HTMLElement)) return tell(why);
  place.textContent = why;
  place.hidden = false;
  place.closest("[hidden]")?.removeAttribute("hidden");
  const field = form.querySelector(`[name="${CSS.escape(at || "-")}"]`);
  if (field instanceof HTMLElement) {
    field.setAttribute("aria-invalid", "true");
    field.focus();
  }
  return place.scrollIntoView({ block: "center" });
}

