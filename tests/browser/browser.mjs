// What every look through a browser needs: the browser, axe-core, the samples and their password. `playwright-core` and `axe-core` are found from the
// current directory; CHROMIUM names another browser than /usr/bin/chromium.

import { readFileSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(join(process.cwd(), "package.json"));
const { chromium } = require("playwright-core");

export const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
export const samples = resolve(dirname(fileURLToPath(import.meta.url)), "../../samples");
export const PASSWORD = "contoso-trace";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

/** Starts the browser. */
export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGUMENTS });

/** The captures and logs among the samples. */
export const namesOfSamples = () => readdirSync(samples).filter((name) => !["README.md", "report.png"].includes(name) && statSync(join(samples, name)).isFile());
