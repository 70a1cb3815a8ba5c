"""Whether the files of a release fit each other: names, addresses, hashes, contents, and what the README tells people to type.

    check.py OUT

OUT has what `.packages` made for all targets.
"""

import hashlib
import json
import re
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / ".packages"))

import archive
import debian
import notices
import npm
import scoop
import winget
from project import Fault, archive_name, asset_address, folder_name, manifest, repository, targets, version

OUT = Path(sys.argv[1])


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def asset(address: str) -> Path:
    """The file that an address of this release leads to."""
    path = OUT / address.rsplit("/", 1)[1]
    assert address == asset_address(path.name) and path.is_file(), address
    return path


def contents(path: Path) -> dict[str, tuple[bytes, int]]:
    """The files of an archive, with their modes."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as opened:
            return {member.filename: (opened.read(member), member.external_attr >> 16 & 0o777) for member in opened.infolist()}
    with tarfile.open(path) as opened:
        return {member.name: (opened.extractfile(member).read(), member.mode) for member in opened.getmembers()}


def the_lists_of_targets_agree() -> None:
    deny = tomllib.loads((ROOT / ".cargo/deny.toml").read_text(encoding="utf-8"))
    assert deny["graph"]["targets"] == [row.target for row in targets()], ".cargo/deny.toml has other targets than .packages/targets.tsv"


def every_release_has_the_same_files() -> None:
    expected = {archive_name(row) for row in targets()} | {npm.file_name(row) for row in [None, *targets()]}
    expected |= {debian.file_name(row) for row in targets() if row.debian}
    expected |= {f"{winget.IDENTIFIER}{part}.yaml" for part in ("", ".installer", ".locale.en-US")}
    expected |= {scoop.FILE, "SHA256SUMS", f"entrace-{version()}.cyclonedx.json"}
    # `.ci/web` makes the page, and the release lays it here. The wheels have the names that maturin gives them.
    found = {path.name for path in OUT.iterdir() if path.suffix != ".whl"} - {"entrace.html"}
    assert found == expected, found ^ expected
    sums = dict(reversed(line.split("  ")) for line in (OUT / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    assert sums == {path.name: sha256(path) for path in OUT.iterdir() if path.name != "SHA256SUMS"}


def every_package_has_all_texts() -> None:
    for row in targets():
        files = contents(OUT / archive_name(row))
        names = {row.program, *archive.documents(row), "man/entrace.1", *(f"completions/{name}" for name in archive.COMPLETIONS.values())}
        assert set(files) == {f"{folder_name(row)}/{name}" for name in names}, files.keys()
        assert all(content for content, _ in files.values())
        assert [name for name, (_, mode) in files.items() if mode & 0o111] == [f"{folder_name(row)}/{row.program}"]
        assert set(archive.documents(row)) < {name.removeprefix("package/") for name in contents(OUT / npm.file_name(row))}
    for path in OUT.glob("*.whl"):
        with zipfile.ZipFile(path) as wheel:
            texts = {name.rsplit("/", 1)[1] for name in wheel.namelist() if "/licenses/" in name}
        assert texts == {"LICENSE", notices.FILE, "RUST-LIBRARY-LICENSES.html"}, texts


def every_crate_of_the_program_has_its_license() -> None:
    for row in targets():
        crates = {f"{crate['name']} {crate['version']}" for crate in notices.crates(row.target)}
        assert len(crates) > 80, len(crates)
        archived = contents(OUT / archive_name(row))[f"{folder_name(row)}/{notices.FILE}"][0].decode()
        listed, *texts = archived.split(f"\n\n{'=' * 80}\n")
        assert {line.split(",")[0] for line in listed.splitlines()[2:]} == crates
        longest = dict.fromkeys(crates, 0)
        for text in texts:
            labels, _, text = text.partition(":\n\n")
            for label in labels.split(", "):
                longest[label] = max(longest[label], len(text))
        # Longer than a note that says where the license is.
        assert min(longest.values()) > 500, min(longest, key=longest.get)
    # A crate without a text is not passed over.
    lent = notices.LENT.pop("maud")
    notices.notices.cache_clear()
    try:
        notices.notices(targets()[0].target)
    except Fault as fault:
        assert "maud" in str(fault) and "no license text" in str(fault)
    else:
        raise AssertionError("a crate without a license text was passed over")
    notices.LENT["maud"] = lent


def cargo_binstall_finds_the_archives() -> None:
    """`cargo binstall entrace`, from what Cargo.toml tells it."""
    in_manifest = manifest()["metadata"]["binstall"]
    for row in targets():
        told = in_manifest | in_manifest["overrides"].get(row.target, {})
        names = {"repo": repository(), "version": version(), "name": "entrace", "target": row.target, "bin": "entrace"}
        names["binary-ext"] = ".exe" if row.is_windows else ""
        address, program = told["pkg-url"], told["bin-dir"]
        for name, value in names.items():
            address, program = address.replace(f"{{ {name} }}", value), program.replace(f"{{ {name} }}", value)
        path = asset(address)
        assert told["pkg-fmt"] == ("zip" if path.suffix == ".zip" else "tgz")
        assert program in contents(path)


def winget_finds_the_archives() -> None:
    """`winget install entrace.entrace`."""
    kinds = {"version": "", "installer": ".installer", "defaultLocale": ".locale.en-US"}
    files = {kind: yaml.safe_load((OUT / f"{winget.IDENTIFIER}{part}.yaml").read_text(encoding="utf-8")) for kind, part in kinds.items()}
    for kind, file in files.items():
        assert (file["PackageIdentifier"], file["PackageVersion"], file["ManifestType"]) == (winget.IDENTIFIER, version(), kind)
    # The schemas of winget require these.
    assert files["version"]["DefaultLocale"] == files["defaultLocale"]["PackageLocale"]
    assert {"Publisher", "PackageName", "License", "ShortDescription"} < set(files["defaultLocale"])
    assert len(files["defaultLocale"]["ShortDescription"]) <= 256
    assert (files["installer"]["InstallerType"], files["installer"]["NestedInstallerType"]) == ("zip", "portable")
    installers = files["installer"]["Installers"]
    assert [each["Architecture"] for each in installers] == [row.winget for row in targets() if row.winget]
    for each in installers:
        path = asset(each["InstallerUrl"])
        assert each["InstallerSha256"] == sha256(path).upper()
        (nested,) = each["NestedInstallerFiles"]
        assert nested["RelativeFilePath"].replace("\\", "/") in contents(path) and nested["PortableCommandAlias"] == "entrace"


def scoop_finds_the_archives() -> None:
    """`scoop install REPOSITORY/releases/latest/download/entrace.json`."""
    file = json.loads((OUT / scoop.FILE).read_text(encoding="utf-8"))
    assert list(file["architecture"]) == [row.scoop for row in targets() if row.scoop]
    for architecture, each in file["architecture"].items():
        path = asset(each["url"])
        assert each["hash"] == sha256(path)
        assert f"{each['extract_dir']}/{file['bin']}" in contents(path)
        again = file["autoupdate"]["architecture"][architecture]
        assert {key: text.replace("$version", version()) for key, text in again.items()} == {key: each[key] for key in again}


def npm_finds_the_platforms() -> None:
    main = json.loads(contents(OUT / npm.file_name(None))["package/package.json"][0])
    found = {}
    for row in targets():
        files = contents(OUT / npm.file_name(row))
        package = json.loads(files["package/package.json"][0])
        assert files[f"package/{row.program}"][1] == 0o755
        assert (package["license"], package["version"]) == (main["license"], main["version"])
        found[package["name"]] = package["version"]
    assert main["optionalDependencies"] == found
    # Nothing runs when they are installed.
    assert "scripts" not in main


def the_list_of_parts_is_that_of_the_lock_file() -> None:
    parts = json.loads((OUT / f"entrace-{version()}.cyclonedx.json").read_text(encoding="utf-8"))
    listed = {f"{part['name']} {part['version']}" for part in parts["components"]}
    compiled_in = {f"{crate['name']} {crate['version']}" for row in targets() for crate in notices.crates(row.target)}
    assert compiled_in <= listed, compiled_in - listed


def links_of_the_readme_lead_to_the_repository() -> None:
    text = contents(OUT / npm.file_name(None))["package/README.md"][0].decode()
    links = re.findall(r"\]\(([^)]*)\)", text)
    assert len(links) > 10 and all(link.startswith(("https://", "#")) for link in links), links
    assert "REPOSITORY" not in text


CHECKS = [
    the_lists_of_targets_agree,
    every_release_has_the_same_files,
    every_package_has_all_texts,
    every_crate_of_the_program_has_its_license,
    cargo_binstall_finds_the_archives,
    winget_finds_the_archives,
    scoop_finds_the_archives,
    npm_finds_the_platforms,
    the_list_of_parts_is_that_of_the_lock_file,
    links_of_the_readme_lead_to_the_repository,
]
for check in CHECKS:
    check()
    print(f"ok  {check.__name__.replace('_', ' ')}")
