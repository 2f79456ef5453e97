"""The ``openresponses`` command: convert the log of an agent, check a stream.

Exit status: 0 clean, 1 findings, 2 wrong usage, 3 input or output failed, 130 interrupted.
Works in the base install; each command imports what it needs when it runs.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from enum import IntEnum

from .._version import __version__
from ..errors import OpenResponsesError
from .terminal import harmless

__all__ = ["ExitStatus", "main"]


class ExitStatus(IntEnum):
    """What the command tells its caller."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    IO = 3
    INTERRUPTED = 130


_CONVERT = """\
Turns the log of an agent into Open Responses streams, one response a turn, and
writes them as the log is read.  Findings about the log go to standard error.

Exit status: 0 when every line could be read, 1 when a line could not be read (it
is left out, the rest is converted) or the log holds nothing, 2 wrong usage, 3 when
a file cannot be read or written.  A turn that failed, or that the log cuts short,
is converted to a failed response and is no finding by itself."""

_CHECK = """\
Judges a stream (server-sent events, one JSON object a line, or a JSON array), a
response or a request: by the published schema, by the order of events, and by what
they say together.  Several streams may follow one another.

Exit status: 0 when there is no error (warnings are printed and counted), 1 when
there is one, 2 wrong usage, 3 when the file cannot be read."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status; ``argv`` are the arguments after the command's name."""
    _print_what_the_terminal_cannot_encode_as_escapes()
    parser = _parser()
    try:
        arguments = parser.parse_args(argv)
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else ExitStatus.USAGE
    try:
        status = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader went away, as ``| head`` does.  What is still buffered must not fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return ExitStatus.IO
    except KeyboardInterrupt:
        return ExitStatus.INTERRUPTED
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        return _fail(f"{name}{error.strerror or error}", ExitStatus.IO)
    except OpenResponsesError as error:
        return _fail(str(error), ExitStatus.FINDINGS)
    except MemoryError:
        return _fail("the input does not fit into memory", ExitStatus.IO)
    except Exception as error:
        # A bug of ours: still no traceback at a user, unless Python's development mode asks for it.
        if sys.flags.dev_mode:
            raise
        return _fail(f"this is a bug, please report it: {type(error).__name__}: {error}", ExitStatus.IO)
    return status


def _run(arguments: argparse.Namespace) -> int:
    if arguments.command == "convert":
        from .convert import convert

        return convert(
            arguments.log,
            target=arguments.to,
            model=arguments.model,
            created_at=arguments.created_at,
            seed=arguments.seed,
            output=arguments.output,
        )
    from .check import check

    return check(arguments.file, as_json=arguments.json)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="openresponses", description="Work with Open Responses streams.")
    parser.add_argument("--version", action="version", version=f"openresponses {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    raw = argparse.RawDescriptionHelpFormatter

    convert = commands.add_parser(
        "convert", help="turn the log of an agent into streams", description=_CONVERT, formatter_class=raw
    )
    convert.add_argument("log", metavar="LOG", help="the log to read; - is standard input")
    convert.add_argument(
        "--from", dest="source", required=True, choices=["thread-events"], help="the format of the log"
    )
    convert.add_argument(
        "--to",
        required=True,
        choices=["sse", "ndjson", "json"],
        help="server-sent events, one event a line, or the finished responses (one object, an array of several)",
    )
    convert.add_argument("--model", default="unknown", help="the model to name in the responses")
    convert.add_argument(
        "--created-at", type=_seconds, metavar="N", help="the time of every response, in seconds since 1970"
    )
    convert.add_argument("--seed", metavar="S", help="make the same ids in every run")
    convert.add_argument("-o", "--output", metavar="FILE", help="where to write instead of standard output")

    check = commands.add_parser(
        "check", help="say what is wrong with a stream", description=_CHECK, formatter_class=raw
    )
    check.add_argument("file", metavar="FILE", help="the file to read; - is standard input")
    check.add_argument("--json", action="store_true", help="print one JSON object for a program to read")
    return parser


def _seconds(text: str) -> int:
    seconds = int(text)
    if not 0 <= seconds <= 1 << 53:
        raise argparse.ArgumentTypeError("the time lies outside of what JSON numbers keep exactly")
    return seconds


def _fail(message: str, status: ExitStatus) -> int:
    print(f"openresponses: {harmless(message)}", file=sys.stderr)
    return status


def _print_what_the_terminal_cannot_encode_as_escapes() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
