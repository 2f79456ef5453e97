"""The arguments of ``openresponses vectors``; what they need is imported when the command runs."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

__all__ = ["add_vectors_arguments", "split_program"]

_RUN = """\
Starts a program, asks it about every golden vector that it claims to know, and says
where its answers differ.  What stands behind -- is the program and its arguments; no
shell reads it.  The program takes one JSON object a line on standard input and
answers with one a line on standard output; the README of the vectors tells how.

Exit status: 0 when it answers everything as it should, 1 when it does not, crashes,
hangs or answers nonsense, 2 on wrong usage, also when it cannot be started or claims
no kind that was asked for."""

_LIST = """\
Lists the golden vectors that this SDK carries: each file with what it holds, and how
many tests of each kind they make."""

_SEPARATOR = "--"


def split_program(argv: Sequence[str]) -> tuple[list[str], list[str]]:
    """The arguments of the command itself, and the program that ``vectors run`` is given behind ``--``."""
    # Releases of Python differ in which `--` their argument parsers keep, and a program may have one of its own.
    if list(argv[:2]) != ["vectors", "run"] or _SEPARATOR not in argv:
        return list(argv), []
    at = list(argv).index(_SEPARATOR)
    return list(argv[:at]), list(argv[at + 1 :])


def add_vectors_arguments(vectors: argparse.ArgumentParser) -> None:
    """The subcommands and their options."""
    raw = argparse.RawDescriptionHelpFormatter
    commands = vectors.add_subparsers(dest="vectors_command", required=True, metavar="COMMAND")
    run = commands.add_parser(
        "run",
        help="ask a program about every vector",
        description=_RUN,
        formatter_class=raw,
        usage="%(prog)s [-h] [--kind K] [--timeout S] [--show N] [--json] -- PROGRAM [ARGUMENT ...]",
    )
    run.add_argument("--kind", action="append", metavar="K", help="only tests of this kind; may be given again")
    run.add_argument("--timeout", type=_seconds, default=10.0, metavar="S", help="seconds for one answer (10)")
    run.add_argument("--show", type=_count, default=10, metavar="N", help="how many failures to show (10)")
    run.add_argument("--json", action="store_true", help="print one JSON object for a program to read")
    listing = commands.add_parser("list", help="what vectors there are", description=_LIST, formatter_class=raw)
    listing.add_argument("--json", action="store_true", help="print one JSON object for a program to read")


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= 3600:
        raise argparse.ArgumentTypeError("the timeout is a number of seconds, at most 3600")
    return seconds


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise argparse.ArgumentTypeError("how many to show is a whole number")
    return int(text)
