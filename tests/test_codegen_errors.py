"""A malformed spec is answered with file, path and rule, and never with a traceback."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from codegen import lint
from tests.codegen_specs import Json, SpecCopy, run

TEXT: Json = {"description": "Some text.", "type": "string"}
EVENTS = "ResponseStreamEvent"
DELTA = "ResponseRefusalDeltaEvent"
PART = "InputTextContent"


class Remembered:
    """A validator that judges each schema once; a test changes one of them, and all the others stay."""

    def __init__(self, validator: Any) -> None:
        self._validator = validator
        self._judged: dict[str, list[Any]] = {}

    def iter_errors(self, schema: Any) -> list[Any]:
        text = json.dumps(schema)
        if text not in self._judged:
            self._judged[text] = list(self._validator.iter_errors(schema))
        return self._judged[text]


REMEMBERED = Remembered(lint._SCHEMA)


@pytest.fixture(autouse=True)
def judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of specs that differ in one place would be judged whole otherwise."""
    monkeypatch.setattr(lint, "_SCHEMA", REMEMBERED)


@pytest.fixture
def spec(tmp_path: Path) -> SpecCopy:
    return SpecCopy(tmp_path)


def refused(spec: SpecCopy, file: str, path: str, rule: str, command: str = "check") -> None:
    """The command fails with a line that names file, path and rule, and with nothing else than such lines."""
    outcome = run(command, "--spec", spec.folder, *(["nothing.json"] if command == "equivalence" else []))
    assert outcome.status == 1
    assert "Traceback" not in outcome.errors
    assert re.search(rf"^{re.escape(file)}: {path}[^:]*: .*{rule}", outcome.errors, re.MULTILINE), outcome.errors
    *lines, count = outcome.errors.splitlines()
    assert [line for line in lines if not re.match(r"[\w./-]+: [^:]+.*: \S", line)] == []
    assert re.fullmatch(r"\d+ rules? broken", count)
    assert not (spec.folder.parent / "generated").exists()
    assert outcome.output == "" and lines


# Files.


@pytest.mark.parametrize(
    ("topic", "text", "path", "rule"),
    [
        ("content", "$defs: [", "line 2", "not YAML"),
        ("content", "\tx: 1", "line 1", "not YAML"),
        ("content", "a: 1\na: 2", "line 2", "stands here twice"),
        ("content", "$defs:\n  A: {type: object}\n  A: {type: object}", "line 3", "stands here twice"),
        ("content", "on: 1", "line 1", "is no string"),
        ("content", "", r"\(top\)", "holds an object"),
        ("content", "[]", r"\(top\)", "holds an object"),
        ("content", "description: x", r"\(top\)", "under \\$defs"),
        ("content", "$defs: {}", r"\(top\)", "needs a description"),
        ("content", "description: x\n$defs: {A: 1}", "A", "a component is an object"),
        ("content", "description: x\n$defs: {A: [1]}", "A", "a component is an object"),
        ("content", "a: &a {b: *a}", r"\(top\)", "what JSON cannot"),
        ("content", "a: .nan", r"\(top\)", "what JSON cannot"),
        ("content", "a: !!set {b}", r"\(top\)", "what JSON cannot"),
        ("content", "a: " + "[" * 3000 + "]" * 3000, "", ""),
        ("content", "a: !!python/object:os.system {}", "line 1", "not YAML"),
        ("content", "a: 1\n---\nb: 1", "line 2", "not YAML"),
        ("openapi", "openapi: [", "line 2", "not YAML"),
        ("openapi", "openapi: 3.1.0\ncomponents: []", "components", "must be an object"),
        ("openapi", "openapi: 3.1.0", "", "OpenAPI 3.1"),
        ("vocabulary", "- 1", r"\$defs", "a schema for every x- key"),
        ("vocabulary", "$defs: {x-open: {type: nonsense}}", r"\$defs/x-open/type", "nonsense"),
        ("vocabulary", "$defs: {x-open: 1}", r"\$defs/x-open", "not of type"),
    ],
)
def test_a_file_that_is_no_sound_yaml_is_named(spec: SpecCopy, topic: str, text: str, path: str, rule: str) -> None:
    """Issue 1: a malformed spec gives an error that names file, path and rule."""
    file = spec.path(topic)
    file.write_text(text, "utf-8")
    refused(spec, file.relative_to(spec.folder).as_posix(), path, rule)


