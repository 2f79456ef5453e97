"""Which fields of a chat completion are read, which say nothing that a response could hold, and what becomes of others.

A field is read by a row of a table (``CHUNK_FIELDS`` and ``CHOICE_FIELDS`` of ``chat_chunks``, ``DELTA_FIELDS`` of
``chat_delta``), or dropped by a row here, with the reason.  Any other field that holds something is kept as a custom
event ``slug:raw_event`` with its path and value, once until the value changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ..builder import ResponseBuilder
from .base import UnknownEvents
from .names import extension_name

__all__ = ["DROPPED_FIELDS", "RESPONSE_FIELDS", "KeptFields", "is_blank"]

_IDENTITY: Final = "read when the response opens"
_PADDING: Final = "padding against eavesdroppers"
_REPEATED: Final = "repeats what another field says"
_TIMING: Final = "how the server worked, not what it answered"

DROPPED_FIELDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "chunk": {
            "id": _IDENTITY,
            "object": _IDENTITY,
            "created": _IDENTITY,
            "model": _IDENTITY,
            "system_fingerprint": _IDENTITY,
            "provider": _IDENTITY,
            "service_tier": _IDENTITY,
            "obfuscation": _PADDING,
            "p": _PADDING,
            "stream_options": "repeats the request",
            "created_at": _REPEATED,
            "model_id": _REPEATED,
            "model_version": _REPEATED,
            "time_info": _TIMING,
            "timings": _TIMING,
            "sla_metrics": _TIMING,
            "stats": _TIMING,
            "kv_transfer_params": _TIMING,
            "prompt_token_ids": _TIMING,
            "usage_breakdown": _REPEATED,
        },
        "choice": {
            "index": "chooses the choice",
            "obfuscation": _PADDING,
            "native_finish_reason": _REPEATED,
            "text": _REPEATED,
            "seed": _TIMING,
            "token_ids": _TIMING,
            "stop_reason": _REPEATED,
        },
        "delta": {
            "role": "always the assistant's",
            "index": _REPEATED,
            "obfuscation": _PADDING,
            "token_id": _TIMING,
            "channel": _REPEATED,
        },
    }
)
"""Fields of a chunk, a choice and a delta (or message) that are left out, and why."""

RESPONSE_FIELDS: Final = ("system_fingerprint", "provider")
"""Fields of the chunk that opens a response which it keeps, under extension names."""


class KeptFields:
    """Keeps the fields of one completion that nobody knows."""

    def __init__(self, builder: ResponseBuilder, unknown: UnknownEvents, *, slug: str) -> None:
        self._builder = builder
        self._is_keeping = unknown == "keep"
        self._type = extension_name(slug, "raw_event")
        self._said: dict[str, object] = {}

    def keep(self, path: str, value: object) -> None:
        """Keep a value under its path, if it is not what was said there last."""
        if self._is_keeping and not is_blank(value) and self._said.get(path) != value:
            self._said[path] = value
            self._builder.custom_event(self._type, path=path, data=value)


def is_blank(value: object) -> bool:
    """Whether a value says nothing: null, an empty text, list or object, or an object of nothing else."""
    if isinstance(value, dict):
        return all(is_blank(inner) for inner in value.values())
    return value is None or value == "" or value == []
