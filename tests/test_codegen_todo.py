"""`equivalence NEW --todo` says what adopting a release takes, and writes all of it but the prose."""

from __future__ import annotations

import copy
import difflib
import json
import re
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.codegen_specs import DUMPER, LOADER, ROOT, SPEC, Json, SpecCopy, folder_of_release, run

try:
    PUBLISHED = Path(str(resources.files("llm_comply"))) / "specs" / "openresponses.json"
except ModuleNotFoundError:  # pragma: no cover
    pytest.skip("llm-comply, which carries the published document, is in the test group", allow_module_level=True)

DOCUMENT: Json = json.loads(PUBLISHED.read_text("utf-8"))
NEW_IN_APRIL = {
    "CompactionBody",
    "CompactionSummaryItemParam",
    "CompactResource",
    "CompactResponseMethodPublicBody",
    "WebSocketErrorEvent",
    "WebSocketResponseCreateEvent",
}
CHANGED_IN_APRIL = {
    "AssistantMessageItemParam",
    "InputItem",
    "MessageItem",
    "OutputItem",
    "OutputTextContent",
    "ResponseOutputTextDeltaEvent",
    "ResponseOutputTextDoneEvent",
}


def sections(output: str) -> dict[str, str]:
    """The parts of a plan by their headings."""
    parts = re.split(r"^## (.*)$", output, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def blocks(section: str) -> list[Json]:
    """The YAML that a part of a plan offers."""
    found: list[Json] = [
        yaml.load(text, Loader=LOADER) for text in re.findall(r"```yaml\n(.*?)```", section, re.DOTALL)
    ]
    return found


def filled(node: Any) -> Any:
    """A skeleton in which a person has written."""
    if isinstance(node, dict):
        return {key: filled(value) for key, value in node.items()}
    if isinstance(node, list):
        return [filled(value) for value in node]
    return "Written by a person." if node == "TODO" else node


def names(plan: dict[str, str], kind: str) -> set[str]:
    """The components of the headings of one kind."""
    return {re.split(r"[ ,]", heading.removeprefix(f"{kind}: "))[0] for heading in plan if heading.startswith(kind)}


@pytest.fixture
def january(tmp_path: Path) -> SpecCopy:
    """The spec as it stood at the release 2026-01-15."""
    return folder_of_release("2026-01-15", tmp_path)


def adopt(spec: SpecCopy, plan: dict[str, str], write: Callable[[Any], Any]) -> None:
    """Do what a plan says: every skeleton into its topic, every listed change, and the paths of today's spec."""
    for heading, section in plan.items():
        kind, _, rest = heading.partition(": ")
        if kind == "new":
            topic = rest.split("schemas/")[1].removesuffix(".yaml").replace("TODO", "adopted")
            path = spec.folder / "schemas" / f"{topic}.yaml"
            if not path.exists():
                path.write_text("description: What the release brought.\n$defs: {}\n", "utf-8")
            with spec.edit(topic) as content:
                content["$defs"] |= write(blocks(section)[0])
        elif kind == "changed":
            name, topic = rest.split()[0], rest.split("schemas/")[1].removesuffix(".yaml")
            with spec.edit(topic) as content:
                component = content["$defs"][name]
                for block in blocks(section):
                    if "properties" in block:
                        component["properties"] |= write(block["properties"])
                    else:
                        content["$defs"] |= write(block)
                for left_out in re.findall(r"does not require (.*)", section):
                    component["required"] = [
                        field for field in component["required"] if field not in left_out.split(", ")
                    ]
                for needless in re.findall(r"x-read-optional needs no (.*) any more", section):
                    kept = [field for field in component["x-read-optional"] if field not in needless.split(", ")]
                    component["x-read-optional"] = kept
                    if not kept:
                        del component["x-read-optional"]
                if "the union has a new member, <compaction>" in section:
                    member = {"OutputItem": "CompactionBody", "InputItem": "CompactionSummaryItemParam"}[name]
                    component["oneOf"].append({"$ref": f"#/$defs/{member}"})
                    component["discriminator"]["mapping"]["compaction"] = f"#/$defs/{member}"
    text = (SPEC / "openapi.yaml").read_text("utf-8")
    text = text.replace("compaction.yaml", "adopted.yaml").replace("websocket.yaml", "adopted.yaml")
    text = text.replace("CompactRequest", "CompactResponseMethodPublicBody").replace(
        "CompactedResponse", "CompactResource"
    )
    (spec.folder / "openapi.yaml").write_text(text, "utf-8")


def test_nothing_is_left_to_do_about_the_release_that_the_spec_says() -> None:
    """Exit status 0 tells a script that the release is adopted."""
    found = run("equivalence", PUBLISHED, "--todo")
    assert (found.status, sections(found.output)) == (0, {})
    assert "0 components are new, 0 changed, 0 removed," in found.output


def test_the_drill_from_january_to_april(january: SpecCopy) -> None:
    """Issue 6: starting from the 2026-01-15 bundle, adopt 2026-04-24; what CONTRIBUTING writes down is so."""
    found = run("equivalence", PUBLISHED, "--todo", "--spec", january.folder)
    plan = sections(found.output)
    assert found.status == 1
    assert (names(plan, "new"), names(plan, "changed")) == (NEW_IN_APRIL, CHANGED_IN_APRIL)
    assert f"{len(NEW_IN_APRIL)} components are new, {len(CHANGED_IN_APRIL)} changed, 0 removed," in found.output
    lines = sum(changed_lines(january.folder / path, SPEC / path) for path in written_files(january))
    shown = " ".join((ROOT / "CONTRIBUTING.md").read_text("utf-8").split())
    told = f"lists {len(NEW_IN_APRIL)} new components and {len(CHANGED_IN_APRIL)} changed ones; {lines} lines of YAML"
    assert told in shown


def written_files(january: SpecCopy) -> set[Path]:
    """The files of the schema, by their paths inside the spec folder."""
    return {
        path.relative_to(folder)
        for folder in (SPEC, january.folder)
        for path in [folder / "openapi.yaml", *(folder / "schemas").glob("*.yaml")]
    }


def changed_lines(before: Path, after: Path) -> int:
    """Lines that are new or gone, both files written in one style."""
    old, new = (
        yaml.dump(yaml.load(path.read_text("utf-8"), Loader=LOADER), Dumper=DUMPER, sort_keys=False, width=120)
        if path.exists()
        else ""
        for path in (before, after)
    )
    return sum(line[0] in "+-" for line in difflib.ndiff(old.splitlines(), new.splitlines()))


def test_the_skeletons_are_the_release_once_a_person_has_filled_them(january: SpecCopy) -> None:
    """The structure needs no second look: the filled plan is sound, and says what the release says."""
    plan = sections(run("equivalence", PUBLISHED, "--todo", "--spec", january.folder).output)
    adopt(january, plan, filled)
    found = run("equivalence", PUBLISHED, "--spec", january.folder)
    assert (found.status, found.errors) == (0, ""), found.output
    assert run("equivalence", PUBLISHED, "--todo", "--spec", january.folder).status == 0


def test_what_nobody_filled_in_is_refused(january: SpecCopy) -> None:
    """It never writes prose, so a skeleton that was pasted and forgotten must not become a docstring."""
    plan = sections(run("equivalence", PUBLISHED, "--todo", "--spec", january.folder).output)
    adopt(january, plan, lambda node: node)
    found = run("generate", "--spec", january.folder)
    assert found.status == 1
    assert "items.yaml: CompactionBody/description: TODO is left here" in found.errors
    assert "items.yaml: MessageItem/properties/phase/description: TODO is left here" in found.errors


def plan_of(change: Callable[[Json], object], tmp_path: Path) -> dict[str, str]:
    """The plan for a published document that was changed."""
    document = copy.deepcopy(DOCUMENT)
    change(document["components"]["schemas"])
    path = tmp_path / "next.json"
    path.write_text(json.dumps(document), "utf-8")
    return sections(run("equivalence", path, "--todo").output)


def add_event(schemas: Json) -> None:
    """An event of a part that only the next release has."""
    event = copy.deepcopy(schemas["ResponseOutputTextDeltaStreamingEvent"])
    event["properties"]["type"] = {"type": "string", "enum": ["response.output_audio.delta"]}
    schemas["ResponseOutputAudioDeltaStreamingEvent"] = event


def test_a_new_event_asks_for_its_meaning(tmp_path: Path) -> None:
    """x-event cannot be read off a schema: the address is filled in, everything else is asked for."""
    plan = plan_of(add_event, tmp_path)
    (heading,) = [heading for heading in plan if "Audio" in heading]
    semantics = blocks(plan[heading])[0]["ResponseOutputAudioDeltaStreamingEvent"]["x-event"]
    assert semantics.pop("address") == ["output_index", "content_index"]
    assert set(semantics.values()) == {"TODO"}
    assert set(semantics) >= {"machine", "from", "effect", "source"}


BOUNDED: Json = {
    "text": {"type": "string", "format": "uri", "pattern": "^a", "minLength": 1, "maxLength": 9},
    "count": {"type": "integer", "minimum": 1, "maximum": 9},
    "several": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 9},
    "keys": {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1, "maxProperties": 9},
}


