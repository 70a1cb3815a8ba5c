"""The manifest for Scoop, an asset of each release: `scoop install` takes its address."""

import hashlib
import json
from pathlib import Path

from project import NAME, Target, archive_name, asset_address, folder_name, manifest, repository, targets, version

FILE = f"{NAME}.json"


def _of(row: Target, out: Path) -> dict:
    digest = hashlib.sha256((out / archive_name(row)).read_bytes()).hexdigest()
    return {"url": asset_address(archive_name(row)), "hash": digest, "extract_dir": folder_name(row)}


def make(out: Path) -> None:
    """Writes the manifest, from the archives that are there."""
    rows = [row for row in targets() if row.scoop]
    text = {
        "version": version(),
        "description": manifest()["description"],
        "homepage": repository(),
        "license": manifest()["license"].replace(" OR ", "|"),
        "architecture": {row.scoop: _of(row, out) for row in rows},
        "bin": rows[0].program,
        "checkver": {"github": repository()},
        "autoupdate": {
            "architecture": {row.scoop: {key: _of(row, out)[key].replace(version(), "$version") for key in ("url", "extract_dir")} for row in rows},
            "hash": {"url": "$baseurl/SHA256SUMS"},
        },
    }
    (out / FILE).write_text(json.dumps(text, indent=4) + "\n", encoding="utf-8", newline="\n")
