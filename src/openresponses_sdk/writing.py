"""What a producer writes: models that are complete, plain JSON, and valid by the published schema.

Reading forgives and building does not.  Everything here raises ``LocalProtocolError`` with the requirement that the
value would break, so that the caller can refuse before anything is emitted.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import from_json

from openresponses_schema import CONTAINERS, RULES, STREAMS, CustomEvent, Usage
from openresponses_schema._base import Model

from .errors import LocalProtocolError
from .extensions import is_valid_extension_type
from .findings import Violation, shorten
from .json_values import json_path
from .model_errors import path_of
from .response_rules import iter_rule_violations
from .schema_check import EVENT, iter_schema_violations

__all__ = [
    "checked",
    "custom_event",
    "refused",
    "require_extension",
    "require_members",
    "require_text",
    "usage_of",
    "written",
]

_M = TypeVar("_M", bound=Model)

_DETAILS: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {"input_tokens_details": {"cached_tokens": 0}, "output_tokens_details": {"reasoning_tokens": 0}}
)
"""What usage says about details that nobody counted; the schema requires both objects."""


_NOT_GIVEN = {"id", "type", "status"} | CONTAINERS.keys() | {stream.field for stream in STREAMS.values()}
"""Members that are arguments of their own, or that only events fill."""


def refused(requirement: str, message: str, **more: Any) -> LocalProtocolError:
    """The error for a call that would break a requirement."""
    return LocalProtocolError(Violation(requirement=requirement, message=message, **more))


def checked(
    model: type[_M],
    requirement: str,
    fields: Mapping[str, Any],
    event_type: str | None = None,
    *,
    root: str = "$",
) -> _M:
    """Make a model, with a ``LocalProtocolError`` in place of pydantic's error; ``root`` is the path of the model."""
    if (steps := _steps_to_bytes(fields)) is not None:
        path = json_path((*steps,)).removeprefix("$")
        raise refused(requirement, "bytes are no text: decode them", event_type=event_type, path=root + path)
    try:
        return model(**fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise refused(
            requirement,
            first["msg"],
            event_type=event_type,
            path=root + path_of(first, fields).removeprefix("$"),
            found=None if first["type"] == "missing" else shorten(first["input"]),
        ) from error


def written(event: _M) -> _M:
    """The event as a reader will get it, judged by the schema; it shares nothing with what it was made from."""
    name = str(getattr(event, "type", ""))
    try:
        if steps := _steps_to_no_number(event):
            raise refused("OR-SSE-02", "JSON has no NaN and no infinity", event_type=name, path=json_path(steps))
        plain = from_json(event.to_json(), allow_inf_nan=False)
        copy = type(event).__pydantic_validator__.validate_python(plain)
    except (ValueError, RecursionError) as error:
        raise refused("OR-SSE-02", f"the event is no JSON: {error}", event_type=name) from error
    rule = RULES.get(name)
    if rule is not None:
        plain["type"] = rule.type.value  # The schema knows no aliases.
    violations = list(iter_schema_violations(EVENT, plain))
    if rule is not None and rule.payload is not None and not rule.indexes and rule.effect != "none":
        violations += iter_rule_violations(plain[rule.payload], f"$.{rule.payload}")
    for violation in violations:
        if violation.severity == "error":
            raise LocalProtocolError(violation)
    return copy  # type: ignore[no-any-return]


def usage_of(usage: object, event_type: str) -> Usage:
    """The usage of a response, whole: missing details are zeros, a missing total is the sum."""
    path = "$.response.usage"
    if isinstance(usage, Usage):
        usage = {**dict(usage), **(usage.model_extra or {})}
    if not isinstance(usage, Mapping):
        raise refused(
            "OR-RESP-04",
            "usage is a Usage or a mapping with input_tokens and output_tokens",
            event_type=event_type,
            path=path,
            found=shorten(usage),
        )
    fields = dict(usage)
    for name, zeros in _DETAILS.items():
        details = fields.get(name)
        if details is None or isinstance(details, Mapping):
            fields[name] = {**zeros, **(details or {})}
    total, given, made = (fields.get(name) for name in ("total_tokens", "input_tokens", "output_tokens"))
    if total is None and isinstance(given, int) and isinstance(made, int):
        fields["total_tokens"] = given + made
    return checked(Usage, "OR-RESP-04", fields, event_type, root=path)


def require_text(value: object, event_type: str | None = None) -> None:
    """Refuse what cannot be streamed: anything but text, and text that UTF-8 cannot carry."""
    if not isinstance(value, str):
        raise refused("OR-STREAM-03", "this is not text", event_type=event_type, found=shorten(value))
    try:
        if not value.isascii():
            value.encode()
    except UnicodeEncodeError as error:
        raise refused(
            "OR-SSE-02", "the text holds half of a surrogate pair", event_type=event_type, found=shorten(value)
        ) from error


def require_extension(type: object, requirement: str) -> None:
    """Refuse a type of the producer's own that is not written ``slug:name``."""
    if not isinstance(type, str) or not is_valid_extension_type(type):
        raise refused(
            requirement,
            "an extension type reads slug:name",
            expected="ASCII letters, digits and _ around one colon, - in the slug too",
            found=shorten(type),
        )


def require_members(model: type[Model], noun: str, fields: Mapping[str, Any]) -> None:
    """Raise ``TypeError`` for a keyword that is no member of what is built; one's own have a prefix (``slug:name``)."""
    known = {field.alias or name for name, field in model.model_fields.items()}
    for name in fields:
        if name not in known and not is_valid_extension_type(name):
            given = ", ".join(sorted(known - _NOT_GIVEN)) or "none to be given"
            raise TypeError(f"{noun} has no {name!r}; there are {given}, and your own under a prefix (slug:name)")


def custom_event(type: str, sequence_number: int, fields: Mapping[str, Any]) -> CustomEvent:
    """An extension event, as a reader will get it."""
    return written(
        checked(CustomEvent, "OR-EXT-12", {**fields, "type": type, "sequence_number": sequence_number}, type)
    )


def _steps_to_bytes(value: object) -> tuple[str | int, ...] | None:
    """Where bytes stand, which pydantic would read as text; models were read before and hold none."""
    if isinstance(value, (bytes, bytearray, memoryview)):
        return ()
    members: Any
    if isinstance(value, Mapping):
        members = value.items()
    elif isinstance(value, (list, tuple)):
        members = enumerate(value)
    else:
        return None
    for name, inner in members:
        if inner.__class__ is not str and (steps := _steps_to_bytes(inner)) is not None:
            return (name, *steps)
    return None


def _steps_to_no_number(value: object) -> tuple[str | int, ...] | None:
    """Where in a value a float stands that is no number; None when there is none."""
    if isinstance(value, float):
        return None if isfinite(value) else ()
    members: Any
    if isinstance(value, Model):
        members = {**vars(value), **(value.model_extra or {})}.items()
    elif isinstance(value, Mapping):
        members = ((str(name), inner) for name, inner in value.items())
    elif isinstance(value, (list, tuple, set, frozenset)):
        members = enumerate(value)
    else:
        return None
    for name, inner in members:
        if (steps := _steps_to_no_number(inner)) is not None:
            return (name, *steps)
    return None
