"""Writes the tool calls of a model as function calls, however the source spreads them over its events.

A call opens once its name is known; its arguments count once and are sent as they come.  Several calls may be open,
since some sources interleave them; a call whose arguments are whole is closed as soon as something else begins.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from ..arguments import parse_arguments
from ..builder import ResponseBuilder
from ..errors import DecodeError
from ..scopes import FunctionCallScope
from .names import UNNAMED, UniqueCallIds, function_name

__all__ = ["AssistantCalls", "Report"]

Report = Callable[..., None]
"""Keeps a finding: message, then the field at fault."""

_NO_ARGUMENTS = "{}"


class OpenCall:
    """One call: what is known of it, and its scope once its name is."""

    def __init__(self) -> None:
        self.name: str | None = None
        self.call_id: str | None = None
        self.arguments: _Growing = _Growing()
        self.extra: dict[str, Any] = {}
        self.late: dict[str, Any] = {}
        self.scope: FunctionCallScope | None = None


class AssistantCalls:
    """The calls of one response, by whatever the source tells them apart with."""

    def __init__(self, builder: ResponseBuilder, report: Report, *, slug: str) -> None:
        self._builder = builder
        self._report = report
        self._slug = slug
        self._ids = UniqueCallIds()
        self._open: dict[Hashable, OpenCall] = {}
        self._closed: set[Hashable] = set()

    def __contains__(self, key: Hashable) -> bool:
        """Whether the call is open, or waits for its name."""
        return key in self._open

    def __bool__(self) -> bool:
        return bool(self._open)

    def advance(
        self, key: Hashable, *, name: str | None = None, call_id: str | None = None, arguments: str = "", **extra: Any
    ) -> None:
        """Take what an event says of a call: its name, its id, the next fragment of its arguments.

        ``extra`` are extension fields of the item; those that come after it opened are set when it closes.  A call that
        was closed because its arguments were whole takes no more; that is a finding.
        """
        call = self._open.get(key)
        if call is None:
            if key in self._closed:
                if arguments.strip():
                    self._report("The call has ended already; the fragment of its arguments is left out")
                return
            call = self._open[key] = OpenCall()
        call.call_id = call.call_id or call_id
        if extra:
            (call.extra if call.scope is None else call.late).update(extra)
        call.arguments.append(arguments)
        if call.scope is not None:
            call.scope.delta(arguments)
        elif name:
            call.name = name
            self._start(call)

    def is_whole(self, key: Hashable) -> bool:
        """Whether the call takes no more arguments: it was closed, or what came is one JSON object."""
        call = self._open.get(key)
        return key in self._closed if call is None else is_whole(str(call.arguments))

    def settle(self, *, but: Hashable = None) -> None:
        """Close the calls whose arguments are whole, all ``but`` one, because something else begins."""
        for key, call in list(self._open.items()):
            if key != but and call.scope is not None and is_whole(str(call.arguments)):
                self._close(key, call)

    def end(self, key: Hashable) -> None:
        """Close one call, because the source says that it is complete; nothing when it is not open."""
        call = self._open.get(key)
        if call is None:
            return
        if call.scope is None:
            self._report("The call names no tool")
            self._start(call)
        if str(call.arguments).strip() and not is_whole(str(call.arguments)):
            self._report("The arguments of the call are not one JSON object")
        self._close(key, call)

    def complete(self) -> None:
        """Close every call, because the source says that it is complete."""
        for key in list(self._open):
            self.end(key)

    def interrupt(self) -> None:
        """Open what waits for its name and leave everything open, because the source was cut off."""
        for call in self._open.values():
            if call.scope is None:
                self._report("The call names no tool")
                self._start(call)

    def _start(self, call: OpenCall) -> None:
        name = call.name or UNNAMED
        extra = dict(call.extra)
        if function_name(name) != name:
            extra[f"{self._slug}:tool_name"] = name
        wanted = call.call_id or self._builder._ids.call_id()
        call_id = self._ids.assign(wanted)
        if call_id != wanted:
            extra[f"{self._slug}:tool_call_id"] = wanted
        call.scope = self._builder.function_call(function_name(name), call_id=call_id, **extra).open()
        call.scope.delta(str(call.arguments))

    def _close(self, key: Hashable, call: OpenCall) -> None:
        if call.scope is not None:
            if not str(call.arguments).strip():
                call.scope.delta(_NO_ARGUMENTS)
            call.scope.close(**call.late)
        del self._open[key]
        self._closed.add(key)

    def last(self) -> Hashable:
        """The key of the call that stands last in the output, of those that are open; None when there is none."""
        opened = [(call.scope.output_index, key) for key, call in self._open.items() if call.scope is not None]
        return max(opened, key=lambda pair: pair[0])[1] if opened else None


class _Growing:
    """Text that grows by fragments and is joined when somebody looks."""

    __slots__ = ("_chunks",)

    def __init__(self) -> None:
        self._chunks: list[str] = []

    def append(self, chunk: str) -> None:
        if chunk:
            self._chunks.append(chunk)

    def __str__(self) -> str:
        if len(self._chunks) > 1:
            self._chunks = ["".join(self._chunks)]
        return self._chunks[0] if self._chunks else ""


class _Arguments:
    """A text under the name that the reader of arguments looks for."""

    def __init__(self, arguments: str) -> None:
        self.arguments = arguments


def is_whole(arguments: str) -> bool:
    """Whether the text is one JSON object."""
    if not arguments.rstrip().endswith("}"):
        return False
    try:
        parse_arguments(_Arguments(arguments))
    except DecodeError:
        return False
    return True
