"""A user's program that produces a stream; mypy --strict and pyright must accept it as it stands."""

from collections.abc import Iterator

from openresponses_sdk import EventEmitter, ListEmitter, ResponseBuilder, SSEDecoder, SSEEncoder, sequence_events
from openresponses_sdk.types import (
    EmitterMethods,
    MessageItem,
    OutputTextContent,
    Response,
    ResponseStreamEvent,
    UrlCitation,
    Usage,
)


class CountingEmitter(EventEmitter):
    """An emitter of the user's own."""

    def __init__(self) -> None:
        self.count = 0

    def emit(self, event: ResponseStreamEvent) -> None:
        self.count += 1


def produce(emitter: EventEmitter) -> Response:
    builder = ResponseBuilder(emitter, model="m", instructions="Be brief.")
    with builder.reasoning() as reasoning, reasoning.summary() as summary:
        summary.delta("Thinking")
    with builder.message() as message:
        with message.text() as text:
            text.delta("Hello")
            text.annotate(UrlCitation(url="u", start_index=0, end_index=5, title="t"))
        with message.refusal() as refusal:
            refusal.delta("No")
    with builder.function_call("f", call_id="c") as call:
        call.delta("{}")
    builder.function_call_output("c", "done")
    with builder.custom_item("acme:step", name="x") as step:
        step.close(status="completed")
    index: int = message.output_index
    identifier: str = message.item_id
    builder.custom_event("acme:ping", at=index, of=identifier)
    return builder.complete(usage={"input_tokens": 1})


def produce_by_callable(events: list[ResponseStreamEvent]) -> Response:
    builder = ResponseBuilder(events.append, model="m", clock=lambda: 0)
    scope = builder.message().open()
    part = scope.part("output_text").open()
    part.delta("x")
    part.close()
    scope.close()
    return builder.incomplete("max_output_tokens")


def emit_by_hand(emitter: EmitterMethods, response: Response) -> None:
    emitter.response_created(response=response, sequence_number=0)
    emitter.response_output_text_delta(item_id="m", output_index=0, content_index=0, delta="x", logprobs=[])
    emitter.response_output_item_done(output_index=0, item=None)


def make_models() -> MessageItem:
    part = OutputTextContent(text="x", annotations=[])
    return MessageItem(id="m", status="completed", role="assistant", content=[part])


def encode(events: list[ResponseStreamEvent]) -> Iterator[bytes]:
    encoder = SSEEncoder()
    for event in sequence_events(events, start=1):
        yield encoder.encode(event)
    yield encoder.encode_done()


def decode(chunks: list[bytes]) -> list[str]:
    decoder = SSEDecoder()
    return [event.type for chunk in chunks for event in decoder.receive_data(chunk)]


def count_tokens(usage: Usage | None) -> int | None:
    return usage.total_tokens if usage else None


COUNT: int = CountingEmitter().count
EVENTS: list[ResponseStreamEvent] = ListEmitter().take_events()
