"""``openresponses show``: a stream, or a response, as a person wants to see it."""

from __future__ import annotations

import io
import os
import stat
import sys
import time
from collections.abc import Iterator
from typing import BinaryIO

from ..schema_check import COMPACTED, EVENT, REQUEST, RESPONSE, WEBSOCKET_REQUEST
from ..timeline import Entry, Kind, Timeline
from . import ExitStatus
from .files import is_same_file, open_input, open_output, shown_name
from .inputs import Judge
from .page import Page
from .steps import Step
from .style import Paint, is_colourful, width_of
from .tally import Tally
from .transcript import Transcript

_KINDS = {
    RESPONSE: Kind.RESPONSE,
    COMPACTED: Kind.RESPONSE,
    REQUEST: Kind.REQUEST,
    WEBSOCKET_REQUEST: Kind.REQUEST,
}


def show(file: str, *, html: str | None = None, width: int | None = None, color: str = "auto") -> int:
    """Show ``file`` while it is read, or write it to the page ``html``, and return the exit status."""
    if is_same_file(file, html):
        print("openresponses: the page would overwrite the input", file=sys.stderr)
        return ExitStatus.USAGE
    with open_input(file) as stream:
        is_live = _is_live(stream)
        timeline = Timeline(time.monotonic if is_live else None)
        tally = Tally(shown_name(file))
        if html is None:
            _follow(stream, timeline, tally, width=width, color=color, is_live=is_live)
        else:
            for _ in _entries(stream, timeline, tally):
                pass
    if html is not None:
        chunks = list(Page(timeline, tally).chunks())
        with open_output(html) as sink:
            sink.writelines(chunks)
            sink.flush()
        print(tally.summary(), file=sys.stderr)
    return ExitStatus.FINDINGS if tally.severities["error"] else ExitStatus.CLEAN


def _follow(
    stream: BinaryIO, timeline: Timeline, tally: Tally, *, width: int | None, color: str, is_live: bool
) -> None:
    out = sys.stdout
    paint = Paint(is_on=is_colourful(out, color))
    transcript = Transcript(out, paint, width=width or width_of(out), is_live=is_live)
    for entries in _entries(stream, timeline, tally):
        transcript.show(entries)
        out.flush()
    transcript.finish()
    print(tally.summary())


def _entries(stream: BinaryIO, timeline: Timeline, tally: Tally) -> Iterator[list[Entry]]:
    judge = Judge(is_live=True)
    for step in judge.read(stream):
        for _, violation in step.found:
            tally.add(violation)
        yield _take(timeline, step)
    tally.take(judge)


def _take(timeline: Timeline, step: Step) -> list[Entry]:
    if step.kind is None:
        return timeline.receive_findings(step.found)
    if step.kind == EVENT:
        return timeline.receive(step.value, step.found)
    return timeline.receive_object(_KINDS.get(step.kind, Kind.RESPONSE), step.value, step.found)


def _is_live(stream: BinaryIO) -> bool:
    """Whether the input is a pipe or a terminal, where it matters when something came."""
    try:
        return not stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, io.UnsupportedOperation):
        return False
