"""Clients of others read what the builder writes: the official OpenAI client, and pydantic-ai over it.

Issue 4, must show 3: fed our bytes in the ``openai`` dialect, they rebuild the same text and tool calls.  The clients
run whole, with a transport in place of the network.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openai import AsyncOpenAI, OpenAI
from pydantic_ai.direct import model_request_stream
from pydantic_ai.messages import ModelRequest, ModelResponse, TextPart, ThinkingPart, ToolCallPart
from pydantic_ai.models.openai import OpenAIResponsesModel
from pydantic_ai.providers.openai import OpenAIProvider

from openresponses_schema import Response
from openresponses_sdk.builder import ResponseBuilder
from openresponses_sdk.ids import SeededIds
from openresponses_sdk.sinks.sse import SSEEmitter
from tests.streams import CITATION, USAGE

TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
FRAGMENTS = st.lists(TEXT, min_size=1, max_size=5)
ITEMS = st.lists(
    st.one_of(
        st.tuples(st.just("text"), FRAGMENTS),
        st.tuples(st.just("refusal"), FRAGMENTS),
        st.tuples(st.just("summary"), FRAGMENTS),
        st.tuples(st.just("raw"), FRAGMENTS),
        st.tuples(st.just("call"), st.sampled_from([['{"port"', ': "Hus', 'um"}'], ["{}"], ['{"a": "é€"}']])),
    ),
    max_size=5,
)
PARTS: dict[str, tuple[Callable[[ResponseBuilder], Any], Callable[[Any], Any]]] = {
    "text": (lambda builder: builder.message(), lambda item: item.text()),
    "refusal": (lambda builder: builder.message(), lambda item: item.refusal()),
    "summary": (lambda builder: builder.reasoning(encrypted_content="b3BhcXVl"), lambda item: item.summary()),
    "raw": (lambda builder: builder.reasoning(), lambda item: item.text()),
}
LOGPROB: dict[str, Any] = {"token": "a", "logprob": -0.5, "bytes": [97], "top_logprobs": []}


def build(items: list[tuple[str, list[str]]], chunk: int = 7) -> tuple[Response, list[bytes]]:
    """What was built, and its bytes in small chunks."""
    sink = SSEEmitter()
    builder = ResponseBuilder(
        sink, model="m", ids=SeededIds(1), clock=lambda: 1_700_000_000, dialect="openai", tools=TOOLS
    )
    for kind, fragments in items:
        if kind == "call":
            with builder.function_call("tide") as call:
                for fragment in fragments:
                    call.delta(fragment)
            continue
        owner, open_part = PARTS[kind]
        with owner(builder) as item, open_part(item) as part:
            for fragment in fragments:
                part.delta(fragment, logprobs=[LOGPROB] if kind == "text" else None)
            if kind == "text":
                part.annotate(CITATION)
    response = builder.complete(USAGE)
    body = sink.take_bytes()
    return response, [body[at : at + chunk] for at in range(0, len(body), chunk)]


TOOLS: list[dict[str, Any]] = [{"type": "function", "name": "tide", "parameters": {"type": "object"}, "strict": False}]


class Body(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """The chunks of an answer."""

    def __init__(self, chunks: list[bytes]) -> None:
        self.chunks = chunks

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.chunks)

    async def __aiter__(self) -> Any:
        for chunk in self.chunks:
            yield chunk


def transport(chunks: list[bytes]) -> httpx2.MockTransport:
    headers = {"content-type": "text/event-stream"}
    return httpx2.MockTransport(lambda request: httpx2.Response(200, headers=headers, stream=Body(chunks)))


def said(plain: dict[str, Any]) -> dict[str, Any]:
    """What a response holds, without members that are null or empty, and without settings."""

    def full(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: inner for name, found in value.items() if (inner := full(found)) not in (None, [], {})}
        return [full(inner) for inner in value] if isinstance(value, list) else value

    return {name: full(plain[name]) for name in ("id", "status", "model", "output", "usage")}


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(items=ITEMS, chunk=st.sampled_from([5, 64, 100_000]))
def test_the_official_client_rebuilds_what_was_built(items: list[tuple[str, list[str]]], chunk: int) -> None:
    """Its events, its own accumulation, and its final response say what the builder said."""
    response, chunks = build(items, chunk)
    with httpx2.Client(transport=transport(chunks)) as http:
        client = OpenAI(api_key="none", base_url="http://server.test/v1", http_client=http)
        texts: dict[int, str] = {}
        arguments: dict[int, str] = {}
        with client.responses.stream(model="m", input="Hi") as stream:
            for event in stream:
                if event.type == "response.output_text.delta":
                    texts[event.output_index] = texts.get(event.output_index, "") + event.delta
                    assert event.snapshot == texts[event.output_index]
                elif event.type == "response.function_call_arguments.delta":
                    arguments[event.output_index] = arguments.get(event.output_index, "") + event.delta
                    assert event.snapshot == arguments[event.output_index]
            final = stream.get_final_response()
    assert said(final.to_dict(mode="json")) == said(response.to_dict())
    assert final.output_text == response.output_text
    output = response.to_dict()["output"]
    assert texts == {
        at: item["content"][0]["text"]
        for at, item in enumerate(output)
        if item["type"] == "message" and item["content"][0]["type"] == "output_text"
    }
    assert arguments == {at: item["arguments"] for at, item in enumerate(output) if item["type"] == "function_call"}


@pytest.mark.parametrize("how", ["fail", "incomplete"])
def test_the_official_client_sees_how_a_response_ended_early(how: str) -> None:
    """A failure and a cut-off are what they are for others too, with the partial text."""
    sink = SSEEmitter()
    builder = ResponseBuilder(sink, model="m", dialect="openai")
    text = builder.message().open().text().open()
    text.delta("par")
    text.delta("tial")
    response = builder.fail("server_error", "m") if how == "fail" else builder.incomplete("max_output_tokens", USAGE)
    with httpx2.Client(transport=transport([sink.take_bytes()])) as http:
        client = OpenAI(api_key="none", base_url="http://server.test/v1", http_client=http)
        events = list(client.responses.create(model="m", input="Hi", stream=True))
    last: Any = events[-1]
    assert last.type == f"response.{'failed' if how == 'fail' else 'incomplete'}"
    assert said(last.response.to_dict(mode="json")) == said(response.to_dict())
    assert last.response.output_text == "partial"


async def read(chunks: list[bytes]) -> ModelResponse:
    """What pydantic-ai makes of a stream."""
    async with httpx2.AsyncClient(transport=transport(chunks)) as http:
        client = AsyncOpenAI(api_key="none", base_url="http://server.test/v1", http_client=http)
        model = OpenAIResponsesModel("m", provider=OpenAIProvider(openai_client=client))
        async with model_request_stream(model, [ModelRequest.user_text_prompt("Hi")]) as stream:
            async for _ in stream:
                pass
            return stream.get()


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(items=ITEMS.filter(lambda items: not any(kind == "refusal" for kind, _ in items)))
def test_pydantic_ai_rebuilds_text_and_tool_calls(items: list[tuple[str, list[str]]]) -> None:
    """Issue 4, must show 3: a second consumer, with an accumulation of its own."""
    response, chunks = build(items)
    found = asyncio.run(read(chunks))
    texts = [part.content for part in found.parts if isinstance(part, TextPart)]
    calls = [
        (part.tool_name, part.tool_call_id.split("|")[0], part.args)
        for part in found.parts
        if isinstance(part, ToolCallPart)
    ]
    assert "".join(texts) == response.output_text
    assert calls == [(call.name, call.call_id, call.arguments) for call in response.function_calls]
    thoughts = [part for part in found.parts if isinstance(part, ThinkingPart)]
    summaries = [part.content for part in thoughts if part.content]
    raw = [text for part in thoughts for text in (part.provider_details or {}).get("raw_content", [])]
    assert summaries == ["".join(fragments) for kind, fragments in items if kind == "summary"]
    assert raw == ["".join(fragments) for kind, fragments in items if kind == "raw"]
    assert (found.usage.input_tokens, found.usage.output_tokens) == (3, 4)
    assert found.provider_response_id == response.id
