"""generated/json-schema/: each file stands alone, and says what the judge demands and what the models take."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from pydantic import TypeAdapter, ValidationError

import openresponses_schema
from openresponses_schema import RULES, CustomEvent
from openresponses_schema.json_schemas import ALL, BASE, DIALECT, JsonSchemas, roots
from openresponses_schema.schema_profiles import PROFILES, Profile
from openresponses_sdk import ResponseBuilder
from openresponses_sdk.documents.json_schemas import NoSuchSchemaError, components, json_schema
from openresponses_sdk.json_values import Json
from openresponses_sdk.parsing import parse_event
from openresponses_sdk.schema_check import REQUEST, RESPONSE
from openresponses_sdk.schema_compiler import SchemaCompiler
from tests.schema_samples import Samples, mutants
from tests.streams import Built, built_streams, start

jsonschema_rs = pytest.importorskip("jsonschema_rs", reason="the outside judge is in the test group")

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "generated" / "json-schema"
FILES = sorted(FOLDER.rglob("*.json"))
DOCUMENT: dict[str, Any] = json.loads((ROOT / "generated" / "openapi" / "openapi.json").read_text("utf-8"))
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
EXTENSION = {"type": "message", "sequence_number": 1, "id": "i", "status": "s"}
"""What the open members of all unions have, but for the tag."""
UNIONS = sorted(name for name, schema in SCHEMAS.items() if "x-fallback" in schema)
SAMPLES = Samples(SCHEMAS)
STRIDE = 5
"""Of a component with many mutants every fifth one is taken, so that the comparisons take seconds."""


@cache
def judge(name: str, profile: Profile) -> Any:
    return jsonschema_rs.Draft202012Validator(JsonSchemas(DOCUMENT, profile).document(name))


def schemas_in(node: Any) -> Iterator[dict[str, Any]]:
    """Every schema of a document, without the objects that only hold properties or definitions."""
    if not isinstance(node, dict):
        return
    yield node
    for key, value in node.items():
        if key in ("properties", "$defs"):
            for inner in value.values():
                yield from schemas_in(inner)
        else:
            for inner in value if isinstance(value, list) else [value]:
                yield from schemas_in(inner)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_file_is_a_schema_that_stands_alone(path: Path) -> None:
    """Issue 6: self-contained Draft 2020-12 with a stable $id, valid by its metaschema; descriptions are kept."""
    document = json.loads(path.read_text("utf-8"))
    jsonschema_rs.meta.validate(document)
    assert document["$schema"] == DIALECT
    assert document["$id"] == f"{BASE}/2026-04-24/{path.parent.name}/{path.stem}.json"
    references = {schema["$ref"] for schema in schemas_in(document) if "$ref" in schema}
    assert references <= {f"#/$defs/{name}" for name in document["$defs"]}
    assert {f"#/$defs/{name}" for name in document["$defs"]} <= references or path.stem == ALL
    assert all(schema.get("description") for schema in document["$defs"].values())
    words = {key for schema in schemas_in(document) for key in schema}
    assert not {word for word in words if word.startswith("x-")} and "discriminator" not in words


def test_there_is_a_file_for_everything_that_travels() -> None:
    """Issue 6: one per root, and one with all definitions, in both profiles."""
    names = {path.stem for path in FILES}
    events = {*SCHEMAS["ResponseStreamEvent"]["discriminator"]["mapping"].values()}
    items = {*SCHEMAS["OutputItem"]["discriminator"]["mapping"].values()}
    assert {ref.rpartition("/")[2] for ref in events | items} <= names and len(events) == 24
    assert {"Response", "CreateResponseRequest", "ResponseStreamEvent", "OutputItem", "InputItem"} <= names
    assert {"WebSocketResponseCreateEvent", "WebSocketErrorEvent", "CompactRequest", "CompactedResponse"} <= names
    assert {"ErrorData", "ResponseErrorData", "ThreadEvent", "CustomEvent", "CustomItem", ALL} <= names
    for profile in PROFILES:
        assert {path.stem for path in FILES if path.parent.name == profile} == {*roots(DOCUMENT), ALL}
        whole = json.loads((FOLDER / profile / f"{ALL}.json").read_text("utf-8"))
        assert whole["$defs"].keys() == SCHEMAS.keys()


@pytest.mark.parametrize("name", UNIONS)
def test_the_open_branch_of_a_union_takes_no_known_tag(name: str) -> None:
    """DESIGN: a known tag never falls through; only `write` asks for the name of an extension (OR-EXT-04)."""
    tag, mapping = (SCHEMAS[name]["discriminator"][key] for key in ("propertyName", "mapping"))
    aliases = [alias for ref in mapping.values() for alias in aliases_of(ref.rpartition("/")[2])]
    for profile in PROFILES:
        definitions = JsonSchemas(DOCUMENT, profile).definitions
        fallback = {"$ref": f"#/$defs/{SCHEMAS[name]['x-fallback']}"}
        (other,) = (branch for branch in definitions[name]["oneOf"] if fallback in branch.get("allOf", ()))
        alone = jsonschema_rs.Draft202012Validator({**other, "$defs": definitions})
        assert not any(alone.is_valid({**EXTENSION, tag: known}) for known in [*mapping, *aliases])
        assert alone.is_valid({**EXTENSION, tag: "acme:thing"})
    extension = {**EXTENSION, tag: "acme:thing"}
    assert judge(name, "write").is_valid(extension) and judge(name, "read").is_valid(extension)
    unheard = extension | {tag: "unheard_of"}
    assert not judge(name, "write").is_valid(unheard) and judge(name, "read").is_valid(unheard)


def aliases_of(name: str) -> list[str]:
    return list(SCHEMAS[name].get("x-event", {}).get("aliases", ()))


def whole_numbers(value: Any) -> Any:
    """The value with 1 for 1.0, as the parser does before it gives up."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: whole_numbers(inner) for key, inner in value.items()}
    return [whole_numbers(inner) for inner in value] if isinstance(value, list) else value


