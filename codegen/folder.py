"""The folder that codegen writes: what is in it, and what of that is codegen's to overwrite or to delete.

Someone may give ``--out`` a folder that holds work of theirs, so a file is ours only when it says so itself, and a
symbolic link is never followed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

PACKAGE = "openresponses_schema"
MARK = "Generated from spec/ by `python -m codegen generate`. Do not edit."
HEADER = f"# {MARK}"
PAGE_HEADER = f"<!-- {MARK} -->"
COMMENT = {"$comment": MARK}
"""The member that every generated JSON file begins with; overlays say ``x-comment``, OpenAPI documents nothing."""
DOCUMENT = f"{PACKAGE}/openapi.json"
LINK = "symbolic link to "


def present(out: Path) -> dict[str, str]:
    """What is in the folder by its path, without what git ignores (byte code caches and the like)."""
    files: dict[str, Path] = {}
    for folder, folders, names in os.walk(out):
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in (*names, *links):
            path = Path(folder) / name
            files[path.relative_to(out).as_posix()] = path
    ignored = _ignored(out, sorted(files)) if files else set()
    return {name: _content(files[name]) for name in sorted(files) if name not in ignored}


def is_ours(name: str, content: str) -> bool:
    """Whether a former run wrote the file: it says so itself."""
    if name == f"{PACKAGE}/py.typed":
        return not content
    match Path(name).suffix:
        case ".py":
            return content.startswith(HEADER)
        case ".ts":
            return content.startswith(f"// {MARK}")
        case ".json":
            return _is_marked_json(content)
        case _:
            return content.startswith(PAGE_HEADER)


def strangers(files: dict[str, str]) -> list[str]:
    """The files that stop a run: none in a folder that codegen has written before, except links in its way."""
    if DOCUMENT in files and is_ours(DOCUMENT, files[DOCUMENT]):
        return []
    return [name for name, content in files.items() if not is_ours(name, content)]


def links_in_the_way(out: Path, wanted: dict[str, str]) -> list[str]:
    """Symbolic links through which a file would be written somewhere else."""
    places = {place for name in wanted for place in (name, *(p.as_posix() for p in Path(name).parents)) if place != "."}
    return sorted(place for place in places if (out / place).is_symlink())


def _content(path: Path) -> str:
    if path.is_symlink():
        return f"{LINK}{os.readlink(path)}"
    return path.read_bytes().decode("utf-8", "replace") if path.is_file() else "no regular file"


def _is_marked_json(content: str) -> bool:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return False
    if not isinstance(document, dict):
        return False
    return "x-stream-grammar" in document or MARK in (document.get("$comment"), document.get("x-comment"))


def _ignored(out: Path, names: list[str]) -> set[str]:
    caches = {name for name in names if "__pycache__" in Path(name).parts}
    git = shutil.which("git")
    if git is None:
        return caches
    asked = subprocess.run(
        [git, "check-ignore", "-z", "--stdin"],
        cwd=out,
        input="\0".join(names),
        capture_output=True,
        text=True,
        check=False,
    )
    return caches | set(asked.stdout.split("\0"))
