"""The packages for npm: one for each platform with the program, and one that depends on all of them and runs the one that npm installed."""

import json
from pathlib import Path

from archive import documents, pack
from project import NAME, ROOT, Target, manifest, readme, repository, targets, version

# npm marks a package with what it can run on, and leaves out others.
_LIBRARIES = {"gnu": "glibc", "musl": "musl"}


def file_name(row: Target | None) -> str:
    """As `npm pack` names it; without a target, that of the main package."""
    return f"{NAME}-{row.npm}-{version()}.tgz" if row else f"{NAME}-{version()}.tgz"


def _package(name: str, more: dict) -> dict:
    return {
        "name": name,
        "version": version(),
        "description": manifest()["description"],
        "keywords": manifest()["keywords"],
        "license": manifest()["license"],
        "repository": {"type": "git", "url": f"git+{repository()}.git"},
        "publishConfig": {"access": "public"},
        **more,
    }


def _write(package: dict, files: dict[str, bytes], programs: set[str], path: Path) -> None:
    files = {"package.json": (json.dumps(package, indent=2) + "\n").encode(), **files}
    pack({f"package/{name}": (content, 0o755 if name in programs else 0o644) for name, content in files.items()}, path)


def make_platform(row: Target, program: Path, out: Path) -> None:
    """Writes the package with the program of a target."""
    system, processor, *library = row.npm.split("-")
    more = {"os": [system], "cpu": [processor], "preferUnplugged": True}
    if library:
        more["libc"] = [_LIBRARIES[name] for name in library]
    name = f"@{NAME}/{row.npm}"
    files = {**documents(row), "README.md": f"The program of the package `{NAME}` for {row.target}.\n".encode()}
    _write(_package(name, more), {**files, row.program: program.read_bytes()}, {row.program}, out / file_name(row))


def make_main(out: Path) -> None:
    """Writes the package that people install."""
    launcher = (ROOT / ".packages/launcher.js").read_bytes()
    more = {
        "bin": {NAME: "launcher.js"},
        "engines": {"node": ">=18"},
        "optionalDependencies": {f"@{NAME}/{row.npm}": version() for row in targets()},
    }
    files = {"README.md": readme().encode(), "LICENSE": (ROOT / "LICENSE").read_bytes(), "launcher.js": launcher}
    _write(_package(NAME, more), files, {"launcher.js"}, out / file_name(None))
