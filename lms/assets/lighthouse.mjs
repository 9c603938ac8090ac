// Lighthouse on the pages people meet first, on a site that runs: node lms/assets/lighthouse.mjs http://localhost:8000
// Prints the four scores of each page; ends with an error when one is under what the project promises.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const LEAST = { performance: 95, accessibility: 100, "best-practices": 95, seo: 100 };
const site = (process.argv[2] ?? "http://localhost:8000").replace(/\/$/, "");
const pages = process.argv.length > 3 ? process.argv.slice(3) : ["/", "/modules/", "/guide/", "/veille/", "/annuaire/"];
const chrome = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const folder = mkdtempSync(join(tmpdir(), "lighthouse-"));
const report = join(folder, "report.json");
let missed = 0;

for (const page of pages) {
  const only = `--only-categories=${Object.keys(LEAST).join(",")}`;
  const flags = ["--quiet", "--output=json", `--output-path=${report}`, "--chrome-flags=--headless --no-sandbox", only];
  execFileSync("node_modules/.bin/lighthouse", [site + page, ...flags], { env: { ...process.env, CHROME_PATH: chrome } });
  const { audits, categories } = JSON.parse(readFileSync(report, "utf8"));
  const scores = Object.values(categories).map((each) => [each.id, Math.round(each.score * 100)]);
  console.log(page.padEnd(32), scores.map(([name, score]) => `${name} ${score}`).join("  "));
  for (const [name, score] of scores.filter(([name, score]) => score < LEAST[name])) {
    missed += 1;
    const failed = categories[name].auditRefs.filter((ref) => ref.weight && (audits[ref.id].score ?? 1) < 0.9);
    console.log(`  ${name} ${score} < ${LEAST[name]}: ${failed.map((ref) => audits[ref.id].title).join(" · ")}`);
  }
}
rmSync(folder, { recursive: true });
process.exit(missed ? 1 : 0);
