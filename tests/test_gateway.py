"""The gateway of docs/gateway.md, as it stands there, over loopback, between bad upstreams and real clients."""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

starlette_applications = pytest.importorskip("starlette.applications")
uvicorn = pytest.importorskip("uvicorn")
pytest.importorskip("httpx2")

from starlette.requests import Request  # noqa: E402
from starlette.responses import Response, StreamingResponse  # noqa: E402
from starlette.routing import Mount, Route  # noqa: E402

from openresponses_sdk.sse import SSEDecoder  # noqa: E402
from openresponses_sdk.validator import iter_violations  # noqa: E402

PAGE = Path(__file__).resolve().parents[1] / "docs" / "gateway.md"
FIRST, *LATER = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
WAIT = 30
"""Seconds after which a test is stuck; no test is meant to wait so long."""

STARTED = {"type": "turn.started"}
LOOKING = {"type": "item.started", "item": {"id": "m", "type": "agent_message", "text": "Looking"}}
MESSAGE = {"type": "item.completed", "item": {"id": "m", "type": "agent_message", "text": "Looking, done."}}
THOUGHT = {"type": "item.completed", "item": {"id": "r", "type": "reasoning", "text": "Hm."}}
CALL = {"type": "item.completed", "item": {"id": "c", "type": "tool_invocation", "tool_name": "tide", "arguments": {}}}
COMPLETED = {"type": "turn.completed", "usage": {"input_tokens": 3, "cached_input_tokens": 0, "output_tokens": 2}}


