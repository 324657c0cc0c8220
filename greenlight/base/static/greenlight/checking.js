// 核数: choosing a question outlines its numbers in the text, choosing a number opens its question.
// j k go from question to question. On a phone text, questions and numbers are three tabs. What a question
// rests on and the table of all numbers are fetched when they are looked at; their links lead there without this.

const box = document.getElementById("check");
const numbers = document.getElementById("numbers");

/** @returns {HTMLDetailsElement[]} */
function findings() {
  return Array.from(document.querySelectorAll("details.finding")).filter(
    /** @returns {one is HTMLDetailsElement} */ (one) => one instanceof HTMLDetailsElement,
  );
}

/** @param {ParentNode | null} where @param {string} selector @returns {HTMLElement[]} */
function all(where, selector) {
  return Array.from((where || document).querySelectorAll(selector)).filter(
    /** @returns {one is HTMLElement} */ (one) => one instanceof HTMLElement,
  );
}

/** Outline numbers of the text. @param {string[]} starts @param {boolean} show whether to bring them into sight */
function outline(starts, show) {
  for (const one of all(box, ".fig.chosen")) one.classList.remove("chosen");
  const found = starts.map((start) => document.getElementById(`n${start}`)).filter((one) => one !== null);
  for (const one of found) one.classList.add("chosen");
  if (show && found[0] && !found.some(inSight)) found[0].scrollIntoView({ block: "center" });
}

/** @param {HTMLElement} one @returns {boolean} */
function inSight(one) {
  const paper = document.getElementById("paper");
  if (!paper) return true;
  const own = one.getBoundingClientRect();
  const room = paper.getBoundingClientRect();
  return own.top >= room.top && own.bottom <= room.bottom;
}

/** @param {HTMLDetailsElement} one @returns {string[]} */
function placesOf(one) {
  return (one.dataset.places || "").trim().split(/\s+/).filter(Boolean);
}

/** Fetch a part into its place. @param {string} address @param {HTMLElement} target @param {string} swap */
function fetchInto(address, target, swap) {
  const htmx = /** @type {any} */ (window).htmx;
  if (!htmx || target.dataset.coming === address) return;
  target.dataset.coming = address;
  const over = () => delete target.dataset.coming; // what failed is asked for again by the next click
  htmx.ajax("GET", address, { target, swap, source: target }).then(over, over);
}

/** Have the body of a question come. @param {HTMLDetailsElement} one */
function fill(one) {
  const body = one.querySelector(".finding-body[data-at]");
  if (body instanceof HTMLElement) fetchInto(body.dataset.at || "", body, "outerHTML");
}

let wantedRow = "";

/** Have a page of all numbers come: the first, or the one with a number. @param {string} start */
function fillNumbers(start) {
  if (!numbers) return;
  const words = new URLSearchParams(start ? { at: start } : {});
  const name = numbers.querySelector("input[name=name]");
  if (!start && name instanceof HTMLInputElement && name.value) words.set("name", name.value);
  for (const kind of kindsOff()) words.append("off", kind);
  wantedRow = start;
  fetchInto(`${numbers.dataset.at}?${words}`, numbers, "innerHTML");
}

/** @returns {boolean} whether the table of all numbers has not come yet */
function waiting() {
  return Boolean(numbers?.querySelector("[data-wait]"));
}

let closing = false;

/** Open a question and close the others. @param {HTMLDetailsElement} one @param {boolean} focus */
function choose(one, focus) {
  closing = true;
  for (const other of findings()) other.open = other === one;
  closing = false;
  outline(placesOf(one), true);
  fill(one);
  one.scrollIntoView({ block: "nearest" });
  const summary = one.querySelector("summary");
  if (focus && summary instanceof HTMLElement) summary.focus({ preventScroll: true });
}

/** Show one part of the side; on a phone also the text. @param {string} side */
function turnTo(side) {
  if (!box) return;
  box.dataset.side = side;
  for (const link of all(document, ".check-tabs a, .side-tabs a")) {
    if (link.dataset.side === side) link.setAttribute("aria-current", "page");
    else if (side !== "paper" || link.closest(".check-tabs")) link.removeAttribute("aria-current");
  }
  if (side === "paper") return;
  for (const part of all(box, "[data-part]")) part.hidden = part.dataset.part !== side;
  if (side === "numbers" && waiting() && !numbers?.dataset.coming) fillNumbers("");
}

/** @returns {boolean} */
function narrow() {
  return window.matchMedia("(max-width: 640px)").matches;
}

/** A number of the text was chosen. @param {HTMLElement} figure */
function fromText(figure) {
  const asks = (figure.dataset.asks || "").split(" ").filter(Boolean);
  if (asks.length) {
    const now = findings().findIndex((one) => one.open && asks.includes(one.dataset.n || ""));
    const open = now >= 0 ? findings()[now].dataset.n || "" : "";
    toQuestion(asks[(asks.indexOf(open) + 1) % asks.length]);
    return;
  }
  const start = figure.id.slice(1);
  if (!toRow(start)) fillNumbers(start);
  turnTo("numbers");
  toRow(start);
  outline([start], false);
}

