"""The generated reference: every component, field, event and requirement stands in it, with examples that are valid."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from codegen.bundle import load
from codegen.reference import reference
from openresponses_schema import REQUIREMENTS, RULES
from openresponses_sdk import validate_response
from openresponses_sdk.cli import main
from tests.codegen_specs import SpecCopy

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "generated" / "docs"
DOCUMENT = json.loads((ROOT / "generated" / "openresponses_schema" / "openapi.json").read_text("utf-8"))
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
SECTION = re.compile(r"^## (\w+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
EXAMPLE = re.compile(r"^<!-- schema: (\w+) -->\n```json\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")


def sections(folder: Path = DOCS) -> dict[str, str]:
    """What the pages say of each component."""
    texts = [page.read_text("utf-8") for page in sorted((folder / "schema").glob("*.md"))]
    return {name: body for text in texts for name, body in SECTION.findall(text)}


def rows(section: str, head: str) -> list[list[str]]:
    """The rows of the table of a section that begins with a heading, links replaced by their words."""
    lines = section.splitlines()
    start = next((at for at, line in enumerate(lines) if line.startswith(f"| {head} |")), len(lines))
    found = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in re.split(r"(?<!\\)\|", LINK.sub(r"\1", line))[1:-1]])
    return found


SECTIONS = sections()


def validator(name: str) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for({"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]})


def members(schema: dict[str, Any]) -> dict[str, Any]:
    """The properties of an object, those of its parts too."""
    found: dict[str, Any] = {}
    for part in schema.get("allOf", ()):
        target = SCHEMAS[part["$ref"].rpartition("/")[2]] if "$ref" in part else part
        found |= members(target)
    return {**found, **schema.get("properties", {})}


def test_every_component_has_a_section() -> None:
    """Issue 6, docs: generated reference, every component."""
    assert SECTIONS.keys() == SCHEMAS.keys()


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_the_section_of_a_component_has_its_prose_fields_and_a_valid_example(name: str) -> None:
    """Issue 6, docs: what it is, its fields, an example; the example is judged by the published strictness."""
    section, schema = SECTIONS[name], SCHEMAS[name]
    assert " ".join(schema["description"].split()) in " ".join(section.split())
    assert [row[0].strip("`") for row in rows(section, "field")] == [*members(schema)]
    ((of, example),) = EXAMPLE.findall(section)
    assert of == name
    validator(name).validate(json.loads(example))
    for value in schema.get("enum", schema.get("x-values", ())):
        assert f'| `"{value}"` |' in section
    for tag in schema.get("discriminator", {}).get("mapping", ()):
        assert f'| `"{tag}"` |' in section
    if "x-added-in" in schema:
        assert f"Since {schema['x-added-in']}." in section
    assert ("x-fallback" in schema) is (f"| any other | [{schema.get('x-fallback')}]" in section)


def test_a_field_says_whether_it_is_required_nullable_and_forgiven() -> None:
    """Issue 6, docs: required, nullable, what reading forgives, since which release, for all fields of all objects."""
    counted = dict.fromkeys(("required", "null", "forgiven", "wider", "since", "never"), 0)
    for name, schema in SCHEMAS.items():
        for field, kind, required, about in rows(SECTIONS[name], "field"):
            sub = members(schema)[field.strip("`")]
            if sub is False:
                counted["never"] += 1
                assert required == "never"
                continue
            prop, shown = field.strip("`"), json.dumps(sub)
            if "allOf" not in schema:
                assert required == ("yes" if prop in schema.get("required", ()) else "no"), (name, prop)
                assert ("Reading forgives" in about) is (
                    required == "yes" and prop in schema.get("x-read-optional", ())
                ), (name, prop)
            if '"null"' in shown.partition('"x-read-also"')[0]:
                assert "null" in kind, (name, prop)
            assert ("Reading also takes" in about) is ("x-read-also" in sub)
            assert (f"Since {sub.get('x-added-in')}." in about) is ("x-added-in" in sub)
            counted["required"] += required == "yes"
            counted["null"] += "or null" in kind
            counted["forgiven"] += "Reading forgives" in about
            counted["wider"] += "Reading also takes" in about
            counted["since"] += "Since" in about
    assert min(counted.values()) > 0, counted


def test_the_section_of_an_event_says_what_its_rule_says() -> None:
    """Issue 6, docs: for events the machine, the states, the effect, the address."""
    seen = set()
    for name, section in SECTIONS.items():
        facts = {row[0]: row[1] for row in rows(section, "in a stream")}
        if not facts:
            continue
        spellings = re.findall(r"`([^`]+)`", facts["type"])
        rule = RULES[spellings[0]]
        assert {spelling for spelling, of in RULES.items() if of.type == rule.type} == {*spellings}, name
        assert facts["machine"].startswith(f"{rule.machine} ") or facts["machine"].startswith(f"{rule.machine},")
        assert [f"`{field}`" in facts["machine"] for field in rule.indexes] == [True] * len(rule.indexes)
        states = {*rule.sources, *(state for of in rule.sources_by_type.values() for state in of)}
        assert {*re.findall(r"`(\w+)`", facts["may happen"])} == {*map(str, states), *rule.sources_by_type}
        assert (f"`{rule.target}`" in facts["leads to"]) is (rule.target is not None)
        assert ("the stream ends" in facts["leads to"]) is rule.terminal
        for word in () if rule.effect == "none" else (rule.payload, rule.field):
            assert word is None or f"`{word}`" in facts["effect"], name
        seen.add(rule.type)
    assert seen == {rule.type for rule in RULES.values()}


def test_the_requirements_page_has_every_row_of_the_spec() -> None:
    """Issue 6, docs: requirements with id, level, statement and who checks."""
    page = (DOCS / "requirements.md").read_text("utf-8")
    spec = tomllib.loads((ROOT / "spec" / "requirements.toml").read_text("utf-8"))
    found = {row[0]: row for row in (line.strip("| ").split(" | ") for line in page.splitlines() if "<a id=" in line)}
    assert len(found) == len(spec) == len(REQUIREMENTS)
    for name, row in spec.items():
        (cells,) = [cells for key, cells in found.items() if f"`{name}`" in key]
        assert f'<a id="{name.lower()}"></a>' in cells[0]
        assert row["level"] in cells[1] and row["statement"] in cells[3]
        assert (f"reported by `{row.get('implemented_by')}`" in cells[4]) is ("implemented_by" in row)
        assert all(
            f"[{other}](#{other.lower()})" in cells[4] or other in cells[4] for other in row.get("judged_as", ())
        )


def test_the_examples_pass_the_command_for_maintainers(capsys: pytest.CaptureFixture[str]) -> None:
    """The pages are read as any Markdown page with examples is, by `openresponses schema examples`."""
    document = str(ROOT / "generated" / "openresponses_schema" / "openapi.json")
    page = str(DOCS / "schema" / "events.md")
    assert main(["schema", "examples", page, "--against", document]) == 0
    assert f"{len(EXAMPLE.findall(Path(page).read_text('utf-8')))} examples, 0 invalid" in capsys.readouterr().out


def test_the_example_of_a_response_has_no_finding() -> None:
    """An example that the schema allows and the rules about values do not would teach the wrong thing."""
    assert list(validate_response(json.loads(EXAMPLE.findall(SECTIONS["Response"])[0][1]))) == []


def test_the_reference_follows_the_spec(tmp_path: Path) -> None:
    """Issue 6, it must show 4, for a change of any kind: a field with bounds, a default, a bar in its prose."""
    spec = SpecCopy(tmp_path)
    with spec.edit("items") as items:
        items["$defs"]["MessageItem"]["properties"]["mood"] = {
            "description": "Glad | sad.",
            "type": ["string", "null"],
            "maxLength": 7,
            "default": "glad",
        }
    page = reference(load(spec.folder), spec.folder).files["docs/schema/items.md"]
    section = dict(SECTION.findall(page))["MessageItem"]
    (row,) = [row for row in rows(section, "field") if row[0] == "`mood`"]
    assert row[1:] == ["string or null (at most 7 characters)", "no", 'Glad \\| sad. Default: `"glad"`.']
