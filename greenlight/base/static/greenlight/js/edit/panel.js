// The side panel of a row: opens beside the list, follows j and k, its address can be shared.
import { toast } from "../toasts.js";
import { fill } from "./dialog.js";

/** @type {number | undefined} */
let soon;
let asked = "";

/** @returns {HTMLElement | null} */
function place() {
  return document.getElementById("panel");
}

/** Open the panel of a record, soon: holding j passes over those between. @param {string} pk @param {number} wait */
function openSoon(pk, wait) {
  clearTimeout(soon);
  soon = window.setTimeout(() => load(`/projects/${pk}/panel/`, pk), wait);
}

/** @param {string} url @param {string} pk */
async function load(url, pk) {
  const aside = place();
  if (!aside || document.querySelector("#panel .cell-edit")) return;
  asked = url;
  aside.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { headers: { accept: "text/html" } });
    if (asked !== url) return;
    if (answer.status === 404) {
      gone();
      return;
    }
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    aside.classList.add("panel");
    aside.replaceChildren(...page.body.childNodes);
    shown(aside, pk);
  } catch (_) {
    if (asked === url && !aside.childElementCount) location.assign(`/projects/${pk}/`);
  } finally {
    if (asked === url) asked = "";
    aside.removeAttribute("aria-busy");
  }
}

/** @param {HTMLElement} aside @param {string} pk */
function shown(aside, pk) {
  const rows = Array.from(document.querySelectorAll("tr[data-pk]"));
  const row = rows.find((one) => one instanceof HTMLElement && one.dataset.pk === pk);
  const nth = aside.querySelector("[data-gl-nth]");
  if (nth) nth.textContent = row ? `第 ${(row.querySelector(".no")?.textContent || "").trim()} 项` : "";
  if (row) {
    for (const other of rows) other.classList.toggle("current", other === row);
    row.scrollIntoView({ block: "nearest" });
  }
  remember(pk);
  document.body.classList.add("has-panel");
}

/** A shared address obeys the rights of its reader. */
function gone() {
  toast("链接里的项目不归您看，或已经不在了。");
  remember("");
}

/** @param {string} pk empty when it is closed */
function remember(pk) {
  const address = new URL(location.href);
  if (pk) address.searchParams.set("panel", pk);
  else address.searchParams.delete("panel");
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}

/** @param {MouseEvent} event */
function click(event) {
  const target = event.target instanceof Element ? event.target : null;
  const tab = target && target.closest("[data-gl-panel]");
  const step = target && target.closest("[data-gl-walk]");
  const past = target && target.closest("[data-gl-history]");
  const aside = place();
  if (tab instanceof HTMLElement && aside) load(tab.dataset.glPanel || "", aside.querySelector("[data-pk]")?.getAttribute("data-pk") || "");
  if (step instanceof HTMLElement) document.dispatchEvent(new CustomEvent("gl:walk", { detail: Number(step.dataset.glWalk) }));
  if (past instanceof HTMLElement) history_of(past.dataset.glHistory || "");
}

/** Show the past of a field. @param {string} url */
export async function history_of(url) {
  try {
    const answer = await fetch(url, { headers: { accept: "text/html" } });
    if (answer.ok) fill(await answer.text());
  } catch (_) {
    document.dispatchEvent(new CustomEvent("htmx:sendError"));
  }
}

/** The panel was closed, or the table with it swapped for another. */
function follow() {
  if (place()?.childElementCount) return;
  asked = "";
  remember("");
  document.body.classList.remove("has-panel");
}

/** What was saved shows in an open panel too. */
function renew() {
  const aside = place();
  const pk = aside?.querySelector("[data-pk]")?.getAttribute("data-pk");
  const tab = aside?.querySelector("[data-gl-panel][aria-current]");
  if (pk && tab instanceof HTMLElement) load(tab.dataset.glPanel || "", pk);
}

/** Start; the table and its panel may be swapped for others at any time. */
export function panel() {
  document.addEventListener("gl:open", (event) => {
    const row = event.target instanceof HTMLElement ? event.target : null;
    const by = event instanceof CustomEvent ? event.detail : null;
    if (row && row.dataset.pk) openSoon(row.dataset.pk, by === "click" ? 240 : 120);
  });
  document.addEventListener("dblclick", () => clearTimeout(soon), true);
  document.addEventListener("click", click);
  document.addEventListener("gl:rows", renew);
  document.addEventListener("gl:closed", follow);
  document.addEventListener("htmx:afterSettle", () => asked || follow());
  const wanted = new URLSearchParams(location.search).get("panel");
  if (wanted && /^\d+$/.test(wanted)) load(`/projects/${wanted}/panel/`, wanted);
}