@pytest.mark.parametrize("command", ["check", "generate", "equivalence"])
def test_a_spec_without_its_root_is_refused_by_every_command(spec: SpecCopy, command: str) -> None:
    """Issue 1: every command works on another folder, so every command must bear a wrong one."""
    (spec.folder / "openapi.yaml").unlink()
    refused(spec, "openapi.yaml", r"\(top\)", "no such file", command)


def test_a_spec_without_topics_is_refused(spec: SpecCopy) -> None:
    """Issue 1: an empty folder is a malformed spec."""
    for path in (spec.folder / "schemas").iterdir():
        path.unlink()
    refused(spec, "schemas/", r"\(top\)", "no topic")


def test_a_spec_without_its_vocabulary_is_refused(spec: SpecCopy) -> None:
    """Issue 1: `check` validates the x- keys against a vocabulary, so it must be there."""
    (spec.folder / "vocabulary.yaml").unlink()
    refused(spec, "vocabulary.yaml", r"\(top\)", "cannot be read")


def test_a_file_that_is_not_utf_8_is_named(spec: SpecCopy) -> None:
    """Issue 1, bad input: never a traceback."""
    spec.path("content").write_bytes(b"description: \xff")
    refused(spec, "schemas/content.yaml", r"\(top\)", "cannot be read")


def test_a_component_defined_in_two_files_is_named(spec: SpecCopy) -> None:
    """A name means one thing in the whole spec."""
    spec.change("tools", lambda c: c.update({PART: {"description": "Twice.", "type": "object"}}))
    refused(spec, "schemas/tools.yaml", PART, "already defined in schemas/content.yaml")


def test_a_file_name_that_is_no_module_name_is_refused(spec: SpecCopy) -> None:
    """A topic becomes a Python module."""
    for name, rule in (("my-topic", "Python module name"), ("registry", "of its own"), ("class", "module name")):
        path = spec.folder / "schemas" / f"{name}.yaml"
        path.write_text("description: x\n$defs: {A: {description: x, type: string}}", "utf-8")
        refused(spec, f"schemas/{name}.yaml", r"\(top\)", rule)
        path.unlink()


# Components and references.

Change = Callable[[Json], object]


def part(**keys: Any) -> Change:
    return lambda c: c[PART].update(keys)


def prop(schema: Any, name: str = "extra") -> Change:
    return lambda c: c[PART]["properties"].update({name: schema})


def add(name: str, **schema: Any) -> Change:
    return lambda c: c.update({name: {"description": "Added.", **schema}})


def union(name: str, **keys: Any) -> Change:
    return lambda c: c[name].update(keys)


def event(**keys: Any) -> Change:
    return lambda c: c[DELTA]["x-event"].update(keys)


