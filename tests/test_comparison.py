"""docs/comparison.md says what was measured: its figures about other libraries and suites are counted again here."""

from __future__ import annotations

import asyncio
import json
import re
import warnings
from collections.abc import Callable
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from typing import Any, get_args
from unittest.mock import patch

import httpx2
import jsonschema_rs
import pytest
from openai import AsyncOpenAI
from pydantic_ai.direct import model_request_stream
from pydantic_ai.messages import ModelRequest
from pydantic_ai.models.openai import OpenAIResponsesModel
from pydantic_ai.providers.openai import OpenAIProvider

from bench.recordings import ANSWERS, RECORDINGS, STREAMS, read_answer, read_stream, recordings
from openresponses_schema import RULES
from openresponses_sdk import ResponseBuilder, SSEEmitter, SSEEncoder, iter_violations, parse_event, parse_response
from tests.mutants import Mutant, expected, mutants
from tests.scripted_streams import SCRIPTS, Events, stream
from tests.streams import USAGE
from tests.test_corpus_responses import streamed
from tests.test_official_clients import transport

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "comparison.md").read_text("utf-8")
PUBLISHED = resources.files("llm_comply") / "specs" / "openresponses.json"
PINNED = ("openai", "openresponses-py", "openresponses-types", "ag-ui-protocol", "pydantic-ai-slim", "llm-comply")
TERMINAL = {"response.completed", "response.failed", "response.incomplete"}
Judge = Callable[[Events], set[str]]
"""What a judge says about a stream."""


def boundaries() -> list[Mutant]:
    """Streams that are wrong because one event is missing, or there twice, or in the place of the next."""
    made = [mutant for script in SCRIPTS for mutant in mutants(script, stream(script))]
    return [one for one in made if one.mutation in ("drop", "double", "swap") and (row := expected(one)) and row.ids]


FAULTY = boundaries()


def final(events: Events) -> Any:
    return next((event.get("response") for event in reversed(events) if event.get("type") in TERMINAL), None)


def llm_comply() -> Judge:
    """Its own runner and its own test of a streamed answer, with a stream in place of a server."""
    from llm_comply import runner
    from llm_comply.config import ComplianceConfig
    from llm_comply.schema import SpecLoader
    from llm_comply.tests.open_responses import OPEN_RESPONSES_TESTS

    (case,) = [case for case in OPEN_RESPONSES_TESTS if case.id == "streaming-response"]
    suite = runner.TestRunner(ComplianceConfig("http://server.test", "none"), [], SpecLoader(str(PUBLISHED)))

    def judge(events: Events) -> set[str]:
        seen = [{"type": event.get("type"), "data": event} for event in events]
        seen.append({"type": "[DONE]", "data": "[DONE]"})
        answer = (200, final(events), seen)
        with (
            patch.object(runner, "make_request", lambda *_, **__: answer),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")  # It uses what jsonschema deprecates.
            return set(suite.run_one(case).errors)

    return judge


def official_suite() -> Judge:
    """What the source of the official suite asks of a stream: each event by itself, the last response, its status."""
    document = json.loads(PUBLISHED.read_text("utf-8"))
    components = document["components"]
    named = {
        name: jsonschema_rs.validator_for({"$ref": f"#/components/schemas/{name}", "components": components})
        for name in components["schemas"]
        if name.endswith("StreamingEvent") or name == "ResponseResource"
    }
    response = named.pop("ResponseResource")

    def judge(events: Events) -> set[str]:
        strangers = [event for event in events if not any(v.is_valid(event) for v in named.values())]
        found = {f"{event['type']} fits no event" for event in strangers}
        last = final(events)
        if not response.is_valid(last):
            return {*found, "the final response fits no response"}
        return found if last["status"] == "completed" else {*found, f"status {last['status']}"}

    return judge


def ours() -> Judge:
    return lambda events: set(map(str, iter_violations(events)))


def openresponses_py() -> Judge:
    """Its stream in its strict mode, which raises at the first fault."""
    pytest.importorskip("openresponses", reason="openresponses-py is in the bench group only")
    from openresponses import ResponseStream

    from bench.peers import Body

    encoder = SSEEncoder()

    def judge(events: Events) -> set[str]:
        body = [b"".join(b"event: %b\ndata: %b\n\n" % (e["type"].encode(), json.dumps(e).encode()) for e in events)]
        try:
            list(ResponseStream(Body([*body, encoder.encode_done()]), "strict"))
        except Exception as error:
            return {str(error)}
        return set()

    return judge


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("this SDK", ours),
        ("llm-comply", llm_comply),
        ("official suite", official_suite),
        ("openresponses-py", openresponses_py),
    ],
)
def test_the_page_says_how_many_broken_orders_a_judge_notices(name: str, make: Callable[[], Judge]) -> None:
    """Issue 6, docs: a comparison by measured facts.  A fault counts when it adds something to what is said."""
    judge = make()
    clean = {script: judge(stream(script)) for script in SCRIPTS}
    found = sum(bool(judge(mutant.events) - clean[mutant.script]) for mutant in FAULTY)
    silent = sum(not said for said in clean.values())
    figures = rf"{silent} of {len(SCRIPTS)} \| {found} of {len(FAULTY)}"
    assert re.search(rf"^\| {name}(?: [\d.]+)? \| {figures} \|$", PAGE, re.MULTILINE), figures


