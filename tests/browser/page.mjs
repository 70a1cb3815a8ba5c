// Uses the page that runs entrace in a browser as a person would, from a file, and tries to get something out of it.
//
//   node page.mjs ENTRACE PAGE [CHECK...]
//   node page.mjs ENTRACE PAGE --pictures FOLDER [STATE...]
//
// ENTRACE is the built binary, PAGE what `.ci/web` built; with names of checks only these are done. One line a check is printed; the exit status
// is 1 when anything is wrong. Pictures are of the states of the page, on a desk and on a phone, light and dark.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

import { attempts, control, listen } from "./attempts.mjs";
import { axe, launch, namesOfSamples, PASSWORD, samples } from "./browser.mjs";

const [entrace, file, ...wanted] = process.argv.slice(2);
if (file === undefined) {
  console.error("usage: node page.mjs ENTRACE PAGE [CHECK...]");
  process.exit(2);
}
const url = pathToFileURL(resolve(file)).href;
const scratch = mkdtempSync(join(tmpdir(), "entrace-page-"));
const ENCRYPTED = "account-disabled.saz";
const PLAIN = "conditional-access-block.har";

/** Runs the command line. */
function native(...words) {
  const run = spawnSync(entrace, words, { env: { ...process.env, ENTRACE_PASSWORD: PASSWORD }, encoding: "utf8", maxBuffer: 1 << 30 });
  if (![0, 1, 3].includes(run.status)) {
    throw new Error(`entrace ${words.join(" ")}: exit status ${run.status}: ${run.stderr}`);
  }
  return run.stdout;
}

const sample = (name) => join(samples, name);
const logs = resolve(samples, "../tests/it/sign_in_logs");
const exportedLogs = readdirSync(logs).map((name) => join(logs, name)).filter((path) => statSync(path).isFile());
const made = (name, content) => {
  const path = join(scratch, name);
  writeFileSync(path, content);
  return path;
};

/** The page in a window of its own, in which everything that it should not do is noted. */
async function opened(browser, note, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  const noted = (text) => !options.attacked && note(text);
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && noted(`console: ${message.text()}`));
  page.on("pageerror", (error) => noted(`error: ${error.message}`));
  page.on("request", (request) => !request.url().startsWith("blob:") && request.url() !== url && noted(`a request: ${request.url()}`));
  page.on("popup", () => noted("a window was opened"));
  await page.goto(url);
  return page;
}

/** Until the next result there is none. */
const forget = (page) => page.evaluate(() => (document.body.dataset.state = ""));
const state = (page) => page.evaluate(() => document.body.dataset.state);
const done = (page, timeout = 30_000) => page.waitForFunction(() => ["result", "failed"].includes(document.body.dataset.state) || document.querySelector("dialog[open]") !== null, null, { timeout });

/** Chooses files and waits for what comes of it; a password is typed when the page asks for one. */
async function read(page, paths, password = PASSWORD, timeout = 30_000) {
  await forget(page);
  await page.setInputFiles("#files", paths);
  await done(page, timeout);
  if (await page.locator("#password").evaluate((dialog) => dialog.open)) {
    await page.fill("#password-field", password);
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => !document.querySelector("#password").open);
    await done(page, timeout);
  }
  return state(page);
}

/** Drops real files and folders onto the page. */
async function drop(page, paths) {
  await forget(page);
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await session.send("Input.dispatchDragEvent", { type, x: 400, y: 20, data });
  }
  await done(page);
}

const told = (page) => page.locator("#failed-told, #messages-told").allTextContents().then((texts) => texts.join(" "));

/** When files were saved: the browser drops what a page saves beyond ten in a second. */
const begun = [];
const [MOST, SPAN] = [8, 1_200];

