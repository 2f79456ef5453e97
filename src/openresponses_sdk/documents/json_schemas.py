"""JSON Schemas (draft 2020-12) of everything that travels, made from the document in the package.

Two profiles: ``write`` has the published strictness, ``read`` has what the models forgive.  Needs nothing but the base
install; a validator of your choice does the validating.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final, Literal, NamedTuple

from openresponses_schema.json_schemas import ALL, JsonSchemas, as_text, roots, schema_files
from openresponses_schema.openapi_overlay import overlay
from openresponses_schema.schema_profiles import PROFILES, Profile

from ..errors import OpenResponsesError
from ..json_values import Json

__all__ = ["ALL", "PROFILES", "Component", "NoSuchSchemaError", "Profile", "components", "json_schema", "shared_files"]

_PACKAGE: Final = "openresponses_schema"
_TABLES: Final = "tables"
_NEAR: Final = 3


class NoSuchSchemaError(OpenResponsesError, LookupError):
    """There is no component, or no release, of that name."""

    def __init__(self, kind: Literal["component", "release"], name: str, near: Iterable[str]) -> None:
        self.kind = kind
        """What was looked for."""
        self.name = name
        self.near: tuple[str, ...] = tuple(near)
        """Names that may have been meant; all releases, for a release."""
        hint = {"component": "; did you mean ", "release": "; there are "}[kind] + ", ".join(self.near)
        super().__init__(f"there is no {kind} {name} here{hint if self.near else ''}")

    def __str__(self) -> str:
        return str(self.args[0])


class Component(NamedTuple):
    """A component that has a schema."""

    name: str
    is_root: bool
    """Whether it has a document of its own in an export."""
    description: str


def json_schema(name: str, *, profile: Profile = "write", release: str | None = None) -> dict[str, Json]:
    """The schema of a component with all that it refers to, such as ``"Response"``; ``"all"`` for every component.

    The document is yours to change.  ``release`` is the date of an earlier release; without it, the schema is of the
    newest one, the agent log included.

    Raises ``NoSuchSchemaError``, which knows the names that may have been meant.
    """
    document = _document(release)
    schemas = document["components"]["schemas"]
    if name != ALL and name not in schemas:
        raise NoSuchSchemaError("component", name, _near(name, schemas))
    return copy.deepcopy(JsonSchemas(document, profile).document(name))


def components(release: str | None = None) -> list[Component]:
    """Every component that ``json_schema`` knows, those with a document of their own first."""
    document = _document(release)
    first = roots(document)
    others = sorted(document["components"]["schemas"].keys() - set(first))
    schemas = document["components"]["schemas"]
    return [Component(name, name in first, str(schemas[name]["description"])) for name in (*first, *others)]


def shared_files(release: str | None = None) -> dict[str, bytes]:
    """The files for teams of other languages, by their path: the document, its overlay, the schemas and the tables.

    An earlier release has neither overlay nor tables.  Raises ``NoSuchSchemaError`` for a release that is not here.
    """
    document = _document(release)
    found = {"openapi/openapi.json": _source(release).read_bytes()}
    if release is None:
        found["openapi/overlay.json"] = as_text(overlay(document)).encode("utf-8")
        found |= {path: entry.read_bytes() for path, entry in _tables(files(_PACKAGE) / _TABLES, _TABLES)}
    schemas = {f"json-schema/{path}": text.encode("utf-8") for path, text in schema_files(document).items()}
    return {**found, **schemas}


@cache
def _document(release: str | None) -> Mapping[str, Any]:
    plain: Mapping[str, Any] = json.loads(_source(release).read_bytes())
    return plain


def _source(release: str | None) -> Traversable:
    if release is None:
        return files(_PACKAGE) / "openapi.json"
    known = {entry.name: entry for entry in (files(_PACKAGE) / "releases").iterdir()}
    found = known.get(f"{release}.json")
    if found is None:
        raise NoSuchSchemaError("release", release, sorted(name.removesuffix(".json") for name in known))
    return found


def _tables(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".json"):
            yield f"{path}/{entry.name}", entry


def _near(name: str, schemas: Mapping[str, Any]) -> list[str]:
    """Components that may be meant by a name: by their published name, their tag, or a slip of the finger."""
    also: dict[str, str] = {component.lower(): component for component in schemas}
    for component, schema in schemas.items():
        published = schema.get("x-upstream-name", ())
        also |= {old.lower(): component for old in ([published] if isinstance(published, str) else published)}
        for tag, reference in schema.get("discriminator", {}).get("mapping", {}).items():
            also.setdefault(tag.lower(), reference.rpartition("/")[2])
    close = get_close_matches(name.lower(), also, n=_NEAR)  # An equal one comes first.
    return list(dict.fromkeys(also[match] for match in close))
