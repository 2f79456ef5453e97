"""One-fault mutants of conformant streams, and what each should be found under.

The expectations are written from the prose of the requirements and share nothing with the judge: a row gives the
mutation, the type of the event, the path inside it, and either the ids of which one must be found, or the reason why
the mutant says the same as the original or something else that is legal.  The first row that fits counts.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.scripted_streams import Events, renumber


class Mutant(NamedTuple):
    """A stream with one fault, or with a change that is none."""

    script: str
    mutation: str
    event_type: str
    path: str
    """The member that was changed; for a swap the type of the event that was swapped with."""
    index: int
    events: Events

    @property
    def name(self) -> str:
        """What was done, for a report."""
        return f"{self.script}: {self.mutation} {self.event_type}[{self.index}] {self.path}"


def mutants(script: str, events: Events) -> Iterator[Mutant]:
    """Every event left out, doubled and swapped with the next; every member of it altered and removed."""
    for at, event in enumerate(events):
        kind, before, after = event["type"], events[:at], events[at + 1 :]
        yield Mutant(script, "drop", kind, "", at, renumber([*before, *after]))
        yield Mutant(script, "double", kind, "", at, renumber([*before, event, event, *after]))
        if after:
            yield Mutant(script, "swap", kind, after[0]["type"], at, renumber([*before, after[0], event, *after[1:]]))
        for path in _paths(event):
            for mutation, changed in _changes(event, path):
                shown = ".".join(map(str, path))
                yield Mutant(script, mutation, kind, shown, at, [*before, changed, *after])


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in children:
        yield (*path, step)
        yield from _paths(child, (*path, step))


def _changes(event: dict[str, Any], path: tuple[Any, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    changed = copy.deepcopy(event)
    place: Any = changed
    for step in path[:-1]:
        place = place[step]
    value = place[path[-1]]
    if not isinstance(value, (dict, list)):
        place[path[-1]] = _other(value)
        yield "alter", copy.deepcopy(changed)
    del place[path[-1]]
    yield "remove", changed


def _other(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return {True: False, False: True, None: 7}[value]
    return f"{value}x" if isinstance(value, str) else value + 7


class Expected(NamedTuple):
    """A row of the table."""

    mutation: str
    event_type: str
    path: str
    ids: frozenset[str]
    reason: str = ""
    script: str = ".*"
    at: str = ".*"
    """The place of the event in its stream."""


def _row(mutation: str, event_type: str, path: str, outcome: str, script: str = ".*", at: str = ".*") -> Expected:
    ids = frozenset(outcome.split()) if outcome.startswith("OR-") else frozenset[str]()
    return Expected(mutation, event_type, path, ids, "" if ids else outcome, script, at)


LIFECYCLE = r"response\.(created|queued|in_progress|completed|failed|incomplete)"
TERMINAL = r"response\.(completed|failed|incomplete)"
TEXT_DELTA = r"response\.(output_text|refusal|reasoning|reasoning_summary_text)\.delta"
VALUE_DONE = r"response\.(output_text|refusal|reasoning|reasoning_summary_text|function_call_arguments)\.done"
TEXT_DONE = r"response\.(output_text|refusal|reasoning|reasoning_summary_text)\.done"
ARGUMENTS = r"response\.function_call_arguments\.delta"
ITEM_ADDED, ITEM_DONE = r"response\.output_item\.added", r"response\.output_item\.done"
PART_ADDED, PART_DONE = (
    r"response\.(content|reasoning_summary)_part\.added",
    r"response\.(content|reasoning_summary)_part\.done",
)
ANNOTATION = r"response\.output_text\.annotation\.added"
VENDOR = "acme:.*"

ECHO = "a setting of the request that the response repeats; only the request could tell"
FREE = "a text that the specification leaves to the server"
OWN = "members of an extension are the vendor's own"
OPTIONAL = "an optional member"

TABLE: tuple[Expected, ...] = (
    # Events left out.
    _row("drop", VENDOR, "", "an extension event changes nothing"),
    _row("drop", r"response\.created", "", "OR-GRAM-04"),
    _row("drop", r"response\.queued", "", "a response need not be queued"),
    _row("drop", r"response\.in_progress", "", "OR-GRAM-06"),
    _row("drop", "error", "", "a response may fail without an error event"),
    _row("drop", r"response\.failed", "", "OR-GRAM-29"),
    _row("drop", TERMINAL, "", "OR-GRAM-07"),
    _row("drop", ITEM_ADDED, "", "OR-GRAM-11"),
    _row("drop", ITEM_DONE, "", "OR-GRAM-13 OR-GRAM-38", "agent|citations|vendor"),
    _row("drop", ITEM_DONE, "", "a response that ends early may leave its last item open", "cut_off", "13"),
    _row("drop", ITEM_DONE, "", "OR-GRAM-38", "cut_off|broken_down"),
    _row("drop", PART_ADDED, "", "OR-GRAM-16"),
    _row("drop", PART_DONE, "", "OR-GRAM-21"),
    _row("drop", TEXT_DELTA, "", "OR-GRAM-28", "broken_down", "11"),
    _row("drop", TEXT_DELTA, "", "OR-GRAM-19"),
    _row("drop", ARGUMENTS, "", "OR-GRAM-25"),
    _row("drop", VALUE_DONE, "", "OR-STREAM-09"),
    _row("drop", ANNOTATION, "", "the closed part may hold more than was announced one by one", "citations", "6"),
    _row("drop", ANNOTATION, "", "OR-GRAM-31"),
    # Events doubled.
    _row("double", VENDOR, "", "an extension event changes nothing"),
    _row("double", r"response\.created", "", "OR-GRAM-05"),
    _row("double", r"response\.(queued|in_progress)", "", "OR-GRAM-06"),
    _row("double", TERMINAL, "", "OR-GRAM-07 OR-GRAM-08"),
    _row("double", "error", "", "OR-GRAM-29"),
    _row("double", ITEM_ADDED, "", "OR-GRAM-12"),
    _row("double", ITEM_DONE, "", "OR-GRAM-13 OR-GRAM-24"),
    _row("double", PART_ADDED, "", "OR-GRAM-17"),
    _row("double", PART_DONE, "", "OR-GRAM-24"),
    _row("double", TEXT_DELTA, "", "OR-GRAM-28", "broken_down", "11"),
    _row("double", TEXT_DELTA, "", "OR-GRAM-19"),
    _row("double", ARGUMENTS, "", "OR-GRAM-25"),
    _row("double", VALUE_DONE, "", "OR-GRAM-24"),
    _row("double", ANNOTATION, "", "OR-GRAM-31"),
    # Events swapped with the next; the path is the type of that one.
    _row("swap", VENDOR, ".*", "an extension event may stand anywhere"),
    _row("swap", ".*", VENDOR, "an extension event may stand anywhere"),
    _row("swap", r"response\.created", ".*", "OR-GRAM-04"),
    _row("swap", r"response\.(queued|in_progress)", ".*", "OR-GRAM-06"),
    _row("swap", ITEM_ADDED, ".*", "OR-GRAM-11"),
    _row("swap", PART_ADDED, ".*", "OR-GRAM-16"),
    _row("swap", TEXT_DELTA, TEXT_DELTA, "OR-GRAM-19"),
    _row("swap", ARGUMENTS, ARGUMENTS, "OR-GRAM-25"),
    _row("swap", f"{TEXT_DELTA}|{ARGUMENTS}", VALUE_DONE, "OR-GRAM-24"),
    _row("swap", ANNOTATION, ANNOTATION, "OR-GRAM-31"),
    _row(
        "swap",
        f"{TEXT_DELTA}|{ANNOTATION}",
        f"{TEXT_DELTA}|{ANNOTATION}",
        "deltas and annotations of a part have no order between them",
    ),
    _row("swap", TEXT_DELTA, "error", "OR-GRAM-29"),
    _row("swap", "error", ".*", "OR-GRAM-08"),
    _row("swap", VALUE_DONE, ".*", "OR-STREAM-09"),
    _row("swap", PART_DONE, PART_ADDED, "OR-GRAM-40"),
    _row("swap", PART_DONE, ITEM_DONE, "OR-GRAM-21"),
    _row("swap", ITEM_DONE, ITEM_ADDED, "OR-GRAM-38"),
    _row("swap", ITEM_DONE, TERMINAL, "OR-GRAM-13 OR-GRAM-08"),
    # What every event has.
    _row("alter", VENDOR, "type", "another extension event"),
    _row("alter", ".*", "type", "OR-EXT-09"),
    _row("remove", ".*", "type", "OR-SSE-03"),
    _row("alter", ".*", "sequence_number", "OR-GRAM-02 OR-GRAM-03"),
    _row("remove", VENDOR, "sequence_number", "OR-EXT-12"),
    _row("remove", ".*", "sequence_number", "OR-GRAM-01"),
    _row(".*", VENDOR, ".*", OWN),
    # The address.
    _row("alter", ".*", "item_id", "OR-GRAM-15"),
    _row("alter", ".*", "output_index", "OR-GRAM-11 OR-GRAM-12"),
    _row("alter", ".*", "(content|summary)_index", "OR-GRAM-16 OR-GRAM-17"),
    _row("alter", ".*", "annotation_index", "OR-GRAM-31"),
    _row(
        "remove",
        ".*",
        "item_id|(output|content|summary|annotation)_index|delta|text|refusal|arguments|item|part|response|error|annotation",
        "OR-SCHEMA",
    ),
    # Streamed values.
    _row("alter", TEXT_DELTA, "delta", "OR-GRAM-28", "broken_down", "11"),
    _row("alter", TEXT_DELTA, "delta", "OR-GRAM-19"),
    _row("alter", ARGUMENTS, "delta", "OR-GRAM-25"),
    _row("alter", TEXT_DONE, "text|refusal", "OR-GRAM-19"),
    _row("alter", VALUE_DONE, "arguments", "OR-GRAM-25"),
    # Parts.
    _row("alter", PART_ADDED, r"part\.type", "OR-GRAM-18 OR-EXT-04"),
    _row("alter", PART_ADDED, r"part\.(text|refusal)", "OR-GRAM-19 OR-GRAM-23"),
    _row("alter", PART_DONE, r"part\.type", "OR-GRAM-18 OR-EXT-04"),
    _row("alter", PART_DONE, r"part\.(text|refusal)", "OR-GRAM-20"),
    _row("alter", f"{ANNOTATION}|{PART_DONE}", r"(annotation|part\.annotations\.\d+)\.\w+", "OR-GRAM-31 OR-EXT-04"),
    _row("remove", f"{ANNOTATION}|{PART_DONE}", r"(annotation|part\.annotations\.\d+)\.\w+", "OR-SCHEMA OR-GRAM-31"),
    _row("remove", PART_DONE, r"part\.annotations\.\d+", "OR-GRAM-31"),
    _row("remove", f"{PART_ADDED}|{PART_DONE}", r"part\.\w+", "OR-SCHEMA"),
    # Items of a vendor, which stand at 3 and 5 of their script.
    _row(".*", f"{ITEM_ADDED}|{ITEM_DONE}", r"item\.(query|hits.*|status)", OWN, "vendor", "3"),
    _row("alter", ITEM_DONE, r"item\.(query|hits.*|status)", OWN, "vendor", "5"),
    _row("remove", ITEM_DONE, r"item\.(query|hits.*)", OWN, "vendor", "5"),
    # Items.
    _row("alter", ITEM_ADDED, r"item\.id", "OR-GRAM-14 OR-GRAM-15"),
    _row("alter", ITEM_DONE, r"item\.id", "OR-GRAM-14"),
    _row("alter", f"{ITEM_ADDED}|{ITEM_DONE}", r"item\.type", "OR-ITEM-09 OR-GRAM-14"),
    _row("alter", ITEM_ADDED, r"item\.(name|call_id)", "OR-STREAM-02 OR-GRAM-37"),
    _row("alter", ITEM_DONE, r"item\.(name|call_id)", "OR-STREAM-02"),
    _row("alter", f"{ITEM_ADDED}|{ITEM_DONE}", r"item\.(role|phase)", "OR-SCHEMA"),
    _row("alter", ITEM_ADDED, r"item\.arguments", "OR-GRAM-23"),
    _row("alter", ITEM_DONE, r"item\.arguments", "OR-GRAM-25"),
    _row("alter", ITEM_ADDED, r"item\.output", "an output comes whole, so it may be known when the item is added"),
    _row("alter", ITEM_DONE, r"item\.output", "OR-GRAM-28"),
    _row("(alter|remove)", ITEM_DONE, r"item\.(content|summary)\.\d+\.type", "OR-GRAM-22 OR-EXT-04 OR-SCHEMA"),
    _row("alter", ITEM_DONE, r"item\.content\.\d+\.annotations\.\d+\.type", "OR-GRAM-22 OR-EXT-04"),
    _row("alter", ITEM_DONE, r"item\.(content|summary)\.\d+\..*", "OR-GRAM-22"),
    _row("remove", ITEM_DONE, r"item\.(content|summary)\.\d+\..*", "OR-GRAM-22 OR-SCHEMA"),
    _row("remove", ITEM_DONE, r"item\.(content|summary)\.\d+", "OR-GRAM-22"),
    _row("remove", ".*", r"item\.(id|type)", "OR-ITEM-06"),
    _row("remove", ITEM_ADDED, r"item\.(role|name|call_id)", "OR-STREAM-02"),
    _row("remove", ITEM_ADDED, r"item\.phase", OPTIONAL),
    _row("remove", ITEM_DONE, r"item\.phase", "OR-GRAM-28"),
    _row("alter", ITEM_ADDED, r"item\.status", "OR-GRAM-23 OR-SCHEMA"),
    _row("alter", ITEM_DONE, r"item\.status", "OR-GRAM-23 OR-GRAM-28 OR-SCHEMA"),
    _row("remove", ITEM_ADDED, r"item\.status", "the schema of reasoning asks for no status", "agent|cut_off", "2"),
    _row("remove", ".*", r"item\.status", "OR-ITEM-06"),
    _row("remove", ITEM_ADDED, r"item\.\w+", "OR-STREAM-03"),
    _row("remove", ITEM_DONE, r"item\.\w+", "OR-SCHEMA OR-GRAM-22"),
    # Errors.
    _row("alter", "error", r"error\.param", "OR-SCHEMA"),
    _row("alter", "error", r"error\.(type|code|message)", FREE),
    _row("remove", "error", r"error\.\w+", "OR-ERR-01"),
    _row("alter", r"response\.failed", r"response\.error\.\w+", FREE),
    _row("remove", r"response\.failed", r"response\.error\.\w+", "OR-ERR-01"),
    # The response: what it is.
    _row("alter", LIFECYCLE, r"response\.id", "OR-GRAM-10"),
    _row("alter", LIFECYCLE, r"response\.object", "OR-SCHEMA"),
    _row("alter", r"response\.created", r"response\.status", "the event announces no status of its own"),
    _row("alter", LIFECYCLE, r"response\.status", "OR-GRAM-09"),
    _row("alter", r"response\.completed", r"response\.created_at", "OR-GRAM-35"),
    _row("alter", LIFECYCLE, r"response\.(created_at|completed_at)", "a time that nothing contradicts"),
    _row("alter", LIFECYCLE, r"response\.(error|incomplete_details)", "OR-SCHEMA OR-GRAM-36"),
    _row("alter", LIFECYCLE, r"response\.incomplete_details\.reason", FREE),
    _row("remove", LIFECYCLE, r"response\.incomplete_details\.reason", "OR-SCHEMA"),
    _row("remove", LIFECYCLE, r"response\.\w+", "OR-RESP-01"),
    # The response: its settings and its usage.
    _row(
        "alter",
        LIFECYCLE,
        r"response\.(instructions|previous_response_id|prompt_cache_key|safety_identifier|reasoning|usage)",
        "OR-SCHEMA",
    ),
    _row("alter", LIFECYCLE, r"response\.(tool_choice|truncation)", "OR-SCHEMA"),
    _row("alter", LIFECYCLE, r"response\.text\.format\.type", "OR-SCHEMA OR-EXT-04"),
    _row("remove", LIFECYCLE, r"response\.text\.format(\.type)?", "OR-SCHEMA"),
    _row("alter", LIFECYCLE, r"response\.\w+", ECHO),
    _row("alter", LIFECYCLE, r"response\.usage\.(input|output|total)_tokens", "OR-RESP-04"),
    _row("alter", LIFECYCLE, r"response\.usage\.\w+\.\w+", "a share of the tokens, which adds up with nothing"),
    _row("remove", LIFECYCLE, r"response\.usage\..*", "OR-SCHEMA"),
    # The response: its output.
    _row(".*", TERMINAL, r"response\.output\.0\.(query|hits.*|status)", OWN, "vendor"),
    _row(".*", TERMINAL, r"response\.output\..*", "OR-GRAM-28 OR-SCHEMA OR-ITEM-06 OR-ITEM-09 OR-EXT-04"),
)


def expected(mutant: Mutant) -> Expected | None:
    """The row of a mutant; None when the table is silent."""
    for row in TABLE:
        if (
            re.fullmatch(row.mutation, mutant.mutation)
            and re.fullmatch(row.event_type, mutant.event_type)
            and re.fullmatch(row.path, mutant.path)
            and re.fullmatch(row.script, mutant.script)
            and re.fullmatch(row.at, str(mutant.index))
        ):
            return row
    return None
