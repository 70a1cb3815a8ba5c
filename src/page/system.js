// The system that the program runs on, as WASI describes it: files that a person chose, read a piece at a time, and files in memory. There is
// nothing else in it: no network, no other file of this computer.
"use strict";

/** Numbers of WASI. */
const ERROR = { none: 0, badHandle: 8, exists: 20, invalid: 28, io: 29, isFolder: 31, notFound: 44, notEmpty: 55, notFolder: 54, notSeekable: 70, outside: 76, unknown: 52 };
const KIND = { device: 2, folder: 3, file: 4 };
const OPEN = { create: 1, folder: 2, exclusive: 4, truncate: 8 };
const APPEND = 1;
const ALL_RIGHTS = 0xffffffffffffffffn;

/** Bytes that are read of a chosen file at once. */
const READ = 1 << 20;
/** Bytes of a file in memory that stand together. */
const PAGE = 1 << 20;

/** What ends a call of the program with a number. */
class Failed extends Error {
  constructor(number) {
    super(`WASI ${number}`);
    this.number = number;
  }
}

/** What ends the program. */
class Exit extends Error {
  constructor(status) {
    super(`exit ${status}`);
    this.status = status;
  }
}

/** The program asks for a password that nobody has typed yet. */
class PasswordWanted extends Error {}

class Folder {
  kind = KIND.folder;
  size = 0;
  entries = new Map();
}

/** A file of the person's. Only what the program asks for is read of it. */
class Chosen {
  kind = KIND.file;
  #file;
  #block = new Uint8Array();
  #at = 0;
  #onRead;

  constructor(file, onRead) {
    this.#file = file;
    this.#onRead = onRead;
    this.size = file.size;
  }

  read(into, at) {
    if (at >= this.size) {
      return 0;
    }
    if (at < this.#at || at >= this.#at + this.#block.length) {
      const end = Math.min(this.size, at + Math.max(READ, into.length));
      this.#block = this.#slice(at, end);
      this.#at = at;
      this.#onRead(this, end);
    }
    const from = this.#block.subarray(at - this.#at, at - this.#at + into.length);
    into.set(from);
    return from.length;
  }

  #slice(from, to) {
    try {
      return new Uint8Array(new FileReaderSync().readAsArrayBuffer(this.#file.slice(from, to)));
    } catch {
      // It was changed, moved or deleted since it was chosen.
      throw new Failed(ERROR.io);
    }
  }

  write() {
    throw new Failed(ERROR.badHandle);
  }
}

/** A file in memory. */
class Written {
  kind = KIND.file;
  size = 0;
  #pages = [];

  read(into, at) {
    const count = Math.max(0, Math.min(into.length, this.size - at));
    for (let done = 0; done < count; ) {
      const within = (at + done) % PAGE;
      const part = this.#page(at + done).subarray(within, Math.min(PAGE, within + count - done));
      into.set(part, done);
      done += part.length;
    }
    return count;
  }

  write(bytes, at) {
    for (let done = 0; done < bytes.length; ) {
      const within = (at + done) % PAGE;
      const part = bytes.subarray(done, Math.min(bytes.length, done + PAGE - within));
      this.#page(at + done).set(part, within);
      done += part.length;
    }
    this.size = Math.max(this.size, at + bytes.length);
    return bytes.length;
  }

  resize(size) {
    if (size < this.size) {
      this.#pages.length = Math.ceil(size / PAGE);
      this.#pages.at(-1)?.fill(0, size % PAGE || PAGE);
    }
    this.size = size;
  }

  blob() {
    const part = (_, page) => this.#page(page * PAGE).subarray(0, Math.min(PAGE, this.size - page * PAGE));
    return new Blob(Array.from({ length: Math.ceil(this.size / PAGE) }, part));
  }

  #page(at) {
    return (this.#pages[Math.floor(at / PAGE)] ??= new Uint8Array(PAGE));
  }
}

/** What the program talks to: the end of a line that a person reads or types. */
class Terminal {
  kind = KIND.device;
  size = 0;
  #answer;
  text = "";

  constructor(answer) {
    this.#answer = answer;
  }

