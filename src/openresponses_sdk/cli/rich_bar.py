"""The progress bar of rich, for those who have installed the extra ``cli``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn


class RichBar:
    """Draws when asked and not from a thread, so that it never comes between two lines of output."""

    def __init__(self, out: TextIO) -> None:
        self._progress = Progress(
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[files]}", markup=False),
            TimeElapsedColumn(),
            console=Console(file=out),
            transient=True,
            auto_refresh=False,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._progress.add_task("", total=1.0, files="")
        self._is_on = False

    def draw(self, share: float, text: str) -> None:
        """Show the bar anew."""
        if not self._is_on:
            self._progress.start()
            self._is_on = True
        self._progress.update(self._task, completed=share, files=text)
        self._progress.refresh()

    def clear(self) -> None:
        """Take the bar off the screen."""
        if self._is_on:
            self._progress.stop()
            self._is_on = False


@contextmanager
def rich_bar(out: TextIO) -> Iterator[RichBar]:
    """A bar that is off the screen at the end, however that comes."""
    bar = RichBar(out)
    try:
        yield bar
    finally:
        bar.clear()