/** What the page saves when something is done. */
async function saved(page, act) {
  await page.waitForTimeout(Math.max(0, (begun.at(-MOST) ?? 0) + SPAN - Date.now()));
  begun.push(Date.now());
  const [download] = await Promise.all([page.waitForEvent("download", { timeout: 60_000 }), act()]);
  const path = join(scratch, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}
const savedAs = (page, format) => saved(page, () => page.selectOption("#save-report", format));

/** Every sample, every sign-in log, and a case of capture and log: the JSON and the HTML of the command line, byte for byte. */
async function sameAsCommandLine(browser, note) {
  const page = await opened(browser, note);
  const log = exportedLogs[0];
  const cases = [...namesOfSamples().map((name) => [sample(name)]), ...exportedLogs.map((path) => [path]), [sample(PLAIN), log]];
  for (const paths of cases) {
    const name = paths.map((path) => basename(path)).join(", ");
    if ((await read(page, paths)) !== "result") {
      note(`${name}: ${await told(page)}`);
      continue;
    }
    for (const format of ["html", "json"]) {
      if (readFileSync(await savedAs(page, format), "utf8") !== native(...paths, "--format", format, "--quiet")) {
        note(`${name}: another report as ${format}`);
      }
    }
  }
  await page.context().close();
  return `${cases.length} cases`;
}

/** Files one by one, several at once, a folder that is dropped, one that is chosen, and more files next to those that are there. */
async function takesAll(browser, note) {
  const page = await opened(browser, note);
  const folder = join(scratch, "case");
  mkdirSync(join(folder, "inner"), { recursive: true });
  const names = namesOfSamples().filter((name) => name.endsWith(".har"));
  const [first, second, third] = names;
  writeFileSync(join(folder, first), readFileSync(sample(first)));
  writeFileSync(join(folder, "inner", second), readFileSync(sample(second)));
  const captures = async () => JSON.parse(readFileSync(await savedAs(page, "json"), "utf8")).captures.map((capture) => capture.name);
  const expect = async (what, expected) => {
    const found = (await state(page)) === "result" ? await captures() : [await told(page)];
    if (JSON.stringify(found) !== JSON.stringify(expected)) {
      note(`${what}: ${found.join(", ")} instead of ${expected.join(", ")}`);
    }
  };
  await drop(page, [sample(first)]);
  await expect("a file dropped", [first]);
  await drop(page, [sample(first), sample(second)]);
  await expect("two files dropped", [first, second]);
  await drop(page, [folder]);
  await expect("a folder dropped", [`case/${first}`, `case/inner/${second}`]);
  await forget(page);
  await page.setInputFiles("#folder", folder);
  await done(page);
  await expect("a folder chosen", [`case/${first}`, `case/inner/${second}`]);
  const choosing = page.waitForEvent("filechooser");
  await page.click("#add");
  await forget(page);
  await (await choosing).setFiles([sample(third), sample(first)]);
  await done(page);
  await expect("files added", [`case/${first}`, `case/inner/${second}`, third, first]);
  const twin = join(folder, "inner", first);
  writeFileSync(twin, readFileSync(sample(second)));
  await read(page, [sample(first), twin]);
  await expect("two files of one name", [first, first.replace(".har", " (2).har")]);
  await page.context().close();
}

/** What is saved clean is clean: the command line reads it, finds what it found before, and no secret of the sample is left. */
async function savesClean(browser, note) {
  const page = await opened(browser, note);
  const verdicts = (path) => JSON.parse(native(path, "--format", "json", "--quiet")).attempts.map((attempt) => attempt.outcome);
  const files = [PLAIN, ENCRYPTED, "consent-declined.txt", "mfa-denied.har.gz"].map(sample);
  for (const path of [...files, ...exportedLogs]) {
    const name = basename(path);
    await read(page, path);
    const clean = await saved(page, () => page.click("#save-clean"));
    const ended = page.locator("#saved");
    if (JSON.stringify(verdicts(clean)) !== JSON.stringify(verdicts(path))) {
      note(`${name}: the clean capture tells something else`);
    }
    const output = join(scratch, `native-${basename(clean)}`);
    native("sanitize", path, "-o", output, "--quiet");
    if (!readFileSync(clean).equals(readFileSync(output))) {
      note(`${name}: the command line writes another clean capture`);
    }
    if (!(await ended.innerText()).includes(basename(clean))) {
      note(`${name}: the receipt does not name the file`);
    }
    await page.keyboard.press("Escape");
  }
  await read(page, [sample(PLAIN), sample("locked-out.har")]);
  if (await page.locator("#save-clean").isVisible()) {
    note("a clean capture of several is offered");
  }
  const bundle = await saved(page, () => page.click("#save-bundle"));
  if (JSON.stringify(verdicts(bundle)) !== JSON.stringify([...verdicts(sample(PLAIN)), ...verdicts(sample("locked-out.har"))])) {
    note("the bundle tells something else");
  }
  await page.context().close();
}

/** A zip whose one member unpacks to far more than may be. */
function zipBomb() {
  const script = "import sys,zipfile\nz=zipfile.ZipFile(sys.argv[1],'w',zipfile.ZIP_DEFLATED)\nwith z.open('bomb.har','w',force_zip64=True) as f:\n  f.write(b'{\"log\":{\"entries\":[')\n  [f.write(b' '*(1<<24)) for _ in range(320)]\nz.close()";
  const path = join(scratch, "bomb.zip");
  execFileSync("python3", ["-c", script, path]);
  return path;
}

/** What is wrong with a file is said, in words that name it; nothing breaks, and the next file is read. */
async function survives(browser, note) {
  const page = await opened(browser, note);
  const nested = `{"log":{"entries":${"[".repeat(2_000_000)}`;
  const deep = `{"log":{"entries":[{"request":{"url":"https://login.microsoftonline.com/x","postData":{"text":"${"[".repeat(200_000)}"}},"response":${'{"a":'.repeat(100_000)}`;
  const bad = [
    ["empty.har", ""],
    ["picture.png", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex")],
    ["words.har", "nothing of the kind"],
    ["nested.har", nested],
    ["deep.har", deep],
    ["gzip-cut.har.gz", gzipSync(readFileSync(sample(PLAIN))).subarray(0, 300)],
    ["saz-cut.saz", readFileSync(sample(ENCRYPTED)).subarray(0, 900)],
  ].map(([name, content]) => made(name, content));
  for (const path of [...bad, zipBomb()]) {
    const ended = await read(page, path, PASSWORD, 60_000);
    const text = await told(page);
    const expected = spawnSync(entrace, [path, "--format", "html", "-o", join(scratch, "bad.html")], { encoding: "utf8" });
    const words = expected.stderr.replaceAll(path, basename(path)).replace(/^(error|note|warning): /gm, "").trim().split("\n");
    if (ended === "failed" && text.trim() === "") {
      note(`${basename(path)}: nothing is said`);
    }
    words.filter((line) => !text.includes(line)).forEach((line) => note(`${basename(path)}: the command line says "${line}", the page "${text.slice(0, 200)}"`));
    if ((await read(page, sample(PLAIN))) !== "result") {
      note(`after ${basename(path)} nothing is read any more`);
    }
  }
  const mixed = await read(page, [sample(PLAIN), bad[0]]);
  if (mixed !== "result" || !(await told(page)).includes("empty.har")) {
    note("one bad file takes a good one with it");
  }
  await page.context().close();
  return `${bad.length + 1} files`;
}

/** A password is asked for once; a wrong one can be typed again; without one it goes on. */
async function asksForPassword(browser, note) {
  const page = await opened(browser, note);
  if ((await read(page, sample(ENCRYPTED), "wrong")) !== "failed" || !(await told(page)).includes("password is wrong")) {
    note(`a wrong password: ${await told(page)}`);
  }
  await page.locator("#failed .other-password").click();
  await page.fill("#password-field", PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.body.dataset.state === "result", null, { timeout: 20_000 }).catch(() => note("the right password is not taken"));
  await page.locator("#result .again").click();
  await page.setInputFiles("#files", [sample(ENCRYPTED), sample(PLAIN)]);
  await page.waitForFunction(() => document.querySelector("#password").open);
  if (!(await page.locator("#password-text").innerText()).includes(ENCRYPTED)) {
    note("it is not said which archive needs a password");
  }
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.body.dataset.state === "result", null, { timeout: 20_000 }).catch(() => note("without a password nothing goes on"));
  if (!(await told(page)).includes(ENCRYPTED)) {
    note("it is not said that an archive was left out");
  }
  await page.context().close();
}

const STATES = {
  empty: async () => {},
  opened: async (page) => page.locator(".about summary").click(),
  busy: async (page) => {
    await page.setInputFiles("#files", large(200));
    await page.waitForFunction(() => document.querySelector("#busy-bar").position > 0.2);
  },
  failed: async (page) => read(page, made("words.har", "nothing of the kind")),
  password: async (page) => {
    await page.setInputFiles("#files", sample(ENCRYPTED));
    await page.waitForFunction(() => document.querySelector("#password").open);
  },
  result: async (page) => read(page, sample(PLAIN)),
  messages: async (page) => read(page, [sample("cut-off.har"), made("words.har", "nothing of the kind")]),
  saved: async (page) => {
    await read(page, sample(PLAIN));
    await saved(page, () => page.click("#save-clean"));
  },
};
const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

/** No findings of axe-core in any state, light and dark, on a desk and on a phone; nothing is wider than the screen. */
async function accessible(browser, note) {
  for (const [name, reach] of Object.entries(STATES)) {
    if (name === "busy") {
      continue;
    }
    for (const [size, viewport] of Object.entries(SIZES)) {
      const page = await opened(browser, note, { viewport, bypassCSP: true });
      await reach(page);
      await page.evaluate(axe);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        const result = await page.evaluate(() => window.axe.run(document, { iframes: false, resultTypes: ["violations"] }));
        result.violations.forEach(({ id, nodes }) => note(`${name}, ${size}, ${colorScheme}: ${id}: ${nodes[0].html.slice(0, 120)}`));
        if (result.passes.length === 0) {
          note(`${name}: nothing was checked`);
        }
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) {
        note(`${name}, ${size}: ${wide} pixels too wide`);
      }
      await page.context().close();
    }
  }
}

