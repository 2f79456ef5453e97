"""docs/comparison.md says what was measured: its figures about other libraries and suites are counted again here."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from typing import Any
from unittest.mock import patch

import jsonschema_rs
import pytest

from openresponses_sdk import SSEEncoder, iter_violations, parse_event, parse_response
from tests.mutants import Mutant, expected, mutants
from tests.scripted_streams import SCRIPTS, Events, stream

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