@cache
def adapter(name: str) -> TypeAdapter[Any]:
    """The type of a component as a field has it: the open one of an enum."""
    open_name = f"Open{name}"
    return TypeAdapter(getattr(openresponses_schema, open_name if hasattr(openresponses_schema, open_name) else name))


def models_take(name: str, value: Any) -> bool:
    try:
        adapter(name).validate_python(whole_numbers(value))
    except ValidationError:
        return False
    return True


@cache
def values(name: str) -> list[Any]:
    """Samples of a component and their mutants; no sample holds what the models are known to refuse."""
    found = [sample for sample in SAMPLES.of(name) if not is_unnamed_format(sample)]
    found += [with_named_format(sample) for sample in SAMPLES.of(name) if is_unnamed_format(sample)]
    made = [mutant for sample in found for mutant in mutants(sample)][:: STRIDE if name in COSTLY else 1]
    unique = {json.dumps(value, sort_keys=True): value for value in [*SAMPLES.of(name), *found, *made]}
    return list(unique.values())


COSTLY = {name for name in SCHEMAS if len(json.dumps(SAMPLES.of(name))) > 3000}


def formats(value: Any) -> Iterator[dict[str, Any]]:
    text = value.get("text") if isinstance(value, dict) else None
    for holder in (value, text):
        if isinstance(holder, dict) and isinstance(holder.get("format"), dict):
            yield holder


def is_unnamed_format(value: Any) -> bool:
    """The published schema takes a text format that says nothing; the models cannot tell which it is."""
    return any(not {"type", "schema", "name"} & holder["format"].keys() for holder in formats(value))


def with_named_format(value: Any) -> Any:
    changed = json.loads(json.dumps(value))
    for holder in formats(changed):
        holder["format"] = {"type": "text"}
    return changed


