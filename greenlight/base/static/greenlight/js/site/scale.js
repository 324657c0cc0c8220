// A photo small enough for a bad network: long edge 1600 px first, the original follows later.

/** @typedef {{bytes: ArrayBuffer, type: string, same: boolean}} Small `same`: the picture itself, there was nothing to gain */

const LONG = 1600;
const LIGHT = 600 * 1024; // a picture of this many bytes goes as it is, with what its camera wrote
const QUALITY = 0.82;

/**
 * Draw a picture smaller. An <img> turns it the way the camera was held; the canvas takes it over.
 * @param {Blob} file @param {ArrayBuffer} bytes @returns {Promise<Small>} the picture itself when this browser cannot draw it
 */
export async function scaled(file, bytes) {
  const as = { bytes, type: file.type || "application/octet-stream", same: true };
  const image = await drawn(file);
  if (!image) return as;
  const most = Math.max(image.naturalWidth, image.naturalHeight);
  if (!most || (most <= LONG && file.type === "image/jpeg" && bytes.byteLength <= LIGHT)) return as;
  const made = await smaller(image, Math.min(1, LONG / most));
  return made ? { bytes: await made.arrayBuffer(), type: "image/jpeg", same: false } : as;
}

/** @param {Blob} file @returns {Promise<HTMLImageElement | null>} */
async function drawn(file) {
  const address = URL.createObjectURL(file);
  const image = new Image();
  image.src = address;
  try {
    await image.decode();
    return image;
  } catch (_) {
    return null;
  } finally {
    // The decoded picture stays with the element; the address is not needed again.
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
}

/** @param {HTMLImageElement} image @param {number} by @returns {Promise<Blob | null>} */
function smaller(image, by) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.naturalWidth * by);
  canvas.height = Math.round(image.naturalHeight * by);
  const pen = canvas.getContext("2d");
  if (!pen) return Promise.resolve(null);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
}
