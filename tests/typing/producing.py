"""A user's program that produces a stream; mypy --strict and pyright must accept it as it stands."""

from collections.abc import Iterator

from pydantic import ValidationError

from openresponses_sdk import (
    DecodeError,
    EncodedEmitter,
    EventEmitter,
    ListEmitter,
    LocalProtocolError,
    ResponseBuilder,
    SSEDecoder,
    SSEEncoder,
    parse_request,
    sequence_events,
)
from openresponses_sdk.types import (
    CreateResponseRequest,
    EmitterMethods,
    ErrorData,
    LogProb,
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


def answer(request: CreateResponseRequest, emitter: EventEmitter) -> Response:
    def explain(exception: Exception) -> ErrorData | tuple[str, str] | None:
        return ErrorData.model_error("Gone.") if isinstance(exception, OSError) else ("timeout", "Too long.")

    builder = ResponseBuilder.for_request(request, emitter, model="m-1", on_exception=explain)
    builder.compaction("opaque")
    with builder.message() as message, message.text() as text:
        text.delta("a", logprobs=[LogProb(token="a", logprob=-0.1, bytes=[97], top_logprobs=[])])
    if not message.is_open:
        return builder.fail(ErrorData.invalid_param("model", "There is no such model."), error_event=True)
    return builder.fail("server_error", "It failed.", param=None)


async def answer_in_time(request: dict[str, object], emitter: EventEmitter) -> Response:
    async with ResponseBuilder.for_request(request, emitter) as builder:
        async with builder.message() as message, message.text() as text:
            await text.send("Hello")
        async with builder.function_call("f") as call:
            await call.send("{}")
        await builder.drain()
    return builder.build()


def problem_of(request: bytes) -> ErrorData | None:
    try:
        parse_request(request)
    except DecodeError as error:
        return ErrorData.from_validation(error)
    except LocalProtocolError as error:
        return ErrorData.from_validation(error)
    except ValidationError as error:
        return ErrorData.from_validation(error)
    return None


def is_sink_of_bytes(emitter: EventEmitter) -> bool:
    return isinstance(emitter, EncodedEmitter)


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
