"""The test of the design: what is added to a copy of spec/ alone works everywhere after `generate`.

DESIGN section 4 and issue 1, point 6: an event, an item and a content type are parsed, built, accumulated and
validated with no hand edit in src/.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator

from tests.codegen_specs import ROOT, Json, SpecCopy, run
from tests.typescript_package import compile_package, compiler, node

INDEXES = {"item_id": "string", "output_index": "integer", "content_index": "integer"}


def text(description: str = "A text.") -> Json:
    return {"description": description, "type": "string"}


def tag(value: str) -> Json:
    return {"description": "The tag.", "type": "string", "const": value}


def audio_event(name: str, payload: str, **semantics: object) -> Json:
    properties = {
        "type": tag(f"response.output_audio.{name}"),
        "sequence_number": {"description": "Position in the stream.", "type": "integer"},
        **{field: {"description": "Where.", "type": kind} for field, kind in INDEXES.items()},
        payload: text(),
    }
    return {
        "description": "Audio moves on.",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "x-read-optional": ["sequence_number"],
        "x-event": {
            "machine": "part",
            "address": ["output_index", "content_index"],
            "container": "content",
            "of": "output_audio",
            "from": ["open"],
            "field": "data",
            "payload": payload,
            "source": "A test of ours",
            **semantics,
        },
    }


def join(union: Json, value: str, name: str, file: str = "") -> None:
    """Make a component a member of a tagged union."""
    union["oneOf"].append({"$ref": f"{file}#/$defs/{name}"})
    union["discriminator"]["mapping"][value] = f"{file}#/$defs/{name}"


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated package that also knows audio parts, their events, and search items."""
    folder = tmp_path_factory.mktemp("extended")
    spec = SpecCopy(folder)
    with spec.edit("content") as content:
        definitions = content["$defs"]
        definitions["OutputAudioContent"] = {
            "description": "Speech that the model made.",
            "type": "object",
            "properties": {"type": tag("output_audio"), "data": text("Base64."), "voice": text("Whose voice.")},
            "required": ["type", "data"],
        }
        for union in ("ContentPart", "MessageContentPart"):
            join(definitions[union], "output_audio", "OutputAudioContent")
    with spec.edit("items") as items:
        items["$defs"]["SearchItem"] = {
            "description": "A search that the server made.",
            "type": "object",
            "properties": {
                "type": tag("search_call"),
                "id": text("The id."),
                "status": {"description": "How far it is.", "$ref": "#/$defs/ItemStatus"},
                "query": text("What was searched."),
                "hits": {"description": "What was found.", "type": "array", "items": {"type": "string"}},
            },
            "required": ["type", "id", "status", "query", "hits"],
        }
        join(items["$defs"]["OutputItem"], "search_call", "SearchItem")
    with spec.edit("events") as events:
        definitions = events["$defs"]
        definitions["ResponseOutputAudioDeltaEvent"] = audio_event("delta", "delta", effect="append")
        definitions["ResponseOutputAudioDoneEvent"] = audio_event("done", "data", effect="assign", to="sealed")
        for name, component in (("delta", "Delta"), ("done", "Done")):
            wire_type = f"response.output_audio.{name}"
            join(definitions["ResponseStreamEvent"], wire_type, f"ResponseOutputAudio{component}Event")
    outcome = run("generate", "--spec", spec.folder)
    assert outcome.status == 0, outcome.errors
    return folder / "generated"


PRELUDE = """
import json, sys
from openresponses_sdk import *
from openresponses_sdk import builder, lifecycle, snapshot
from openresponses_sdk.cli import main
from openresponses_schema import *

def raises(kind, call, *arguments, **fields):
    try:
        call(*arguments, **fields)
    except kind as error:
        return error
    raise SystemExit(f"{kind.__name__} was expected")

def built():
    events = ListEmitter()
    response = ResponseBuilder(events, model="m", ids=SeededIds(1), clock=lambda: 1)
    with response.message() as message, message.part("output_audio", voice="alto") as audio:
        audio.delta("QUJD")
        audio.delta("REVG")
    return response, response.complete(usage=None), events.events
"""


