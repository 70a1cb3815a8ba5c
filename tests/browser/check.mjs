// Opens the HTML report of every sample, and of a capture made of attacks, in Chromium and looks at what a reader would meet.
//
//   node check.mjs ENTRACE [REPORT...]
//
// ENTRACE is the built binary; with names of samples only these are looked at. `playwright-core` and `axe-core` are found from the current
// directory, `pdftotext` from the path. CHROMIUM names another browser than /usr/bin/chromium. One line a report is printed; the exit status
// is 1 when anything is wrong.

import { execFile, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

const require = createRequire(join(process.cwd(), "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const here = dirname(fileURLToPath(import.meta.url));
const samples = resolve(here, "../../samples");
const [entrace, ...wanted] = process.argv.slice(2);
if (entrace === undefined) {
  console.error("usage: node check.mjs ENTRACE [REPORT...]");
  process.exit(2);
}

const ATTACK = "attack";
const PASSWORD = "contoso-trace";
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

const scratch = mkdtempSync(join(tmpdir(), "entrace-browser-"));

/** Writes the report on a file and gives its address, and what its JSON says. */
function report(name, file, more = []) {
  const run = (format) => {
    const output = join(scratch, `${name}.${format}`);
    const arguments_ = [file, "--quiet", "--format", format, "--output", output, ...more];
    const { status, stderr } = spawnSync(entrace, arguments_, { env: { ...process.env, ENTRACE_PASSWORD: PASSWORD }, encoding: "utf8" });
    if (![0, 1, 3].includes(status)) {
      throw new Error(`entrace ${arguments_.join(" ")}: exit status ${status}: ${stderr}`);
    }
    return output;
  };
  return { name, url: pathToFileURL(run("html")).href, json: JSON.parse(readFileSync(run("json"), "utf8")) };
}

function reports() {
  const files = readdirSync(samples).filter((name) => !["README.md", "report.png"].includes(name) && statSync(join(samples, name)).isFile());
  const all = files.map((name) => () => report(name, join(samples, name)));
  const attack = () => {
    const file = join(scratch, "\"><img src=x onerror=window.__xss=1>.har");
    copyFileSync(join(here, "hostile.har"), file);
    return report(ATTACK, file, ["--guidance", join(here, "hostile_guides")]);
  };
  const names = [...files, ATTACK];
  return [...all, attack].filter((_, at) => wanted.length === 0 || wanted.includes(names[at]));
}

/** A page on which everything that is not the report itself is noted. */
async function opened(browser, { url, name }, faults, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const note = (what) => faults.push(`${options.label ?? "page"}: ${what}`);
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && note(`console: ${message.text()}`));
  page.on("pageerror", (error) => note(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    note(`a dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", (request) => request.url().split("#")[0] !== url && note(`a request: ${request.url()}`));
  page.on("popup", () => note("a window was opened"));
  await page.addInitScript(() => {
    window.__violations = [];
    document.addEventListener("securitypolicyviolation", (event) => window.__violations.push(`${event.effectiveDirective} ${event.blockedURI}`));
  });
  await page.goto(url);
  return { context, page, note };
}

async function closed({ context, page, note }) {
  const left = await page.evaluate(() => ({ xss: window.__xss, violations: window.__violations ?? [] })).catch(() => ({ violations: [] }));
  if (left.xss !== undefined) {
    note("a script of the capture ran");
  }
  left.violations.forEach((violation) => note(`policy: ${violation}`));
  await context.close();
}

/** No findings of axe-core, in light and in dark, with everything opened. The policy is bypassed here alone, to bring axe-core in. In the dark
 * nothing but colours is different. */
async function accessible(browser, report, faults) {
  const session = await opened(browser, report, faults, { bypassCSP: true, label: "axe" });
  const { page, note } = session;
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  await page.evaluate(axe);
  for (const [colorScheme, rules] of [["light", {}], ["dark", { runOnly: ["color-contrast", "link-in-text-block"] }]]) {
    await page.emulateMedia({ colorScheme });
    const result = await page.evaluate((rules) => window.axe.run(document, { resultTypes: ["violations", "incomplete"], ...rules }), rules);
    for (const { id, help, nodes } of result.violations) {
      note(`${colorScheme}: ${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(" | ")}`);
    }
    // What axe-core cannot decide is a fault too, but for text on drawings and shapes of the style, whose colours it does not see.
    const uncertain = result.incomplete.filter((rule) => rule.id !== "color-contrast");
    uncertain.forEach((rule) => note(`${colorScheme}: not sure of ${rule.id}: ${rule.nodes[0].html.slice(0, 120)}`));
    if (result.passes.length === 0) {
      note("nothing was checked");
    }
  }
  await closed(session);
}

/** Tab reaches every control once, and each shows that it has the focus. */
async function reachable({ page, note }, report) {
  const expected = await page.evaluate(() => {
    const controls = Array.from(document.querySelectorAll("a[href], button, select, summary, [tabindex='0']"));
    const shown = controls.filter((control) => control.getClientRects().length > 0 && control.closest("details:not([open]) > :not(summary)") === null);
    shown.forEach((control, at) => (control.dataset.check = at));
    return shown.length;
  });
  const reached = new Set();
  for (let presses = 0; presses < expected + 5 && reached.size < expected; presses += 1) {
    await page.keyboard.press("Tab");
    const focus = await page.evaluate(() => {
      const focused = document.activeElement;
      const shape = focused.querySelector(":scope > .hit") ?? focused;
      const style = getComputedStyle(shape);
      const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      const stroked = shape !== focused && style.stroke !== "none" && parseFloat(style.strokeWidth) >= 2;
      const box = focused.getBoundingClientRect();
      const onScreen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      return { check: focused.dataset.check, visible: (outlined || stroked) && onScreen, html: focused.outerHTML.slice(0, 100) };
    });
    if (focus.check !== undefined) {
      reached.add(focus.check);
      if (!focus.visible) {
        note(`no visible focus: ${focus.html}`);
      }
    }
  }
  if (reached.size !== expected) {
    note(`Tab reaches ${reached.size} of ${expected} controls`);
  }
  return expected;
}

const visibleAttempts = (page) =>
  page.evaluate(() => Array.from(document.querySelectorAll("section[data-attempt]")).filter((section) => section.offsetParent !== null).length);

/** Each value of each filter shows the attempts that the JSON names, in the table too, and the live region counts them. */
async function filtered({ page, note }, report) {
  const attempts = report.json.attempts;
  const selects = await page.locator("select[data-filter]").count();
  if (selects !== (attempts.length > 1 ? 3 : 0)) {
    note(`${selects} filters for ${attempts.length} attempts`);
  }
  const codes = (attempt) => report.json.findings.filter((finding) => finding.attempt === attempt.id).map((finding) => finding.code);
  const fits = {
    attempt: (attempt, value) => String(attempt.id) === value,
    outcome: (attempt, value) => attempt.outcome === value,
    code: (attempt, value) => codes(attempt).includes(value),
  };
  for (const name of selects > 0 ? Object.keys(fits) : []) {
    const select = page.locator(`select[data-filter=${name}]`);
    const values = await select.locator("option").evaluateAll((options) => options.map((option) => option.value).filter((value) => value !== ""));
    if (values.length === 0) {
      note(`the filter ${name} offers nothing`);
    }
    for (const value of values) {
      await select.selectOption(value);
      const count = attempts.filter((attempt) => fits[name](attempt, value)).length;
      const shown = await visibleAttempts(page);
      const rows = await page.locator("tr[data-row]:visible").count();
      const said = await page.locator("#shown").textContent();
      const sentence = count === attempts.length ? `All ${count} attempts are shown.` : `${count} of ${attempts.length} attempts ${count === 1 ? "is" : "are"} shown.`;
      if (shown !== count || rows !== count || said !== sentence) {
        note(`${name}=${value}: ${shown} sections and ${rows} rows instead of ${count}, said "${said}"`);
      }
    }
    await page.locator("#filter-reset").click();
    if ((await visibleAttempts(page)) !== attempts.length) {
      note("not all attempts come back");
    }
  }
}

/** What a button copies arrives, by the clipboard's interface and, where there is none, by selection. */
async function copied({ page, note }, report) {
  const count = await page.locator("button.copy:visible").count();
  if (count === 0) {
    report.json.attempts.forEach(() => note("there is nothing to copy"));
    return;
  }
  const readClipboard = () => navigator.clipboard.readText();
  await copies(page, note, page.locator("button.copy:visible").last(), readClipboard);
  await copies(page, note, page.locator("button.copy.all:visible").first(), readClipboard);
  await page.evaluate(() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined, configurable: true });
    document.addEventListener("copy", () => (window.__copied = document.activeElement.value));
  });
  await copies(page, note, page.locator("button.copy:visible").first(), () => window.__copied);
}

async function copies(page, note, button, read) {
  const wanted = await button.evaluate((element) => {
    const target = document.getElementById(element.dataset.copy);
    const rows = Array.from(target.children, (row) => `${row.querySelector("dt")?.textContent}: ${row.querySelector("dd > span")?.textContent}`);
    return target.tagName === "DL" ? rows.join("\n") : target.textContent;
  });
  await button.click();
  const label = await button.locator("span", { hasText: "Copied" }).first().textContent({ timeout: 1500 }).catch(() => "nothing new");
  const found = await page.evaluate(read);
  const said = await page.locator("#announcement").textContent();
  if (found !== wanted || label !== "Copied" || !said.endsWith(" copied")) {
    note(`"${wanted}" was copied as "${found}", the button says "${label}", the reader hears "${said}"`);
  }
}

/** Words that every reader must find: verdict, cause, what to do, steps. */
function essential(json) {
  const causes = json.attempts.map((attempt) => json.findings.find((finding) => attempt.root_cause !== null && finding.id === attempt.root_cause));
  const words = json.attempts.flatMap((attempt) => [attempt.verdict, attempt.outcome.toUpperCase(), ...attempt.steps.map((step) => step.stage)]);
  const guidance = causes.flatMap((cause) => (cause === undefined ? [] : [cause.code, ...(cause.guidance?.resolve ?? [])]));
  return [...words, ...guidance.map((text) => (text.split("`").length % 2 === 1 ? text.replaceAll("`", "") : text))];
}

const squeezed = (text) => text.replace(/\s+/g, " ").trim();

async function missing(page, words) {
  const text = squeezed(await page.evaluate(() => document.body.innerText));
  return words.map(squeezed).filter((word) => !text.includes(word));
}

/** Without script everything is there, nothing offers what it cannot do, and a link to a step opens it. */
async function readsWithoutScript(browser, report, faults) {
  const session = await opened(browser, report, faults, { javaScriptEnabled: false, label: "no script" });
  const { page, note } = session;
  (await missing(page, essential(report.json))).forEach((word) => note(`"${word}" is missing`));
  if ((await page.locator("button:visible, select:visible").count()) > 0) {
    note("a control is shown that does nothing");
  }
  if (report.json.attempts.some((attempt) => attempt.steps.length > 0)) {
    await page.goto(`${report.url}#attempt-1-step-1`);
    const shown = await page.evaluate(() => document.querySelector(".step:target .facts-of-step")?.checkVisibility({ contentVisibilityAuto: true }));
    if (shown !== true) {
      note("a link to a step does not open it");
    }
  }
  await session.context.close();
}

const textOf = async (file) => (await promisify(execFile)("pdftotext", [file, "-"])).stdout;

/** On paper: the essentials and what is closed on the screen; no controls. */
async function prints({ page, note }, report) {
  const file = join(scratch, `${report.name}.pdf`);
  await page.pdf({ path: file, format: "A4", printBackground: false });
  const paper = squeezed((await textOf(file))).replaceAll(" ", "");
  const wanted = report.json.attempts.flatMap((attempt) => [attempt.verdict, attempt.outcome.toUpperCase()]);
  wanted.filter((word) => !paper.includes(squeezed(word).replaceAll(" ", ""))).forEach((word) => note(`"${word}" is not on paper`));
  if (report.json.attempts.length > 0 && !paper.includes("Time(UTC)")) {
    note("the details of the steps are not on paper");
  }
  await page.emulateMedia({ media: "print" });
  if ((await page.locator("button:visible, select:visible").count()) > 0) {
    note("a control is on paper");
  }
  const wide = await page.evaluate(() => Array.from(document.querySelectorAll("main table")).filter((table) => table.scrollWidth > table.parentElement.clientWidth + 1).length);
  if (wide > 0) {
    note(`${wide} tables are cut on paper`);
  }
  await page.emulateMedia({ media: "screen" });
}

/** At 360 pixels the page does not scroll sideways, and the verdict is on the first screen; on a wide screen the cause is too. */
async function fits({ page, note }, report) {
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  for (const [width, height] of [[360, 740], [1280, 800]]) {
    await page.setViewportSize({ width, height });
    const scrolled = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (scrolled > 0) {
      note(`at ${width} pixels the page is ${scrolled} pixels too wide`);
    }
    const low = await page.evaluate(() => {
      const first = document.querySelector(".lead, .verdict .cause, .verdict .sentence, #overview-title");
      return first === null ? "nothing" : first.getBoundingClientRect().bottom + scrollY > innerHeight ? first.className : null;
    });
    if (low !== null && report.name !== ATTACK) {
      note(`at ${width} pixels not on the first screen: ${low}`);
    }
  }
}

/** A step of the diagram leads to its details, which open. */
async function leads({ page, note }, report) {
  const steps = page.locator("svg.sequence a");
  const count = report.json.attempts.reduce((sum, attempt) => sum + attempt.steps.length, 0);
  if ((await steps.count()) !== count) {
    note(`${await steps.count()} steps in the diagram instead of ${count}`);
  }
  if (count > 0) {
    await steps.last().focus();
    await page.keyboard.press("Enter");
    const open = await page.waitForFunction(() => document.querySelector(".step:target")?.open === true, null, { timeout: 2000 }).catch(() => null);
    if (open === null) {
      note("a step of the diagram does not open its details");
    }
  }
}

/** What a reader does with the page, one after the other. */
async function used(browser, report, faults) {
  const session = await opened(browser, report, faults, { label: "page", permissions: ["clipboard-read", "clipboard-write"] });
  for (const check of [reachable, copied, filtered, leads, prints, fits]) {
    await check(session, report).catch((error) => session.note(`${check.name}: ${error.message}`));
  }
  await closed(session);
}

const checks = [accessible, used, readsWithoutScript];
let wrong = 0;
let seen = 0;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGUMENTS });
try {
  for (const make of reports()) {
    const faults = [];
    const report = make();
    for (const check of checks) {
      await check(browser, report, faults).catch((error) => faults.push(`${check.name}: ${error.message}`));
    }
    seen += 1;
    wrong += faults.length > 0 ? 1 : 0;
    console.log(`${faults.length === 0 ? "ok  " : "FAIL"} ${report.name} (${report.json.attempts.length} attempts)`);
    faults.forEach((fault) => console.log(`     ${fault}`));
  }
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`${seen} reports, ${wrong} with faults`);
process.exit(wrong === 0 && seen > 0 ? 0 : 1);
