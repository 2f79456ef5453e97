"""The plain JSON of a request, in whatever form it is given: models, mappings, or mappings that hold models."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import pydantic_core
from pydantic import BaseModel

from ..json_values import json_path
from .request_mapping import JSONObject, RequestLog

__all__ = ["plain_object"]

MAX_DEPTH: Final = 100
"""The levels that a request may have, as ``source`` has it for events."""

_SCALARS: Final = (str, int, float, bool)


def plain_object(request: BaseModel | Mapping[str, object], log: RequestLog) -> JSONObject:
    """A copy of the request as plain JSON; what JSON cannot express is a finding, and left out."""
    try:
        if isinstance(request, BaseModel):
            request = request.model_dump(by_alias=True, exclude_unset=True)
        data = pydantic_core.to_json(dict(request), by_alias=True, exclude_none=True, inf_nan_mode="constants")
        value: object = pydantic_core.from_json(data, allow_inf_nan=False)
        is_flat = data.count(b"{") + data.count(b"[") <= MAX_DEPTH
        if isinstance(value, dict) and (is_flat or not _is_too_deep(value)):
            return value
    except Exception:  # Foreign objects raise what they like; the careful way finds the place.
        pass
    found = _careful(request, (), log)
    if isinstance(found, dict):
        return found
    if not log.findings:
        log.report("wrong_type", json_path(()), "A request is an object")
    return {}


def _careful(value: object, steps: tuple[str | int, ...], log: RequestLog) -> object:
    """A copy of a value without what JSON cannot express."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, _SCALARS):
        return _scalar(value, steps, log)
    if len(steps) >= MAX_DEPTH:
        log.report("wrong_type", json_path(steps), f"It nests deeper than {MAX_DEPTH} levels")
        return None
    try:
        if isinstance(value, BaseModel):
            value = dict(value)
        if isinstance(value, Mapping):
            named = [(_name(name), member) for name, member in value.items()]
            return {name: _careful(member, (*steps, name), log) for name, member in named}
        if isinstance(value, (list, tuple)):
            return [_careful(entry, (*steps, index), log) for index, entry in enumerate(value)]
    except Exception:  # A mapping of somebody else's may raise anything.
        log.report("wrong_type", json_path(steps), "It cannot be read")
        return None
    log.report("wrong_type", json_path(steps), "JSON cannot express it")
    return None


def _name(name: object) -> str:
    return str(name).encode("utf-8", "replace").decode("utf-8")


def _scalar(value: str | float, steps: tuple[str | int, ...], log: RequestLog) -> object:
    if isinstance(value, str):
        try:
            value.encode()
            return str(value)
        except UnicodeEncodeError:
            log.report("changed", json_path(steps), "Halves of surrogate pairs are replaced")
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, float) and not math.isfinite(value):
        log.report("wrong_type", json_path(steps), "JSON has only finite numbers")
        return None
    if isinstance(value, int) and value.bit_length() > 10_000:
        log.report("wrong_type", json_path(steps), "The number is too long")
        return None
    return value


def _is_too_deep(value: object) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            child
            for parent in level
            for child in (parent.values() if isinstance(parent, dict) else parent if isinstance(parent, list) else ())
            if isinstance(child, (dict, list))
        ]
        if not level:
            return False
    return True
