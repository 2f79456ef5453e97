"""Writes the function calls of a Gemini model.

A call mostly comes whole.  One whose arguments are streamed says ``willContinue``; what follows without a name goes
on with it, and the first part of it without ``willContinue`` is its last.  Its arguments are one delta at its end,
since the fragments are no prefix of them.  A call that another part follows is complete too, with a finding.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from ..json_values import read_json
from .assistant_output import AssistantOutput
from .names import UNNAMED
from .partial_arguments import PartialArguments, compact
from .provider import text_of

__all__ = ["GeminiCalls"]

Report = Callable[[str, str], None]
"""Keeps a finding: message, then the field in the part."""


class GeminiCalls:
    """The calls of one response."""

    def __init__(self, output: AssistantOutput, report: Report, slug: str) -> None:
        self._output = output
        self._report = report
        self._slug = slug
        self._numbers = count()
        self._key = -1
        self._partial: PartialArguments | None = None
        """The arguments of the call that is being streamed."""

    @property
    def is_streaming(self) -> bool:
        """Whether a call waits for more of its arguments."""
        return self._partial is not None

    def receive(self, call: object, signature: str | None) -> None:
        """Take the ``functionCall`` of a part, with the signature of that part."""
        if not isinstance(call, dict):
            self._report("The call is not an object", "functionCall")
            return
        name = text_of(call.get("name"))
        if self._partial is None or name is not None:
            self.end()
            if name is None and not call.get("args") and not call.get("partialArgs"):
                self._report("No call is open that could end here", "functionCall")
                return
            self._begin(call, name, signature)
        self._advance(call)

    def end(self) -> None:
        """The call that is being streamed has no more arguments: another part follows, or the response is whole."""
        if self._partial is not None:
            self._report("The call has no end; it is taken as complete", "functionCall.willContinue")
            self._close(self._partial)

    def interrupt(self) -> None:
        """The response was cut off: tell what is known of the arguments, and leave the call open."""
        if self._partial is not None:
            self._output.calls.advance(self._key, arguments=self._partial.to_prefix())
            self._partial = None

    def _begin(self, call: dict[str, object], name: str | None, signature: str | None) -> None:
        if name is None:
            self._report("The call names no tool", "functionCall.name")
        self._key = next(self._numbers)
        source_id = text_of(call.get("id"))
        facts = {"id": source_id, "thought_signature": signature}
        extra = {f"{self._slug}:{field}": value for field, value in facts.items() if value is not None}
        self._output.call(self._key, name=name or UNNAMED, call_id=source_id, **extra)
        args = call.get("args")
        if args is not None and not isinstance(args, dict):
            self._report("The arguments are not an object", "functionCall.args")
            args = _object_in(args)
        self._partial = PartialArguments(args if isinstance(args, dict) else {})
        if args is not None and not isinstance(args, dict):
            self._output.calls.advance(self._key, arguments=compact(args))
            self._output.calls.end(self._key)
            self._partial = None

    def _advance(self, call: dict[str, object]) -> None:
        if self._partial is None:
            return
        fragments = call.get("partialArgs")
        for number, fragment in enumerate(fragments if isinstance(fragments, list) else ()):
            wrong = self._partial.receive(fragment)
            if wrong is not None:
                self._report(f"{wrong}; it is left out", f"functionCall.partialArgs[{number}]")
        if call.get("willContinue") is not True:
            self._close(self._partial)

    def _close(self, partial: PartialArguments) -> None:
        self._partial = None
        self._output.calls.advance(self._key, arguments=partial.to_json())
        self._output.calls.end(self._key)


def _object_in(args: object) -> object:
    """The object that a text holds as JSON, as some servers write arguments; anything else as it is."""
    if not isinstance(args, str):
        return args
    try:
        value = read_json(args)
    except (ValueError, RecursionError):
        return args
    return value if isinstance(value, dict) else args
