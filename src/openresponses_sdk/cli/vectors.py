"""``openresponses vectors``: what golden vectors there are, and how a program does by them."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence

from ..testing.vectors import KINDS, Failure, Report, iter_cases, iter_vector_files, run
from . import ExitStatus
from .terminal import harmless

__all__ = ["list_vectors", "run_vectors"]


def list_vectors(*, as_json: bool) -> int:
    """Print every file and how many tests it makes."""
    files = list(iter_vector_files())
    counts = Counter(case.kind for case in iter_cases(files=files))
    if as_json:
        listed = [
            {
                "kind": file.kind,
                "topic": file.topic,
                "spec": file.spec,
                "about": file.about,
                "vectors": len(file.vectors),
            }
            for file in files
        ]
        print(json.dumps({"files": listed, "tests": {kind: counts[kind] for kind in KINDS}}, indent=2))
        return ExitStatus.CLEAN
    names = [f"{file.kind}/{file.topic}" for file in files]
    width = max(map(len, names))
    for name, file in zip(names, files, strict=True):
        print(f"{name:<{width}} {len(file.vectors):>5}  {file.about}")
    tests = ", ".join(f"{counts[kind]} {kind}" for kind in KINDS)
    print(f"{sum(len(file.vectors) for file in files)} vectors make {counts.total()} tests: {tests}")
    return ExitStatus.CLEAN


def run_vectors(
    program: Sequence[str], *, kinds: Sequence[str] | None, timeout: float, shown: int, as_json: bool
) -> int:
    """Judge a program and print how it does."""
    unknown = [kind for kind in kinds or () if kind not in KINDS]
    if unknown:
        return _refuse(f"there is no kind {unknown[0]}; the kinds are {', '.join(KINDS)}")
    if not program:
        return _refuse("say which program to run, behind --")
    try:
        report = run(program, kinds=KINDS if kinds is None else kinds, timeout=timeout)
    except OSError as error:
        return _refuse(f"{program[0]} cannot be started: {error.strerror or error}")
    if as_json:
        print(json.dumps(report.to_dict(), indent=2))
    else:
        _print(report, shown)
    if not report.claimed and not report.faults:
        return _refuse(f"the program claims none of the kinds {', '.join(report.unclaimed)}")
    return ExitStatus.CLEAN if report.is_passed else ExitStatus.FINDINGS


def _print(report: Report, shown: int) -> None:
    for failure in report.failures[:shown]:
        print("\n    ".join(map(harmless, _lines(failure))))
    if len(report.failures) > shown:
        print(f"… and {len(report.failures) - shown} failures more")
    for fault in report.faults:
        print(harmless(fault))
    failed = Counter(failure.kind for failure in report.failures)
    if report.name is not None:
        print(harmless(report.name))
    for kind in report.claimed:
        total = report.passed[kind] + failed[kind] + report.unasked[kind]
        unasked = f", {report.unasked[kind]} not asked" if report.unasked[kind] else ""
        print(f"{kind:<10} {report.passed[kind]:>4} of {total} passed{unasked}")
    for kind in report.unclaimed:
        print(f"{kind:<10} not claimed")


def _lines(failure: Failure) -> list[str]:
    head = f"{failure.kind} {failure.id} ({failure.about})"
    return [f"{head}: {failure.reason}"] if failure.reason else [head, *map(str, failure.differences)]


def _refuse(message: str) -> int:
    print(f"openresponses: {harmless(message)}", file=sys.stderr)
    return ExitStatus.USAGE
