"""Writes tool calls and their outputs as function calls and function call outputs that share a call id.

The agent ran these tools itself; the pair tells what it asked and what it got.
A function call and its output know no status `failed`, so the log's status
goes into an extension field.  A call's arguments are sent once, when they are
whole: updates hold null, then raw fragments, then an object.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import ClassVar

from ..scopes import FunctionCallScope
from .names import UNNAMED, function_name
from .thread_items import INTERRUPTED, ExtensionWriter, Fields, ItemWriter, Turn, final_status, text_of
from .thread_log import SourceEvent


class CallWriter(ItemWriter):
    """``tool_invocation``: a function call.  It opens once its name is known."""

    # The function call or its output has a place for these, so they are no extension fields.
    _known: ClassVar[tuple[str, ...]] = ("arguments", "status", "tool_call_id")
    _name_field: ClassVar[str] = "tool_name"

    def __init__(self, turn: Turn, source: SourceEvent) -> None:
        super().__init__(turn, source)
        self.call_id: str = turn.call_ids.assign(source.item)
        self._arguments: object = None
        self._scope: FunctionCallScope | None = None
        self._take(source)

    def update(self, source: SourceEvent) -> None:
        self._take(source)

    def complete(self, source: SourceEvent) -> None:
        self._take(source)
        self._close({self.name("status"): final_status(source.item)})

    def abandon(self) -> None:
        self._close({self.name("status"): INTERRUPTED})

    def interrupt(self) -> None:
        if self._arguments is not None:
            self._opened().delta(encoded_arguments(self._arguments))

    def _take(self, source: SourceEvent) -> None:
        self.source = source
        arguments = source.item.get("arguments")
        if arguments is not None:
            self._arguments = arguments
        if self._scope is None and self._original_name(source.item):
            self._opened()

    def _close(self, fields: Fields) -> None:
        scope = self._opened()
        arguments = encoded_arguments(self._arguments)
        if not _is_json(arguments):
            self.report(self.source, "The arguments of the call are not JSON", "item.arguments")
        scope.arguments(arguments)
        scope.close(**fields)

    def _opened(self) -> FunctionCallScope:
        if self._scope is None:
            item = self.source.item
            original = self._original_name(item)
            if not original:
                self.report(self.source, "The call names no tool", f"item.{self._name_field}")
            self._scope = self.turn.builder.function_call(
                function_name(original or UNNAMED), call_id=self.call_id, **self._extras(item)
            ).open()
            self.turn.calls.add(self.call_id)
        return self._scope

    def _original_name(self, item: Mapping[str, object]) -> str | None:
        return text_of(item, "tool_name")

    def _extras(self, item: Mapping[str, object]) -> Fields:
        extras = self.extras(item, *self._known, "tool_name")
        tool_name, tool_call_id = text_of(item, "tool_name"), text_of(item, "tool_call_id")
        if tool_name and tool_name != function_name(tool_name):
            extras[self.name("tool_name")] = tool_name
        if tool_call_id and tool_call_id != self.call_id:
            extras[self.name("tool_call_id")] = tool_call_id
        return extras


class McpWriter(CallWriter):
    """``mcp_tool_call``: one log item that holds call and result, hence a function call and its output.

    Server and tool stay as they were in extension fields: the function's name cannot be taken apart again.
    """

    _known = (*CallWriter._known, "result", "error")
    _name_field = "tool"

    def complete(self, source: SourceEvent) -> None:
        super().complete(source)
        item = source.item
        fields: Fields = {self.name("status"): final_status(item)}
        self.turn.outputs[self.call_id] = item
        self.turn.builder.function_call_output(self.call_id, mcp_output(item), **fields)

    def abandon(self) -> None:
        super().abandon()
        self.report(self.source, "The log holds no result of the call", "item.result")

    def _original_name(self, item: Mapping[str, object]) -> str | None:
        server, tool = text_of(item, "server"), text_of(item, "tool")
        if tool:
            return f"{server}__{tool}" if server else tool
        return text_of(item, "tool_name")


class OutputWriter(ItemWriter):
    """``tool_output``: the output of the call it refers to, written when it is whole.

    An output whose call is not in the same response cannot be a function call
    output there (OR-GRAM-37); it is kept as an extension item.
    """

    def update(self, source: SourceEvent) -> None:
        self.source: SourceEvent = source
        call_id = self.turn.call_ids.find(source.item)
        self.turn.builder.custom_event(self.name("item_updated"), call_id=call_id, item=source.item)

    def complete(self, source: SourceEvent) -> None:
        self.source = source
        self._write(final_status(source.item))

    def abandon(self) -> None:
        self._write(INTERRUPTED)

    def interrupt(self) -> None:
        # An item that stays open is the honest form of an output that never ended.
        ExtensionWriter(self.turn, self.source)

    def _write(self, status: str) -> None:
        item = self.source.item
        call_id = self.turn.call_ids.find(item)
        if call_id is None or call_id not in self.turn.calls:
            self.report(self.source, "The call of this output is not in the same turn", "item.call_id")
            self._keep_apart()
        elif (first := self.turn.outputs.get(call_id)) is None:
            self.turn.outputs[call_id] = item
            extras = self.extras(item, "call_id", "tool_call_id", "output", "status")
            output = output_text(item.get("output"))
            if output is None:
                self.report(self.source, "The output is missing", "item.output")
            self.turn.builder.function_call_output(call_id, output or "", **{**extras, self.name("status"): status})
        else:
            self.report(self.source, "The call has an output already", "item.call_id")
            if first != item:
                self._keep_apart()

    def _keep_apart(self) -> None:
        ExtensionWriter(self.turn, self.source).complete(self.source)


def encoded_arguments(arguments: object) -> str:
    """Arguments as the text of a function call: text stays as it is, nothing is an empty object."""
    if arguments is None:
        return "{}"
    return arguments if isinstance(arguments, str) else compact_json(arguments)


def mcp_output(item: Mapping[str, object]) -> str:
    """What an MCP call gave: its error, its only text, or the whole result as JSON."""
    error, result = item.get("error"), item.get("result")
    if error is not None:
        message = text_of(error, "message") if isinstance(error, Mapping) else None
        return message or output_text(error) or ""
    if isinstance(result, Mapping) and result.get("structured_content") is None:
        content = result.get("content")
        if isinstance(content, list) and len(content) == 1 and _is_plain_text(content[0]):
            return str(content[0]["text"])
    return output_text(result) or ""


def output_text(output: object) -> str | None:
    """An output as text: JSON when it is not text already, None when there is none."""
    return output if output is None or isinstance(output, str) else compact_json(output)


def compact_json(value: object) -> str:
    """The value as JSON without white space, in its own script."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _is_plain_text(part: object) -> bool:
    return isinstance(part, Mapping) and part.keys() == {"type", "text"} and isinstance(part["text"], str)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