class Upstreams:
    """The upstreams that a request can name, and what they noticed."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.has_stopped = threading.Event()

    async def good(self) -> AsyncIterator[Any]:
        for event in (STARTED, THOUGHT, LOOKING, MESSAGE, COMPLETED):
            yield event

    async def messy(self) -> AsyncIterator[Any]:
        """Updates before starts, nonsense, ends twice."""
        yield {"type": "item.updated", "item": {"id": "m", "type": "agent_message", "text": "Loo"}}
        yield STARTED
        yield "no json"
        yield [1]
        yield {"type": "no.such.event", "secret\r\n": "\x00"}
        yield MESSAGE
        yield MESSAGE
        yield COMPLETED
        yield COMPLETED

    async def calls(self) -> AsyncIterator[Any]:
        for event in (STARTED, MESSAGE, CALL, COMPLETED):
            yield event

    async def breaks_off(self) -> AsyncIterator[Any]:
        yield STARTED
        yield LOOKING
        raise ConnectionError("the secret of the upstream")

    async def stops(self) -> AsyncIterator[Any]:
        yield STARTED
        yield LOOKING

    async def says_nothing(self) -> AsyncIterator[Any]:
        for event in ():
            yield event

    async def hesitates(self) -> AsyncIterator[Any]:
        yield STARTED
        yield LOOKING
        await asyncio.to_thread(self.go_on.wait, WAIT)
        yield MESSAGE
        yield COMPLETED

    async def never_ends(self) -> AsyncIterator[Any]:
        try:
            yield STARTED
            while True:
                yield MESSAGE
                await asyncio.sleep(0)
        finally:
            self.has_stopped.set()

    async def waits(self) -> AsyncIterator[Any]:
        try:
            yield STARTED
            await asyncio.Event().wait()
        finally:
            self.has_stopped.set()

    async def run(self, request: Request) -> Response:
        name = (await request.json())["model"]
        if name in SERVERS:
            frames = (event if isinstance(event, str) else json.dumps(event) for event in SERVERS[name])
            return Response("".join(f"data: {frame}\n\n" for frame in frames), media_type="text/event-stream")
        if name == "refuses":
            return Response("the secret of the upstream", status_code=503)

        async def lines() -> AsyncIterator[bytes]:
            async for event in getattr(self, name)():
                yield (event if isinstance(event, str) else json.dumps(event)).encode() + b"\n"

        return StreamingResponse(lines())


DELTA = {"type": "response.output_text.delta", "output_index": 0, "content_index": 0, "delta": "Tide"}
RESPONSE = {"id": "r", "object": "response", "status": "completed", "model": "m", "output": []}
ENDED = {"type": "response.completed", "response": RESPONSE}
SERVERS = {
    # Neither item nor part announced, other ids in each event, no numbers, an empty terminal output, no end mark.
    "messy_server": [{**DELTA, "item_id": "a"}, {**DELTA, "item_id": "b"}, {"type": "response.odd.thing"}, ENDED],
    "stopping_server": [DELTA],
    "mad_server": [DELTA, "no json"],
}
"""What servers of Responses send, event by event."""


class Site:
    """The gateway and its upstreams on one port, and a client."""

    def __init__(self) -> None:
        self.upstreams = Upstreams()
        self.answers: list[http.client.HTTPResponse] = []
        self.connections: list[http.client.HTTPConnection] = []
        self.gateway: dict[str, Any] = {}
        exec(compile(FIRST, str(PAGE), "exec"), self.gateway)
        routes = [Route("/run", self.upstreams.run, methods=["POST"]), Mount("/", self.gateway["app"])]
        app = starlette_applications.Starlette(routes=routes)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.gateway["UPSTREAM"] = f"http://127.0.0.1:{self.port}/run"
        self.server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=1))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]})

    def ask(self, model: str, **more: Any) -> http.client.HTTPResponse:
        body = json.dumps({"model": model, "input": "Which tide?", "stream": True, **more})
        return self.post(body)

    def post(self, body: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        self.connections.append(connection)
        connection.request("POST", "/v1/responses", body, {"content-type": "application/json"})
        self.answers.append(connection.getresponse())
        return self.answers[-1]

    def hang_up(self) -> None:
        for each in (*self.answers, *self.connections):
            each.close()

    def stream(self, model: str, **more: Any) -> tuple[list[Any], bytes]:
        """The events of a legal stream that has its end, and its bytes."""
        answer = self.ask(model, **more)
        assert (answer.status, answer.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
        wire = answer.read()
        return legal(wire), wire


def legal(wire: bytes) -> list[Any]:
    decoder = SSEDecoder()
    events = [*decoder.receive_data(wire), *decoder.receive_eof()]
    assert decoder.is_done and decoder.findings == []
    assert [each for each in iter_violations(events, transport="sse") if each.severity == "error"] == []
    return events


def read_until(answer: http.client.HTTPResponse, needle: bytes) -> bytes:
    """What comes up to a line with the needle in it, which must come."""
    lines = []
    for line in answer:
        lines.append(line)
        if needle in line:
            return b"".join(lines)
    raise AssertionError(f"no {needle!r} in {lines}")


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    site = Site()
    site.thread.start()
    yield site
    site.hang_up()
    site.upstreams.go_on.set()
    site.server.should_exit = True
    site.thread.join()
    site.socket.close()


def test_a_good_upstream_passes(site: Site) -> None:
    """Issue 4: a gateway of about 30 lines on Starlette, tested over loopback."""
    events, _ = site.stream("good")
    response = events[-1].response
    assert [item.type for item in response.output] == ["reasoning", "message"]
    assert (response.status, response.model, response.usage.total_tokens) == ("completed", "good", 5)
    assert "".join(event.delta for event in events if event.type == "response.output_text.delta") == "Looking, done."


SETTINGS = {
    "temperature": 0.3,
    "tools": [{"type": "function", "name": "tide", "parameters": {"type": "object"}}],
    "metadata": {"ticket": "7"},
}


@pytest.mark.parametrize("model", ["good", "breaks_off", "refuses"])
def test_the_response_repeats_what_was_asked_for(site: Site, model: str) -> None:
    """A user of the guide asked with a temperature and a tool, and was answered with the defaults."""
    events, _ = site.stream(model, **SETTINGS)
    for response in (events[0].response, events[-1].response):
        assert (response.temperature, response.metadata["ticket"], response.model) == (0.3, "7", model)
        assert [tool.name for tool in response.tools] == ["tide"]


def test_an_upstream_that_calls_against_the_tool_choice_fails(site: Site) -> None:
    """OR-TOOL-03: the client asked for no call; it gets what was streamed before, and a legal end."""
    assert site.stream("calls", **SETTINGS)[0][-1].type == "response.completed"
    failed = site.stream("calls", **SETTINGS, tool_choice="none")[0][-1].response
    assert (failed.status, failed.error.code) == ("failed", "tool_choice_violated")
    assert failed.output_text == "Looking, done."


def test_a_setting_that_no_response_can_repeat_is_refused(site: Site) -> None:
    """A tool without a prefix is no tool of this specification; the client hears of it before the upstream does."""
    answer = site.ask("good", tools=[{"type": "web_search"}])
    error = json.loads(answer.read())["error"]
    assert (answer.status, error["type"], error["param"]) == (400, "invalid_request", "tools[0].type")


def test_a_messy_upstream_makes_a_conformant_stream(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    """Issue 4: messy in, conformant out; what was wrong is in the log of the gateway."""
    events, _ = site.stream("messy")
    assert events[-1].type == "response.completed"
    logged = [record.getMessage() for record in caplog.records if record.name == "gateway"]
    assert len(logged) >= 4 and any("not JSON" in message for message in logged)


@pytest.mark.parametrize("model", ["breaks_off", "stops", "says_nothing", "refuses"])
def test_an_upstream_that_gives_no_whole_answer_never_looks_finished(site: Site, model: str) -> None:
    """Issue 4, bad input: failed or incomplete, never a silent completed; no text of an exception."""
    events, wire = site.stream(model)
    assert events[-1].type == "response.failed" and events[-1].response.error is not None
    assert b"secret" not in wire


def test_an_upstream_that_cannot_be_reached_is_a_failed_response(site: Site) -> None:
    """Issue 4, bad input: the port is closed."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    site.gateway["UPSTREAM"] = f"http://127.0.0.1:{port}/run"
    events, _ = site.stream("good")
    assert [event.type for event in events][-2:] == ["error", "response.failed"]