/** All of it without a mouse: Tab reaches every control and shows it, Enter chooses files, and focus goes to what is new. */
async function keyboard(browser, note) {
  const page = await opened(browser, note);
  const controls = "button:visible, summary:visible, select:visible, input:visible, iframe:visible";
  const reaches = async (where) => {
    const expected = await page.locator(controls).count();
    const reached = new Set();
    await page.evaluate(() => document.activeElement.blur());
    for (let presses = 0; presses < expected + 4; presses += 1) {
      await page.keyboard.press("Tab");
      const focus = await page.evaluate(() => {
        const focused = document.activeElement;
        const style = getComputedStyle(focused);
        return { name: focused.id || focused.textContent, isFrame: focused.matches("iframe, body"), outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1 };
      });
      reached.add(focus.name);
      if (!focus.isFrame && !focus.outlined) {
        note(`${where}: no visible focus: ${focus.name}`);
      }
      if (focus.isFrame) {
        break;
      }
    }
    if (reached.size < expected) {
      note(`${where}: Tab reaches ${reached.size} of ${expected} controls`);
    }
  };
  await reaches("empty");
  const choosing = page.waitForEvent("filechooser", { timeout: 5000 });
  await page.focus("#choose-files");
  await page.keyboard.press("Enter");
  await (await choosing).setFiles(sample(PLAIN));
  await page.waitForFunction(() => document.body.dataset.state === "result");
  if ((await page.evaluate(() => document.activeElement.id)) !== "main" || !(await page.locator("#announcement").textContent()).includes(PLAIN)) {
    note("a reader does not hear that the report is there");
  }
  await reaches("result");
  await page.context().close();
}

