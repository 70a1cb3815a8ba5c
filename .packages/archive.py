"""The archive for a target: one folder with the program, its manual page, completions, licenses and README. A zip for Windows, else a tarball."""

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import notices
from project import ROOT, Target, archive_name, folder_name, readme, run

# What shells call the file with their completions.
COMPLETIONS = {"bash": "entrace.bash", "zsh": "_entrace", "fish": "entrace.fish", "powershell": "_entrace.ps1", "elvish": "entrace.elv"}
# All files get the oldest time that a zip can say, so that the same input gives the same bytes.
_TIME = (1980, 1, 1, 0, 0, 0)
_SECONDS = 315532800


def documents(row: Target) -> dict[str, bytes]:
    """What has to be in every package, by the name of its file."""
    return {
        "README.md": readme().encode(),
        "CHANGELOG.md": (ROOT / "src/manual/changelog.md").read_bytes(),
        "LICENSE": (ROOT / "LICENSE").read_bytes(),
        notices.FILE: notices.notices(row.target).encode(),
        "RUST-LIBRARY-LICENSES.html": notices.of_the_standard_library(),
    }


def make(row: Target, program: Path, out: Path) -> None:
    """Writes the archive of a target."""
    files = {row.program: program.read_bytes(), **documents(row), "man/entrace.1": run(program, "man").encode()}
    for shell, name in COMPLETIONS.items():
        files[f"completions/{name}"] = run(program, "completions", shell).encode()
    members = {f"{folder_name(row)}/{name}": (content, 0o755 if name == row.program else 0o644) for name, content in files.items()}
    if row.is_windows:
        with zipfile.ZipFile(out / archive_name(row), "w") as written:
            for name, (content, mode) in members.items():
                member = zipfile.ZipInfo(name, _TIME)
                member.external_attr = (0o100000 | mode) << 16
                written.writestr(member, content, zipfile.ZIP_DEFLATED)
    else:
        pack(members, out / archive_name(row))


def pack(members: dict[str, tuple[bytes, int]], path: Path) -> None:
    """Writes a tarball, as it is for Unix and for npm."""
    with gzip.GzipFile(path, "wb", mtime=0) as compressed, tarfile.open(fileobj=compressed, mode="w") as written:
        for name, (content, mode) in members.items():
            member = tarfile.TarInfo(name)
            member.size, member.mode, member.mtime = len(content), mode, _SECONDS
            written.addfile(member, io.BytesIO(content))