AT = f"{PART}/properties/extra"
BROKEN_CONTENT: list[tuple[Change, str, str]] = [
    # References.
    (prop({"description": "x", "$ref": "#/$defs/Nothing"}), f"{AT}/\\$ref", "does not exist"),
    (prop({"description": "x", "$ref": "items.yaml#/$defs/TextContent"}), f"{AT}/\\$ref", "defined in schemas/content"),
    (prop({"description": "x", "$ref": "nothing.yaml#/$defs/TextContent"}), f"{AT}/\\$ref", "defined in"),
    (prop({"description": "x", "$ref": "#/components/schemas/A"}), f"{AT}/\\$ref", "a reference reads"),
    (prop({"description": "x", "$ref": ""}), f"{AT}/\\$ref", "a reference reads"),
    (prop({"description": "x", "$ref": 7}), AT, "OpenAPI 3.1"),
    (prop({"description": "x", "$ref": "#/$defs/TextContent", "type": "object"}), AT, "beside \\$ref"),
    (add("A", **{"$ref": "#/$defs/A"}), "A", "consists of itself"),
    (add("A", anyOf=[{"$ref": "#/$defs/A"}, {"type": "null"}]), "A", "consists of itself"),
    (add("A", allOf=[{"$ref": "#/$defs/A"}]), "A", "consists of itself"),
    (prop({"description": "x", "$ref": "items.yaml#/$defs/MessageItem"}), r"\(top\)", "circle"),
    # OpenAPI 3.1.
    (part(type="nonsense"), PART, "OpenAPI 3.1"),
    (part(type=7), PART, "OpenAPI 3.1"),
    (part(type=None), PART, "OpenAPI 3.1"),
    (part(properties=[]), PART, "OpenAPI 3.1"),
    (part(properties=7), PART, "OpenAPI 3.1"),
    (part(properties={"text": 7}), PART, "OpenAPI 3.1"),
    (part(properties={"text": None}), PART, "OpenAPI 3.1"),
    (part(required="type"), PART, "OpenAPI 3.1"),
    (part(required=[1]), PART, "OpenAPI 3.1"),
    (part(oneOf={}), PART, "OpenAPI 3.1"),
    (part(oneOf=[]), PART, "OpenAPI 3.1"),
    (part(anyOf=[1]), PART, "OpenAPI 3.1"),
    (part(allOf=7), PART, "OpenAPI 3.1"),
    (part(discriminator=7), PART, "OpenAPI 3.1"),
    (part(discriminator={}), PART, "OpenAPI 3.1"),
    (part(discriminator={"propertyName": 7}), PART, "OpenAPI 3.1"),
    (part(description=7), PART, "OpenAPI 3.1"),
    (prop({"description": "x", "type": "array", "items": 7}), AT, "OpenAPI 3.1"),
    (prop({"description": "x", "type": "string", "maxLength": -1}), AT, "OpenAPI 3.1"),
    (prop({"description": "x", "type": "string", "maxLength": "9"}), AT, "OpenAPI 3.1"),
    (prop({"description": "x", "type": "string", "pattern": 7}), AT, "OpenAPI 3.1"),
    (prop({"description": "x", "type": "string", "enum": 7}), AT, "OpenAPI 3.1"),
    (prop({"description": ["x"], "type": "string"}), AT, "OpenAPI 3.1"),
    # The house.
    (part(title="Text"), PART, "no titles"),
    (part(propertys={}), PART, "no keyword of this spec: propertys"),
    (prop({"description": "x", "type": "string", "const": "a", "default": "a"}), AT, "needs no default"),
    (prop({"type": "string"}), AT, "needs a description"),
    (prop({"description": "", "type": "string"}), AT, "needs a description"),
    (part(description=""), PART, "needs a description"),
    (lambda c: c[PART].pop("description"), PART, "needs a description"),
    (part(required=["type", "text", "more"]), f"{PART}/required", "no such property: more"),
    (prop({"description": "x", "type": "string", "enum": ["a"]}), AT, "one value as const"),
    (prop({"description": "x", "type": "string", "enum": ["a", "b"]}), AT, "an enum needs a name"),
    (prop({"description": "x", "type": "object", "properties": {}}), AT, "an object needs a name"),
    (
        prop({"description": "x", "type": "array", "items": {"type": "object", "properties": {"a": TEXT}}}),
        f"{AT}/items",
        "an object needs a name",
    ),
    (
        prop({"description": "x", "anyOf": [{"$ref": f"#/$defs/{n}"} for n in ("TextContent", "RefusalContent")]}),
        AT,
        "a union of components needs a name",
    ),
    (lambda c: c["Verbosity"].pop("x-open"), "Verbosity", "an enum is open"),
    (lambda c: c["Verbosity"].pop("x-enum-descriptions"), "Verbosity", "describes every value"),
    (lambda c: c["Verbosity"]["x-enum-descriptions"].update(more="More."), "Verbosity", "describes every value"),
    (lambda c: c["Verbosity"]["enum"].append(7), "Verbosity", "values of an enum are strings"),
    # Unions.
    (lambda c: c["ContentPart"]["oneOf"].pop(), "ContentPart", "mapping and members differ: InputFileContent"),
    (
        lambda c: c["ContentPart"]["discriminator"]["mapping"].pop("text"),
        "ContentPart",
        "mapping and members differ: TextContent",
    ),
    (lambda c: c["ContentPart"]["discriminator"].pop("mapping"), "ContentPart", "a mapping"),
    (lambda c: c["ContentPart"].pop("discriminator"), "ContentPart", "must be a tagged union"),
    (lambda c: c["TextFormat"]["discriminator"].pop("mapping"), "TextFormat", "mapping and members differ"),
    (lambda c: c.pop("ImageDetail"), "InputImageContent/properties/detail", "does not exist"),
    (
        lambda c: c["TextFormat"]["discriminator"]["mapping"].update(other="#/$defs/TextResponseFormat"),
        "TextFormat/discriminator/mapping/other",
        "another constant",
    ),
    (union("TextFormat", **{"x-fallback": "CustomNothing"}), "TextFormat/x-fallback", "does not exist"),
    (lambda c: c["TextFormat"].pop("x-fallback"), "TextFormat", "names its open member"),
    (union("ContentPart", **{"x-absent-tag": {"text": "nothing"}}), "ContentPart/x-absent-tag/text", "no tag"),
    (
        add("Mixed", anyOf=[{"$ref": "#/$defs/LogProb"}, {"$ref": "#/$defs/TopLogProb"}]),
        "Mixed",
        "nothing tells the branch object",
    ),
    (add("Mixed", anyOf=[{"type": "integer"}, {"type": "string"}]), "Mixed", "nothing tells the branch integer"),
    # Names.
    (add("lower", type="string"), "lower", "Python class name"),
    (add("With-Dash", type="string"), "With-Dash", "Python class name"),
    (add("Model", type="object", properties={"a": TEXT}), "Model", "uses this name itself"),
    (add("EventType", type="string"), "EventType", "uses this name itself"),
    (add("OpenVerbosity", type="string"), "OpenVerbosity", "the open form of Verbosity"),
    (add("TextCONTENT", type="string"), "TextCONTENT", "capitals only"),
    (add("PartError", type="string"), "PartError", "Python exceptions"),
    (prop(TEXT, "camelCase"), f"{PART}/properties/camelCase", "small letters"),
    (prop(TEXT, "with-dash"), f"{PART}/properties/with-dash", "small letters"),
    (prop(TEXT, "_private"), f"{PART}/properties/_private", "small letters"),
    (prop(TEXT, "1st"), f"{PART}/properties/1st", "small letters"),
    (prop(TEXT, ""), f"{PART}/properties/", "small letters"),
    (
        lambda c: c[PART]["properties"].update({"class": TEXT, "class_": TEXT}),
        f"{PART}/properties/class",
        "another property is called class_",
    ),
    (
        add(
            "Twins",
            type="string",
            enum=["a-b", "a_b"],
            **{"x-open": True, "x-enum-descriptions": {"a-b": "x", "a_b": "y"}},
        ),
        "Twins/enum",
        "the same name in Python",
    ),
    (
        add(
            "Digits", type="string", enum=["1a", "b"], **{"x-open": True, "x-enum-descriptions": {"1a": "x", "b": "y"}}
        ),
        "Digits/enum",
        "starts with no letter",
    ),
    # Reach.
    (add("Lonely", type="object", description="x", properties={"a": TEXT}), "Lonely", "nothing uses this component"),
    # The x- keys: unknown, misplaced, and every one of them in a wrong shape.
    (part(**{"x-invented": 1}), PART, "x-invented is not in the vocabulary"),
    (prop({**TEXT, "x-upstream": "A"}), AT, "x-upstream is not in the vocabulary"),
    (prop({**TEXT, "x-fallback": "CustomItem"}), AT, "stands on components only"),
    (part(**{"x-zero": "a"}), PART, "stands on properties only"),
    (part(**{"x-upstream-name": 7}), f"{PART}/x-upstream-name", ""),
    (part(**{"x-upstream-name": ["A"]}), f"{PART}/x-upstream-name", ""),
    (part(**{"x-added-in": "yesterday"}), f"{PART}/x-added-in", "match"),
    (union("Verbosity", **{"x-open": False}), "Verbosity/x-open", "was expected"),
    (union("Verbosity", **{"x-enum-descriptions": {"low": 7}}), "Verbosity/x-enum-descriptions/low", "string"),
    (union("Verbosity", **{"x-enum-descriptions": ["low"]}), "Verbosity/x-enum-descriptions", "object"),
    (part(**{"x-values": []}), f"{PART}/x-values", "object"),
    (union("ContentPart", **{"x-fallback": "Other"}), "ContentPart/x-fallback", "match"),
    (union("ContentPart", **{"x-fallback": ["CustomItem"]}), "ContentPart/x-fallback", "string"),
    (union("ContentPart", **{"x-absent-tag": "text"}), "ContentPart/x-absent-tag", "object"),
    (part(**{"x-read-optional": "text"}), f"{PART}/x-read-optional", "array"),
    (part(**{"x-read-optional": ["nothing"]}), f"{PART}/x-read-optional", "no such required property"),
    (prop({**TEXT, "x-read-default": "a"}), f"{AT}/x-read-default", "expected"),
    (prop({**TEXT, "x-read-also": "number"}), f"{AT}/x-read-also", "object"),
    (prop({**TEXT, "x-read-also": {"minimum": 1}}), f"{AT}/x-read-also", "not valid under any"),
    (prop({**TEXT, "x-read-also": {"type": "nonsense"}}), f"{AT}/x-read-also/type", "nonsense"),
    (prop({**TEXT, "x-read-also": {"$ref": "#/$defs/Nothing"}}), f"{AT}/x-read-also", "does not exist"),
    (prop({**TEXT, "x-zero": []}), f"{AT}/x-zero", "not of type"),
    (prop({**TEXT, "x-assumed": []}), f"{AT}/x-assumed", "not of type"),
    (part(**{"x-assumed": "a"}), PART, "stands on properties only"),
    (part(**{"x-item-type": 7}), f"{PART}/x-item-type", "string"),
    (part(**{"x-item-type": "nothing"}), f"{PART}/x-item-type", "no item of type nothing"),
    (part(**{"x-item-type": "function_call"}), f"{PART}/x-item-type", "FunctionCallItem has no list of parts"),
    (part(**{"x-event": 7}), f"{PART}/x-event", "object"),
    (part(**{"x-stream-grammar": 7}), f"{PART}/x-stream-grammar", "object"),
    (part(**{"x-websocket": 7}), f"{PART}/x-websocket", "object"),
]


