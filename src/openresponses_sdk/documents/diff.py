"""Compares two documents component by component and names every change by its rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from .change import Change
from .document import Document, Schema, Side
from .operations import Part, followed
from .schema_comparison import SchemaComparison, differ, pointer_step
from .shapes import ABSENT

__all__ = ["Change", "diff", "left_out"]

_NAMED: Final[Mapping[str, str]] = {"security": "security-changed", "operationId": "operation-renamed"}
"""Keys of operations whose changes have a rule of their own."""


def diff(old: Document, new: Document) -> list[Change]:
    """Every change from ``old`` to ``new``: operations first, then components in the order of the newer document."""
    return list(_Comparison(old, new).changes())


def left_out(old: Document, new: Document) -> list[str]:
    """The components of either document that were never published and that the other one lacks: no change."""
    pairs = old.pairs(new)
    own_old, own_new, taken = old.own(), new.own(), set(pairs.values())
    gone = [name for name in old.schemas if name not in pairs and name in own_old]
    return [*gone, *(name for name in new.schemas if name not in taken and name in own_new)]


class _Comparison(SchemaComparison):
    def __init__(self, old: Document, new: Document) -> None:
        super().__init__(old, new)
        self._old_sides, self._new_sides = old.sides(), new.sides()
        self._left_out = frozenset(left_out(old, new))

    def changes(self) -> Iterator[Change]:
        yield from self._operations()
        yield from self._security()
        yield from self._unused()
        origins: dict[str, list[str]] = {}
        for before, after in self.pairs.items():
            origins.setdefault(after, []).append(before)
        for name, schema in self.new.schemas.items():
            self.component, self.sides = name, self._new_sides[name]
            if name not in origins and name not in self._left_out:
                yield self.change("component-added", "")
            for before in origins.get(name, ()):
                yield from self.compared(self.old.schemas[before], schema, "")
        for name in self.old.schemas:
            if name not in self.pairs and name not in self._left_out:
                self.component, self.sides = name, self._old_sides[name]
                yield self.change("component-removed", "")

    def _operations(self) -> Iterator[Change]:
        old, new = ({part.at: part for part in document.parts()} for document in (self.old, self.new))
        for at in [*old, *(at for at in new if at not in old)]:
            before, after = old.get(at), new.get(at)
            if before is not None and after is not None:
                self.component, self.sides = at, _one(after.side)
                yield from self._part(before, after)
            elif (part := after or before) is not None:
                self.component, self.sides = at, _one(part.side)
                yield from self._one_sided(part, old, new)

    def _part(self, a: Part, b: Part) -> Iterator[Change]:
        if a.is_required != b.is_required:
            what = "parameter" if b.kind == "parameter" else "body"
            yield self.change(f"{what}-became-{'required' if b.is_required else 'optional'}", "")
        if a.schema is not None or b.schema is not None:
            # No schema is one that anything fits.
            yield from self.compared(_or_any(a.schema), _or_any(b.schema), "")
        for key in sorted(a.facts.keys() | b.facts.keys()):
            old, new = a.facts.get(key, ABSENT), b.facts.get(key, ABSENT)
            old, new = (value if value is ABSENT else self.substance(key, value) for value in (old, new))
            if differ(old, new):
                if key == "deprecated":
                    yield self.change("undeprecated" if new is ABSENT else "deprecated", "")
                elif key in _NAMED:
                    yield self.change(_NAMED[key], "", old, new)
                else:
                    yield self.change("keyword-changed", pointer_step(key), old, new)

    def _one_sided(self, part: Part, old: Mapping[str, Part], new: Mapping[str, Part]) -> Iterator[Change]:
        """A part that one document lacks: told once, by its bodies where it has some."""
        mine, other = (new, old) if part.at in new else (old, new)
        kind = "added" if mine is new else "removed"
        if part.kind in ("parameter", "header"):
            holder = part.operation if part.kind == "parameter" else part.at.rpartition(" header ")[0]
            if holder in other:
                is_needed = kind == "added" and part.is_required
                yield self.change(f"{'required-' if is_needed else ''}{part.kind}-{kind}", "")
            return
        holders = (mine.get(part.at[:end]) for end, letter in enumerate(part.at) if letter == " ")
        if any(holder.kind in ("parameter", "header") and holder.at not in other for holder in holders if holder):
            return
        if part.kind == "request" and kind == "added" and part.is_required and part.operation in old:
            yield self.change("body-became-required", "")
        if not any(at.startswith(f"{part.at} ") and mine[at].kind != "parameter" for at in mine):
            yield self.change(f"operation-{kind}", "")

    def _security(self) -> Iterator[Change]:
        old, new = (_security_schemes(document) for document in (self.old, self.new))
        for name in sorted(old.keys() | new.keys()):
            if old.get(name) != new.get(name):
                self.component, self.sides = f"security scheme {name}", _one("request")
                yield self.change("security-changed", "", old.get(name, ABSENT), new.get(name, ABSENT))

    def _unused(self) -> Iterator[Change]:
        """Components, other than schemas, that no operation was followed to: told as they are written."""
        used = followed(self.old.plain) | followed(self.new.plain)
        old, new = (_other_components(document) for document in (self.old, self.new))
        for section, name in sorted(old.keys() | new.keys()):
            if f"#/components/{section}/{pointer_step(name)}" in used:
                continue
            sides = (found.get((section, name), ABSENT) for found in (old, new))
            before, after = (side if side is ABSENT else self.substance("component", side) for side in sides)
            if differ(before, after):
                self.component, self.sides = f"{section} {name}", frozenset()
                yield self.change("keyword-changed", "", before, after)


def _one(side: Side) -> frozenset[Side]:
    return frozenset((side,))


def _or_any(schema: Schema | None) -> Schema:
    return True if schema is None else schema


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
