"""Renders docs/mappings.md from the tables that the bridges themselves read; ``--check`` only compares.

``PAGE`` lists the tables: a heading for each bridge, and a row ``(module, name, what the keys are)`` for each table.
What a table is for is the docstring below it; what a row means is its text, the fields of its tuple, or the first
sentence of the docstring of what it calls.  A row without any of these is an error: say what it means where it stands.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import json
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent
TARGET = FOLDER / "mappings.md"
PACKAGE = "openresponses_sdk"


class Table(NamedTuple):
    """One table of a module."""

    module: str
    name: str
    keys: str
    """What its keys are: the head of the first column."""
    columns: tuple[str, ...] = ("what becomes of it",)
    """The heads of the others; those of a named tuple are its own unless there are several here."""


class Section(NamedTuple):
    """The tables of one bridge."""

    title: str
    page: str
    """The page that tells the rest."""
    tables: tuple[Table, ...]


PAGE = (
    Section(
        "Agent logs to Open Responses",
        "agent-logs.md",
        (
            Table("bridges.thread_events", "BOUNDARIES", "event"),
            Table("bridges.thread_events", "WITHIN", "event"),
            Table("bridges.thread_turn", "ITEM_WRITERS", "item"),
        ),
    ),
    Section(
        "Chat Completions to Open Responses",
        "chat-completions.md",
        (
            Table("bridges.chat_chunks", "CHUNK_FIELDS", "field of a chunk"),
            Table("bridges.chat_chunks", "CHOICE_FIELDS", "field of a choice"),
            Table("bridges.chat_delta", "DELTA_FIELDS", "field of a delta or message"),
            Table("bridges.chat_delta", "CONTENT_PARTS", "part of the content", ("its text is in", "becomes")),
            Table("bridges.chat_reasoning", "DETAILS", "detail of reasoning", ("becomes", "its text is in")),
            Table("bridges.chat_outcome", "FINISH_REASONS", "finish reason"),
            Table("bridges.chat_outcome", "USAGE", "count", ("where it stands",)),
            Table("bridges.chat_outcome", "ERROR_TYPES", "code or type"),
            Table("bridges.chat_fields", "DROPPED_FIELDS", "where"),
        ),
    ),
    Section(
        "Anthropic Messages to Open Responses",
        "anthropic.md",
        (
            Table("bridges.anthropic_messages", "EVENTS", "event"),
            Table("bridges.anthropic_blocks", "BLOCKS", "block"),
            Table("bridges.anthropic_blocks", "DELTAS", "delta"),
            Table("bridges.anthropic_blocks", "IMPLIED", "delta", ("the block",)),
            Table("bridges.anthropic_outcome", "STOP_REASONS", "stop reason"),
            Table("bridges.anthropic_outcome", "USAGE", "count", ("where it stands",)),
            Table("bridges.anthropic_outcome", "ERROR_TYPES", "type of error"),
        ),
    ),
    Section(
        "Gemini to Open Responses",
        "gemini.md",
        (
            Table("bridges.gemini_response", "CHUNK", "field of a chunk"),
            Table("bridges.gemini_response", "CANDIDATE", "field of a candidate"),
            Table("bridges.gemini_parts", "PARTS", "part"),
            Table("bridges.gemini_parts", "EXTENSION_ITEMS", "part"),
            Table("bridges.gemini_parts", "MEDIA_ITEMS", "kind of medium"),
            Table("bridges.gemini_outcome", "STOP_REASONS", "finish reason"),
            Table("bridges.gemini_outcome", "USAGE", "count", ("where it stands",)),
            Table("bridges.gemini_outcome", "ERROR_STATUSES", "status of an error"),
        ),
    ),
    Section(
        "Ollama to Open Responses",
        "ollama.md",
        (
            Table("bridges.ollama", "LINE", "field of a line"),
            Table("bridges.ollama", "MESSAGE", "field of a message"),
            Table("bridges.ollama", "DONE_REASONS", "reason"),
            Table("bridges.ollama", "USAGE", "count", ("where it stands",)),
        ),
    ),
    Section(
        "Responses of any server, mended",
        "responses-bridge.md",
        (
            Table("bridges.mended_response", "ENDS", "status"),
            Table("bridges.mended_response", "CODES", "status"),
            Table("bridges.schema_mending", "FILLED", "member", ("what it says",)),
            Table("bridges.schema_mending", "CONVERSIONS", "keyword of the schema"),
            Table("repairs", "Repairs", "repair"),
        ),
    ),
    Section(
        "Open Responses to Chat Completions",
        "chat-clients.md",
        (
            Table("bridges.chat_stream", "EVENTS", "event"),
            Table("bridges.chat_events", "TEXTS", "event"),
            Table("bridges.chat_answer", "ITEMS", "item"),
            Table("bridges.chat_answer", "PARTS", "part"),
            Table("bridges.chat_losses", "RESPONSE_MEMBERS", "member of a response"),
            Table("bridges.chat_losses", "ITEM_MEMBERS", "item"),
            Table("bridges.chat_losses", "PART_MEMBERS", "member of a part"),
            Table("bridges.chat_losses", "USAGE_MEMBERS", "member of the usage"),
            Table("bridges.chat_closing", "ENDINGS", "status"),
            Table("bridges.chat_closing", "FINISH_REASONS", "reason"),
        ),
    ),
    Section(
        "Requests from Chat Completions",
        "chat-clients.md",
        (
            Table("bridges.chat_request_in", "SETTINGS", "member"),
            Table("bridges.chat_request_in", "CALLED_FOR", "member"),
            Table("bridges.chat_request_in", "MET", "member"),
            Table("bridges.chat_messages_in", "ROLES", "role"),
            Table("bridges.chat_parts_in", "SYSTEM_PARTS", "part"),
            Table("bridges.chat_parts_in", "USER_PARTS", "part"),
            Table("bridges.chat_parts_in", "ASSISTANT_PARTS", "part"),
            Table("bridges.chat_tools_in", "CHOICES", "tool choice"),
            Table("bridges.chat_tools_in", "FORMATS", "response format"),
        ),
    ),
    Section(
        "Requests to other providers: what they share",
        "requests.md",
        (
            Table("bridges.request_settings", "SETTINGS", "member", ("its type",)),
            Table("bridges.request_settings", "BOUNDS", "member", ("least, greatest",)),
            Table("bridges.request_settings", "NEUTRAL", "member", ("what needs no place",)),
            Table("bridges.request_settings", "INCLUDED", "what may be asked for", ("what it asks for",)),
            Table("bridges.request_tools", "CHOICES", "tool choice"),
            Table("bridges.request_input", "ITEMS", "item"),
            Table("bridges.request_input", "TEXT_FIELDS", "part", ("its text is in",)),
            Table("bridges.request_input", "LEFT_OUT", "member of an item", ("why it is left out",)),
            Table("bridges.request_media", "MEDIA_PARTS", "part", ("its content is in",)),
            Table("bridges.request_media", "MEDIA_TYPES", "suffix", ("media type",)),
            Table("bridges.request_mapping", "FINDING_KINDS", "kind of finding", ("what it means",)),
        ),
    ),
    Section(
        "Requests to Chat Completions",
        "requests.md",
        (
            Table("bridges.chat_request", "CHAT_FIELDS", "member", ("there",)),
            Table("bridges.chat_history", "CHAT_PARTS", "part"),
            Table("bridges.chat_request", "CHAT_FORMATS", "text format"),
        ),
    ),
    Section(
        "Requests to Anthropic",
        "requests.md",
        (
            Table("bridges.anthropic_request", "ANTHROPIC_FIELDS", "member", ("there",)),
            Table("bridges.anthropic_request", "ANTHROPIC_SAMPLING", "member", ("there",)),
            Table("bridges.anthropic_history", "ANTHROPIC_PARTS", "part"),
            Table("bridges.anthropic_request", "ANTHROPIC_FORMATS", "text format"),
            Table("bridges.anthropic_request", "ANTHROPIC_CHOICES", "tool choice", ("there",)),
            Table("bridges.anthropic_request", "ANTHROPIC_EFFORTS", "effort", ("there",)),
            Table("bridges.anthropic_request", "ANTHROPIC_THINKING_BUDGETS", "effort", ("tokens",)),
            Table("bridges.anthropic_request", "ANTHROPIC_SERVICE_TIERS", "tier", ("there",)),
        ),
    ),
    Section(
        "Requests to Gemini",
        "requests.md",
        (
            Table("bridges.gemini_request", "GEMINI_FIELDS", "member", ("there",)),
            Table("bridges.gemini_history", "GEMINI_PARTS", "part"),
            Table("bridges.gemini_request", "GEMINI_FORMATS", "text format"),
            Table("bridges.gemini_request", "GEMINI_CHOICES", "tool choice", ("there",)),
            Table("bridges.gemini_request", "GEMINI_THINKING_LEVELS", "effort", ("there",)),
            Table("bridges.gemini_request", "GEMINI_THINKING_BUDGETS", "effort", ("tokens",)),
            Table("bridges.gemini_request", "GEMINI_SERVICE_TIERS", "tier", ("there",)),
            Table("bridges.gemini_history", "GEMINI_RESOLUTIONS", "detail", ("there",)),
        ),
    ),
)

HEAD = """# Mapping tables

