"""The command line of ``python -m release``."""

import argparse
import json
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from .changelog import is_announced, sections, since
from .history import last_release, unpack
from .rebuild import differences, rebuild

ROOT = Path(__file__).resolve().parents[1]
PINNED = Path("tests", "public_api.txt")

TYPESCRIPT = ("package.json", "package-lock.json")
"""The files of the TypeScript package that hold its version."""


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Run one command; return 0, or 1 when the release must wait."""
    parser = argparse.ArgumentParser(prog="python -m release", description=sys.modules["release"].__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser("api", help="what became of the public names since the last release")
    command.add_argument("--against", metavar="TAG", help="compare with this commit, not with the last release")
    command.set_defaults(run=lambda said: compare(root, said.against))
    command = commands.add_parser("pin", help=f"write the public signatures to {PINNED.as_posix()}")
    command.set_defaults(run=lambda said: pin(root))
    command = commands.add_parser("tag", help="whether a tag is that of this version, and the changelog is ready")
    command.add_argument("tag")
    command.set_defaults(run=lambda said: judge_tag(root, said.tag))
    command = commands.add_parser("bump", help="write a version in every place where it stands")
    command.add_argument("version")
    command.set_defaults(run=lambda said: bump(root, said.version))
    command = commands.add_parser("rebuild", help="whether the sdist in a folder gives the same bytes again")
    command.add_argument("dist", type=Path)
    command.set_defaults(run=lambda said: build_again(said.dist))
    said = parser.parse_args(arguments)
    code: int = said.run(said)
    return code


def bump(root: Path, version: str) -> int:
    """Write the version of the SDK, and of the TypeScript package with its lock."""
    if not re.fullmatch(r"\d+\.\d+\.\d+((a|b|rc)\d+)?", version):
        print(f"{version} is no version such as 0.2.0", file=sys.stderr)
        return 2
    path = root / "src" / "openresponses_sdk" / "_version.py"
    source = re.sub(r'^__version__ = ".*"$', f'__version__ = "{version}"', path.read_text("utf-8"), flags=re.MULTILINE)
    path.write_text(source, "utf-8")
    for name in TYPESCRIPT:
        path = root / "codegen" / "typescript" / name
        text = path.read_text("utf-8")
        document = json.loads(text)
        # A lock says it twice before it comes to the packages of others.
        places = 1 + ("" in document.get("packages", {}))
        path.write_text(re.sub(r'(?<="version": ")[^"]*', version, text, count=places), "utf-8")
    return 0


def compare(root: Path, against: str | None) -> int:
    """Say which public names break a program; 1 when one of them is not in the changelog."""
    # griffe is imported where it is used: a tag is judged before anything is installed.
    from .breakages import breakages
    from .surface import load

    base = against or last_release(root)
    if base is None:
        print(f"No release yet, so nothing that could break; {PINNED.as_posix()} pins what is public.")
        return 0
    with TemporaryDirectory() as folder:
        unpack(root, base, Path(folder))
        found = list(breakages(load(Path(folder)), load(root)))
    newer = since((root / "CHANGELOG.md").read_text("utf-8"), base.removeprefix("v"))
    silent = [breakage for breakage in found if not is_announced(breakage.name, newer)]
    for breakage in found:
        print(f"{'not in the changelog' if breakage in silent else 'announced'}: {breakage.explanation}")
    print(f"{len(found)} breaking since {base}, {len(silent)} of them not under Changed or Removed in CHANGELOG.md.")
    current = version_of(root)
    if found and current.rpartition(".")[0] == base.removeprefix("v").rpartition(".")[0] and f"v{current}" != base:
        print(f"{current} is a patch of {base}, and a patch breaks nothing.")
        return 1
    return 1 if silent else 0


def pin(root: Path) -> int:
    """Write down the public signatures as they are."""
    from .surface import load, signatures

    (root / PINNED).write_text("".join(f"{line}\n" for line in signatures(load(root))), "utf-8")
    return 0


def version_of(root: Path) -> str:
    """The version that the SDK says it has."""
    source = (root / "src" / "openresponses_sdk" / "_version.py").read_text("utf-8")
    (version,) = re.findall(r'^__version__ = "([^"]+)"$', source, re.MULTILINE)
    return str(version)


def judge_tag(root: Path, tag: str) -> int:
    """Say what keeps a tag from being released."""
    version = version_of(root)
    section = next(
        (one for one in sections((root / "CHANGELOG.md").read_text("utf-8")) if one.version == version), None
    )
    others = {
        json.loads(path.read_text("utf-8"))["version"]
        for path in (root / "generated" / "typescript" / name for name in TYPESCRIPT)
        if path.exists()
    } - {version}
    faults = {
        f"the tag is {tag}, the version is {version}": tag != f"v{version}",
        f"the version of the TypeScript package is {', '.join(sorted(others))}, not {version}: "
        f"`python -m release bump {version}`, then generate": bool(others),
        f"CHANGELOG.md has no section [{version}]": section is None,
        f"the section [{version}] of CHANGELOG.md has no date": section is not None and section.date is None,
    }
    for fault in (fault for fault, is_there in faults.items() if is_there):
        print(fault, file=sys.stderr)
    return int(any(faults.values()))


def build_again(dist: Path) -> int:
    """Say which of the distributions come out otherwise when they are built from the sdist."""
    (sdist,) = dist.glob("*.tar.gz")
    with TemporaryDirectory() as folder:
        different = differences(dist, rebuild(sdist, Path(folder)))
    print("\n".join(f"{name} is not the same" for name in different) or "Every byte is the same.")
    return 1 if different else 0


if __name__ == "__main__":
    raise SystemExit(main())
