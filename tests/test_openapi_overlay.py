"""generated/openapi/overlay.json: laid over the published document, it gives what our bundle says, and nothing else."""

from __future__ import annotations

import copy
import json
import os
from dataclasses import replace
from fnmatch import fnmatchcase
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from codegen.annotations import annotation_differences
from codegen.bundle import load, read_yaml
from codegen.canonical import Canonical, differences
from codegen.deviations import deviations
from codegen.equivalence import stands_for, structural_differences
from codegen.releases import frozen
from tests.codegen_specs import ROOT, SPEC

jsonpath = pytest.importorskip("jsonpath", reason="python-jsonpath, which finds the targets, is in the test group")

Json = dict[str, Any]
OVERLAY: Json = json.loads((ROOT / "generated" / "openapi" / "overlay.json").read_text("utf-8"))
BUNDLE = load(SPEC)
UPSTREAM = Path(os.environ.get("OPENRESPONSES_UPSTREAM", SPEC.parents[1] / "shared" / "upstream"))
PUBLISHED = {
    "the copy in llm_comply": Path(str(resources.files("llm_comply"))) / "specs" / "openresponses.json",
    "the document of its date": UPSTREAM / "openapi-2026-04-24.json",
}
EXTENSIONS = frozenset(
    {key for key in read_yaml(SPEC / "vocabulary.yaml", "vocabulary.yaml")["$defs"] if key.startswith("x-")}
    - {"x-upstream-name"}
)
"""Every key of our vocabulary but the one that tells the published names, which the overlay targets."""


def document(source: str) -> Json:
    path = PUBLISHED[source]
    if not path.is_file():
        pytest.skip("no published document: set OPENRESPONSES_UPSTREAM to the folder")
    return json.loads(path.read_text("utf-8"))


def merged(target: Any, update: Any) -> Any:
    """What Overlay 1.0.0 says of an update: objects are merged, arrays put one behind the other, the rest replaced."""
    if isinstance(target, dict) and isinstance(update, dict):
        return {
            **target,
            **{key: merged(target[key], value) if key in target else value for key, value in update.items()},
        }
    if isinstance(target, list) and isinstance(update, list):
        return [*target, *update]
    return update


def applied(published: Json, overlay: Json) -> tuple[Json, dict[str, int]]:
    """The document with every action done in its order, and how many places each target found."""
    result, found = copy.deepcopy(published), {}
    for action in overlay["actions"]:
        places = list(jsonpath.finditer(action["target"], result))
        found[action["target"]] = len(places)
        for place in places:
            new = merged(place.obj, copy.deepcopy(action["update"]))
            if place.parent is None:
                result = new
            else:
                place.parent.obj[place.parts[-1]] = new
    return result, found


def members(schemas: Json) -> set[str]:
    """The components that the unions of a document lead to."""
    found = {schema["x-fallback"] for schema in schemas.values() if "x-fallback" in schema}
    mappings = [schema["discriminator"]["mapping"] for schema in schemas.values() if "discriminator" in schema]
    return found | {ref.rpartition("/")[2] for mapping in mappings for ref in mapping.values()}


sources = pytest.mark.parametrize("source", PUBLISHED)


@sources
def test_every_target_finds_one_place(source: str) -> None:
    """An action that finds nothing is skipped in silence, one that finds two says too much."""
    _, found = applied(document(source), OVERLAY)
    assert {target: places for target, places in found.items() if places != 1} == {}
    print(f"{len(found)} targets")  # noqa: T201


@sources
def test_published_and_overlay_and_deviations_are_our_bundle(source: str) -> None:
    """Issue 6: published + overlay + deviations = our bundle, in structure, annotations, and every x- key."""
    result, _ = applied(document(source), OVERLAY)
    ours, theirs = frozen(BUNDLE), result["components"]["schemas"]
    added = theirs.keys() - document(source)["components"]["schemas"].keys()
    every = stands_for(BUNDLE) | {name: name for name in added}
    found = {at for at, *_ in structural_differences(replace(BUNDLE, document=ours), result, every)}
    # What the overlay adds and the release writes in place is compared in its place as well.
    names = stands_for(BUNDLE) | {name: name for name in added & members(BUNDLE.schemas)}
    found |= {at for at, *_ in annotation_differences(theirs, ours["components"]["schemas"], names, EXTENSIONS)}
    assert {at for at in found if not any(fnmatchcase(at, row.at) for row in deviations(SPEC))} == set()
    assert result["x-stream-grammar"] == ours["x-stream-grammar"]
    for path, item in ours["paths"].items():
        for key in EXTENSIONS & item.keys():
            assert result["paths"][path][key] == item[key]
        assert result["paths"][path]["post"].get("x-added-in") == item["post"].get("x-added-in")


@sources
def test_the_overlay_changes_nothing_but_what_it_adds(source: str) -> None:
    """It states semantics; which values fit is the release's to say."""
    published = document(source)
    result, _ = applied(published, OVERLAY)
    before, after = (Canonical(d["components"]["schemas"]) for d in (published, result))
    for name in published["components"]["schemas"]:
        assert list(differences(before.component(name), after.component(name), name)) == []


def test_the_overlay_has_the_form_of_one() -> None:
    """Overlay 1.0.0: these members, and others only with ``x-`` before their name; a target is an RFC 9535 path."""
    assert OVERLAY.keys() == {"overlay", "info", "actions", "x-comment"} and OVERLAY["overlay"] == "1.0.0"
    assert OVERLAY["info"].keys() == {"title", "version"}
    targets = [action["target"] for action in OVERLAY["actions"]]
    assert all(action.keys() == {"target", "update"} for action in OVERLAY["actions"])
    strict = jsonpath.JSONPathEnvironment(strict=True)
    assert len({str(strict.compile(target)) for target in targets}) == len(targets)


def without(overlay: Json, number: int) -> Json:
    return {**overlay, "actions": [action for at, action in enumerate(overlay["actions"]) if at != number]}


def test_the_proof_notices_an_action_that_is_missing() -> None:
    """A comparison that overlooks the x- keys would prove nothing."""
    published = document("the copy in llm_comply")
    names = stands_for(BUNDLE)
    overlooked = []
    for number, action in enumerate(OVERLAY["actions"]):
        if not action["target"].startswith("$.components.schemas["):
            continue
        result, _ = applied(published, without(OVERLAY, number))
        theirs = result["components"]["schemas"]
        every = names | {name: name for name in OVERLAY["actions"][0]["update"].keys() & members(BUNDLE.schemas)}
        if not any(annotation_differences(theirs, frozen(BUNDLE)["components"]["schemas"], every, EXTENSIONS)):
            overlooked.append(action["target"])
    assert overlooked == []


def test_the_overlay_holds_no_published_prose() -> None:
    """House rule: descriptions are in our own words."""
    published = document("the copy in llm_comply")
    theirs = {node.obj for node in jsonpath.finditer("$..description", published) if isinstance(node.obj, str)}
    ours = {node.obj for node in jsonpath.finditer("$..description", OVERLAY)}
    assert len(theirs) > 300 and len(ours) > 20
    assert ours & theirs == set()
