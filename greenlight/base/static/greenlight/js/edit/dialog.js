// The dialog of a preview: what would change, before anything does.
import { say } from "./cells.js";
import { make, post } from "./place.js";
import { refresh } from "./rows.js";

/** @returns {HTMLDialogElement} */
function sheet() {
  const held = document.getElementById("edit-dialog");
  if (held instanceof HTMLDialogElement) return held;
  const made = document.createElement("dialog");
  made.id = "edit-dialog";
  made.className = "edit-dialog";
  made.setAttribute("aria-label", "看一眼再生效");
  document.body.append(made);
  return made;
}

/** Put a part of a page into the dialog. @param {string} html */
export function fill(html) {
  const dialog = sheet();
  const page = new DOMParser().parseFromString(html, "text/html");
  dialog.replaceChildren(...page.body.childNodes);
  if (!dialog.open) dialog.showModal();
  for (const one of dialog.querySelectorAll("[data-gl-cancel]")) one.addEventListener("click", () => dialog.close());
  return dialog;
}

/** Say that something is being worked out. @param {string} text */
function busy(text) {
  const dialog = sheet();
  const foot = dialog.querySelector(".dialog-foot");
  if (foot) for (const one of foot.querySelectorAll("button")) one.disabled = true;
  else {
    const body = make("div", "dialog-body");
    body.append(make("p", "", text));
    dialog.replaceChildren(body);
  }
  if (!dialog.open) dialog.showModal();
}

/** Ask for a preview, show it, and go on from its buttons. @param {string} url @param {Record<string, string>} fields */
export async function preview(url, fields) {
  busy("正在比对…");
  try {
    const answer = await post(url, fields);
    const kind = answer.headers.get("content-type") || "";
    const body = await answer.text();
    if (kind.includes("json")) return done(answer.ok, JSON.parse(body));
    if (!answer.ok) return problem("没有办成，请再试一次。");
    return listen(fill(body), url, fields);
  } catch (_) {
    return problem("连不上服务器。内容还在剪贴板里，连上后再粘贴一次。");
  }
}

/** @param {boolean} ok @param {{title?: string, undo?: string}} told */
function done(ok, told) {
  if (!ok) return problem(told.title || "没有办成。");
  sheet().close();
  say({ outcome: "saved", status: 200, ...told });
  document.dispatchEvent(new CustomEvent("gl:edited"));
  return refresh();
}

/** @param {string} text */
export function problem(text) {
  const body = make("div", "dialog-body");
  body.append(make("h2", "", "没有办成"), make("p", "", text));
  const foot = make("div", "dialog-foot");
  const close = make("button", "btn", "知道了");
  close.setAttribute("data-gl-cancel", "");
  foot.append(close);
  fill(body.outerHTML + foot.outerHTML);
}

/** @param {HTMLDialogElement} dialog @param {string} url @param {Record<string, string>} fields */
function listen(dialog, url, fields) {
  const said = () => {
    const found = { ...fields };
    delete found.apply;
    for (const one of dialog.querySelectorAll("input, select")) {
      if (!(one instanceof HTMLInputElement || one instanceof HTMLSelectElement) || !one.name) continue;
      if (!(one instanceof HTMLInputElement) || one.type !== "radio" || one.checked) found[one.name] = one.value;
    }
    return found;
  };
  const seen = dialog.querySelector("[data-gl-preview]");
  const digest = seen instanceof HTMLElement ? seen.dataset.glPreview || "" : "";
  const apply = dialog.querySelector("[data-gl-apply]");
  dialog.querySelector("[data-gl-again]")?.addEventListener("click", () => preview(url, said()));
  apply?.addEventListener("click", () => preview(url, { ...said(), apply: "1", seen: digest }));
  for (const one of dialog.querySelectorAll("input[name=blanks]")) one.addEventListener("change", () => preview(url, said()));
}

/** An undo on the page of a ledger is done without leaving it. @param {SubmitEvent} event */
async function takeBack(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !/\/undo\/\d+\/$/.test(form.action)) return;
  event.preventDefault();
  form.closest(".toast")?.remove();
  try {
    const answer = await post(form.action, {});
    const told = await answer.json();
    if (!answer.ok) return problem(told.title || "没有撤销成。");
    say({ outcome: "undone", status: 200, title: told.title });
    await refresh();
  } catch (_) {
    problem("连不上服务器，还没有撤销，请连上后再按一次 Ctrl+Z。");
  }
}

/** Start. */
export function undoing() {
  document.addEventListener("submit", takeBack);
}
