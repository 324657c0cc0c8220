// Keyboard: / search, j k rows, Enter opens, e edits, x selects, . acts, g 1…9 places, Ctrl+Z undo, ? all.
// Single letters are off while typing, and can be switched off for good.

/** @returns {boolean} */
function lettersOn() {
  try {
    return localStorage.getItem("gl-keys") !== "off";
  } catch (_) {
    return true;
  }
}

/** @param {EventTarget | null} target @returns {boolean} */
function typing(target) {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    !(target instanceof HTMLInputElement && target.type === "checkbox")
  );
}

/** The rows one walks through: those of the table marked for it. @returns {HTMLElement[]} */
function rows() {
  return Array.from(document.querySelectorAll("[data-gl-rows] tbody tr[data-href]")).filter(
    /** @returns {row is HTMLElement} */ (row) => row instanceof HTMLElement,
  );
}

/** @param {HTMLElement[]} all @returns {number} */
function currentIndex(all) {
  return all.findIndex((row) => row.classList.contains("current"));
}

/** Make a row the current one, keep it in sight, and let an open panel follow. @param {HTMLElement} row */
function goTo(row) {
  for (const other of rows()) other.classList.toggle("current", other === row);
  row.tabIndex = -1;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  const panel = document.getElementById("panel");
  if (panel && panel.childElementCount) openRow(row);
}

/** Open a row: in the panel when the page has one, else its page. @param {HTMLElement} row @param {string} [by] */
function openRow(row, by) {
  const opener = new CustomEvent("gl:open", { bubbles: true, detail: by });
  if (row.dataset.pk && document.getElementById("panel")) row.dispatchEvent(opener);
  else location.assign(row.dataset.href || "#");
}

/** @param {number} step */
function walk(step) {
  const all = rows();
  if (!all.length) return;
  const now = currentIndex(all);
  goTo(all[Math.max(0, Math.min(all.length - 1, now < 0 ? 0 : now + step))]);
}

/** @param {boolean} range whether everything from the last chosen row on is meant */
function select(range) {
  const all = rows();
  const now = currentIndex(all);
  const boxes = all.map((row) => row.querySelector(".no input[type=checkbox]"));
  const box = boxes[now];
  if (!(box instanceof HTMLInputElement)) return;
  box.checked = range || !box.checked;
  const marked = all.map((row) => row.getAttribute("aria-selected") === "true");
  const last = marked.lastIndexOf(true, now - 1);
  for (let i = range && last >= 0 ? last : now; i <= now; i += 1) {
    const one = boxes[i];
    if (!(one instanceof HTMLInputElement)) continue;
    one.checked = box.checked;
    one.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function search() {
  const box = document.querySelector("[data-gl-search]");
  if (box instanceof HTMLInputElement) {
    box.focus();
    box.select();
  }
}

function help() {
  const sheet = document.getElementById("keys");
  if (sheet instanceof HTMLDialogElement && !sheet.open) sheet.showModal();
}

function undo() {
  const last = Array.from(document.querySelectorAll("[data-gl-undo]")).pop();
  if (last instanceof HTMLElement) last.click();
  return Boolean(last);
}

/** Close the panel and go back to its row. */
export function closePanel() {
  const panel = document.getElementById("panel");
  if (!panel || !panel.childElementCount) return;
  panel.textContent = "";
  document.dispatchEvent(new CustomEvent("gl:closed"));
  const row = document.querySelector("[data-gl-rows] tbody tr.current");
  if (row instanceof HTMLElement) row.focus();
}

let waitingForPlace = false;

/** @param {KeyboardEvent} event @returns {boolean} whether the key was used */
function press(event) {
  if (waitingForPlace) {
    waitingForPlace = false;
    const place = document.querySelectorAll(".rail li a")[Number(event.key) - 1];
    if (place instanceof HTMLElement) place.click();
    return Boolean(place);
  }
  switch (event.key) {
    case "/": search(); return true;
    case "j": walk(1); return true;
    case "k": walk(-1); return true;
    case "x": case "X": select(event.shiftKey); return true;
    case "g": waitingForPlace = true; return true;
    case "e": return tell("gl:edit");
    case ".": return tell("gl:menu");
    case "?": help(); return true;
    case "Escape": closePanel(); return true;
    case "Enter": return enter(event);
    default: return false;
  }
}

/** Tell the scripts of the page, if the page has rows to speak of. @param {string} what @returns {boolean} */
function tell(what) {
  const some = Boolean(document.querySelector("tr.current, .cell-current"));
  if (some) document.dispatchEvent(new CustomEvent(what));
  return some;
}

/** @param {KeyboardEvent} event @returns {boolean} */
function enter(event) {
  const row = event.target instanceof HTMLElement ? event.target : null;
  if (!row || !row.matches("tr[data-href]")) return false;
  openRow(row);
  return true;
}

/** A click anywhere on a row opens it, unless something in it was meant. @param {MouseEvent} event */
function click(event) {
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return;
  if (target.closest("[data-gl-close]")) {
    closePanel();
    return;
  }
  const opener = target.closest("[data-gl-dialog]");
  if (opener instanceof HTMLElement) {
    const sheet = document.getElementById(opener.dataset.glDialog || "");
    if (sheet instanceof HTMLDialogElement) sheet.showModal();
    return;
  }
  const row = target.closest("[data-gl-rows] tbody tr[data-href]");
  const inner = target.closest("a, button, input, label, select, summary");
  const reading = String(getSelection() || "");
  if (!(row instanceof HTMLElement) || inner || reading) return;
  for (const other of rows()) other.classList.toggle("current", other === row);
  openRow(row, "click");
}

/** Start: keys, clicks on rows, the switch in the help. */
export function keys() {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && !typing(event.target)) {
      if (undo()) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (!lettersOn() && event.key.length === 1 && event.key !== "?") return;
    if (press(event)) event.preventDefault();
  });
  document.addEventListener("click", click);
  document.addEventListener("gl:walk", (event) => walk(event instanceof CustomEvent ? Number(event.detail) : 0));
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement)) return;
    const row = box.closest(".no") && box.closest("tr");
    if (row) row.setAttribute("aria-selected", String(box.checked));
    if (!box.hasAttribute("data-gl-keys")) return;
    try {
      localStorage.setItem("gl-keys", box.checked ? "on" : "off");
    } catch (_) {
      /* storage is closed */
    }
  });
  const box = document.querySelector("[data-gl-keys]");
  if (box instanceof HTMLInputElement) box.checked = lettersOn();
}
