"""What can be wrong with a stream or a source, as values.

A ``Violation`` is about Open Responses: an event, response or request breaks a requirement of the specification.  A
``Finding`` is about something else that was read, such as the log of an agent.  Nothing here is an exception: the
strict callers wrap a violation in one (see ``errors``).  How bad a violation is stands in the table of requirements,
which is generated from the spec.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal, TypeAlias

from openresponses_schema.requirements import REQUIREMENTS

Severity: TypeAlias = Literal["error", "warning"]
Address: TypeAlias = tuple[int | str, ...]
"""Where in a response: ``(output_index,)`` for an item, ``(output_index, "content", content_index)`` for a part."""

__all__ = ["Address", "Finding", "Severity", "Violation", "severity_of", "shorten"]


def shorten(value: object, limit: int = 80) -> str:
    """The ``repr`` of a value, cut to ``limit`` characters; its type when Python refuses to write it."""
    text = value[:limit] if isinstance(value, (str, bytes)) else value
    try:
        shown = repr(text)
    except Exception:  # A number of very many digits, a structure too deep, an object with a broken repr.
        shown = f"a {type(value).__name__}"
    return shown if len(shown) <= limit else f"{shown[: limit - 1]}…"


def severity_of(requirement: str) -> Severity:
    """How bad it is to break a requirement; an error for one that the table does not have."""
    row = REQUIREMENTS.get(requirement)
    return "error" if row is None or row.severity is None else row.severity


@dataclass(frozen=True, slots=True, kw_only=True, init=False)
class Violation:
    """One requirement that an event, a response or a request breaks."""

    requirement: str
    """The id of the requirement, such as ``OR-GRAM-19``."""
    message: str
    """What is wrong, in a few words."""
    severity: Severity
    """``error`` or ``warning``; that of the requirement, unless it is given."""
    event_type: str | None
    """The wire type of the event, when the violation belongs to one."""
    event_index: int | None
    """The place of the event in what was judged, from 0."""
    sequence_number: int | None
    """The number that the event bears."""
    address: Address
    """The item or part that is concerned."""
    path: str
    """The JSON path of the value, from ``$``."""
    expected: str | None
    """What should stand there, at most 80 characters."""
    found: str | None
    """What stands there, at most 80 characters."""

    def __init__(
        self,
        *,
        requirement: str,
        message: str,
        severity: Severity | None = None,
        event_type: str | None = None,
        event_index: int | None = None,
        sequence_number: int | None = None,
        address: Address = (),
        path: str = "",
        expected: str | None = None,
        found: str | None = None,
    ) -> None:
        # The class is frozen, and one default depends on another field, which no dataclass default can say.
        keep = object.__setattr__
        keep(self, "requirement", requirement)
        keep(self, "message", message)
        keep(self, "severity", severity or severity_of(requirement))
        keep(self, "event_type", event_type)
        keep(self, "event_index", event_index)
        keep(self, "sequence_number", sequence_number)
        keep(self, "address", address)
        keep(self, "path", path)
        keep(self, "expected", expected)
        keep(self, "found", found)

    def __str__(self) -> str:
        where = [
            f"event {self.event_index}" if self.event_index is not None else "",
            self.event_type or "",
            f"at {'/'.join(map(str, self.address))}" if self.address else "",
            self.path,
        ]
        detail = [
            f"expected {self.expected}" if self.expected is not None else "",
            f"found {self.found}" if self.found is not None else "",
        ]
        place, detail_text = " ".join(filter(None, where)), ", ".join(filter(None, detail))
        text = f"{place}: {self.message}" if place else self.message
        return f"{text}{f' ({detail_text})' if detail_text else ''} [{self.requirement}]"

    def to_dict(self) -> dict[str, object]:
        """The violation as JSON-compatible values, absent ones left out."""
        plain = asdict(self) | {"address": list(self.address) or None, "path": self.path or None}
        return {key: value for key, value in plain.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something about a source that the reader of the result should know."""

    message: str
    severity: Severity = "warning"
    line: int | None = None
    """The line of the source, from 1."""
    event: str | None = None
    """The type of the source event."""
    field: str | None = None
    """The path of the field in the source event."""

    def __str__(self) -> str:
        where = [f"line {self.line}" if self.line is not None else "", self.event or "", self.field or ""]
        place = " ".join(filter(None, where))
        return f"{place}: {self.message}" if place else self.message

    def to_dict(self) -> dict[str, object]:
        """The finding as JSON-compatible values, absent ones left out."""
        return {key: value for key, value in asdict(self).items() if value is not None}
