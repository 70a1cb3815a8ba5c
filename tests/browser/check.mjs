// Opens the HTML report of every sample, of a capture made of attacks, and of many captures in Chromium and looks at what a reader would meet.
//
//   node check.mjs ENTRACE [REPORT...]
//
// ENTRACE is the built binary; with names of samples, `attack`, `many` or `very-many` only these are looked at. `playwright-core` and `axe-core` are found from the current
// directory, `pdftotext` from the path. CHROMIUM names another browser than /usr/bin/chromium. One line a report is printed; the exit status
// is 1 when anything is wrong.

import { execFile, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { axe, launch, namesOfSamples, PASSWORD, samples } from "./browser.mjs";
import { writeMany } from "./many.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const [entrace, ...wanted] = process.argv.slice(2);
if (entrace === undefined) {
  console.error("usage: node check.mjs ENTRACE [REPORT...]");
  process.exit(2);
}

const ATTACK = "attack";
const MANY = "many";
const VERY_MANY = "very-many";
/** Milliseconds in which a report on 5,000 attempts opens. */
const OPENS_IN = 2000;
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
  const files = namesOfSamples();
  const all = files.map((name) => () => report(name, join(samples, name)));
  const attack = () => {
    const file = join(scratch, "\"><img src=x onerror=window.__xss=1>.har");
    copyFileSync(join(here, "hostile.har"), file);
    return report(ATTACK, file, ["--guidance", join(here, "hostile_guides")]);
  };
  const many = () => {
    writeMany(entrace, join(scratch, MANY), 62, 32);
    return report(MANY, join(scratch, MANY));
  };
  const names = [...files, ATTACK, MANY];
  return [...all, attack, many].filter((_, at) => wanted.length === 0 || wanted.includes(names[at]));
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

/** No findings of axe-core, in light and in dark, with everything opened, but for the rows of many attempts that are alike. The policy is bypassed
 * here alone, to bring axe-core in. In the dark nothing but colors is different. */
async function accessible(browser, report, faults) {
  const session = await opened(browser, report, faults, { bypassCSP: true, label: "axe" });
  const { page, note } = session;
  await page.evaluate((isMany) => {
    const shown = (details) => !isMany || details.closest("details.attempt:not([open])") === null;
    Array.from(document.querySelectorAll("details")).filter(shown).forEach((details) => Object.assign(details, { open: true }).style.contentVisibility = "visible");
  }, report.name === MANY);
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

/** What is in the way of Tab: everything that takes the focus and is not folded away. */
const controlsShown = () => {
  const controls = Array.from(document.querySelectorAll("a[href], button, select, input, summary, [tabindex='0']"));
  const isFolded = (control) => {
    for (let details = control.closest("details"); details !== null; details = details.parentElement.closest("details")) {
      if (!details.open && !(control.matches("summary") && control.parentElement === details)) {
        return true;
      }
    }
    return false;
  };
  const shown = controls.filter((control) => control.getClientRects().length > 0 && !isFolded(control));
  shown.forEach((control, at) => (control.dataset.check = at));
  return shown.length;
};

/** Tab reaches every control once, each shows that it has the focus, and there are few of them. */
async function reachable({ page, note }, report) {
  const expected = await page.evaluate(controlsShown);
  const rows = report.json.attempts.length + report.json.findings.filter((finding) => finding.attempt === null).length;
  if (expected > rows + 60) {
    note(`${expected} controls in the way of Tab for ${rows} rows`);
  }
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
  await movesAmongRows(page, note, report.json.attempts.length);
}

/** The arrow keys go from row to row, and Enter opens one. */
async function movesAmongRows(page, note, count) {
  const rows = page.locator("details.attempt > summary");
  if ((await rows.count()) !== (count > 1 ? count : 0)) {
    note(`${await rows.count()} rows for ${count} attempts`);
  }
  if (count < 2) {
    return;
  }
  const focused = () => page.evaluate(() => document.activeElement.closest("details.attempt")?.id);
  const wanted = [["End", count], ["ArrowUp", count - 1], ["ArrowDown", count], ["Home", 1]];
  await rows.first().focus();
  for (const [key, at] of wanted) {
    await page.keyboard.press(key);
    if ((await focused()) !== `attempt-${at}`) {
      note(`${key} leads to ${await focused()} instead of attempt-${at}`);
    }
  }
  const before = await rows.first().evaluate((row) => row.parentElement.open);
  await page.keyboard.press("Enter");
  if ((await rows.first().evaluate((row) => row.parentElement.open)) === before) {
    note("Enter does not open a row");
  }
  await page.keyboard.press("Enter");
}

/** Each value of each filter shows the attempts that the JSON names, the live region counts them, the address keeps it, and no number changes. */
async function filtered({ page, note }, report) {
  const { attempts, captures } = report.json;
  const isFew = attempts.length < 4;
  const names = await page.locator("[data-filter]").evaluateAll((controls) => controls.map((control) => control.dataset.filter));
  if (isFew || names.length === 0) {
    if (!isFew || names.length > 0) {
      note(`${names.length} filters for ${attempts.length} attempts`);
    }
    return;
  }
  const codes = (attempt) => report.json.findings.filter((finding) => finding.attempt === attempt.id).map((finding) => finding.code);
  const id = (attempt) => attempt.application.client_id;
  const nameOf = new Map(attempts.filter(({ application }) => application.name !== null).map((attempt) => [id(attempt), attempt.application.name]));
  const fits = {
    application: (attempt, value) => (nameOf.get(id(attempt)) ?? id(attempt) ?? "Unknown application") === value,
    capture: (attempt, value) => captures[attempt.capture].name === value,
    user: (attempt, value) => {
      const { label, domain, name } = attempt.user;
      return (name ?? (label === null ? "Unknown user" : domain === null ? label : `${label}@${domain}`)) === value;
    },
    outcome: (attempt, value) => attempt.outcome === value,
    code: (attempt, value) => codes(attempt).includes(value),
  };
  const numbers = () => page.locator(".overview, select option").allTextContents();
  const before = JSON.stringify(await numbers());
  for (const name of Object.keys(fits)) {
    const select = page.locator(`select[data-filter=${name}]`);
    const values = await select.locator("option").evaluateAll((options) => options.map((option) => option.value).filter((value) => value !== ""));
    if (values.length === 0) {
      note(`the filter ${name} offers nothing`);
    }
    // Of long lists the first and the last.
    for (const value of values.length > 8 ? [values[0], values.at(-1)] : values) {
      await select.selectOption(value);
      await shows(page, note, `${name}=${value}`, attempts.filter((attempt) => fits[name](attempt, value)), attempts.length);
    }
    await page.locator("#filter-reset").click();
    await shows(page, note, `${name} cleared`, attempts, attempts.length);
  }
  await searched(page, note, attempts);
  if (JSON.stringify(await numbers()) !== before) {
    note("a filter changes a number");
  }
}

/** Exactly these attempts are shown, and it is said how many they are. */
async function shows(page, note, what, wanted, all) {
  const sentence = wanted.length === all ? `All ${all} attempts` : `${wanted.length} of ${all} attempts ${wanted.length === 1 ? "matches" : "match"}`;
  await page.waitForFunction((sentence) => document.getElementById("shown").textContent === sentence, sentence, { timeout: 1500 }).catch(() => null);
  const said = await page.locator("#shown").textContent();
  const ids = await page.locator("details.attempt").evaluateAll((attempts) => attempts.filter((attempt) => attempt.checkVisibility()).map((attempt) => attempt.id));
  if (ids.join(" ") !== wanted.map((attempt) => `attempt-${attempt.id}`).join(" ") || said !== sentence) {
    note(`${what}: ${ids.length} attempts instead of ${wanted.length}, said "${said}"`);
  }
}

/** Text is searched in what is folded away too; filters are kept in the address, and a link into the page does not lose them. */
async function searched(page, note, attempts) {
  const wanted = attempts.find((attempt) => attempt.correlation_ids.length > 0);
  const id = wanted.correlation_ids[0];
  const sharing = attempts.filter((attempt) => attempt.correlation_ids.includes(id));
  await page.fill("#filter-text", `${id.toUpperCase()} entry`);
  await shows(page, note, "text", sharing, attempts.length);
  await page.selectOption("[data-filter=outcome]", wanted.outcome);
  await page.waitForURL(/outcome=/, { timeout: 1500 }).catch(() => note("a filter is not in the address"));
  const address = page.url();
  await page.goto("about:blank");
  await page.goto(address);
  await shows(page, note, "the address", sharing, attempts.length);
  await page.evaluate((id) => (location.hash = `attempt-${id}-step-1`), wanted.id);
  await page.waitForFunction((id) => document.getElementById(`attempt-${id}-step-1`).open, wanted.id, { timeout: 1500 }).catch(() => note("a step does not open"));
  await shows(page, note, "a link to what is shown", sharing, attempts.length);
  if (!page.url().includes("outcome=") || !page.url().includes("at=attempt-")) {
    note(`a link loses the filters: ${page.url()}`);
  }
  const other = attempts.find((attempt) => !sharing.includes(attempt));
  await page.evaluate((id) => (location.hash = `attempt-${id}`), other.id);
  await shows(page, note, "a link to what is hidden", attempts, attempts.length);
  await page.fill("#filter-text", "nothing-says-this");
  await shows(page, note, "nothing", [], attempts.length);
  if (!(await page.locator("#none").isVisible())) {
    note("it is not said that nothing matches");
  }
  await page.locator("#filter-reset").click();
  await shows(page, note, "cleared", attempts, attempts.length);
}

/** Each attempt has one button for the ticket. What it copies arrives, by the clipboard's interface and, where there is none, by selection. */
async function copied({ page, note }, report) {
  const buttons = page.locator("button.copy.main");
  const rows = report.json.attempts.length + report.json.findings.filter((finding) => finding.attempt === null).length;
  if ((await buttons.count()) !== rows) {
    note(`${await buttons.count()} buttons for ${rows} case notes`);
  }
  const shown = page.locator("button.copy.main:visible");
  if ((await shown.count()) === 0) {
    if (report.json.attempts.length > 0) {
      note("there is nothing to copy");
    }
    return;
  }
  await copies(page, note, shown.first(), () => navigator.clipboard.readText());
  const query = page.locator(".log details:visible").first();
  if ((await query.count()) > 0) {
    await query.locator("summary").click();
    await copies(page, note, page.locator(".listing button.copy:visible").first(), () => navigator.clipboard.readText());
    await query.locator("summary").click();
  }
  await page.evaluate(() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined, configurable: true });
    document.addEventListener("copy", () => (window.__copied = document.activeElement.value));
  });
  await copies(page, note, shown.first(), () => window.__copied);
}