  read(into) {
    const bytes = new TextEncoder().encode(this.#answer());
    into.set(bytes.subarray(0, into.length));
    return Math.min(bytes.length, into.length);
  }

  write(bytes) {
    this.text += new TextDecoder().decode(bytes);
    return bytes.length;
  }
}

/**
 * The calls that the program may make.
 *
 * `root` is the one folder that it sees, `standard` its input, output and errors, `words` how it was called, `environment` a list of `NAME=value`.
 */
function system({ root, standard, words, environment, memory }) {
  const ids = new Map();
  const handles = new Map(standard.map((node, number) => [number, { node, at: 0 }]));
  handles.set(3, { node: root, at: 0 });
  let next = 4;

  const bytes = (at, length) => new Uint8Array(memory().buffer, at, length);
  const view = () => new DataView(memory().buffer);
  const text = (at, length) => new TextDecoder().decode(bytes(at, length));
  const handle = (number) => handles.get(number) ?? fail(ERROR.badHandle);
  const fail = (number) => {
    throw new Failed(number);
  };
  const id = (node) => {
    if (!ids.has(node)) {
      ids.set(node, BigInt(ids.size + 1));
    }
    return ids.get(node);
  };

  /** The folder in which a path ends, and the name there; no name is the folder itself. */
  const place = (from, path) => {
    const parts = path.split("/").filter((part) => part !== "" && part !== ".");
    const name = parts.pop();
    let { node } = handle(from);
    for (const part of parts) {
      node = part === ".." ? fail(ERROR.outside) : (node.entries?.get(part) ?? fail(ERROR.notFound));
    }
    return node.entries === undefined || name === ".." ? fail(ERROR.notFolder) : { folder: node, name };
  };
  const found = ({ folder, name }) => (name === undefined ? folder : (folder.entries.get(name) ?? fail(ERROR.notFound)));

  const describe = (node, at) => {
    bytes(at, 64).fill(0);
    view().setBigUint64(at + 8, id(node), true);
    view().setUint8(at + 16, node.kind);
    view().setBigUint64(at + 24, 1n, true);
    view().setBigUint64(at + 32, BigInt(node.size), true);
  };

  /** Goes through the buffers that a call names, until one is not filled. */
  const each = (list, count, move) => {
    let total = 0;
    for (let at = list; at < list + count * 8; at += 8) {
      const length = view().getUint32(at + 4, true);
      const moved = move(bytes(view().getUint32(at, true), length), total);
      total += moved;
      if (moved < length) {
        break;
      }
    }
    return total;
  };
  const give = (at, number) => view().setUint32(at, number, true);

  const listOf = (all) => all.map((word) => new TextEncoder().encode(`${word}\0`));
  const sizes = (all) => (count, size) => {
    give(count, all.length);
    give(size, listOf(all).reduce((sum, word) => sum + word.length, 0));
  };
  const list = (all) => (pointers, at) => {
    for (const word of listOf(all)) {
      give(pointers, at);
      bytes(at, word.length).set(word);
      pointers += 4;
      at += word.length;
    }
  };

  const calls = {
    args_get: list(words),
    args_sizes_get: sizes(words),
    environ_get: list(environment),
    environ_sizes_get: sizes(environment),
    clock_time_get: (_clock, _precision, at) => view().setBigUint64(at, BigInt(Math.round(performance.now() * 1e6)), true),
    random_get: (at, length) => {
      crypto.getRandomValues(bytes(at, length));
    },
    proc_exit: (status) => {
      throw new Exit(status);
    },
    sched_yield: () => {},
    poll_oneoff: () => fail(ERROR.invalid),

    fd_prestat_get: (number, at) => {
      if (number !== 3) {
        fail(ERROR.badHandle);
      }
      view().setUint8(at, 0);
      give(at + 4, 1);
    },
    fd_prestat_dir_name: (_number, at) => {
      bytes(at, 1)[0] = "/".charCodeAt(0);
    },
    fd_fdstat_get: (number, at) => {
      const { node } = handle(number);
      bytes(at, 24).fill(0);
      view().setUint8(at, number === 1 ? KIND.file : node.kind);
      // What may be sought in is no terminal.
      view().setBigUint64(at + 8, node.kind === KIND.device ? 0n : ALL_RIGHTS, true);
      view().setBigUint64(at + 16, ALL_RIGHTS, true);
    },
    fd_fdstat_set_flags: () => {},
    fd_filestat_get: (number, at) => describe(handle(number).node, at),
    fd_filestat_set_size: (number, size) => handle(number).node.resize(Number(size)),
    fd_sync: () => {},
    fd_close: (number) => {
      handle(number);
      handles.delete(number);
    },
    fd_read: (number, list, count, at) => {
      const open = handle(number);
      if (open.node.kind === KIND.folder) {
        fail(ERROR.isFolder);
      }
      const read = each(list, count, (into, done) => open.node.read(into, open.at + done));
      open.at += read;
      give(at, read);
    },
    fd_pread: (number, list, count, place, at) => {
      const { node } = handle(number);
      give(at, each(list, count, (into, done) => node.read(into, Number(place) + done)));
    },
    fd_write: (number, list, count, at) => {
      const open = handle(number);
      if (open.appends) {
        open.at = open.node.size;
      }
      const written = each(list, count, (from, done) => open.node.write(from, open.at + done));
      open.at += written;
      give(at, written);
    },
    fd_seek: (number, by, whence, at) => {
      const open = handle(number);
      if (open.node.kind === KIND.device) {
        fail(ERROR.notSeekable);
      }
      const to = [0, open.at, open.node.size][whence] + Number(by);
      open.at = to >= 0 ? to : fail(ERROR.invalid);
      view().setBigUint64(at, BigInt(to), true);
    },
    fd_tell: (number, at) => view().setBigUint64(at, BigInt(handle(number).at), true),
    fd_readdir: (number, at, length, from, used) => {
      const entries = [...(handle(number).node.entries ?? fail(ERROR.notFolder))].slice(Number(from));
      let filled = 0;
      for (const [index, [name, node]] of entries.entries()) {
        const encoded = new TextEncoder().encode(name);
        const entry = new Uint8Array(24 + encoded.length);
        const head = new DataView(entry.buffer);
        head.setBigUint64(0, from + BigInt(index) + 1n, true);
        head.setBigUint64(8, id(node), true);
        head.setUint32(16, encoded.length, true);
        head.setUint8(20, node.kind);
        entry.set(encoded, 24);
        // An entry may be cut at the end of the buffer; the program asks for it again.
        const part = entry.subarray(0, length - filled);
        bytes(at + filled, part.length).set(part);
        filled += part.length;
        if (filled === length) {
          break;
        }
      }
      give(used, filled);
    },

    path_open: (from, _follow, at, length, how, _rights, _inherited, flags, opened) => {
      const path = place(from, text(at, length));
      const known = path.name === undefined ? path.folder : path.folder.entries.get(path.name);
      if (known !== undefined && (how & OPEN.exclusive) !== 0) {
        fail(ERROR.exists);
      }
      if (known === undefined && (how & OPEN.create) === 0) {
        fail(ERROR.notFound);
      }
      if (known !== undefined && (how & OPEN.folder) !== 0 && known.kind !== KIND.folder) {
        fail(ERROR.notFolder);
      }
      const node = known ?? new Written();
      if (known === undefined) {
        path.folder.entries.set(path.name, node);
      } else if ((how & OPEN.truncate) !== 0) {
        node.resize?.(0);
      }
      handles.set(next, { node, at: 0, appends: (flags & APPEND) !== 0 });
      give(opened, next);
      next += 1;
    },
    path_filestat_get: (from, _follow, at, length, into) => describe(found(place(from, text(at, length))), into),
    path_readlink: (from, at, length) => {
      found(place(from, text(at, length)));
      // There are no links.
      fail(ERROR.invalid);
    },
    path_create_directory: (from, at, length) => {
      const { folder, name } = place(from, text(at, length));
      if (name === undefined || folder.entries.has(name)) {
        fail(ERROR.exists);
      }
      folder.entries.set(name, new Folder());
    },
    path_unlink_file: (from, at, length) => {
      const path = place(from, text(at, length));
      if (found(path).kind === KIND.folder) {
        fail(ERROR.isFolder);
      }
      path.folder.entries.delete(path.name);
    },
    path_remove_directory: (from, at, length) => {
      const path = place(from, text(at, length));
      if ((found(path).entries ?? fail(ERROR.notFolder)).size > 0) {
        fail(ERROR.notEmpty);
      }
      path.folder.entries.delete(path.name);
    },
    path_rename: (from, at, length, to, newAt, newLength) => {
      const [old, renamed] = [place(from, text(at, length)), place(to, text(newAt, newLength))];
      renamed.folder.entries.set(renamed.name, found(old));
      old.folder.entries.delete(old.name);
    },
  };

  const numbered = (call) => (...values) => {
    try {
      call(...values);
      return ERROR.none;
    } catch (error) {
      if (error instanceof Failed) {
        return error.number;
      }
      throw error;
    }
  };
  // A call that is not here does nothing, and says so.
  const unknown = () => ERROR.unknown;
  return new Proxy(Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, numbered(call)])), { get: (known, name) => known[name] ?? unknown });
}
