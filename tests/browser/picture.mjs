// Takes the picture of a report that the README shows: `samples/report.png`.
//
//   node picture.mjs ENTRACE
//
// ENTRACE is the built binary. `playwright-core` is found from the current directory, `pngquant` from the path: it makes the picture a third as
// large. CHROMIUM names another browser than /usr/bin/chromium.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const require = createRequire(join(process.cwd(), "package.json"));
const { chromium } = require("playwright-core");

const samples = resolve(dirname(fileURLToPath(import.meta.url)), "../../samples");
const picture = join(samples, "report.png");
const [entrace] = process.argv.slice(2);
if (entrace === undefined) {
  console.error("usage: node picture.mjs ENTRACE");
  process.exit(2);
}

const scratch = mkdtempSync(join(tmpdir(), "entrace-picture-"));
const report = join(scratch, "report.html");
const run = spawnSync(entrace, [join(samples, "mfa-registration-blocked.saz"), "--format", "html", "-o", report, "--exit-zero"], { stdio: "inherit" });
if (run.status !== 0) {
  throw new Error(`entrace: exit status ${run.status}`);
}
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage({ viewport: { width: 1120, height: 960 }, colorScheme: "light" });
await page.goto(pathToFileURL(report).href);
await page.screenshot({ path: picture });
await browser.close();
execFileSync("pngquant", ["--nofs", "--strip", "--force", "--output", picture, "64", picture]);
rmSync(scratch, { recursive: true });
