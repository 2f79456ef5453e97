"""Writes the items of a response as deltas of one chat completion, as soon and as often as they are told.

1. An item is known by its output index, since servers change ids.  Its announcement, its deltas, its done events and
   the final response all tell of it, and all are read; what was told before is not written again (see ``chat_texts``).
2. Calls are numbered in the order in which their names become known.
3. What a completion has no place for is a finding, once: ``chat_losses`` has the members, ``PARTS`` and ``ITEMS`` the
   parts and items that have one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from ..findings import shorten
from .chat_losses import ITEM_MEMBERS, PART_MEMBERS
from .chat_texts import Channel, PartText, WriteDelta

__all__ = ["ITEMS", "PARTS", "ChatAnswer", "OpenItem", "PartRow"]

Fields = dict[str, Any]
Lose = Callable[[str, str], None]
"""Takes what was lost and the path of it, from the response on."""


class PartRow(NamedTuple):
    """What becomes of a part."""

    member: str
    """The member of a delta that its text goes to."""
    field: str
    """The member of the part that holds its text."""


PARTS: Final[Mapping[str, PartRow]] = MappingProxyType(
    {
        "output_text": PartRow("content", "text"),
        "text": PartRow("content", "text"),
        "refusal": PartRow("refusal", "refusal"),
        "reasoning_text": PartRow("reasoning_content", "text"),
        "summary_text": PartRow("reasoning_content", "text"),
    }
)
"""Types of parts: the member of a delta that their text goes to, and the member of the part that holds it."""

_SUMMARY: Final = "summary_text"


class OpenItem:
    """What is known of one item."""

    __slots__ = ("arguments", "call", "id", "is_left_out", "kind", "parts", "path")

    def __init__(self, kind: str | None, path: str) -> None:
        self.kind: str | None = kind
        """None until something tells it."""
        self.path: str = path
        self.id: str | None = None
        self.is_left_out: bool = False
        self.parts: dict[tuple[str, int], tuple[Channel, PartText]] = {}
        self.call: int | None = None
        """The number of the call; None until its name is known."""
        self.arguments: list[str] = []


class ChatAnswer:
    """The answer of one response; ``write`` takes the deltas, ``lose`` what has no place."""

    def __init__(self, write: WriteDelta, lose: Lose, *, summaries: bool, tool_names: Mapping[str, str]) -> None:
        self._write = write
        self._lose = lose
        self._summaries = summaries
        self._tool_names = tool_names
        self._channels = {row.member: Channel(row.member, write) for row in PARTS.values()}
        self._items: dict[int, OpenItem] = {}
        self.calls: int = 0
        """How many calls were written."""

    def item(self, index: int) -> OpenItem:
        """The item at an output index."""
        found = self._items.get(index)
        if found is None:
            found = self._items[index] = OpenItem(None, f"output[{index}]")
        return found

    def item_of(self, id: object) -> OpenItem | None:
        """The item that bears an id, for events that do not say where they belong; else the one begun last."""
        for item in self._items.values():
            if item.id is not None and item.id == id:
                return item
        return next(reversed(self._items.values()), None)

    def part(self, item: OpenItem, kind: str, index: int) -> tuple[Channel, PartText] | None:
        """The part of an item, which begins now if it has not; None when it is not written."""
        found = item.parts.get((kind, index))
        if found is not None or item.is_left_out:
            return found
        path = f"{item.path}.summary" if kind == _SUMMARY else f"{item.path}.content[{index}]"
        if kind == _SUMMARY and not self._summaries:
            self._lose("The summary of the reasoning is left out; summaries=True writes it", path)
            return None
        channel, part = self._channels[PARTS[kind].member], PartText()
        if channel.is_begun:
            self._lose(f"A completion has one {channel.member}: this part is joined to the one before", path)
        channel.begin(part)
        item.parts[kind, index] = channel, part
        return channel, part

    def say(self, item: OpenItem, kind: str, index: int, text: str, logprobs: object = None) -> None:
        """Add to the text of a part."""
        entries = logprobs if isinstance(logprobs, list) and logprobs else None
        if (text or entries) and (found := self.part(item, kind, index)) is not None:
            found[0].say(found[1], text, entries)

    def tell(self, item: OpenItem, kind: str, index: int, text: str, logprobs: object = None) -> None:
        """Take the text of a part as a whole."""
        known = item.parts.get((kind, index))
        said = "" if known is None else known[1].text
        counted = 0 if known is None else known[1].logprobs
        rest = logprobs[counted:] if isinstance(logprobs, list) else None
        if text.startswith(said):
            self.say(item, kind, index, text[len(said) :], rest)
        elif text:
            self._lose("The whole text differs from what was streamed, which is kept", f"{item.path}.content[{index}]")

    def tell_part(self, item: OpenItem, part: object, index: int, path: str) -> None:
        """Take a part as a whole."""
        kind = part.get("type") if isinstance(part, dict) else None
        row = PARTS.get(kind) if isinstance(kind, str) else None
        if item.is_left_out:
            return
        if row is None or not isinstance(part, dict) or not isinstance(kind, str):
            self._lose(f"A part of type {shorten(kind)} has no place in a completion", path)
            return
        text = part.get(row.field)
        if isinstance(text, str):
            self.tell(item, kind, index, text, part.get("logprobs"))
        elif text is not None:
            self._lose("The text is no string and is left out", f"{path}.{row.field}")
        annotations = part.get("annotations")
        if isinstance(annotations, list):
            for at, annotation in enumerate(annotations):
                self.annotate(item, kind, index, annotation, f"{path}.annotations[{at}]", is_repeated=True)
        elif annotations is not None:
            self._lose("The annotations are no list and are left out", f"{path}.annotations")
        self._lose_rest(part, PART_MEMBERS, path)

    def annotate(
        self, item: OpenItem, kind: str, index: int, annotation: object, path: str, *, is_repeated: bool = False
    ) -> None:
        """Write an annotation; ``is_repeated`` tells that it may have been told before."""
        if item.is_left_out:
            return
        if not isinstance(annotation, dict) or annotation.get("type") != "url_citation":
            self._lose("Only citations of pages have a place in a completion", path)
            return
        found = self.part(item, kind, index)
        if found is not None and not (is_repeated and annotation in found[1].annotations):
            found[0].annotate(found[1], annotation)

    def close_part(self, item: OpenItem, kind: str, index: int) -> None:
        """A part is done."""
        found = item.parts.get((kind, index))
        if found is not None:
            found[0].close(found[1])

    def add_arguments(self, item: OpenItem, fragment: str) -> None:
        """Add to the arguments of a call; they wait while its name is not known."""
        if fragment:
            item.arguments.append(fragment)
            if item.call is not None:
                self._write({"tool_calls": [{"index": item.call, "function": {"arguments": fragment}}]}, None)

    def tell_arguments(self, item: OpenItem, arguments: str) -> None:
        """Take the arguments as a whole."""
        said = "".join(item.arguments)
        if arguments.startswith(said):
            self.add_arguments(item, arguments[len(said) :])
        elif arguments:
            self._lose("The whole arguments differ from what was streamed, which is kept", f"{item.path}.arguments")

    def tell_item(self, item: OpenItem, value: Fields, *, is_done: bool) -> None:
        """Take an item, as far as it is known."""
        if isinstance(value.get("id"), str):
            item.id = value["id"]
        kind = value.get("type")
        take = ITEMS.get(kind) if isinstance(kind, str) else None
        if take is None:
            item.is_left_out = True
            self._lose(f"An item of type {shorten(kind)} has no place in a completion", item.path)
            return
        if item.kind is None:
            item.kind = str(kind)
        elif item.kind != kind:
            self._lose(f"The item was {item.kind} before; what it says now is left out", item.path)
            return
        take(self, item, value)
        if not item.is_left_out:
            self._lose_rest(value, ITEM_MEMBERS[item.kind], item.path)
        if is_done:
            for channel, part in item.parts.values():
                channel.close(part)

    def tell_output(self, output: list[Any]) -> None:
        """Take the final output: its items are those that were streamed, in their order, and more."""
        left = [self._items[index] for index in sorted(self._items)]
        for at, value in enumerate(output):
            if not isinstance(value, dict):
                self._lose("The item is no object and is left out", f"output[{at}]")
                continue
            known = next((item for item in left if item.id is not None and item.id == value.get("id")), None)
            known = known or next((item for item in left if item.kind in (None, value.get("type"))), None)
            if known is None:
                known = self.item(max(self._items, default=-1) + 1)
            else:
                left.remove(known)
            self.tell_item(known, value, is_done=True)

    def finish(self) -> None:
        """Write what waits, because the response has ended."""
        for channel in self._channels.values():
            channel.finish()
        for item in self._items.values():
            if item.call is None and item.arguments and not item.is_left_out:
                self._lose("The call has no name and is left out", item.path)

    def _message(self, item: OpenItem, value: Fields) -> None:
        """Its texts are `content`, its refusals `refusal`, one after the other; only the assistant's have a place."""
        if value.get("role", "assistant") != "assistant":
            item.is_left_out = True
            self._lose(f"A message of role {shorten(value['role'])} has no place in a completion", item.path)
            return
        self._parts(item, value, "content")

    def _reasoning(self, item: OpenItem, value: Fields) -> None:
        """Its content is `reasoning_content`, and with `summaries=True` its summary too."""
        self._parts(item, value, "content")
        self._parts(item, value, "summary")

    def _call(self, item: OpenItem, value: Fields) -> None:
        """A call of `tool_calls`, whose `id` is the call's id and not the item's."""
        name, call_id = value.get("name"), value.get("call_id")
        if item.call is None and isinstance(name, str) and name:
            item.call = self.calls
            self.calls += 1
            if not isinstance(call_id, str) or not call_id:
                call_id = f"call_{item.call}"
                self._lose(f"The call has no id; it is written as {call_id}", f"{item.path}.call_id")
            held = "".join(item.arguments)
            call = {
                "index": item.call,
                "id": call_id,
                "type": "function",
                "function": {"name": self._tool_names.get(name, name), "arguments": held},
            }
            self._write({"tool_calls": [call]}, None)
        arguments = value.get("arguments")
        if isinstance(arguments, str):
            self.tell_arguments(item, arguments)
        elif arguments is not None:
            self._lose("The arguments are no string and are left out", f"{item.path}.arguments")

    def _parts(self, item: OpenItem, value: Fields, member: str) -> None:
        parts, path = value.get(member), f"{item.path}.{member}"
        if parts is None:
            return
        if not isinstance(parts, list):
            self._lose("The parts are no list and are left out", path)
            return
        for at, part in enumerate(parts):
            self.tell_part(item, part, at, f"{path}[{at}]")

    def _lose_rest(self, value: Fields, known: Mapping[str, str], path: str) -> None:
        for name, inner in value.items():
            if name not in known and inner not in (None, "", [], {}):
                self._lose(f"A completion has no place for {shorten(name)}", f"{path}.{name}")


ITEMS: Final[Mapping[str, Callable[[ChatAnswer, OpenItem, Fields], None]]] = MappingProxyType(
    {"message": ChatAnswer._message, "reasoning": ChatAnswer._reasoning, "function_call": ChatAnswer._call}
)
"""Types of items that have a place in a completion, and what takes them; any other is left out with a finding."""
