// Everything here makes a page quicker to use; none of it is needed to read one.
import { looks } from "./js/looks.js";
import { toasts } from "./js/toasts.js";
import { keys } from "./js/keys.js";
import { drops } from "./js/drops.js";
import { forms } from "./js/forms.js";
import { network } from "./js/network.js";
import { back } from "./js/back.js";
import { leave } from "./js/leave.js";
import { tour } from "./js/tour.js";
import { search } from "./js/search.js";

looks();
toasts();
keys();
drops();
forms();
network();
search();
back();
leave();
tour();
