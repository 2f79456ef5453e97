"""Mistakes that both type checkers must find: an ignore that is not needed any more is itself an error."""

# pyright: reportUnnecessaryTypeIgnoreComment=true

from openresponses_sdk import EventEmitter, ResponseBuilder, parse_event
from openresponses_sdk.types import (
    OutputItem,
    OutputTextContent,
    ResponseOutputTextDeltaEvent,
    ResponseStreamEvent,
)


class SilentEmitter(EventEmitter):
    """Forgets the one method that an emitter must have."""


SilentEmitter()  # type: ignore[abstract]
OutputTextContent(text=7, annotations=[])  # type: ignore[arg-type]
OutputTextContent(text="x")  # type: ignore[call-arg]
ResponseBuilder()  # type: ignore[call-arg]
parse_event(b"{}", on_error="ignore")  # type: ignore[call-overload]


def unnarrowed_item(item: OutputItem) -> object:
    return item.content  # type: ignore[union-attr]


def unnarrowed_event(event: ResponseStreamEvent) -> object:
    return event.response  # type: ignore[union-attr]


def kept_result(data: bytes) -> str:
    return parse_event(data, on_error="keep").delta  # type: ignore[union-attr]


def misspelt(event: ResponseOutputTextDeltaEvent) -> object:
    return event.dleta  # type: ignore[attr-defined]


def unknown_field(emitter: EventEmitter) -> None:
    emitter.response_output_text_delta(delta="x")  # type: ignore[call-arg]
