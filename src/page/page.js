// The page: what a person chose goes to the program, and what the program made is shown or saved. Nothing here opens a connection.
"use strict";
(() => {
  const at = (id) => document.getElementById(id);

  /** Where the program writes, as `worker.js` has it. */
  const OUTPUT = ".entrace";
  /** Exit statuses with which there is a report: all was read, and nothing failed or something did. */
  const READ_WHOLE = [0, 1];

  /** What was chosen: paths and files, and the names at the top, which the program is called with. */
  let chosen = new Map();
  let password;
  /** Whether the program asked for a password, and for that of which archive. */
  let asked;
  let stop = () => {};

  // The program.

  /** Z85: five letters are four bytes. */
  const LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
  const fromLetters = (text, length) => {
    const values = new Uint8Array(128);
    [...LETTERS].forEach((letter, value) => (values[letter.charCodeAt(0)] = value));
    const bytes = new DataView(new ArrayBuffer((text.length / 5) * 4));
    for (let from = 0, to = 0; from < text.length; from += 5, to += 4) {
      let number = 0;
      for (let place = from; place < from + 5; place += 1) {
        number = number * 85 + values[text.charCodeAt(place)];
      }
      bytes.setUint32(to, number);
    }
    return new Uint8Array(bytes.buffer, 0, length);
  };
  const unpacked = async () => {
    const { textContent, dataset } = at("program");
    const packed = new Blob([fromLetters(textContent.trim(), Number(dataset.length))]).stream();
    return WebAssembly.compile(await new Response(packed.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
  };
  let program;
  const compiled = () => (program ??= unpacked());

  /** Runs the program once with these words. */
  const once = async (words, onProgress) => {
    const module = await compiled();
    const url = URL.createObjectURL(new Blob([at("worker").textContent], { type: "text/javascript" }));
    const worker = new Worker(url);
    try {
      return await new Promise((resolve, reject) => {
        stop = () => resolve({ stopped: true });
        worker.onerror = (event) => reject(new Error(event.message));
        worker.onmessage = ({ data }) => {
          if (data.progress !== undefined) {
            onProgress(data.progress);
          } else {
            resolve(data);
          }
        };
        worker.postMessage({ program: module, words, files: [...chosen], password });
      });
    } finally {
      stop = () => {};
      worker.terminate();
      URL.revokeObjectURL(url);
    }
  };

  /** Runs it, and asks the person for a password when the program does. */
  const run = async (words, onProgress) => {
    for (;;) {
      const { wanted, ended } = await once(words, onProgress);
      if (wanted === undefined) {
        document.body.dataset.memory = ended?.bytes ?? "";
        return ended;
      }
      asked = wanted.replace(/^Password of (.*): $/s, "$1");
      password = (await typedPassword(`${asked} is protected by a password.`)) ?? "";
    }
  };

  // What is shown.

  const show = (state) => {
    document.body.dataset.state = state;
    for (const name of ["empty", "busy", "failed", "result"]) {
      at(name === "empty" ? "start" : name).hidden = name !== state;
    }
  };
  const say = (text) => {
    at("announcement").textContent = text;
  };
  const size = (bytes) => {
    const units = ["bytes", "KB", "MB", "GB"];
    const unit = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
    const number = bytes / 1000 ** unit;
    return `${unit > 0 && number < 10 ? number.toFixed(1) : Math.round(number)} ${units[unit]}`;
  };
  const names = () => [...new Set([...chosen.keys()].map((path) => path.split("/")[0]))];
  /** The names as words for the program. Alone a hyphen means something else. */
  const inputs = () => ["--", ...names().map((name) => (name === "-" ? "./-" : name))];
  const what = () => (names().length === 1 ? names()[0] : `${names().length} files`);

  const busy = (title) => {
    at("busy-title").textContent = title;
    at("busy-text").textContent = what();
    at("busy-bar").removeAttribute("value");
    show("busy");
    say(`${title} ${what()}`);
  };
  const onProgress = ({ read, size: all }) => {
    at("busy-bar").max = all;
    at("busy-bar").value = read;
    at("busy-text").textContent = `${what()}: ${size(read)} of ${size(all)}`;
  };

  /** Lines that the program told, each with its kind. */
  const lines = (told) => told.split("\n").filter((line) => line !== "").map((line) => line.match(/^(error|warning|note): (.*)$/s)?.slice(1) ?? ["note", line]);
  const list = (element, told) => {
    const items = lines(told).map(([kind, text]) => {
      const item = document.createElement("li");
      const head = document.createElement("b");
      item.className = kind;
      head.textContent = `${kind[0].toUpperCase()}${kind.slice(1)}: `;
      item.append(head, text);
      return item;
    });
    element.replaceChildren(...items);
    return items.length;
  };
  const offerOtherPassword = () => document.querySelectorAll(".other-password").forEach((button) => (button.hidden = asked === undefined));

  const failed = (told, title = "Nothing could be explained") => {
    at("failed-title").textContent = title;
    list(at("failed-told"), told);
    offerOtherPassword();
    show("failed");
    at("failed-title").focus();
  };

  /** A report as an address: links inside it work there, which they do not in the memory of another page. */
  const address = (report) =>
    new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(new Blob([report], { type: "text/html;charset=utf-8" }));
    });
  /** Whether there is a report to come back to. */
  let hasReport = false;
  const clear = () => {
    hasReport = false;
    at("report").src = "about:blank";
  };

  const shown = async (report, told, status) => {
    const count = list(at("messages-told"), told);
    at("messages").hidden = count === 0;
    at("messages").open = !READ_WHOLE.includes(status);
    at("messages-title").textContent = count === 1 ? "1 message" : `${count} messages`;
    offerOtherPassword();
    at("save-clean").hidden = chosen.size !== 1;
    at("report").src = await address(report);
    hasReport = true;
    show("result");
    at("main").focus();
    say(`The report on ${what()} is shown`);
  };

  // What a person does.

  const personal = () => (at("personal").checked ? ["--show-personal-data"] : []);

  /** Reads all that was chosen, and shows the report. */
  const inspect = async () => {
    busy("Reading");
    const ended = await contained(() => run(["--format", "html", "--output", `${OUTPUT}/report.html`, ...personal(), ...inputs()], onProgress));
    if (ended === undefined) {
      return;
    }
    const report = ended.outputs.get("report.html");
    if (report === undefined) {
      failed(broken(ended));
    } else {
      await shown(report, ended.told, ended.status);
    }
  };

  /** What was told; of a program that broke, that it did. */
  const broken = ({ fault, told }) => (fault === undefined || told !== "" ? told : `error: entrace failed (${fault}); please report this, without the capture`);

  /** Does something that may end without a result: then it is said why, or the person stopped it. */
  const contained = async (work) => {
    try {
      const ended = await work();
      if (ended === undefined) {
        back();
      }
      return ended;
    } catch (error) {
      failed(`error: ${error.message}`);
      return undefined;
    }
  };
  const back = () => show(hasReport ? "result" : "empty");

  const save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    // The browser takes what it saves from there, after this.
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    say(`${name} saved`);
  };

  /** What files are called that are made of what was chosen. */
  const stem = () => (names().length === 1 ? names()[0].replace(/(\.(har|saz|txt|json|csv|log|zip|gz))+$/i, "") : "sign-in");

  const ENDINGS = { html: "html", markdown: "md", text: "txt", json: "json", csv: "csv" };
  const saveReport = async (format) => {
    const ended = await working("Writing", ["--format", format, "--output", `${OUTPUT}/report`, ...personal(), ...inputs()]);
    const report = ended?.outputs.get("report");
    if (report !== undefined) {
      save(report, `${stem()}.${ENDINGS[format]}`);
    }
  };

  /** Runs the program while a report is there, and comes back to it. */
  const working = async (title, words) => {
    busy(title);
    const ended = await contained(() => run(words, onProgress));
    if (ended === undefined) {
      return undefined;
    }
    if (ended.outputs.size === 0) {
      failed(broken(ended), "Nothing was saved");
      return undefined;
    }
    show("result");
    return ended;
  };

  /** A clean file is of the format of the one that was read. In a zip its first bytes tell which that is. */
  const endingOf = async (clean) => {
    const named = names()[0].replace(/\.gz$/i, "").match(/\.(har|saz|txt|json|csv|log)$/i)?.[1];
    const [first, second] = new Uint8Array(await clean.slice(0, 2).arrayBuffer());
    return named ?? (first === 0x50 && second === 0x4b ? "saz" : first === 0x7b ? "har" : "txt");
  };

  const saveClean = async () => {
    const ended = await working("Removing secrets and personal data from", ["sanitize", "--output", `${OUTPUT}/clean`, "--receipt", `${OUTPUT}/receipt`, ...inputs()]);
    const [clean, receipt] = ["clean", "receipt"].map((name) => ended?.outputs.get(name));
    if (clean === undefined || receipt === undefined) {
      return;
    }
    const name = `${stem()}.clean.${await endingOf(clean)}`;
    const text = (await receipt.text()).replaceAll(`${OUTPUT}/clean`, name);
    save(clean, name);
    saved(name, clean.size, text);
  };

  const saveBundle = async () => {
    const ended = await working("Bundling", ["bundle", "--output", `${OUTPUT}/bundle.zip`, ...inputs()]);
    const bundle = ended?.outputs.get("bundle.zip");
    if (bundle === undefined) {
      return;
    }
    const name = `${stem()}.bundle.zip`;
    save(bundle, name);
    saved(name, bundle.size, ended.told.replaceAll(`${OUTPUT}/bundle.zip`, name));
  };

  const saved = (name, bytes, receipt) => {
    at("saved-text").textContent = `${name}, ${size(bytes)}, is in the folder for downloads. What was found of secrets and personal data is replaced; read it before you pass it on.`;
    at("saved-receipt").textContent = receipt.trim();
    at("save-receipt").onclick = () => save(new Blob([receipt], { type: "text/plain" }), `${name}.receipt.txt`);
    at("saved").showModal();
  };

  const typedPassword = (text) => {
    at("password-text").textContent = text;
    at("password-field").value = "";
    at("password").returnValue = "";
    at("password").showModal();
    at("password-field").focus();
    return new Promise((resolve) => {
      const onClose = () => resolve(at("password").returnValue === "open" ? at("password-field").value : undefined);
      at("password").addEventListener("close", onClose, { once: true });
    });
  };

  // Choosing.

  /** The same name twice would be one file. */
  const unused = (path) => {
    const [, head, ending] = path.match(/^(.*?)((?:\.[^./]*)*)$/s);
    for (let number = 2; ; number += 1) {
      const name = `${head} (${number})${ending}`;
      if (!chosen.has(name)) {
        return name;
      }
    }
  };
  const add = (path, file) => chosen.set(chosen.has(path) ? unused(path) : path, file);

  /** All files of something that was dropped: a file, or a folder with all in it. */
  const filesIn = async (handle, path) => {
    if (handle.kind === "file") {
      return [[path, await handle.getFile()]];
    }
    const inner = [];
    for await (const [name, below] of handle.entries()) {
      inner.push(...(await filesIn(below, `${path}/${name}`)));
    }
    return inner;
  };

  const take = async (found, keep) => {
    if (!keep) {
      chosen = new Map();
      clear();
    }
    asked = undefined;
    password = undefined;
    found.forEach(([path, file]) => add(path, file));
    if (chosen.size > 0) {
      await inspect();
    } else if (!keep) {
      failed("error: nothing to read: the folder holds no files");
    }
  };

  let keep = false;
  const choose = (field, keeps) => {
    keep = keeps;
    at(field).value = "";
    at(field).click();
  };
  at("files").addEventListener("change", ({ target }) => {
    take([...target.files].map((file) => [file.name, file]), keep);
    keep = false;
  });
  at("folder").addEventListener("change", ({ target }) => take([...target.files].map((file) => [file.webkitRelativePath, file]), keep));
  at("choose-files").addEventListener("click", () => choose("files", false));
  at("choose-folder").addEventListener("click", () => choose("folder", false));
  at("add").addEventListener("click", () => choose("files", true));
  at("stop").addEventListener("click", () => stop());
  at("personal").addEventListener("change", inspect);
  at("save-report").addEventListener("change", ({ target }) => {
    const format = target.value;
    target.value = "";
    saveReport(format);
  });
  at("save-clean").addEventListener("click", saveClean);
  at("save-bundle").addEventListener("click", saveBundle);
  for (const button of document.querySelectorAll(".again")) {
    button.addEventListener("click", () => {
      chosen = new Map();
      clear();
      show("empty");
      at("choose-files").focus();
    });
  }
  for (const button of document.querySelectorAll(".other-password")) {
    button.addEventListener("click", async () => {
      const typed = await typedPassword(`The password of ${asked}:`);
      if (typed !== undefined) {
        password = typed;
        await inspect();
      }
    });
  }

  let over = 0;
  const isFiles = (event) => event.dataTransfer?.types.includes("Files") && document.querySelector("dialog[open]") === null;
  addEventListener("dragenter", (event) => {
    over += 1;
    document.body.classList.toggle("over", isFiles(event));
  });
  addEventListener("dragleave", () => {
    over -= 1;
    document.body.classList.toggle("over", over > 0);
  });
  // What is dropped on the report would go to its frame. Whoever fetches a file from elsewhere leaves this page first: then a shield is before
  // the frame, until the mouse itself is back.
  let left = false;
  const shield = (is) => document.body.classList.toggle("shield", is);
  setInterval(() => {
    if (document.hasFocus() === left) {
      left = !left;
      shield(left);
    }
  }, 300);
  for (const back of ["mousemove", "wheel"]) {
    at("over").addEventListener(back, () => {
      left = false;
      shield(false);
    });
  }
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", async (event) => {
    event.preventDefault();
    over = 0;
    document.body.classList.remove("over");
    if (!isFiles(event)) {
      return;
    }
    // They are there only until this returns.
    const dropped = [...event.dataTransfer.items].filter((item) => item.kind === "file").map((item) => [item.webkitGetAsEntry(), item.getAsFile(), item.getAsFileSystemHandle?.()]);
    const each = async ([entry, file, handle]) => (entry?.isDirectory ? filesIn(await handle, entry.name) : [[file.name, file]]);
    const found = await Promise.all(dropped.map(each)).catch(() => failed("error: this browser does not hand out the folder; choose it with the button"));
    if (found !== undefined) {
      await take(found.flat(), false);
    }
  });

  // The program stands behind this script. It is ready when the first file comes.
  addEventListener("DOMContentLoaded", () => {
    compiled().catch((error) => failed(`error: this browser cannot run entrace: ${error.message}`, "This browser cannot run entrace"));
  });
})();
