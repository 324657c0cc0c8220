// Theme and size of letters, kept in this browser; menus that close when one looks elsewhere.

/** The two choices and the value that means "as the product comes". @type {Record<string, string>} */
const PLAIN = { theme: "light", size: "normal" };

/** @param {string} what @returns {string} */
function chosen(what) {
  try {
    return localStorage.getItem(`gl-${what}`) || PLAIN[what];
  } catch (_) {
    return PLAIN[what];
  }
}

/** Set one choice now and for later. @param {string} what @param {string} value */
function choose(what, value) {
  if (value === PLAIN[what]) document.documentElement.removeAttribute(`data-${what}`);
  else document.documentElement.setAttribute(`data-${what}`, value);
  try {
    localStorage.setItem(`gl-${what}`, value);
  } catch (_) {
    /* storage is closed: the choice lasts as long as the page */
  }
}

/** Show which button holds. @param {HTMLElement} group */
function press(group) {
  const value = chosen(group.dataset.glLook || "");
  for (const button of group.querySelectorAll("button"))
    button.setAttribute("aria-pressed", String(button.value === value));
}

/** Close every open menu but the one that holds `kept`. @param {Node | null} kept */
function closeMenus(kept) {
  for (const menu of document.querySelectorAll("details.menu[open]"))
    if (!kept || !menu.contains(kept)) menu.removeAttribute("open");
}

/** On a narrow screen the ribbon scrolls: begin at the stage of today. */
function showNow() {
  const now = document.querySelector(".ribbon li.now");
  const list = now && now.parentElement;
  if (now instanceof HTMLElement && list) list.scrollLeft = now.offsetLeft - list.offsetLeft - list.clientWidth / 3;
}

/** What scrolls must be reachable by the keyboard, also when nothing in it is a link. */
function reachScrollers() {
  for (const box of document.querySelectorAll(".table-wrap, .ribbon ol, .plan-chart, .tile-body, .panel-body")) {
    const scrolls = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
    if (scrolls && !box.hasAttribute("tabindex")) box.setAttribute("tabindex", "0");
  }
}

/** Start: switches, menus, ribbon, scrolling parts. */
export function looks() {
  showNow();
  reachScrollers();
  window.addEventListener("resize", reachScrollers);
  document.addEventListener("htmx:afterSettle", reachScrollers);
  for (const group of document.querySelectorAll("[data-gl-look]"))
    if (group instanceof HTMLElement) press(group);
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    closeMenus(target);
    const button = target && target.closest("[data-gl-look] button");
    const group = button && button.closest("[data-gl-look]");
    if (!(button instanceof HTMLButtonElement) || !(group instanceof HTMLElement)) return;
    choose(group.dataset.glLook || "", button.value);
    press(group);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.menu[open]");
    closeMenus(null);
    const summary = open && open.querySelector("summary");
    if (summary) summary.focus();
  });
}
