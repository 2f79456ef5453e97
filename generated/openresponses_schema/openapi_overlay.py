# Generated from spec/ by `python -m codegen generate`. Do not edit.
"""The meaning of the spec as an OpenAPI Overlay (1.0.0): what the published document lacks, laid over it.

The overlay adds the ``x-`` keys, the open members of unions with the components that they need, the mappings of
discriminators, and the grammar of a stream.  It changes nothing that says which values fit, and it targets the
components under their published names.  What the release writes in place (``x-upstream-name: []``) is reached through
the property that holds it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

__all__ = ["overlay"]

Json: TypeAlias = dict[str, Any]

MARK: Final = "Generated from spec/ by `python -m codegen generate`. Do not edit."
_COMPONENTS: Final = "#/components/schemas/"
_SCHEMAS: Final = "$.components.schemas"
_NAMES: Final = "x-upstream-name"
_BRANCHES: Final = ("oneOf", "anyOf", "allOf")


def overlay(document: Mapping[str, Any]) -> Json:
    """The overlay for the release that a document of this spec stands for."""
    return _Overlay(document).made()


class _Overlay:
    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._schemas: dict[str, Json] = document["components"]["schemas"]
        self._updates: dict[str, Json] = {}
        self._needed: dict[str, None] = {}
        """Components that the release lacks and that the overlay refers to."""

    def made(self) -> Json:
        about = self._document["info"]
        self._add("$", _extensions(self._document))
        for path, item in self._document["paths"].items():
            at = f"$.paths[{_quoted(path)}]"
            self._add(at, _extensions(item))
            for method, operation in item.items():
                if isinstance(operation, dict) and not method.startswith("x-"):
                    self._add(f"{at}.{method}", _extensions(operation))
                    self._bodies(f"{at}.{method}", operation)
        for name in self._reached():
            for published in self._published(name):
                self._walk(f"{_SCHEMAS}[{_quoted(published)}]", self._schemas[name])
        actions = [
            {"target": target, "update": self._renamed(update)} for target, update in self._updates.items() if update
        ]
        return {
            "overlay": "1.0.0",
            "info": {"title": f"The semantics of {about['title']}", "version": about["version"]},
            "x-comment": MARK,
            "actions": [{"target": _SCHEMAS, "update": self._components()}, *actions],
        }

    def _components(self) -> Json:
        """What the overlay refers to and the release lacks, each with what it needs itself."""
        found: Json = {}
        while missing := [name for name in self._needed if name not in found]:
            for name in missing:
                schema = {key: value for key, value in self._schemas[name].items() if key != _NAMES}
                found[name] = self._renamed(schema)
        return dict(sorted(found.items()))

    def _bodies(self, at: str, operation: Json) -> None:
        """The unions that a body writes in place."""
        for status, response in operation.get("responses", {}).items():
            for media, content in response.get("content", {}).items():
                step = f".responses[{_quoted(status)}].content[{_quoted(media)}].schema"
                self._walk(at + step, content["schema"], top=False)

    def _walk(self, at: str, schema: Any, *, top: bool = True) -> None:
        """Collect what a schema says beside the values that fit; branches of a union share its place."""
        if not isinstance(schema, dict):
            return
        self._add(at, _extensions(schema))
        if "discriminator" in schema:
            self._add(at, {"discriminator": schema["discriminator"]})
        if "$ref" in schema:
            name = schema["$ref"].removeprefix(_COMPONENTS)
            if not self._published(name):
                self._walk(at, self._schemas[name], top=False)
        for prop, member in schema.get("properties", {}).items():
            self._walk(f"{at}{'' if top else '.'}.properties.{prop}", member, top=False)
        for key in ("items", "additionalProperties"):
            self._walk(f"{at}..{key}", schema.get(key), top=False)
        for key in _BRANCHES:
            for branch in schema.get(key, ()):
                # The mapping leads to the members of a tagged union, so what they say needs no place of its own.
                if "discriminator" not in schema or "$ref" not in branch:
                    self._walk(at, branch, top=False)

    def _add(self, at: str, said: Json) -> None:
        self._updates.setdefault(at, {}).update(said)

    def _published(self, name: str) -> list[str]:
        said = self._schemas[name].get(_NAMES, name)
        return [said] if isinstance(said, str) else said

    def _reached(self) -> list[str]:
        """What a path leads to: the rest of the document is no part of the release."""
        ahead, found = [self._document["paths"]], dict[str, None]()
        while ahead:
            for name in _names(ahead.pop()):
                if name not in found:
                    found[name] = None
                    ahead.append(self._schemas[name])
        return [name for name in self._schemas if name in found]

    def _renamed(self, node: Any) -> Any:
        """The same with references to the published names; what has none is noted as needed."""
        if isinstance(node, list):
            return [self._renamed(value) for value in node]
        if isinstance(node, dict):
            if isinstance(fallback := node.get("x-fallback"), str):
                self._needed[fallback] = None
            return {key: self._renamed(value) for key, value in node.items()}
        if isinstance(node, str) and node.startswith(_COMPONENTS):
            name = node.removeprefix(_COMPONENTS)
            published = self._published(name)
            if not published:
                self._needed[name] = None
            return f"{_COMPONENTS}{[*published, name][0]}"
        return node


def _extensions(node: Mapping[str, Any]) -> Json:
    return {key: value for key, value in node.items() if key.startswith("x-") and key != _NAMES}


def _names(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(ref := node.get("$ref"), str):
            yield ref.removeprefix(_COMPONENTS)
        if isinstance(fallback := node.get("x-fallback"), str):
            yield fallback
        for value in node.values():
            yield from _names(value)
    elif isinstance(node, list):
        for value in node:
            yield from _names(value)


def _quoted(name: str) -> str:
    return json.dumps(name)
