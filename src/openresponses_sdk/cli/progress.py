"""How far a check has come: a bar on a terminal, with rich when it is installed, and nothing anywhere else.

The bar shows counts only, never a name or a value, so nothing of an input gets into it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Final, Protocol, TextIO

from .files import LineSource

_INTERVAL: Final = 0.1
_CELLS: Final = 24


class Bar(Protocol):
    """Draws how far it is, from 0 to 1."""

    def draw(self, share: float, text: str) -> None:
        """Show the bar anew."""

    def clear(self) -> None:
        """Leave no trace on the screen."""


class Progress:
    """Counts the bytes and files that were read, and draws them now and then."""

    def __init__(self, bar: Bar | None, files: int, size: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._bar = bar
        self._files = files
        self._size = size
        self._clock = clock
        self._drawn = float("-inf")
        self._read = 0
        self._done = 0

    def watch(self, stream: LineSource) -> LineSource:
        """The same stream, counted while it is read."""
        return stream if self._bar is None else _Watched(stream, self._advance)

    def finish_file(self) -> None:
        """One file less to read."""
        self._done += 1
        self._advance(0)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Take the bar off the screen while something is printed."""
        if self._bar is not None:
            self._bar.clear()
        yield
        self._drawn = float("-inf")

    def close(self) -> None:
        """Take the bar off the screen."""
        if self._bar is not None:
            self._bar.clear()

    def _advance(self, size: int) -> None:
        self._read += size
        if self._bar is None or (now := self._clock()) - self._drawn < _INTERVAL:
            return
        self._drawn = now
        # A file may grow while it is read, and the size of a pipe is not known.
        share = self._read / self._size if self._size else self._done / max(self._files, 1)
        self._bar.draw(min(share, 1.0), f"{self._done}/{self._files} files")


class _Watched:
    def __init__(self, stream: LineSource, advance: Callable[[int], None]) -> None:
        self._stream = stream
        self._advance = advance

    def readline(self, limit: int = -1, /) -> bytes:
        line = self._stream.readline(limit)
        self._advance(len(line))
        return line


class PlainBar:
    """A bar of plain characters."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def draw(self, share: float, text: str) -> None:
        """Write over the line."""
        full = int(share * _CELLS)
        self._out.write(f"\r[{'#' * full}{' ' * (_CELLS - full)}] {share:4.0%} {text}\x1b[K")
        self._out.flush()

    def clear(self) -> None:
        """Empty the line."""
        self._out.write("\r\x1b[K")
        self._out.flush()


@contextmanager
def start_progress(files: int, size: int, out: TextIO | None = None) -> Iterator[Progress]:
    """The progress of a check; it draws nothing when ``out``, standard error, is no terminal."""
    target = sys.stderr if out is None else out
    with _bar(target) if target.isatty() and size else _no_bar() as bar:
        progress = Progress(bar, files, size)
        try:
            yield progress
        finally:
            progress.close()


@contextmanager
def _no_bar() -> Iterator[Bar | None]:
    yield None


def _bar(out: TextIO) -> AbstractContextManager[Bar | None]:
    try:
        from .rich_bar import rich_bar
    except ImportError:
        return _plain_bar(out)
    return rich_bar(out)


@contextmanager
def _plain_bar(out: TextIO) -> Iterator[Bar]:
    yield PlainBar(out)
