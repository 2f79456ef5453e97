"""Reads a request so that nothing of it gets lost: what a mapping does not take becomes a finding by itself.

A mapping takes the members of a ``RequestObject`` by name, with the type that it expects, and calls ``finish`` when it
is done with the object.  A member of another type is a finding of kind ``wrong_type``; one that nobody took is one of
kind ``unsupported_member``.  A null says nothing and counts as absent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal, TypeAlias

from pydantic import BaseModel

from ..json_values import json_path, json_type, with_article
from .request_mapping import JSONObject, MappingKind, RequestLog
from .request_values import plain_object

__all__ = ["RequestObject", "ValueType", "request_object"]

ValueType: TypeAlias = Literal["string", "integer", "number", "boolean", "array", "object"]
"""A type of JSON Schema; a number takes integers too."""

_CLASSES: Final[Mapping[ValueType, tuple[type, ...]]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}
"""The values of plain JSON that are of a type."""


class RequestObject:
    """One object of a request, with the path to it, while its members are taken."""

    __slots__ = ("_log", "_rest", "path")

    def __init__(self, members: Mapping[str, object], path: str, log: RequestLog) -> None:
        self.path: str = path
        """The JSON path, from ``$``."""
        self._log = log
        self._rest = {name: value for name, value in members.items() if value is not None}

    def __contains__(self, name: str) -> bool:
        """Whether the member is there, and was not taken yet."""
        return name in self._rest

    def __iter__(self) -> Iterator[str]:
        """The names of the members that were not taken yet."""
        return iter(list(self._rest))

    def at(self, name: str) -> str:
        """The path of a member."""
        return f"{self.path}.{name}" if name.isidentifier() else f"{self.path}{json_path((name,))[1:]}"

    def peek(self, name: str) -> object:
        """A member as it stands, without taking it; None when it is absent."""
        return self._rest.get(name)

    def take(self, name: str, *types: ValueType) -> object:
        """A member, as plain JSON; None when it is absent, or of none of the ``types``, which is a finding."""
        value = self._rest.pop(name, None)
        if value is None or not types:
            return value
        kind = value.__class__
        for each in types:
            if kind in _CLASSES[each]:
                return value
        if kind is float and "integer" in types and json_type(value) == "integer":
            return value
        wanted = " or ".join(with_article(each) for each in types)
        self.report("wrong_type", f"It must be {wanted}, not {with_article(json_type(value))}", name)
        return None

    def text(self, name: str) -> str | None:
        """A member that is a string."""
        value = self._rest.get(name)
        if isinstance(value, str):
            del self._rest[name]
            return value
        self.take(name, "string")
        return None

    def flag(self, name: str) -> bool | None:
        """A member that is a boolean."""
        value = self.take(name, "boolean")
        return value if isinstance(value, bool) else None

    def plain(self, name: str) -> JSONObject | None:
        """A member that is an object, to be carried over whole."""
        value = self.take(name, "object")
        return value if isinstance(value, dict) else None

    def object(self, name: str) -> RequestObject | None:
        """A member that is an object, to be read in its turn."""
        value = self.plain(name)
        return None if value is None else RequestObject(value, self.at(name), self._log)

    def objects(self, name: str) -> list[RequestObject]:
        """A member that is a list of objects; empty when it is absent.  An entry that is no object is a finding."""
        value = self.take(name, "array")
        return [] if not isinstance(value, list) else _objects(value, self.at(name), self._log)

    def texts(self, name: str) -> list[tuple[str, str]]:
        """A member that is a list of strings, each with its path; an entry that is none is a finding."""
        value, path = self.take(name, "array"), self.at(name)
        found: list[tuple[str, str]] = []
        for index, entry in enumerate(value if isinstance(value, list) else ()):
            if isinstance(entry, str):
                found.append((entry, f"{path}[{index}]"))
            else:
                self._log.report("wrong_type", f"{path}[{index}]", "It must be a string")
        return found

    def refuse(self, name: str, kind: MappingKind, message: str) -> None:
        """Take a member that cannot be carried over; a finding says why."""
        if self._rest.pop(name, None) is not None:
            self.report(kind, message, name)

    def ignore(self, names: Iterable[str]) -> None:
        """Take members that say nothing to the other form."""
        for name in names:
            self._rest.pop(name, None)

    def report(self, kind: MappingKind, message: str, name: str | None = None) -> None:
        """Keep a finding about the object, or about a member of it."""
        self._log.report(kind, self.path if name is None else self.at(name), message)

    def report_at(self, path: str, kind: MappingKind, message: str) -> None:
        """Keep a finding about a value deeper inside."""
        self._log.report(kind, path, message)

    def reject(self, kind: MappingKind, message: str) -> None:
        """Keep a finding about the object as a whole, which is left out; nothing of it is reported again."""
        self._rest = {}
        self.report(kind, message)

    def finish(self) -> None:
        """Every member that was not taken is a finding, unless it is an empty list or object."""
        for name, value in self._rest.items():
            if value != [] and value != {}:
                self.report("unsupported_member", f"{self._log.form} has no place for it", name)
        self._rest = {}


def request_object(request: BaseModel | Mapping[str, object], log: RequestLog) -> RequestObject:
    """The root of a request: a model, or a mapping that may hold models.

    What JSON cannot express is a finding, and left out.
    """
    return RequestObject(plain_object(request, log), "$", log)


def _objects(values: list[object], path: str, log: RequestLog) -> list[RequestObject]:
    found: list[RequestObject] = []
    for index, entry in enumerate(values):
        place = f"{path}[{index}]"
        if isinstance(entry, dict):
            found.append(RequestObject(entry, place, log))
        else:
            log.report("wrong_type", place, f"It must be an object, not {with_article(json_type(entry))}")
    return found
