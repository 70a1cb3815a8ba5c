"""The package for Debian and Ubuntu, with the manual page and completions where they look for them. Needs dpkg-dev."""

import email.utils
import gzip
import os
import tempfile
import time
from pathlib import Path

from archive import documents
from project import NAME, ROOT, Target, repository, run, version

REVISION = "1"
_MAINTAINER = "The entrace authors <authors@entrace.example>"


def file_name(row: Target) -> str:
    return f"{NAME}_{version()}-{REVISION}_{row.debian}.deb"


def _copyright() -> str:
    """The license in Debian's form; the text of the other one is on every Debian."""
    mit = (ROOT / "LICENSE").read_text(encoding="utf-8").split(f"{'=' * 79}\n")[1].split("\n", 4)[4].strip()
    indented = "\n".join(f" {line or '.'}" for line in mit.splitlines())
    return f"""Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: {NAME}
Source: {repository()}

Files: *
Copyright: 2026 The entrace authors
License: Expat or Apache-2.0
Comment: The licenses of what is compiled in are next to this file.

License: Expat
{indented}

License: Apache-2.0
 The text is in /usr/share/common-licenses/Apache-2.0.
"""


def _changelog() -> str:
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))
    return f"""{NAME} ({version()}-{REVISION}) stable; urgency=medium

  * Version {version()}. What is new is in changelog.gz.

 -- {_MAINTAINER}  {email.utils.formatdate(seconds)}
"""


def make(row: Target, program: Path, out: Path) -> None:
    """Writes the package of a target."""
    texts = documents(row)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        files = {
            "usr/bin/entrace": program.read_bytes(),
            "usr/share/man/man1/entrace.1.gz": gzip.compress(run(program, "man").encode(), mtime=0),
            "usr/share/bash-completion/completions/entrace": run(program, "completions", "bash").encode(),
            "usr/share/zsh/vendor-completions/_entrace": run(program, "completions", "zsh").encode(),
            "usr/share/fish/vendor_completions.d/entrace.fish": run(program, "completions", "fish").encode(),
            "usr/share/doc/entrace/copyright": _copyright().encode(),
            "usr/share/doc/entrace/changelog.gz": gzip.compress(texts.pop("CHANGELOG.md"), mtime=0),
            "usr/share/doc/entrace/changelog.Debian.gz": gzip.compress(_changelog().encode(), mtime=0),
        }
        # What `copyright` says already.
        del texts["LICENSE"]
        files |= {f"usr/share/doc/entrace/{name}.gz": gzip.compress(content, mtime=0) for name, content in texts.items()}
        root = folder / "root"
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            path.chmod(0o755 if name == "usr/bin/entrace" else 0o644)
        for path in [root, *root.rglob("*")]:
            if path.is_dir():
                path.chmod(0o755)
        size = sum(len(content) for content in files.values()) // 1024
        # Which libraries of Debian the program needs, and how new.
        (folder / "debian").mkdir()
        (folder / "debian/control").write_text(f"Source: {NAME}\n\nPackage: {NAME}\nArchitecture: any\n", encoding="utf-8")
        depends = run("dpkg-shlibdeps", "-O", root / "usr/bin/entrace", folder=folder).strip().removeprefix("shlibs:Depends=")
        control = root / "DEBIAN/control"
        control.parent.mkdir(mode=0o755)
        control.write_text(
            f"""Package: {NAME}
Version: {version()}-{REVISION}
Architecture: {row.debian}
Maintainer: {_MAINTAINER}
Installed-Size: {size}
Depends: {depends}
Section: utils
Priority: optional
Homepage: {repository()}
Description: explains why a sign-in to Microsoft Entra ID failed
 entrace reads the trace that a customer sends, a HAR export or a Fiddler
 capture, and says which step and which code ended the sign-in, who must act,
 and how. It works offline, and hides secrets and personal data by default.
""",
            encoding="utf-8",
        )
        sums = [f"{run('md5sum', root / name).split()[0]}  {name}\n" for name in sorted(files)]
        (root / "DEBIAN/md5sums").write_text("".join(sums), encoding="utf-8")
        run("dpkg-deb", "--root-owner-group", "-Zxz", "--build", root, out / file_name(row))
