"""JSON in, typed objects out: read leniently, lose nothing.

What the specification does not define becomes the open member of its union with all its data; a known object that is
malformed is an error that names the path, or a ``Malformed`` that keeps the whole object.  Whether a thing conforms is
another question, which ``validator`` answers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, overload

from pydantic import ValidationError
from pydantic_core import ErrorDetails, from_json

from openresponses_schema import (
    RESPONSE_STREAM_EVENT_MODELS,
    CreateResponseRequest,
    CustomEvent,
    Response,
    ResponseStreamEvent,
    WebSocketErrorEvent,
)
from openresponses_schema._base import Model

from .errors import DecodeError
from .findings import Finding, shorten
from .model_errors import path_of

__all__ = ["Malformed", "parse_event", "parse_request", "parse_response"]

Data = bytes | str | Mapping[str, Any]
_MAY_BE_INFINITE = re.compile(rb"\d[eE]\+?\d{3}|\d{200}")
"""Text that may hold a number beyond the range of a float: it reads as infinity, which JSON cannot write."""
OnError = Literal["raise", "keep"]
_M = TypeVar("_M", bound=Model)


@dataclass(frozen=True, slots=True)
class Malformed:
    """A known object that does not have the shape of its kind, kept whole."""

    raw: Mapping[str, Any]
    """The object as it came."""
    issues: Sequence[Finding]
    """What is wrong with it; ``field`` is the JSON path."""

    @property
    def type(self) -> str | None:
        """The ``type`` that the object names, if it is a string."""
        found = self.raw.get("type")
        return found if isinstance(found, str) else None


@overload
def parse_event(
    data: Data, *, on_error: Literal["raise"] = "raise", wire_type: str | None = None
) -> ResponseStreamEvent: ...
@overload
def parse_event(data: Data, *, on_error: OnError, wire_type: str | None = None) -> ResponseStreamEvent | Malformed: ...
def parse_event(
    data: Data, *, on_error: OnError = "raise", wire_type: str | None = None
) -> ResponseStreamEvent | Malformed:
    """Read one streaming event.

    An event type that the specification does not define gives a ``CustomEvent``.  ``wire_type`` is the name that the
    transport gave (the ``event:`` line): it supplies a ``type`` that the object lacks, and is ignored otherwise.

    Raises ``DecodeError`` when the data is no JSON object, has no type at all, or is malformed; with
    ``on_error="keep"`` a malformed object comes back as ``Malformed`` instead.
    """
    raw = _object(data)
    if not isinstance(raw.get("type"), str):
        if "type" in raw or not wire_type:
            return _malformed(raw, [Finding(message="an event has a string as its type", field="$.type")], on_error)
        raw = {"type": wire_type, **raw}
    return _read(_event_model(raw), raw, on_error)


@overload
def parse_response(data: Data, *, on_error: Literal["raise"] = "raise") -> Response: ...
@overload
def parse_response(data: Data, *, on_error: OnError) -> Response | Malformed: ...
def parse_response(data: Data, *, on_error: OnError = "raise") -> Response | Malformed:
    """Read a response object; raises ``DecodeError``, or returns ``Malformed``, as ``parse_event`` does."""
    return _read(Response, _object(data), on_error)


@overload
def parse_request(data: Data, *, on_error: Literal["raise"] = "raise") -> CreateResponseRequest: ...
@overload
def parse_request(data: Data, *, on_error: OnError) -> CreateResponseRequest | Malformed: ...
def parse_request(data: Data, *, on_error: OnError = "raise") -> CreateResponseRequest | Malformed:
    """Read the body of a request that creates a response; errors as for ``parse_event``."""
    return _read(CreateResponseRequest, _object(data), on_error)


def _event_model(raw: Mapping[str, Any]) -> type[ResponseStreamEvent]:
    """The model for an event; the three things that are called ``error`` are told apart by their shape."""
    if raw["type"] == "error" and not isinstance(raw.get("error"), dict):
        return CustomEvent  # The flat form, with code and message beside the type, is not the specification's.
    if raw["type"] == "error" and "status" in raw and "sequence_number" not in raw:
        return WebSocketErrorEvent  # type: ignore[return-value]
    return RESPONSE_STREAM_EVENT_MODELS.get(raw["type"], CustomEvent)  # type: ignore[return-value]


def _object(data: Data) -> Mapping[str, Any]:
    if isinstance(data, Mapping):
        return data if isinstance(data, dict) else dict(data)
    try:
        text = data.encode() if isinstance(data, str) else data
        value = from_json(text, allow_inf_nan=False)
    except (ValueError, RecursionError) as error:
        raise DecodeError(f"not JSON: {error}") from error
    if _MAY_BE_INFINITE.search(text) and not _is_finite(value):
        raise DecodeError("not JSON: a number is out of range")
    if not isinstance(value, dict):
        raise DecodeError(f"a JSON object was expected, not {shorten(value)}")
    return value


def _read(model: type[_M], raw: Mapping[str, Any], on_error: OnError) -> _M | Malformed:
    try:
        return model.__pydantic_validator__.validate_python(raw)  # type: ignore[no-any-return]
    except ValidationError as error:
        return _malformed(raw, [_issue(entry, raw) for entry in error.errors(include_url=False)], on_error)


def _malformed(raw: Mapping[str, Any], issues: list[Finding], on_error: OnError) -> Malformed:
    if on_error == "keep":
        return Malformed(raw, tuple(issues))
    more = f" (and {len(issues) - 1} more)" if len(issues) > 1 else ""
    raise DecodeError(f"{issues[0].message}{more}", path=issues[0].field or "")


def _issue(entry: ErrorDetails, raw: Mapping[str, Any]) -> Finding:
    found = "" if entry["type"] == "missing" else f", found {shorten(entry['input'])}"
    return Finding(message=f"{entry['msg']}{found}", severity="error", field=path_of(entry, raw))


def _is_finite(value: object) -> bool:
    if isinstance(value, dict):
        return all(map(_is_finite, value.values()))
    if isinstance(value, list):
        return all(map(_is_finite, value))
    return not isinstance(value, float) or math.isfinite(value)