@pytest.mark.parametrize(
    ("change", "path", "rule"), BROKEN_CONTENT, ids=lambda value: None if callable(value) else value
)
def test_a_broken_component_is_named_with_the_rule_it_breaks(
    spec: SpecCopy, change: Change, path: str, rule: str
) -> None:
    """Issue 1: the vocabulary, OpenAPI 3.1 and the house lint; DESIGN, schema authoring."""
    spec.change("content", change)
    refused(spec, "schemas/content.yaml", path, rule)


def drop_event(components: Json, wire_type: str) -> None:
    ref = components[EVENTS]["discriminator"]["mapping"].pop(wire_type)
    components[EVENTS]["oneOf"].remove({"$ref": ref})
    del components[ref.rpartition("/")[2]]


ROW = f"{DELTA}/x-event"
BROKEN_EVENTS: list[tuple[Change, str, str]] = [
    (lambda c: c[DELTA].pop("x-event"), DELTA, "each needs one"),
    (lambda c: c["CustomEvent"].update({"x-event": c[DELTA]["x-event"]}), "CustomEvent", "x-event belongs to"),
    (event(payload="nothing"), ROW, "nothing is no property of this event"),
    (event(address=["output_index", "nothing_index"]), ROW, "nothing_index is no property"),
    (lambda c: c[DELTA]["required"].remove("delta"), ROW, "so it is required"),
    (lambda c: c[DELTA]["required"].remove("sequence_number"), f"{DELTA}/", "no such|requires"),
    (event(machine="session"), f"{ROW}/machine", "not one of"),
    (event(to="finished"), f"{ROW}/to", "not one of"),
    (event(to="queued"), ROW, "the machine part has no state queued"),
    (event(**{"from": ["in_progress"]}), ROW, "the machine part has no state in_progress"),
    (event(**{"from": ["opened"]}), f"{ROW}/from/0", "'opened' is not one of .*'open', 'sealed'"),
    (event(to="queued"), ROW, "no state queued, only absent, open, sealed, done"),
    (event(**{"from": []}), f"{ROW}/from", ""),
    (lambda c: drop_event(c, "response.refusal.done"), ROW, "no other event assigns and seals refusal of refusal"),
    (
        lambda c: drop_event(c, "response.refusal.delta"),
        "ResponseRefusalDoneEvent/x-event",
        "no other event appends to refusal of refusal",
    ),
    (event(**{"from": {"streamed": ["open"]}}), f"{ROW}/from", ""),
    (event(breaks={"completed": "OR-GRAM-01"}), ROW, "no state completed"),
    (event(breaks={"open": "some rule"}), f"{ROW}/breaks/open", "match"),
    (event(effect="explode"), f"{ROW}/effect", "not one of"),
    (event(of="nothing"), f"{ROW}/of", "there is no part of type nothing"),
    (event(field="nothing"), f"{ROW}/field", "no property of RefusalContent"),
    (event(container="attic"), f"{ROW}/container", "not one of"),
    (event(terminal=True), ROW, ""),
    (event(surprise=1), ROW, "unexpected"),
    (lambda c: c[DELTA]["x-event"].pop("source"), ROW, "required"),
    (lambda c: c[DELTA]["x-event"].pop("container"), ROW, "required"),
    (lambda c: c[DELTA]["x-event"].pop("payload"), ROW, "required"),
    (event(aliases="other"), f"{ROW}/aliases", "array"),
    (event(aliases=["response.refusal.delta"]), DELTA, "also the type of|another spelling"),
    (event(aliases=["response.created"]), DELTA, "also the type of ResponseCreatedEvent"),
    (lambda c: c[EVENTS].pop("discriminator"), EVENTS, "must be a tagged union"),
    (lambda c: c.pop(EVENTS), "", "does not exist"),
    (lambda c: c[EVENTS]["discriminator"]["mapping"].update({"response.created": 7}), EVENTS, "a reference reads"),
    (lambda c: c[EVENTS]["oneOf"].pop(0), EVENTS, "mapping and members differ"),
]


