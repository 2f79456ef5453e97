"""What the vectors must show, so that nothing that a stream can break goes without one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ..bundle import Bundle, Json
from ..errors import Broken
from ..requirements import FILE

VECTORS = "vectors/"


def uncovered_requirements(rows: dict[str, Json], vectors: Iterable[Json]) -> Iterator[Broken]:
    """Every requirement that a stream can show to be broken, and that no vector breaks."""
    shown: dict[str, set[str]] = {}
    for vector in vectors:
        reported = {violation["requirement"] for violation in vector.get("violations", ())}
        for name in vector.get("breaks", ()):
            shown.setdefault(name, set()).update(reported)
    for name in shown.keys() - rows.keys():
        yield Broken(VECTORS, name, f"{FILE} has no such row")
    for name, row in rows.items():
        if "stream" not in row["checkable_by"] or "not_judged" in row:
            continue
        if name not in shown:
            yield Broken(VECTORS, name, "a stream can break it: violations.yaml or frames.yaml has one that does")
        elif shown[name].isdisjoint(row.get("judged_as", [name])):
            yield Broken(VECTORS, name, "no stream that breaks it expects it to be reported")


def uncovered_components(bundle: Bundle, objects: Iterable[Json]) -> Iterator[Broken]:
    """Every component without a valid or without an invalid value."""
    found = {(vector["input"]["component"], vector["output"]["valid"]) for vector in objects}
    for name in bundle.schemas:
        for is_valid in (True, False):
            if (name, is_valid) not in found:
                kind = "a valid" if is_valid else "an invalid"
                yield Broken(bundle.file(name), name, f"objects.yaml has {kind} value of it, since none can be made")


def repeated_ids(vectors: Iterable[Json]) -> Iterator[Broken]:
    """Every id that two vectors have."""
    for name, count in Counter(vector["id"] for vector in vectors).items():
        if count > 1:
            yield Broken(VECTORS, name, f"{count} vectors have this id")
