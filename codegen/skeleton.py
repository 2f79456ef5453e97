"""The YAML of a published component as the house writes it, with every sentence still to be written.

What is written by itself is structure: types, constants, references into our topics, which properties are required.
Descriptions, names that users type and the meaning of an event are left as ``TODO``, which the lint refuses.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from .bundle import Bundle, Json, name_of, references
from .errors import Broken

TODO = "TODO"
"""What a person has still to write; the lint refuses a spec that holds it."""
KEPT = (
    *("type", "format", "pattern", "minLength", "maxLength", "minimum", "maximum"),
    *("minItems", "maxItems", "minProperties", "maxProperties"),
)
KEPT_LAST = ("default", "deprecated")
EVENT = ("machine", "from", "to", "effect", "field", "payload", "source")
"""What ``x-event`` says beside the address; what does not apply to an event is deleted."""
NULL: Json = {"type": "null"}


class Skeletons:
    """Writes published schemas down in the form of ``spec/``."""

    def __init__(self, published: Json, bundle: Bundle, names: dict[str, str], version: str) -> None:
        self._published = published
        self._bundle = bundle
        self._names = names
        self._version = version
        self._topics: dict[str, str] = {}

    def topic(self, old: str) -> str:
        """The topic where a published component stands, or where a new one belongs: beside what refers to it."""
        if old in self._names:
            return self._bundle.topics[self._names[old]]
        if old not in self._topics:
            self._topics[old] = TODO  # Components that refer to each other do not ask for ever.
            users = [name for name, schema in self._published.items() if old in references(schema) and name != old]
            found = {topic for user in users if (topic := self.topic(user)) != TODO}
            # Topics refer in one direction, so the one that reaches the fewest others can be referred to by the rest.
            self._topics[old] = min(sorted(found), key=self._reach, default=TODO)
        return self._topics[old]

    def component(self, old: str) -> dict[str, Json]:
        """A new component, and those that its unnamed objects and enums become, by suggested names."""
        extra: dict[str, Json] = {}
        schema = self._schema(self._published[old], old, self.topic(old), extra, named=True)
        if "sequence_number" in schema.get("properties", {}):
            address = [
                name for name in schema["properties"] if name in ("output_index", "content_index", "summary_index")
            ]
            schema["x-event"] = {"machine": TODO, "address": address, **dict.fromkeys(EVENT[1:], TODO)}
        return {old: schema | {"x-added-in": self._version}, **extra}

    def property(self, old: str, name: str) -> tuple[Json | bool, dict[str, Json]]:
        """A new property of a known component, and the components that it needs."""
        extra: dict[str, Json] = {}
        found = next(sub for sub in self._properties(self._published[old], name))
        written = self._described(found, _suggested(self._names.get(old, old), name), self.topic(old), extra)
        return written if isinstance(written, bool) else {**written, "x-added-in": self._version}, extra

    def has_property(self, old: str, name: str) -> bool:
        """Whether a published component has such a property, and not a keyword of that name."""
        return next(self._properties(self._published[old], name), None) is not None

    def reference(self, old: str, topic: str) -> str:
        """How a topic refers to a published component."""
        home = self.topic(old)
        return f"{'' if home == topic else f'{home}.yaml'}#/$defs/{self._names.get(old, old)}"

    def _reach(self, topic: str) -> int:
        edges: dict[str, set[str]] = {}
        for name, schema in self._bundle.schemas.items():
            used = {self._bundle.topics[ref] for ref in references(schema)}
            edges.setdefault(self._bundle.topics[name], set()).update(used)
        found, ahead = {topic}, [topic]
        while ahead:
            ahead.extend(new := edges.get(ahead.pop(), set()) - found)
            found |= new
        return len(found)

    def _properties(self, schema: Json, name: str) -> Iterator[Json]:
        if name in schema.get("properties", {}):
            yield schema["properties"][name]
        for part in schema.get("allOf", ()):
            yield from self._properties(self._published[name_of(part["$ref"])] if "$ref" in part else part, name)

    def _described(self, schema: Any, name: str, topic: str, extra: dict[str, Json]) -> Json | bool:
        if schema is False or (
            isinstance(schema, dict) and schema.get("minLength", 0) > schema.get("maxLength", math.inf)
        ):
            return False  # Nothing fits, so the property must not be sent.
        return {"description": TODO, **self._schema(schema, name, topic, extra, named=False)}

    def _schema(self, s: Any, name: str, topic: str, extra: dict[str, Json], *, named: bool) -> Json:
        if not isinstance(s, dict) or s == {}:
            return {}
        if "allOf" in s:  # A wrapper that only describes is none; what else it says is merged by hand.
            parts = [part for part in s["allOf"] if set(part) - {"description", "title"}]
            if len(parts) == 1 and not set(s) - {"allOf", "description", "title", "default", "deprecated"}:
                return self._schema(
                    {**parts[0], **{k: s[k] for k in KEPT_LAST if k in s}}, name, topic, extra, named=named
                )
        if not named and ("properties" in s or len(s.get("enum", ())) > 1 or "allOf" in s):
            extra[name] = {**self._schema(s, name, topic, extra, named=True), "x-upstream-name": []}
            return {"$ref": f"#/$defs/{name}"}
        out: Json = {"description": TODO} if named else {}
        if "$ref" in s:
            out["$ref"] = self.reference(name_of(s["$ref"]), topic)
        out |= {key: s[key] for key in KEPT if key in s}
        if values := s.get("enum", [s["const"]] if "const" in s else []):
            out |= {"const": values[0]} if len(values) == 1 else _enum(values)
        for key in ("oneOf", "anyOf"):
            if key in s:
                out |= self._union(key, s[key], name, topic, extra)
        if "allOf" in s:
            parts = [self._schema(part, name, topic, extra, named=True) for part in s["allOf"]]
            out["allOf"] = [{key: value for key, value in part.items() if key != "description"} for part in parts]
        if "properties" in s:
            out["properties"] = {
                prop: self._described(sub, _suggested(name, prop), topic, extra)
                for prop, sub in s["properties"].items()
            }
        if s.get("required"):
            out["required"] = list(s["required"])
        for key in ("items", "additionalProperties"):
            if key in s:
                value = s[key]
                out[key] = (
                    self._schema(value, f"{name}Item", topic, extra, named=False) if isinstance(value, dict) else value
                )
        if "const" not in out:
            out |= {key: s[key] for key in KEPT_LAST if key in s}
        return out

    def _union(self, key: str, found: list[Json], name: str, topic: str, extra: dict[str, Json]) -> Json:
        found = list(_flat(found))
        written = [self._schema(branch, name, topic, extra, named=False) for branch in found]
        plain = [branch for branch in written if branch != NULL]
        if len(plain) == 1 and len(written) == 2 and isinstance(plain[0].get("type"), str):
            return {**plain[0], "type": [plain[0]["type"], "null"]}
        refs = [name_of(branch["$ref"]) for branch in found if "$ref" in branch]
        union: Json = {key: written}
        if len(refs) > 1:
            mapping = {self._tag(ref): self.reference(ref, topic) for ref in refs}
            union |= {"discriminator": {"propertyName": "type", "mapping": mapping}, "x-fallback": TODO}
        return union

    def _tag(self, old: str) -> str:
        kind = next(self._properties(self._published[old], "type"), {})
        return str(kind.get("const", (kind.get("enum") or [TODO])[0]))


def unwritten(bundle: Bundle) -> Iterator[Broken]:
    """Every place of the spec where a person has still to write."""
    for name, schema in bundle.schemas.items():
        for path in _places(schema, name):
            yield Broken(bundle.file(name), path, f"{TODO} is left here: write what belongs here")


def _places(node: Any, at: str) -> Iterator[str]:
    if node == TODO:
        yield at
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _places(value, f"{at}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _places(value, f"{at}/{index}")


def _flat(branches: list[Any]) -> Iterator[Any]:
    """The branches of a union, those of unions inside it too."""
    for branch in branches:
        inner = branch.get("oneOf") or branch.get("anyOf") if isinstance(branch, dict) else None
        if inner and not set(branch) - {"oneOf", "anyOf", "description", "title"}:
            yield from _flat(inner)
        else:
            yield branch


def _enum(values: list[Any]) -> Json:
    return {"enum": list(values), "x-open": True, "x-enum-descriptions": dict.fromkeys(map(str, values), TODO)}


def _suggested(owner: str, prop: str) -> str:
    """A name for what a property holds; names that end in Error are for Python exceptions."""
    name = owner + "".join(part.capitalize() for part in prop.split("_"))
    return f"{name}Data" if name.endswith("Error") else name
