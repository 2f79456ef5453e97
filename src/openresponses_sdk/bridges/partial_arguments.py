"""Builds the arguments of a call from fragments that each say by a JSON path where they belong.

Gemini streams arguments so: ``{"jsonPath": "$.items[0].name", "stringValue": "app", "willContinue": true}``.  The
fragments are no prefix of the JSON text, so that the text is known only when all of them are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Final, TypeAlias

__all__ = ["PartialArguments", "compact"]

MAX_STEPS: Final = 64
"""How deep a path may lead."""
VALUES: Final[Mapping[str, tuple[type, ...]]] = MappingProxyType(
    {"stringValue": (str,), "numberValue": (int, float), "boolValue": (bool,), "nullValue": (str, int, type(None))}
)
"""The fields of a fragment that hold its value, and what the value is."""

_PATH: Final = re.compile(r"""\$(?:\.[^.\[\]'"]++|\[\d{1,9}\]|\['(?:[^'\\]|\\.)*+'\]|\["(?:[^"\\]|\\.)*+"\])++""")
_STEP: Final = re.compile(r"""\.([^.\[\]'"]++)|\[(\d++)\]|\['((?:[^'\\]|\\.)*+)'\]|\["((?:[^"\\]|\\.)*+)"\]""")
_ESCAPE: Final = re.compile(r"\\(.)")

_Step: TypeAlias = "str | int"
_MISSING: Final = object()


class PartialArguments:
    """The arguments so far.  ``arguments`` are those that the call began with."""

    def __init__(self, arguments: Mapping[str, object]) -> None:
        self._root: dict[str, object] = dict(arguments)
        self._path: str | None = None
        self._steps: list[_Step] = []

    def receive(self, fragment: object) -> str | None:
        """Put a fragment in its place; returns what is wrong with it when it has none."""
        if not isinstance(fragment, dict):
            return "The fragment of the arguments is not an object"
        path = fragment.get("jsonPath")
        if not isinstance(path, str) or not self._read(path):
            return "The path of the fragment cannot be read"
        name = _value_field(fragment)
        if name is None:
            return None  # It says at most that the value goes on.
        value = fragment[name]
        if not isinstance(value, VALUES[name]) or (name == "numberValue" and isinstance(value, bool)):
            return f"The {name} of the fragment has another type"
        if not self._put(None if name == "nullValue" else value):
            return "The fragment does not fit the arguments so far"
        return None

    def to_json(self) -> str:
        """The arguments as compact JSON."""
        return compact(_plain(self._root))

    def to_prefix(self) -> str:
        """What is known of arguments that were cut off: JSON that lacks its end, so that nobody takes it for whole."""
        return self.to_json()[:-1] if self._root else ""

    def _read(self, path: str) -> bool:
        """Find the steps of a path; most fragments have that of the one before."""
        if path == self._path:
            return True
        if _PATH.fullmatch(path) is None:
            return False
        steps: list[_Step] = [
            int(index) if index else _ESCAPE.sub(r"\1", name or single or double)
            for name, index, single, double in _STEP.findall(path)
        ]
        if len(steps) > MAX_STEPS:
            return False
        self._path, self._steps = path, steps
        return True

    def _put(self, value: object) -> bool:
        node: object = self._root
        for step, following in pairwise(self._steps):
            child = _child(node, step)
            if child is _MISSING:
                child = [] if isinstance(following, int) else {}
                if not _set(node, step, child):
                    return False
            node = child
        last = self._steps[-1]
        before = _child(node, last)
        if isinstance(value, str):
            if isinstance(before, _Text):
                before.chunks.append(value)
                return True
            value = _Text(value)
        if isinstance(before, (dict, list)):
            return False
        return _set(node, last, value)


def _value_field(fragment: Mapping[str, object]) -> str | None:
    """The field that holds the value: of several the one that says something, else a null that stands alone."""
    fields = [name for name in VALUES if name in fragment]
    return next((name for name in fields if fragment[name] is not None), fields[0] if len(fields) == 1 else None)


class _Text:
    """A string that is still growing."""

    def __init__(self, chunk: str) -> None:
        self.chunks = [chunk]


def _child(node: object, step: _Step) -> object:
    if isinstance(step, str):
        return node.get(step, _MISSING) if isinstance(node, dict) else _MISSING
    return node[step] if isinstance(node, list) and step < len(node) else _MISSING


def _set(node: object, step: _Step, value: object) -> bool:
    """Put a value into its container; an array grows by one entry at a time."""
    if isinstance(node, dict) and isinstance(step, str):
        node[step] = value
    elif isinstance(node, list) and isinstance(step, int) and step <= len(node):
        node[step : step + 1] = [value]
    else:
        return False
    return True


def _plain(value: object) -> object:
    if isinstance(value, _Text):
        return "".join(value.chunks)
    if isinstance(value, dict):
        return {name: _plain(member) for name, member in value.items()}
    return [_plain(entry) for entry in value] if isinstance(value, list) else value


def compact(value: object) -> str:
    """The value as JSON without white space."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
