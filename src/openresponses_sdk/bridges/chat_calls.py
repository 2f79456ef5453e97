"""Finds the call that a fragment of ``tool_calls`` belongs to, whatever the server tells calls apart with.

1. An ``index`` names the call.  Some servers count every call 0: another id with another name is another call, and so
   is a name after arguments that are whole.
2. Without an index the ``id`` names it, unless that call is whole already.
3. Without either, a name begins a call, and a fragment without a name goes on with the one at its place in the list.
4. Empty ids and names say nothing.  Ids that repeat are made different when the call is written.
5. Arguments ``{}`` that come first are held back, since some servers send them before the real ones.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from .assistant_calls import Report
from .assistant_output import AssistantOutput
from .names import extension_name

__all__ = ["CALL_FIELDS", "ChatCalls"]

CALL_FIELDS: Final = frozenset({"index", "id", "type", "function"})
"""What a fragment says; other fields are kept on the item under an extension name."""
_FUNCTION_FIELDS: Final = frozenset({"name", "arguments"})
_FUNCTION_TYPES: Final = frozenset({"", "function", "builtin_function"})
_NO_ARGUMENTS: Final = "{}"


@dataclass(slots=True, eq=False)
class ChatCall:
    """One call: what the server told it by."""

    id: str | None
    name: str | None
    has_arguments: bool = False
    is_begun: bool = False


class ChatCalls:
    """The tool calls of one completion, in fragments or whole."""

    def __init__(self, output: AssistantOutput, report: Report, *, slug: str) -> None:
        self._output = output
        self._report = report
        self._slug = slug
        self._by_index: dict[int, ChatCall] = {}
        self._by_id: dict[str, ChatCall] = {}
        self._row: list[ChatCall] = []
        """The calls that the last list with names began, for fragments that only their place tells."""
        self._legacy: ChatCall | None = None
        self.held: ChatCall | None = None
        """The call whose first arguments ``{}`` wait for what follows."""

    def receive(self, fragments: object, path: str, *, whole: bool = False) -> None:
        """Take a list of fragments, or of whole calls; ``path`` is where it stands."""
        if not isinstance(fragments, list):
            self._report("The tool calls are not a list and are left out", path)
            return
        row: list[ChatCall] = []
        for at, fragment in enumerate(fragments):
            place = f"{path}[{at}]"
            if not isinstance(fragment, dict):
                self._report("The tool call is not an object and is left out", place)
                continue
            function = fragment.get("function")
            if isinstance(function, dict):
                self._advance(fragment, function, at, row, place, whole=whole)
            elif fragment.get("type") in (None, *_FUNCTION_TYPES):
                if function is not None:
                    self._report("The function of the tool call is not an object", f"{place}.function")
                self._advance(fragment, {}, at, row, place, whole=whole)
            else:
                self.flush()
                self._output.custom_item(extension_name(self._slug, "tool_call"), tool_call=fragment).close()
        if row:
            self._row = row

    def receive_legacy(self, function: object, path: str) -> None:
        """Take a ``function_call``: the one call that a completion had before there were tools."""
        if not isinstance(function, dict):
            self._report("The function call is not an object and is left out", path)
            return
        if self._legacy is None:
            self._legacy = ChatCall(None, self._text(function, "name", path))
        self._write(self._legacy, {}, function, path, whole=False)

    def flush(self) -> None:
        """Write the arguments that were held back, because nothing follows them."""
        call, self.held = self.held, None
        if call is not None:
            self._output.call(call, arguments=_NO_ARGUMENTS)

    def _advance(
        self,
        fragment: dict[str, Any],
        function: dict[str, Any],
        at: int,
        row: list[ChatCall],
        path: str,
        *,
        whole: bool,
    ) -> None:
        if whole and not function and not self._text(fragment, "id", path):
            self._report("The tool call says nothing and is left out", path)
            return
        id, name = self._text(fragment, "id", path), self._text(function, "name", f"{path}.function")
        call = None if whole else self._find(self._index(fragment, path), id, name, at, new=row)
        if call is None:
            call = ChatCall(id, name)
            row.append(call)
        self._remember(call, self._index(fragment, path), id, name)
        self._write(call, fragment, function, path, whole=whole)

    def _find(
        self, index: int | None, id: str | None, name: str | None, at: int, *, new: list[ChatCall]
    ) -> ChatCall | None:
        """The call that goes on; None when another begins."""
        if index is not None:
            call = self._by_index.get(index)
            if call is None or name is None or call.name is None:
                return call
            is_other = id != call.id if id and call.id else not id and self._is_whole(call)
            return None if is_other else call
        if id is not None:
            call = self._by_id.get(id)
            return None if call is not None and name is not None and self._is_whole(call) else call
        if name is not None and (new or not self._row or self._row[-1].name != name or self._is_whole(self._row[-1])):
            return None
        return self._row[at] if at < len(self._row) else self._row[-1] if self._row else None

    def _remember(self, call: ChatCall, index: int | None, id: str | None, name: str | None) -> None:
        call.id, call.name = call.id or id, call.name or name
        if index is not None:
            self._by_index[index] = call
        if id is not None:
            self._by_id[id] = call

    def _is_whole(self, call: ChatCall) -> bool:
        return call is self.held or self._output.calls.is_whole(call)

    def _write(
        self, call: ChatCall, fragment: dict[str, Any], function: dict[str, Any], path: str, *, whole: bool
    ) -> None:
        arguments = self._arguments(function.get("arguments"), f"{path}.function.arguments")
        if self.held is not None and (call is not self.held or arguments.strip()):
            if call is self.held and arguments.lstrip().startswith("{"):
                self.held = None
            else:
                self.flush()
        if whole:
            arguments = arguments if arguments.strip() else _NO_ARGUMENTS
        elif arguments and not call.has_arguments and arguments.strip() == _NO_ARGUMENTS:
            self.held, arguments = call, ""
            call.has_arguments = True
        call.has_arguments |= bool(arguments)
        if call.is_begun and call not in self._output.calls and not arguments.strip():
            return  # The call is closed, and this says nothing new.
        call.is_begun = True
        extra = self._extra(fragment, CALL_FIELDS) | self._extra(function, _FUNCTION_FIELDS)
        self._output.call(call, name=call.name, call_id=call.id, arguments=arguments, **extra)

    def _arguments(self, arguments: object, path: str) -> str:
        if isinstance(arguments, str):
            return arguments
        if isinstance(arguments, dict):
            return json.dumps(arguments, ensure_ascii=False, separators=(",", ":"))
        if arguments is not None:
            self._report("The arguments are neither text nor an object and are left out", path)
        return ""

    def _extra(self, fields: dict[str, Any], known: frozenset[str]) -> dict[str, Any]:
        return {
            extension_name(self._slug, name): value
            for name, value in fields.items()
            if name not in known and value not in (None, "", [], {})
        }

    def _text(self, fields: Mapping[str, object], name: str, path: str) -> str | None:
        value = fields.get(name)
        if value is not None and not isinstance(value, str):
            self._report("The field is not text and is left out", f"{path}.{name}")
            return None
        return value or None

    def _index(self, fragment: Mapping[str, object], path: str) -> int | None:
        index = fragment.get("index")
        if index is None or (isinstance(index, int) and not isinstance(index, bool)):
            return index
        self._report("The index is not a whole number and is left out", f"{path}.index")
        return None
