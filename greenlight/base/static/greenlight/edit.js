// Editing a ledger where one reads it: cells, pasted blocks, many rows, the side panel. Loaded by its page.
import { cells } from "./js/edit/cells.js";
import { undoing } from "./js/edit/dialog.js";
import { pasting } from "./js/edit/pasting.js";
import { bulk } from "./js/edit/bulk.js";
import { panel } from "./js/edit/panel.js";
import { menu } from "./js/edit/menu.js";

cells();
pasting();
bulk();
panel();
menu();
undoing();
