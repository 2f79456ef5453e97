"""``openresponses check``: says what is wrong in files, where, and under which requirement."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from ..findings import Violation
from . import ExitStatus
from .files import find_inputs, open_input, shown_name, size_of
from .inputs import Judge
from .progress import Progress, start_progress
from .reports import JsonReport, Report, TextReport
from .steps import Found
from .tally import Tally
from .terminal import harmless

HIDDEN = "[hidden]"


def check(
    files: Sequence[str],
    *,
    as_json: bool = False,
    fail_on: str = "error",
    redact: bool = False,
    ignored: Collection[str] = (),
) -> int:
    """Judge every file, and every stream in every folder, say what is wrong and return the exit status.

    What breaks a requirement of ``ignored`` is only counted.
    """
    inputs = find_inputs(files)
    report: Report = JsonReport(sys.stdout) if as_json else TextReport(sys.stdout, is_one=len(inputs.names) == 1)
    failures = 0
    for folder in inputs.barren:
        failures += 1
        _complain(f"{folder}: there is no .sse, .jsonl, .ndjson or .json file in it")
    sizes = {name: size_of(name) for name in inputs.names}
    with start_progress(len(sizes), sum(size or 0 for size in sizes.values())) as progress:
        for name in inputs.names:
            error = _check_one(name, report, progress, redact=redact, ignored=ignored)
            if error is not None:
                failures += 1
                with progress.paused():
                    _complain(error)
            progress.finish_file()
    report.finish()
    if failures:
        return ExitStatus.IO
    fatal = report.severities["error"] + (report.severities["warning"] if fail_on == "warning" else 0)
    return ExitStatus.FINDINGS if fatal else ExitStatus.CLEAN


def _check_one(name: str, report: Report, progress: Progress, *, redact: bool, ignored: Collection[str]) -> str | None:
    """Judge one file; returns why it could not be read."""
    judge = Judge()
    tally = Tally(shown_name(name))
    error: str | None = None
    report.begin(tally)
    try:
        with open_input(name) as stream:
            for found in _redacted(judge.judge(progress.watch(stream)), redact):
                if found[1].requirement in ignored:
                    tally.ignore(found[1])
                    continue
                tally.add(found[1])
                report.add(tally, found)
    except BrokenPipeError:
        raise
    except OSError as failure:
        error = failure.strerror or str(failure)
    tally.take(judge)
    with progress.paused():
        report.end(tally, error)
    return None if error is None else f"{tally.name}: {error}"


def _redacted(found: Iterator[Found], redact: bool) -> Iterator[Found]:
    return ((line, without_values(violation)) for line, violation in found) if redact else found


def without_values(violation: Violation) -> Violation:
    """The violation without the values that the input held and that were expected instead."""
    return replace(
        violation,
        expected=None if violation.expected is None else HIDDEN,
        found=None if violation.found is None else HIDDEN,
    )


def _complain(message: str) -> None:
    print(f"openresponses: {harmless(message)}", file=sys.stderr)
