"""An optional layer over an agent: the agent's events go in, Open Responses events and the response come out.

It is off by default.  While it is off every call returns at once, and the bridge is not even imported.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from openresponses_schema import CustomEvent, CustomItem, EventType, OutputItem, Response, ResponseStreamEvent

from .accumulator import ResponseAccumulator
from .callback_emitter import CallbackEmitter, OnCallbackError
from .choices import require_switch
from .emit_target import Emit
from .emitters import ListEmitter
from .filter_emitter import FilterEmitter
from .ids import Clock, IdSource
from .writing import refused

if TYPE_CHECKING:
    from .bridges.thread_events import ThreadEventBridge
    from .findings import Finding

__all__ = ["IntegrationConfig", "ResponsesIntegration"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationConfig:
    """The switches of a ``ResponsesIntegration``."""

    enabled: bool = False
    """Off, nothing happens at all."""
    emit_events: bool = True
    """Off, the response is built and no event is given out."""
    include_reasoning: bool = True
    """Off, reasoning items are left out, with their events."""
    include_extensions: bool = True
    """Off, items and events that the specification does not define are left out; fields of other items stay."""
    map_tool_calls: bool = True
    """Off, tool calls become extension items, which ``include_extensions=False`` leaves out."""

    def __post_init__(self) -> None:
        for switch in fields(self):
            require_switch(switch.name, getattr(self, switch.name))


class ResponsesIntegration:
    """Turns the events of an agent (see ``ThreadEventBridge``) into Open Responses events, if it is enabled.

    Call ``start_response``, then ``process`` for each event of the agent, then ``finish_response``.  The events go to
    the callback, if one is set, else they gather for ``take_events``.  One turn of the agent is one response; when
    several turns are processed between the two calls, ``response`` is the last one.

    For one thread.  What the agent got wrong is in ``findings``; nothing is raised for it.
    """

    def __init__(
        self,
        config: IntegrationConfig | None = None,
        *,
        slug: str | None = None,
        ids: IdSource | None = None,
        clock: Clock | None = None,
    ) -> None:
        if config is not None and not isinstance(config, IntegrationConfig):
            raise TypeError(f"config is an IntegrationConfig, not a {type(config).__name__}")
        self.config: IntegrationConfig = config or IntegrationConfig()
        """The switches; fixed."""
        self._slug = slug
        self._ids = ids
        self._clock = clock
        self._bridge: ThreadEventBridge | None = None
        self._findings: list[Finding] = []
        self._accumulator: ResponseAccumulator | None = None
        self._events = ListEmitter()
        self._callback: CallbackEmitter | None = None

    @property
    def response(self) -> Response | None:
        """The response as it stands, without what the switches leave out; None before the first event of a turn."""
        return self._accumulator.snapshot if self._accumulator is not None else None

    @property
    def findings(self) -> list[Finding]:
        """What could not be read, or not be carried over, since ``start_response``."""
        return self._findings

    @property
    def callback_error(self) -> Exception | None:
        """The exception by which the callback was detached, if it was."""
        return self._callback.callback_error if self._callback is not None else None

    def set_callback(self, callback: Emit | None, *, on_error: OnCallbackError = "detach") -> None:
        """Give each event to a function from now on; None lets them gather for ``take_events`` again.

        An exception of the callback does not disturb the agent: it is kept in ``callback_error``, and the callback is
        called no more.  With ``on_error="raise"`` it is raised by the call that caused the event, and that response can
        go on no further.
        """
        self._callback = None if callback is None else CallbackEmitter(callback, on_error=on_error)

    def start_response(self, model: str) -> None:
        """Begin to listen to an agent that runs on ``model``; what is still listened to is finished first."""
        if not self.config.enabled:
            return
        self.finish_response()
        # Imported here so that an integration that stays off costs nothing.
        from .bridges.thread_events import ThreadEventBridge

        self._accumulator = None
        self._bridge = ThreadEventBridge(
            self._target(),
            model=model,
            slug=self._slug,
            map_tool_calls=self.config.map_tool_calls,
            ids=self._ids,
            clock=self._clock,
        )
        self._findings = self._bridge.findings

    def process(self, event: object) -> None:
        """Take one event of the agent: a line of its log, the object that this holds, or a model of it.

        Raises ``LocalProtocolError`` when no response was started.
        """
        if not self.config.enabled:
            return
        if self._bridge is None:
            raise refused("OR-GRAM-04", "no response was started: call start_response first")
        self._bridge.receive(event)

    def finish_response(self) -> Response | None:
        """Say that the agent has finished, and return its response; None when there is none.

        A turn that the agent did not end is failed, never completed.
        """
        bridge, self._bridge = self._bridge, None
        if bridge is None:
            return None
        bridge.receive_eof()
        return self.response

    def take_events(self) -> list[ResponseStreamEvent]:
        """The events that no callback took, since the last call."""
        return self._events.take_events()

    def _target(self) -> Emit:
        """The way of an event: through the filter, if one is needed, into the response and out."""
        config = self.config
        if config.include_reasoning and config.include_extensions:
            return self._deliver
        wants_item = _wants_item(reasoning=config.include_reasoning, extensions=config.include_extensions)
        wants_event = _any_event if config.include_extensions else _no_event
        return FilterEmitter(self._deliver, wants_item, keep_event=wants_event).emit

    def _deliver(self, event: ResponseStreamEvent) -> None:
        if self._accumulator is None or event.type == EventType.RESPONSE_CREATED:
            self._accumulator = ResponseAccumulator()
        self._accumulator.receive(event)
        if self.config.emit_events:
            (self._callback or self._events).emit(event)


def _wants_item(*, reasoning: bool, extensions: bool) -> Callable[[OutputItem], bool]:
    def wants(item: OutputItem) -> bool:
        if isinstance(item, CustomItem):
            return extensions
        return reasoning or item.type != "reasoning"

    return wants


def _any_event(_: CustomEvent) -> bool:
    return True


def _no_event(_: CustomEvent) -> bool:
    return False
