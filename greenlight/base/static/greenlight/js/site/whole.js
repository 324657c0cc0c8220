// Whether a picture came in one piece. Browsers draw one that was cut off and leave its lower half grey or
// black; made small it would pass for whole. What stands behind the end of a picture is nobody's business:
// phones put films, depths and signatures there.

const PNG = 0x89504e47;
const RIFF = 0x52494646;
const WEBP = 0x57454250;
const IEND = 0x49454e44;

/** @param {ArrayBuffer} bytes @returns {boolean} false when its end is missing; what is no such picture the server looks at */
export function whole(bytes) {
  if (bytes.byteLength < 12) return true;
  const view = new DataView(bytes);
  if (view.getUint16(0) === 0xffd8) return ends(view, new Uint8Array(bytes));
  if (view.getUint32(0) === PNG) return closes(view);
  if (view.getUint32(0) === RIFF && view.getUint32(8) === WEBP) return view.getUint32(4, true) + 8 <= bytes.byteLength;
  return true;
}

/** A JPEG ends with FF D9; within a segment the same two bytes mean nothing. @param {DataView} view @param {Uint8Array} all @returns {boolean} */
function ends(view, all) {
  for (let at = all.indexOf(0xff, 2); at >= 0 && at + 1 < all.length; at = all.indexOf(0xff, at)) {
    const marker = all[at + 1];
    if (marker === 0xd9) return true;
    if (marker === 0xff) at += 1; // padding
    else if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2; // stands alone, or is a point of the picture
    else if (at + 4 > all.length) return false;
    else at += 2 + view.getUint16(at + 2);
  }
  return false;
}

/** A PNG ends with the piece IEND. @param {DataView} view @returns {boolean} */
function closes(view) {
  for (let at = 8; at + 8 <= view.byteLength; at += 12 + view.getUint32(at))
    if (view.getUint32(at + 4) === IEND) return true;
  return false;
}