def test_the_official_client_gives_what_it_does_not_know_the_class_of_something_else() -> None:
    """The page says so of events and of items; nothing is lost, and the type is a claim that does not hold."""
    from openai._models import construct_type
    from openai.types.responses import Response, ResponseStreamEvent

    event = {"type": "acme:ping", "sequence_number": 4, "load": 1}
    made: Any = construct_type(type_=ResponseStreamEvent, value=event)
    assert type(made).__name__ == "ResponseAudioDeltaEvent" and made.load == 1
    assert "`ResponseAudioDeltaEvent`" in PAGE
    assert type(parse_event(event)).__name__ == "CustomEvent"
    item = {"type": "acme:search", "id": "s", "query": "q"}
    response = {"id": "r", "object": "response", "created_at": 1, "model": "m", "status": "completed", "output": [item]}
    read: Any = construct_type(type_=Response, value=response)
    assert type(read.output[0]).__name__ == "ResponseOutputMessage"
    assert "`ResponseOutputMessage`" in PAGE
    wrong: Any = construct_type(
        type_=Response, value={**response, "output": [{**item, "type": "message", "content": "x"}]}
    )
    with pytest.raises(AttributeError):
        _ = wrong.output_text
    assert type(parse_response(response).output[0]).__name__ == "CustomItem"


@pytest.mark.skipif(not RECORDINGS.is_dir(), reason="no recordings: set OPENRESPONSES_CORPUS to their folder")
@pytest.mark.parametrize("name", ANSWERS)
def test_the_page_says_what_a_library_reads_of_the_recordings(name: str) -> None:
    """The table of the page, row by row; a library that is not installed has no row to check."""
    try:
        read, stream_reader = ANSWERS[name](), STREAMS[name]() if name in STREAMS else None
    except ImportError as error:
        pytest.skip(f"in the bench group only: {error}")
    answers, streams = recordings()
    outcomes = [read_answer(read, data) for data in answers]
    cells = [str(len(outcomes) - outcomes.count(None)), str(outcomes.count(True))]
    if stream_reader is not None:
        cells.append(str(sum(read_stream(stream_reader, data) for data in streams)))
    shown = {line.replace("`", "").replace("this SDK", "ours").strip() for line in PAGE.splitlines()}
    row = f"| {name} | {' | '.join(cells)} |"
    assert [line for line in shown if line.startswith(row)], row


