// The note under a cell: the other unit, what is wrong and how to put it right, both values, a reason.
import { button, make } from "./place.js";

/** @type {HTMLElement | null} */
let shown = null;

/** Take the note away. */
export function clearNote() {
  if (shown) shown.remove();
  shown = null;
}

/** Put a note under a cell, inside the window. @param {HTMLElement} cell @param {HTMLElement[]} parts @param {string} [css] */
export function note(cell, parts, css) {
  clearNote();
  const box = make("div", `cell-note ${css || ""}`);
  box.append(...parts);
  if (css) box.setAttribute("role", "alert");
  document.body.append(box);
  shown = box;
  settle(cell, box);
  return box;
}

/** @param {HTMLElement} cell @param {HTMLElement} box */
function settle(cell, box) {
  const at = cell.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, innerWidth - box.offsetWidth - 8));
  const below = at.bottom + box.offsetHeight + 8 < innerHeight;
  box.style.left = `${left}px`;
  box.style.top = `${below ? at.bottom + 2 : Math.max(8, at.top - box.offsetHeight - 2)}px`;
}

/** @param {HTMLElement} cell @param {string} text */
export function hint(cell, text) {
  if (text) note(cell, [make("p", "", text)]);
  else clearNote();
}

/** @param {HTMLElement} cell @param {string} text */
export function wrong(cell, text) {
  note(cell, [make("p", "", text)], "cell-note-bad");
}

/**
 * Both values of a collision. @param {HTMLElement} cell @param {import("./place.js").Outcome} told
 * @param {() => void} mine @param {() => void} theirs
 */
export function both(cell, told, mine, theirs) {
  const list = make("dl", "cell-both");
  list.append(make("dt", "", "您填的"), make("dd", "", told.mine || "（空）"), make("dt", "", `${told.who || "别人"}存的`), make("dd", "", told.theirs || "（空）"));
  const row = make("div", "btn-row");
  row.append(button("用我的", mine, "btn btn-sm btn-primary"), button("用他的", theirs));
  note(cell, [make("p", "", told.title || ""), list, row], "cell-note-bad");
}

/**
 * Ask why. @param {HTMLElement} cell @param {import("./place.js").Outcome} told
 * @param {(given: Record<string, string>) => void} go @param {() => void} stop
 */
export function ask(cell, told, go, stop) {
  const form = document.createElement("form");
  form.append(make("p", "", told.title || ""));
  const select = document.createElement("select");
  for (const [value, label] of [["", "原因类别"], ...(told.choices || [])]) select.append(new Option(label, value));
  select.setAttribute("aria-label", "原因类别");
  const text = document.createElement("input");
  text.maxLength = 500;
  text.placeholder = "原因，例如：净地交付晚了一个月";
  text.setAttribute("aria-label", "原因");
  const row = make("div", "btn-row");
  const save = document.createElement("button");
  save.className = "btn btn-sm btn-primary";
  save.textContent = "写好了，保存";
  row.append(save, button("不改了", stop));
  if ((told.choices || []).length) form.append(select);
  form.append(text, row);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!text.value.trim()) return text.focus();
    if (select.isConnected && !select.value) return select.focus();
    return go({ reason_class: select.value, reason: text.value });
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") stop();
    event.stopPropagation();
  });
  note(cell, [form], "cell-note-ask");
  (select.isConnected ? select : text).focus();
}
