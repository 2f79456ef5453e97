"""Releases are frozen bundles in spec/releases/, in our own words and equal to what was published."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from codegen.bundle import load
from codegen.canonical import Canonical, differences
from codegen.releases import frozen, versions
from tests.codegen_specs import SPEC, SpecCopy, run

UPSTREAM = Path(os.environ.get("OPENRESPONSES_UPSTREAM", SPEC.parents[1] / "shared" / "upstream"))
VERSIONS = ["2026-01-15", "2026-04-24"]


def document(version: str) -> dict[str, Any]:
    return json.loads((SPEC / "releases" / f"{version}.json").read_text("utf-8"))


def test_the_releases_that_exist_are_kept() -> None:
    """Issue 6: 2026-01-15 and 2026-04-24 are kept as frozen bundles."""
    assert versions(SPEC) == VERSIONS


@pytest.mark.skipif(not UPSTREAM.is_dir(), reason="no published documents: set OPENRESPONSES_UPSTREAM to their folder")
@pytest.mark.parametrize("version", VERSIONS)
def test_each_is_equal_to_the_document_published_on_its_date(version: str) -> None:
    """Issue 6: proven structurally equal to the published document of its date."""
    found = run("equivalence", UPSTREAM / f"openapi-{version}.json", "--release", version)
    assert found.status == 0, found.output
    assert "0 unexplained, 0 unused rows" in found.output
    (other,) = {*VERSIONS} - {version}
    assert run("equivalence", UPSTREAM / f"openapi-{other}.json", "--release", version).status == 1


def test_the_spec_still_says_what_its_release_says() -> None:
    """While the version stands, the wire format does; prose may get better."""
    bundle = load(SPEC)
    kept = document(bundle.document["info"]["version"])["components"]["schemas"]
    now = frozen(bundle)["components"]["schemas"]
    assert kept.keys() == now.keys()
    for name in now:
        assert list(differences(Canonical(kept).component(name), Canonical(now).component(name), name)) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_a_release_refers_to_nothing_that_it_lacks(version: str) -> None:
    """A frozen bundle stands alone."""
    text = json.dumps(document(version))
    names = document(version)["components"]["schemas"]
    missing = {ref.partition('"')[0] for ref in text.split("#/components/schemas/")[1:]} - names.keys()
    assert missing == set()
    assert not any(name.startswith("Thread") for name in names)


def test_freezing_writes_the_spec_under_its_version(tmp_path: Path) -> None:
    """CONTRIBUTING: a release is adopted, then frozen."""
    copy = SpecCopy(tmp_path)
    with copy.edit("openapi") as root:
        root["info"]["version"] = "2027-01-01"
    assert run("freeze", "--spec", copy.folder).status == 0
    kept = json.loads((copy.folder / "releases" / "2027-01-01.json").read_text("utf-8"))
    assert kept["info"]["version"] == "2027-01-01"
    assert "ThreadEvent" not in kept["components"]["schemas"]
    assert "is as the spec" in run("freeze", "--spec", copy.folder).output


def test_a_version_that_is_no_date_cannot_be_frozen(tmp_path: Path) -> None:
    """It would become a file name."""
    copy = SpecCopy(tmp_path)
    with copy.edit("openapi") as root:
        root["info"]["version"] = "../evil"
    found = run("freeze", "--spec", copy.folder)
    assert found.status == 1 and "is no date" in found.errors


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "not JSON"),
        ("{}", "no OpenAPI document"),
        ('{"info": {"version": "x"}, "components": {"schemas": {}}}', "says x"),
    ],
)
def test_a_spoiled_release_is_named(tmp_path: Path, text: str, reason: str) -> None:
    """Bad input gets a clear error that names the file."""
    copy = SpecCopy(tmp_path)
    (copy.folder / "releases" / "2026-01-15.json").write_text(text)
    found = run("generate", "--spec", copy.folder, "--out", tmp_path / "out")
    assert found.status == 1
    assert "releases/2026-01-15.json" in found.errors and reason in found.errors


def test_a_release_that_is_kept_is_not_written_over(tmp_path: Path) -> None:
    """Found by a user: whoever forgot to set the version lost the release before."""
    copy = SpecCopy(tmp_path)
    path = copy.folder / "releases" / "2026-04-24.json"
    before = path.read_text("utf-8")
    copy.change("response", lambda defs: defs["Usage"].update(description="Other words."))
    found = run("freeze", "--spec", copy.folder)
    assert found.status == 1 and "2026-04-24 is frozen, and says something else" in found.errors
    assert path.read_text("utf-8") == before
    assert run("freeze", "--force", "--spec", copy.folder).status == 0
    assert "Other words." in path.read_text("utf-8")