/** In the frame the report does what it does in a window of its own: it copies, filters, opens, and follows its own links. */
async function reportWorks(browser, note) {
  const page = await opened(browser, note, { permissions: ["clipboard-read", "clipboard-write"] });
  await read(page, namesOfSamples().filter((name) => name.endsWith(".har")).slice(0, 6).map(sample));
  const frame = page.frameLocator("#report");
  const button = frame.locator("button.copy.main:visible").first();
  await frame.locator("details.attempt > summary").first().click();
  await button.click();
  await page.waitForTimeout(300);
  if (!(await button.textContent()).includes("Copied")) {
    note(`the button for the ticket says "${await button.textContent()}"`);
  }
  await frame.locator("select[data-filter=outcome]").selectOption("failed");
  await page.waitForTimeout(300);
  if (!/\d+ of \d+ attempts/.test(await frame.locator("#shown").textContent())) {
    note("a filter does nothing");
  }
  const inner = frame.locator("a[href^='#']:visible").last();
  await inner.click();
  if ((await frame.locator("body").count()) !== 1 || (await state(page)) !== "result") {
    note("a link inside the report leads out of it");
  }
  await page.check("#personal");
  await page.waitForTimeout(100);
  await done(page);
  if (!(await frame.locator(".banner").innerText()).includes("names and addresses of people are shown")) {
    note("personal data are not shown when asked for");
  }
  await page.context().close();
}

