"""``openresponses convert``: what an agent or a provider says in, Open Responses streams out."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from ..bridges.source import DEFAULT_MAX_EVENT_BYTES
from ..errors import DecodeError
from ..findings import Finding
from ..ids import SeededIds
from . import ExitStatus
from .files import (
    STANDARD,
    abandon_output,
    find_inputs,
    is_same_file,
    open_input,
    open_output,
    shown_name,
    shown_output,
)
from .sources import AUTO, PATIENCE, SOURCES, recognised, recognised_error
from .terminal import harmless
from .values import SourceValue, iter_values
from .writers import WRITERS, CannotWriteError, Writer


def convert(
    inputs: Sequence[str],
    *,
    source: str,
    target: str,
    model: str = "unknown",
    unknown: str = "keep",
    dialect: str = "spec",
    slug: str | None = None,
    created_at: int | None = None,
    seed: str | None = None,
    output: str | None = None,
) -> int:
    """Convert every input, and every file in every folder, into one output (None: standard output).

    Returns the exit status.  An input that cannot be read fails the command; the others are converted all the same.
    """
    found = find_inputs(inputs)
    if any(is_same_file(name, output) for name in found.names):
        return _complain("the output would overwrite the log", ExitStatus.USAGE)
    status = ExitStatus.CLEAN
    for folder in found.barren:
        status = _complain(f"{folder}: there is no .sse, .jsonl, .ndjson or .json file in it", ExitStatus.IO)
    options: dict[str, Any] = {
        "model": model,
        "unknown": unknown,
        "dialect": dialect,
        # One source of ids for all inputs, so that no two responses get the same.
        "ids": None if seed is None else SeededIds(seed),
        "clock": None if created_at is None else lambda: created_at,
        **({} if slug is None else {"slug": slug}),
    }
    try:
        with open_output(output) as sink:
            writer = WRITERS[target](sink)
            for name in found.names:
                status = max(status, _convert_one(name, source, writer, options))
            writer.close()
            writer.flush()
    except BrokenPipeError:
        raise
    except (OSError, CannotWriteError) as error:
        if output in (None, STANDARD):
            abandon_output()
        reason = error.strerror if isinstance(error, OSError) else error
        return _complain(f"{shown_output(output)}: {reason}", ExitStatus.IO)
    return status


def _convert_one(name: str, source: str, writer: Writer, options: dict[str, Any]) -> ExitStatus:
    try:
        with open_input(name) as stream:
            return _converted(name, source, iter_values(stream, DEFAULT_MAX_EVENT_BYTES), writer, options)
    except BrokenPipeError:
        raise
    except OSError as error:
        return _complain(f"{name}: {error.strerror or error}", ExitStatus.IO)


def _converted(
    name: str, source: str, values: Iterator[SourceValue], writer: Writer, options: dict[str, Any]
) -> ExitStatus:
    seen: list[SourceValue] = []
    if source == AUTO:
        source = ""
        for value in values:
            seen.append(value)
            source = recognised(value.data) or ""
            if source or len(seen) == PATIENCE:
                break
        source = source or next(filter(None, (recognised_error(value.data) for value in seen)), "")
        if not source:
            return _complain(
                f"{shown_name(name)}: the first events tell no format: name it with --from", ExitStatus.FINDINGS
            )
    bridge = SOURCES[source].make(writer, **options)
    told = _Findings(name, bridge.findings, writer.findings)
    try:
        for value in chain(seen, values):
            writer.at(value)
            bridge.receive(value.data, line=value.line)
            writer.flush()
            told.print()
    except DecodeError as error:
        bridge.findings.append(Finding(message=error.reason, severity="error", line=error.line))
    bridge.receive_eof()
    writer.finish(bridge)
    told.print()
    return ExitStatus.FINDINGS if told.printed else ExitStatus.CLEAN


class _Findings:
    """Prints the findings of one input as they come: those of reading it, and those of writing it."""

    def __init__(self, name: str, *kept: list[Finding]) -> None:
        self.printed = 0
        self._name = shown_name(name)
        self._kept = [(findings, len(findings)) for findings in kept]

    def print(self) -> None:
        """Print what is new."""
        for findings, seen in self._kept:
            for finding in findings[seen:]:
                print(harmless(f"{self._name}: {finding.severity}: {finding}"), file=sys.stderr)
                self.printed += 1
        self._kept = [(findings, len(findings)) for findings, _ in self._kept]


def _complain(message: str, status: ExitStatus) -> ExitStatus:
    print(f"openresponses: {harmless(message)}", file=sys.stderr)
    return status
