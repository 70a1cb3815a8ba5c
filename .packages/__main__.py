"""Makes the packages of a release: `python3 .packages build TARGET OUT` on a machine for each target, then `python3 .packages finish OUT` on one.

    matrix                    what is built where, for the hosted workflow
    build TARGET OUT          the program, and all packages of that target
    pack TARGET PROGRAM OUT   the packages of that target but for the wheel, of a program that is there
    finish OUT                what needs the packages of all targets: npm's main package, winget, Scoop, the SBOM, the checksums
"""

import hashlib
import json
import sys
import tempfile
from pathlib import Path

import archive
import debian
import npm
import scoop
import wheel
import winget
from project import NAME, Fault, Target, target, targets, version

SUMS = "SHA256SUMS"


def pack(row: Target, program: Path, out: Path) -> None:
    """All packages of a target but for the wheel."""
    archive.make(row, program, out)
    npm.make_platform(row, program, out)
    if row.debian:
        debian.make(row, program, out)


def build(row: Target, out: Path) -> None:
    """All packages of a target."""
    built = wheel.make(row, out)
    with tempfile.TemporaryDirectory() as scratch:
        pack(row, wheel.take(built, f".data/scripts/{row.program}", Path(scratch) / row.program), out)


def finish(out: Path) -> None:
    """What needs the packages of all targets."""
    npm.make_main(out)
    winget.make(out)
    scoop.make(out)
    # It lists what every target is built of; each wheel has the same.
    first = min(out.glob("*.whl"))
    wheel.take(first, "/sboms/entrace.cyclonedx.json", out / f"{NAME}-{version()}.cyclonedx.json").chmod(0o644)
    files = sorted(path for path in out.iterdir() if path.name != SUMS)
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (out / SUMS).write_text("".join(sums), encoding="utf-8", newline="\n")


def main(arguments: list[str]) -> None:
    """What was asked for."""
    match arguments:
        case ["matrix"]:
            print(json.dumps([{"target": row.target, "machine": row.machine} for row in targets()]))
        case ["build", name, out]:
            build(target(name), folder(out))
        case ["pack", name, program, out]:
            pack(target(name), Path(program).resolve(), folder(out))
        case ["finish", out]:
            finish(folder(out))
        case _:
            raise Fault(__doc__)


def folder(name: str) -> Path:
    """A folder to write to, there from now on."""
    path = Path(name).resolve()
    path.mkdir(parents=True, exist_ok=True)
    return path


try:
    main(sys.argv[1:])
except Fault as fault:
    sys.exit(f"error: {fault}")
