"""The distributions once more: whoever has the sdist can make every byte that is published."""

import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any, Final

__all__ = ["differences", "rebuild"]

LATER: Final = 1_800_000_000
"""A time that no clone has; seconds since 1970."""


def rebuild(sdist: Path, folder: Path) -> Path:
    """Build both distributions from an sdist, as another user in another folder would, later; return where they are.

    Raises ``CalledProcessError`` when the build fails.
    """
    # The oldest releases of Python 3.11 know no filter, newer ones warn without it.
    options: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, **options)
    (source,) = folder.iterdir()
    for path in source.rglob("*"):
        path.chmod(path.stat().st_mode & 0o700)
        os.utime(path, (LATER, LATER))
    command = [sys.executable, "-m", "hatchling", "build", "-d", "dist"]
    unwanted = ("PYTHON", "SOURCE_DATE_EPOCH")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    # Standard output is for what this program says, not for what it calls.
    subprocess.run(command, cwd=source, env=environment, check=True, umask=0o077, stdout=subprocess.DEVNULL)
    return source / "dist"


def differences(published: Path, rebuilt: Path) -> list[str]:
    """Return the names of the files that are not in both folders with the same bytes."""
    first, second = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in (published, rebuilt))
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