/** Whatever is tried from the page, the frame, and a worker arrives nowhere; from a page without a policy all of it arrives. */
async function nothingLeaves(browser, note) {
  const server = await listen();
  const arrived = async (page, frame, where) => {
    const hits = {};
    for (const [number, [name, attempt]] of Object.entries(attempts).entries()) {
      if (attempt.where !== undefined && !attempt.where.includes(where)) {
        continue;
      }
      server.hits.length = 0;
      const target = `${server.url}/${number}`;
      if (where === "worker") {
        await frame.evaluate(([source, target]) => {
          const worker = new Worker(URL.createObjectURL(new Blob([`(${source})(${JSON.stringify(target)})`])));
          setTimeout(() => worker.terminate(), 1500);
        }, [attempt.run.toString(), target]).catch(() => null);
      } else {
        await frame.evaluate(attempt.run, target).catch(() => null);
      }
      await page.waitForTimeout(400);
      hits[name] = server.hits.includes(attempt.as ?? `/${number}`);
    }
    return hits;
  };
  const free = await opened(browser, note, { attacked: true });
  await free.goto(pathToFileURL(made("control.html", control)).href);
  const reachable = { page: await arrived(free, free, "page"), worker: await arrived(free, free, "worker") };
  await free.context().close();
  const page = await opened(browser, note, { attacked: true });
  await read(page, sample(PLAIN));
  const inner = page.frames().find((frame) => frame !== page.mainFrame());
  const found = { page: await arrived(page, page, "page"), worker: await arrived(page, page, "worker"), report: await arrived(page, inner, "page") };
  let held = 0;
  for (const [where, hits] of Object.entries(found)) {
    for (const [name, hit] of Object.entries(hits)) {
      if (!(reachable[where] ?? reachable.page)[name]) {
        note(`${name}, ${where}: arrives nowhere even without a policy, so that it shows nothing`);
      } else if (hit !== (attempts[name].open?.includes(where) ?? false)) {
        note(`${name}, ${where}: ${hit ? "arrives" : "does not arrive, though it is said to"}`);
      } else {
        held += hit ? 0 : 1;
      }
    }
  }
  await page.context().close();
  server.close();
  return `${held} attempts held`;
}

