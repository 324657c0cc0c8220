// Where the phone is. Browsers tell it over HTTPS only, and only when they are allowed to: without it
// everything else goes on.

/** @typedef {{lat: number, lon: number, accuracy: number, at: string}} Here WGS 84; accuracy in metres */

const FRESH = 60_000;
/** @type {{here: Here, since: number} | null} */
let last = null;
/** @type {Promise<Here | null> | null} */
let asking = null;

/** @returns {Promise<Here | null>} null where the phone does not tell */
export function here() {
  if (last && Date.now() - last.since < FRESH) return Promise.resolve(last.here);
  asking = asking || ask().finally(() => (asking = null));
  return asking;
}

/** @returns {Promise<Here | null>} */
function ask() {
  if (!navigator.geolocation) return Promise.resolve(null);
  return new Promise((done) => {
    const enough = setTimeout(() => done(null), 12_000); // a question left unanswered must not hold a photo
    navigator.geolocation.getCurrentPosition(
      (found) => {
        clearTimeout(enough);
        done(keep(found));
      },
      () => {
        clearTimeout(enough);
        done(null);
      },
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: FRESH },
    );
  });
}

/** @param {GeolocationPosition} found @returns {Here} */
function keep(found) {
  const { latitude, longitude, accuracy } = found.coords;
  const at = new Date(found.timestamp).toISOString();
  const told = { lat: latitude, lon: longitude, accuracy: Math.round(accuracy), at };
  last = { here: told, since: Date.now() };
  return told;
}

/** Metres between two points on the mean sphere. @param {{lat: number, lon: number}} a @param {{lat: number, lon: number}} b @returns {number} */
export function metres(a, b) {
  const turn = Math.PI / 180;
  const up = Math.sin(((b.lat - a.lat) * turn) / 2) ** 2;
  const along = Math.sin(((b.lon - a.lon) * turn) / 2) ** 2;
  return 12_742_017.6 * Math.asin(Math.sqrt(up + Math.cos(a.lat * turn) * Math.cos(b.lat * turn) * along));
}

/** @param {number} far metres @returns {string} */
export function said(far) {
  return far < 1000 ? `${Math.round(far)} 米` : `${(far / 1000).toFixed(1)} 公里`;
}
