// What the camera wrote into a picture (EXIF 2.3, APP1 of a JPEG): when and where it was taken. Read before
// the picture is scaled, for the canvas keeps nothing of it, and put back into the smaller picture. What
// cannot be read is simply not told.

/** @typedef {{taken?: string, lat?: number, lon?: number}} Told `taken` is local time, with its offset if the camera knew one */

const IFD_EXIF = 0x8769;
const IFD_GPS = 0x8825;
const TAKEN = 0x9003;
const OFFSET = 0x9011;
const CHANGED = 0x0132;
const TURNED = 0x0112;
const SIZES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8]; // bytes of a value by its EXIF type

/** @param {ArrayBuffer} bytes @returns {Told} */
export function told(bytes) {
  try {
    const tiff = tiffOf(bytes);
    return tiff ? read(tiff) : {};
  } catch (_) {
    return {}; // offsets that lead out of the file
  }
}

/**
 * Put what the camera wrote into a picture drawn from its own; it stands upright now, and says so.
 * @param {ArrayBuffer} small a JPEG @param {ArrayBuffer} from the picture as it was taken @returns {ArrayBuffer}
 */
export function withCamera(small, from) {
  try {
    const tiff = tiffOf(from);
    if (!tiff || new DataView(small).getUint16(0) !== 0xffd8) return small;
    const kept = new Uint8Array(from.slice(tiff.byteOffset - 10, tiff.byteOffset + tiff.byteLength));
    upright(new DataView(kept.buffer, 10));
    const made = new Uint8Array(small.byteLength + kept.byteLength);
    made.set(new Uint8Array(small, 0, 2));
    made.set(kept, 2);
    made.set(new Uint8Array(small, 2), 2 + kept.byteLength);
    return made.buffer;
  } catch (_) {
    return small;
  }
}

/** @param {DataView} tiff */
function upright(tiff) {
  const little = tiff.getUint16(0) === 0x4949;
  const turned = entries(tiff, tiff.getUint32(4, little), little).get(TURNED);
  if (turned) tiff.setUint16(turned.at, 1, little);
}

/** Walk the segments of a JPEG up to APP1. @param {ArrayBuffer} bytes @returns {DataView | null} */
function tiffOf(bytes) {
  const view = new DataView(bytes);
  if (bytes.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 10 < bytes.byteLength) {
    const marker = view.getUint16(at);
    const length = view.getUint16(at + 2);
    if ((marker & 0xff00) !== 0xff00 || marker === 0xffda || length < 2) return null;
    if (marker === 0xffe1 && view.getUint32(at + 4) === 0x45786966)
      return new DataView(bytes, at + 10, Math.min(length - 8, bytes.byteLength - at - 10));
    at += 2 + length;
  }
  return null;
}

/** @param {DataView} tiff @returns {Told} */
function read(tiff) {
  const little = tiff.getUint16(0) === 0x4949;
  const first = entries(tiff, tiff.getUint32(4, little), little);
  const camera = inner(tiff, first.get(IFD_EXIF), little);
  const gps = inner(tiff, first.get(IFD_GPS), little);
  const taken = moment(text(tiff, camera.get(TAKEN) || first.get(CHANGED)), text(tiff, camera.get(OFFSET)));
  const lat = degrees(tiff, gps.get(2), text(tiff, gps.get(1)), little);
  const lon = degrees(tiff, gps.get(4), text(tiff, gps.get(3)), little);
  const known = lat !== null && lon !== null && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  return { ...(taken ? { taken } : {}), ...(known ? { lat, lon } : {}) };
}

/** @typedef {{at: number, count: number, value: number}} Entry where the value stands in the TIFF, and itself if it is a number */

/** @param {DataView} tiff @param {number} from @param {boolean} little @returns {Map<number, Entry>} */
function entries(tiff, from, little) {
  const found = new Map();
  const count = Math.min(tiff.getUint16(from, little), 512);
  for (let n = 0; n < count; n += 1) {
    const at = from + 2 + n * 12;
    const size = (SIZES[tiff.getUint16(at + 2, little)] || 1) * tiff.getUint32(at + 4, little);
    const value = tiff.getUint32(at + 8, little);
    found.set(tiff.getUint16(at, little), { at: size > 4 ? value : at + 8, count: tiff.getUint32(at + 4, little), value });
  }
  return found;
}

/** @param {DataView} tiff @param {Entry | undefined} entry @param {boolean} little @returns {Map<number, Entry>} */
function inner(tiff, entry, little) {
  return entry ? entries(tiff, entry.value, little) : new Map();
}

/** @param {DataView} tiff @param {Entry | undefined} entry @returns {string} */
function text(tiff, entry) {
  if (!entry) return "";
  let found = "";
  for (let n = 0; n < Math.min(entry.count, 40); n += 1) {
    const code = tiff.getUint8(entry.at + n);
    if (!code) break;
    found += String.fromCharCode(code);
  }
  return found.trim();
}

/** @param {string} written "2026:11:20 15:02:12" @param {string} offset "+08:00" or "" @returns {string} */
function moment(written, offset) {
  const found = /^(\d{4}):(\d{2}):(\d{2}) (\d{2}:\d{2}:\d{2})/.exec(written);
  if (!found || found[1] === "0000") return "";
  return `${found[1]}-${found[2]}-${found[3]}T${found[4]}${/^[+-]\d{2}:\d{2}$/.test(offset) ? offset : ""}`;
}

/** @param {DataView} tiff @param {Entry | undefined} entry @param {string} side @param {boolean} little @returns {number | null} */
function degrees(tiff, entry, side, little) {
  if (!entry || entry.count < 3) return null;
  let found = 0;
  for (let n = 0; n < 3; n += 1) {
    const below = tiff.getUint32(entry.at + n * 8 + 4, little);
    if (!below) return null;
    found += tiff.getUint32(entry.at + n * 8, little) / below / 60 ** n;
  }
  return Math.round((/^[SW]/i.test(side) ? -found : found) * 1e7) / 1e7;
}
