"""JSON objects with two members of one name.

JSON allows it and does not say which one counts.  Every reader here takes the last, as most do; another reader may take
the first, or refuse the object, so that a judge of the text says it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from .findings import Violation
from .json_values import Json, json_path, quote
from .schema_check import GENERIC

__all__ = ["doubled_members"]


class _Doubled(dict[str, Json]):
    """An object of which the text said some members twice."""

    names: tuple[str, ...] = ()


def doubled_members(text: bytes) -> list[Violation]:
    """A warning for every name that an object of a JSON text has twice; the text is one that ``read_json`` reads."""
    any_found = False

    def read(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        nonlocal any_found
        value = dict(pairs)
        if len(value) == len(pairs):
            return value
        any_found = True
        doubled = _Doubled(value)
        counts = Counter(name for name, _ in pairs)
        doubled.names = tuple(name for name, count in counts.items() if count > 1)
        return doubled

    value: Json = json.loads(text.decode("utf-8"), object_pairs_hook=read)
    return list(_reported(value)) if any_found else []


def _reported(value: Json) -> Iterator[Violation]:
    waiting: list[tuple[Json, tuple[str | int, ...]]] = [(value, ())]
    while waiting:
        one, steps = waiting.pop()
        if isinstance(one, _Doubled):
            for name in one.names:
                yield Violation(
                    requirement=GENERIC,
                    severity="warning",
                    message="two members have this name; the last counts",
                    path=json_path((*steps, name)),
                    found=quote(one[name]),
                )
        children = one.items() if isinstance(one, dict) else enumerate(one) if isinstance(one, list) else ()
        waiting += reversed([(child, (*steps, step)) for step, child in children])
