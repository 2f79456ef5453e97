"""How an Anthropic message ended: its stop reason, its usage, its error.  The tables are the mapping."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from .failure import Failure, error_type_of_status

__all__ = ["ERROR_TYPES", "STOP_REASONS", "USAGE", "Ending", "TokenCounts", "failure_of"]


class Ending(NamedTuple):
    """What a stop reason means for the response."""

    reason: str | None = None
    """Why the response is incomplete; None when it is complete."""
    is_cut: bool = False
    """Whether the last item was cut off, and is incomplete too."""


STOP_REASONS: Final[Mapping[str, Ending]] = MappingProxyType(
    {
        "end_turn": Ending(),
        "stop_sequence": Ending(),
        "tool_use": Ending(),
        "max_tokens": Ending("max_output_tokens", is_cut=True),
        "model_context_window_exceeded": Ending("max_output_tokens", is_cut=True),
        "refusal": Ending("content_filter", is_cut=True),
        "pause_turn": Ending("pause_turn"),
        "compaction": Ending("compaction"),
    }
)
"""Every stop reason that is known; after the last two the client sends the answer back to have it continued."""

USAGE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "input_tokens": ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"),
        "input_tokens_details.cached_tokens": ("cache_read_input_tokens",),
        "output_tokens": ("output_tokens",),
        "output_tokens_details.reasoning_tokens": ("output_tokens_details.thinking_tokens",),
        "total_tokens": ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens", "output_tokens"),
    }
)
"""Each count of a response, and the counts of the message that it is the sum of; ``input_tokens`` leaves caches out."""

ERROR_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "invalid_request_error": "invalid_request",
        "authentication_error": "invalid_request",
        "billing_error": "invalid_request",
        "permission_error": "invalid_request",
        "request_too_large": "invalid_request",
        "not_found_error": "not_found",
        "rate_limit_error": "too_many_requests",
        "timeout_error": "server_error",
        "api_error": "server_error",
        "overloaded_error": "server_error",
    }
)
"""The types of Anthropic's errors, and what they are here; any other is a ``server_error``."""

_COUNTS: Final = frozenset(path for paths in USAGE.values() for path in paths)
_TOLD: Final = frozenset({"input_tokens", "cache_read_input_tokens", "output_tokens", "output_tokens_details"})
"""What the usage of a response tells whole."""
_SAYS_NOTHING: Final[tuple[object, ...]] = (None, 0, [], {})
_NO_MESSAGE: Final = "The provider reported an error."

Report = Callable[[str, str], None]
"""Keeps a finding: message, then the field at fault."""


class TokenCounts:
    """The usage of one message, told in several events: for each field the last one counts."""

    def __init__(self, slug: str, report: Report) -> None:
        self._slug = slug
        self._report = report
        self._said: dict[str, object] = {}
        self._is_final = False

    def merge(self, usage: object, path: str, *, is_final: bool) -> None:
        """Take what an event says; the counts of a message that only starts are ``is_final=False``."""
        if not isinstance(usage, Mapping):
            if usage is not None:
                self._report("The usage is not an object and is left out", path)
            return
        self._is_final |= is_final
        for name, value in usage.items():
            wrong = _wrong_count(name, value)
            if wrong is not None:
                self._report("The count is not a whole number and is left out", f"{path}.{wrong}")
            elif value is not None:
                self._said[name] = value

    def usage(self) -> dict[str, object] | None:
        """The usage of the response; None before the message has told the final one, or without both counts."""
        if not self._is_final:
            return None
        if "input_tokens" not in self._said or "output_tokens" not in self._said:
            if self._said:
                self._report("The usage does not tell both input and output, so there is none", "usage")
            return None
        made: dict[str, object] = {}
        for target, paths in USAGE.items():
            name, _, detail = target.partition(".")
            count = sum(_count(self._said, path) for path in paths)
            made[name] = {detail: count} if detail else count
        extras = {name: value for name, value in self._said.items() if name not in _TOLD and value not in _SAYS_NOTHING}
        return {**made, **{f"{self._slug}:{name}": value for name, value in extras.items()}}


def _wrong_count(name: str, value: object) -> str | None:
    """The path to a value of a usage field that should be a count and is none."""
    if name in _COUNTS:
        return None if value is None or _is_count(value) else name
    for path in _COUNTS:
        field, dot, detail = path.partition(".")
        if dot and field == name and value is not None:
            if not isinstance(value, Mapping):
                return name
            count = value.get(detail)
            return None if count is None or _is_count(count) else path
    return None


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _count(said: Mapping[str, object], path: str) -> int:
    value: object = said
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, int) else 0


def failure_of(event: Mapping[str, object]) -> Failure:
    """Read an ``error`` event, or the body of an HTTP error: Anthropic's, or that of a gateway in front of it."""
    error = event.get("error")
    nested = error if isinstance(error, Mapping) else {}
    kind, code, status = _text(nested.get("type")), nested.get("code"), nested.get("status")
    number = next((value for value in (code, status, event.get("status")) if isinstance(value, int)), 0)
    return Failure(
        kind or _text(code) or _text(status) or "provider_error",
        _text(nested.get("message")) or _text(error) or _text(event.get("message")) or _NO_MESSAGE,
        ERROR_TYPES.get(kind or "") or error_type_of_status(number),
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
