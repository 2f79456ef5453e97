"""Walks the input items of a request, for every provider in the same way; what an item becomes is the provider's own.

1. A string is a user message.  An item without a type is a message when it has a role, else a reference.
2. The outputs of calls go right behind the turn that made the calls (``request_turns``).
3. ``LEFT_OUT`` is what says nothing to another provider.  Whatever else no one takes is a finding (``request_object``).
4. An extension item goes back to the provider whose slug it bears; others have no place.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import ClassVar, Final, Literal, NamedTuple

from ..json_values import quote, read_json, shorten
from .request_mapping import JSONObject, RequestLog
from .request_object import RequestObject
from .request_turns import kind_of, turns_of

__all__ = ["ITEMS", "LEFT_OUT", "ROLES", "TEXT_FIELDS", "TOLD_ONLY", "Call", "PartRow", "RequestHistory"]
__all__ += ["arguments_of", "text_of"]

TEXT_FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "input_text": "text",
        "output_text": "text",
        "text": "text",
        "summary_text": "text",
        "reasoning_text": "text",
        "refusal": "refusal",
    }
)
"""The types of part that are text, and the member that holds it."""

LEFT_OUT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "id": "names the item at the server that made it",
        "status": "of an item that is completed, or of a message or reasoning that was cut off: it goes back",
    }
)
"""Members of an item that say nothing to another provider; any other status is a finding."""

TOLD_ONLY: Final = ("annotations", "logprobs")
"""Members of a text that a model told and no provider takes back, unless it has a place for them."""


_CUT_OFF: Final = "incomplete"
_READ: Final = ("message", "reasoning")
"""The types of item that are only read, so that a part of them is worth what it says."""
_COMPLETED: Final = "completed"


class Call(NamedTuple):
    """A function call in the input."""

    call_id: str
    """The id as the provider gave it, where the bridge had to change it."""
    name: str
    """The name, likewise."""
    item: RequestObject
    """The rest of the call; its arguments are not taken yet."""


class PartRow(NamedTuple):
    """What a type of part becomes at a provider."""

    kind: Literal["text", "refusal", "media"]
    becomes: str
    """What the page of the mappings says."""
    write: Callable[..., list[JSONObject]]
    """Takes the history and the part, and gives what it becomes; nothing where that has no place."""


class RequestHistory(ABC):
    """The conversation of a request while it is written in the form of one provider.

    ``slug`` is the prefix of the extension items and fields that the bridge from this provider writes.
    """

    parts: ClassVar[Mapping[str, PartRow]]
    """What the types of part become."""
    told_only: ClassVar[tuple[str, ...]] = TOLD_ONLY
    """Members of a text of the model that say nothing to the provider."""

    def __init__(self, log: RequestLog, slug: str) -> None:
        self._log = log
        self._slug = slug
        self._calls: dict[str, Call] = {}
        """The calls so far, by their ids in the request."""

    def read(self, value: object, path: str = "$.input") -> None:
        """Take the input: a string, or a list of items."""
        if isinstance(value, str):
            self._user([RequestObject({"type": "input_text", "text": value}, path, self._log)])
            return
        items: list[RequestObject] = []
        for index, entry in enumerate(value if isinstance(value, list) else ()):
            if isinstance(entry, dict):
                items.append(RequestObject(entry, f"{path}[{index}]", self._log))
            else:
                self._log.report("wrong_type", f"{path}[{index}]", "It must be an object")
        for turn in turns_of(items, self._log):
            for item in (*turn.items, *turn.outputs):
                self._item(item)
                item.finish()
        self._end()

    @abstractmethod
    def _system(self, role: str, item: RequestObject, parts: list[RequestObject]) -> None:
        """Take a message of role ``system`` or ``developer``."""

    @abstractmethod
    def _user(self, parts: list[RequestObject]) -> None:
        """Take a message of the user."""

    @abstractmethod
    def _assistant(self, item: RequestObject, parts: list[RequestObject]) -> None:
        """Take a message of the model."""

    @abstractmethod
    def _call(self, call: Call) -> None:
        """Take a function call."""

    @abstractmethod
    def _output(self, call: Call, parts: list[RequestObject]) -> None:
        """Take what a function returned for a call."""

    @abstractmethod
    def _reasoning(self, item: RequestObject) -> None:
        """Take earlier reasoning."""

    def _extension(self, item: RequestObject, kind: str) -> None:
        """Take an item that the bridge from this provider wrote."""
        self._no_place(item, kind)

    def _end(self) -> None:  # noqa: B027 -- most providers keep nothing back
        """Write what waits for a further item."""

    def _no_place(self, item: RequestObject, kind: str) -> None:
        item.reject("unsupported_item", f"{self._log.form} has no place for an item of type {shorten(kind)}")

    def _no_part(self, part: RequestObject, why: str | None = None) -> None:
        kind = part.peek("type")
        part.reject("unsupported_part", why or f"{self._log.form} takes no part of type {quote(kind)} there")

    def _parts(self, item: RequestObject, name: str) -> list[RequestObject]:
        """The parts of a content; a string is one text part."""
        content = item.take(name, "string", "array")
        if isinstance(content, str):
            return [RequestObject({"type": "input_text", "text": content}, item.at(name), self._log)]
        parts: list[RequestObject] = []
        for index, entry in enumerate(content if isinstance(content, list) else ()):
            path = f"{item.at(name)}[{index}]"
            if isinstance(entry, dict):
                parts.append(RequestObject(entry, path, self._log))
            else:
                self._log.report("wrong_type", path, "It must be an object")
        return parts

    def _content(self, parts: list[RequestObject], *kinds: str) -> list[JSONObject]:
        """What the parts become; one that is of none of the ``kinds`` is a finding."""
        written: list[JSONObject] = []
        for part in parts:
            row = self.parts.get(str(part.peek("type")))
            if row is None or row.kind not in kinds:
                self._no_part(part)
            else:
                written += row.write(self, part)
                if row.kind == "text":
                    part.ignore(self.told_only)
                part.finish()
        return written

    def _readable(self, item: RequestObject, name: str) -> list[str]:
        """The texts in the content or summary of reasoning."""
        texts: list[str] = []
        for part in self._parts(item, name):
            text = text_of(part)
            if text is None:
                self._no_part(part)
            elif text:
                texts.append(text)
            part.finish()
        return texts

    def _item(self, item: RequestObject) -> None:
        kind = kind_of(item)
        read = ITEMS.get(kind)
        if read is not None:
            item.take("type")
            neutral = (_COMPLETED, _CUT_OFF) if kind in _READ else (_COMPLETED,)
            item.ignore(name for name in LEFT_OUT if name != "status" or item.peek(name) in neutral)
            read(self, item)
        elif kind.startswith(f"{self._slug}:"):
            self._extension(item, kind)
        else:
            self._no_place(item, kind)

    def _message(self, item: RequestObject) -> None:
        """A message of its role, or instructions."""
        role = item.text("role")
        if role not in ROLES:
            item.reject("unsupported_role", f"{self._log.form} has no such role")
            return
        parts = self._parts(item, "content")
        if role == "assistant":
            self._assistant(item, parts)
        elif role == "user":
            self._user(parts)
        else:
            self._system(role, item, parts)

    def _function_call(self, item: RequestObject) -> None:
        """A call in the turn of the model."""
        call_id, name = item.text("call_id"), item.text("name")
        if call_id is None or name is None:
            item.reject("missing", "A call must have a call_id and a name; it is left out")
        else:
            told_id, told_name = (item.text(f"{self._slug}:{field}") for field in ("tool_call_id", "tool_name"))
            call = self._calls[call_id] = Call(told_id or call_id, told_name or name, item)
            self._call(call)

    def _function_call_output(self, item: RequestObject) -> None:
        """The result of its call, right behind the turn of that."""
        call = self._calls.get(item.text("call_id") or "")
        if call is None:
            item.reject("misplaced", "The call of the output could not be carried over")
        else:
            self._output(call, self._parts(item, "output"))

    def _earlier_reasoning(self, item: RequestObject) -> None:
        """Reasoning in the turn of the model, where the provider takes it back."""
        self._reasoning(item)


ROLES: Final = ("user", "assistant", "system", "developer")
"""The roles of messages."""

ITEMS: Final[Mapping[str, Callable[[RequestHistory, RequestObject], None]]] = MappingProxyType(
    {
        "message": RequestHistory._message,
        "function_call": RequestHistory._function_call,
        "function_call_output": RequestHistory._function_call_output,
        "reasoning": RequestHistory._earlier_reasoning,
    }
)
"""The types of item that other providers know too; an extension item goes back to the provider that made it."""


def text_of(part: RequestObject) -> str | None:
    """The text of a text part, which is read to its end; None for a part of another type."""
    field = TEXT_FIELDS.get(str(part.peek("type")))
    if field is None:
        return None
    part.take("type")
    return part.text(field) or ""


def arguments_of(call: Call, form: str) -> JSONObject:
    """The arguments of a call as an object; empty, with a finding, when they are none."""
    text = call.item.text("arguments")
    if text is None or not text.strip():
        return {}
    try:
        value = read_json(text)
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict):
        return {**value}
    call.item.report("unsupported_value", f"{form} takes one JSON object as arguments; the call has none", "arguments")
    return {}
