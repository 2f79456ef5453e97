"""Files and standard streams of the commands, read and written as bytes."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO, Literal

STANDARD = "-"


def open_input(name: str) -> AbstractContextManager[BinaryIO]:
    """The file to read; ``-`` is standard input.  Raises ``OSError`` when it cannot be opened."""
    return nullcontext(sys.stdin.buffer) if name == STANDARD else _open(name, "rb")


def open_output(name: str | None) -> AbstractContextManager[BinaryIO]:
    """The file to write; None and ``-`` are standard output.  Raises ``OSError`` when it cannot be opened."""
    return nullcontext(sys.stdout.buffer) if name is None or name == STANDARD else _open(name, "wb")


def _open(name: str, mode: Literal["rb", "wb"]) -> BinaryIO:
    try:
        return Path(name).open(mode)
    except ValueError as error:  # A name with a NUL is no name of a file.
        raise OSError(errno.EINVAL, str(error), name) from error


def is_same_file(one: str, other: str | None) -> bool:
    """Whether both names lead to one file, which must not be written while it is read."""
    if other is None or STANDARD in (one, other) or not (os.path.exists(one) and os.path.exists(other)):
        return False
    return os.path.samefile(one, other)


def shown_name(name: str) -> str:
    """The name of an input as a message says it."""
    return "<stdin>" if name == STANDARD else name


def iter_lines(stream: BinaryIO, limit: int) -> Iterator[bytes]:
    """The lines of a file or pipe, as they come.

    Of a line of more than ``limit`` bytes only ``limit + 1`` are handed on, which shows that it is too long without
    keeping it in memory.
    """
    while line := stream.readline(limit + 1):
        rest = line
        while len(rest) == limit + 1 and not rest.endswith(b"\n"):
            rest = stream.readline(limit + 1)
        yield line
