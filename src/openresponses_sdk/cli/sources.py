"""What ``convert`` can read: one row a format, with the bridge that reads it and how its events are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from ..bridges.base import Bridge
from ..json_values import Json
from .steps import parsed

__all__ = ["AUTO", "PATIENCE", "SOURCES", "Source", "is_whole_answer", "recognised", "recognised_error"]

AUTO: Final = "auto"
"""The format that stands for all of ``SOURCES``: the first events tell which it is."""
PATIENCE: Final = 20
"""How many values are looked at before a source is given up as unknown."""

_Object = Mapping[str, Json]


class Source(NamedTuple):
    """One format."""

    bridge: str
    """The module under ``bridges`` and its class."""
    tells: Callable[[_Object], bool]
    """Whether an object can only be an event of this format."""

    def make(self, *arguments: Any, **options: Any) -> Bridge:
        """Make the bridge; its module is loaded now."""
        module, name = self.bridge.split(":")
        bridge: Bridge = getattr(import_module(f"openresponses_sdk.bridges.{module}"), name)(*arguments, **options)
        return bridge


def _type(value: _Object) -> str:
    kind = value.get("type")
    return kind if isinstance(kind, str) else ""


def _is_thread_event(value: _Object) -> bool:
    event = value.get("event")
    inner = event if isinstance(event, dict) and "type" not in value else value
    return _type(inner).startswith(("thread.", "turn.", "item."))


def _is_response(value: _Object) -> bool:
    return _type(value).startswith("response.") or value.get("object") == "response"


def _is_chat_completion(value: _Object) -> bool:
    kind = value.get("object")
    return (isinstance(kind, str) and kind.startswith("chat.completion")) or isinstance(value.get("choices"), list)


def _is_anthropic_message(value: _Object) -> bool:
    message = value.get("message") if _type(value) == "message_start" else value
    return isinstance(message, dict) and _type(message) == "message" and "stop_reason" in message


def _is_gemini_answer(value: _Object) -> bool:
    return isinstance(value.get("candidates"), list) or "promptFeedback" in value


def _is_ollama_chat(value: _Object) -> bool:
    return isinstance(value.get("message"), dict) and isinstance(value.get("done"), bool)


SOURCES: Final[Mapping[str, Source]] = MappingProxyType(
    {
        "thread-events": Source("thread_events:ThreadEventBridge", _is_thread_event),
        "chat-completions": Source("chat_completions:ChatCompletionsBridge", _is_chat_completion),
        "responses": Source("responses:ResponsesBridge", _is_response),
        "anthropic": Source("anthropic_messages:AnthropicMessagesBridge", _is_anthropic_message),
        "gemini": Source("gemini:GeminiBridge", _is_gemini_answer),
        "ollama": Source("ollama:OllamaBridge", _is_ollama_chat),
    }
)
"""By the name that ``--from`` takes."""


def _status_of(value: _Object) -> Json:
    error = value.get("error")
    return error.get("status") if isinstance(error, dict) else None


_ERRORS: Final[tuple[tuple[str, Callable[[_Object], bool]], ...]] = (
    ("responses", lambda value: _type(value) == "error" and "sequence_number" in value),
    ("anthropic", lambda value: _type(value) == "error" and isinstance(value.get("error"), dict)),
    ("gemini", lambda value: isinstance(_status_of(value), str)),
    ("ollama", lambda value: isinstance(value.get("error"), str)),
    ("chat-completions", lambda value: isinstance(value.get("error"), dict)),
)
"""Who writes errors in this form; asked when nothing but an error came in place of an answer."""


def recognised_error(data: bytes) -> str | None:
    """The format whose bridge reads a value that is an error; None when it is none."""
    value = parsed(data.strip())
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, dict):
        return None
    return next((name for name, tells in _ERRORS if tells(value)), None)


def is_whole_answer(data: bytes) -> bool:
    """Whether a value is the whole answer of a server that was not asked to stream."""
    value = parsed(data.strip())
    if not isinstance(value, dict):
        return False
    return value.get("object") in ("response", "chat.completion") or _type(value) == "message"


def recognised(data: bytes) -> str | None:
    """The format that one value tells; None when it tells none."""
    value = parsed(data.strip())
    if not isinstance(value, dict):
        return None
    return next((name for name, source in SOURCES.items() if source.tells(value)), None)