@pytest.mark.parametrize(
    ("change", "path", "rule"), BROKEN_EVENTS, ids=lambda value: None if callable(value) else value
)
def test_a_broken_event_is_named_with_the_rule_it_breaks(spec: SpecCopy, change: Change, path: str, rule: str) -> None:
    """DESIGN: event semantics live on the event, so codegen must hold them to the spec around them."""
    spec.change("events", change)
    file = "openapi.yaml" if rule == "does not exist" else "schemas/events.yaml"
    refused(spec, file, path, rule)


def grammar(**keys: Any) -> Change:
    return lambda document: document["x-stream-grammar"]["machines"]["part"].update(keys)


BROKEN_ROOTS: list[tuple[Change, str, str]] = [
    (lambda d: d.pop("x-stream-grammar"), "x-stream-grammar", "is missing"),
    (lambda d: d.update({"x-stream-grammar": 7}), "x-stream-grammar", "object"),
    (lambda d: d["x-stream-grammar"]["machines"].pop("item"), "x-stream-grammar/machines", "required"),
    (lambda d: d["x-stream-grammar"].pop("terminator"), "x-stream-grammar", "required"),
    (grammar(open=["queued"]), "x-stream-grammar/machines/part/open", "no state queued"),
    (grammar(final=["queued"]), "x-stream-grammar/machines/part/final", "no state queued"),
    (grammar(alone="one"), "x-stream-grammar/machines/part/alone", "match"),
    (grammar(next_index=f"OR-GRAM-{99}"), "x-stream-grammar/machines/part/next_index", f"has no OR-GRAM-{99}"),
    (grammar(only="OR-GRAM-17"), "x-stream-grammar/machines/part", "Additional properties"),
    (grammar(parent="response"), "x-stream-grammar/machines/part/parent", "parts live in items"),
    (lambda d: d["paths"]["/responses"].update({"x-invented": 1}), "paths//responses", "not in the vocabulary"),
    (lambda d: d["paths"]["/responses"].update({"x-websocket": 1}), "paths//responses/x-websocket", "object"),
    (lambda d: d["paths"].update({"/more": 7}), "paths", "OpenAPI 3.1"),
    (lambda d: d.update({"paths": 7}), "paths", "OpenAPI 3.1"),
    (lambda d: d.update({"info": 7}), "info", "OpenAPI 3.1"),
    (lambda d: d["info"].pop("version"), "info", "OpenAPI 3.1"),
    (lambda d: d["info"].update(version=7), "info/version", "OpenAPI 3.1"),
    (lambda d: d.update({"openapi": "3.0.0"}), "openapi", "OpenAPI 3.1"),
    (lambda d: d.update({"surprise": 1}), r"\(top\)", "OpenAPI 3.1: Unevaluated properties"),
    (lambda d: d.update({"webhooks": {"a\nb": 7}}), "webhooks/a b", "OpenAPI 3.1"),
    (lambda d: d.pop("paths"), "paths", "offers no path"),
    (lambda d: d.update({"paths": {}}), "paths", "offers no path"),
]


