// The input of a kind: a choice is picked, a long text has lines, an amount spells its other unit.

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */

/** @param {import("./place.js").Facts} facts @param {string} text what was typed before the kind was known @returns {Control} */
export function control(facts, text) {
  if (facts.choices.length) return select(facts, text);
  if (facts.long) {
    const area = document.createElement("textarea");
    area.rows = Math.min(8, Math.max(2, (text || facts.value).split("\n").length));
    return dressed(area, facts, text);
  }
  const input = document.createElement("input");
  if (["money", "area", "percent", "number"].includes(facts.kind)) input.inputMode = "decimal";
  if (facts.suggest.length) input.setAttribute("list", suggestions(facts.suggest));
  return dressed(input, facts, text);
}

/** @template {Control} C @param {C} made @param {import("./place.js").Facts} facts @param {string} text @returns {C} */
function dressed(made, facts, text) {
  made.className = "cell-edit";
  made.value = text || facts.value;
  made.autocomplete = "off";
  made.setAttribute("aria-label", facts.header);
  if (!(made instanceof HTMLSelectElement)) made.placeholder = facts.example ? `例如 ${facts.example}` : "";
  return made;
}

/** @param {import("./place.js").Facts} facts @param {string} text */
function select(facts, text) {
  const made = document.createElement("select");
  made.append(new Option("（空）", ""));
  for (const [value, label] of facts.choices) made.append(new Option(label, value));
  dressed(made, facts, "");
  const typed = facts.choices.find(([, label]) => text && label.startsWith(text));
  if (typed) made.value = typed[0];
  return made;
}

/** @param {string[]} names @returns {string} the id of their list */
function suggestions(names) {
  const old = document.getElementById("edit-suggest");
  if (old) old.remove();
  const list = document.createElement("datalist");
  list.id = "edit-suggest";
  for (const name of names) list.append(new Option(name, name));
  document.body.append(list);
  return list.id;
}

const IN_WAN = /** @type {Record<string, number>} */ ({ 亿: 10000, 亿元: 10000, 万: 1, 万元: 1, 元: 0.0001 });

/** Spell an amount in the other unit, so that a slip of the unit shows. @param {string} text @param {string} unit */
export function spelled(text, unit) {
  if (unit !== "万元") return "";
  const found = /^\s*([\d,，.]+)\s*(亿元?|万元?|元)?\s*$/.exec(text);
  if (!found) return "";
  const wan = Number(found[1].replace(/[,，]/g, "")) * IN_WAN[found[2] || "万元"];
  if (!Number.isFinite(wan)) return "";
  const yi = (wan / 10000).toLocaleString("en-US", { maximumFractionDigits: 4 });
  return `= ${wan.toLocaleString("en-US", { maximumFractionDigits: 4 })} 万元 = ${yi} 亿元`;
}
