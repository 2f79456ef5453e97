"""Compares two documents component by component and names every change by its rule."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

from .diff_rules import RULES, Effect
from .document import Document, Schema, Side
from .shapes import ABSENT, EXACT, UPPER, Shape, expanded, leaves, only_member, shape_of

__all__ = ["Change", "diff"]

_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Change:
    """One change between two releases."""

    rule: str
    """The id of the rule (``diff_rules.RULES``)."""
    component: str
    """The component as the newer document names it (the older one when it is gone)."""
    path: str
    """Where in the component, such as ``properties/logprobs``; empty for the whole."""
    sides: frozenset[Side]
    """Who sends the component."""
    old: str = ""
    """What stood there, at most 80 characters."""
    new: str = ""
    """What stands there."""

    @property
    def readers(self) -> Effect:
        """What it asks of those who read."""
        return RULES[self.rule].readers

    @property
    def writers(self) -> Effect:
        """What it asks of those who write."""
        return RULES[self.rule].writers

    @property
    def effect(self) -> Effect:
        """The larger of the two."""
        return max(self.readers, self.writers)

    def to_dict(self) -> dict[str, object]:
        """The change as JSON-compatible values."""
        return {
            "rule": self.rule,
            "title": RULES[self.rule].title,
            "component": self.component,
            "path": self.path,
            "sides": sorted(self.sides),
            "readers": str(self.readers),
            "writers": str(self.writers),
            "old": self.old,
            "new": self.new,
        }


def diff(old: Document, new: Document) -> list[Change]:
    """Every change from ``old`` to ``new``: operations first, then components in the order of the newer document."""
    return list(_Comparison(old, new).changes())


class _Comparison:
    def __init__(self, old: Document, new: Document) -> None:
        self._old, self._new = old, new
        self._pairs = old.pairs(new)
        self._old_sides, self._new_sides = old.sides(), new.sides()
        self._component = ""
        self._sides: frozenset[Side] = frozenset()
        self._following: set[tuple[str | None, str | None]] = set()

    def changes(self) -> Iterator[Change]:
        yield from self._operations()
        yield from self._security()
        origins: dict[str, list[str]] = {}
        for before, after in self._pairs.items():
            origins.setdefault(after, []).append(before)
        for name, schema in self._new.schemas.items():
            self._component, self._sides = name, self._new_sides[name]
            if name not in origins:
                yield self._change("component-added", "")
            for before in origins.get(name, ()):
                yield from self._compared(self._old.schemas[before], schema, "")
        for name in self._old.schemas:
            if name not in self._pairs:
                self._component, self._sides = name, self._old_sides[name]
                yield self._change("component-removed", "")

    def _operations(self) -> Iterator[Change]:
        old, new = ({root.at: root for root in document.roots()} for document in (self._old, self._new))
        for at in [*old, *(at for at in new if at not in old)]:
            root = new.get(at) or old[at]
            self._component, self._sides = at, _one(root.side)
            if at not in new:
                yield self._change("operation-removed", "")
            elif at not in old:
                yield self._change("operation-added", "")
            else:
                yield from self._compared(old[at].schema, new[at].schema, "")

    def _security(self) -> Iterator[Change]:
        old, new = (_security_schemes(document) for document in (self._old, self._new))
        for name in sorted(old.keys() | new.keys()):
            if old.get(name) != new.get(name):
                self._component, self._sides = f"security scheme {name}", _one("request")
                yield self._change("security-changed", "", old.get(name, ABSENT), new.get(name, ABSENT))

    def _compared(self, old: Schema, new: Schema, path: str) -> Iterator[Change]:
        a, b = shape_of(old, self._old), shape_of(new, self._new)
        if a.ref is None and b.ref is None:
            yield from self._shapes(a, b, path)
            return
        step = (a.ref, b.ref)
        if a.ref is not None and self._pairs.get(a.ref) == b.ref:
            if a.nullable != b.nullable:
                yield self._change("null-added" if b.nullable else "null-removed", path)
            yield from self._said_beside(a, b, path)
        elif step in self._following:
            yield self._change("reference-changed", path, a.ref, b.ref)
        else:
            # A component that was renamed, or written out in place: what it says decides.
            self._following.add(step)
            found = list(self._shapes(expanded(a, self._old), expanded(b, self._new), path))
            self._following.discard(step)
            is_another = a.ref in self._pairs and b.ref in self._pairs.values()
            if is_another and any(change.effect is Effect.BREAKING for change in found):
                yield self._change("reference-changed", path, a.ref, b.ref)
            else:
                yield from found

    def _shapes(self, a: Shape, b: Shape, path: str) -> Iterator[Change]:
        if bool(a.branches) != bool(b.branches):
            a, b = only_member(a, self._old), only_member(b, self._new)
        if a.forbidden != b.forbidden:
            yield self._change("property-forbidden" if b.forbidden else "property-allowed", path)
            return
        yield from self._nulls_and_types(a, b, path)
        yield from self._values(a, b, path)
        yield from self._members(a, b, path)
        yield from self._properties(a, b, path)
        if a.items is not True or b.items is not True:
            yield from self._compared(a.items, b.items, f"{path}/items".lstrip("/"))
        yield from self._bounds(a.bounds, b.bounds, path)
        if a.discriminator and b.discriminator and a.discriminator != b.discriminator:
            yield self._change("discriminator-changed", path, a.discriminator, b.discriminator)
        yield from self._said_beside(a, b, path)

    def _nulls_and_types(self, a: Shape, b: Shape, path: str) -> Iterator[Change]:
        if a.is_null != b.is_null and not (a.branches or b.branches):
            yield self._change("type-widened" if a.is_null else "type-narrowed", path, _types(a), _types(b))
            return
        if a.nullable != b.nullable:
            yield self._change("null-added" if b.nullable else "null-removed", path)
        if a.branches or b.branches:
            return
        left, right = _numbers(a.types), _numbers(b.types)
        if left == right:
            return
        if not right or (left and left < right):
            rule = "type-widened"
        else:
            rule = "type-narrowed" if not left or right < left else "type-changed"
        yield self._change(rule, path, _types(a), _types(b))

    def _values(self, a: Shape, b: Shape, path: str) -> Iterator[Change]:
        if a.known and b.known:
            for rule, values, rest in (("added", b.known, a.known), ("removed", a.known, b.known)):
                for value in sorted({*values} - {*rest}):
                    shown = (ABSENT, value) if rule == "added" else (value, ABSENT)
                    yield self._change(f"open-value-{rule}", path, *shown)
        if a.values is None and b.values is None:
            return
        if a.values is None or b.values is None:
            if not (a.is_open or b.is_open):
                yield self._change("values-opened" if b.values is None else "values-closed", path, a.values, b.values)
            return
        old, new = ({json.dumps(value, sort_keys=True) for value in side} for side in (a.values, b.values))
        if len(old) == len(new) == 1 and old != new:
            yield self._change("constant-changed", path, a.values[0], b.values[0])
            return
        prefix = "open-" if a.is_open else ""
        for value in sorted(new - old):
            yield self._change(f"{prefix}value-added", path, ABSENT, json.loads(value))
        for value in sorted(old - new):
            yield self._change(f"{prefix}value-removed", path, json.loads(value), ABSENT)

    def _members(self, a: Shape, b: Shape, path: str) -> Iterator[Change]:
        if not (a.branches or b.branches):
            return
        if not (a.branches and b.branches):
            yield self._change("type-widened" if b.branches else "type-narrowed", path, _types(a), _types(b))
            return
        old = {self._pairs.get(label, label): schema for label, schema in a.branches.items()}
        common = old.keys() & b.branches.keys()
        old = _by_content(old, common, self._old)
        new = _by_content(b.branches, common, self._new)
        for label, schema in new.items():
            if label not in old:
                yield self._change("open-member-added" if a.is_open else "member-added", path, ABSENT, label)
            else:
                yield from self._compared(old[label], schema, f"{path}/<{label}>".lstrip("/"))
        for label in old:
            if label not in new:
                yield self._change("member-removed", path, label, ABSENT)

    def _properties(self, a: Shape, b: Shape, path: str) -> Iterator[Change]:
        for name, schema in b.properties.items():
            at = f"{path}/properties/{name}".lstrip("/")
            if name not in a.properties:
                yield from self._new_property(a, b, name, at)
                continue
            yield from self._compared(a.properties[name], schema, at)
            if (name in a.required) != (name in b.required):
                rule = "property-became-required" if name in b.required else "property-became-optional"
                yield self._change(rule, at)
        for name in a.properties:
            if name not in b.properties:
                rule = "closed-property-removed" if b.additional is False else "property-removed"
                yield self._change(rule, f"{path}/properties/{name}".lstrip("/"))
        if (a.additional is False) != (b.additional is False):
            rule = "other-properties-forbidden" if b.additional is False else "other-properties-allowed"
            yield self._change(rule, path)
        elif a.additional is not b.additional and a.additional != b.additional:
            yield from self._compared(a.additional, b.additional, f"{path}/additionalProperties".lstrip("/"))

    def _new_property(self, a: Shape, b: Shape, name: str, at: str) -> Iterator[Change]:
        """A property is no surprise to readers, unless they were told that there are no others."""
        if b.properties[name] is False:
            yield self._change("property-forbidden", at)
            return
        if a.additional is False:
            yield self._change("closed-property-added", at)
        if name in b.required:
            yield self._change("required-property-added", at)
        elif a.additional is not False:
            yield self._change("property-added", at)

    def _bounds(self, a: Mapping[str, Any], b: Mapping[str, Any], path: str) -> Iterator[Change]:
        for key in sorted(a.keys() | b.keys()):
            old, new = a.get(key, ABSENT), b.get(key, ABSENT)
            if old == new:
                continue
            if key in EXACT:
                rule = "form-added" if old is ABSENT else "form-removed" if new is ABSENT else "form-changed"
            elif old is ABSENT or new is ABSENT:
                rule = "limit-tightened" if old is ABSENT else "limit-loosened"
            else:
                rule = "limit-tightened" if (new < old) == (key in UPPER) else "limit-loosened"
            yield self._change(rule, path, _named(key, old), _named(key, new))

    def _said_beside(self, a: Shape, b: Shape, path: str) -> Iterator[Change]:
        if a.default != b.default and a.values != (a.default,) and b.values != (b.default,):
            kind = "added" if a.default is ABSENT else "removed" if b.default is ABSENT else "changed"
            yield self._change(f"default-{kind}", path, a.default, b.default)
        if a.deprecated != b.deprecated:
            yield self._change("deprecated" if b.deprecated else "undeprecated", path)
        if a.description != b.description:
            yield self._change("description-changed", path, a.description or ABSENT, b.description or ABSENT)

    def _change(self, rule: str, path: str, old: object = ABSENT, new: object = ABSENT) -> Change:
        return Change(rule, self._component, path, self._sides, _shown(old), _shown(new))


def _one(side: Side) -> frozenset[Side]:
    return frozenset((side,))


def _by_content(branches: Mapping[str, Schema], common: Set[str], document: Document) -> dict[str, Schema]:
    """The members of a union; those whose names match nothing on the other side by what they stand for."""
    found: dict[str, Schema] = {}
    for label, schema in branches.items():
        found.update([(label, schema)] if label in common else leaves(label, schema, document))
    return found


def _numbers(types: frozenset[str]) -> frozenset[str]:
    """Every integer is a number."""
    return types | {"integer"} if "number" in types else types


def _types(shape: Shape) -> str:
    if shape.branches:
        return " | ".join(shape.branches)
    return " | ".join(sorted(shape.types)) or "anything"


def _named(key: str, value: object) -> object:
    return value if value is ABSENT else f"{key} {value}"


def _security_schemes(document: Document) -> Mapping[str, Any]:
    found = document.plain["components"].get("securitySchemes")
    schemes = found.items() if isinstance(found, Mapping) else ()
    return {
        name: {key: value for key, value in scheme.items() if key != "description"}
        for name, scheme in schemes
        if isinstance(scheme, Mapping)
    }


def _shown(value: object) -> str:
    if value is ABSENT or value is None:
        return "" if value is ABSENT else "null"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
