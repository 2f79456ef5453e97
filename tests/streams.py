"""Legal streams for Hypothesis, written by the builder from random scripts, and small events made by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from openresponses_schema import Response
from openresponses_sdk.builder import ResponseBuilder
from openresponses_sdk.emitters import ListEmitter
from openresponses_sdk.ids import SeededIds
from openresponses_sdk.lifecycle import Lifecycle
from openresponses_sdk.parsing import parse_event

USAGE: dict[str, Any] = {
    "input_tokens": 3,
    "output_tokens": 4,
    "total_tokens": 7,
    "input_tokens_details": {"cached_tokens": 0},
    "output_tokens_details": {"reasoning_tokens": 1},
}
CITATION: dict[str, Any] = {
    "type": "url_citation",
    "url": "https://example.org/a",
    "title": "A page",
    "start_index": 0,
    "end_index": 1,
}
TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
ITEMS = ("message", "reasoning", "function_call", "function_call_output")
ENDS = ("complete", "incomplete", "fail", "error and fail")


@dataclass
class Built:
    """A stream that is over."""

    events: list[Any]
    """The events, as they were emitted."""
    response: Response
    """What the last call of the builder returned."""


def start(seed: int = 1, **options: Any) -> tuple[ResponseBuilder, ListEmitter]:
    """A builder that always makes the same ids, and the list of what it emits."""
    emitter = ListEmitter()
    return ResponseBuilder(emitter, model="m", ids=SeededIds(seed), clock=lambda: 1_700_000_000, **options), emitter


class Script:
    """Draws calls of a builder, one legal call after the other."""

    def __init__(self, draw: Any, *, extensions: bool, dialect: str) -> None:
        self.draw = draw
        self.extensions = extensions
        self.builder, self.emitter = start(dialect=dialect)
        self.items: list[Any] = []
        self.unanswered: list[str] = []
        self.parts: dict[int, Any] = {}

    def run(self) -> Built:
        """Play the script to its end."""
        if self.draw(st.booleans()):
            self.builder.queued()
        for _ in range(self.draw(st.integers(0, 14))):
            self._step()
        return self._end(self.draw(st.sampled_from(ENDS)))

    def _step(self) -> None:
        steps = [self._open_item]
        if self.extensions:
            steps.append(self._custom_event)
        if self.items:
            steps += [self._change_item] * 4
        self.draw(st.sampled_from(steps))()

    def _open_item(self) -> None:
        builder = self.builder
        match self.draw(st.sampled_from(ITEMS + (("custom",) if self.extensions else ()))):
            case "message":
                role = self.draw(st.sampled_from(["assistant", "user", "system"]))
                self.items.append(builder.message(role=role).open())
            case "reasoning":
                self.items.append(builder.reasoning(encrypted_content=self.draw(st.none() | TEXTS)).open())
            case "function_call":
                self.items.append(call := builder.function_call("look").open())
                self.unanswered.append(call.call_id)
            case "function_call_output":
                parts = [{"type": "input_text", "text": self.draw(TEXTS)}]
                if self.unanswered:  # An output belongs to a call of the response (OR-GRAM-37).
                    builder.function_call_output(self.unanswered.pop(), self.draw(st.sampled_from([parts, "out"])))
            case _:
                self.items.append(builder.custom_item("acme:thing", data=self.draw(TEXTS)).open())

    def _custom_event(self) -> None:
        self.builder.custom_event("acme:tick", note=self.draw(TEXTS), nested={"deep": [1, None]})

    def _change_item(self) -> None:
        item = self.draw(st.sampled_from(self.items))
        part = self.parts.get(item.output_index)
        if self.draw(st.integers(0, 5)) == 0:
            self._close(item)
        elif item._type == "function_call":
            item.delta(self.draw(TEXTS))
        elif item._type == "acme:thing":
            item.update(data=self.draw(TEXTS))
        elif part is None:
            kinds = ["output_text", "refusal"] if item._type == "message" else ["reasoning_text", "summary_text"]
            self.parts[item.output_index] = item.part(self.draw(st.sampled_from(kinds))).open()
        elif self.draw(st.integers(0, 3)) == 0:
            self.parts.pop(item.output_index).close()
        elif part._type == "output_text" and self.draw(st.integers(0, 3)) == 0:
            part.annotate(CITATION)
        else:
            part.delta(self.draw(TEXTS))

    def _close(self, item: Any) -> None:
        item.close()
        self.items.remove(item)
        self.parts.pop(item.output_index, None)

    def _end(self, how: str) -> Built:
        usage = self.draw(st.sampled_from([None, USAGE]))
        if how == "complete":
            for item in list(self.items):
                self._close(item)
            response = self.builder.complete(usage)
        elif how == "incomplete":
            response = self.builder.incomplete("max_output_tokens", usage)
        else:
            response = self.builder.fail("server_error", "no luck", usage=usage, error_event=how == "error and fail")
        return Built(self.emitter.events, response)


@st.composite
def built_streams(draw: Any, *, extensions: bool = True, dialect: str | None = None) -> Built:
    """A whole stream: every kind of item, several open at once, every way to end."""
    written_as = dialect or draw(st.sampled_from(["spec", "openai"]))
    return Script(draw, extensions=extensions, dialect=written_as).run()


def response(status: str = "in_progress", **more: Any) -> dict[str, Any]:
    """The least that a response must say to be read."""
    return {"id": "resp_1", "object": "response", "created_at": 1, "model": "m", "status": status, "output": []} | more


def item(kind: str = "message", **more: Any) -> dict[str, Any]:
    """An item as it is announced."""
    fields: dict[str, dict[str, Any]] = {
        "message": {"role": "assistant", "content": []},
        "reasoning": {"summary": []},
        "function_call": {"name": "f", "call_id": "call_1", "arguments": ""},
    }
    return {"type": kind, "id": "item_1", "status": "in_progress", **fields.get(kind, {}), **more}


def event(type: str, **fields: Any) -> Any:
    """An event made by hand, without a builder; a number of no importance is filled in."""
    return parse_event({"type": type, "sequence_number": 0, **fields})


LOGPROB: dict[str, Any] = {"token": "a", "logprob": -0.5, "bytes": [97], "top_logprobs": []}
"""The log probability of one token."""


def types(emitter: ListEmitter) -> list[str]:
    return [str(event.type) for event in emitter.events]


def is_legal_so_far(events: list[Any]) -> bool:
    lifecycle = Lifecycle()
    return all(lifecycle.advance(event) is None for event in events)


def with_text(builder: ResponseBuilder) -> Any:
    """An open text part of an open message."""
    return builder.message().open().text().open()
