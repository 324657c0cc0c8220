// The pages of 一日一现场 for where there is no network: 我的项目 and the sheets of its projects, with what
// they are drawn with. Served as /site/worker.js with its VERSION in front; a classic script, for modules as
// workers are younger than the browsers we serve. It sends nothing: what is written is in IndexedDB, and an
// open page sends it. Pages are one person's: another person, a sign-out or the end of the sign-in empties them.
const worker = /** @type {any} */ (self);
const PREFIX = "greenlight-site-";
const PAGES = `${PREFIX}pages-${worker.VERSION}`;
const ASSETS = `${PREFIX}assets-${worker.VERSION}`;
const OWNER = "/site/kept-user";
const LIST = "/site/";
const KEPT = /^\/site\/(\d+\/)?$/;
const HASHED = /\.[0-9a-f]{12}\.\w+$/; // its name changes with its content
const PATIENCE = 6000; // ms a page waits for a network that does not answer
const FRESH = 10 * 60_000; // a page this young is not asked for again
const MOST = 21; // the list and twenty sheets
let turn = 0; // a forgetting ends what was on its way before it

worker.addEventListener("install", () => worker.skipWaiting());

worker.addEventListener("activate", (/** @type {any} */ event) => {
  const old = (/** @type {string} */ name) => name.startsWith(PREFIX) && name !== PAGES && name !== ASSETS;
  const swept = caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))));
  event.waitUntil(swept.then(() => worker.clients.claim()));
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event, url));
  else if (url.pathname.startsWith("/static/")) event.respondWith(asset(event.request, url));
});

worker.addEventListener("message", (/** @type {any} */ event) => {
  const told = event.data || {};
  if (told.forget) event.waitUntil(forget());
  else if (told.pages) event.waitUntil(gather(told.assets || [], told.pages));
});

/** A page from the network; where that fails or keeps silent, as it was kept. @param {any} event @param {URL} url */
async function page(event, url) {
  const began = turn;
  const coming = fetch(event.request).then(async (answer) => {
    await learn(url, answer.clone(), began).catch(() => undefined); // a full phone keeps no page, and shows this one
    return answer;
  });
  event.waitUntil(coming.catch(() => undefined));
  const late = new Promise((done) => setTimeout(() => done(null), PATIENCE));
  try {
    const first = await Promise.race([coming, late]);
    return first || (await kept(url)) || (await coming);
  } catch (error) {
    const found = await kept(url);
    if (found) return found;
    if (url.pathname !== LIST && (await kept(new URL(LIST, url)))) return Response.redirect(`${LIST}?gone=1`);
    throw error;
  }
}

/** Keep what the network answered, if it may be kept. @param {URL} url @param {Response} answer @param {number} began */
async function learn(url, answer, began) {
  if (!KEPT.test(url.pathname)) return;
  if (answer.type === "opaqueredirect" || answer.redirected || answer.status === 401) return void (await forget()); // to the sign-in
  if (!answer.ok) return void (answer.status < 500 && (await (await caches.open(PAGES)).delete(url.pathname)));
  const [user, seconds] = (answer.headers.get("site-keep") || "").split(" ");
  const text = await answer.text();
  const who = await owner();
  if (began !== turn) return; // somebody signed out meanwhile
  if (who && (who !== user || !Number(seconds))) await forget();
  if (!user || !Number(seconds) || url.search) return;
  const headers = new Headers(answer.headers);
  for (const name of ["vary", "content-encoding", "content-length"]) headers.delete(name);
  headers.set("kept-at", String(Date.now()));
  headers.set("kept-until", String(Date.now() + 1000 * Number(seconds)));
  const held = await caches.open(PAGES);
  await held.put(OWNER, new Response(user));
  await held.put(url.pathname, new Response(text, { headers }));
}

/** @returns {Promise<string>} whose pages are kept */
async function owner() {
  const found = await (await caches.open(PAGES)).match(OWNER);
  return found ? found.text() : "";
}

/** A kept page says of itself that it is one, and since when. @param {URL} url @returns {Promise<Response | null>} */
async function kept(url) {
  const held = await caches.open(PAGES);
  const found = await held.match(url.pathname);
  if (!found) return null;
  if (Date.now() > Number(found.headers.get("kept-until"))) {
    await held.delete(url.pathname);
    return null;
  }
  const at = found.headers.get("kept-at");
  const text = (await found.text()).replace('<div id="site"', `<div id="site" data-kept="${at}"`);
  return new Response(text, { headers: found.headers });
}

/** @param {Request} request @param {URL} url @returns {Promise<Response>} */
async function asset(request, url) {
  const held = await caches.open(ASSETS);
  const found = await held.match(url.pathname);
  if (found && HASHED.test(url.pathname)) return found;
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.type === "basic") await held.put(url.pathname, answer.clone()).catch(() => undefined);
    return answer;
  } catch (error) {
    if (found) return found;
    throw error;
  }
}

/** Fetch what a page was drawn with and the pages it leads to, one after the other. @param {string[]} assets @param {string[]} pages */
async function gather(assets, pages) {
  const drawn = await caches.open(ASSETS);
  const held = await caches.open(PAGES);
  for (const path of pages.slice(0, MOST)) {
    const began = turn;
    const found = await held.match(path);
    if (found && Date.now() - Number(found.headers.get("kept-at")) < FRESH) continue;
    const url = new URL(path, worker.location.origin);
    await fetch(path, { credentials: "same-origin", redirect: "manual" }).then((answer) => learn(url, answer, began)).catch(() => undefined);
  }
  for (const path of assets) {
    if (await drawn.match(path)) continue;
    const answer = await fetch(path).catch(() => null);
    if (answer && answer.ok) await drawn.put(path, answer).catch(() => undefined);
  }
}

/** Let go of every page kept here; what the pages are drawn with is nobody's. */
async function forget() {
  turn += 1;
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(`${PREFIX}pages-`)).map((name) => caches.delete(name)));
}
