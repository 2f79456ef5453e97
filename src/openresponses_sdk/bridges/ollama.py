"""Turns the lines of Ollama's native ``/api/chat`` into Open Responses streams, one response an answer.

1. The first line opens a response, and the line with ``done`` ends it, as its ``done_reason`` says.  The next line
   opens another one.
2. A source that ends before that line fails the response with the code ``stream_truncated``.
3. An ``error`` line, or the body of an HTTP error, fails the open response, or one that holds nothing else.  Lines that
   follow it are left out: nothing tells whether they are of another response.
4. A reason that is not known ends the response as incomplete with that word as its reason; one that is no text fails
   it.
5. Tool calls come whole.  Thinking is the model's own words, not a summary.
6. What a response has no place for is one event at its end, ``ollama:response_metadata``; durations stand in the usage.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import ClassVar, Final

from openresponses_schema import Response

from .assistant_output import AssistantOutput
from .ending import COMPLETED, Ending
from .failure import Failure, error_type_of_status, truncated
from .names import UNNAMED, extension_name
from .partial_arguments import compact
from .provider import ProviderBridge, is_count, text_of, usage_extras

__all__ = ["DONE_REASONS", "LINE", "MESSAGE", "USAGE", "OllamaBridge"]

DONE_REASONS: Final[Mapping[str, Ending]] = MappingProxyType(
    {
        "stop": COMPLETED,
        "length": Ending("max_output_tokens"),
        "load": COMPLETED,
        "unload": COMPLETED,
    }
)
"""Every reason that is known; ``load`` and ``unload`` answer a request that only asked for that."""

USAGE: Final[Mapping[str, str]] = MappingProxyType({"input_tokens": "prompt_eval_count", "output_tokens": "eval_count"})
"""The counts of a response, and those of the last line, which leaves out a count of 0 and that of a cached prompt."""

_DURATIONS: Final = frozenset({"total_duration", "load_duration", "prompt_eval_duration", "eval_duration"})
_TOLD: Final = frozenset({"model", "created_at", *USAGE.values(), *_DURATIONS})
"""What the response itself or its usage tells."""
_STATUS: Final = ("status", "StatusCode", "status_code")
_SAYS_NOTHING: Final[tuple[object, ...]] = (None, "", [], {})


class OllamaBridge(ProviderBridge):
    """Takes the lines of Ollama's chat API, or whole answers, and emits Open Responses events.

    ``model`` names the model when neither the source nor the ``request`` does; the responses repeat the settings of
    that.  ``slug`` is the prefix of extension types.  What the bridge does not know is kept as an event, or left out
    with ``unknown="skip"``.  ``dialect`` is that of ``ResponseBuilder``.

    Call ``receive`` for each line (or the client's object, or a whole body) and ``receive_eof`` when the source has
    ended.
    """

    _provider: ClassVar[str] = "ollama"
    _noun: ClassVar[str] = "line"
    _output: AssistantOutput | None = None
    _facts: dict[str, object]
    """What the open response has no place for: the last value of each field."""
    _calls = 0
    """How many calls there were."""
    _has_failed = False
    """Whether an error ended the last response, so that what still comes is left out."""

    def _receive(self, event: dict[str, object]) -> None:
        if self._has_failed:
            self._report("The response has failed; what follows is left out")
            return
        output = self._output
        if output is None:
            if self.responses and event.get("done") is True and not _holds_content(event):
                self._report("The response has ended already; the line is left out", "done")
                return
            output = self._output = self._new_output(text_of(event.get("model")), None)
            self._facts = {}
        if event.get("error") is not None:
            self._end(output.fail(_failure_of(event)))
            self._has_failed = True
            return
        if _FIELDS.isdisjoint(event):
            kept = "kept as it is" if self._keeps_unknown else "left out"
            self._report(f"The line has no field that is known; it is {kept}")
            self._keep_raw(output, event)
            return
        for name, value in event.items():
            take = LINE.get(name)
            if take is not None:
                take(self, output, value)
            elif name not in _TOLD:
                self._keep_fact(name, value)
        if event.get("done") is True:
            self._done(output, event)

    def _finish(self) -> None:
        if self._output is not None:
            self._report("The source ended before the response did")
            self._tell_facts(self._output)
            self._end(self._output.fail(truncated()))
        elif not self.responses:
            self._fail_unopened()

    def _message(self, output: AssistantOutput, message: object) -> None:
        """What its fields become, by the table of messages."""
        if not isinstance(message, dict):
            if message is not None:
                self._report("The message is not an object", "message")
            return
        for name, take in MESSAGE.items():
            if name in message:
                take(self, output, name, message[name])
        for name, value in message.items():
            if name not in _MESSAGE_TOLD:
                self._keep_fact(name, value)

    def _text(self, output: AssistantOutput, name: str, value: object) -> None:
        """Text of a `message`, or content of `reasoning`."""
        if isinstance(value, str):
            output.write("reasoning" if name == "thinking" else "text", value)
        elif value is not None:
            self._report("The text of the message is not text", f"message.{name}")

    def _tool_calls(self, output: AssistantOutput, name: str, value: object) -> None:
        """`function_call`, one for each."""
        if not isinstance(value, list):
            if value is not None:
                self._report("The tool calls are not a list", f"message.{name}")
            return
        for index, call in enumerate(value):
            path = f"message.{name}[{index}].function"
            function = call.get("function") if isinstance(call, dict) else None
            if not isinstance(call, dict) or not isinstance(function, dict):
                self._report("The call holds no function", path)
                continue
            tool = text_of(function.get("name"))
            if tool is None:
                self._report("The call names no tool", f"{path}.name")
            arguments = function.get("arguments")
            key = self._calls = self._calls + 1
            output.call(
                key,
                name=tool or UNNAMED,
                call_id=text_of(call.get("id")),
                arguments=arguments if isinstance(arguments, str) else compact({} if arguments is None else arguments),
            )
            output.calls.end(key)

    def _is_done(self, output: AssistantOutput, value: object) -> None:
        """The end of the response, with its usage."""
        if not isinstance(value, bool) and value is not None:
            self._report("It is neither true nor false whether the answer is done", "done")

    def _reason(self, output: AssistantOutput, value: object) -> None:
        """How the response ends, by the table of reasons."""
        if not isinstance(value, str) and value is not None:
            self._report("The reason is not text", "done_reason")

    def _done(self, output: AssistantOutput, line: Mapping[str, object]) -> None:
        """End the response; the items written last are still open, so that they can be incomplete."""
        said = line.get("done_reason")
        if said is not None and not isinstance(said, str):
            self._tell_facts(output)
            self._end(
                output.fail(truncated("The answer ended for a reason that cannot be read."), self._usage_of(line))
            )
            return
        reason = said or "stop"  # Older servers tell none.
        ending = DONE_REASONS.get(reason)
        if ending is None:
            self._report("The reason is unknown; the response is incomplete for it", "done_reason")
            ending = Ending(reason)
        usage = self._usage_of(line)
        if ending.reason is not None:
            self._tell_facts(output)
            self._end(output.incomplete(ending.reason, usage))
        else:
            output.settle()
            self._tell_facts(output)
            self._end(output.complete(usage))

    def _end(self, response: Response) -> None:
        self._ended(response)
        self._output = None

    def _stand_in(self) -> None:
        if self._output is not None:
            self._output, self._facts = self._new_output(None, None), {}

    def _usage_of(self, line: Mapping[str, object]) -> dict[str, object] | None:
        counts: dict[str, object] = {}
        for target, name in USAGE.items():
            value = line.get(name)
            if is_count(value):
                counts[target] = value
            elif value is not None:
                self._report("The count is not a whole number and is left out", name)
        if not counts:
            return None
        durations = {name: line[name] for name in sorted(_DURATIONS & line.keys())}
        return {**dict.fromkeys(USAGE, 0), **counts, **usage_extras(durations, frozenset(), self._slug)}

    def _keep_fact(self, name: str, value: object) -> None:
        if value not in _SAYS_NOTHING:
            self._facts[name] = value

    def _tell_facts(self, output: AssistantOutput) -> None:
        if self._facts:
            output.builder.custom_event(extension_name(self._slug, "response_metadata"), data=self._facts)


LINE: Final[Mapping[str, Callable[[OllamaBridge, AssistantOutput, object], None]]] = MappingProxyType(
    {"message": OllamaBridge._message, "done": OllamaBridge._is_done, "done_reason": OllamaBridge._reason}
)
"""Which method takes which field of a line."""

MESSAGE: Final[Mapping[str, Callable[[OllamaBridge, AssistantOutput, str, object], None]]] = MappingProxyType(
    {"thinking": OllamaBridge._text, "content": OllamaBridge._text, "tool_calls": OllamaBridge._tool_calls}
)
"""Which method takes which field of a message, in this order: thinking comes before what was thought about."""
_FIELDS: Final = frozenset(LINE)
_MESSAGE_TOLD: Final = MESSAGE.keys() | {"role"}


def _holds_content(line: Mapping[str, object]) -> bool:
    message = line.get("message")
    return isinstance(message, dict) and any(message.get(name) for name in MESSAGE)


def _failure_of(line: Mapping[str, object]) -> Failure:
    error = line["error"]
    said = error if isinstance(error, Mapping) else line
    statuses = [said.get(name) for name in _STATUS]
    status = next((value for value in statuses if isinstance(value, int)), 0)
    message = text_of(error) or text_of(said.get("message")) or "The provider reported an error."
    return Failure(text_of(said.get("code")) or "provider_error", message, error_type_of_status(status))