async function copies(page, note, button, read) {
  const wanted = await button.evaluate((element) => document.getElementById(element.dataset.copy).textContent);
  if (wanted.length < 20) {
    note(`only "${wanted}" is to be copied`);
  }
  await button.click();
  const label = await page.waitForFunction((button) => button.firstChild.textContent === "Copied", await button.elementHandle(), { timeout: 1500 }).catch(() => null);
  const found = await page.evaluate(read);
  const said = await page.locator("#announcement").textContent();
  if (found !== wanted || label === null || !said.endsWith(" copied")) {
    note(`"${wanted.slice(0, 60)}" was copied as "${String(found).slice(0, 60)}", the reader hears "${said}"`);
  }
}

/** What a step says: who takes it stands in an element of its own, and what is behind begins with a capital. */
const said = (step) => step.replace(/^[^:`.]{1,60}: \p{L}*/u, "");

/** Words that every reader must find: verdict, cause, what to do, steps. */
function essential(json) {
  const causes = json.attempts.map((attempt) => json.findings.find((finding) => attempt.root_cause !== null && finding.id === attempt.root_cause));
  const words = json.attempts.flatMap((attempt) => [attempt.verdict, attempt.outcome.toUpperCase(), ...attempt.steps.map((step) => step.path)]);
  const guidance = causes.flatMap((cause) => (cause === undefined ? [] : [cause.code, ...(cause.guidance?.resolve ?? []).map(said)]));
  return [...words, ...guidance.map((text) => (text.split("`").length % 2 === 1 ? text.replaceAll("`", "") : text))];
}

const squeezed = (text) => text.replace(/\s+/g, " ").trim();

async function missing(page, words) {
  const text = squeezed(await page.evaluate(() => document.body.innerText));
  return words.map(squeezed).filter((word) => !text.includes(word));
}

/** Without script everything can be opened and read, nothing offers what it cannot do, and a link to a step opens it. */
async function readsWithoutScript(browser, report, faults) {
  const session = await opened(browser, report, faults, { javaScriptEnabled: false, label: "no script" });
  const { page, note } = session;
  const closedRow = await page.$("details.attempt:not([open]) > summary");
  if (closedRow !== null) {
    await closedRow.click();
    if (!(await closedRow.evaluate((row) => row.parentElement.open))) {
      note("a row does not open");
    }
  }
  // What is off the screen has no text for `innerText` where the browser leaves it out.
  await page.evaluate(() => document.querySelectorAll("details.attempt").forEach((details) => Object.assign(details, { open: true }).style.contentVisibility = "visible"));
  (await missing(page, essential(report.json))).forEach((word) => note(`"${word}" is missing`));
  if ((await page.locator("button:visible, select:visible, input:visible").count()) > 0) {
    note("a control is shown that does nothing");
  }
  if (report.json.attempts.some((attempt) => attempt.steps.length > 0)) {
    await page.goto(`${report.url}#attempt-1-step-1`);
    const shown = await page.evaluate(() => document.querySelector(".step:target .facts-list")?.checkVisibility({ contentVisibilityAuto: true }));
    if (shown !== true) {
      note("a link to a step does not open it");
    }
  }
  await session.context.close();
}