def lacks_its_tag(name: str, value: Any) -> bool:
    """A member of a union that was chosen for another reason: the models fill in the constant that it lacks."""
    tags = {
        schema["discriminator"]["propertyName"]
        for schema in SCHEMAS.values()
        if f"#/components/schemas/{name}" in schema.get("discriminator", {}).get("mapping", {}).values()
    }
    return isinstance(value, dict) and not tags <= value.keys()


KNOWN_DIFFERENCES: dict[str, Callable[[str, Any, bool], bool]] = {
    "the models fill in the tag of a member that is read by itself": lambda name, value, models: (
        models and lacks_its_tag(name, value)
    ),
    "the published schema, and so the schemas, take a text format without any sign of its type": (
        lambda name, value, models: (
            not models
            and (
                is_unnamed_format(value)
                or (name == "TextFormatParam" and not {"type", "schema", "name"} & value.keys())
            )
        )
    ),
}


def test_the_models_and_the_read_profile_agree_in_both_directions() -> None:
    """Issue 6: what reading forgives is what the schema forgives; every difference is listed above."""
    counts, judged, fitting = dict.fromkeys(KNOWN_DIFFERENCES, 0), 0, 0
    for name in SCHEMAS:
        for value in values(name):
            judged += 1
            models, schema = models_take(name, value), judge(name, "read").is_valid(value)
            fitting += schema
            if models != schema:
                reasons = [why for why, explains in KNOWN_DIFFERENCES.items() if explains(name, value, models)]
                assert reasons, (name, f"models {models}, schema {schema}", json.dumps(value)[:300])
                counts[reasons[0]] += 1
    print(f"{judged} values of {len(SCHEMAS)} components, {fitting} fit; differences: {counts}")  # noqa: T201
    assert fitting > 5000 and judged - fitting > 10000
    assert all(counts.values()), "a difference that is not there any more must leave the list"


def test_the_write_profile_says_what_our_own_judge_says() -> None:
    """Two readings of one spec: the validator of the SDK and the schemas for everybody else."""
    compiler, judged = SchemaCompiler(SCHEMAS), 0
    for name in SCHEMAS:
        ours = compiler.component(name)
        for value in values(name):
            judged += 1
            issues = [issue for issue in ours(value) or [] if issue.keyword != "alias"]
            assert (not issues) == judge(name, "write").is_valid(value), (name, json.dumps(value)[:300])
    print(f"{judged} values")  # noqa: T201


def test_what_may_be_written_can_be_read() -> None:
    """The read profile forgives; it refuses nothing that is right, with one exception that the models make too."""
    exceptions = 0
    for name in SCHEMAS:
        for value in values(name):
            if judge(name, "write").is_valid(value) and not judge(name, "read").is_valid(value):
                # Without a type, a role tells a message; the published schema also lets a reference have one.
                assert value.get("type", 0) is None and "role" in value and name == "InputItem", (name, value)
                exceptions += 1
    assert exceptions


@given(built=built_streams(dialect="spec"))
def test_what_the_builder_writes_fits_the_write_profile(built: Built) -> None:
    """Issue 6: the published strictness, the extensions among it."""
    for event in built.events:
        plain = json.loads(event.to_json())
        errors = [error.message for error in judge("ResponseStreamEvent", "write").iter_errors(plain)]
        assert errors == [], (plain["type"], errors)
        assert judge("ResponseStreamEvent", "read").is_valid(plain)
    assert judge(RESPONSE, "write").is_valid(json.loads(built.events[-1].to_json())["response"])


def test_a_dialect_can_be_read_and_not_written() -> None:
    """Every recorded provider writes response.reasoning_text.delta (OR-DIALECT)."""
    event = {
        "type": "response.reasoning_text.delta",
        "item_id": "i",
        "output_index": 0,
        "content_index": 0,
        "delta": "",
    }
    assert judge("ResponseStreamEvent", "read").is_valid(event)
    assert not judge("ResponseStreamEvent", "write").is_valid({**event, "sequence_number": 1})
    assert judge("ResponseStreamEvent", "write").is_valid(
        {**event, "sequence_number": 1, "type": RULES[event["type"]].type}
    )


