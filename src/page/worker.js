// Runs the program once, beside the page, so that the page never waits: `{ program, words, files, passwords }` in, what came of it out.
"use strict";

/** Milliseconds between two words on how far it is. */
const PAUSE = 100;
/** Where the program writes. No file that a person chose is there. */
const OUTPUT = ".entrace";

/** The folder that the program sees. `files` are paths and files. */
function seen(files, prompt, onRead) {
  const root = new Folder();
  for (const [path, file] of files) {
    const parts = path.split("/");
    const name = parts.pop();
    let folder = root;
    for (const part of parts) {
      if (!folder.entries.has(part)) {
        folder.entries.set(part, new Folder());
      }
      folder = folder.entries.get(part);
    }
    folder.entries.set(name, new Chosen(file, onRead));
  }
  for (const name of [OUTPUT, "tmp"]) {
    root.entries.set(name, new Folder());
  }
  const devices = new Folder();
  devices.entries.set("stdin", prompt).set("stdout", prompt);
  root.entries.set("dev", devices);
  return root;
}

onmessage = async ({ data: { program, words, files, password } }) => {
  let told = performance.now();
  const onRead = (file, end) => {
    if (performance.now() - told > PAUSE) {
      told = performance.now();
      postMessage({ progress: { read: end, size: file.size } });
    }
  };
  let typed = password === undefined ? null : `${password}\n`;
  const answer = () => {
    if (typed === null) {
      throw new PasswordWanted(prompt.text);
    }
    const line = typed;
    typed = "";
    return line;
  };
  const [prompt, out, errors] = [new Terminal(answer), new Terminal(answer), new Terminal(answer)];
  const root = seen(files, prompt, onRead);
  let instance;
  const memory = () => instance.exports.memory;
  // What is told is plain text.
  const environment = ["NO_COLOR=1", "TERM=dumb"];
  const imports = system({ root, standard: [prompt, out, errors], words: ["entrace", ...words], environment, memory });
  let status = 0;
  let fault;
  try {
    instance = await WebAssembly.instantiate(program, { wasi_snapshot_preview1: imports });
    instance.exports._start();
  } catch (error) {
    if (error instanceof PasswordWanted) {
      postMessage({ wanted: error.message });
      return;
    }
    if (error instanceof Exit) {
      status = error.status;
    } else {
      fault = String(error.message);
    }
  }
  const outputs = [...root.entries.get(OUTPUT).entries].map(([name, node]) => [name, node.blob()]);
  const bytes = instance?.exports.memory.buffer.byteLength ?? 0;
  postMessage({ ended: { status, fault, out: out.text, told: errors.text, outputs: new Map(outputs), bytes } });
};