const textOf = async (file) => (await promisify(execFile)("pdftotext", [file, "-"])).stdout;

/** On paper: the summary and the attempts that failed, or all where none did; what was opened; no controls. */
async function prints({ page, note }, report) {
  const { attempts } = report.json;
  const file = join(scratch, `${report.name}.pdf`);
  await page.pdf({ path: file, format: "A4", printBackground: false });
  const text = await textOf(file);
  const paper = squeezed(text).replaceAll(" ", "");
  const isOn = (attempt) => paper.includes(squeezed(attempt.verdict).replaceAll(" ", ""));
  await page.emulateMedia({ media: "print" });
  const printed = await page.locator(".attempt").evaluateAll((all) => all.filter((attempt) => attempt.checkVisibility()).map((attempt) => attempt.id));
  // What a later attempt made good is no failure that anybody looks for.
  const rows = await page.locator("details.attempt").evaluateAll((all) => all.filter((row) => row.firstElementChild.textContent.includes("then signed in")).map((row) => row.id));
  const failed = attempts.filter((attempt) => ["failed", "interrupted"].includes(attempt.outcome) && !rows.includes(`attempt-${attempt.id}`));
  const wanted = failed.length > 0 ? failed : attempts;
  if (printed.join(" ") !== wanted.map((attempt) => `attempt-${attempt.id}`).join(" ")) {
    note(`on paper are ${printed.length} attempts instead of ${wanted.length}`);
  }
  wanted.filter((attempt) => !isOn(attempt)).forEach((attempt) => note(`"${attempt.verdict}" is not on paper`));
  const pages = text.split("\f").length - 1;
  if (pages > wanted.length * 1.5 + 3) {
    note(`${pages} pages for ${wanted.length} attempts`);
  }
  if ((await page.locator("button:visible, select:visible, input:visible").count()) > 0) {
    note("a control is on paper");
  }
  const wide = await page.evaluate(() => Array.from(document.querySelectorAll("main table")).filter((table) => table.scrollWidth > table.parentElement.clientWidth + 1).length);
  if (wide > 0) {
    note(`${wide} tables are cut on paper`);
  }
  await page.emulateMedia({ media: "screen" });
}

