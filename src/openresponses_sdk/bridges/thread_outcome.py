"""Maps how a turn ended: its token usage, and its error when it failed."""

from __future__ import annotations

import json
from collections.abc import Mapping

from .failure import Failure, error_type_of_status

# The agent's own words for a turn that its user or its rules stopped.
_CODES = {"turn cancelled": "cancelled", "turn blocked": "blocked"}


def failure_of(data: Mapping[str, object]) -> Failure:
    """Read the error of a ``turn.failed`` event, in either dialect's shape.

    Codex nests ``error.message``, VT Code writes ``message``; a provider's
    own JSON error may be wrapped in that text, and then its code wins.
    """
    error = data.get("error")
    nested = error if isinstance(error, Mapping) else {}
    message = _text(nested.get("message")) or _text(error) or _text(data.get("message")) or "The turn failed."
    code = _text(nested.get("code"))
    if unwrapped := _provider_failure(message):
        return unwrapped
    return Failure(code or _CODES.get(message, "turn_failed"), message)


def _provider_failure(message: str) -> Failure | None:
    if not message.lstrip().startswith("{"):
        return None
    try:
        body = json.loads(message)
    except (ValueError, RecursionError):
        return None
    inner = body.get("error") if isinstance(body, dict) else None
    if not isinstance(inner, dict):
        return None
    status = body.get("status")
    return Failure(
        _text(inner.get("code")) or _text(inner.get("type")) or "turn_failed",
        _text(inner.get("message")) or message,
        error_type_of_status(status) if isinstance(status, int) else "server_error",
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def usage_of(data: Mapping[str, object]) -> tuple[dict[str, object] | None, str | None]:
    """Read the usage of a turn: the usage, or None, and the field that was wrong, if one was.

    Counts that are all zero mean that the agent did not know, so they are
    no usage.  Input tokens already include the cached ones.
    """
    usage = data.get("usage")
    if usage is None:
        return None, None
    if not isinstance(usage, Mapping):
        return None, "usage"
    counts: dict[str, int] = {}
    for name in ("input_tokens", "cached_input_tokens", "output_tokens", "reasoning_output_tokens"):
        count = usage.get(name)
        if count is None:
            count = 0
        if not isinstance(count, int) or isinstance(count, bool) or count < 0:
            return None, f"usage.{name}"
        counts[name] = count
    if not any(counts.values()):
        return None, None
    return {
        "input_tokens": counts["input_tokens"],
        "input_tokens_details": {"cached_tokens": counts["cached_input_tokens"]},
        "output_tokens": counts["output_tokens"],
        "output_tokens_details": {"reasoning_tokens": counts["reasoning_output_tokens"]},
        "total_tokens": counts["input_tokens"] + counts["output_tokens"],
    }, None
