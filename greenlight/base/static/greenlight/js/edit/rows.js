// Rows follow what was saved: drawn anew from the page itself, with the sums and lights that came of it.

/** @type {number | undefined} */
let waiting;
/** @type {AbortController | null} */
let asking = null;

/** Draw rows and sums anew, soon; several saves are one look. */
export function refreshSoon() {
  clearTimeout(waiting);
  waiting = window.setTimeout(refresh, 300);
}

/** Fetch the page as it stands and put in what differs. */
export async function refresh() {
  if (!document.querySelector("tr[data-pk]")) return;
  if (asking) asking.abort();
  asking = new AbortController();
  try {
    const answer = await fetch(location.href, { signal: asking.signal, headers: { accept: "text/html", "HX-Request": "true", "HX-Target": "ledger" } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const row of document.querySelectorAll("tr[data-pk]"))
      if (row instanceof HTMLElement) renew(row, page.querySelector(`tr[data-pk="${row.dataset.pk}"]`));
    sums(page);
    document.dispatchEvent(new CustomEvent("gl:rows"));
  } catch (_) {
    /* the connection is gone, or a newer look is on its way */
  }
}

/** @param {HTMLElement} row @param {Element | null} fresh */
function renew(row, fresh) {
  if (!(fresh instanceof HTMLElement) || row.querySelector(".cell-edit, .cell-waiting, .cell-bad")) return;
  const cells = Array.from(row.children);
  const others = Array.from(fresh.children);
  row.dataset.version = fresh.dataset.version || row.dataset.version;
  if (cells.length !== others.length) return;
  cells.forEach((cell, n) => {
    if (cell.matches(".no") || cell.innerHTML === others[n].innerHTML) return;
    cell.replaceChildren(...others[n].childNodes);
  });
}

/** @param {Document} page */
function sums(page) {
  const now = Array.from(document.querySelectorAll("tr.sum"));
  const then = Array.from(page.querySelectorAll("tr.sum"));
  if (now.length === then.length) now.forEach((row, n) => row.replaceChildren(...then[n].childNodes));
}
