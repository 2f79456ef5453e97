"""How a response ends, in the words of Chat Completions: its finish reason, its usage and its error."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from ..findings import shorten
from .chat_answer import Lose
from .chat_losses import USAGE_MEMBERS
from .failure import TRUNCATED

__all__ = ["ENDINGS", "FINISH_REASONS", "error_chunk", "finish_reason_of", "truncated_error", "usage_chunk"]

Fields = dict[str, Any]

ENDINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "completed": "`stop`, or `tool_calls` when there are calls",
        "incomplete": "the finish reason by the table of reasons",
        "failed": "`error` and no finish reason",
        "cancelled": "`error` with the code `cancelled` and no finish reason",
        "queued": "no end: a completion is never made of it",
        "in_progress": "no end: a completion is never made of it",
    }
)
"""Statuses of a response, and how the completion ends."""

FINISH_REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "max_output_tokens": "length",
        "max_tokens": "length",
        "length": "length",
        "content_filter": "content_filter",
    }
)
"""Reasons of an incomplete response, and the finish reason; any other is `length`, with a finding."""

_DEFAULTS: Final = {"message": "The response failed.", "type": "server_error", "code": None, "param": None}


def finish_reason_of(response: Fields, status: str, calls: int, lose: Lose) -> str:
    """The finish reason of a response that ended so."""
    if status == "completed":
        return "tool_calls" if calls else "stop"
    details = response.get("incomplete_details")
    reason = details.get("reason") if isinstance(details, dict) else None
    known = FINISH_REASONS.get(reason) if isinstance(reason, str) else None
    if known is None:
        lose(f"The reason {shorten(reason)} is written as length", "incomplete_details.reason")
    return known or "length"


def usage_chunk(usage: object, lose: Lose) -> Fields | None:
    """The usage in the names of Chat Completions; None when it does not say what went in and came out."""
    if usage is None:
        return None
    if not isinstance(usage, dict) or not (
        _is_count(usage.get("input_tokens")) and _is_count(usage.get("output_tokens"))
    ):
        lose("The usage is not made of counts and is left out", "usage")
        return None
    written = {USAGE_MEMBERS.get(name, name): value for name, value in usage.items() if value is not None}
    if not _is_count(written.get("total_tokens")):
        written["total_tokens"] = written["prompt_tokens"] + written["completion_tokens"]
    for name in ("prompt_tokens_details", "completion_tokens_details"):
        if name in written and not isinstance(written[name], dict):
            lose("The details are no object and are left out", f"usage.{name}")
            del written[name]
    return written


def error_chunk(*told: object) -> Fields:
    """The error as a chat server sends it; the first object of ``told`` that has a member tells it."""
    errors = [error for error in told if isinstance(error, dict)]
    error = {name: value for each in reversed(errors) for name, value in each.items() if value is not None}
    error = {**_DEFAULTS, **error}
    if not isinstance(error["message"], str) or not error["message"]:
        error["message"] = _DEFAULTS["message"]
    return {"error": error}


def truncated_error() -> Fields:
    """The error of a stream that stopped before its response ended."""
    return error_chunk({"code": TRUNCATED, "message": "The stream ended before its response did."})


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
