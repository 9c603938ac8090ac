// Copies the few files we serve from node_modules to cms/static/vendor (git-ignored).
// Run after `npm ci`: node lms/assets/vendor.mjs
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const vendor = join(root, "cms", "static", "vendor");
const from = (...parts) => join(root, "node_modules", ...parts);
const to = (...parts) => {
  const target = join(vendor, ...parts);
  mkdirSync(dirname(target), { recursive: true });
  return target;
};

// Names of @phosphor-icons/core, bold: one a line, so that two people can add one each.
const icons = readFileSync(join(here, "icons.txt"), "utf8").split("\n").filter(Boolean);

const files = [
  [from("@fontsource-variable/radio-canada/files/radio-canada-latin-wght-normal.woff2"), "fonts/radio-canada-latin-wght-normal.woff2"],
  [from("@fontsource-variable/radio-canada/LICENSE"), "fonts/radio-canada-LICENSE"],
  [from("@fontsource-variable/literata/files/literata-latin-wght-normal.woff2"), "fonts/literata-latin-wght-normal.woff2"],
  [from("@fontsource-variable/literata/LICENSE"), "fonts/literata-LICENSE"],
  [from("@phosphor-icons/core/LICENSE"), "icons/LICENSE"],
  ...icons.map((name) => [from(`@phosphor-icons/core/assets/bold/${name}-bold.svg`), `icons/${name}.svg`]),
];

// A script whose map is not shipped must not name it: collectstatic with hashed names would stop on it.
const scripts = [[from("plotly.js-cartesian-dist-min/plotly-cartesian.min.js"), "plotly/plotly-cartesian.min.js"]];

rmSync(vendor, { recursive: true, force: true });
for (const [source, target] of files) copyFileSync(source, to(target));
for (const [source, target] of scripts) {
  const text = readFileSync(source, "utf8").replace(/^\/\/# sourceMappingURL=.*$/gm, "");
  writeFileSync(to(target), text);
}
console.log(`${files.length + scripts.length} files in cms/static/vendor`);