/** A HAR of about so many megabytes: the entries of a sample, again and again between requests that have nothing to do with it. */
function large(megabytes) {
  const path = join(scratch, `large-${megabytes}.har`);
  try {
    statSync(path);
    return path;
  } catch {
    const { log } = JSON.parse(readFileSync(sample(PLAIN), "utf8"));
    const filler = JSON.stringify({ ...log.entries[0], request: { ...log.entries[0].request, url: "https://shop.contoso.example/api", headers: [], queryString: [], cookies: [] }, response: { status: 200, statusText: "OK", httpVersion: "h2", headers: [], cookies: [], redirectURL: "", headersSize: -1, bodySize: -1, content: { size: 20_000, mimeType: "application/json", text: "x".repeat(20_000) } } });
    const own = log.entries.map((entry) => JSON.stringify(entry)).join(",\n");
    const count = Math.floor((megabytes * 1e6) / (filler.length + 2));
    const entries = Array.from({ length: count }, () => filler).join(",\n");
    writeFileSync(path, `{"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537.36"},"entries":[${own},\n${entries}]}}`);
    return path;
  }
}

/** Times and memory; while the program works the page answers at once. */
async function quick(browser, note) {
  const page = await opened(browser, note);
  const figures = [];
  for (const megabytes of [1, 20, 200]) {
    const path = large(megabytes);
    await page.evaluate(() => {
      window.__longest = 0;
      let last = performance.now();
      window.__beat = setInterval(() => {
        const now = performance.now();
        window.__longest = Math.max(window.__longest, now - last);
        last = now;
      }, 20);
      new MutationObserver(() => (window.__ended = performance.now())).observe(document.body, { attributeFilter: ["data-state"] });
    });
    const before = await page.evaluate(() => performance.now());
    const ended = await read(page, path, PASSWORD, 120_000);
    const { took, longest, memory } = await page.evaluate((before) => {
      clearInterval(window.__beat);
      return { took: window.__ended - before, longest: window.__longest, memory: window.entraceMemory };
    }, before);
    if (ended !== "result" || longest > 1000) {
      note(`${megabytes} MB: ${ended}, the page stood still for ${Math.round(longest)} ms`);
    }
    const clean = Date.now();
    await saved(page, () => page.click("#save-clean"));
    await page.keyboard.press("Escape");
    figures.push(`${megabytes} MB: ${(took / 1000).toFixed(2)} s, memory ${await page.evaluate(() => Math.round(Number(document.body.dataset.memory) / 1e6))} MB, clean capture ${((Date.now() - clean) / 1000).toFixed(1)} s, longest pause ${Math.round(longest)} ms`);
  }
  await page.context().close();
  return figures.join("; ");
}

const checks = { sameAsCommandLine, takesAll, savesClean, survives, asksForPassword, keyboard, reportWorks, accessible, nothingLeaves, quick };

async function pictures(browser, folder, only) {
  mkdirSync(folder, { recursive: true });
  for (const [name, reach] of Object.entries(STATES).filter(([name]) => only.length === 0 || only.includes(name))) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      for (const colorScheme of ["light", "dark"]) {
        const page = await opened(browser, console.log, { viewport, colorScheme });
        await reach(page);
        await page.waitForTimeout(200);
        await page.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}.png`) });
        await page.context().close();
      }
    }
  }
}

let wrong = 0;
const browser = await launch();
try {
  if (wanted[0] === "--pictures") {
    await pictures(browser, wanted[1], wanted.slice(2));
  } else {
    for (const [name, check] of Object.entries(checks).filter(([name]) => wanted.length === 0 || wanted.includes(name))) {
      const faults = [];
      const more = await check(browser, (fault) => faults.push(fault)).catch((error) => faults.push(error.message) && undefined);
      wrong += faults.length > 0 ? 1 : 0;
      console.log(`${faults.length === 0 ? "ok  " : "FAIL"} ${name}${typeof more === "string" ? `: ${more}` : ""}`);
      faults.forEach((fault) => console.log(`     ${fault}`));
    }
  }
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true, force: true });
}
process.exit(wrong === 0 ? 0 : 1);
