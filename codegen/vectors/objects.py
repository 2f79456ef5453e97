"""Valid and invalid values of every component: the least, the fullest and each alternative, and one fault at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..bundle import Bundle, Json
from ..python_types import PythonTypes
from .samples import Samples

_STRANGER = "acme:thing"
_TOO_LONG = 4096
"""Texts beyond this length are not written into a vector."""
_OTHERS: dict[str, Any] = {"null": None, "boolean": True, "string": "x", "integer": 7, "object": {}, "array": []}


class Fault(NamedTuple):
    """A value with one thing wrong with it."""

    name: str
    value: Any
    path: str
    keyword: str


class Objects:
    """The vectors of kind ``validate``."""

    def __init__(self, bundle: Bundle, cases: Json) -> None:
        self._schemas = bundle.schemas
        self._topics = bundle.topics
        self._types = PythonTypes(bundle)
        self._samples = Samples(bundle)
        self._cases = cases

    def by_topic(self) -> dict[str, list[Json]]:
        """The vectors of every component, by the file of the spec that defines it."""
        found: dict[str, list[Json]] = {}
        for component in self._schemas:
            found.setdefault(self._topics[component], []).extend(self._vectors(component))
        return found

    def _vectors(self, component: str) -> Iterator[Json]:
        by_hand = self._cases.get(component, {})
        valid = list(_different([*self._valid(component), *by_hand.get("valid", ())]))
        for number, value in enumerate(valid):
            yield _vector(component, f"valid.{number}", f"A {component} as it may be.", value, {"valid": True})
        faults = [*self._faults(component), *(Fault(**fault) for fault in by_hand.get("invalid", ()))]
        for fault in faults:
            error = {"path": fault.path, "keyword": fault.keyword}
            about = f"No {component}: at {fault.path}, {fault.keyword} does not hold."
            yield _vector(component, fault.name, about, fault.value, {"valid": False, "errors": [error]})

    def _valid(self, component: str) -> Iterator[Any]:
        schema = self._schemas[component]
        yield self._samples.of(schema)
        yield self._samples.of(schema, is_full=True)
        for branch in [*schema.get("oneOf", ()), *schema.get("anyOf", ())]:
            yield self._samples.of(branch)
        if "x-fallback" in schema:
            tag = schema["discriminator"]["propertyName"]
            yield {**self._samples.least(schema["x-fallback"], {tag: _STRANGER}), "further": {"list": [1, None]}}
        if "x-values" in schema:
            yield _STRANGER
        yield from schema.get("enum", ())

    def _faults(self, component: str) -> Iterator[Fault]:
        schema = self._types.merged(self._schemas[component])
        yield from self._of_value(schema, "$", lambda value: value)
        if "discriminator" in schema:
            tag = schema["discriminator"]["propertyName"]
            least = self._samples.of(schema)
            if "x-absent-tag" not in schema and isinstance(least, dict):
                yield Fault(f"required.{tag}", _without(least, tag), f"$.{tag}", "required")
            if isinstance(least, dict):
                yield Fault(f"discriminator.{tag}", {**least, tag: "unheard_of"}, f"$.{tag}", "discriminator")
                yield Fault(f"type.{tag}", {**least, tag: 7}, f"$.{tag}", "type")
        if "properties" not in schema:
            return
        least = self._samples.of(schema)
        for name in schema.get("required", ()):
            yield Fault(f"required.{name}", _without(least, name), f"$.{name}", "required")
        for name, sub in schema["properties"].items():
            if sub is False:
                yield Fault(f"false.{name}", {**least, name: True}, f"$.{name}", "false")
                continue
            for fault in self._of_value(sub, f"$.{name}", lambda value, name=name: {**least, name: value}):
                yield fault._replace(name=f"{fault.name}.{name}")

    def _of_value(self, schema: Json, path: str, inside: Any) -> Iterator[Fault]:
        """One fault for every keyword of a schema that a small value can break."""
        known = self._types.resolved(schema)
        taken = self._kinds(known)
        stranger = next((kind for kind in _OTHERS if kind not in taken), None)
        if stranger is not None:
            keyword = next((word for word in ("const", "enum") if word in known), "type")
            yield Fault("type" if keyword == "type" else f"{keyword}.type", inside(_OTHERS[stranger]), path, keyword)
        for keyword in ("const", "enum"):
            if keyword in known:
                yield Fault(keyword, inside("unheard_of"), path, keyword)
        for keyword, bad in self._beyond(known):
            yield Fault(keyword, inside(bad), path, keyword)
        extra = known.get("additionalProperties")
        if isinstance(extra, dict):
            for fault in self._of_value(extra, f"{path}.some_key", lambda value: inside({"some_key": value})):
                yield fault._replace(name=f"{fault.name}.some_key")

    def _beyond(self, schema: Json) -> Iterator[tuple[str, Any]]:
        """Values just beyond the bounds of a schema."""
        if "minimum" in schema:
            yield "minimum", schema["minimum"] - 1
        if "maximum" in schema:
            yield "maximum", schema["maximum"] + 1
        if schema.get("minLength"):
            yield "minLength", ""
        if schema.get("maxLength", _TOO_LONG) < _TOO_LONG:
            yield "maxLength", "a" * (schema["maxLength"] + 1)
        if "pattern" in schema:
            yield "pattern", "a b"
        if "maxItems" in schema:
            yield "maxItems", [self._samples.of(schema["items"])] * (schema["maxItems"] + 1)
        if "maxProperties" in schema:
            yield "maxProperties", {f"key{number}": "x" for number in range(schema["maxProperties"] + 1)}

    def _kinds(self, schema: Any) -> frozenset[str]:
        """The types of the values that a schema takes."""
        everything = frozenset(_OTHERS)
        if not isinstance(schema, dict):
            return everything
        schema = self._types.resolved(schema)
        if "const" in schema or "enum" in schema or "x-values" in schema:
            return frozenset({"string"})
        branches = [*schema.get("oneOf", ()), *schema.get("anyOf", ())]
        if branches:
            return frozenset[str]().union(*map(self._kinds, branches))
        if "allOf" in schema or "properties" in schema:
            return frozenset({"object"})
        kinds = schema.get("type", [])
        listed = {kinds} if isinstance(kinds, str) else set(kinds)
        return frozenset(listed | ({"integer"} if "number" in listed else set())) or everything


def _vector(component: str, name: str, about: str, value: Any, output: Json) -> Json:
    return {
        "id": f"objects/{component}/{name}",
        "about": about,
        "input": {"component": component, "value": value},
        "output": output,
    }


def _without(value: Json, name: str) -> Json:
    return {key: member for key, member in value.items() if key != name}


def _different(values: list[Any]) -> Iterator[Any]:
    """Each value once."""
    seen: list[Any] = []
    for value in values:
        if not any(value == one and type(value) is type(one) for one in seen):
            seen.append(value)
            yield value
