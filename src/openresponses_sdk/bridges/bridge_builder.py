"""The builder of a bridge: it can end its response after it has refused what the source said."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from openresponses_schema import Response, State, Usage

from ..builder import ResponseBuilder
from ..errors import LocalProtocolError
from ..findings import Violation
from .failure import Failure

__all__ = ["TOOL_CHOICE_VIOLATED", "UNTELLABLE", "BridgeBuilder"]

TOOL_CHOICE_VIOLATED: Final = Failure(
    "tool_choice_violated", "The model did not keep to the tool_choice of the request.", "model_error"
)
"""The failure of a response whose source calls a tool, or calls none, against the ``tool_choice`` that it repeats."""
UNTELLABLE: Final = Failure("untellable_event", "The source said something that a response cannot say.")
"""The failure of a response whose builder refused anything else."""

_TOOL_CHOICE: Final = "OR-TOOL-"


class BridgeBuilder(ResponseBuilder):
    """Builds one response from what a source says."""

    _told_usage: Usage | Mapping[str, Any] | None = None

    @property
    def is_endable(self) -> bool:
        """Whether the response can be ended now: it has not been, and no event is on its way to the emitter."""
        return not self.is_done and self._out.is_idle

    @property
    def is_broken(self) -> bool:
        """Whether the emitter raised, so that nobody will hear of an end."""
        return self.is_done and not self._out.is_idle

    def complete(self, usage: Usage | Mapping[str, Any] | None = None) -> Response:
        self._told_usage = usage
        return super().complete(usage)

    def incomplete(self, reason: str, usage: Usage | Mapping[str, Any] | None = None) -> Response:
        self._told_usage = usage
        return super().incomplete(reason, usage)

    def fail_refused(self, violation: Violation) -> Response:
        """End the response because something was refused; usage that was told before is kept if it can be.

        A response with an incomplete item cannot fail (OR-ITEM-04), and is incomplete for the same reason.
        """
        failure = TOOL_CHOICE_VIOLATED if violation.requirement.startswith(_TOOL_CHOICE) else UNTELLABLE
        usage = self._told_usage
        if self._is_cut:
            with suppress(LocalProtocolError):
                return self.incomplete(failure.code, usage)
            return self.incomplete(failure.code)
        for told in (usage, None):
            with suppress(LocalProtocolError):
                return self._fail_with(failure, told)
        return self._fail_with(failure, None)

    def _fail_with(self, failure: Failure, usage: Usage | Mapping[str, Any] | None) -> Response:
        is_error_told = self._out.state is State.ERRORED
        return self.fail(failure.code, failure.message, type=failure.type, usage=usage, error_event=not is_error_told)
