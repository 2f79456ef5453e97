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
    command = commands.add_parser("rebuild", help="whether the sdist in a folder gives the same bytes again")
    command.add_argument("dist", type=Path)
    command.set_defaults(run=lambda said: build_again(said.dist))
    said = parser.parse_args(arguments)
    code: int = said.run(said)
    return code


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
    return 1 if silent else 0


def pin(root: Path) -> int:
    """Write down the public signatures as they are."""
    from .surface import load, signatures

    (root / PINNED).write_text("".join(f"{line}\n" for line in signatures(load(root))), "utf-8")
    return 0


def judge_tag(root: Path, tag: str) -> int:
    """Say what keeps a tag from being released."""
    source = (root / "src" / "openresponses_sdk" / "_version.py").read_text("utf-8")
    (version,) = re.findall(r'^__version__ = "([^"]+)"$', source, re.MULTILINE)
    section = next(
        (one for one in sections((root / "CHANGELOG.md").read_text("utf-8")) if one.version == version), None
    )
    typescript = root / "generated" / "typescript" / "package.json"
    other = json.loads(typescript.read_text("utf-8"))["version"] if typescript.exists() else version
    faults = {
        f"the tag is {tag}, the version is {version}": tag != f"v{version}",
        f"the version of the TypeScript package is {other}, not {version}": other != version,
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
