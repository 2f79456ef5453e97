"""The page of the requirements: what servers and clients must do, how firmly, and who can tell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .bundle import Bundle, Json
from .folder import PAGE_HEADER
from .page_words import cell
from .product import Product
from .reference_events import linked
from .render import template
from .requirements import load, severity_of

PAGE = "docs/requirements.md"
CHECKS = {
    "schema": "the schema, on one object",
    "stream": "the events of a stream",
    "server_test": "a test of a server",
    "client_test": "a test of a client",
    "manual": "a person",
}
"""Who can tell whether a requirement is met."""


def requirements_page(bundle: Bundle, spec: Path) -> Product:
    """The page and its row."""
    rows = load(spec)
    areas: dict[str, list[Json]] = {}
    for name, row in rows.items():
        areas.setdefault(_title(row["area"]), []).append(
            {
                "id": name,
                "level": ", ".join(filter(None, (row["level"], severity_of(row)))),
                "applies_to": row["applies_to"],
                "statement": cell(row["statement"]),
                "clause": cell(row["clause"]),
                "checked": "; ".join([", ".join(CHECKS[check] for check in row["checkable_by"]), *_here(row)]),
            }
        )
    judged = sum("implemented_by" in row or "judged_as" in row for row in rows.values())
    page = template(
        "requirements.md.jinja2",
        header=PAGE_HEADER,
        version=bundle.document["info"]["version"],
        areas=areas,
        total=len(rows),
        judged=judged,
    )
    return Product({PAGE: page}, [(PAGE, "every requirement: id, level, statement, and who checks it")])


def _title(area: str) -> str:
    return f"`{area}`" if "_" in area else f"{area[0].upper()}{area[1:]}"


def _here(row: Json) -> Iterator[str]:
    """What this SDK makes of a breach."""
    if "implemented_by" in row:
        yield f"reported by `{row['implemented_by']}`"
    if "judged_as" in row:
        yield f"reported as {', '.join(linked(other) for other in row['judged_as'])}"
    if "not_judged" in row:
        yield f"not reported: {cell(row['not_judged'])}"
    if "softened" in row:
        yield f"a warning when {cell(row['softened'])}"
