// What was written and photographed and has not arrived: in IndexedDB, or where a browser closes that, in
// localStorage, or for as long as the page stays open. Pictures are kept as bytes: some webviews lose Blobs.

/** @typedef {"logs" | "photos" | "originals"} Kind */
/** @typedef {{lasting: boolean, put: (kind: Kind, value: any) => Promise<void>, get: (kind: Kind, uuid: string) => Promise<any>,
 *   all: (kind: Kind) => Promise<any[]>, drop: (kind: Kind, uuid: string) => Promise<void>}} Store every value has `uuid` and `user` */

const NAME = "greenlight-site";
/** @type {Kind[]} */
const KINDS = ["logs", "photos", "originals"];
/** @type {Promise<Store> | null} */
let opened = null;

/** @returns {Promise<Store>} */
export function store() {
  opened = opened || database().catch(() => fallback());
  return opened;
}

/** Tell whether a deed failed because the phone is full. @param {unknown} error @returns {boolean} */
export function isFull(error) {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  return name === "QuotaExceededError" || name === "NS_ERROR_DOM_QUOTA_REACHED";
}

/** @param {IDBRequest} asked @returns {Promise<any>} */
function answer(asked) {
  return new Promise((done, fail) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

/** @returns {Promise<Store>} rejects where the browser has none, or never answers */
async function database() {
  const asked = indexedDB.open(NAME, 1);
  asked.onupgradeneeded = () => {
    for (const kind of KINDS) asked.result.createObjectStore(kind, { keyPath: "uuid" });
  };
  const late = new Promise((_, fail) => setTimeout(() => fail(new Error("late")), 4000));
  /** @type {IDBDatabase} */
  const db = await Promise.race([answer(asked), late]);
  db.onversionchange = () => db.close();
  /** @param {Kind} kind @param {(at: IDBObjectStore) => IDBRequest} deed @returns {Promise<any>} done when it is on the disk */
  const write = (kind, deed) =>
    new Promise((done, fail) => {
      const all = db.transaction(kind, "readwrite");
      all.oncomplete = () => done(undefined);
      all.onabort = () => fail(all.error || new DOMException("", "QuotaExceededError"));
      deed(all.objectStore(kind));
    });
  /** @param {Kind} kind */
  const read = (kind) => db.transaction(kind, "readonly").objectStore(kind);
  await answer(read("logs").count()); // some private windows open a database and then refuse it
  return {
    lasting: true,
    put: (kind, value) => write(kind, (at) => at.put(value)),
    drop: (kind, uuid) => write(kind, (at) => at.delete(uuid)),
    get: (kind, uuid) => answer(read(kind).get(uuid)),
    all: (kind) => answer(read(kind).getAll()),
  };
}

/** @returns {Store} */
function fallback() {
  /** @type {Storage | null} */
  let held = null;
  try {
    held = localStorage;
    held.setItem(`${NAME}:try`, "1");
  } catch (_) {
    held = null;
  }
  return held ? inLetters(held) : inMemory();
}

/** @param {Kind} kind @param {string} uuid */
const key = (kind, uuid) => `${NAME}:${kind}:${uuid}`;

/** @param {Storage} held @returns {Store} */
function inLetters(held) {
  /** @param {string} name */
  const read = (name) => JSON.parse(held.getItem(name) || "null", (_, one) => (one && one.b64 ? bytesOf(one.b64) : one));
  return {
    lasting: true,
    put: async (kind, value) =>
      held.setItem(key(kind, value.uuid), JSON.stringify(value, (_, one) => (one instanceof ArrayBuffer ? { b64: lettersOf(one) } : one))),
    drop: async (kind, uuid) => held.removeItem(key(kind, uuid)),
    get: async (kind, uuid) => read(key(kind, uuid)),
    all: async (kind) => Object.keys(held).filter((name) => name.startsWith(key(kind, ""))).map(read),
  };
}

/** @returns {Store} */
function inMemory() {
  /** @type {Map<string, any>} */
  const held = new Map();
  return {
    lasting: false,
    put: async (kind, value) => void held.set(key(kind, value.uuid), value),
    drop: async (kind, uuid) => void held.delete(key(kind, uuid)),
    get: async (kind, uuid) => held.get(key(kind, uuid)),
    all: async (kind) => Array.from(held.entries()).filter(([name]) => name.startsWith(key(kind, ""))).map(([, one]) => one),
  };
}

/** @param {ArrayBuffer} bytes @returns {string} */
function lettersOf(bytes) {
  const from = new Uint8Array(bytes);
  let made = "";
  for (let n = 0; n < from.length; n += 8192) made += String.fromCharCode(...from.subarray(n, n + 8192));
  return btoa(made);
}

/** @param {string} letters @returns {ArrayBuffer} */
function bytesOf(letters) {
  return Uint8Array.from(atob(letters), (one) => one.charCodeAt(0)).buffer;
}
