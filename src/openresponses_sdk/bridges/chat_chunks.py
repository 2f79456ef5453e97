"""Reads the fields of a chunk, or of a whole completion, into the completion that is open.

Tables say which method takes which field.  ``chat_delta`` has the one for what the model says, and ``chat_fields`` says
what becomes of all other fields.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from ..findings import shorten
from .assistant_calls import Report
from .chat_completion import OpenCompletion
from .chat_fields import DROPPED_FIELDS, is_blank
from .chat_outcome import Ending, ending_of, is_error, usage_of
from .names import extension_name

__all__ = ["CHOICE_FIELDS", "CHUNK_FIELDS", "ChatChunks"]

Fields = dict[str, Any]


class ChatChunks:
    """Reads one chunk a call; ``report`` keeps what is wrong with it."""

    def __init__(self, report: Report, *, slug: str) -> None:
        self._report = report
        self._slug = slug

    def read(self, opened: OpenCompletion, chunk: Fields) -> None:
        """Read a chunk into the completion that it belongs to."""
        for name, value in chunk.items():
            if value is None or name in _DROPPED_FROM_CHUNK:
                continue
            take = CHUNK_FIELDS.get(name)
            if take is not None:
                take(self, opened, value)
            elif name not in _OF_ERRORS or not is_error(chunk):
                opened.delta.fields.keep(name, value)

    def _choices(self, opened: OpenCompletion, choices: object) -> None:
        """What the first choice says, by the tables of choices and deltas; any other choice is a finding."""
        if not isinstance(choices, list):
            self._report("The choices are not a list and are left out", "choices")
            return
        for at, choice in enumerate(choices):
            if not isinstance(choice, dict):
                self._report("The choice is not an object and is left out", f"choices[{at}]")
                continue
            index = choice.get("index")
            if not isinstance(index, int) or isinstance(index, bool):
                if index is not None:
                    self._report("The index is not a whole number and is left out", f"choices[{at}].index")
                index = at
            if index == 0:
                self._choice(opened, choice, _CHOICE_PATHS[at] if at < len(_CHOICE_PATHS) else f"choices[{at}]")
            elif index not in opened.others:
                opened.others.add(index)
                self._report(f"The choice {shorten(index)} is left out: a response has one output", f"choices[{at}]")

    def _choice(self, opened: OpenCompletion, choice: Fields, path: str) -> None:
        """Read the choice that counts."""
        if (logprobs := choice.get("logprobs")) is not None:
            opened.delta.logprobs(logprobs, f"{path}.logprobs")
        delta = choice.get("delta")
        if delta is not None:
            opened.delta.receive(delta, f"{path}.delta")
        elif (message := choice.get("message")) is not None:
            opened.delta.receive(message, f"{path}.message")
        elif isinstance(text := choice.get("text"), str):
            opened.delta.text(text)
        for name, value in choice.items():
            if value is None or name in _READ_FROM_CHOICE:
                continue
            take = CHOICE_FIELDS.get(name)
            if take is not None:
                take(self, opened, value, f"{path}.{name}")
            else:
                opened.delta.fields.keep(f"{path}.{name}", value)

    def _finish_reason(self, opened: OpenCompletion, reason: object, path: str) -> None:
        """How the response ends, by the table of finish reasons."""
        if not isinstance(reason, str):
            self._report("The finish reason is not text and is left out", path)
            return
        ending = ending_of(reason)
        if ending is None:
            self._report(f"The finish reason {shorten(reason)} is unknown; the response is incomplete", path)
            ending = Ending("incomplete", reason)
        if opened.ending is None or ending.status != "completed":
            opened.ending = ending
        elif opened.ending.status != "completed":
            self._report("A later finish reason says that the answer is whole; the earlier one counts", path)

    def _choice_usage(self, opened: OpenCompletion, usage: object, path: str) -> None:
        """`usage`, as that of the chunk."""
        self._usage(opened, usage, path)

    def _usage(self, opened: OpenCompletion, usage: object, path: str = "usage") -> None:
        """`usage`; the last one counts."""
        if not isinstance(usage, dict):
            self._report("The usage is not an object and is left out", path)
            return
        said = usage_of(
            usage,
            lambda message, field: self._report(message, f"{path}.{field}"),
            extension=extension_name(self._slug, "usage"),
        )
        opened.usage = said or opened.usage

    def _groq(self, opened: OpenCompletion, said: object) -> None:
        """Its `usage` and its `error`."""
        if not isinstance(said, dict):
            return
        if (usage := said.get("usage")) is not None and opened.usage is None:
            self._usage(opened, usage, "x_groq.usage")
        if not is_blank(error := said.get("error")):
            opened.delta.fields.keep("x_groq.error", error)

    def _citations(self, opened: OpenCompletion, sources: object) -> None:
        """Annotations, at each mark `[n]` of the text."""
        opened.delta.citations.sources("citations", sources)

    def _search_results(self, opened: OpenCompletion, sources: object) -> None:
        """The titles of the annotations, and a custom event."""
        opened.delta.citations.sources("search_results", sources)

    def _error(self, opened: OpenCompletion, error: object) -> None:
        """The error ends the response once the whole event is read: usage may stand after it."""


CHUNK_FIELDS: Final[Mapping[str, Callable[[ChatChunks, OpenCompletion, Any], None]]] = MappingProxyType(
    {
        "choices": ChatChunks._choices,
        "usage": ChatChunks._usage,
        "x_groq": ChatChunks._groq,
        "citations": ChatChunks._citations,
        "search_results": ChatChunks._search_results,
        "error": ChatChunks._error,
        "errors": ChatChunks._error,
    }
)
"""Which method takes which field of a chunk or whole completion."""

CHOICE_FIELDS: Final[Mapping[str, Callable[[ChatChunks, OpenCompletion, Any, str], None]]] = MappingProxyType(
    {"finish_reason": ChatChunks._finish_reason, "usage": ChatChunks._choice_usage}
)
"""Which method takes which field of a choice, beside ``logprobs`` and ``delta`` or ``message``, which come first."""

_DROPPED_FROM_CHUNK: Final = frozenset(DROPPED_FIELDS["chunk"])
_READ_FROM_CHOICE: Final = frozenset(DROPPED_FIELDS["choice"]) | {"delta", "message", "logprobs"}
_OF_ERRORS: Final = frozenset({"message", "detail", "code", "type", "param", "status", "status_code", "success"})
"""Fields of an event that is an error itself."""
_CHOICE_PATHS: Final = ("choices[0]", "choices[1]", "choices[2]")
