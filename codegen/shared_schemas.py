"""The files that teams of other languages start from: the bundle, its overlay, and JSON Schemas in two profiles."""

from __future__ import annotations

import json
from pathlib import Path

from .bundle import Bundle
from .product import Product
from .templates.json_schemas import as_text, schema_files
from .templates.openapi_overlay import overlay

CONTENTS = [
    ("openapi/openapi.json", "the whole spec as one OpenAPI document, with its x- keys"),
    ("openapi/overlay.json", "what that document adds to the published one, as an OpenAPI Overlay"),
    ("json-schema/write/", "JSON Schemas of what is written: the published strictness"),
    ("json-schema/read/", "JSON Schemas of what is read: with all that the models forgive"),
]


def shared_schemas(bundle: Bundle, _: Path) -> Product:
    """The files and a row about each group."""
    document = bundle.document
    files = {
        "openapi/openapi.json": json.dumps(document, indent=2, ensure_ascii=False) + "\n",
        "openapi/overlay.json": as_text(overlay(document)),
        **{f"json-schema/{path}": text for path, text in schema_files(document).items()},
    }
    return Product(files, CONTENTS)