def succeeds(generated: Path, program: str) -> str:
    """Run a program that finds the extended package before the repository's own."""
    path = os.pathsep.join([str(generated), str(ROOT / "src")])
    done = subprocess.run(
        [sys.executable, "-c", PRELUDE + textwrap.dedent(program)],
        env={**os.environ, "PYTHONPATH": path},
        cwd=generated,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_extended_package_is_the_one_that_is_tested(generated: Path) -> None:
    """A test of another package would prove nothing."""
    shown = succeeds(generated, "import openresponses_schema; print(openresponses_schema.__file__)")
    assert Path(shown.strip()).is_relative_to(generated)


def test_the_builder_streams_the_new_part_and_keeps_its_value(generated: Path) -> None:
    """Built and accumulated: from `message.part`, through the new events, into the final response."""
    succeeds(
        generated,
        """
        response, final, events = built()
        assert [e.type for e in events] == [
            "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added",
            "response.output_audio.delta", "response.output_audio.delta", "response.output_audio.done",
            "response.content_part.done", "response.output_item.done", "response.completed"], [e.type for e in events]
        assert type(events[4]) is ResponseOutputAudioDeltaEvent and events[6].data == "QUJDREVG"
        part = final.output[0].content[0]
        assert type(part) is OutputAudioContent and (part.data, part.voice) == ("QUJDREVG", "alto")
        assert [e.sequence_number for e in events] == list(range(10))
        """,
    )


def test_the_builder_refuses_what_does_not_fit_the_new_part(generated: Path) -> None:
    """A builder that cannot emit an illegal stream cannot emit an illegal new one either."""
    succeeds(
        generated,
        """
        events = ListEmitter()
        response = ResponseBuilder(events, model="m")
        message = response.message().open()
        part = message.part("output_audio").open()
        address = {"item_id": message.item_id, "output_index": 0, "content_index": 0}
        text = {**address, "delta": "x", "logprobs": []}
        error = raises(LocalProtocolError, response.event, "response.output_text.delta", **text)
        assert error.violation.requirement == "OR-GRAM-18", error
        raises(LocalProtocolError, part.delta, 7)
        raises(LocalProtocolError, message.part("output_audio", voice=7).open)
        part.close()
        raises(LocalProtocolError, part.delta, "late")
        error = raises(LocalProtocolError, response.event, "response.output_audio.delta", **address, delta="late")
        assert error.violation.requirement == "OR-GRAM-24", error
        """,
    )


def test_the_parser_and_the_predicates_know_the_new_events(generated: Path) -> None:
    """Parsed: typed, never as an extension; malformed ones are named."""
    succeeds(
        generated,
        """
        wire = {"type": "response.output_audio.delta", "sequence_number": 4, "item_id": "m", "output_index": 0,
                "content_index": 0, "delta": "QUJD", "vendor": True}
        event = parse_event(json.dumps(wire))
        assert type(event) is ResponseOutputAudioDeltaEvent and event.to_dict() == wire
        assert event_type(event) is EventType.RESPONSE_OUTPUT_AUDIO_DELTA
        assert not is_terminal(event) and not is_response_event(event) and event.type in DELTA
        assert "$.delta" in str(raises(DecodeError, parse_event, {**wire, "delta": 7}))
        assert isinstance(parse_event({**wire, "delta": 7}, on_error="keep"), Malformed)
        added = parse_event({"type": "response.content_part.added", "sequence_number": 3, "item_id": "m",
            "output_index": 0, "content_index": 0, "part": {"type": "output_audio", "data": ""}})
        assert type(added.part) is OutputAudioContent
        """,
    )


def test_lifecycle_and_snapshot_know_the_new_events(generated: Path) -> None:
    """Accumulated and judged by the generated rules alone."""
    succeeds(
        generated,
        """
        _, final, events = built()
        machine, view = lifecycle.Lifecycle(), snapshot.Snapshot()
        for event in events[:7]:
            assert machine.advance(event) is None
            view.apply(event)
        assert view.text("data", 0, "content", 0) == "QUJDREVG"
        assert machine.state_of((0, "content", 0)) is State.SEALED
        assert machine.advance(events[4]).requirement == "OR-GRAM-24"
        assert RULES["response.output_audio.done"].field == "data"
        for event in events[7:]:
            assert machine.advance(event) is None
            view.apply(event)
        assert view.response() == final
        # A content part whose value nobody sealed cannot close: the closing event has learnt of the new type.
        machine = lifecycle.Lifecycle()
        found = [v for e in events[:6] + events[7:8] if (v := machine.advance(e))]
        assert [v.event_type for v in found] == ["response.content_part.done"]
        """,
    )


def test_an_emitter_has_a_method_for_the_new_event(generated: Path) -> None:
    """One typed method per event, the new one included."""
    succeeds(
        generated,
        """
        events = ListEmitter()
        fields = {"item_id": "m", "output_index": 0, "content_index": 0, "delta": "QUJD", "sequence_number": 0}
        events.response_output_audio_delta(**fields)
        assert events.events == [ResponseOutputAudioDeltaEvent(**fields)]
        """,
    )


def test_the_codec_carries_the_new_events(generated: Path) -> None:
    """What was built is what is received, over the wire as well."""
    succeeds(
        generated,
        """
        _, _, events = built()
        encoder, decoder = SSEEncoder(), SSEDecoder()
        data = b"".join(map(encoder.encode, events)) + encoder.encode_done()
        assert b"event: response.output_audio.delta" in data
        received = [*decoder.receive_data(data), *decoder.receive_eof()]
        assert [e.to_dict() for e in received] == [e.to_dict() for e in events]
        """,
    )


def test_a_new_item_type_is_read_typed_and_accumulated(generated: Path) -> None:
    """DESIGN: a new event, item or content type."""
    succeeds(
        generated,
        """
        events = ListEmitter()
        response = ResponseBuilder(events, model="m")
        item = response.item("search_call", id="s_1").open()
        item.close(query="q", hits=["a"])
        done = SearchItem(id="s_1", status="completed", query="q", hits=["a"])
        final = response.complete()
        assert final.output == [done]
        again = parse_response(final.to_json())
        assert type(again.output[0]) is SearchItem and again == final
        assert "$.output[0].hits" in str(raises(DecodeError, parse_response, {
            **final.to_dict(), "output": [{**done.to_dict(), "hits": 7}]}))
        assert generate_item_id("search_call")
        assert is_success(again.output[0])
        """,
    )


@pytest.mark.parametrize("profile", ["write", "read"])
def test_the_json_schemas_for_other_languages_follow(generated: Path, profile: str) -> None:
    """Issue 6, it must show, 4: a new event, item and part are known in both profiles, a document of their own too."""
    folder = generated / "json-schema" / profile
    event = {
        "type": "response.output_audio.delta",
        "sequence_number": 4,
        "delta": "QUJD",
        "item_id": "m",
        "output_index": 0,
        "content_index": 0,
    }
    item = {"type": "search_call", "id": "s", "status": "completed", "query": "q", "hits": ["a"]}
    part = {"type": "output_audio", "data": "QUJD"}
    message = {"type": "message", "id": "m", "status": "completed", "role": "assistant", "content": [part]}
    for root, value, bad in (
        ("ResponseOutputAudioDeltaEvent", event, {"delta": 7}),
        ("ResponseStreamEvent", event, {"delta": 7}),
        ("SearchItem", item, {"hits": 7}),
        ("OutputItem", item, {"hits": 7}),
        ("OutputItem", message, {"content": [{**part, "data": 7}]}),
    ):
        document = json.loads((folder / f"{root}.json").read_text("utf-8"))
        jsonschema_rs.meta.validate(document)
        judge = jsonschema_rs.Draft202012Validator(document)
        assert judge.is_valid(value), (root, value)
        assert not judge.is_valid({**value, **bad}), (root, bad)


def test_the_overlay_and_the_export_follow(generated: Path) -> None:
    """Issue 6, it must show, 4: the meaning of the new event is laid over the published document, which lacks it."""
    overlay = json.loads((generated / "openapi" / "overlay.json").read_text("utf-8"))
    updates = {action["target"]: action["update"] for action in overlay["actions"]}
    assert updates['$.components.schemas["ResponseOutputAudioDeltaEvent"]']["x-event"]["of"] == "output_audio"
    succeeds(
        generated,
        """
        from pathlib import Path
        assert main(["schema", "export", "exported"]) == 0
        found = {path.relative_to("exported"): path.read_bytes() for path in Path("exported").rglob("*.json")}
        assert Path("json-schema/read/SearchItem.json") in found
        assert all(Path(path).read_bytes() == data for path, data in found.items())
        """,
    )


def test_check_accepts_a_good_stream_and_names_what_is_wrong_in_a_bad_one(generated: Path) -> None:
    """Validated: `openresponses check` judges the new events by schema and order."""
    succeeds(
        generated,
        """
        import contextlib, io
        def check(events):
            with open("stream.ndjson", "w") as file:
                file.writelines(json.dumps(event) + "\\n" for event in events)
            shown = io.StringIO()
            with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
                status = main(["check", "stream.ndjson"])
            return status, shown.getvalue()
        good = [event.to_dict() for event in built()[2]]
        status, shown = check(good)
        assert status == 0, shown
        def numbered(events):
            return [{**event, "sequence_number": number} for number, event in enumerate(events)]
        late = numbered([*good[:7], good[5], *good[7:]])
        status, shown = check(late)
        assert status == 1 and "OR-GRAM-24" in shown and "response.output_audio.delta" in shown, shown
        broken = [{**e, "delta": 7} if e["type"] == "response.output_audio.delta" else e for e in good]
        status, shown = check(broken)
        assert status == 1 and "delta" in shown, shown
        unsealed = numbered(e for e in good if e["type"] != "response.output_audio.done")
        status, shown = check(unsealed)
        assert status == 1 and "response.content_part.done" in shown, shown
        """,
    )


def test_the_golden_vectors_follow(generated: Path) -> None:
    """Issue 6, it must show 4: what is added to spec/ alone has vectors, and the SDK passes them without a change."""
    vectors = generated / "vectors"
    items = json.loads((vectors / "streams" / "items.json").read_text("utf-8"))["vectors"]
    (audio,) = (vector for vector in items if vector["id"] == "streams/items/message.content.output_audio")
    types = [event["type"] for event in audio["input"]["events"]]
    assert types[4:7] == ["response.output_audio.delta"] * 3 and types[7] == "response.output_audio.done"
    assert audio["output"]["response"]["output"][0]["content"] == [{"type": "output_audio", "data": "Good morning."}]
    assert "streams/items/search_call" in {vector["id"] for vector in items}
    untimely = json.loads((vectors / "streams" / "untimely.json").read_text("utf-8"))["vectors"]
    broken = {name for vector in untimely if "output_audio.delta" in vector["id"] for name in vector["breaks"]}
    assert broken >= {"OR-GRAM-04", "OR-GRAM-08", "OR-GRAM-11", "OR-GRAM-16", "OR-GRAM-24"}
    objects = json.loads((vectors / "objects" / "content.json").read_text("utf-8"))["vectors"]
    assert {v["output"]["valid"] for v in objects if v["input"]["component"] == "OutputAudioContent"} == {True, False}
    succeeds(
        generated,
        """
        from openresponses_sdk.testing.vectors import iter_cases
        from openresponses_sdk.testing.vectors.implementation import ANSWERS
        cases = [case for case in iter_cases() if "audio" in json.dumps(case.input) or "search_call" in case.id]
        assert len(cases) > 30, len(cases)
        wrong = [
            (case.id, str(one))
            for case in cases for one in case.comparison(case.output, ANSWERS[case.kind](case.input))
        ]
        assert wrong == [], wrong
        """,
    )


def test_the_table_for_other_languages_has_the_new_events_and_types(generated: Path) -> None:
    """Issue 6, it must show 4: what a foreign implementation works from follows."""
    table = json.loads((generated / "tables" / "semantics.json").read_text("utf-8"))
    schema = json.loads((generated / "tables" / "semantics.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(table)
    rows = {row["type"]: row for row in table["events"]}
    assert rows["response.output_audio.done"]["to"] == "sealed"
    assert rows["response.content_part.done"]["from_by_type"]["output_audio"] == ["sealed"]
    assert table["types"]["part"]["output_audio"] == {"component": "OutputAudioContent", "blank": {"data": ""}}
    assert table["types"]["item"]["search_call"]["blank"] == {"query": "", "hits": []}


TYPED = """
import type { OutputItem, ResponseStreamEvent } from "openresponses-schema";
import type * as write from "openresponses-schema/write";

export function sound(event: ResponseStreamEvent): string {
  if (event.type === "response.output_audio.delta") return event.delta;
  // @ts-expect-error the annotation of a text is no sound
  return event.type === "response.output_text.annotation.added" ? event.data : "";
}
export const hits = (item: OutputItem): string[] => (item.type === "search_call" ? item.hits : []);
export const part: write.ContentPart = { type: "output_audio", data: "QUJD", voice: "alto" };
// @ts-expect-error the data is missing
export const silent: write.ContentPart = { type: "output_audio" };
"""

ACCUMULATED = """
import assert from "node:assert/strict";
import { ResponseAccumulator, SSEDecoder, isDefined } from "openresponses-schema";

const place = { item_id: "m", output_index: 0, content_index: 0 };
const response = { object: "response", id: "r", status: "in_progress", output: [] };
const item = { type: "message", id: "m", status: "in_progress", role: "assistant", content: [] };
const events = [
  { type: "response.created", response },
  { type: "response.in_progress", response },
  { type: "response.output_item.added", output_index: 0, item },
  { type: "response.content_part.added", ...place, part: { type: "output_audio", data: "" } },
  { type: "response.output_audio.delta", ...place, delta: "QUJD" },
  { type: "response.output_audio.delta", ...place, delta: "REVG" },
];
function accumulate(more) {
  const [decoder, accumulator] = [new SSEDecoder(), new ResponseAccumulator()];
  const frames = [...events, ...more].map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");
  for (const event of decoder.receive(frames)) accumulator.receive(event);
  return accumulator;
}
const audio = (data) => ({ ...place, type: "response.output_audio.done", data });
const { snapshot, violations } = accumulate([audio("QUJDREVG")]);
assert.deepEqual(violations, []);
assert.deepEqual(snapshot.output[0].content, [{ type: "output_audio", data: "QUJDREVG" }]);
assert.ok(isDefined("ContentPart", snapshot.output[0].content[0]));
const late = accumulate([audio("QUJDREVG"), events[4]]);
assert.deepEqual(late.violations.map(({ requirement }) => requirement), ["OR-GRAM-24"]);
const part = { type: "output_audio", data: "" };
const unsealed = accumulate([{ ...place, type: "response.content_part.done", part }]);
assert.equal(unsealed.violations.length, 1);
assert.equal(unsealed.snapshot.output[0].content[0].data, "QUJDREVG");
"""


def test_typescript_has_the_new_types_and_accumulates_the_new_events(generated: Path, tmp_path: Path) -> None:
    """Issue 6, it must show 4: the types and the table follow, and the accumulator needs no edit."""
    package = compile_package(generated, tmp_path, "--noCheck")
    (tmp_path / "typed.ts").write_text(TYPED, "utf-8")
    (tmp_path / "tsconfig.json").write_bytes((ROOT / "tests" / "typescript" / "tsconfig.json").read_bytes())
    done = node(compiler(), "-p", tmp_path)
    assert done.returncode == 0, done.stdout
    (tmp_path / "accumulated.mjs").write_text(ACCUMULATED, "utf-8")
    done = node(tmp_path / "accumulated.mjs")
    assert done.returncode == 0, done.stdout
    succeeds(
        generated,
        f"""
        from openresponses_sdk.testing.vectors import run
        report = run(["node", {str(package / "dist" / "vectors.js")!r}])
        assert report.is_passed and report.passed["accumulate"] > 40, report.to_dict()
        """,
    )


def test_the_reference_the_matrix_and_the_diagrams_show_what_is_new(generated: Path) -> None:
    """Issue 6, it must show 4: the documentation follows an event, a part and an item that are added to spec/ alone."""
    docs = generated / "docs"
    document = json.loads((generated / "openresponses_schema" / "openapi.json").read_text("utf-8"))
    index, lifecycle = ((docs / name).read_text("utf-8") for name in ("README.md", "lifecycle.md"))
    for topic, name, shown in [
        ("content", "OutputAudioContent", ["| `voice` | string | no | Whose voice. |"]),
        ("items", "SearchItem", ["| `hits` | list of string | yes | What was found. |"]),
        (
            "events",
            "ResponseOutputAudioDeltaEvent",
            [
                "| type | `response.output_audio.delta` |",
                "of type `output_audio`, addressed by `output_index`, `content_index` in `content` |",
                "| effect | `delta` is added to the end of `data`. |",
                "Used by [ResponseStreamEvent](#responsestreamevent).",
            ],
        ),
    ]:
        page = (docs / "schema" / f"{topic}.md").read_text("utf-8")
        (section,) = re.findall(rf"^## {name}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
        assert [line for line in shown if line not in section] == []
        ((of, example),) = re.findall(r"<!-- schema: (\w+) -->\n```json\n(.*?)```", section, re.DOTALL)
        schema = {"$ref": f"#/components/schemas/{of}", "components": document["components"]}
        jsonschema_rs.validator_for(schema).validate(json.loads(example))
        assert f"[{name}](schema/{topic}.md#{name.lower()})" in index
    assert "| `response.output_audio.done` | [ResponseOutputAudioDoneEvent](#responseoutputaudiodoneevent) |" in page
    assert (
        "[`response.output_audio.delta`](schema/events.md#responseoutputaudiodeltaevent) | `output_audio` |"
        in lifecycle
    )
    (diagram,) = [block for block in lifecycle.split("```") if block.startswith("mermaid") and "audio" in block]
    assert re.search(r"open --> open: .*response\.output_audio\.delta", diagram)
    assert re.search(r"open --> sealed: .*response\.output_audio\.done", diagram)