/** From a phone to a wide screen the page does not scroll sideways and cuts no column; the answer is on the first screen. */
async function fits({ page, note }, report) {
  for (const [width, height] of [[360, 740], [390, 844], [768, 1024], [1280, 800], [1920, 1080]]) {
    await page.setViewportSize({ width, height });
    const low = await page.evaluate(() => {
      const first = document.querySelector(".lead, .head .sentence, #overview-title");
      return first === null ? "nothing" : first.getBoundingClientRect().bottom + scrollY > innerHeight ? first.className : null;
    });
    if (low !== null && report.name !== ATTACK) {
      note(`at ${width} pixels not on the first screen: ${low}`);
    }
  }
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  for (const width of [360, 390, 768, 1280, 1920]) {
    await page.setViewportSize({ width, height: 800 });
    const { scrolled, cut } = await page.evaluate(() => {
      const isCut = (element) => element.scrollWidth > element.clientWidth + 1 && element.closest(".scroll, .visually-hidden, select, svg, thead") === null;
      const cut = Array.from(document.querySelectorAll("main *")).filter((element) => element.clientWidth > 0 && isCut(element));
      return { scrolled: document.documentElement.scrollWidth - document.documentElement.clientWidth, cut: cut.slice(0, 3).map((element) => element.className || element.tagName) };
    });
    if (scrolled > 0) {
      note(`at ${width} pixels the page is ${scrolled} pixels too wide`);
    }
    if (cut.length > 0) {
      note(`at ${width} pixels these are cut: ${cut.join(", ")}`);
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
    await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = !details.matches(".step"))));
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
  for (const check of [reachable, prints, copied, filtered, leads, fits]) {
    await check(session, report).catch((error) => session.note(`${check.name}: ${error.message}`));
  }
  await closed(session);
}

