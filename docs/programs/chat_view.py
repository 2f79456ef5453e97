"""Keep the lines of a chat window up to date while a stream runs.

    openresponses convert session.jsonl --from thread-events --to sse | python chat_view.py

``ChatView`` knows nothing of terminals or browsers: give it every event, and draw ``lines()`` again as often as the
window can show it, which is less often than text comes.
"""

import json
import sys
from contextlib import suppress
from dataclasses import dataclass, field

from openresponses_sdk import (
    DecodeError,
    FunctionCallItem,
    FunctionCallOutputItem,
    Malformed,
    MessageItem,
    OutputItem,
    PartialJSON,
    ReasoningItem,
    RefusalContent,
    ResponseAccumulator,
    ResponseFunctionCallArgumentsDeltaEvent,
    ResponseStreamEvent,
    iter_events,
)


@dataclass
class ChatView:
    """The lines of one response: what was said and thought, what was called and what came back."""

    accumulator: ResponseAccumulator = field(default_factory=ResponseAccumulator)
    arguments: dict[int, PartialJSON] = field(default_factory=dict)
    """What is certain of the arguments of each call, by the place of its item."""

    def receive(self, event: ResponseStreamEvent | Malformed) -> None:
        """Take the next event."""
        self.accumulator.receive(event)
        if isinstance(event, ResponseFunctionCallArgumentsDeltaEvent):
            reader = self.arguments.setdefault(event.output_index, PartialJSON())
            # What is no JSON any more keeps what was certain before; such a call is never carried out.
            with suppress(DecodeError):
                reader.feed(event.delta)

    def lines(self) -> list[str]:
        """What to draw; the last line says how it stands."""
        response = self.accumulator.snapshot
        found = [line for at, item in enumerate(response.output) for line in self._item(at, item)]
        return [*found, f"[{self.accumulator.outcome or response.status}]"]

    def _item(self, at: int, item: OutputItem) -> list[str]:
        match item:
            case MessageItem():
                parts = [part.refusal if isinstance(part, RefusalContent) else _text(part) for part in item.content]
                return [f"{item.role}: {''.join(parts)}"]
            case ReasoningItem():
                return [f"thinks: {_text(part)}" for part in item.summary]
            case FunctionCallItem():
                reader = self.arguments.get(at)
                known = item.arguments if item.status == "completed" or reader is None else json.dumps(reader.value)
                return [f"calls: {item.name}({known})"]
            case FunctionCallOutputItem():
                return [f"gets: {item.output}" if isinstance(item.output, str) else f"gets: {len(item.output)} parts"]
            case _:
                return [f"({item.type})"]


def _text(part: object) -> str:
    text = getattr(part, "text", None)
    return text if isinstance(text, str) else ""


def main() -> int:
    view = ChatView()
    for event in iter_events(sys.stdin.buffer, on_error="keep"):
        view.receive(event)
    view.accumulator.receive_eof()
    for line in view.lines():
        print(line if line.isprintable() else repr(line))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
