"""The releases that git knows, and the source of one."""

import re
import subprocess
import tarfile
from io import BytesIO
from pathlib import Path
from typing import Any

__all__ = ["last_release", "unpack"]

_RELEASE = re.compile(r"v\d+\.\d+\.\d+\S*")


def last_release(root: Path) -> str | None:
    """Return the tag of the newest release that the current commit builds on, or None when there is none."""
    tags = _git(root, "tag", "--merged", "HEAD", "--sort=-version:refname", "--list", "v*").decode().split()
    # The commit of a release carries its own tag already when the workflow looks at it.
    current = _git(root, "tag", "--points-at", "HEAD").decode().split()
    return next((tag for tag in tags if _RELEASE.fullmatch(tag) and tag not in current), None)


def unpack(root: Path, tag: str, folder: Path) -> None:
    """Write the source of both packages, as of a tag, below a folder."""
    # The oldest releases of Python 3.11 know no filter, newer ones warn without it.
    options: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
    with tarfile.open(fileobj=BytesIO(_git(root, "archive", tag, "src", "generated"))) as archive:
        archive.extractall(folder, **options)


def _git(root: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=root, check=True, stdout=subprocess.PIPE).stdout
