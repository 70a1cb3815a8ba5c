// Writes many captures with many sign-ins for the browser's check: the samples again and again, with other ids, users and days.
//
//   node many.mjs ENTRACE FOLDER ATTEMPTS CAPTURES

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

const samples = resolve(dirname(fileURLToPath(import.meta.url)), "../../samples");

/** Sign-ins that fail, wait and succeed; each file holds one. */
const FILES = [
  "conditional-access-block.har",
  "locked-out.har",
  "wrong-password-then-success.har",
  "mfa-registration-abandoned.har",
  "mfa-passed-and-stayed-signed-in.har",
  "password-expired-then-changed.har",
  "user-cancelled.har",
  "wrong-tenant-account.har",
];

const GUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** States, contexts and codes, which tie the steps of a sign-in together; no tokens, whose claims are read. */
const OPAQUE = /(?<![\w.-])(?:\d\.)?(?!eyJ)[\w-]{40,}(?![\w.-])/g;
const DAY = 24 * 60 * 60 * 1000;

/** A sample's entries as text, and the ids in it that stay as they are. */
function template(entrace, name) {
  const file = join(samples, name);
  const { stdout } = spawnSync(entrace, [file, "--quiet", "--format", "json"], { encoding: "utf8" });
  const [attempt] = JSON.parse(stdout).attempts;
  const { entries, creator } = JSON.parse(readFileSync(file, "utf8").replace("\uFEFF", "")).log;
  return {
    text: JSON.stringify(entries).slice(1, -1),
    creator,
    stays: new Set([attempt.tenant.id, attempt.application.client_id, attempt.resource.id, attempt.user.object_id]),
  };
}

/** The sample as another sign-in: of another user, some days later. */
function again({ text, stays }, number) {
  const days = Math.floor(number / FILES.length);
  const later = (date) => new Date(Date.parse(date) + days * DAY);
  const suffix = number.toString(16).padStart(8, "0");
  return text
    .replace(GUID, (id) => (stays.has(id) ? id : id.slice(0, -8) + suffix))
    .replace(OPAQUE, (value) => value.slice(0, -8) + suffix)
    .replace(/2026-\d\d-\d\d(?=[T ]\d\d:)/g, (date) => later(date).toISOString().slice(0, 10))
    .replace(/[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} 2026(?= \d\d:)/g, (date) => later(`${date} 00:00 GMT`).toUTCString().slice(0, 16))
    .replace(/(?<=[a-z])(@|%40)(?=[a-z]+\.example)/g, (at) => `${number % 40}${at}`);
}

/** So many sign-ins in so many HAR files of a folder. */
export function writeMany(entrace, folder, attempts, captures) {
  mkdirSync(folder, { recursive: true });
  const templates = FILES.map((name) => template(entrace, name));
  for (let capture = 0; capture < captures; capture += 1) {
    const entries = [];
    for (let number = capture; number < attempts; number += captures) {
      entries.push(again(templates[number % templates.length], number));
    }
    const name = `customer-trace-${String(capture + 1).padStart(2, "0")}.har`;
    const creator = JSON.stringify(templates[0].creator);
    writeFileSync(join(folder, name), `{"log":{"version":"1.2","creator":${creator},"entries":[${entries.join(",")}]}}`);
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const [entrace, folder, attempts, captures] = argv.slice(2);
  if (captures === undefined) {
    console.error("usage: node many.mjs ENTRACE FOLDER ATTEMPTS CAPTURES");
    process.exit(2);
  }
  writeMany(entrace, folder, Number(attempts), Number(captures));
}
