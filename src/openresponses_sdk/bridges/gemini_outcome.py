"""How a Gemini answer ended: its finish reason, its usage, its error.  The tables are the mapping."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from .ending import COMPLETED, Ending
from .failure import Failure, error_type_of_status
from .provider import is_count, text_of, usage_extras

__all__ = ["ERROR_STATUSES", "FINISH_NUMBERS", "STOP_REASONS", "USAGE", "failure_of", "usage_of"]

_CUT: Final = Ending("max_output_tokens")
_FILTERED: Final = Ending("content_filter")
_BROKEN: Final = Ending(error_type="model_error")

STOP_REASONS: Final[Mapping[str, Ending]] = MappingProxyType(
    {
        "STOP": COMPLETED,
        "MAX_TOKENS": _CUT,
        "SAFETY": _FILTERED,
        "RECITATION": _FILTERED,
        "BLOCKLIST": _FILTERED,
        "PROHIBITED_CONTENT": _FILTERED,
        "SPII": _FILTERED,
        "MODEL_ARMOR": _FILTERED,
        "IMAGE_SAFETY": _FILTERED,
        "IMAGE_PROHIBITED_CONTENT": _FILTERED,
        "IMAGE_RECITATION": _FILTERED,
        "OTHER": _BROKEN,
        "LANGUAGE": _BROKEN,
        "MALFORMED_FUNCTION_CALL": _BROKEN,
        "UNEXPECTED_TOOL_CALL": _BROKEN,
        "TOO_MANY_TOOL_CALLS": _BROKEN,
        "MALFORMED_RESPONSE": _BROKEN,
        "IMAGE_OTHER": _BROKEN,
        "NO_IMAGE": _BROKEN,
        "MISSING_THOUGHT_SIGNATURE": Ending(error_type="invalid_request"),
    }
)
"""Every finish reason that is known; a prompt that was blocked ends as ``SAFETY`` does."""

UNSPECIFIED: Final = "FINISH_REASON_UNSPECIFIED"
"""Says no more than its absence."""

_COMMON: Final = (UNSPECIFIED, "STOP", "MAX_TOKENS", "SAFETY", "RECITATION", "OTHER")
FINISH_NUMBERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "gemini_api": (
            *_COMMON,
            *("LANGUAGE", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MALFORMED_FUNCTION_CALL", "IMAGE_SAFETY"),
            *("UNEXPECTED_TOOL_CALL",),
        ),
        "vertex": (
            *_COMMON,
            *("BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MALFORMED_FUNCTION_CALL", "MODEL_ARMOR", "IMAGE_SAFETY"),
            *("IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION", "IMAGE_OTHER", "UNEXPECTED_TOOL_CALL", "NO_IMAGE"),
        ),
    }
)
"""The finish reasons by their numbers, which the two APIs give out differently from 6 on."""

USAGE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "input_tokens": ("promptTokenCount", "toolUsePromptTokenCount"),
        "input_tokens_details.cached_tokens": ("cachedContentTokenCount",),
        "output_tokens": ("candidatesTokenCount", "thoughtsTokenCount"),
        "output_tokens_details.reasoning_tokens": ("thoughtsTokenCount",),
        "total_tokens": (
            "promptTokenCount",
            "toolUsePromptTokenCount",
            "candidatesTokenCount",
            "thoughtsTokenCount",
        ),
    }
)
"""Each count of a response, and the counts that it is the sum of; Gemini leaves out a count of 0."""

ERROR_STATUSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "INVALID_ARGUMENT": "invalid_request",
        "FAILED_PRECONDITION": "invalid_request",
        "OUT_OF_RANGE": "invalid_request",
        "UNAUTHENTICATED": "invalid_request",
        "PERMISSION_DENIED": "invalid_request",
        "ALREADY_EXISTS": "invalid_request",
        "NOT_FOUND": "not_found",
        "RESOURCE_EXHAUSTED": "too_many_requests",
        "CANCELLED": "server_error",
        "ABORTED": "server_error",
        "DATA_LOSS": "server_error",
        "DEADLINE_EXCEEDED": "server_error",
        "INTERNAL": "server_error",
        "UNAVAILABLE": "server_error",
        "UNIMPLEMENTED": "server_error",
        "UNKNOWN": "server_error",
    }
)
"""The status of an error, and its type; for any other the HTTP code decides."""

_TOTAL: Final = "totalTokenCount"
_COUNTS: Final = frozenset(name for names in USAGE.values() for name in names) | {_TOTAL}
_NO_MESSAGE: Final = "The provider reported an error."

Report = Callable[[str, str], None]
"""Keeps a finding: message, then the field at fault."""


def usage_of(usage: Mapping[str, object], slug: str, report: Report) -> dict[str, object] | None:
    """The usage of a response; None when the metadata has no count."""
    counts: dict[str, int] = {}
    for name in _COUNTS & usage.keys():
        value = usage[name]
        if isinstance(value, int) and is_count(value):
            counts[name] = value
        elif value is not None:
            report("The count is not a whole number and is left out", f"usageMetadata.{name}")
    if not counts:
        return None
    made: dict[str, object] = {}
    for target, names in USAGE.items():
        field, _, detail = target.partition(".")
        count = sum(counts.get(name, 0) for name in names)
        made[field] = {detail: count} if detail else count
    told = _COUNTS
    if counts.get(_TOTAL, made["total_tokens"]) != made["total_tokens"]:  # OR-RESP-04 asks for the sum.
        report("The total is not the sum of the counts; it is kept beside that", f"usageMetadata.{_TOTAL}")
        told -= {_TOTAL}
    return {**made, **usage_extras(usage, told, slug)}


def failure_of(error: object) -> Failure:
    """Read the ``error`` of a chunk or of the body of an HTTP error."""
    said = error if isinstance(error, Mapping) else {}
    status, code = text_of(said.get("status")), said.get("code")
    number = code if isinstance(code, int) else 0
    return Failure(
        status or text_of(code) or (str(number) if number else "provider_error"),
        text_of(said.get("message")) or text_of(error) or _NO_MESSAGE,
        ERROR_STATUSES.get(status or "") or error_type_of_status(number),
    )
