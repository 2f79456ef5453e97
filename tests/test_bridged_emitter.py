"""One call feeds the agent's own sink and the Open Responses one."""

from __future__ import annotations

from typing import Any

import pytest

from openresponses_sdk.bridged_emitter import BridgedEmitter
from openresponses_sdk.bridges.thread_events import ThreadEventBridge
from openresponses_sdk.emitters import ListEmitter
from openresponses_sdk.validator import iter_violations
from tests.test_integration import TURN


def broken(event: Any) -> None:
    raise OSError("full")


def test_both_sinks_get_every_event() -> None:
    """DESIGN 5, DualEventEmitter: the agent's event, and the Open Responses events that it causes."""
    own: list[Any] = []
    sink = ListEmitter()
    bridge = ThreadEventBridge(sink, model="m")
    emitter: BridgedEmitter[dict[str, Any]] = BridgedEmitter(own.append, bridge)
    for event in TURN:
        emitter.emit(event)
    emitter.receive_eof()
    assert own == TURN
    assert [each for each in iter_violations(sink.events) if each.severity == "error"] == []
    assert bridge.responses[0].status == "completed"


def test_the_own_sink_failing_keeps_the_event_from_no_bridge() -> None:
    """As in a tee: the others still get the event."""
    bridge = ThreadEventBridge(None, model="m")
    emitter: BridgedEmitter[dict[str, Any]] = BridgedEmitter(broken, bridge)
    for event in TURN:
        with pytest.raises(OSError, match="full"):
            emitter.emit(event)
    assert bridge.responses[0].status == "completed"


def test_the_bridge_failing_reaches_the_agent_or_stays_away_from_it() -> None:
    """Issue 4, emitters: an exception is policy, raise or detach."""
    own: list[Any] = []
    emitter: BridgedEmitter[dict[str, Any]] = BridgedEmitter(own.append, ThreadEventBridge(broken))
    with pytest.raises(OSError, match="full"):
        emitter.emit(TURN[1])
    quiet: BridgedEmitter[dict[str, Any]] = BridgedEmitter(own.append, ThreadEventBridge(broken), on_error="detach")
    for event in TURN:
        quiet.emit(event)
    quiet.receive_eof()
    assert own == [TURN[1], *TURN]
    assert isinstance(quiet.bridge_error, OSError) and emitter.bridge_error is None


def test_both_failing_is_a_group() -> None:
    """Neither exception hides the other."""
    emitter: BridgedEmitter[dict[str, Any]] = BridgedEmitter(broken, ThreadEventBridge(broken))
    with pytest.raises(ExceptionGroup) as caught:
        emitter.emit(TURN[1])
    assert [type(each) for each in caught.value.exceptions] == [OSError, OSError]


def test_the_end_fails_as_an_event_does() -> None:
    """The bridge emits at the end too: a turn that was cut off."""
    calls = 0

    def fail_late(event: Any) -> None:
        nonlocal calls
        calls += 1
        if calls > 2:
            broken(event)

    emitter: BridgedEmitter[dict[str, Any]] = BridgedEmitter(print, ThreadEventBridge(fail_late))
    emitter.emit(TURN[1])
    with pytest.raises(OSError, match="full"):
        emitter.receive_eof()


def test_a_policy_that_there_is_not_is_refused() -> None:
    """A misspelt policy must not be the default one."""
    with pytest.raises(ValueError, match="on_error is 'raise' or 'detach', not 'ignore'"):
        BridgedEmitter(print, ThreadEventBridge(None), on_error="ignore")  # type: ignore[arg-type]
