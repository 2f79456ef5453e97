"""How a chat completion ends: its finish reason, its usage and its errors, in the words of Open Responses.

1. Unless a word of ``FINISH_REASONS`` says that the answer is whole, it is not: a word that the table does not have
   makes the response incomplete for that reason.
2. Counts are carried over as they are, and what else the usage says is kept beside them.  One server counts reasoning
   beside the output and not in it; that shows in its total, and the output is their sum then.  Any other total that is
   not the sum becomes the sum, with a finding.
3. An error is found in whatever shape a server or the gateway before it gives: see ``failure_of``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from .failure import Failure, error_type_of_status

__all__ = ["ERROR_TYPES", "FINISH_REASONS", "USAGE", "Ending", "ending_of", "failure_of", "is_error", "usage_of"]

Fields = Mapping[str, object]


class Ending(NamedTuple):
    """What a finish reason says of the response."""

    status: Literal["completed", "incomplete", "failed"]
    reason: str = ""
    """Why the response is incomplete, or the code of its error."""


_COMPLETED: Final = Ending("completed")
_TOO_LONG: Final = Ending("incomplete", "max_output_tokens")
_FILTERED: Final = Ending("incomplete", "content_filter")

FINISH_REASONS: Final[Mapping[str, Ending]] = MappingProxyType(
    {
        "": _COMPLETED,
        "stop": _COMPLETED,
        "tool_calls": _COMPLETED,
        "function_call": _COMPLETED,
        "end_turn": _COMPLETED,
        "eos": _COMPLETED,
        "eos_token": _COMPLETED,
        "stop_sequence": _COMPLETED,
        "tool_use": _COMPLETED,
        "length": _TOO_LONG,
        "max_tokens": _TOO_LONG,
        "model_length": _TOO_LONG,
        "model_context_window_exceeded": _TOO_LONG,
        "content_filter": _FILTERED,
        "safety": _FILTERED,
        "sensitive": _FILTERED,
        "error": Ending("failed", "source_error"),
        "abort": Ending("failed", "aborted"),
        "network_error": Ending("failed", "network_error"),
        "insufficient_system_resource": Ending("failed", "insufficient_system_resource"),
    }
)
"""Finish reasons in lower case, and how the response ends by them."""

USAGE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "input_tokens": ("prompt_tokens", "input_tokens"),
        "output_tokens": ("completion_tokens", "output_tokens"),
        "cached_tokens": (
            "prompt_tokens_details.cached_tokens",
            "input_tokens_details.cached_tokens",
            "prompt_cache_hit_tokens",
            "cache_read_input_tokens",
            "cached_tokens",
        ),
        "reasoning_tokens": (
            "completion_tokens_details.reasoning_tokens",
            "output_tokens_details.reasoning_tokens",
            "reasoning_tokens",
        ),
        "total_tokens": ("total_tokens",),
    }
)
"""Where each count of the usage stands in the source; the first place that has it counts."""

_COUNTED: Final = frozenset(place for places in USAGE.values() for place in places)

ERROR_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "invalid_request_error": "invalid_request",
        "invalid_request": "invalid_request",
        "badrequesterror": "invalid_request",
        "authentication_error": "invalid_request",
        "permission_error": "invalid_request",
        "context_length_exceeded": "invalid_request",
        "invalid_api_key": "invalid_request",
        "not_found_error": "not_found",
        "notfounderror": "not_found",
        "not_found": "not_found",
        "model_not_found": "not_found",
        "rate_limit_error": "too_many_requests",
        "rate_limit_exceeded": "too_many_requests",
        "insufficient_quota": "too_many_requests",
        "too_many_requests": "too_many_requests",
        "tool_use_failed": "model_error",
        "model_error": "model_error",
    }
)
"""Codes and types of errors in lower case, and the type of error that they mean; any other is a ``server_error``."""

_NO_MESSAGE: Final = "The source reported an error without a message."


def ending_of(finish_reason: str) -> Ending | None:
    """How the response ends by a finish reason; None for one that is not known."""
    return FINISH_REASONS.get(finish_reason.lower())


def usage_of(source: Fields, report: Callable[[str, str], None], *, extension: str) -> dict[str, object] | None:
    """The usage of the response; None when the source does not say what went in and came out.

    ``report`` gets what is wrong and the path of the field, from the usage on.  Where the source says more than a usage
    holds, such as a cost, the whole of it stands in the field ``extension``.
    """
    counts = {name: _count(source, places, report) for name, places in USAGE.items()}
    given, made = counts["input_tokens"], counts["output_tokens"]
    if given is None or made is None:
        place = USAGE["input_tokens" if given is None else "output_tokens"][0]
        report("The usage is not made of counts and is left out", place)
        return None
    reasoning, total = counts["reasoning_tokens"] or 0, counts["total_tokens"]
    if total == given + made + reasoning:
        made += reasoning
    elif total is not None and total != given + made:
        report("The total of tokens is not the sum of input and output; the sum is written", "total_tokens")
    return {
        "input_tokens": given,
        "output_tokens": made,
        "total_tokens": given + made,
        "input_tokens_details": {"cached_tokens": counts["cached_tokens"] or 0},
        "output_tokens_details": {"reasoning_tokens": reasoning},
        **({extension: dict(source)} if _says_more(source) else {}),
    }


def _says_more(source: Fields, path: str = "") -> bool:
    """Whether a field that no count is read from holds something but zero."""
    for name, value in source.items():
        place = f"{path}{name}"
        if isinstance(value, Mapping):
            if _says_more(value, f"{place}."):
                return True
        elif value and place not in _COUNTED:
            return True
    return False


def _count(source: Fields, places: tuple[str, ...], report: Callable[[str, str], None]) -> int | None:
    for place in places:
        value: object = source
        for name in place.split("."):
            value = value.get(name) if isinstance(value, Mapping) else None
        if isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0 and value == int(value):
            return int(value)
        if value is not None:
            report("The number of tokens is not a count", place)
    return None


def is_error(event: Fields) -> bool:
    """Whether a source event tells of an error: in the middle of a stream, or in place of one."""
    if event.get("error") or event.get("errors"):
        return True
    is_answer = "choices" in event or "usage" in event
    return not is_answer and (event.get("object") == "error" or bool(event.get("detail")) or _is_text(event, "message"))


def failure_of(event: Fields) -> Failure:
    """What the error says: an object or a text in ``error``, a list in ``errors``, or the event itself.

    The type follows from the HTTP status when the source tells it, else from the code or type by ``ERROR_TYPES``.
    """
    error = _error_in(event)
    message, code, status, kinds = _NO_MESSAGE, None, None, []
    for name in ("message", "detail", "error", "msg"):
        if (text := _text_of(error.get(name))) is not None:
            message = text
            break
    for name in ("code", "type", "status", "status_code"):
        value = error.get(name, event.get(name))
        if isinstance(value, str) and value:
            kinds.append(value)
            code = code or (None if value.isdigit() else value)
            value = int(value) if len(value) == 3 and value.isascii() and value.isdigit() else None
        if isinstance(value, int) and not isinstance(value, bool) and 400 <= value <= 599:
            status = status or value
    known = next((ERROR_TYPES[kind.lower()] for kind in kinds if kind.lower() in ERROR_TYPES), None)
    type = known or (error_type_of_status(status) if status is not None else "server_error")
    param = error.get("param")
    return Failure(code or type, message, type, param if isinstance(param, str) else None)


def _error_in(event: Fields) -> Fields:
    error = event.get("error")
    errors = event.get("errors")
    if not error and isinstance(errors, list) and errors:
        error = errors[0]
    if isinstance(error, Mapping):
        return error
    return event if not error or error is True else {"message": error}


def _text_of(value: object) -> str | None:
    """The first text in a message, which some servers give as a list of what is wrong, or as an object."""
    return next(filter(None, _texts(value)), None)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for entry in value:
            yield from _texts(entry)
    elif isinstance(value, Mapping):
        for name in ("message", "msg", "detail"):
            yield from _texts(value.get(name))


def _is_text(event: Fields, name: str) -> bool:
    return isinstance(event.get(name), str) and bool(event[name])
