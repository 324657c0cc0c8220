// What was typed and has not arrived: kept in this browser until the server has it, whatever happens.
import { ledger, root } from "./place.js";

/** @typedef {{pk: string, field: string, text: string, base: string, version: string, name: string, at: number}} Draft */

/** @returns {string} nobody sends what another person typed on this machine */
function prefix() {
  return `gl-cell:${root()?.dataset.user || ""}:${ledger()}:`;
}

/** @param {string} pk @param {string} field */
function key(pk, field) {
  return `${prefix()}${pk}:${field.split("@")[0]}`;
}

/** @param {Draft} draft */
export function keep(draft) {
  try {
    localStorage.setItem(key(draft.pk, draft.field), JSON.stringify(draft));
  } catch (_) {
    /* storage is closed or full: the text still stands in its cell */
  }
}

/** @param {string} pk @param {string} field */
export function forget(pk, field) {
  try {
    localStorage.removeItem(key(pk, field));
  } catch (_) {
    /* storage is closed */
  }
}

/** @param {string} pk @param {string} field @returns {Draft | null} */
export function held(pk, field) {
  try {
    return JSON.parse(localStorage.getItem(key(pk, field)) || "null");
  } catch (_) {
    return null;
  }
}

/** Everything kept by this person for this ledger. @returns {Draft[]} */
export function drafts() {
  const found = [];
  try {
    for (let n = 0; n < localStorage.length; n += 1) {
      const name = localStorage.key(n) || "";
      if (name.startsWith(prefix())) found.push(JSON.parse(localStorage.getItem(name) || "null"));
    }
  } catch (_) {
    /* storage is closed */
  }
  return found.filter(Boolean);
}
