// What the page and the server say to each other, for the type checker.

/** @typedef {import("./sheet.js").Field} Field */
/** @typedef {import("./sheet.js").Wish} Wish */
/** @typedef {[string, string, string, number, string]} Tie a predecessor, what waits, the kind, the lag, its clock */
/** @typedef {{key: string, n: number, name: string, phase: string, start: string | null, due: string | null, days: number, done: string | null, begun: string | null, percent: string, critical: boolean, light: string, promise: boolean}} Node */
/** @typedef {{start: string | null, due: string | null, days: number, preds: string, float: number | null, critical: boolean}} Row */
/** @typedef {{today: string, zone: number, project: number, nodes: Node[], links: Tie[], odd: string[]}} Data */
/** @typedef {{ok: boolean, said: string, html: string, count: number, asks: number, rows: Record<string, Row>, links: Tie[], told: string, key: string, field: Field, fix: Wish}} Answer */

export {};
