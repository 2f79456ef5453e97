"""What happened in a stream, as a person would tell it: what opened, what grew, what closed, when, and what was wrong.

``Timeline`` takes plain JSON events, legal or not, and keeps a tree of responses,
items and parts; each call returns the entries that are new, so that a view can
show them while the stream runs.  It reads the generated event rules and no model:
nothing is refused, what is unknown is noted, and what is wrong is shown where it
happened.  The judgement itself comes from the validator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from openresponses_schema.event_rules import RULES, Effect, EventRule, Machine, State

from .findings import Violation
from .json_values import Json, integral
from .timeline_nodes import Entry, Found, Happening, Kind, Moment, Node, Note, Run, Text

__all__ = ["Entry", "Found", "Happening", "Kind", "Moment", "Node", "Note", "Run", "Text", "Timeline"]

_TEXTS: Final = frozenset(
    rule.field for rule in RULES.values() if rule.field and rule.effect in (Effect.APPEND, Effect.ASSIGN)
)
_LISTS: Final = frozenset(rule.field for rule in RULES.values() if rule.field and rule.effect is Effect.INSERT)
_OUTPUT: Final = "output"
_INPUT: Final = "input"
_CONTAINERS: Final = frozenset(rule.container for rule in RULES.values() if rule.container) | {_OUTPUT, _INPUT}


class Timeline:
    """What happened so far.  Feed it the events of an input in their order.

    ``clock`` gives seconds, for an input that is read while it is written; without
    it no moment says how much time had passed.
    """

    def __init__(self, clock: Callable[[], float] | None = None) -> None:
        self.nodes: list[Node] = []
        """The responses and requests, in order."""
        self.runs: list[Run] = []
        """The log of the events."""
        self.events: int = 0
        self._clock = clock
        self._start: float | None = None
        self._entries: list[Entry] = []
        self._now = Moment(0)

    def receive(self, event: Json, found: Iterable[Found] = ()) -> list[Entry]:
        """Take the next event and what is wrong with it; returns what happened."""
        self._begin(event)
        earlier, now = _split(found, self.events)
        self.events += 1
        self._find(earlier)
        if isinstance(event, dict):
            self._apply(event)
        else:
            self._note(self._response(), "not an event", event)
        self._find(now)
        return self._entries

    def receive_object(self, kind: Kind, value: Json, found: Iterable[Found] = ()) -> list[Entry]:
        """Take a whole response or request; returns what there is in it."""
        self._begin(value)
        node = self._open_root(kind)
        self._fill(node, value if isinstance(value, dict) else {}, closing=True, opening=True)
        self._find(found)
        return self._entries

    def receive_findings(self, found: Iterable[Found]) -> list[Entry]:
        """Take what is wrong with no event in particular, such as a missing end."""
        self._entries = []
        self._find(found)
        return self._entries

    def _begin(self, value: Json) -> None:
        self._entries = []
        elapsed: float | None = None
        if self._clock is not None:
            now = self._clock()
            self._start = now if self._start is None else self._start
            elapsed = now - self._start
        data = value if isinstance(value, dict) else {}
        self._now = Moment(self.events, integral(data.get("sequence_number")), elapsed)

    def _apply(self, event: dict[str, Json]) -> None:
        name = event.get("type")
        kind = name if isinstance(name, str) else "event without type"
        rule = RULES.get(kind)
        indexes = _indexes(rule, event)
        self._log(kind, indexes)
        if rule is None:
            self._extension(kind, event)
        elif rule.machine is Machine.RESPONSE:
            self._whole(rule, event)
        elif len(indexes) < len(rule.indexes):
            self._note(self._response(), kind, event)
        else:
            self._inside(rule, event, indexes)

    def _log(self, kind: str, indexes: tuple[int, ...]) -> None:
        last = self.runs[-1] if self.runs else None
        if last is not None and last.type == kind and last.indexes == indexes:
            last.last = self._now
            last.count += 1
        else:
            self.runs.append(Run(kind, indexes, self._now, self._now))

    def _extension(self, kind: str, event: dict[str, Json]) -> None:
        """What the rules do not know: text that grows if it says so, a note otherwise."""
        response = self._response()
        index, delta = integral(event.get("output_index")), event.get("delta")
        node = response if index is None else response.children.get((_OUTPUT, index), response)
        if isinstance(delta, str) and kind.endswith(".delta") and node is not response:
            self._grow(node, kind.removeprefix("response.").removesuffix(".delta"), delta)
        else:
            self._note(node, kind, event)

    def _whole(self, rule: EventRule, event: dict[str, Json]) -> None:
        value = event.get(rule.payload) if rule.payload is not None else None
        if rule.effect is Effect.NONE or not isinstance(value, dict):
            self._note(self._response(), rule.type, event)
            return
        is_first = State.ABSENT in rule.sources
        if is_first and (not self.nodes or self._is_another(value)):
            self._fill(self._open_root(Kind.RESPONSE), value, closing=rule.terminal, opening=True)
            return
        node = self._response()
        before = node.status
        self._fill(node, {"status": rule.status, **value} if rule.status else value, closing=rule.terminal)
        if node.status != before and not rule.terminal:
            self._say(Happening.CHANGED, node)

    def _is_another(self, value: dict[str, Json]) -> bool:
        last = self.nodes[-1]
        return last.kind is not Kind.RESPONSE or last.closed is not None or last.facts.get("id") != value.get("id")

    def _inside(self, rule: EventRule, event: dict[str, Json], indexes: tuple[int, ...]) -> None:
        value = event.get(rule.payload) if rule.payload is not None else None
        announces = rule.effect is Effect.INSERT and rule.field is None
        owner = rule.owner_type or "?"
        response = self._response()
        if rule.machine is Machine.ITEM:
            node = self._child(response, (_OUTPUT, indexes[0]), owner, announces)
        else:
            item = self._child(response, (_OUTPUT, indexes[0]), "?", False)
            node = self._child(item, (rule.container or "content", indexes[1]), owner, announces)
        if announces or rule.effect is Effect.REPLACE:
            known = value if isinstance(value, dict) else {}
            self._fill(node, known, closing=not announces, opening=announces)
        elif rule.effect is Effect.INSERT:
            node.listed[rule.field or ""] += 1
            self._note(node, rule.field or "", value)
        elif not isinstance(value, str):
            self._note(node, rule.type, event)
        elif rule.effect is Effect.APPEND:
            self._grow(node, rule.field or "", value)
        else:
            self._settle(node, rule.field or "", value)

    def _child(self, parent: Node, place: tuple[str, int], kind: str, announces: bool) -> Node:
        """The node at a place; one that no event announced is opened when it is needed."""
        node = parent.children.get(place)
        if node is None:
            level = Kind.PART if parent.kind is Kind.ITEM else Kind.ITEM
            node = parent.children[place] = Node(level, kind, place, parent, self._now, is_announced=announces)
            if not announces:
                self._say(Happening.OPENED, node)
        return node

    def _open_root(self, kind: Kind) -> Node:
        node = Node(kind, str(kind), None, None, self._now, is_announced=True)
        self.nodes.append(node)
        return node

    def _response(self) -> Node:
        """The response of the stream; an input that never announced one gets one all the same."""
        if not self.nodes or self.nodes[-1].kind is not Kind.RESPONSE:
            node = self._open_root(Kind.RESPONSE)
            node.is_announced = False
            self._say(Happening.OPENED, node)
        return self.nodes[-1]

    def _fill(self, node: Node, value: Mapping[str, Json], *, closing: bool, opening: bool = False) -> None:
        """Take over what an object says: its fields first, then the texts and nodes it holds."""
        inside: list[tuple[str, Json]] = []
        for name, member in value.items():
            if _is_inside(node, name, member):
                inside.append((name, member))
            elif name == "type" and node.kind in (Kind.ITEM, Kind.PART):
                node.type = member if isinstance(member, str) else node.type
            elif name == "status":
                node.status = member if isinstance(member, str) else node.status
            else:
                node.facts[name] = member
        if opening:
            self._say(Happening.OPENED, node)
        for name, member in inside:
            if isinstance(member, str):
                self._settle(node, name, member)
            elif isinstance(member, list):
                self._fill_list(node, name, member, closing=closing, is_whole=opening and closing)
        if closing and node.closed is None:
            node.closed = self._now
            self._say(Happening.CLOSED, node)

    def _fill_list(self, node: Node, name: str, members: list[Json], *, closing: bool, is_whole: bool) -> None:
        if name in _LISTS:
            for member in members[node.listed[name] :]:
                node.listed[name] += 1
                self._note(node, name, member)
            return
        for index, member in enumerate(members):
            if not isinstance(member, dict):
                continue
            is_new = (name, index) not in node.children
            child = self._child(node, (name, index), _type_of(member, name), is_new)
            child.is_announced = is_whole if is_new else child.is_announced
            self._fill(child, member, closing=closing, opening=is_new)

    def _settle(self, node: Node, name: str, text: str) -> None:
        """The whole text of a field: nothing new when it is what was streamed, and an empty one takes nothing away."""
        known = node.texts.get(name)
        if not text or (known is not None and known.length == len(text) and str(known) == text):
            return
        if known is None or not known.length:
            node.texts.setdefault(name, Text()).append(text)
            self._say(Happening.GREW, node, name=name, text=text)
        else:
            known.replace(text)
            self._say(Happening.REPLACED, node, name=name, text=text)

    def _grow(self, node: Node, name: str, text: str) -> None:
        known = node.texts.setdefault(name, Text())
        known.append(text)
        known.deltas += 1
        self._say(Happening.GREW, node, name=name, text=text)

    def _note(self, node: Node, name: str, value: Json) -> None:
        node.notes.append(Note(self._now, name, value))
        self._say(Happening.NOTED, node, name=name, value=value)

    def _find(self, found: Iterable[Found]) -> None:
        for one in found:
            node = self._nearest(one[1])
            node.found.append(one)
            self._say(Happening.FOUND, node, found=one)

    def _nearest(self, violation: Violation) -> Node:
        node = self.nodes[-1] if self.nodes else self._response()
        match violation.address:
            case (int() as item, *rest):
                node = node.children.get((_OUTPUT, item), node)
                if len(rest) == 2 and isinstance(rest[0], str) and isinstance(rest[1], int):
                    node = node.children.get((rest[0], rest[1]), node)
        return node

    def _say(
        self,
        happening: Happening,
        node: Node,
        *,
        name: str = "",
        text: str = "",
        value: Json = None,
        found: Found | None = None,
    ) -> None:
        self._entries.append(Entry(happening, node, self._now, name, text, value, found))


def _indexes(rule: EventRule | None, event: dict[str, Json]) -> tuple[int, ...]:
    names = ("output_index", "content_index") if rule is None else rule.indexes
    return tuple(value for name in names if (value := integral(event.get(name))) is not None)


def _is_inside(node: Node, name: str, member: Json) -> bool:
    """Whether a member is text or holds nodes; the rest are facts."""
    if isinstance(member, str):
        return name in _TEXTS or (name in _CONTAINERS and node.kind is not Kind.RESPONSE)
    if not isinstance(member, list) or (name == _OUTPUT and node.kind is Kind.REQUEST):
        return False
    if name in _LISTS:
        return node.kind is Kind.PART
    return name in _CONTAINERS and node.kind is not Kind.PART and all(isinstance(one, dict) for one in member)


def _type_of(member: dict[str, Json], name: str) -> str:
    kind = member.get("type")
    return kind if isinstance(kind, str) else "message" if name == _INPUT else "?"


def _split(found: Iterable[Found], event: int) -> tuple[list[Found], list[Found]]:
    """What belongs to the stream before, which a new one shows to be unfinished, and what belongs to this event."""
    earlier: list[Found] = []
    now: list[Found] = []
    for one in found:
        index = one[1].event_index
        (earlier if index is not None and index < event else now).append(one)
    return earlier, now
