"""Compares two documents component by component and names every change by its rule."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Set
from dataclasses import replace
from typing import Any, Final

from .change import Change, shown
from .diff_rules import Effect
from .document import PREFIX, Document, Schema, Side
from .operations import Part, followed
from .shapes import ABSENT, EXACT, UPPER, Shape, expanded, leaves, only_member, shape_of
from .substance import canonical, substance

__all__ = ["Change", "diff", "left_out"]

_NAMED: Final[Mapping[str, str]] = {"security": "security-changed", "operationId": "operation-renamed"}
"""Keys of operations whose changes have a rule of their own."""


def diff(old: Document, new: Document) -> list[Change]:
    """Every change from ``old`` to ``new``: operations first, then components in the order of the newer document."""
    return list(_Comparison(old, new).changes())


def left_out(old: Document, new: Document) -> list[str]:
    """The components of either document that were never published and that the other one lacks: no change."""
    pairs = old.pairs(new)
    gone = [name for name in old.schemas if name not in pairs and name in old.own()]
    taken = set(pairs.values())
    return [*gone, *(name for name in new.schemas if name not in taken and name in new.own())]


class _Comparison:
    def __init__(self, old: Document, new: Document) -> None:
        self._old, self._new = old, new
        self._pairs = old.pairs(new)
        self._old_sides, self._new_sides = old.sides(), new.sides()
        self._left_out = frozenset(left_out(old, new))
        self._renamed = {f"{PREFIX}{before}": f"{PREFIX}{after}" for before, after in self._pairs.items()}
        self._component = ""
        self._sides: frozenset[Side] = frozenset()
        self._following: set[tuple[str | None, str | None]] = set()

    def changes(self) -> Iterator[Change]:
        yield from self._operations()
        yield from self._security()
        yield from self._unused()
        origins: dict[str, list[str]] = {}
        for before, after in self._pairs.items():
            origins.setdefault(after, []).append(before)
        for name, schema in self._new.schemas.items():
            self._component, self._sides = name, self._new_sides[name]
            if name not in origins and name not in self._left_out:
                yield self._change("component-added", "")
            for before in origins.get(name, ()):
                yield from self._compared(self._old.schemas[before], schema, "")
        for name in self._old.schemas:
            if name not in self._pairs and name not in self._left_out:
                self._component, self._sides = name, self._old_sides[name]
                yield self._change("component-removed", "")

    def _operations(self) -> Iterator[Change]:
        old, new = ({part.at: part for part in document.parts()} for document in (self._old, self._new))
        for at in [*old, *(at for at in new if at not in old)]:
            before, after = old.get(at), new.get(at)
            if before is not None and after is not None:
                self._component, self._sides = at, _one(after.side)
                yield from self._part(before, after)
            elif (part := after or before) is not None:
                self._component, self._sides = at, _one(part.side)
                yield from self._one_sided(part, old, new)

    def _part(self, a: Part, b: Part) -> Iterator[Change]:
        if a.is_required != b.is_required:
            what = "parameter" if b.kind == "parameter" else "body"
            yield self._change(f"{what}-became-{'required' if b.is_required else 'optional'}", "")
        if a.schema is not None or b.schema is not None:
            # No schema is one that anything fits.
            yield from self._compared(_or_any(a.schema), _or_any(b.schema), "")
        for key in sorted(a.facts.keys() | b.facts.keys()):
            old, new = a.facts.get(key, ABSENT), b.facts.get(key, ABSENT)
            old, new = (value if value is ABSENT else self._substance(key, value) for value in (old, new))
            if _differ(old, new):
                if key == "deprecated":
                    yield self._change("undeprecated" if new is ABSENT else "deprecated", "")
                elif key in _NAMED:
                    yield self._change(_NAMED[key], "", old, new)
                else:
                    yield self._change("keyword-changed", _step(key), old, new)

    def _one_sided(self, part: Part, old: Mapping[str, Part], new: Mapping[str, Part]) -> Iterator[Change]:
        """A part that one document lacks: told once, by its bodies where it has some."""
        mine, other = (new, old) if part.at in new else (old, new)
        kind = "added" if mine is new else "removed"
        if part.kind in ("parameter", "header"):
            holder = part.operation if part.kind == "parameter" else part.at.rpartition(" header ")[0]
            if holder in other:
                is_needed = kind == "added" and part.is_required
                yield self._change(f"{'required-' if is_needed else ''}{part.kind}-{kind}", "")
            return
        if part.kind == "request" and kind == "added" and part.is_required and part.operation in old:
            yield self._change("body-became-required", "")
        if not any(at.startswith(f"{part.at} ") and mine[at].kind != "parameter" for at in mine):
            yield self._change(f"operation-{kind}", "")

    def _substance(self, key: str, value: object) -> object:
        """What a keyword says without prose, by the names of the newer document."""
        return substance({key: value}, self._renamed).get(key, ABSENT)

    def _security(self) -> Iterator[Change]:
        old, new = (_security_schemes(document) for document in (self._old, self._new))
        for name in sorted(old.keys() | new.keys()):
            if old.get(name) != new.get(name):
                self._component, self._sides = f"security scheme {name}", _one("request")
                yield self._change("security-changed", "", old.get(name, ABSENT), new.get(name, ABSENT))

    def _unused(self) -> Iterator[Change]:
        """Components, other than schemas, that no operation was followed to: told as they are written."""
        used = followed(self._old.plain) | followed(self._new.plain)
        old, new = (_other_components(document) for document in (self._old, self._new))
        for section, name in sorted(old.keys() | new.keys()):
            if f"#/components/{section}/{_step(name)}" in used:
                continue
            sides = (found.get((section, name), ABSENT) for found in (old, new))
            before, after = (side if side is ABSENT else self._substance(name, side) for side in sides)
            if _differ(before, after):
                self._component, self._sides = f"{section} {name}", frozenset()
                yield self._change("keyword-changed", "", before, after)

    def _compared(self, old: Schema, new: Schema, path: str) -> Iterator[Change]:
        a, b = shape_of(old, self._old), shape_of(new, self._new)
        if a.ref is None and b.ref is None:
            yield from self._shapes(a, b, path)
            return
        step = (a.ref, b.ref)
        if a.ref is not None and self._pairs.get(a.ref) == b.ref:
            yield from self._shapes(replace(a, ref=None), replace(b, ref=None), path)
        elif step not in self._following:
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
        yield from self._unread(a, b, path)
        if a.discriminator and b.discriminator and a.discriminator != b.discriminator:
            yield self._change("discriminator-changed", path, a.discriminator, b.discriminator)
        elif a.mapping and b.mapping:
            yield from self._mapping(a, b, path)
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
        for name in sorted((a.required ^ b.required) - a.properties.keys() - b.properties.keys()):
            rule = "property-became-required" if name in b.required else "property-became-optional"
            yield self._change(rule, f"{path}/properties/{name}".lstrip("/"))
        for name in a.properties:
            if name not in b.properties:
                rule = "closed-property-removed" if b.additional is False else "property-removed"
                yield self._change(rule, f"{path}/properties/{name}".lstrip("/"))
        if (a.additional is False) != (b.additional is False):
            rule = "other-properties-forbidden" if b.additional is False else "other-properties-allowed"
            yield self._change(rule, path)
        elif a.additional is not True or b.additional is not True:
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
            if key == "uniqueItems":
                yield self._change("items-made-unique" if old is ABSENT else "items-may-repeat", path)
                continue
            if key in EXACT:
                rule = "form-added" if old is ABSENT else "form-removed" if new is ABSENT else "form-changed"
            elif old is ABSENT or new is ABSENT:
                rule = "limit-tightened" if old is ABSENT else "limit-loosened"
            else:
                rule = "limit-tightened" if (new < old) == (key in UPPER) else "limit-loosened"
            yield self._change(rule, path, _named(key, old), _named(key, new))

    def _mapping(self, a: Shape, b: Shape, path: str) -> Iterator[Change]:
        """Tags that lead elsewhere; a tag that came or went with its member is told by the member."""
        old = {tag: self._pairs.get(name, name) for tag, name in a.mapping.items()}
        is_told = {self._pairs.get(label, label) for label in a.branches} != b.branches.keys()
        for tag in sorted(old.keys() | b.mapping.keys()):
            before, after = old.get(tag, ABSENT), b.mapping.get(tag, ABSENT)
            if before != after and not (is_told and ABSENT in (before, after)):
                yield self._change("discriminator-changed", path, _named(tag, before), _named(tag, after))

    def _unread(self, a: Shape, b: Shape, path: str) -> Iterator[Change]:
        for key in sorted(a.unread.keys() | b.unread.keys()):
            old, new = ([self._substance(key, value) for value in side.unread.get(key, ())] for side in (a, b))
            if sorted(map(canonical, old)) != sorted(map(canonical, new)):
                shown = (ABSENT if not said else said[0] if len(said) == 1 else said for said in (old, new))
                yield self._change("keyword-changed", f"{path}/{_step(key)}".lstrip("/"), *shown)

    def _said_beside(self, a: Shape, b: Shape, path: str) -> Iterator[Change]:
        if _differ(a.default, b.default) and a.values != (a.default,) and b.values != (b.default,):
            kind = "added" if a.default is ABSENT else "removed" if b.default is ABSENT else "changed"
            yield self._change(f"default-{kind}", path, a.default, b.default)
        if a.deprecated != b.deprecated:
            yield self._change("deprecated" if b.deprecated else "undeprecated", path)
        if a.description != b.description:
            yield self._change("description-changed", path, a.description or ABSENT, b.description or ABSENT)

    def _change(self, rule: str, path: str, old: object = ABSENT, new: object = ABSENT) -> Change:
        return Change(rule, self._component, path, self._sides, shown(old), shown(new))


def _one(side: Side) -> frozenset[Side]:
    return frozenset((side,))


def _or_any(schema: Schema | None) -> Schema:
    return True if schema is None else schema


def _differ(old: object, new: object) -> bool:
    if old is ABSENT or new is ABSENT:
        return old is not new
    return canonical(old) != canonical(new)


def _step(key: str) -> str:
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


def _other_components(document: Document) -> Mapping[tuple[str, str], Any]:
    """Section and name of every component that is no schema and no security scheme -> what it says."""
    return {
        (section, str(name)): found
        for section, components in document.plain["components"].items()
        if section not in ("schemas", "securitySchemes", "examples") and not section.startswith("x-")
        if isinstance(components, Mapping)
        for name, found in components.items()
    }


def _security_schemes(document: Document) -> Mapping[str, Any]:
    found = document.plain["components"].get("securitySchemes")
    schemes = found.items() if isinstance(found, Mapping) else ()
    return {
        name: {key: value for key, value in scheme.items() if key != "description"}
        for name, scheme in schemes
        if isinstance(scheme, Mapping)
    }
