"""``openresponses schema list | show | export``: the JSON Schemas that the package can make, and files of them."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Final

from openresponses_schema.json_schemas import MARK

from ..documents.json_schemas import PROFILES, components, json_schema, shared_files
from . import ExitStatus
from .terminal import harmless

__all__ = ["export", "list_components", "show"]

_WIDTH: Final = 44


def list_components(arguments: argparse.Namespace) -> int:
    """Print every name that ``show`` takes."""
    found = components(arguments.release)
    if arguments.json:
        rows = [{"name": row.name, "root": row.is_root, "description": row.description} for row in found]
        print(json.dumps({"profiles": list(PROFILES), "components": rows}, indent=2))
        return ExitStatus.CLEAN
    first = sum(row.is_root for row in found)
    for number, row in enumerate(found):
        if number == first:
            print("\nParts of these, shown but not exported alone:")
        sentence = row.description.replace("\n", " ").partition(". ")[0].removesuffix(".")
        print(harmless(f"{row.name:{_WIDTH}} {sentence}"))
    print(f"\n{first} with a document of their own, {len(found)} in all; profiles: {', '.join(PROFILES)}")
    return ExitStatus.CLEAN


def show(arguments: argparse.Namespace) -> int:
    """Print one schema with all that it refers to."""
    document = json_schema(arguments.name, profile=arguments.profile, release=arguments.release)
    print(json.dumps(document, indent=1))
    return ExitStatus.CLEAN


def export(arguments: argparse.Namespace) -> int:
    """Write the files for teams of other languages, after a look at what each would replace."""
    folder, wanted = Path(arguments.folder), shared_files(arguments.release)
    links = [path for path in wanted if _is_linked(folder, path)]
    if links:
        return _refused(f"a symbolic link stands in the way of {_few(links)}")
    kept = {path for path, data in wanted.items() if _content(folder / path) == data}
    foreign = [
        path
        for path in wanted
        if path not in kept and (folder / path).exists() and not _is_ours(_content(folder / path))
    ]
    if foreign and not arguments.force:
        return _refused(f"{_few(foreign)} in {folder} came from elsewhere; --force overwrites")
    for path, data in wanted.items():
        if path not in kept:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
    if arguments.json:
        written = [path for path in wanted if path not in kept]
        print(json.dumps({"folder": str(folder), "written": written, "unchanged": len(kept)}, indent=2))
    else:
        print(harmless(f"{len(wanted)} files in {folder}: {len(wanted) - len(kept)} written, {len(kept)} as they were"))
    return ExitStatus.CLEAN


def _is_linked(folder: Path, path: str) -> bool:
    """Whether a file would be written somewhere else than its path says."""
    parts = [folder / path, *(folder / path).parents]
    return any(place.is_symlink() for place in parts[: len(Path(path).parts)])


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _is_ours(data: bytes | None) -> bool:
    """Whether a file says that it was exported: by this release or another."""
    try:
        document = json.loads(data or b"")
    except (ValueError, RecursionError):
        return False
    if not isinstance(document, dict):
        return False
    return "x-stream-grammar" in document or MARK in (document.get("$comment"), document.get("x-comment"))


def _few(paths: list[str]) -> str:
    return ", ".join(paths[:3]) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")


def _refused(reason: str) -> int:
    print(harmless(f"openresponses: nothing was written: {reason}"), file=sys.stderr)
    return ExitStatus.IO
