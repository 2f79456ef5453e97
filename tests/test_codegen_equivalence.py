"""`equivalence` proves that spec/ says what the published release says, so it must notice whatever differs."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from codegen import equivalence
from codegen.bundle import load
from codegen.canonical import Canonical, differences
from codegen.equivalence import stands_for
from tests.codegen_specs import SPEC, Json, SpecCopy, run

try:
    PUBLISHED = Path(str(resources.files("llm_comply"))) / "specs" / "openresponses.json"
except ModuleNotFoundError:  # pragma: no cover
    pytest.skip("llm-comply, which carries the published document, is in the test group", allow_module_level=True)

DOCUMENT: Json = json.loads(PUBLISHED.read_text("utf-8"))
BUNDLE = load(SPEC)
NAMES = stands_for(BUNDLE)
OURS = Canonical(BUNDLE.schemas)
BOUNDS = ("minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "maxProperties")
Path_ = tuple[str | int, ...]
Mutation = tuple[Path_, str]


def subschemas(node: Any, at: Path_) -> Iterator[tuple[Path_, Json]]:
    """Every schema inside a component, itself first."""
    if not isinstance(node, dict):
        return
    yield at, node
    for name, sub in node.get("properties", {}).items():
        yield from subschemas(sub, (*at, "properties", name))
    for key in ("items", "additionalProperties"):
        yield from subschemas(node.get(key), (*at, key))
    for key in ("oneOf", "anyOf", "allOf"):
        for index, branch in enumerate(node.get(key, ())):
            yield from subschemas(branch, (*at, key, index))


def mutations_of(schema: Json) -> Iterator[str]:
    """The names of everything that can be changed in one schema."""
    for name in schema.get("properties", ()):
        yield f"drop property {name}"
    if "properties" in schema:
        yield "add property"
        for name in schema["properties"]:
            yield f"{'un' if name in schema.get('required', ()) else ''}require {name}"
    yield from (f"drop {key}" for key in ("const", "format", "pattern", *BOUNDS, "items") if key in schema)
    yield from (f"move {key}" for key in BOUNDS if key in schema)
    for key in ("enum", "oneOf", "anyOf", "allOf"):
        yield from (f"drop {key} {index}" for index in range(len(schema.get(key, ()))))
    if "enum" in schema:
        yield "add enum"
    if isinstance(schema.get("type"), str):
        yield "nullable"
        yield "other type"
    if "$ref" in schema:
        yield "other reference"
    if schema.get("additionalProperties") is not None:
        yield "drop additionalProperties"


def mutate(schema: Json, what: str) -> None:
    verb, _, rest = what.partition(" ")
    match what.split():
        case ["drop", "property", name]:
            del schema["properties"][name]
        case ["add", "property"]:
            schema["properties"]["surprise"] = {"type": "string"}
        case ["require", name]:
            schema["required"] = [*schema.get("required", ()), name]
        case ["unrequire", name]:
            schema["required"] = [other for other in schema["required"] if other != name]
        case ["move", key]:
            schema[key] += 1
        case ["drop", key, index]:
            del schema[key][int(index)]
            if not schema[key]:
                del schema[key]
        case ["add", "enum"]:
            schema["enum"] = [*schema["enum"], "surprise"]
        case ["nullable"]:
            schema["type"] = [schema["type"], "null"]
        case ["other", "type"]:
            schema["type"] = "boolean" if schema["type"] != "boolean" else "string"
        case ["other", "reference"]:
            others = [f"#/components/schemas/{name}" for name in ("LogProb", "Usage")]
            schema["$ref"] = others[schema["$ref"] == others[0]]
        case _:
            assert verb == "drop", what
            del schema[rest]


def at_path(document: Json, path: Path_) -> Any:
    node: Any = document["components"]["schemas"]
    for step in path:
        node = node[step]
    return node


def every_mutation() -> list[Mutation]:
    schemas = DOCUMENT["components"]["schemas"]
    found = [pair for name in schemas for pair in subschemas(schemas[name], (name,))]
    return [(path, what) for path, schema in found for what in mutations_of(schema)]


def null_stands_around(path: Path_, document: Json) -> bool:
    """Whether a branch belongs to a union, or a union of unions, that has a branch for null."""
    while len(path) > 2 and path[-2] in ("anyOf", "oneOf"):
        path = path[:-2]
        schema = at_path(document, path)
        if {"type": "null"} in [*schema.get("anyOf", ()), *schema.get("oneOf", ())]:
            return True
    return False


def is_void(path: Path_, what: str, schema: Json, document: Json) -> str | None:
    """Why a mutation changes nothing about which values are valid; None when it does."""
    if what == "nullable" and (schema["type"] == "null" or null_stands_around(path, document)):
        return "null is allowed already"
    if what == "nullable" and ("enum" in schema or "const" in schema):
        return "the listed values stay as they are, and null is none of them"
    if what == "drop additionalProperties" and schema["additionalProperties"] in (True, {}):
        return "the properties may be anything already"
    if what == "move minLength" and schema.get("maxLength") == 0:
        return "no string fits"
    forbidden = path[0] == "WebSocketResponseCreateEvent" and path[-1] in ("stream", "background")
    if forbidden and ("Length" in what or what == "nullable"):
        return "the other half of the allOf wants a boolean"
    if what.startswith("drop allOf ") and set(schema["allOf"][int(what.split()[-1])]) <= {"description", "title"}:
        return "a branch that only describes allows everything"
    return None


MUTATIONS = every_mutation()
BY_COMPONENT: dict[str, list[Mutation]] = {}
for mutation in MUTATIONS:
    BY_COMPONENT.setdefault(str(mutation[0][0]), []).append(mutation)


def test_the_spec_is_equivalent_to_the_published_release() -> None:
    """Issue 1: 0 unexplained differences."""
    outcome = run("equivalence", PUBLISHED)
    assert outcome.status == 0, outcome.output
    assert "108 published components, 6 deliberate differences, 0 unexplained, 0 unused rows" in outcome.output


def test_the_mutations_below_are_many_and_of_every_kind() -> None:
    """A search that finds everything among few proves little."""
    assert len(MUTATIONS) > 1500
    kinds = {" ".join(word for word in what.split()[:2] if not word.isdigit()) for _, what in MUTATIONS}
    assert {"drop property", "drop enum", "drop maxLength", "move maximum", "drop oneOf", "nullable"} <= kinds


@pytest.mark.parametrize("component", BY_COMPONENT)
def test_every_change_of_a_published_component_is_noticed(component: str) -> None:
    """Issue 1: every difference listed; a comparison that misses one lets the spec drift from the release."""
    missed: list[Mutation] = []
    for path, what in BY_COMPONENT[component]:
        document = {**DOCUMENT, "components": {"schemas": {**DOCUMENT["components"]["schemas"]}}}
        document["components"]["schemas"][component] = copy.deepcopy(DOCUMENT["components"]["schemas"][component])
        schema = at_path(document, path)
        reason = is_void(path, what, schema, document)
        mutate(schema, what)
        mutated = Canonical(document["components"]["schemas"]).component(component)
        noticed = next(differences(mutated, OURS.component(NAMES[component]), component), None) is not None
        if noticed == (reason is not None):
            missed.append((path, what))
    assert missed == []


@pytest.fixture(autouse=True)
def linted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lint has tests of its own, and looks at every schema anew."""
    monkeypatch.setattr(equivalence, "lint", lambda bundle, spec: iter(()))