@pytest.mark.parametrize(("change", "path", "rule"), BROKEN_ROOTS, ids=lambda value: None if callable(value) else value)
def test_a_broken_root_is_named_with_the_rule_it_breaks(spec: SpecCopy, change: Change, path: str, rule: str) -> None:
    """Issue 1: the stream grammar and the paths are part of the spec, and are checked as such."""
    spec.change("openapi", change)
    refused(spec, "openapi.yaml", path, rule)


@pytest.mark.parametrize("command", ["check", "generate", "equivalence"])
@pytest.mark.parametrize("text", ["7", "at: x", "- {at: x}", "- {at: x, why: ''}", "- {at: x, why: y, z: 1}"])
def test_the_deviations_are_linted_by_every_command(spec: SpecCopy, command: str, text: str) -> None:
    """A list of exceptions without reasons is a broken spec, whether it is used in this run or not."""
    (spec.folder / "deviations.yaml").write_text(text, "utf-8")
    refused(spec, "deviations.yaml", "", "a row has|a list of rows", command)


def test_every_rule_that_is_broken_is_listed_at_once(spec: SpecCopy) -> None:
    """A maintainer fixes a spec in one go, not fault by fault."""
    spec.change("content", part(title="Text"))
    spec.change("content", prop({"type": "string"}))
    spec.change("events", event(payload="nothing"))
    errors = run("check", "--spec", spec.folder).errors
    assert run("equivalence", "nothing.json", "--spec", spec.folder).errors == errors
    assert len(re.findall(r"^schemas/", errors, re.MULTILINE)) == 3
    assert "3 rules broken" in errors


@pytest.mark.parametrize("name", ["class", "from", "schema", "copy", "list", "self", "to_json", "model_config", "emit"])
def test_a_property_may_have_a_name_that_python_keeps_for_itself(name: str) -> None:
    """The wire decides the names: such a property bends in Python only, and never collides with the model's methods."""
    from codegen.python_types import attribute

    assert attribute(name).isidentifier()
    assert attribute(name) == (name if name == "emit" else f"{name}_")


def test_a_wrong_folder_or_command_is_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command line answers wrong usage as command lines do."""
    outcome = run("check", "--spec", tmp_path / "nowhere")
    assert outcome.status == 1 and "no such file" in outcome.errors
    for arguments in (["explode"], [], ["equivalence"]):
        with pytest.raises(SystemExit) as stop:
            run(*arguments)
        assert stop.value.code == 2
    capsys.readouterr()