def test_the_flat_form_of_an_error_is_told_by_the_parser_alone() -> None:
    """docs/schemas: a tag says what an object is, and this one says that it is an event of the specification."""
    flat = {"type": "error", "code": "server_error", "message": "m", "param": None, "sequence_number": 1}
    assert not judge("ResponseStreamEvent", "read").is_valid(flat) and not models_take("ResponseStreamEvent", flat)
    assert type(parse_event(flat)) is CustomEvent


def test_what_must_not_be_sent_is_false() -> None:
    """Issue 6: forbidden members are `false` in what is written, and read like any other (OR-WS-03)."""
    written = json_schema("WebSocketResponseCreateEvent")["$defs"]
    assert isinstance(written, dict)
    message = {"type": "response.create", "model": "m", "stream": True}
    assert '"stream": false' in json.dumps(written["WebSocketResponseCreateEvent"])
    assert not judge("WebSocketResponseCreateEvent", "write").is_valid(message)
    assert judge("WebSocketResponseCreateEvent", "read").is_valid(message)


def test_the_published_strictness_is_kept_and_reading_forgives() -> None:
    """DESIGN, facts of the field: fields left out, nulls, float timestamps, types without a slug."""
    builder, _ = start()
    assert isinstance(builder, ResponseBuilder)
    response = json.loads(builder.complete().to_json())
    assert judge(RESPONSE, "write").is_valid(response)
    loose = {key: response[key] for key in ("id", "object", "model", "output", "status")} | {
        "created_at": 1.5,
        "temperature": None,
        "output": [{"type": "web_search_call", "id": "w", "status": "completed"}],
    }
    assert judge(RESPONSE, "read").is_valid(loose) and not judge(RESPONSE, "write").is_valid(loose)
    request = {"model": "m", "input": "x", "max_output_tokens": 1}
    assert judge(REQUEST, "read").is_valid(request) and not judge(REQUEST, "write").is_valid(request)


def test_a_schema_is_had_by_name_and_is_yours_to_change() -> None:
    """Issue 6: a public function gives them, from the package alone."""
    document = json_schema("OutputItem", profile="read")
    assert document == json.loads((FOLDER / "read" / "OutputItem.json").read_text("utf-8"))
    document.clear()
    assert json_schema("OutputItem", profile="read")["title"] == "OutputItem"
    assert json_schema(ALL) == json.loads((FOLDER / "write" / "all.json").read_text("utf-8"))
    earlier = json_schema("Response", release="2026-01-15")
    assert re.search("/2026-01-15/write/", str(earlier["$id"]))
    names = [row.name for row in components() if row.is_root]
    assert names == roots(DOCUMENT)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("response", "Response"),
        ("ResponseResource", "Response"),
        ("response.output_text.delta", "ResponseOutputTextDeltaEvent"),
        ("Mesage", "Message"),
        ("../../etc/passwd", None),
    ],
)
def test_a_name_that_is_not_there_brings_the_ones_that_may_be_meant(name: str, meant: str | None) -> None:
    """A helpful error: published names, wire types and slips of the finger lead to a component."""
    with pytest.raises(NoSuchSchemaError) as caught:
        json_schema(name)
    assert caught.value.name == name and caught.value.kind == "component"
    assert any(near.startswith(meant) for near in caught.value.near) if meant else caught.value.near == ()
    with pytest.raises(NoSuchSchemaError, match="there are 2026-01-15, 2026-04-24"):
        json_schema("Response", release=name)


def test_every_release_gives_schemas() -> None:
    """Issue 6: releases are kept; their schemas are valid and know no agent log."""
    for release in ("2026-01-15", "2026-04-24"):
        for profile in PROFILES:
            whole: dict[str, Json] = json_schema(ALL, profile=profile, release=release)
            jsonschema_rs.meta.validate(whole)
            definitions = whole["$defs"]
            assert isinstance(definitions, dict) and "Response" in definitions and "ThreadEvent" not in definitions
