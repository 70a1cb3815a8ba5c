"""What all packages say alike: name, version and address from Cargo.toml, the targets, and the names of the files of a release."""

import csv
import functools
import json
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = "entrace"


class Fault(Exception):
    """One line on what is wrong, for whoever runs this."""


@dataclass(frozen=True)
class Target:
    """A row of targets.tsv."""

    target: str
    machine: str
    npm: str
    debian: str | None
    winget: str | None
    scoop: str | None
    wheel: str | None

    @property
    def is_windows(self) -> bool:
        return "-windows-" in self.target

    @property
    def program(self) -> str:
        return f"{NAME}.exe" if self.is_windows else NAME


@functools.cache
def targets() -> list[Target]:
    """All rows of targets.tsv."""
    lines = (ROOT / ".packages/targets.tsv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
    return [Target(**{column: None if value == "-" else value for column, value in row.items()}) for row in rows]


def target(name: str) -> Target:
    """The row of a target."""
    for row in targets():
        if row.target == name:
            return row
    raise Fault(f"{name}: not in .packages/targets.tsv, which has {', '.join(row.target for row in targets())}")


def run(*command: str | Path, folder: Path = ROOT) -> str:
    """What a command prints."""
    done = subprocess.run(command, check=False, cwd=folder, capture_output=True, encoding="utf-8")
    if done.returncode != 0:
        raise Fault(f"{' '.join(map(str, command))}: exit status {done.returncode}: {done.stderr.strip()}")
    return done.stdout


@functools.cache
def manifest() -> dict:
    """The package, as cargo reads Cargo.toml."""
    packages = json.loads(run("cargo", "metadata", "--locked", "--no-deps", "--format-version", "1"))["packages"]
    return next(package for package in packages if package["name"] == NAME)


def version() -> str:
    return manifest()["version"]


@functools.cache
def repository() -> str:
    """Where the releases are: as Cargo.toml says, and as the variable says that the release sets."""
    written, told = manifest()["repository"], os.environ.get("ENTRACE_REPOSITORY")
    if written and told and written != told:
        raise Fault(f"Cargo.toml has the repository {written}, and this is {told}")
    if not (written or told):
        raise Fault("no repository: set `repository` in Cargo.toml, or the variable ENTRACE_REPOSITORY")
    return written or told


def asset_address(file: str) -> str:
    """Where a file of this release can be downloaded."""
    return f"{repository()}/releases/download/v{version()}/{file}"


def folder_name(row: Target) -> str:
    """The one folder in the archive for a target."""
    return f"{NAME}-{version()}-{row.target}"


def archive_name(row: Target) -> str:
    """The archive for a target."""
    return folder_name(row) + (".zip" if row.is_windows else ".tar.gz")


def readme() -> str:
    """The README for readers who do not have the repository around it: links lead there."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").replace("REPOSITORY", repository())
    text = re.sub(r"(!\[[^]]*\]\()(?!https://)", rf"\g<1>{repository()}/raw/v{version()}/", text)
    return re.sub(r"((?<!!)\[[^]]*\]\()(?!https://|#)", rf"\g<1>{repository()}/blob/v{version()}/", text)
