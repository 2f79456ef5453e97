"""The recorded requests go out to every provider: legal bodies, nothing dropped silently, and the figures of the page.

The recordings are not part of the repository.  OPENRESPONSES_CORPUS names their folder; without it they are looked
for beside the checkout.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest

from openresponses_sdk.bridges.request_mapping import MappingKind
from tests.mapped_requests import PROVIDERS, unaccounted
from tests.provider_order import disorder_in
from tests.provider_requests import fault_in

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "corpus"
RECORDINGS = Path(os.environ.get("OPENRESPONSES_CORPUS", BESIDE)) / "responses"
PAGE = Path(__file__).resolve().parents[1] / "docs" / "requests.md"

pytestmark = pytest.mark.skipif(
    not RECORDINGS.is_dir(), reason="no recorded requests: set OPENRESPONSES_CORPUS to the folder of recordings"
)
each_provider = pytest.mark.parametrize("provider", PROVIDERS)


def requests() -> list[tuple[str, dict[str, Any]]]:
    return [(path.name, json.loads(path.read_bytes())) for path in sorted(RECORDINGS.rglob("*.request.json"))]


@each_provider
def test_every_leaf_of_a_recorded_request_does_something_or_is_reported(provider: str) -> None:
    """Issue 5: nothing is dropped silently."""
    silent = [(name, found) for name, request in requests() if (found := unaccounted(provider, request))]
    assert silent == []


@each_provider
def test_every_recorded_request_becomes_a_legal_body_and_the_page_has_the_figures(provider: str) -> None:
    """Issue 5, it must show 3: the providers' own models take it; counts of findings by kind are printed."""
    counts, faults = Counter[str](), []
    for name, request in requests():
        mapping = PROVIDERS[provider](request)
        kinds = Counter(finding.kind for finding in mapping.findings)
        counts += kinds
        lacking = {finding.path for finding in mapping.findings if finding.kind == "missing"}
        if lacking & {"$.model", "$.input"}:  # It asks for nothing that another provider could do.
            counts["incomplete requests"] += 1
            continue
        counts["mapped"] += 1
        counts["without findings"] += not mapping.findings
        if fault := fault_in(provider, mapping.body) or disorder_in(provider, mapping.body):
            faults.append((name, fault))
    assert faults == []
    told = [counts[name] for name in ("mapped", "incomplete requests", "without findings", *get_args(MappingKind))]
    row = f"| {provider} | {' | '.join(map(str, told))} |"
    print(row)  # noqa: T201
    assert row in PAGE.read_text("utf-8")
