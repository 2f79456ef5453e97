"""The ``openresponses`` command: convert logs and streams, check streams, show one.

Exit status: 0 clean, 1 findings, 2 wrong usage, 3 input or output failed, 130 interrupted.
Works in the base install; each command imports what it needs when it runs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from enum import IntEnum

from .._version import __version__
from ..errors import OpenResponsesError
from .files import abandon_output
from .schema_arguments import add_schema_arguments
from .terminal import harmless
from .vectors_arguments import add_vectors_arguments, split_program

__all__ = ["FORMATS", "ExitStatus", "main"]

FORMATS = ("thread-events", "chat-completions", "responses", "anthropic", "gemini", "ollama", "auto")
"""What ``convert --from`` takes; ``sources`` has the bridges, which are not loaded to print the help."""


class ExitStatus(IntEnum):
    """What the command tells its caller."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    IO = 3
    INTERRUPTED = 130


_CONVERT = """\
Turns the log of an agent, or the stream or answer of a provider, into Open Responses
streams and writes them as it is read.  What the input is framed in is found out:
server-sent events, one JSON object a line, or one document.  Several inputs become
one output; in a folder, and in those below, every .sse, .jsonl, .ndjson and .json
file is read.  Findings go to standard error, with file and line.

Exit status: 0 clean, 1 when there is a finding (it is converted all the same, as far
as it can be read), 2 wrong usage, 3 when a file cannot be read or written.  What the
input says failed is converted to a failed response and is no finding."""

_CHECK = """\
Judges streams (server-sent events, one JSON object a line, or a JSON array),
responses and requests: by the published schema, by the order of events, and by what
they say together.  Several streams may follow one another in a file.  In a folder,
and in those below, every .sse, .jsonl, .ndjson and .json file is judged.

Exit status: 0 when there is no error (warnings are printed and counted, and fail
only with --fail-on warning), 1 when there is one, 2 wrong usage, 3 when a file
cannot be read or a folder holds none; the other files are judged all the same."""

_SHOW = """\
Shows a stream, a response or a request as a person wants to see it: items and their
parts as they open and close, text as it grows, tool calls, reasoning, usage, when
what happened, and what is wrong where it happened.  A stream that is piped in is
shown while it runs.  The number in front is the place of the event, from 0.

Exit status: as with check."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status; ``argv`` are the arguments after the command's name."""
    _print_what_the_terminal_cannot_encode_as_escapes()
    parser = _parser()
    own, program = split_program(sys.argv[1:] if argv is None else argv)
    try:
        arguments = parser.parse_args(own)
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else ExitStatus.USAGE
    try:
        status = _run(arguments, program)
        sys.stdout.flush()
    except BrokenPipeError:
        abandon_output()  # The reader went away, as ``| head`` does.
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


