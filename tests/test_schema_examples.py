"""Whether the examples of a document and of a Markdown page fit."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from openresponses_sdk.documents.document import Document
from openresponses_sdk.documents.examples import check_document, check_page
from openresponses_sdk.documents.markdown import NotJson, iter_blocks
from tests.openapi_documents import document, ref, tagged, thing

ROOT = Path(__file__).resolve().parents[1]
UPSTREAM = Path(os.environ.get("OPENRESPONSES_UPSTREAM", ROOT.parent / "shared" / "upstream"))
LATEST = Document(json.loads((ROOT / "spec" / "releases" / "2026-04-24.json").read_text("utf-8")))

_OTHERS = '"output_index": 0, "content_index": 0, "delta": "a"'
PAGE = """\
Text.

```json
{"model": "m", "input": "hello"}
```

<!-- schema: MessageItem -->

```json
{"type": "message", "id": "msg_1"}
```

  ```json
  {"type": "response.output_item.added", "sequence_number": 1, "output_index": 0, "item": null}
  ...
  {"type": "nonesuch"}
  {"trailing": "comma",}
  ```

```tsx
event: response.output_text.delta
data: {"type": "response.output_text.delta", "sequence_number": 1, "item_id": "m", OTHERS}

data: [DONE]
```

```python
print("no JSON")
```
""".replace("OTHERS", _OTHERS)


def test_examples_beside_their_schema_are_held_against_it() -> None:
    """Issue 6: the examples inside a document."""
    good, bad = {"type": "integer", "example": 1}, {"type": "integer", "examples": [1, "x"]}
    found = list(check_document(document({"Thing": thing(good=good, bad=bad)}, sent="Thing")))
    assert [(checked.at, checked.problem is None) for checked in found] == [
        ("Thing/properties/good/example", True),
        ("Thing/properties/bad/examples/0", True),
        ("Thing/properties/bad/examples/1", False),
    ]


def test_examples_of_a_body_are_held_against_its_schema() -> None:
    """OpenAPI puts examples beside the schema of a media type too, alone or by name."""
    content = {"schema": ref("Thing"), "examples": {"good": {"value": {"n": 1}}, "bad": {"value": {"n": "x"}}}}
    plain = {
        "paths": {"/things": {"post": {"requestBody": {"content": {"application/json": content}}}}},
        "components": {"schemas": {"Thing": thing("n", n={"type": "integer"})}},
    }
    found = {checked.at.rpartition("/")[2]: checked for checked in check_document(Document(plain))}
    assert found["good"].problem is None and found["good"].component == "Thing"
    assert found["bad"].problem == "$.n: 'x' is not of type 'integer'"


def test_each_value_of_a_page_is_found_with_its_line_and_component() -> None:
    """Issue 6: the examples inside a Markdown page, several in a block, streams too."""
    found = [(checked.at, checked.component, checked.problem) for checked in check_page(LATEST, PAGE)]
    assert found[0] == ("line 4", "CreateResponseRequest", None)
    assert found[1][:2] == ("line 10", "MessageItem") and "required" in str(found[1][2])
    assert found[2] == ("line 14", "ResponseOutputItemAddedEvent", None)
    assert found[3] == ("line 16", None, None)
    assert found[4][:2] == ("line 17", None) and str(found[4][2]).startswith("not JSON: ")
    assert found[5] == ("line 22", "ResponseOutputTextDeltaEvent", None)
    assert len(found) == 6


def test_a_comment_names_a_component_that_must_exist() -> None:
    """A misspelt name must not pass for a good example."""
    (checked,) = check_page(LATEST, "<!-- schema: Mesage -->\n```json\n{}\n```\n")
    assert checked.problem == "there is no component Mesage"


def test_of_several_components_with_one_tag_one_that_fits_is_enough() -> None:
    """A message of a client and one of a server have the same type."""
    loose, strict = tagged("a"), {**tagged("a"), "required": ["type", "n"]}
    both = document({"Strict": strict, "Loose": loose}, sent="Strict")
    (checked,) = check_page(both, '```json\n{"type": "a"}\n```\n')
    assert (checked.component, checked.problem) == ("Loose", None)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("```json\n```", []),
        ("```json\n[1]", []),  # A fence that is never closed holds nothing yet.
        ("~~~json\n[1]\n~~~", [[1]]),
        ("````json\n```\n1\n````", [NotJson]),
        ("```\n{}\n```", []),
        ("```jsonl\n1\n2\n```", [1, 2]),
        ("```sse\ndata: 1\ndata: [DONE]\n```", [1]),
    ],
)
def test_fences_are_read_as_markdown_has_them(text: str, values: list[object]) -> None:
    """Other marks, longer fences, no end, no language."""
    read = [value for block in iter_blocks(text) for _, value in block.values()]
    assert [NotJson if isinstance(value, NotJson) else value for value in read] == values


@pytest.mark.parametrize(
    ("schema", "problem"),
    [
        (ref("Nope"), "$: cannot be told: /components/schemas/Nope leads nowhere"),
        ({"$ref": "https://example.org/a"}, "$: cannot be told: https://example.org/a leads nowhere"),
        ({"type": "strng"}, "$: cannot be told: 'strng' says nothing in JSON Schema"),
        ({"type": "string", "pattern": "("}, "$: cannot be told: the pattern '(' says nothing in JSON Schema"),
    ],
)
def test_a_schema_that_says_nothing_is_a_problem_of_its_example(schema: dict[str, object], problem: str) -> None:
    """Issue 6: of any document; nothing is fetched, and a fault of the schema is told and not raised."""
    (checked,) = check_document(document({"Thing": {**schema, "example": "a"}}))
    assert checked.problem == problem


@pytest.mark.skipif(not UPSTREAM.is_dir(), reason="no published documents: set OPENRESPONSES_UPSTREAM to their folder")
@pytest.mark.parametrize("version", ["2026-01-15", "2026-04-24"])
def test_the_published_example_of_a_response_is_invalid(version: str) -> None:
    """Issue 6: invalid examples are known to be in the published releases."""
    published = Document(json.loads((UPSTREAM / f"openapi-{version}.json").read_text("utf-8")))
    bad = [checked for checked in check_document(published) if checked.problem is not None]
    assert [checked.at for checked in bad] == ["ResponseResource/example"]
