"""Compares two schemas and names every change by its rule."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Set
from dataclasses import replace
from typing import Any

from .change import Change, shown
from .diff_rules import Effect
from .document import PREFIX, Document, Schema, Side
from .shapes import ABSENT, EXACT, UPPER, Shape, expanded, leaves, only_member, shape_of
from .substance import canonical, substance

__all__ = ["SchemaComparison", "differ", "pointer_step"]


class SchemaComparison:
    """Compares schemas of two documents; what is compared now is ``component``, which ``sides`` send."""

    def __init__(self, old: Document, new: Document) -> None:
        self.old: Document = old
        self.new: Document = new
        self.pairs: dict[str, str] = old.pairs(new)
        self.component = ""
        self.sides: frozenset[Side] = frozenset()
        self._renamed = {f"{PREFIX}{before}": f"{PREFIX}{after}" for before, after in self.pairs.items()}
        self._following: set[tuple[str | None, str | None]] = set()

    def substance(self, key: str, value: object) -> object:
        """What a keyword says without prose, by the names of the newer document."""
        return substance({key: value}, self._renamed).get(key, ABSENT)

    def compared(self, old: Schema, new: Schema, path: str) -> Iterator[Change]:
        """Every change from one schema to the other, which stand at ``path`` of the component."""
        a, b = shape_of(old, self.old), shape_of(new, self.new)
        if a.ref is None and b.ref is None:
            yield from self._shapes(a, b, path)
            return
        step = (a.ref, b.ref)
        if a.ref is not None and self.pairs.get(a.ref) == b.ref:
            yield from self._shapes(replace(a, ref=None), replace(b, ref=None), path)
        elif step not in self._following:
            # A component that was renamed, or written out in place: what it says decides.
            self._following.add(step)
            found = list(self._shapes(expanded(a, self.old), expanded(b, self.new), path))
            self._following.discard(step)
            is_another = a.ref in self.pairs and b.ref in self.pairs.values()
            if is_another and any(change.effect is Effect.BREAKING for change in found):
                yield self.change("reference-changed", path, a.ref, b.ref)
            else:
                yield from found

    def _shapes(self, a: Shape, b: Shape, path: str) -> Iterator[Change]:
        if bool(a.branches) != bool(b.branches):
            a, b = only_member(a, self.old), only_member(b, self.new)
        if a.forbidden != b.forbidden:
            yield self.change("property-forbidden" if b.forbidden else "property-allowed", path)
            return
        yield from self._nulls_and_types(a, b, path)
        yield from self._values(a, b, path)
        yield from self._members(a, b, path)
        yield from self._properties(a, b, path)
        if a.items is not True or b.items is not True:
            yield from self.compared(a.items, b.items, f"{path}/items".lstrip("/"))
        yield from self._bounds(a.bounds, b.bounds, path)
        yield from self._unread(a, b, path)
        if a.discriminator and b.discriminator and a.discriminator != b.discriminator:
            yield self.change("discriminator-changed", path, a.discriminator, b.discriminator)
        elif bool(a.discriminator) != bool(b.discriminator) or bool(a.mapping) != bool(b.mapping):
            is_more = (bool(a.discriminator), bool(a.mapping)) < (bool(b.discriminator), bool(b.mapping))
            yield self.change("discriminator-added" if is_more else "discriminator-removed", path)
        elif a.mapping and b.mapping:
            yield from self._mapping(a, b, path)
        yield from self._said_beside(a, b, path)

    def _nulls_and_types(self, a: Shape, b: Shape, path: str) -> Iterator[Change]:
        if a.is_null != b.is_null and not (a.branches or b.branches):
            yield self.change("type-widened" if a.is_null else "type-narrowed", path, _types(a), _types(b))
            return
        if a.nullable != b.nullable:
            yield self.change("null-added" if b.nullable else "null-removed", path)
        if a.branches or b.branches:
            return
        left, right = _numbers(a.types), _numbers(b.types)
        if left == right:
            return
        if not right or (left and left < right):
            rule = "type-widened"
        else:
            rule = "type-narrowed" if not left or right < left else "type-changed"
        yield self.change(rule, path, _types(a), _types(b))

    def _values(self, a: Shape, b: Shape, path: str) -> Iterator[Change]:
        if a.known and b.known:
            for rule, values, rest in (("added", b.known, a.known), ("removed", a.known, b.known)):
                for value in sorted({*values} - {*rest}):
                    shown = (ABSENT, value) if rule == "added" else (value, ABSENT)
                    yield self.change(f"open-value-{rule}", path, *shown)
        if a.values is None and b.values is None:
            return
        if a.values is None or b.values is None:
            if not (a.is_open or b.is_open):
                yield self.change("values-opened" if b.values is None else "values-closed", path, a.values, b.values)
            return
        old, new = ({json.dumps(value, sort_keys=True) for value in side} for side in (a.values, b.values))
        if len(old) == len(new) == 1 and old != new:
            yield self.change("constant-changed", path, a.values[0], b.values[0])
            return
        prefix = "open-" if a.is_open else ""
        for value in sorted(new - old):
            yield self.change(f"{prefix}value-added", path, ABSENT, json.loads(value))
        for value in sorted(old - new):
            yield self.change(f"{prefix}value-removed", path, json.loads(value), ABSENT)

    def _members(self, a: Shape, b: Shape, path: str) -> Iterator[Change]:
        if not (a.branches or b.branches):
            return
        if not (a.branches and b.branches):
            yield self.change("type-widened" if b.branches else "type-narrowed", path, _types(a), _types(b))
            return
        old = {self.pairs.get(label, label): schema for label, schema in a.branches.items()}
        common = old.keys() & b.branches.keys()
        old = _by_content(old, common, self.old)
        new = _by_content(b.branches, common, self.new)
        for label, schema in new.items():
            if label not in old:
                yield self.change("open-member-added" if a.is_open else "member-added", path, ABSENT, label)
            else:
                yield from self.compared(old[label], schema, f"{path}/<{label}>".lstrip("/"))
        for label in old:
            if label not in new:
                yield self.change("member-removed", path, label, ABSENT)

    def _properties(self, a: Shape, b: Shape, path: str) -> Iterator[Change]:
        for name, schema in b.properties.items():
            at = f"{path}/properties/{name}".lstrip("/")
            if name not in a.properties:
                yield from self._new_property(a, b, name, at)
                continue
            yield from self.compared(a.properties[name], schema, at)
            if (name in a.required) != (name in b.required):
                rule = "property-became-required" if name in b.required else "property-became-optional"
                yield self.change(rule, at)
        for name in sorted((a.required ^ b.required) - a.properties.keys() - b.properties.keys()):
            rule = "property-became-required" if name in b.required else "property-became-optional"
            yield self.change(rule, f"{path}/properties/{name}".lstrip("/"))
        for name in a.properties:
            if name not in b.properties:
                rule = "closed-property-removed" if b.additional is False else "property-removed"
                yield self.change(rule, f"{path}/properties/{name}".lstrip("/"))
        if (a.additional is False) != (b.additional is False):
            rule = "other-properties-forbidden" if b.additional is False else "other-properties-allowed"
            yield self.change(rule, path)
        elif a.additional is not True or b.additional is not True:
            yield from self.compared(a.additional, b.additional, f"{path}/additionalProperties".lstrip("/"))

    def _new_property(self, a: Shape, b: Shape, name: str, at: str) -> Iterator[Change]:
        """A property is no surprise to readers, unless they were told that there are no others."""
        if b.properties[name] is False:
            yield self.change("property-forbidden", at)
            return
        if a.additional is False:
            yield self.change("closed-property-added", at)
        if name in b.required:
            yield self.change("required-property-added", at)
        elif a.additional is not False:
            yield self.change("property-added", at)

    def _bounds(self, a: Mapping[str, Any], b: Mapping[str, Any], path: str) -> Iterator[Change]:
        for key in sorted(a.keys() | b.keys()):
            old, new = a.get(key, ABSENT), b.get(key, ABSENT)
            if old == new:
                continue
            if key == "uniqueItems":
                yield self.change("items-made-unique" if old is ABSENT else "items-may-repeat", path)
                continue
            if key in EXACT:
                rule = "form-added" if old is ABSENT else "form-removed" if new is ABSENT else "form-changed"
            elif old is ABSENT or new is ABSENT:
                rule = "limit-tightened" if old is ABSENT else "limit-loosened"
            else:
                rule = "limit-tightened" if (new < old) == (key in UPPER) else "limit-loosened"
            yield self.change(rule, path, _named(key, old), _named(key, new))

    def _mapping(self, a: Shape, b: Shape, path: str) -> Iterator[Change]:
        """Tags that lead elsewhere; a tag that came or went with its member is told by the member."""
        old = {tag: self.pairs.get(name, name) for tag, name in a.mapping.items()}
        is_told = {self.pairs.get(label, label) for label in a.branches} != b.branches.keys()
        for tag in sorted(old.keys() | b.mapping.keys()):
            before, after = old.get(tag, ABSENT), b.mapping.get(tag, ABSENT)
            if before != after and not (is_told and ABSENT in (before, after)):
                yield self.change("discriminator-changed", path, _named(tag, before), _named(tag, after))

    def _unread(self, a: Shape, b: Shape, path: str) -> Iterator[Change]:
        for key in sorted(a.unread.keys() | b.unread.keys()):
            old, new = ([self.substance(key, value) for value in side.unread.get(key, ())] for side in (a, b))
            if sorted(map(canonical, old)) != sorted(map(canonical, new)):
                shown = (ABSENT if not said else said[0] if len(said) == 1 else said for said in (old, new))
                yield self.change("keyword-changed", f"{path}/{pointer_step(key)}".lstrip("/"), *shown)

    def _said_beside(self, a: Shape, b: Shape, path: str) -> Iterator[Change]:
        if differ(a.default, b.default) and a.values != (a.default,) and b.values != (b.default,):
            kind = "added" if a.default is ABSENT else "removed" if b.default is ABSENT else "changed"
            yield self.change(f"default-{kind}", path, a.default, b.default)
        if a.deprecated != b.deprecated:
            yield self.change("deprecated" if b.deprecated else "undeprecated", path)
        if a.description != b.description:
            yield self.change("description-changed", path, a.description or ABSENT, b.description or ABSENT)

    def change(self, rule: str, path: str, old: object = ABSENT, new: object = ABSENT) -> Change:
        """A change of the component, with what stood and stands there."""
        return Change(rule, self.component, path, self.sides, shown(old), shown(new))


def differ(old: object, new: object) -> bool:
    """Whether two values of a document, or one and ``ABSENT``, are not the same; true and 1 are not."""
    if old is ABSENT or new is ABSENT:
        return old is not new
    return canonical(old) != canonical(new)


def pointer_step(key: str) -> str:
    """A key as a step of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


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