Every table here is one that a bridge reads while it works. `python docs/mapping_tables.py` writes this page from them;
a test fails when it is stale. A name with a dot is a path; `slug` is the prefix of extension names that a bridge has.
"""


def page() -> str:
    """The text of the page."""
    parts = [HEAD, "\n", *(f"* [{section.title}](#{_anchor(section.title)})\n" for section in PAGE)]
    for section in PAGE:
        parts.append(f"\n## {section.title}\n\nThe rest of it: [{section.page}]({section.page}).\n")
        parts += (f"\n### {_title(table)}\n\n{''.join(_table(table))}" for table in section.tables)
    return "".join(parts)


def _anchor(title: str) -> str:
    """The anchor that a heading gets on the page."""
    kept = "".join(letter for letter in title.lower() if letter.isalnum() or letter in " -_")
    return kept.replace(" ", "-")


def _title(table: Table) -> str:
    name = table.name.strip("_").replace("_", " ").capitalize()
    return f"{name} (`{table.module}.{table.name}`)"


def _table(table: Table) -> Iterator[str]:
    module = import_module(f"{PACKAGE}.{table.module}")
    value: object = getattr(module, table.name)
    rows: Mapping[object, object]
    if inspect.isclass(value):
        caption, rows = inspect.getdoc(value) or "", _fields(value)
    else:
        if not isinstance(value, Mapping):
            raise TypeError(f"{table.module}.{table.name} is no table")
        caption, rows = _caption(Path(str(module.__file__)), table.name), value
    if not caption:
        raise LookupError(f"{table.module}.{table.name} has no docstring that says what it is for")
    yield f"{_prose(caption)}\n\n"
    nested = {key: inner for key, inner in rows.items() if isinstance(inner, Mapping)}
    if len(nested) == len(rows):
        rows = {f"{key}.{name}": said for key, inner in nested.items() for name, said in inner.items()}
    yield from _rows(table, rows)


def _rows(table: Table, rows: Mapping[object, object]) -> Iterator[str]:
    first = next(iter(rows.values()))
    columns = _columns(table, first)
    yield f"| {' | '.join([table.keys, *columns])} |\n|{'---|' * (len(columns) + 1)}\n"
    for keys, value in _grouped(rows):
        cells = _cells(table, value, columns)
        yield f"| {', '.join(keys)} | {' | '.join(cells)} |\n"


def _grouped(rows: Mapping[object, object]) -> Iterator[tuple[list[str], object]]:
    """Rows with what their keys have in common, so that ten names of one thing are one row."""
    groups: list[tuple[list[str], object]] = []
    for key, value in rows.items():
        name = ".".join(key) if isinstance(key, tuple) else str(key)
        shown = f"`{name}`" if name else "the empty text"
        for keys, known in groups:
            if known is value or (known == value and type(known) is type(value)):
                keys.append(shown)
                break
        else:
            groups.append(([shown], value))
    for keys, value in groups:
        yield sorted(keys), value


def _columns(table: Table, value: object) -> list[str]:
    fields: tuple[str, ...] = getattr(value, "_fields", ())
    is_prose = not fields or "becomes" in fields or type(value).__name__ == "Ending"
    return list(table.columns) if is_prose else [name.replace("_", " ") for name in fields]


def _cells(table: Table, value: object, columns: list[str]) -> list[str]:
    if len(columns) > 1 and isinstance(value, tuple):
        return ["" if inner is None else _value(table, inner) for inner in value]
    if isinstance(value, tuple) and type(value).__name__ == "Ending":
        return [_ending(value)]
    return [_value(table, getattr(value, "becomes", value))]


def _ending(ending: object) -> str:
    """How a response ends, whichever bridge says it."""
    status, reason = getattr(ending, "status", None), getattr(ending, "reason", None)
    error = getattr(ending, "error_type", None)
    status = status or ("failed" if error else "incomplete" if reason else "completed")
    return ", ".join([status, *(f"`{said}`" for said in (reason, error) if said)])


def _value(table: Table, value: object) -> str:
    if isinstance(value, str):
        return _prose(value) if " " in value or "`" in value else f"`{value}`" if value else '`""`'
    if isinstance(value, (tuple, frozenset)):
        return ", ".join(_value(table, inner) for inner in (sorted(value) if isinstance(value, frozenset) else value))
    if callable(value):
        said = (inspect.getdoc(value) or "").split("\n\n")[0].replace("\n", " ")
        if not said or (inspect.isclass(value) and not value.__doc__):
            raise LookupError(f"a row of {table.module}.{table.name} calls {value!r}, which does not say what it does")
        return _prose(said)
    return f"`{json.dumps(value)}`"


def _fields(owner: type) -> dict[object, object]:
    """The fields of a class, each with the text below it."""
    tree = ast.parse(inspect.getsource(owner)).body[0]
    return dict(_captions(tree.body)) if isinstance(tree, ast.ClassDef) else {}


def _caption(path: Path, name: str) -> str:
    return dict(_captions(ast.parse(path.read_text("utf-8")).body)).get(name, "")


def _captions(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    """Names that are assigned, with the text that stands below each."""
    for statement, after in pairwise(body):
        if (
            isinstance(statement, ast.AnnAssign)
            and isinstance(statement.target, ast.Name)
            and isinstance(after, ast.Expr)
            and isinstance(after.value, ast.Constant)
            and isinstance(after.value.value, str)
        ):
            yield statement.target.id, " ".join(after.value.value.split())


def _prose(text: str) -> str:
    return " ".join(text.replace("``", "`").split()).replace("|", "\\|")


def main(arguments: list[str] | None = None) -> int:
    """Write the page, or compare it; the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 when the page is stale")
    options = parser.parse_args(arguments)
    wanted = page()
    is_fresh = TARGET.exists() and TARGET.read_text("utf-8") == wanted
    if not options.check:
        TARGET.write_text(wanted, "utf-8")
    elif not is_fresh:
        sys.stderr.write(f"{TARGET.name} is stale: run python docs/{Path(__file__).name}\n")
    return 0 if is_fresh or not options.check else 1


if __name__ == "__main__":
    sys.exit(main())