def published(tmp_path: Path, change: Callable[[Json], object]) -> Path:
    document = copy.deepcopy(DOCUMENT)
    change(document)
    path = tmp_path / "published.json"
    path.write_text(json.dumps(document), "utf-8")
    return path


def drop_path(document: Json) -> None:
    del document["paths"]["/responses/compact"]


def add_path(document: Json) -> None:
    document["paths"]["/more"] = {"get": {"responses": {"200": {"content": {"text/plain": {"schema": {}}}}}}}


def swap_answer(document: Json) -> None:
    answers = document["paths"]["/responses"]["post"]["responses"]["200"]["content"]
    answers["application/json"]["schema"]["$ref"] = "#/components/schemas/CompactResource"


def drop_event(document: Json) -> None:
    content = document["paths"]["/responses"]["post"]["responses"]["200"]["content"]
    content["text/event-stream"]["schema"]["oneOf"].pop()


def drop_websocket(document: Json) -> None:
    del document["paths"]["/responses"]["x-openresponses-websocket"]


def add_component(document: Json) -> None:
    document["components"]["schemas"]["Surprise"] = {"type": "object"}


def move_default(document: Json) -> None:
    document["components"]["schemas"]["LogProb"]["properties"]["token"]["default"] = "a"


def deprecate(document: Json) -> None:
    document["components"]["schemas"]["LogProb"]["properties"]["token"]["deprecated"] = True


