"""The ``x-event`` rows as the interpreter reads them: wire names, nothing of any programming language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..bundle import Bundle, Json, name_of, tags

ITEMS = "OutputItem"
PARTS = ("MessageContentPart", "ContentPart")
_BOOKKEEPING = frozenset({"type", "sequence_number", "item_id"})


@dataclass(frozen=True)
class Row:
    """What one event means, and how it is written."""

    type: str
    machine: str
    address: tuple[str, ...]
    container: str | None
    of: str | None
    sources: tuple[str, ...]
    sealed_sources: tuple[str, ...]
    """The states it may happen in when the type of its instance has an event that completes its streamed field."""
    to: str | None
    effect: str
    field: str | None
    payload: str | None
    closes: bool
    terminal: bool
    status: str | None
    breaks: Json
    aliases: tuple[str, ...]
    names_item: bool
    """Whether it carries the id of its item."""
    position: str | None
    """The member that counts what is inserted into a list field."""

    @property
    def begins(self) -> bool:
        """Whether a stream begins with it."""
        return self.machine == "response" and "absent" in self.sources


class Table:
    """Every event of the spec, and the machines that they move."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.grammar: Json = bundle.document["x-stream-grammar"]
        self.machines: Json = self.grammar["machines"]
        self.rows = [_row(wire, bundle.schemas[name]) for wire, name in bundle.events.items()]
        self.by_name = {name: row for row in self.rows for name in (row.type, *row.aliases)}
        self._sealed = {(row.machine, row.of) for row in self.rows if row.to == "sealed" and row.of}
        self.items = tags(bundle.schemas[ITEMS])
        self.parts = {tag: name for union in PARTS for tag, name in tags(bundle.schemas[union]).items()}

    def find(self, event_type: str) -> Row | None:
        """The row of an event in any spelling; None for an extension."""
        return self.by_name.get(event_type)

    def sources(self, row: Row, kind: str | None) -> tuple[str, ...]:
        """The states in which an event may happen to an instance of some type."""
        return row.sealed_sources if (row.machine, kind) in self._sealed else row.sources

    def only(self, machine: str, effect: str, **wanted: object) -> Row | None:
        """The one event of a machine that does something; None when the spec has none."""
        found = [
            row
            for row in self.rows
            if row.machine == machine
            and row.effect == effect
            and all(getattr(row, name) == value for name, value in wanted.items())
        ]
        return found[0] if found else None

    def containers(self, item_type: str) -> Iterator[tuple[str, list[str]]]:
        """The part lists of an item that events fill, each with the types of part that can be added to it."""
        properties = self.bundle.schemas[self.items[item_type]].get("properties", {})
        for row in self.rows:
            if row.machine == "part" and row.effect == "insert" and row.field is None:
                held = self._tags(properties.get(row.container, {}).get("items", {}))
                announced = self._tags(self.bundle.schemas[self.bundle.events[row.type]]["properties"][row.payload])
                if common := [part for part in held if part in announced and self._can_close(part, row.container)]:
                    yield row.container or "", common

    def _tags(self, schema: Json) -> list[str]:
        union = self.bundle.schemas[name_of(schema["$ref"])] if "$ref" in schema else {}
        return list(tags(union)) if "discriminator" in union else []

    def _can_close(self, part: str, container: str | None) -> bool:
        """Whether a part can be closed in a list: one that is streamed has its events for some lists only."""
        homes = {row.container for row in self.rows if row.machine == "part" and row.of == part}
        return not homes or container in homes


def _row(wire_type: str, schema: Json) -> Row:
    semantics = schema["x-event"]
    sources = semantics["from"]
    plain, sealed = (sources["other"], sources["streamed"]) if isinstance(sources, dict) else (sources, sources)
    address, payload = tuple(semantics["address"]), semantics.get("payload")
    others = schema.get("properties", {}).keys() - _BOOKKEEPING - {*address, payload}
    return Row(
        type=wire_type,
        machine=semantics["machine"],
        address=address,
        container=semantics.get("container"),
        of=semantics.get("of"),
        sources=tuple(plain),
        sealed_sources=tuple(sealed),
        to=semantics.get("to"),
        effect=semantics["effect"],
        field=semantics.get("field"),
        payload=payload,
        closes=semantics.get("closes", False),
        terminal=semantics.get("terminal", False),
        status=semantics.get("status"),
        breaks=semantics.get("breaks", {}),
        aliases=tuple(semantics.get("aliases", ())),
        names_item="item_id" in schema.get("properties", {}),
        position=next((name for name in sorted(others) if name in schema["required"]), None),
    )