@pytest.mark.skipif(not RECORDINGS.is_dir(), reason="no recordings: set OPENRESPONSES_CORPUS to their folder")
def test_the_page_says_how_often_the_official_client_gives_a_wrong_class() -> None:
    """Counted over every recorded event, and every item of a recorded answer."""
    from openai._models import construct_type
    from openai.types.responses import Response, ResponseStreamEvent

    def is_wrong(made: Any) -> bool:
        field = getattr(type(made), "model_fields", {}).get("type")
        return field is None or made.type not in get_args(field.annotation)

    answers, _ = recordings()
    read: list[Any] = [construct_type(type_=Response, value=json.loads(data)) for data in answers]
    items = [item for response in read for item in response.output or ()]
    paths = sorted(path for path in RECORDINGS.rglob("*") if path.suffix in (".sse", ".jsonl"))
    made = [
        construct_type(type_=ResponseStreamEvent, value=json.loads(event)) for path in paths for event in streamed(path)
    ]
    prose = " ".join(PAGE.split())
    wrong = f"{sum(map(is_wrong, made))} of the {len(made):,} recorded events and {sum(map(is_wrong, items))}"
    assert f"{wrong} of {len(items)} items are such" in prose, wrong
    types, specified = len(get_args(get_args(ResponseStreamEvent)[0])), {rule.type for rule in RULES.values()}
    assert f"types for {types} events, where the specification has {len(specified)}" in prose


def test_pydantic_ai_leaves_out_an_item_of_a_vendor_and_needs_the_dialect_for_reasoning() -> None:
    """The page says so; it reads the text of both streams."""

    def parts(dialect: Any) -> set[str]:
        sink = SSEEmitter()
        builder = ResponseBuilder(sink, model="m", dialect=dialect)
        with builder.reasoning() as thought, thought.text() as text:
            text.delta("Hm.")
        with builder.custom_item("acme:search", query="q"):
            pass
        with builder.message() as message, message.text() as text:
            text.delta("Hello")
        builder.complete(USAGE)
        return asyncio.run(read(sink.take_bytes()))

    async def read(body: bytes) -> set[str]:
        async with httpx2.AsyncClient(transport=transport([body])) as http:
            client = AsyncOpenAI(api_key="none", base_url="http://server.test/v1", http_client=http)
            model = OpenAIResponsesModel("m", provider=OpenAIProvider(openai_client=client))
            async with model_request_stream(model, [ModelRequest.user_text_prompt("Hi")]) as events:
                async for _ in events:
                    pass
            return {type(part).__name__ for part in events.get().parts}

    assert parts("openai") == {"ThinkingPart", "TextPart"}
    assert parts("spec") == {"TextPart"}


def test_ag_ui_writes_events_in_any_order() -> None:
    """The page says so of the Python package, and how many types of event there are."""
    core = pytest.importorskip("ag_ui.core", reason="ag-ui-protocol is in the bench group only")
    from ag_ui.encoder import EventEncoder

    content = core.TextMessageContentEvent(type=core.EventType.TEXT_MESSAGE_CONTENT, message_id="new", delta="x")
    assert "TEXT_MESSAGE_CONTENT" in EventEncoder().encode(content)
    assert f"with {len(core.EventType)} types of event" in PAGE


def test_the_versions_on_the_page_are_the_pinned_ones() -> None:
    """A figure about another version would be about something else."""
    pins = "".join((ROOT / "requirements" / name).read_text("utf-8") for name in ("dev.txt", "bench.txt"))
    for name in (
        "openai",
        "openresponses-py",
        "openresponses-types",
        "ag-ui-protocol",
        "pydantic-ai-slim",
        "llm-comply",
    ):
        (said,) = set(re.findall(rf"\b{name} (\d+(?:\.\d+)+)", PAGE))
        assert re.search(rf"^{name}(?:\[\w+\])?=={re.escape(said)}\b", pins, re.MULTILINE), (name, said)
    assert f"openai {version('openai')}" in PAGE