def other_discriminator(document: Json) -> None:
    document["components"]["schemas"]["ItemField"]["discriminator"]["propertyName"] = "kind"


def other_mapping(document: Json) -> None:
    mapping = {"message": "#/components/schemas/FunctionCall"}
    document["components"]["schemas"]["ItemField"]["discriminator"]["mapping"] = mapping


def other_version(document: Json) -> None:
    document["info"]["version"] = "2027-01-01"


def other_security(document: Json) -> None:
    document["components"]["securitySchemes"]["ApiKeyAuth"]["scheme"] = "basic"


ANNOTATIONS = [move_default, deprecate, other_discriminator, other_mapping, other_version, other_security]


@pytest.mark.parametrize(
    "change", [drop_path, add_path, swap_answer, drop_event, drop_websocket, add_component, *ANNOTATIONS]
)
def test_a_change_outside_the_components_is_noticed(tmp_path: Path, change: Callable[[Json], object]) -> None:
    """Issue 1: the components and what reaches them; a path or an event that goes missing is a difference."""
    outcome = run("equivalence", published(tmp_path, change))
    assert outcome.status == 1, change
    assert "differs at" in outcome.output


def test_a_component_that_is_dropped_is_noticed_where_it_is_used(tmp_path: Path) -> None:
    """A reference that leads nowhere is a broken document, told with the file and the place."""
    outcome = run("equivalence", published(tmp_path, lambda d: d["components"]["schemas"].pop("LogProb")))
    assert outcome.status == 1
    assert "published.json: OutputTextContent: LogProb does not exist" in outcome.errors


def test_prose_titles_and_the_way_of_writing_do_not_count(tmp_path: Path) -> None:
    """Issue 1: prose ignored."""

    def rewrite(document: Json) -> None:
        schemas = document["components"]["schemas"]
        schemas["LogProb"] |= {"description": "Other words.", "title": "T", "example": {}, "x-vendor": 1}
        schemas["LogProb"]["properties"]["token"] = {"allOf": [{"type": "string"}, {"description": "x"}]}
        schemas["LogProb"]["required"] = schemas["LogProb"]["required"][::-1]
        schemas["TextContent"]["properties"]["type"] = {"const": "text"}

    assert run("equivalence", published(tmp_path, rewrite)).status == 0


def with_rows(tmp_path: Path, text: str) -> SpecCopy:
    spec = SpecCopy(tmp_path)
    path = spec.folder / "deviations.yaml"
    path.write_text(text, "utf-8")
    return spec


def test_a_difference_that_a_row_explains_is_allowed(tmp_path: Path) -> None:
    """Issue 1: only rows of deviations.yaml are allowed."""
    document = published(tmp_path, lambda d: d["components"]["schemas"]["LogProb"]["properties"].pop("bytes"))
    places = re.findall("^differs at (.+)$", run("equivalence", document).output, re.MULTILINE)
    own = (SPEC / "deviations.yaml").read_text("utf-8")
    assert len(places) > 1 and "LogProb/bytes" in places
    rows = own + "".join(f"- {{at: {json.dumps(place)}, why: The copy lacks the bytes.}}\n" for place in places)
    outcome = run("equivalence", "--spec", with_rows(tmp_path / "all", rows).folder, document)
    assert outcome.status == 0, outcome.output
    rows = own + "".join(f"- {{at: {json.dumps(place)}, why: The copy lacks the bytes.}}\n" for place in places[1:])
    outcome = run("equivalence", "--spec", with_rows(tmp_path / "some", rows).folder, document)
    assert outcome.status == 1
    assert f"differs at {places[0]}" in outcome.output and " 1 unexplained, 0 unused rows" in outcome.output
    spec = with_rows(tmp_path / "pattern", own + "- {at: '*/bytes', why: The copy lacks the bytes.}\n")
    assert run("equivalence", "--spec", spec.folder, document).status == 0