@pytest.mark.parametrize("name", BOUNDED)
def test_every_limit_of_a_new_property_is_in_its_skeleton(name: str, tmp_path: Path) -> None:
    """Issue 6: with the YAML skeleton to fill; what it leaves out a person has to find."""
    plan = plan_of(lambda s: s["Usage"]["properties"].update({f"new_{name}": BOUNDED[name]}), tmp_path)
    (block,) = blocks(plan["changed: Usage (published as Usage), schemas/response.yaml"])
    written = block["properties"][f"new_{name}"]
    assert {key: value for key, value in written.items() if key not in ("description", "x-added-in")} == BOUNDED[name]
    assert written["description"] == "TODO"


CHANGES: dict[str, tuple[Callable[[Json], object], str, str]] = {
    "a property is new": (
        lambda s: s["Usage"]["properties"].update(cost={"type": "number", "description": "x"}),
        "changed: Usage (published as Usage), schemas/response.yaml",
        "a property is new: cost",
    ),
    "a property is gone": (
        lambda s: s["FunctionCall"]["properties"].pop("name"),
        "changed: FunctionCallItem (published as FunctionCall), schemas/items.yaml",
        "the release has no property name",
    ),
    "a property must be there now": (
        lambda s: s["CompactionBody"]["required"].append("created_by"),
        "changed: CompactionItem (published as CompactionBody), schemas/items.yaml",
        "the release requires created_by",
    ),
    "a bound moved": (
        lambda s: s["FunctionCallItemParam"]["properties"]["call_id"].update(maxLength=99),
        "changed: FunctionCallItemParam (published as FunctionCallItemParam), schemas/request.yaml",
        "call_id/maxLength: the release has 99, the spec 64",
    ),
    "an object is closed": (
        lambda s: s["FunctionCall"].update(additionalProperties=False),
        "changed: FunctionCallItem (published as FunctionCall), schemas/items.yaml",
        "additionalProperties: the release has false, the spec (nothing)",
    ),
    "a keyword that the spec does not use": (
        lambda s: s["FunctionCall"].update(minProperties=2),
        "changed: FunctionCallItem (published as FunctionCall), schemas/items.yaml",
        "minProperties: the release has 2, the spec (nothing)",
    ),
    "a union lost a member": (
        lambda s: s["ItemField"]["oneOf"].pop(),
        "changed: OutputItem (published as ItemField), schemas/items.yaml",
        "the union has no member <compaction> any more",
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_told_once_where_it_belongs(what: str, tmp_path: Path) -> None:
    """Usage stands in responses, and responses in events: one change there is one thing to do."""
    change, heading, sentence = CHANGES[what]
    plan = plan_of(change, tmp_path)
    assert sentence in plan[heading]
    told = [section for section in plan.values() if sentence.rpartition(":")[2] in section]
    assert len(told) == 1


def test_a_component_that_the_release_dropped_is_named(tmp_path: Path) -> None:
    """Issue 6: new, changed and removed components."""

    def drop(schemas: Json) -> None:
        del schemas["CompactionBody"]
        schemas["ItemField"]["oneOf"].pop()

    plan = plan_of(drop, tmp_path)
    assert "the release has no CompactionBody" in plan["removed: CompactionItem, schemas/items.yaml"]


def test_the_published_prose_is_nowhere_in_a_plan(january: SpecCopy) -> None:
    """Our own words: no sentence of the published document comes through."""
    output = run("equivalence", PUBLISHED, "--todo", "--spec", january.folder).output
    prose = {
        text
        for name in NEW_IN_APRIL
        for text in re.findall(r'"description": "([^"]{25,})"', json.dumps(DOCUMENT["components"]["schemas"][name]))
    }
    assert len(prose) > 10
    assert [sentence for sentence in prose if sentence in output] == []
