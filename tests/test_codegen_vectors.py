"""The golden vectors as codegen makes them: the same each time, and nothing left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from codegen.bundle import load
from codegen.errors import SpecError
from codegen.vectors import files as vector_files
from codegen.vectors.edits import edited
from codegen.vectors.files import product, vectors
from codegen.vectors.machine import Interpreter
from codegen.vectors.table import Table
from codegen.vectors.writing import written
from tests.codegen_specs import ROOT, SPEC, SpecCopy

Json = dict[str, Any]


@pytest.fixture
def spec(tmp_path: Path) -> SpecCopy:
    return SpecCopy(tmp_path)


def broken(spec: SpecCopy) -> list[str]:
    with pytest.raises(SpecError) as refused:
        vectors(load(spec.folder), spec.folder)
    return [str(one) for one in refused.value.broken]


def test_two_runs_write_the_same_bytes() -> None:
    """Issue 6: deterministic, byte-equal on each run, and equal to what is committed."""
    first, second = (product(load(SPEC), SPEC).files for _ in range(2))
    assert first == second
    for name, text in first.items():
        assert (ROOT / "generated" / name).read_text("utf-8") == text


def test_the_files_are_ascii_and_keep_their_values() -> None:
    """No editor and no checkout changes a character of a vector."""
    value = {"a": [{"b": "\u2028é", "c": []}, {}], "d": {}}
    for depth in range(4):
        assert json.loads(written(value, depth)) == value and written(value, depth).isascii()
    assert written(value, 2).count("\n") == 7


def test_a_requirement_without_a_stream_that_breaks_it_stops_the_generator(spec: SpecCopy) -> None:
    """Issue 6: a lint in codegen fails when a requirement that a stream can break has no invalid stream."""
    with spec.edit("vectors/violations") as content:
        del content["cases"]["OR-GRAM-40"]
        content["cases"]["OR-GRAM-19"] = content["cases"]["OR-GRAM-19"][:1]
    with spec.edit("vectors/frames") as content:
        del content["OR-SSE-06"]
    rule = "a stream can break it: violations.yaml or frames.yaml has one that does"
    # One part open at a time is found at a wrong time too, from the table alone.
    assert broken(spec) == [f"vectors/: OR-SSE-06: {rule}"]


def test_a_stream_that_expects_another_requirement_does_not_count(spec: SpecCopy) -> None:
    """A vector shows a requirement when it is reported, under its own id or under the one that its row names."""
    with spec.edit("vectors/violations") as content:
        content["cases"]["OR-GRAM-34"][0]["violations"] = [["OR-GRAM-35", 9]]
    assert broken(spec) == ["vectors/: OR-GRAM-34: no stream that breaks it expects it to be reported"]


def test_a_new_requirement_asks_for_a_vector(spec: SpecCopy) -> None:
    """What is added to requirements.toml cannot be forgotten here."""
    rows = spec.folder / "requirements.toml"
    row = (
        'level = "MUST"\narea = "x"\napplies_to = "server"\nstatement = "x"\ncheckable_by = ["stream"]\nclause = "x"\n'
    )
    rows.write_text(f'{rows.read_text("utf-8")}\n[OR-NEW]\n{row}implemented_by = "lifecycle"\n', "utf-8")
    assert broken(spec) == ["vectors/: OR-NEW: a stream can break it: violations.yaml or frames.yaml has one that does"]


def test_a_component_without_an_invalid_value_asks_for_one(spec: SpecCopy) -> None:
    """Issue 6: every component has at least one valid and one invalid value."""
    with spec.edit("content") as content:
        content["$defs"]["Anything"] = {"description": "Whatever there is.", "x-note": True}
    assert broken(spec) == [
        "schemas/content.yaml: Anything: objects.yaml has an invalid value of it, since none can be made"
    ]


def queued(content: Json) -> Json:
    script: Json = content["legal"]["queued"]
    return script


@pytest.mark.parametrize(
    ("topic", "change", "said"),
    [
        ("streams", lambda c: queued(c).update(edits=[{"at": "error", "drop": True}]), "an edit has no place"),
        ("streams", lambda c: queued(c).update(edits=[{"at": "response.created", "fly": 1}]), "an edit says"),
        (
            "streams",
            lambda c: queued(c).update(edits=[{"at": "response.created", "drop": True}]),
            "event 0, response.queued, breaks OR-GRAM-04",
        ),
        ("streams", lambda c: queued(c).update(stpes=[]), "queued: a script has no member stpes"),
        ("streams", lambda c: queued(c)["steps"][0].update(o=1), "queued: a step has no member o"),
        ("streams", lambda c: queued(c).update(violations=[["OR-NOWHERE", 0]]), "OR-NOWHERE: requirements.toml has no"),
        ("violations", lambda c: c["cases"]["OR-GRAM-16"][0].update(violations=[]), "event 3 breaks OR-GRAM-16"),
        ("frames", lambda c: c["OR-SSE-06"][0].update(replace=[["no such text", ""]]), "the text does not hold"),
        ("sse", lambda c: c["cases"]["nothing"].update(base64=""), "a case has its bytes as text or as base64"),
        (
            "bridges/ollama",
            lambda c: c["cases"]["text"].update(events=[{"response.no": "x"}]),
            "text: response.no is no event with a payload",
        ),
    ],
)
def test_a_case_that_does_not_say_what_it_should_is_named(spec: SpecCopy, topic: str, change: Any, said: str) -> None:
    """STYLE: errors are facts with their place, for those who write vectors too."""
    with spec.edit(f"vectors/{topic}") as content:
        change(content)
    assert said in "\n".join(broken(spec))


def test_a_spec_without_a_file_of_cases_says_which(spec: SpecCopy) -> None:
    """A file that was forgotten is no reason for fewer vectors."""
    (spec.folder / "vectors" / "sse.yaml").unlink()
    assert broken(spec) == ["vectors/sse.yaml: (top): the vectors need this file"]


def test_the_same_id_twice_is_refused(spec: SpecCopy, monkeypatch: pytest.MonkeyPatch) -> None:
    """An id stands for one vector, from release to release."""
    monkeypatch.setattr(vector_files, "broken_frames", lambda *_: [{"id": "sse/plain", "breaks": [], "violations": []}])
    assert "vectors/: sse/plain: 2 vectors have this id" in broken(spec)


def test_the_interpreter_follows_the_table_and_not_the_events(spec: SpecCopy) -> None:
    """Issue 6: derived from the x-event rows; another row means another verdict."""
    created = {"type": "response.created", "sequence_number": 0, "response": {"output": []}}
    completed = {"type": "response.completed", "sequence_number": 1, "response": {"output": []}}
    for sources, verdict in ((["in_progress"], "OR-GRAM-06"), (["created"], None)):
        with spec.edit("events") as events:
            events["$defs"]["ResponseCompletedEvent"]["x-event"]["from"] = sources
        now = Interpreter(Table(load(spec.folder)))
        now.take(created)
        assert now.judge(completed) == verdict


def test_edits_leave_the_stream_that_they_start_from_alone() -> None:
    """Many vectors are made from one stream."""
    events = [{"type": "a", "sequence_number": 0, "x": [1]}, {"type": "b", "sequence_number": 1}]
    kept = json.loads(json.dumps(events))
    changed = edited(
        events, [{"at": "a", "set": "x.0", "to": 2}, {"at": "a", "double": True}, {"at": "b", "remove": "type"}]
    )
    assert events == kept
    assert changed == [
        {"type": "a", "sequence_number": 0, "x": [2]},
        {"type": "a", "sequence_number": 1, "x": [2]},
        {"sequence_number": 2},
    ]
