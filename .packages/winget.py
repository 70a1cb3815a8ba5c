"""The manifests for winget, which are sent to its repository by hand: three files, filled in with the archives of this release."""

import hashlib
from pathlib import Path

from project import NAME, archive_name, asset_address, folder_name, manifest, repository, targets, version

IDENTIFIER = "entrace.entrace"
# Of the manifests' form.
_FORM = "1.10.0"


def _head(kind: str) -> str:
    return f"""# yaml-language-server: $schema=https://aka.ms/winget-manifest.{kind}.{_FORM}.schema.json
PackageIdentifier: {IDENTIFIER}
PackageVersion: {version()}
"""


def _foot(kind: str) -> str:
    return f"ManifestType: {kind}\nManifestVersion: {_FORM}\n"


def make(out: Path) -> None:
    """Writes the three files, from the archives that are there."""
    installers = ""
    for row in targets():
        if row.winget:
            digest = hashlib.sha256((out / archive_name(row)).read_bytes()).hexdigest().upper()
            installers += f"""  - Architecture: {row.winget}
    InstallerUrl: {asset_address(archive_name(row))}
    InstallerSha256: {digest}
    NestedInstallerFiles:
      - RelativeFilePath: {folder_name(row)}\\{row.program}
        PortableCommandAlias: {NAME}
"""
    installer = f"InstallerType: zip\nNestedInstallerType: portable\nCommands:\n  - {NAME}\nInstallers:\n{installers}"
    locale = f"""PackageLocale: en-US
Publisher: The entrace authors
PackageName: {NAME}
PackageUrl: {repository()}
License: {manifest()["license"]}
LicenseUrl: {repository()}/blob/v{version()}/LICENSE
ShortDescription: "{manifest()["description"]}"
Moniker: {NAME}
Tags:
{"".join(f"  - {keyword}{chr(10)}" for keyword in manifest()["keywords"])}ReleaseNotesUrl: {repository()}/releases/tag/v{version()}
"""
    for kind, suffix, text in [
        ("version", "", "DefaultLocale: en-US\n"),
        ("installer", ".installer", installer),
        ("defaultLocale", ".locale.en-US", locale),
    ]:
        (out / f"{IDENTIFIER}{suffix}.yaml").write_text(_head(kind) + text + _foot(kind), encoding="utf-8", newline="\n")