/** Show the row of a number in the table of all numbers. @param {string} start @returns {boolean} whether it is there */
function toRow(start) {
  let found = false;
  for (const row of all(numbers, "tr[data-row]")) {
    const chosen = row.dataset.row === start;
    row.classList.toggle("chosen", chosen);
    if (chosen) row.scrollIntoView({ block: "center" });
    found = found || chosen;
  }
  return found;
}

/** A row of a number that is asked about leads to its question. @param {string} n */
function toQuestion(n) {
  turnTo("asked");
  const one = findings().find((finding) => finding.dataset.n === n);
  if (one) choose(one, true);
}

/** A link to a number of the text was followed. @param {string} start */
function toText(start) {
  if (narrow()) turnTo("paper");
  outline([start], true);
  const figure = document.getElementById(`n${start}`);
  if (figure && narrow()) figure.scrollIntoView({ block: "center" });
  // of a long text not all is here: the page comes again with the words around the number
  const there = `?tab=numbers&at=${start}`;
  if (!figure && /^\d+$/.test(start) && location.search !== there) location.assign(`${there}#n${start}`);
}

/** @param {MouseEvent} event */
function click(event) {
  if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey) return;
  const side = event.target.closest("[data-side]:not(#check)");
  const figure = event.target.closest(".check-paper .fig");
  const link = event.target.closest("a[href^='#n']");
  const ask = event.target.closest("a[data-f]");
  if (side instanceof HTMLElement) turnTo(side.dataset.side || "paper");
  else if (figure instanceof HTMLElement && !figure.classList.contains("off")) fromText(figure);
  else if (ask instanceof HTMLElement) toQuestion(ask.dataset.f || "");
  else if (link instanceof HTMLAnchorElement) toText(link.hash.slice(2));
  else return;
  event.preventDefault();
}

/** @param {Event} event */
function toggled(event) {
  if (closing || !(event.target instanceof HTMLDetailsElement) || !event.target.open) return;
  if (event.target.classList.contains("finding")) choose(event.target, false);
}

/** @returns {Set<string>} the kinds of numbers that are not wanted */
function kindsOff() {
  const off = /** @type {Set<string>} */ (new Set());
  for (const one of all(document, ".check-kinds input[data-kind]"))
    if (one instanceof HTMLInputElement && !one.checked) off.add(one.dataset.kind || "");
  return off;
}

/** Hide or show the kinds of numbers. */
function filter() {
  const off = kindsOff();
  for (const figure of all(box, ".check-paper .fig")) {
    const kind = (figure.className.match(/fig-(\w+)/) || [])[1];
    figure.classList.toggle("off", off.has(kind));
  }
}

/** @param {KeyboardEvent} event @returns {boolean} whether a letter is meant as a key */
function isKey(event) {
  const target = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return false;
  try {
    return localStorage.getItem("gl-keys") !== "off";
  } catch (_) {
    return true;
  }
}

/** @param {KeyboardEvent} event */
function press(event) {
  if (!isKey(event) || (event.key !== "j" && event.key !== "k")) return;
  const list = findings();
  if (!list.length) return;
  event.preventDefault();
  turnTo("asked");
  const now = list.findIndex((one) => one.open);
  choose(list[Math.max(0, Math.min(list.length - 1, now < 0 ? 0 : now + (event.key === "j" ? 1 : -1)))], true);
}

/** After an answer was kept: the counts of the head follow, the next question is chosen. */
function answered() {
  const head = document.getElementById("asked-head");
  const keep = document.getElementById("keep");
  if (head && keep instanceof HTMLButtonElement) {
    const n = head.dataset.keepable || "0";
    keep.textContent = `存入指标库（${n}）`;
    keep.disabled = n === "0";
  }
  const list = findings();
  const now = list.findIndex((one) => one.open);
  if (now < 0) return;
  const done = list[now].classList.contains("answered");
  const left = [...list.slice(now + 1), ...list.slice(0, now)].find((one) => !one.classList.contains("answered"));
  choose((done && left) || list[now], true);
}

/** Numbers have come: the one that was asked for is brought into sight, else the first. */
function come() {
  const side = document.getElementById("side");
  if (!wantedRow && numbers && side) {
    numbers.scrollTop = side.scrollTop = 0;
    if (narrow()) numbers.scrollIntoView({ block: "nearest" });
  }
  if (wantedRow) toRow(wantedRow);
  wantedRow = "";
}

function start() {
  if (!box) return;
  document.addEventListener("click", click);
  document.addEventListener("keydown", press);
  box.addEventListener("toggle", toggled, true);
  document.addEventListener("change", (event) => {
    if (event.target instanceof HTMLElement && event.target.closest(".check-kinds")) {
      filter();
      if (!waiting()) fillNumbers("");
    }
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target instanceof HTMLElement && event.target.classList.contains("finding")) answered();
    if (event.target === numbers) come();
  });
  if (location.hash.startsWith("#n")) {
    toText(location.hash.slice(2));
    toRow(location.hash.slice(2));
  } else if (location.hash.startsWith("#f")) {
    const asked = findings().find((one) => one.id === location.hash.slice(1));
    if (asked) choose(asked, false);
  } else {
    const open = findings().find((one) => one.open);
    if (open) outline(placesOf(open), false);
    for (const one of findings()) if (one.open) fill(one); // opened before the scripts came
  }
  filter();
}

start();
