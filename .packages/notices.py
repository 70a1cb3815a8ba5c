"""The licenses of all that is compiled into the program: the texts that its crates bring, each text once."""

import functools
import json
import re
from pathlib import Path

from project import NAME, Fault, run

FILE = "THIRD-PARTY-LICENSES.txt"
# Crates that forgot the text of their license, with the crate and the file that have the same: of the same authors, or a text that names nobody.
LENT = {"alloc-stdlib": ("alloc-no-stdlib", "LICENSE"), "maud": ("url", "LICENSE-APACHE")}
_TEXT = re.compile(r"(licen[cs]e|copying|copyright|notice|unlicense)([-_.].*)?", re.IGNORECASE)


def crates(target: str) -> list[dict]:
    """What is compiled into the program for a target, as cargo tells it. Macros and build scripts run on the way and are not part of it."""
    packages = json.loads(run("cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", target))["packages"]
    by_label = {f"{package['name']} v{package['version']}": package for package in packages}
    edges = ["--edges", "normal,no-proc-macro", "--target", target]
    tree = run("cargo", "tree", "--locked", "--package", NAME, *edges, "--prefix", "none", "--format", "{p}").splitlines()
    labels = sorted({" ".join(line.split()[:2]) for line in tree if line})
    return [by_label[label] for label in labels if by_label[label]["name"] != NAME]


def _texts(package: dict) -> dict[str, str]:
    """The license texts of a crate by the name of their file. Those of its tests are for its tests."""
    folder = Path(package["manifest_path"]).parent
    named = [path for path in sorted(folder.rglob("*")) if path.is_file() and _TEXT.fullmatch(path.name) and path.suffix != ".rs"]
    files = [path for path in named if "tests" not in path.relative_to(folder).parts]
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8", errors="replace").strip() for path in files}


@functools.cache
def of_the_standard_library() -> bytes:
    """What Rust brings for what it adds to every program."""
    return (Path(run("rustc", "--print", "sysroot").strip()) / "share/doc/rust/COPYRIGHT-library.html").read_bytes()


@functools.cache
def notices(target: str) -> str:
    """The whole text for a target."""
    compiled_in = crates(target)
    by_name = {package["name"]: package for package in compiled_in}
    users: dict[str, list[str]] = {}
    listed = []
    for package in compiled_in:
        label = f"{package['name']} {package['version']}"
        texts = _texts(package)
        if (texts == {}) != (package["name"] in LENT):
            raise Fault(f"{label}: " + ("has a license text by now; take it off the list" if texts else "has no license text"))
        if not texts:
            lender, file = LENT[package["name"]]
            texts = {file: _texts(by_name[lender])[file]}
            if package["repository"] != by_name[lender]["repository"] and "Apache License" not in texts[file]:
                raise Fault(f"{label}: the text of {lender} names others")
        listed.append(f"{label}, {package['license']}, {package['repository']}")
        for text in texts.values():
            users.setdefault(text, []).append(label)
    parts = [
        "entrace is built with these crates, and with the standard library of Rust, whose licenses are in RUST-LIBRARY-LICENSES.html:\n\n"
        + "\n".join(listed)
    ]
    parts += [f"{', '.join(labels)}:\n\n{text}" for text, labels in users.items()]
    return f"\n\n{'=' * 80}\n".join(parts) + "\n"
