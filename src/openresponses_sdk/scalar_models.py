"""Which fields of a model hold plain values only, so that what is inside need not be looked at."""

from __future__ import annotations

from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from typing_extensions import TypeAliasType

from openresponses_schema._base import Model

__all__ = ["container_fields", "list_fields"]

_SCALARS = frozenset({str, int, bool, NoneType})


def list_fields(model: type[Model]) -> tuple[str, ...] | None:
    """The fields that hold a list; None when one holds an object, a union of objects or a number with a fraction."""
    found = []
    for name, field in model.model_fields.items():
        shapes = set(_shapes(field.annotation))
        if not shapes <= {"scalar", "list"}:
            return None
        if "list" in shapes:
            found.append(name)
    return tuple(found)


def container_fields(model: type[Model]) -> tuple[str, ...]:
    """The fields that may hold a list or an object."""
    plain = {"scalar", "float", "enum"}
    return tuple(name for name, field in model.model_fields.items() if not plain.issuperset(_shapes(field.annotation)))


def _shapes(annotation: Any) -> list[str]:  # noqa: ANN401 -- an annotation may be anything
    if isinstance(annotation, TypeAliasType):
        return _shapes(annotation.__value__)
    origin = get_origin(annotation)
    if origin is Annotated:
        return _shapes(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return [shape for member in get_args(annotation) for shape in _shapes(member)]
    if origin is Literal or annotation in _SCALARS:
        return ["scalar"]
    if annotation is float:
        return ["float"]
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return ["enum"]
    return ["list" if origin is list else "other"]