def test_a_row_that_explains_nothing_is_an_error(tmp_path: Path) -> None:
    """Issue 1: an unused row is an error."""
    own = (SPEC / "deviations.yaml").read_text("utf-8")
    spec = with_rows(tmp_path, own + "- {at: LogProb/bytes, why: It was so once.}\n")
    outcome = run("equivalence", "--spec", spec.folder, PUBLISHED)
    assert outcome.status == 1
    assert "the row LogProb/bytes matches no difference" in outcome.output
    assert "1 unused rows" in outcome.output


@pytest.mark.parametrize(
    "text",
    ["at: x", "7", "- 7", "- {at: x}", "- {at: x, why: ''}", "- {at: 7, why: x}", "- {at: x, why: y, z: 1}", "["],
)
def test_a_deviations_file_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    """Issue 1: every deviation has its reason; a malformed file is an error that names it."""
    outcome = run("equivalence", "--spec", with_rows(tmp_path, text).folder, PUBLISHED)
    assert outcome.status == 1
    assert "deviations.yaml: " in outcome.errors and "1 rule broken" in outcome.errors


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "7",
        "{}",
        '{"components": 1, "paths": {}}',
        '{"components": {"schemas": []}, "paths": {}}',
        '{"components": {"schemas": {"A": 1}}, "paths": {}}',
        '{"components": {"schemas": {"A": {"type": "nonsense"}}}, "paths": {}}',
        '{"components": {"schemas": {"A": {"anyOf": 1}}}, "paths": {}}',
        '{"components": {"schemas": {}}, "paths": []}',
        '{"components": {"schemas": {}}, "paths": {"/a": {"post": {"responses": {"200": {"content": {"a/b": {}}}}}}}}',
        "[" * 100_000,
    ],
)
def test_a_published_document_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    """Issue 1, bad input: an error that names the file and the place, never a traceback."""
    path = tmp_path / "published.json"
    path.write_text(text, "utf-8")
    outcome = run("equivalence", path)
    assert outcome.status == 1
    assert "published.json: " in outcome.errors


def test_a_published_document_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """Issue 1, bad input."""
    outcome = run("equivalence", tmp_path / "nothing.json")
    assert outcome.status == 1
    assert "cannot be read" in outcome.errors


def test_a_document_that_refers_to_itself_is_compared_and_not_endless(tmp_path: Path) -> None:
    """A later release may hold a recursive schema."""

    def recurse(document: Json) -> None:
        document["components"]["schemas"]["LogProb"]["properties"]["rivals"] = {
            "type": "array",
            "items": {"$ref": "#/components/schemas/LogProb"},
        }

    outcome = run("equivalence", published(tmp_path, recurse))
    assert outcome.status == 1
    assert "differs at LogProb/rivals" in outcome.output


def test_what_an_operation_asks_for_beside_its_schemas_is_compared(tmp_path: Path) -> None:
    """Found by a user: a header that every client has to send was no difference."""
    document = copy.deepcopy(DOCUMENT)
    header = {"name": "x-trace", "in": "header", "required": True, "schema": {"type": "string"}}
    document["paths"]["/responses"]["post"]["parameters"] = [header]
    path = tmp_path / "published.json"
    path.write_text(json.dumps(document), "utf-8")
    found = run("equivalence", path)
    assert found.status == 1
    assert "differs at document/operations/post /responses/parameters" in found.output