/** A report on 5,000 attempts opens quickly, is searched quickly, and every attempt can be read. */
async function opensQuickly(browser) {
  const faults = [];
  writeMany(entrace, join(scratch, VERY_MANY), 5000, 50);
  const large = report(VERY_MANY, join(scratch, VERY_MANY));
  const { attempts } = large.json;
  // The machine may be at something else, too: the best of three counts.
  const times = [];
  for (let round = 0; round < 3; round += 1) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.goto(large.url);
    times.push(await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => setTimeout(() => painted(performance.now()), 0)))));
    await context.close();
  }
  const quickest = Math.round(Math.min(...times));
  if (attempts.length < 5000 || quickest > OPENS_IN) {
    faults.push(`${attempts.length} attempts open in ${quickest} ms`);
  }
  const session = await opened(browser, large, faults, { label: "very many" });
  const { page, note } = session;
  const one = attempts[2500];
  await page.fill("#filter-text", one.correlation_ids[0]);
  await shows(page, note, "one of very many", attempts.filter((attempt) => attempt.correlation_ids.includes(one.correlation_ids[0])), attempts.length);
  await page.locator(`#attempt-${one.id} > summary`).click();
  if (!(await page.locator(`#attempt-${one.id} pre`).innerText()).includes(one.verdict.slice(0, 40))) {
    note("an attempt cannot be read");
  }
  await closed(session);
  console.log(`     5,000 attempts open in ${quickest} ms, ${Math.round(statSync(fileURLToPath(large.url)).size / 1e6)} MB`);
  return { report: large, faults };
}

const checks = [accessible, used, readsWithoutScript];
let wrong = 0;
let seen = 0;
const browser = await launch();
const tell = ({ name, json }, faults) => {
  seen += 1;
  wrong += faults.length > 0 ? 1 : 0;
  console.log(`${faults.length === 0 ? "ok  " : "FAIL"} ${name} (${json.attempts.length} attempts)`);
  faults.forEach((fault) => console.log(`     ${fault}`));
};
try {
  for (const make of reports()) {
    const faults = [];
    const report = make();
    for (const check of checks) {
      await check(browser, report, faults).catch((error) => faults.push(`${check.name}: ${error.message}`));
    }
    tell(report, faults);
  }
  if (wanted.length === 0 || wanted.includes(VERY_MANY)) {
    const { report, faults } = await opensQuickly(browser);
    tell(report, faults);
  }
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`${seen} reports, ${wrong} with faults`);
process.exit(wrong === 0 && seen > 0 ? 0 : 1);