def test_a_silent_upstream_makes_keep_alives(site: Site) -> None:
    """Issue 4, sinks: keep-alive comments; the text so far is there before the upstream goes on."""
    site.gateway["KEEP_ALIVE"] = 0.01
    answer = site.ask("hesitates")
    wire = read_until(answer, b'"delta":"Looking"') + read_until(answer, b": keep-alive")
    assert b"response.completed" not in wire
    site.upstreams.go_on.set()
    assert legal(wire + answer.read())[-1].type == "response.completed"


@pytest.mark.parametrize("model", ["never_ends", "waits"])
def test_a_client_that_leaves_ends_the_work_of_the_upstream(site: Site, model: str) -> None:
    """Issue 4: disconnects; nobody computes for nobody, whether the upstream talks or is silent."""
    site.gateway["KEEP_ALIVE"] = 0.01
    answer = site.ask(model)
    read_until(answer, b"event: response.created")
    site.hang_up()
    assert site.upstreams.has_stopped.wait(WAIT)


@pytest.mark.parametrize(
    ("body", "param"),
    [("{", None), ("[]", None), ('{"model": 5, "stream": true}', "model"), ('{"model": "good"}', "stream")],
)
def test_a_bad_request_is_refused_before_anything_is_asked(site: Site, body: str, param: str | None) -> None:
    """OR-ERR: an error object, and no stream."""
    answer = site.post(body)
    error = json.loads(answer.read())["error"]
    assert (answer.status, error["type"], error["param"]) == (400, "invalid_request", param)


def test_the_guide_is_as_short_as_it_says(site: Site) -> None:
    """Issue 4: about 30 lines."""
    body = FIRST.split('log = logging.getLogger("gateway")\n')[1]
    code = [line for line in body.splitlines() if line.strip() and not line.strip().startswith(('"""', "#"))]
    assert len(code) < 40
    exec(compile(next(block for block in LATER if "FilterEmitter" in block), str(PAGE), "exec"), site.gateway)
    site.gateway["Bridge"], plain = (
        lambda sink, **options: plain(site.gateway["without_reasoning"](sink), **options),
        site.gateway["Bridge"],
    )
    events, wire = site.stream("good")
    assert [item.type for item in events[-1].response.output] == ["message"] and b"Hm." not in wire


@pytest.fixture
def mending(site: Site) -> Site:
    """The gateway with the lines of the page for a server that speaks Responses."""
    lines = next(block for block in LATER if "ResponsesBridge" in block)
    exec(compile(lines, str(PAGE), "exec"), site.gateway)
    return site


def test_a_messy_server_of_responses_comes_out_conformant(mending: Site) -> None:
    """Issue 4: more than half of what servers send is not conformant; messy Responses in, conformant Responses out."""
    events, _ = mending.stream("messy_server")
    assert events[-1].type == "response.completed"
    assert events[-1].response.output_text == "TideTide"


@pytest.mark.parametrize("model", ["stopping_server", "mad_server"])
def test_a_server_of_responses_that_stops_or_talks_nonsense_never_looks_finished(mending: Site, model: str) -> None:
    """Issue 4, bad input: what was streamed is kept, and the response has failed."""
    events, _ = mending.stream(model)
    assert events[-1].type == "response.failed"
    assert events[-1].response.output[0].content[0].text == "Tide"
