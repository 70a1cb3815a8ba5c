#!/usr/bin/env node
// Runs the program in the package for this platform, which npm installed as an optional dependency. No script has to run when it is installed.
"use strict";

const { spawnSync } = require("node:child_process");

function platform() {
  const name = `${process.platform}-${process.arch}`;
  if (process.platform !== "linux") return name;
  process.report.excludeNetwork = true;
  return `${name}-${process.report.getReport().header.glibcVersionRuntime ? "gnu" : "musl"}`;
}

const name = `@entrace/${platform()}`;
let program;
try {
  program = require.resolve(`${name}/${process.platform === "win32" ? "entrace.exe" : "entrace"}`);
} catch {
  console.error(`error: ${name} is not installed: install entrace with its optional dependencies, or another package of entrace if there is none for here`);
  process.exit(2);
}

const { error, signal, status } = spawnSync(program, process.argv.slice(2), { stdio: "inherit" });
if (error) {
  console.error(`error: ${program}: ${error.message}`);
  process.exit(2);
}
if (signal) process.kill(process.pid, signal);
process.exitCode = status;
