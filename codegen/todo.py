"""What adopting a published release takes: the components that are new, changed or gone, with the YAML to fill.

It says what to do and writes the structure; it never writes prose.  A difference is told once, at the component that it
belongs to, not at everything that holds this component.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from .bundle import Bundle, Json, load, name_of, references
from .deviations import deviations
from .equivalence import all_differences, published_document, shown, stands_for
from .skeleton import Skeletons


class Difference(NamedTuple):
    """One place inside a published component: what the release has there, and what the spec has."""

    at: str
    theirs: Any
    ours: Any


def todo(spec: Path, published: Path) -> int:
    """Print what has to be done; returns 1 when there is something, else 0."""
    bundle, upstream = load(spec), published_document(published)
    allowed = [row.at for row in deviations(spec)]
    plan = _Plan(bundle, upstream)
    for at, theirs, ours in all_differences(bundle, upstream):
        if not any(fnmatchcase(at, row) for row in allowed):
            plan.add(at, theirs, ours)
    lines = list(plan.lines())
    print("\n".join(lines))
    return 1 if plan.size else 0


class _Plan:
    """The differences, by what has to be done about them."""

    def __init__(self, bundle: Bundle, upstream: Json) -> None:
        self._bundle = bundle
        self._published: Json = upstream["components"]["schemas"]
        self._names = {old: new for old, new in stands_for(bundle).items() if old in self._published}
        self._ours = bundle.document["info"]["version"]
        self._theirs = str(upstream["info"].get("version"))
        self._skeletons = Skeletons(self._published, bundle, self._names, self._theirs)
        self._new: list[str] = []
        self._gone: list[tuple[str, str]] = []
        self._changed: dict[str, list[Difference]] = {}
        self._other: list[Difference] = []

    @property
    def size(self) -> int:
        """How many components and other places need a hand."""
        return len(self._new) + len(self._gone) + len(self._owned()) + len(self._elsewhere())

    def add(self, at: str, theirs: Any, ours: Any) -> None:
        """Sort in one difference."""
        owner, _, inside = at.partition("/")
        if at in self._published and at not in self._names:
            self._new.append(at)
        elif owner in self._names:
            self._changed.setdefault(owner, []).append(Difference(inside, theirs, ours))
        elif inside == "x-upstream-name":
            self._gone.append((owner, ours))
        else:
            self._other.append(Difference(at, theirs, ours))

    def lines(self) -> Iterator[str]:
        """The plan as Markdown."""
        changed, elsewhere = self._owned(), self._elsewhere()
        yield f"# From {self._ours} to {self._theirs}"
        yield ""
        are = "component is" if len(self._new) == 1 else "components are"
        yield f"{len(self._new)} {are} new, {len(changed)} changed, {len(self._gone)} removed,"
        yield f"and {len(elsewhere)} other places differ. Where a skeleton says TODO, a person writes."
        for old in self._new:
            yield from self._new_component(old)
        for old, found in changed.items():
            name = self._names[old]
            yield from ("", f"## changed: {name} (published as {old}), {self._bundle.file(name)}", "")
            for difference in found:
                yield from self._change(old, difference)
        for name, old in self._gone:
            yield from ("", f"## removed: {name}, {self._bundle.file(name)}", "")
            yield f"- the release has no {old}: take the component out, or the name out of `x-upstream-name`"
        if elsewhere:
            yield from ("", "## elsewhere: paths, messages, and what the document says of itself", "")
        for at, theirs, ours in elsewhere:
            yield f"- {at}: the release has {shown(theirs)}, the spec {shown(ours)}"

    def _new_component(self, old: str) -> Iterator[str]:
        topic = self._skeletons.topic(old)
        users = sorted(
            self._names.get(user, user) for user, schema in self._published.items() if old in references(schema)
        )
        yield from ("", f"## new: {old}, for schemas/{topic}.yaml", "")
        yield f"- used by {', '.join(users) or 'a path or a message'}"
        yield f"- give it the name that users should type, and then `x-upstream-name: {old}`"
        yield from _fenced(self._skeletons.component(old))

    def _change(self, old: str, difference: Difference) -> Iterator[str]:
        at, theirs, ours = difference
        if at == "required":
            for words, names in (("requires", _listed(theirs)), ("does not require", _listed(ours))):
                if names:
                    yield f"- the release {words} {', '.join(names)}"
            forgiven = self._bundle.schemas[self._names[old]].get("x-read-optional", ())
            if needless := [name for name in _listed(ours) if name in forgiven]:
                yield f"- x-read-optional needs no {', '.join(needless)} any more"
        elif ours is None and self._skeletons.has_property(old, at):
            written, extra = self._skeletons.property(old, at)
            yield f"- a property is new: {at}"
            yield from _fenced({"properties": {at: written}})
            if extra:
                yield f"- and what it needs, for schemas/{self._skeletons.topic(old)}.yaml"
                yield from _fenced(extra)
        elif theirs is None and at in self._own_properties(old):
            yield f"- the release has no property {at}"
        elif at.startswith("<") and ours is None:
            yield f"- the union has a new member, {at}: add it to oneOf and to the mapping"
        elif at.startswith("<") and theirs is None:
            yield f"- the union has no member {at} any more"
        else:
            yield f"- {at}: the release has {shown(theirs)}, the spec {shown(ours)}"

    def _own_properties(self, old: str) -> set[str]:
        """The properties that the spec gives the component that stands for a published one."""
        schema = self._bundle.schemas[self._names[old]]
        parts = [schema, *(part for part in schema.get("allOf", ()) if isinstance(part, dict))]
        named = [self._bundle.schemas[name_of(part["$ref"])] for part in parts if "$ref" in part]
        return {name for part in (*parts, *named) for name in part.get("properties", {})}

    def _owned(self) -> dict[str, list[Difference]]:
        """The changed components, each without what it only holds: what a component inside it says too."""
        found: dict[str, list[Difference]] = {}
        for old, differences in self._changed.items():
            inner = [d for part in self._parts(old) for d in self._changed.get(part, ())]
            if own := [d for d in differences if not any(_is_inside(d, part) for part in inner)]:
                found[old] = own
        return found

    def _elsewhere(self) -> list[Difference]:
        inner = [difference for found in self._changed.values() for difference in found]
        return [difference for difference in self._other if not any(_is_inside(difference, part) for part in inner)]

    def _parts(self, old: str) -> set[str]:
        """The published components that a component holds, at any depth, itself aside."""
        found: set[str] = set()
        ahead = [old]
        while ahead:
            ahead.extend(new := {*references(self._published[ahead.pop()])} - found)
            found |= new
        return found - {old}


def _is_inside(difference: Difference, part: Difference) -> bool:
    tail = difference.at == part.at or difference.at.endswith(f"/{part.at}")
    return tail and difference[1:] == part[1:]


def _listed(names: Any) -> list[str]:
    return [str(name) for name in names] if isinstance(names, list) else []


def _fenced(content: Json) -> Iterator[str]:
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120)
    yield from ("", "```yaml", *text.splitlines(), "```")
