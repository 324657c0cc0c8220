// 一日一现场 on a phone: the outbox on every page of it, and what the page itself needs.
import { keeping } from "./js/site/keeping.js";
import { list } from "./js/site/list.js";
import { outbox } from "./js/site/outbox.js";
import { root } from "./js/site/kept.js";
import { sheet } from "./js/site/sheet.js";
import { strip } from "./js/site/strip.js";

strip();
if (root().dataset.page === "sheet") sheet();
if (root().dataset.page === "list") list();
outbox();
if (document.readyState === "complete") keeping();
else window.addEventListener("load", keeping);
