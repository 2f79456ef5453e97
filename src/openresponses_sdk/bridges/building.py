"""What the bridges that drive a ``ResponseBuilder`` have in common: their options, and what they do when it refuses.

1. Each response repeats the settings of the request that it answers, if the bridge was given one.  What the source says
   itself wins; the metadata of both are kept.
2. A source may say what its response cannot, such as a call that ``tool_choice`` rules out (OR-TOOL-03).  The response
   fails then with what was streamed so far, and a finding says which requirement it was.
3. What the source still says of that response is read as before, so that its end is found, but written to a stand-in
   that nobody sees.  One finding tells that it is left out.  The next response of the source is a response again.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar

from openresponses_schema import Response
from openresponses_schema._base import Model

from ..builder import Dialect, ResponseBuilder
from ..choices import require_choice, require_text
from ..echo import Request, echo_of
from ..errors import LocalProtocolError
from ..findings import Severity, Violation
from ..ids import Clock, IdSource
from ..outlet import DIALECTS
from ..parsing import parse_request
from .base import UNKNOWN_EVENTS, Bridge, Emit, UnknownEvents
from .bridge_builder import BridgeBuilder
from .names import checked_slug
from .source import DEFAULT_MAX_EVENT_BYTES

__all__ = ["BuildingBridge"]


class BuildingBridge(Bridge):
    """A bridge that builds its responses.

    ``model`` names the model when neither the source nor the request does.  ``slug`` is the prefix of extension types
    and fields; a slug that cannot be one raises ``ValueError``.  What the bridge does not know is kept as extension
    items and events, or left out with ``unknown="skip"``.  ``dialect`` is that of ``ResponseBuilder``.

    ``request`` is what the responses answer; they repeat its settings, as those of ``ResponseBuilder.for_request`` do.
    Raises ``DecodeError`` for a mapping that is no request, and ``LocalProtocolError`` for what no response can repeat.
    """

    _provider: ClassVar[str]
    """The slug when the caller gives none."""
    _noun: ClassVar[str] = "event"
    """What findings call an event of the source."""

    def __init__(
        self,
        emit: Emit = None,
        *,
        model: str = "unknown",
        request: Request | None = None,
        slug: str | None = None,
        unknown: UnknownEvents = "keep",
        dialect: Dialect = "spec",
        ids: IdSource | None = None,
        clock: Clock | None = None,
        max_event_bytes: int = DEFAULT_MAX_EVENT_BYTES,
    ) -> None:
        super().__init__(emit, ids=ids, clock=clock, max_event_bytes=max_event_bytes)
        require_text("model", model)
        require_choice("unknown", unknown, UNKNOWN_EVENTS)
        require_choice("dialect", dialect, DIALECTS)
        self._source.noun = self._noun
        self._max_event_bytes = max_event_bytes
        self._slug = checked_slug(self._provider if slug is None else slug)
        self._keeps_unknown = unknown == "keep"
        self._dialect: Dialect = dialect
        self._asked = {} if request is None else _settings_of(request)
        """What the responses repeat of the request."""
        self._model: str = self._asked.pop("model", model)
        self._builder: BridgeBuilder | None = None
        """The builder of the response that began last."""
        self._is_left_out = False
        """Whether the builder refused the response that the source is still telling."""
        self._has_told_so = False
        self._opens_unseen = False
        """Whether a response that begins now is one that nobody sees."""

    def _build(
        self,
        model: str | None,
        *,
        response_id: str | None = None,
        ids: IdSource | None = None,
        clock: Clock | None = None,
        **said: Any,
    ) -> ResponseBuilder:
        """The builder of a new response; ``said`` are settings that the source tells."""
        if self._opens_unseen:
            self._is_left_out = True
            return ResponseBuilder(None, model=self._model)
        if "metadata" in said:
            said["metadata"] = {**self._asked.get("metadata", {}), **said["metadata"]}
        self._builder = BridgeBuilder(
            self._emit,
            model=model or self._model,
            response_id=response_id,
            ids=ids or self._ids,
            clock=clock or self._clock,
            dialect=self._dialect,
            **{**self._asked, **said},
        )
        self._is_left_out = False
        return self._builder

    @abstractmethod
    def _stand_in(self) -> None:
        """Go on with a new response, made by ``_build``, in place of the one that is open, if one is."""

    def _ended(self, response: Response) -> None:
        """Take the final form of the open response; that of one that nobody sees is forgotten."""
        if self._is_left_out:
            self._is_left_out = False
        else:
            self.responses.append(response)

    def _guarded(self, step: Callable[..., object], *given: object) -> None:
        was_left_out, before, line = self._is_left_out, self._builder, self._source.line
        try:
            step(*given)
        except LocalProtocolError as refusal:
            self._give_up(refusal.violation, before, step, given)
            self._source.line = line  # It may have been that of an earlier event that had waited.
        if was_left_out and given and not self._has_told_so and self._builder is before:
            self._has_told_so = True
            super()._report("The response has failed; what follows of it is left out")

    def _give_up(
        self,
        violation: Violation,
        before: BridgeBuilder | None,
        step: Callable[..., object],
        given: tuple[object, ...],
    ) -> None:
        """Fail the response whose builder refused a step, and take the step again where nobody sees it.

        ``before`` is the builder that there was before the step, which may have begun a response itself.
        """
        builder = self._builder
        if not self._is_left_out:
            super()._report(f"The event cannot be told: {violation}", severity="error")
            if builder is not None and builder.is_endable:
                self._ended(builder.fail_refused(violation))
            elif builder is None or not builder.is_broken:
                return
            self._is_left_out, self._has_told_so = True, False
        self._opens_unseen = True
        self._stand_in()
        self._opens_unseen = builder is not before
        try:
            step(*given)
        except LocalProtocolError as refusal:
            if self._builder is not builder:
                self._give_up(refusal.violation, builder, step, given)
            else:
                self._opens_unseen = True
                self._stand_in()
        finally:
            self._opens_unseen = False

    def _report(
        self, message: str, field: str | None = None, *, event: str | None = None, severity: Severity = "warning"
    ) -> None:
        if not self._is_left_out:
            super()._report(message, field, event=event, severity=severity)


def _settings_of(request: Request) -> dict[str, Any]:
    """What a response says of a request, and its model; raises what ``ResponseBuilder.for_request`` does."""
    parsed = request if isinstance(request, Model) else parse_request(request)
    ResponseBuilder.for_request(parsed, model="unknown")
    return echo_of(parsed)