def _run(arguments: argparse.Namespace, program: Sequence[str]) -> int:
    if arguments.command == "convert":
        from .convert import convert

        return convert(
            arguments.inputs,
            source=arguments.source,
            target=arguments.to,
            model=arguments.model,
            unknown=arguments.unknown,
            dialect=arguments.dialect,
            slug=arguments.slug,
            created_at=arguments.created_at,
            seed=arguments.seed,
            output=arguments.output,
        )
    if arguments.command == "show":
        from .show import show

        return show(arguments.file, html=arguments.html, width=arguments.width, color=arguments.color)
    if arguments.command == "schema":
        from .schema import run

        return run(arguments)
    if arguments.command == "vectors":
        from .vectors import list_vectors, run_vectors

        if arguments.vectors_command == "list":
            return list_vectors(as_json=arguments.json)
        return run_vectors(
            program, kinds=arguments.kind, timeout=arguments.timeout, shown=arguments.show, as_json=arguments.json
        )
    if arguments.explain is not None:
        from .requirements import explain

        return explain(arguments.explain, as_json=arguments.json)
    from .check import check

    return check(
        arguments.files,
        as_json=arguments.json,
        fail_on=arguments.fail_on,
        redact=arguments.redact,
        ignored=frozenset(arguments.ignore),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="openresponses", description="Work with Open Responses streams.")
    parser.add_argument("--version", action="version", version=f"openresponses {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    raw = argparse.RawDescriptionHelpFormatter

    _add_convert(
        commands.add_parser(
            "convert", help="turn logs and streams into conformant streams", description=_CONVERT, formatter_class=raw
        )
    )
    _add_check(
        commands.add_parser("check", help="say what is wrong with streams", description=_CHECK, formatter_class=raw)
    )
    _add_show(commands.add_parser("show", help="show a stream to a person", description=_SHOW, formatter_class=raw))
    add_schema_arguments(
        commands.add_parser("schema", help="compare and lint OpenAPI documents; JSON Schemas of our own")
    )
    add_vectors_arguments(
        commands.add_parser("vectors", help="judge an implementation in any language by the golden vectors")
    )
    return parser


def _add_convert(convert: argparse.ArgumentParser) -> None:
    convert.add_argument(
        "inputs", metavar="INPUT", nargs="+", type=_name, help="the files and folders to read; - is standard input"
    )
    convert.add_argument(
        "--from",
        dest="source",
        required=True,
        choices=FORMATS,
        help="the format of the inputs; auto looks at the first events of each",
    )
    convert.add_argument(
        "--to",
        required=True,
        choices=["sse", "ndjson", "json", "chat-completions"],
        help="server-sent events, one event a line, the finished responses (one object, an array of several), or "
        "chunks of Chat Completions as server-sent events (of a whole answer, a whole completion)",
    )
    convert.add_argument("--model", default="unknown", help="the model to name where the input names none")
    convert.add_argument(
        "--unknown",
        choices=["keep", "skip"],
        default="keep",
        help="keep what the format does not define under an extension name (keep), or leave it out",
    )
    convert.add_argument(
        "--dialect", choices=["spec", "openai"], default="spec", help="whose names of events are written (spec)"
    )
    convert.add_argument("--slug", type=_slug, metavar="S", help="the prefix of extension names")
    convert.add_argument(
        "--created-at", type=_seconds, metavar="N", help="the time of every response, in seconds since 1970"
    )
    convert.add_argument("--seed", metavar="S", help="make the same ids in every run")
    convert.add_argument("-o", "--output", metavar="FILE", help="where to write instead of standard output")


def _add_check(check: argparse.ArgumentParser) -> None:
    wanted = check.add_mutually_exclusive_group(required=True)
    wanted.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        default=[],
        type=_name,
        help="the files and folders to read; - is standard input",
    )
    wanted.add_argument("--explain", metavar="ID", help="say what a requirement demands, such as OR-GRAM-19")
    check.add_argument("--json", action="store_true", help="print one JSON object for a program to read")
    check.add_argument(
        "--fail-on", choices=["error", "warning"], default="error", help="what makes the exit status 1 (error)"
    )
    check.add_argument(
        "--ignore",
        type=_requirement,
        action="append",
        default=[],
        metavar="ID",
        help="leave out what breaks this requirement, but count it; may be given several times",
    )
    check.add_argument("--redact", action="store_true", help="hide the values that were expected and found")


def _add_show(show: argparse.ArgumentParser) -> None:
    show.add_argument("file", metavar="FILE", help="the file to read; - is standard input")
    show.add_argument("--html", metavar="OUT", help="write one self-contained page instead; - is standard output")
    show.add_argument("--width", type=_columns, metavar="N", help="break lines at N columns (those of the terminal)")
    show.add_argument("--color", choices=["auto", "always", "never"], default="auto", help="whether to use colours")


def _name(text: str) -> str:
    if not text:
        raise argparse.ArgumentTypeError("the name of an input is empty")
    return text


def _seconds(text: str) -> int:
    seconds = int(text) if text.isascii() and text.isdigit() and len(text) < 17 else -1
    if not 0 <= seconds <= 1 << 53:
        raise argparse.ArgumentTypeError("the time is a whole number of seconds since 1970")
    return seconds


def _slug(text: str) -> str:
    from ..extensions import is_valid_extension_type

    if not is_valid_extension_type(f"{text}:name"):
        raise argparse.ArgumentTypeError("a slug has only ASCII letters, digits, '_' and '-'")
    return text


def _requirement(text: str) -> str:
    from .requirements import known_requirement

    try:
        return known_requirement(text)
    except KeyError as error:
        raise argparse.ArgumentTypeError(error.args[0]) from None


def _columns(text: str) -> int:
    columns = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if not 1 <= columns <= 10_000:
        raise argparse.ArgumentTypeError("the width is a number of columns")
    return columns


def _fail(message: str, status: ExitStatus) -> int:
    print(f"openresponses: {harmless(message)}", file=sys.stderr)
    return status


def _print_what_the_terminal_cannot_encode_as_escapes() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
