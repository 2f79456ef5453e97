"""The messages of a chat as input items: one message may become reasoning, a message and calls, in this order."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from ..findings import shorten
from .chat_parts_in import ASSISTANT_PARTS, SYSTEM_PARTS, USER_PARTS, content_of
from .chat_reasoning_in import reasoning_of
from .function_names import FunctionNames
from .names import CALL_ID_LIMIT, UniqueCallIds
from .request_limits import TEXT_LIMIT, bounded_text
from .request_mapping import JSONObject
from .request_object import RequestObject

__all__ = ["ROLES", "ChatMessages"]


class ChatMessages:
    """Reads messages in their order; ``items`` is what they became."""

    def __init__(self, names: FunctionNames) -> None:
        self.items: list[JSONObject] = []
        self._names = names
        self._made_ids = UniqueCallIds()
        self._call_ids: dict[str, str] = {}
        """Call ids that are too long, and what they became."""
        self._unanswered: dict[str, list[str]] = {}
        """Ids made for calls in the legacy form, which has none, by the name of the function."""
        self._waiting: dict[str, str] = {}
        """The ids of the calls that have no output yet, in their order, and the names of their functions."""

    def read(self, message: RequestObject) -> None:
        """Read one message."""
        role = message.text("role")
        take = ROLES.get(role) if role is not None else None
        if take is None or role is None:
            message.reject("unsupported_role", f"Open Responses has no role {shorten(role)}; the message is left out")
            return
        take(self, message, role)
        message.finish()

    def _instruction(self, message: RequestObject, role: str) -> None:
        """A message of the same role."""
        self._message(message, role, content_of(message, SYSTEM_PARTS))

    def _user(self, message: RequestObject, role: str) -> None:
        """A message of the same role."""
        self._message(message, role, content_of(message, USER_PARTS))

    def _message(self, message: RequestObject, role: str, content: str | list[JSONObject] | None) -> None:
        if content is None:
            message.reject("missing", "The message has no content, and is left out")
        else:
            self.items.append({"type": "message", "role": role, "content": content})

    def _assistant(self, message: RequestObject, role: str) -> None:
        """Its reasoning, then its text and refusal as a message, then a `function_call` for each call."""
        items = reasoning_of(message)
        content = content_of(message, ASSISTANT_PARTS)
        refusal = bounded_text(message, "refusal")
        annotations = [read for each in message.objects("annotations") if (read := _annotation(each)) is not None]
        if annotations and isinstance(content, str):
            content = [{"type": "output_text", "text": content, "annotations": annotations}]
        elif annotations:
            message.report("misplaced", "The annotations belong to no text, and are left out", "annotations")
        if refusal is not None:
            text = [{"type": "output_text", "text": content}] if isinstance(content, str) and content else content or []
            content = [*text, {"type": "refusal", "refusal": refusal}]
        calls = self._calls(message)
        if content or not (calls or items):
            items.append({"type": "message", "role": role, "content": content or ""})
        self._waiting |= {str(call["call_id"]): str(call["name"]) for call in calls}
        self.items += [*items, *calls]

    def _calls(self, message: RequestObject) -> list[JSONObject]:
        calls: list[JSONObject] = []
        for call in message.objects("tool_calls"):
            kind = call.text("type")
            function = call.object("function") if kind in (None, "function") else None
            if function is None:
                call.reject("unsupported_item", f"A call of type {shorten(kind)} has no place, and is left out")
                continue
            read = _function(function, self._names)
            if read is None:
                call.reject("missing", "The call names no function, and is left out")
                continue
            calls.append({"type": "function_call", "call_id": self._call_id(call, "id"), **read})
            function.finish()
            call.finish()
        legacy = message.object("function_call")
        read = None if legacy is None else _function(legacy, self._names)
        if legacy is not None and read is not None:
            call_id = self._made_ids.assign("call_legacy")
            self._unanswered.setdefault(str(read["name"]), []).append(call_id)
            calls.append({"type": "function_call", "call_id": call_id, **read})
            legacy.finish()
        elif legacy is not None:
            legacy.reject("missing", "The call names no function, and is left out")
        return calls

    def _tool(self, message: RequestObject, role: str) -> None:
        """A `function_call_output` for the call of the same id; without one, for the next call that waits."""
        if message.peek("tool_call_id") or not self._waiting:
            self._output(message, self._call_id(message, "tool_call_id"))
            return
        message.take("tool_call_id")
        message.report("missing", "The result has no id; it is of the next call that has none", "tool_call_id")
        given = message.peek("name")
        name = self._names.written(given) if isinstance(given, str) else None
        named = [call_id for call_id, called in self._waiting.items() if called == name]
        if named:
            message.take("name")
        self._output(message, (named or list(self._waiting))[0])

    def _function_result(self, message: RequestObject, role: str) -> None:
        """A `function_call_output` for the last unanswered call of the function that it names."""
        name = message.text("name")
        waiting = self._unanswered.get(self._names.written(name)) if name else None
        if waiting:
            self._output(message, waiting.pop())
        else:
            message.reject("misplaced", "No call of the function waits for it; it is left out")

    def _output(self, message: RequestObject, call_id: str) -> None:
        self._waiting.pop(call_id, None)
        output = content_of(message, USER_PARTS)
        if output is None:
            message.report("missing", "The result has no content; an empty one is written")
        self.items.append({"type": "function_call_output", "call_id": call_id, "output": output or ""})

    def _call_id(self, source: RequestObject, name: str) -> str:
        """The id of a call, made when there is none, and the same short one each time when it is too long."""
        given = source.text(name)
        if given and len(given) <= CALL_ID_LIMIT:
            return given
        if not given:
            source.report("missing", "The call has no id; one is made", name)
            return self._made_ids.assign("call_unnamed")
        if given not in self._call_ids:
            self._call_ids[given] = self._made_ids.assign(given)
        source.report("changed", f"The id is longer than {CALL_ID_LIMIT} characters; it is shortened", name)
        return self._call_ids[given]


ROLES: Final[Mapping[str, Callable[[ChatMessages, RequestObject, str], None]]] = MappingProxyType(
    {
        "system": ChatMessages._instruction,
        "developer": ChatMessages._instruction,
        "user": ChatMessages._user,
        "assistant": ChatMessages._assistant,
        "tool": ChatMessages._tool,
        "function": ChatMessages._function_result,
    }
)
"""What becomes of a message, by its role."""


def _function(function: RequestObject, names: FunctionNames) -> JSONObject | None:
    """Name and arguments of a call; None when it names no function."""
    name = names.of(function)
    if name is None:
        return None
    if isinstance(function.peek("arguments"), dict):
        arguments = json.dumps(function.plain("arguments"), ensure_ascii=False)
        function.report("changed", "The arguments are written as a string", "arguments")
    else:
        arguments = bounded_text(function, "arguments", TEXT_LIMIT) or ""
    return {"name": name, "arguments": arguments}


def _annotation(annotation: RequestObject) -> JSONObject | None:
    """A citation of a page; None when it is none, or not whole."""
    kind = annotation.text("type")
    cited = annotation.object("url_citation") if kind == "url_citation" else None
    if cited is None:
        annotation.reject("unsupported_part", "Only citations of pages have a place")
        return None
    places = [cited.take(name, "integer") for name in ("start_index", "end_index")]
    url, title = cited.text("url"), cited.text("title")
    whole = [int(place) for place in places if isinstance(place, (int, float)) and place >= 0]
    if url is None or title is None or len(whole) < len(places):
        annotation.reject("missing", "The citation lacks its address, its title or its span, and is left out")
        return None
    cited.finish()
    annotation.finish()
    return {"type": "url_citation", "url": url, "title": title, "start_index": whole[0], "end_index": whole[1]}
