"""JSON in, typed objects out: read leniently, lose nothing.

What the specification does not define becomes the open member of its union with all its data; a known object that is
malformed is an error that names the path, or a ``Malformed`` that keeps the whole object.  Whether a thing conforms is
another question, which ``validator`` answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal, NoReturn, TypeAlias, TypeVar, overload

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from openresponses_schema import (
    RESPONSE_STREAM_EVENT_MODELS,
    CreateResponseRequest,
    CustomEvent,
    Response,
    ResponseStreamEvent,
    WebSocketErrorEvent,
)
from openresponses_schema._base import Model

from .absent_nulls import absent_nulls
from .errors import DecodeError
from .event_readers import read_event_text
from .findings import Finding, shorten
from .json_readers import REFUSED, JSONReader, json_reader
from .json_values import json_path, read_json
from .model_errors import path_of

__all__ = ["Malformed", "parse_event", "parse_request", "parse_response"]

Data = bytes | str | Mapping[str, Any]
OnError = Literal["raise", "keep"]
Report: TypeAlias = Callable[[Finding], object]
"""Takes what was odd about an object that could be read all the same."""
_MAX_ISSUES = 10_000
_NO_TYPE: Final = "the type is missing; the event field was taken for it"
_NULL: Final = "null where none is allowed; it will be written as absent"
_M = TypeVar("_M", bound=Model)
_F = TypeVar("_F")


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
    data: Data, *, on_error: Literal["raise"] = "raise", wire_type: str | None = None, report: Report | None = None
) -> ResponseStreamEvent: ...
@overload
def parse_event(
    data: Data, *, on_error: OnError, wire_type: str | None = None, report: Report | None = None
) -> ResponseStreamEvent | Malformed: ...
def parse_event(
    data: Data, *, on_error: OnError = "raise", wire_type: str | None = None, report: Report | None = None
) -> ResponseStreamEvent | Malformed:
    """Read one streaming event.

    An event type that the specification does not define gives a ``CustomEvent``.  ``wire_type`` is the name that the
    transport gave (the ``event:`` line): it supplies a ``type`` that the object lacks, and is ignored otherwise.
    ``report`` is called with a ``Finding`` for a type that was supplied so, for one that differs from ``wire_type``,
    and for every null that will be written as absent.

    Raises ``DecodeError`` when the data is no JSON object, has no type at all, or is malformed; with
    ``on_error="keep"`` a malformed object comes back as ``Malformed`` instead.
    """
    if wire_type is None and isinstance(data, bytes) and (event := read_event_text(data)) is not None:
        return _with_nulls_told(event, report)
    return _with_nulls_told(read_event(read_object(data), on_error, wire_type, report), report)


@overload
def parse_response(data: Data, *, on_error: Literal["raise"] = "raise", report: Report | None = None) -> Response: ...
@overload
def parse_response(data: Data, *, on_error: OnError, report: Report | None = None) -> Response | Malformed: ...
def parse_response(data: Data, *, on_error: OnError = "raise", report: Report | None = None) -> Response | Malformed:
    """Read a response object; raises ``DecodeError``, or returns ``Malformed``, and reports as ``parse_event`` does."""
    return _with_nulls_told(_read(Response, data, on_error), report)


@overload
def parse_request(
    data: Data, *, on_error: Literal["raise"] = "raise", report: Report | None = None
) -> CreateResponseRequest: ...
@overload
def parse_request(
    data: Data, *, on_error: OnError, report: Report | None = None
) -> CreateResponseRequest | Malformed: ...
def parse_request(
    data: Data, *, on_error: OnError = "raise", report: Report | None = None
) -> CreateResponseRequest | Malformed:
    """Read the body of a request that creates a response; errors and reports as for ``parse_event``."""
    return _with_nulls_told(_read(CreateResponseRequest, data, on_error), report)


def _read(model: type[_M], data: Data, on_error: OnError) -> _M | Malformed:
    """The object in one pass over its JSON text, or else the full way."""
    if not isinstance(data, Mapping):
        try:
            reader: JSONReader[_M] = _reader(model)
            return reader(data)
        except REFUSED:
            pass
    return read_model(model, read_object(data), on_error)


@cache
def _reader(model: type[_M]) -> JSONReader[_M]:
    return json_reader(model) or _refuse


def _refuse(data: bytes | str) -> NoReturn:
    raise ValueError("there is no other way than the full one")


def read_event(
    raw: Mapping[str, Any], on_error: OnError, wire_type: str | None, report: Report | None = None
) -> ResponseStreamEvent | Malformed:
    """``parse_event`` for an object that has been parsed; nulls are left to ``iter_null_findings``."""
    found = raw.get("type")
    if not isinstance(found, str):
        if "type" in raw or not wire_type:
            return _malformed(raw, [Finding(message="an event has a string as its type", field="$.type")], on_error)
        raw = {"type": wire_type, **raw}
        if report is not None:
            report(Finding(message=_NO_TYPE, event=wire_type[:80], field="$.type"))
    elif wire_type and found != wire_type and report is not None:
        message = f"the event field says {shorten(wire_type)}; the type was taken"
        report(Finding(message=message, event=found[:80], field="$.type"))
    return read_model(_event_model(raw), raw, on_error)


def iter_null_findings(model: Model) -> Iterator[Finding]:
    """A finding for every null that was read and will be written as absent."""
    for steps in absent_nulls(model):
        yield Finding(message=_NULL, event=getattr(model, "type", None), field=json_path(steps))


def _with_nulls_told(found: _F, report: Report | None) -> _F:
    if report is not None and isinstance(found, Model):
        for finding in iter_null_findings(found):
            report(finding)
    return found


def _event_model(raw: Mapping[str, Any]) -> type[ResponseStreamEvent]:
    """The model for an event; the three things that are called ``error`` are told apart by their shape."""
    if raw["type"] == "error" and not isinstance(raw.get("error"), dict):
        return CustomEvent  # The flat form, with code and message beside the type, is not the specification's.
    if raw["type"] == "error" and "status" in raw and "sequence_number" not in raw:
        return WebSocketErrorEvent  # type: ignore[return-value]
    return RESPONSE_STREAM_EVENT_MODELS.get(raw["type"], CustomEvent)  # type: ignore[return-value]


def read_object(data: Data) -> Mapping[str, Any]:
    """The JSON object; raises ``DecodeError``."""
    if isinstance(data, Mapping):
        return data if isinstance(data, dict) else dict(data)
    try:
        value = read_json(data)
    except ValueError as error:
        raise DecodeError(f"not JSON: {error}") from error
    if not isinstance(value, dict):
        raise DecodeError(f"a JSON object was expected, not {shorten(value)}")
    return value


def read_model(model: type[_M], raw: Mapping[str, Any], on_error: OnError) -> _M | Malformed:
    """The object as a model; raises ``DecodeError``, or keeps it whole."""
    try:
        return model.__pydantic_validator__.validate_python(raw)  # type: ignore[no-any-return]
    except ValidationError as error:
        if error.error_count() > _MAX_ISSUES:
            # Each would take far more memory than what it is about.
            return _malformed(
                raw, [Finding(message=f"{error.error_count()} faults", severity="error", field="$")], on_error
            )
        faults = error.errors(include_url=False)
    if any(fault["type"] == "int_type" and isinstance(fault["input"], float) for fault in faults):
        try:
            return model.__pydantic_validator__.validate_python(_with_whole_numbers(raw))  # type: ignore[no-any-return]
        except ValidationError as error:
            faults = error.errors(include_url=False)
    return _malformed(raw, [_issue(entry, raw) for entry in faults], on_error)


def _with_whole_numbers(value: Any) -> Any:  # noqa: ANN401 -- any JSON value
    """The value with 1 for 1.0: JSON has one kind of number, and some languages write all of them as floats."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {name: _with_whole_numbers(member) for name, member in value.items()}
    return [_with_whole_numbers(member) for member in value] if isinstance(value, list) else value


def _malformed(raw: Mapping[str, Any], issues: list[Finding], on_error: OnError) -> Malformed:
    if on_error == "keep":
        return Malformed(raw, tuple(issues))
    more = f" (and {len(issues) - 1} more)" if len(issues) > 1 else ""
    raise DecodeError(f"{issues[0].message}{more}", path=issues[0].field or "")


def _issue(entry: ErrorDetails, raw: Mapping[str, Any]) -> Finding:
    found = "" if entry["type"] == "missing" else f", found {shorten(entry['input'])}"
    return Finding(message=f"{entry['msg']}{found}", severity="error", field=path_of(entry, raw))
