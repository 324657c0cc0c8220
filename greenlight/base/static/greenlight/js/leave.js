// Pages of 一日一现场 kept on this machine (site/worker.js) are one person's: on every page that another
// person opens, or nobody who is signed in, they go; so they do with the sign-out.

const PAGES = "greenlight-site-pages-";
const OWNER = "/site/kept-user";
const OUTSIDE = /^\/(account|enter)\//; // the pages of those who have not signed in

/** @param {(name: string) => Promise<boolean>} which */
async function drop(which) {
  for (const name of await caches.keys())
    if (name.startsWith(PAGES) && (await which(name))) await caches.delete(name);
}

/** @param {string} me @returns {(name: string) => Promise<boolean>} */
function others(me) {
  return async (name) => {
    const found = await (await caches.open(name)).match(OWNER);
    return !found || (await found.text()) !== me;
  };
}

/** Start. */
export async function leave() {
  if (!("caches" in window) || !navigator.serviceWorker) return; // plain HTTP: nothing is kept
  const me = document.body.dataset.user;
  try {
    if (me || OUTSIDE.test(location.pathname)) await drop(others(me || ""));
    const kept = await navigator.serviceWorker.getRegistration("/site/");
    document.addEventListener("submit", (event) => {
      const form = event.target;
      if (event.defaultPrevented || !(form instanceof HTMLFormElement) || !form.action.endsWith("/account/logout/")) return;
      kept?.active?.postMessage({ forget: true });
      drop(async () => true);
    });
  } catch (_) {
    // a private window: no caches, so nothing is kept
  }
}
