// Days as text, 2026-08-31, and the working days between them; what differs from its weekday is data.

/** @type {Set<string>} weekends that are worked, weekdays that are rested */
let odd = new Set();

/** @param {string[]} days */
export function learn(days) {
  odd = new Set(days);
}

/** @param {string} text @returns {Date} noon, so that no clock change moves the day */
export function dateOf(text) {
  const [year, month, day] = text.split("-").map(Number);
  return new Date(year, month - 1, day, 12);
}

/** @param {Date} date @returns {string} */
export function textOf(date) {
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** @param {string} text @param {number} n @returns {string} */
export function shifted(text, n) {
  const date = dateOf(text);
  date.setDate(date.getDate() + n);
  return textOf(date);
}

/** @param {string} text @returns {boolean} */
export function isWorked(text) {
  const weekday = dateOf(text).getDay();
  return (weekday > 0 && weekday < 6) !== odd.has(text);
}

/** The n-th working day after a day, before it when n < 0. @param {string} text @param {number} n */
export function worked(text, n) {
  let left = Math.abs(n);
  let day = text;
  for (let steps = 0; left && steps < 4000; steps += 1) {
    day = shifted(day, Math.sign(n));
    if (isWorked(day)) left -= 1;
  }
  return day;
}
