"""Files and standard streams of the commands, read and written as bytes."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import BinaryIO, Final, Literal, NamedTuple, Protocol, TextIO

STANDARD: Final = "-"

PATTERNS: Final = (".sse", ".jsonl", ".ndjson", ".json")
"""The endings of the files that are read when a folder is named."""


class LineSource(Protocol):
    """What lines can be read from."""

    def readline(self, limit: int = -1, /) -> bytes:
        """The next line with its end, or ``limit`` bytes of it; empty at the end of the input."""
        ...


class Inputs(NamedTuple):
    """The files that the arguments of a command name."""

    names: list[str]
    barren: list[str]
    """The folders in which there is none."""


def find_inputs(arguments: Iterable[str]) -> Inputs:
    """The named files, and the streams and JSON files in the named folders and below, each once and in order.

    Hidden folders are left out and links to folders are not followed.
    """
    names: list[str] = []
    barren: list[str] = []
    for argument in arguments:
        if argument == STANDARD or not os.path.isdir(argument):
            names.append(argument)
        elif inside := list(_iter_folder(argument)):
            names += inside
        else:
            barren.append(argument)
    return Inputs(list(dict.fromkeys(names)), barren)


def _iter_folder(folder: str) -> Iterator[str]:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (os.path.join(root, name) for name in sorted(files) if name.lower().endswith(PATTERNS))


def size_of(name: str) -> int | None:
    """The bytes of a regular file; None for a pipe, a device, standard input or what is not there."""
    try:
        status = os.fstat(sys.stdin.fileno()) if name == STANDARD else os.stat(name)
    except (OSError, ValueError):
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def open_input(name: str) -> AbstractContextManager[BinaryIO]:
    """The file to read; ``-`` is standard input.  Raises ``OSError`` when it cannot be opened."""
    return nullcontext(_bytes_of(sys.stdin, "input")) if name == STANDARD else _open(name, "rb")


def open_output(name: str | None) -> AbstractContextManager[BinaryIO]:
    """The file to write; None and ``-`` are standard output.  Raises ``OSError`` when it cannot be opened."""
    return nullcontext(_bytes_of(sys.stdout, "output")) if name is None or name == STANDARD else _open(name, "wb")


def abandon_output() -> None:
    """Nothing more can be written: what is still buffered for standard output must not fail again at exit."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _bytes_of(stream: TextIO | None, name: str) -> BinaryIO:
    """The bytes under a standard stream, which is None when the caller closed it."""
    if stream is None:
        raise OSError(errno.EBADF, f"standard {name} is closed", STANDARD)
    return stream.buffer


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


def shown_output(name: str | None) -> str:
    """The name of an output as a message says it."""
    return "standard output" if name is None or name == STANDARD else name


def iter_lines(stream: LineSource, limit: int) -> Iterator[bytes]:
    """The lines of a file or pipe, as they come.

    Of a line of more than ``limit`` bytes only ``limit + 1`` are handed on, which shows that it is too long without
    keeping it in memory.
    """
    while line := stream.readline(limit + 1):
        rest = line
        while len(rest) == limit + 1 and not rest.endswith(b"\n"):
            rest = stream.readline(limit + 1)
        yield line
