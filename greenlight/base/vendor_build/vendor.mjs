// Rebuilds static/vendor from the packages named in package.json:
//   npm install --ignore-scripts && npm run build      (in a copy of this folder outside the repository)
// GREENLIGHT_STATIC names the static folder when this runs from a copy.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = process.env.GREENLIGHT_STATIC ?? path.join(here, "..", "static");
const dist = path.join(here, "node_modules", "bootstrap", "dist", "css");
const BANNER = "/*! Bootstrap 5.3.9 (reboot, grid, layout utilities), MIT, see NOTICE */\n";

// Layout only. Bootstrap's colours stay out: in this product a colour is a state.
const KEEP =
  /^\.(d|flex|justify-content|align-(items|self|content)|order|gap|row-gap|column-gap|m|mt|mb|ms|me|mx|my|p|pt|pb|ps|pe|px|py|w|h|mw|mh|vh|text-(start|end|center|nowrap|truncate|break|wrap)|overflow|position|top|bottom|start|end|float|visually-hidden|visible|invisible|z|stretched-link|vr|hstack|vstack)([-:]|$)/;

/** Split a style sheet into its top-level rules. @param {string} css @returns {string[]} */
function rules(css) {
  const found = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < css.length; i += 1) {
    if (css[i] === "{") depth += 1;
    if (css[i] === "}" && (depth -= 1) === 0) {
      found.push(css.slice(from, i + 1).trim());
      from = i + 1;
    }
  }
  return found;
}

/** Keep the rules whose every selector is on the list. @param {string} css @returns {string} */
function layoutOnly(css) {
  return rules(css)
    .map((rule) => {
      const head = rule.slice(0, rule.indexOf("{"));
      if (head.startsWith("@media")) {
        const body = layoutOnly(rule.slice(rule.indexOf("{") + 1, -1));
        return body && `${head}{${body}}`;
      }
      return head.split(",").every((s) => KEEP.test(s.trim())) ? rule : "";
    })
    .filter(Boolean)
    .join("\n");
}

// The grid part repeats the utilities; only its rows and columns are wanted.
const GRID = /^\.(row|col|g-|gx-|gy-|offset)/;

/** Keep rows and columns, inside media blocks too. @param {string} css @returns {string} */
function gridOnly(css) {
  return rules(css)
    .map((rule) => {
      if (!rule.startsWith("@media")) return GRID.test(rule) ? rule : "";
      const body = gridOnly(rule.slice(rule.indexOf("{") + 1, -1));
      return body && `${rule.slice(0, rule.indexOf("{"))}{${body}}`;
    })
    .filter(Boolean)
    .join("\n");
}

/** @param {string} css */
const bare = (css) => css.replace(/\/\*[\s\S]*?\*\//g, "").replace(/@charset[^;]*;/g, "");

const [reboot, grid, utilities] = await Promise.all(
  ["reboot", "grid", "utilities"].map(async (part) =>
    bare(await readFile(path.join(dist, `bootstrap-${part}.css`), "utf8")),
  ),
);
// reboot's :root block holds the --bs-* colours; ours come from tokens.css.
const rebootRules = rules(reboot)
  .filter((rule) => !/^(:root|\[data-bs-theme)/.test(rule) || rule.startsWith(":root {\n    scroll"))
  .join("\n");

const { code } = await transform([rebootRules, gridOnly(grid), layoutOnly(utilities)].join("\n"), {
  loader: "css",
  minify: true,
  target: "chrome90",
  legalComments: "none",
});
await mkdir(path.join(out, "vendor", "bootstrap"), { recursive: true });
await writeFile(path.join(out, "vendor", "bootstrap", "bootstrap.css"), BANNER + code);

// ---- dhtmlxGantt (MIT edition), loaded after the first paint by the page that drags a plan ----
// Left out: themes other than the plain one, letters from outside, colours Chromium 90 cannot mix
// (each stands after a plain one). arrange.css gives it our tokens.
const GANTT = "/*! dhtmlxGantt 10.0.3, MIT edition, (c) XB Software, see NOTICE */\n";
const gantt = path.join(here, "node_modules", "dhtmlx-gantt", "codebase");
await mkdir(path.join(out, "vendor", "gantt"), { recursive: true });
const made = await build({
  stdin: {
    contents: 'export { Gantt } from "./dhtmlxgantt.es.js";',
    resolveDir: gantt,
  },
  bundle: true,
  minify: true,
  format: "esm",
  target: "chrome90",
  legalComments: "none",
  write: false,
});
// Addresses of the maker's pages and services: none is called, none stays. Chromium 90 copies by JSON.
const COPY = "const glCopied=(v)=>JSON.parse(JSON.stringify(v));\n";
const script = made.outputFiles[0].text
  .replace(/https:\/\/\w+\.dhtmlx\.com[^\s"'`*)]*/g, "")
  .replace(/https?:\/\/localhost/g, "")
  .replace(/\bstructuredClone\b/g, "glCopied");
await writeFile(path.join(out, "vendor", "gantt", "gantt.js"), GANTT + COPY + script);

const sheet = bare(await readFile(path.join(gantt, "dhtmlxgantt.css"), "utf8"))
  .replace(/@font-face\{[^}]*gstatic[^}]*\}/g, "")
  .replace(/[\w-]+:\s*color-mix\([^;}]*\)\s*(;|(?=\}))/g, "");
const UNUSED =
  /\[data-gantt-theme|gantt_(cal|popup|modal|tooltip|qi|resource|histogram|baseline|message|duration|section|assignment|custom_button|grid_editor|time|lb|btn|delete_btn|save_btn|cancel_btn|empty_state|fullscreen|control)|dhx_cal|gantt-(info|error)|_multiselect|dhtmlx_|_qi_|data-sort/;
const plain = rules(sheet)
  .filter((rule) => !rule.slice(0, rule.indexOf("{")).split(",").every((one) => UNUSED.test(one)))
  .join("\n");
const css = await transform(plain, { loader: "css", minify: true, target: "chrome90", legalComments: "none" });
await writeFile(path.join(out, "vendor", "gantt", "gantt.css"), GANTT + css.code);
