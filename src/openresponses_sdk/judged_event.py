"""What a judge reads off a plain event before it judges: its rule, its address, and what it announces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, TypeAlias

from openresponses_schema.event_rules import RULES, EventRule

from .findings import Address, Violation
from .json_values import Json, integral
from .response_rules import iter_rule_violations

__all__ = ["Transport", "address_of", "announced_response", "is_message", "rule_of", "stamp"]

Transport: TypeAlias = Literal["sse", "websocket"]
"""What events travel over."""


def rule_of(value: dict[str, Json]) -> EventRule | None:
    """The rule of an event; None for an extension."""
    name = value.get("type")
    return RULES.get(name) if isinstance(name, str) else None


def address_of(value: dict[str, Json], rule: EventRule) -> Address | None:
    """Where the event belongs; None when an index is no number, which the schema check has then said."""
    indexes: list[int] = []
    for name in rule.indexes:
        index = integral(value.get(name))
        if index is None:
            return None
        indexes.append(index)
    if rule.container is None or len(indexes) < 2:
        return tuple(indexes)
    return (indexes[0], rule.container, *indexes[1:])


def announced_response(value: dict[str, Json], rule: EventRule | None, *, is_streamed: bool) -> Iterator[Violation]:
    """The response is judged by the status that the event announces; that it bears another is a fault of its own."""
    if rule is not None and rule.status is not None and rule.payload is not None:
        response = value.get(rule.payload)
        if isinstance(response, dict):
            announced = {**response, "status": rule.status}
            yield from iter_rule_violations(announced, f"$.{rule.payload}", is_streamed=is_streamed)


def is_message(value: dict[str, Json], transport: Transport | None) -> bool:
    """Whether this is the error message of a WebSocket, which is no event of a stream and bears no number."""
    if value.get("type") != "error" or transport == "sse":
        return False
    return transport == "websocket" or ("status" in value and "sequence_number" not in value)


def stamp(violation: Violation, value: dict[str, Json], index: int | None, address: Address) -> Violation:
    """The violation with the event that it is about."""
    name = value.get("type")
    return replace(
        violation,
        event_index=index,
        event_type=violation.event_type or (name if isinstance(name, str) else None),
        sequence_number=integral(value.get("sequence_number")),
        address=violation.address or address,
    )
