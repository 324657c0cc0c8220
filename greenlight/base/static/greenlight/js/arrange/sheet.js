// What was changed and not saved: one small record for every node, steps back, a copy on this computer.

/** @typedef {{start?: string, due?: string, days?: string, percent?: string, preds?: string}} Wish */
/** @typedef {keyof Wish} Field */
/** @typedef {Record<string, Wish>} Wishes */

const MOST_STEPS = 200;

export class Sheet {
  /** @param {string} name under which the copy is kept @param {(wishes: Wishes) => void} changed */
  constructor(name, changed) {
    this.name = name;
    this.changed = changed;
    /** @type {Wishes} */
    this.wishes = {};
    /** @type {string[]} */
    this.steps = [];
  }

  get isEmpty() {
    return Object.keys(this.wishes).length === 0;
  }

  /** @returns {string} what the server reads */
  get text() {
    return JSON.stringify({ nodes: this.wishes });
  }

  /** Wish something of a node; undefined takes a field back. @param {string} key @param {Wish} wish */
  set(key, wish) {
    this.steps.push(JSON.stringify(this.wishes));
    if (this.steps.length > MOST_STEPS) this.steps.shift();
    const made = { ...this.wishes[key], ...wish };
    for (const name of /** @type {Field[]} */ (Object.keys(made))) if (made[name] === undefined) delete made[name];
    this.wishes = { ...this.wishes, [key]: made };
    if (!Object.keys(made).length) delete this.wishes[key];
    this.#told();
  }

  /** Take the last step back. */
  back() {
    const step = this.steps.pop();
    if (step === undefined) return;
    this.wishes = JSON.parse(step);
    this.#told();
  }

  /** Give everything up; one step back brings it again. */
  drop() {
    if (this.isEmpty) return;
    this.steps.push(JSON.stringify(this.wishes));
    this.wishes = {};
    this.#told();
  }

  /** Take up what came with the page, else what this computer kept. @param {string} text */
  takeUp(text) {
    const held = text || this.#kept();
    try {
      const told = JSON.parse(held || "{}");
      this.wishes = told.nodes && typeof told.nodes === "object" ? told.nodes : {};
    } catch (_) {
      this.wishes = {};
    }
    return !this.isEmpty;
  }

  #kept() {
    try {
      return sessionStorage.getItem(this.name) || "";
    } catch (_) {
      return "";
    }
  }

  #told() {
    try {
      if (this.isEmpty) sessionStorage.removeItem(this.name);
      else sessionStorage.setItem(this.name, this.text);
    } catch (_) {
      /* storage is closed or full: the page still holds it */
    }
    this.changed(this.wishes);
  }

  /** Forget the copy: it has been saved. */
  forget() {
    try {
      sessionStorage.removeItem(this.name);
    } catch (_) {
      /* nothing was kept */
    }
  }
}
