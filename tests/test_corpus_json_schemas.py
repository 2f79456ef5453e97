"""The recorded streams, responses and requests fit the schemas of the `read` profile, each and every one.

The recordings are not part of the repository: see tests/test_corpus_responses.py.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from openresponses_sdk.documents.json_schemas import json_schema
from tests.test_corpus_responses import RECORDINGS, recordings, streamed

jsonschema_rs = pytest.importorskip("jsonschema_rs", reason="the outside judge is in the test group")

pytestmark = pytest.mark.skipif(
    not RECORDINGS.is_dir(), reason="no recorded responses: set OPENRESPONSES_CORPUS to the folder of recordings"
)
Recorded = Iterable[tuple[str, Any]]


def validators(component: str) -> tuple[Any, Any]:
    """Of the read profile, and of the write profile."""
    return (
        jsonschema_rs.Draft202012Validator(json_schema(component, profile="read")),
        jsonschema_rs.Draft202012Validator(json_schema(component, profile="write")),
    )


def fit(component: str, values: Recorded) -> Counter[str]:
    """Hold recorded values against both profiles; every one must fit `read`. Prints the counts."""
    read, write = validators(component)
    counts, misfits = Counter[str](), []
    for name, value in values:
        counts["recorded"] += 1
        counts["write"] += write.is_valid(value)
        errors = [f"{list(error.instance_path)}: {error.message[:120]}" for error in read.iter_errors(value)]
        if errors:
            misfits.append((name, errors[:3]))
        else:
            counts["read"] += 1
    print(f"{component}: {counts['recorded']} recorded, {counts['read']} fit read, {counts['write']} fit write")  # noqa: T201
    assert misfits == []
    return counts


def events() -> Iterator[tuple[str, Any]]:
    for path in recordings(".sse", ".jsonl"):
        for data in streamed(path):
            yield path.name, json.loads(data)


def whole(ending: str) -> Iterator[tuple[str, Any]]:
    for path in recordings(ending):
        yield path.name, json.loads(path.read_bytes())


def log_lines() -> Iterator[tuple[str, Any]]:
    for path in sorted((RECORDINGS.parent / "agent-logs").glob("*.jsonl")):
        for line in path.read_bytes().splitlines():
            if line.strip():
                yield path.name, json.loads(line)


def test_every_recorded_event_fits() -> None:
    """Issue 6: every recorded response and event fits what is read; not all of them what may be written."""
    counts = fit("ResponseStreamEvent", events())
    assert counts["recorded"] > 5000
    assert counts["write"] < counts["recorded"]


def test_every_recorded_response_fits() -> None:
    """Issue 6, as above."""
    counts = fit("Response", whole(".response.json"))
    assert counts["recorded"] > 100
    assert counts["write"] < counts["recorded"]


def test_every_recorded_request_and_compaction_fits() -> None:
    """DESIGN, facts: what clients send to these servers reads too."""
    assert fit("CreateResponseRequest", whole(".request.json"))["recorded"] > 100
    assert fit("CompactedResponse", whole(".compaction.json"))["recorded"] > 0


def test_every_recorded_error_fits() -> None:
    """The error inside a body of HTTP; the body around it has no component."""
    bodies = [(name, body["error"]) for name, body in whole(".error.json")]
    assert fit("ErrorData", bodies)["recorded"] > 0


def test_every_line_of_a_recorded_agent_log_fits() -> None:
    """spec/, thread_events; one dialect says `item_type`, which the bridge mends before the models read it."""
    lines = [(name, line) for name, line in log_lines() if "item_type" not in line.get("item", {})]
    assert fit("ThreadEventEnvelope", [(name, line) for name, line in lines if "event" in line])["recorded"] > 100
    assert fit("ThreadEvent", [(name, line) for name, line in lines if "event" not in line])["recorded"] > 100
    others = [line for _, line in log_lines() if "item_type" in line.get("item", {})]
    read, _ = validators("ThreadEvent")
    for line in others:
        item = {"type": line["item"]["item_type"], **line["item"]}
        assert read.is_valid({**line, "item": item}) and not read.is_valid(line)
    print(f"{len(others)} lines say item_type")  # noqa: T201
