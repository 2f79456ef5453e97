"""Emitters and sinks, as a user's program has them: what the checkers must accept."""

from collections.abc import AsyncIterator

from openresponses_sdk import (
    AsyncQueueEmitter,
    BridgedEmitter,
    CallbackEmitter,
    DrainingEmitter,
    EncodedEmitter,
    FilterEmitter,
    ListEmitter,
    NDJSONEmitter,
    Response,
    ResponseBuilder,
    ResponsesIntegration,
    ResponsesProvider,
    ResponseStreamEvent,
    SSEEmitter,
    SupportsToResponse,
    TeeEmitter,
    ThreadEventBridge,
    WebSocketEmitter,
    stream_sse,
)


class Session:
    def __init__(self) -> None:
        self._integration = ResponsesIntegration()

    @property
    def responses_integration(self) -> ResponsesIntegration | None:
        return self._integration


class Answer:
    def to_response(self) -> Response:
        return ResponseBuilder(model="m").complete()


provider: ResponsesProvider = Session()
convertible: SupportsToResponse = Answer()
byte_sinks: list[EncodedEmitter] = [SSEEmitter(), NDJSONEmitter(), WebSocketEmitter()]
waited_for: DrainingEmitter = AsyncQueueEmitter()

seen: list[ResponseStreamEvent] = []
events = ListEmitter()
tee = TeeEmitter(SSEEmitter(), seen.append, FilterEmitter(events, lambda item: item.type != "reasoning"))
response = ResponseBuilder(CallbackEmitter(tee.emit, on_error="detach"), model="m")
agent: BridgedEmitter[dict[str, object]] = BridgedEmitter(print, ThreadEventBridge(tee))
agent.emit({"type": "turn.started"})


async def produce(sink: AsyncQueueEmitter) -> None:
    ResponseBuilder(sink, model="m").complete()
    await sink.drain()


async def consume(sink: AsyncQueueEmitter) -> AsyncIterator[str]:
    async for event in sink:
        yield event.type
    async for chunk in stream_sse(produce):
        yield chunk.decode()
