"""The one thing that reading changes: a null in a field that is never null is written as absent.

A model that was read still knows of it, since the field counts as set, so it can be told afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from openresponses_schema._base import Model

from .scalar_models import container_fields

__all__ = ["Steps", "absent_nulls"]

Steps: TypeAlias = tuple[str | int, ...]
"""The way from an object to a value inside, by the names on the wire."""


class _Fields(NamedTuple):
    """What is worth a look at a model of one class; each field with the name that it has on the wire."""

    never_null: tuple[tuple[str, str], ...]
    containers: tuple[tuple[str, str], ...]


def absent_nulls(model: Model) -> Iterator[Steps]:
    """Where a null was read that will not be written, as steps from the model."""
    waiting: list[tuple[object, Steps]] = [(model, ())]
    while waiting:
        value, steps = waiting.pop()
        if isinstance(value, Model):
            never_null, containers = _fields(type(value))
            held, was_set = value.__dict__, value.__pydantic_fields_set__
            for name, written in never_null:
                if held.get(name, value) is None and name in was_set:
                    yield (*steps, written)
            waiting += [(child, (*steps, written)) for name, written in containers if (child := held.get(name))]
        elif isinstance(value, list):
            waiting += [(child, (*steps, at)) for at, child in enumerate(value)]


@lru_cache(maxsize=1024)
def _fields(model: type[Model]) -> _Fields:
    wire = {name: field.serialization_alias or name for name, field in model.model_fields.items()}
    never = [(name, wire[name]) for name, field in model.model_fields.items() if field.exclude_if is not None]
    return _Fields(tuple(never), tuple((name, wire[name]) for name in container_fields(model)))
