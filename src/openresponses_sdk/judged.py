"""What the judge takes, and how it looks at it: whatever comes is plain JSON to the rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Protocol, TypeAlias, runtime_checkable

from openresponses_schema._base import Model

from .absent_nulls import absent_nulls
from .findings import Violation
from .json_values import Json, is_json, quote, read_json
from .schema_check import GENERIC


@runtime_checkable
class SupportsToDict(Protocol):
    """A model of the SDK."""

    def to_dict(self) -> Mapping[str, object]:
        """The plain JSON value."""
        ...


@runtime_checkable
class SupportsRaw(Protocol):
    """An object that was kept although it could not be read."""

    @property
    def raw(self) -> object:
        """What came."""
        ...


Judged: TypeAlias = "bytes | str | Mapping[str, object] | SupportsToDict | SupportsRaw"
"""What can be judged: JSON text, a plain object, a model, or a ``Malformed`` one."""

_REST: Final = re.compile(r"^trailing characters .*\(byte (\d+)\)$")


class View:
    """Reads a plain object as if it were a model: a member by its name, None when it is missing."""

    __slots__ = ("_data",)

    def __init__(self, data: dict[str, Json]) -> None:
        self._data = data

    @property
    def type(self) -> str:
        """The type; empty when there is none, or one that is no text."""
        name = self._data.get("type")
        return name if isinstance(name, str) else ""

    def __getattr__(self, name: str) -> object:
        value = self._data.get(name)
        if isinstance(value, dict):
            return View(value)
        return value


def plain(data: object) -> tuple[Json, list[Violation]]:
    """The plain JSON value, or why there is none."""
    if isinstance(data, dict):
        return data, []
    if isinstance(data, (bytes, str)):
        try:
            return read_json(data), []
        except ValueError as error:
            return None, [_unreadable(data, str(error))]
    if isinstance(data, Model):
        data = _as_read(data)
    elif isinstance(data, SupportsToDict):
        data = data.to_dict()
    elif isinstance(data, SupportsRaw):
        data = data.raw
    if isinstance(data, Mapping):
        data = dict(data)
    if is_json(data):
        return data, []
    message = f"{quote(data)} is no JSON value"
    return None, [Violation(requirement=GENERIC, message=message)]


def _unreadable(data: bytes | str, reason: str) -> Violation:
    """What to say of a text that is no JSON; two objects in one text are a fault of their own."""
    rest = _REST.search(reason)
    whole = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    if rest is not None and whole[int(rest[1]) :].startswith(b"{"):
        return Violation(requirement="OR-SSE-02", message="the text holds more than one JSON object")
    return Violation(requirement="OR-SSE-03", message=f"this is not JSON: {reason}")


def _as_read(model: Model) -> dict[str, Json]:
    """What a model was read from, with the nulls that it would not write."""
    data: dict[str, Json] = model.to_dict()
    for steps in absent_nulls(model):
        place: Json = data
        for step in steps[:-1]:
            place = place[step]  # type: ignore[index]
        place[steps[-1]] = None  # type: ignore[index]
    return data
