"""Whole JSON Schema documents: one for each thing that travels, and one of everything, in both profiles.

Each document stands alone: it holds, under ``$defs``, what it refers to.  Its ``$id`` names release, profile and
component, stays the same for as long as the release does, and need not resolve over the network.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from .schema_profiles import PREFIX, PROFILES, Json, Profile, definitions

__all__ = ["ALL", "BASE", "DIALECT", "JsonSchemas", "as_text", "roots", "schema_files"]

BASE: Final = "https://openresponses-sdk.github.io/openresponses-sdk/json-schema"
"""What every ``$id`` begins with; release, profile and name follow."""
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
ALL: Final = "all"
"""The name of the document that holds every component and stands for none of them."""
MARK: Final = "Generated from spec/ by `python -m codegen generate`. Do not edit."

_UNIONS: Final = ("ResponseStreamEvent", "OutputItem", "InputItem")
"""Unions whose members travel alone as well."""
_OTHERS: Final = ("ErrorData", "ResponseErrorData", "WebSocketErrorData", "ThreadEvent", "ThreadEventEnvelope")
"""What no operation names: errors inside other bodies, and the log of an agent."""
_COMPONENTS: Final = "#/components/schemas/"


class JsonSchemas:
    """The schemas of one OpenAPI document of this spec, in one profile."""

    def __init__(self, document: Mapping[str, Any], profile: Profile) -> None:
        self.profile: Profile = profile
        self.release: str = document["info"]["version"]
        self._about: str = document["info"]["title"]
        self.definitions: dict[str, Json] = definitions(document["components"]["schemas"], profile)
        """Every component by its name."""

    def document(self, name: str) -> Json:
        """One component with all that it refers to, or ``ALL``; raises ``KeyError`` for a name that there is not."""
        if name == ALL:
            about = f"Every component of {self._about}; refer to one by {PREFIX}Name."
            return {**self._head(name, f"{self._about}, {self.profile}", about), "$defs": self.definitions}
        root = self.definitions[name]
        needed = self._needed(name)
        inside = {other: schema for other, schema in self.definitions.items() if other in needed}
        return {**self._head(name, name, root.get("description", "")), "$ref": PREFIX + name, "$defs": inside}

    def _head(self, name: str, title: str, description: str) -> Json:
        identifier = f"{BASE}/{self.release}/{self.profile}/{name}.json"
        return {
            "$comment": MARK,
            "$schema": DIALECT,
            "$id": identifier,
            "title": title,
            "description": description,
        }

    def _needed(self, name: str) -> set[str]:
        ahead, found = [name], {name}
        while ahead:
            new = set(_references(self.definitions[ahead.pop()])) - found
            found |= new
            ahead.extend(new)
        return found


def roots(document: Mapping[str, Any]) -> list[str]:
    """The components that have a document of their own, in a fixed order: what a path uses, then each member of it."""
    schemas = document["components"]["schemas"]
    items = document["paths"].values()
    over_http = [[operation for key, operation in item.items() if not key.startswith("x-")] for item in items]
    named = [
        *(ref.removeprefix(_COMPONENTS) for used in (over_http, [*items]) for ref in _references(used)),
        *(name for union in _UNIONS for name in _members(schemas, union)),
        *_OTHERS,
    ]
    return [name for name in dict.fromkeys(named) if name in schemas]


def schema_files(document: Mapping[str, Any]) -> dict[str, str]:
    """Every document as text, by its path: ``write/Response.json``, ``read/all.json``."""
    files: dict[str, str] = {}
    for profile in PROFILES:
        schemas = JsonSchemas(document, profile)
        for name in (ALL, *roots(document)):
            files[f"{profile}/{name}.json"] = as_text(schemas.document(name))
    return files


def as_text(document: Json) -> str:
    """The text of a document, the same bytes everywhere."""
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _members(schemas: Mapping[str, Json], union: str) -> Iterator[str]:
    """A union, its members and theirs, and the open ones."""
    schema = schemas.get(union, {})
    yield union
    for reference in schema.get("discriminator", {}).get("mapping", {}).values():
        yield from _members(schemas, reference.removeprefix(_COMPONENTS))
    if fallback := schema.get("x-fallback"):
        yield fallback


def _references(node: Any) -> Iterator[str]:
    """The names that schemas refer to under ``$defs``, or the references to components as they stand."""
    if isinstance(node, list):
        for value in node:
            yield from _references(value)
    elif isinstance(node, dict):
        if isinstance(ref := node.get("$ref"), str):
            yield ref.removeprefix(PREFIX)
        for value in node.values():
            yield from _references(value)
