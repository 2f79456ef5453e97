# Generated from spec/ by `python -m codegen generate`. Do not edit.
"""Wire tag -> model for open unions of the spec, and model -> canonical tag."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ._base import Model
from .thread_events import (
    ThreadAgentMessageItem,
    ThreadCollabToolCallItem,
    ThreadCommandExecutionItem,
    ThreadCompactBoundaryEvent,
    ThreadCompletedEvent,
    ThreadContextResetEvent,
    ThreadErrorEvent,
    ThreadErrorItem,
    ThreadFileChangeItem,
    ThreadHarnessItem,
    ThreadInterjectedEvent,
    ThreadItemCompletedEvent,
    ThreadItemStartedEvent,
    ThreadItemUpdatedEvent,
    ThreadMcpToolCallItem,
    ThreadPermissionRequestedEvent,
    ThreadPermissionResolvedEvent,
    ThreadPlanApprovalRequestedEvent,
    ThreadPlanApprovalResolvedEvent,
    ThreadPlanDeltaEvent,
    ThreadPlanItem,
    ThreadReasoningItem,
    ThreadStartedEvent,
    ThreadTodoListItem,
    ThreadToolInvocationItem,
    ThreadToolOutputItem,
    ThreadTurnCompletedEvent,
    ThreadTurnFailedEvent,
    ThreadTurnStartedEvent,
    ThreadWebSearchItem,
)

__all__ = [
    "THREAD_EVENTS_WIRE_TYPES",
    "THREAD_EVENT_MODELS",
    "THREAD_ITEM_MODELS",
]

THREAD_EVENT_MODELS: Final[Mapping[str, type[Model]]] = MappingProxyType(
    {
        "thread.started": ThreadStartedEvent,
        "thread.completed": ThreadCompletedEvent,
        "thread.compact_boundary": ThreadCompactBoundaryEvent,
        "turn.started": ThreadTurnStartedEvent,
        "turn.completed": ThreadTurnCompletedEvent,
        "turn.failed": ThreadTurnFailedEvent,
        "item.started": ThreadItemStartedEvent,
        "item.updated": ThreadItemUpdatedEvent,
        "item.completed": ThreadItemCompletedEvent,
        "plan.delta": ThreadPlanDeltaEvent,
        "plan.approval.requested": ThreadPlanApprovalRequestedEvent,
        "plan.approval.resolved": ThreadPlanApprovalResolvedEvent,
        "permission.requested": ThreadPermissionRequestedEvent,
        "permission.resolved": ThreadPermissionResolvedEvent,
        "context.reset": ThreadContextResetEvent,
        "interjected": ThreadInterjectedEvent,
        "error": ThreadErrorEvent,
    }
)
"""The members of ``ThreadEvent`` by their ``type``."""

THREAD_ITEM_MODELS: Final[Mapping[str, type[Model]]] = MappingProxyType(
    {
        "agent_message": ThreadAgentMessageItem,
        "plan": ThreadPlanItem,
        "reasoning": ThreadReasoningItem,
        "command_execution": ThreadCommandExecutionItem,
        "tool_invocation": ThreadToolInvocationItem,
        "tool_output": ThreadToolOutputItem,
        "file_change": ThreadFileChangeItem,
        "mcp_tool_call": ThreadMcpToolCallItem,
        "web_search": ThreadWebSearchItem,
        "todo_list": ThreadTodoListItem,
        "collab_tool_call": ThreadCollabToolCallItem,
        "harness": ThreadHarnessItem,
        "error": ThreadErrorItem,
    }
)
"""The members of ``ThreadItem`` by their ``type``."""

THREAD_EVENTS_WIRE_TYPES: Final[Mapping[type[Model], str]] = MappingProxyType(
    {
        ThreadStartedEvent: "thread.started",
        ThreadCompletedEvent: "thread.completed",
        ThreadCompactBoundaryEvent: "thread.compact_boundary",
        ThreadTurnStartedEvent: "turn.started",
        ThreadTurnCompletedEvent: "turn.completed",
        ThreadTurnFailedEvent: "turn.failed",
        ThreadItemStartedEvent: "item.started",
        ThreadItemUpdatedEvent: "item.updated",
        ThreadItemCompletedEvent: "item.completed",
        ThreadPlanDeltaEvent: "plan.delta",
        ThreadPlanApprovalRequestedEvent: "plan.approval.requested",
        ThreadPlanApprovalResolvedEvent: "plan.approval.resolved",
        ThreadPermissionRequestedEvent: "permission.requested",
        ThreadPermissionResolvedEvent: "permission.resolved",
        ThreadContextResetEvent: "context.reset",
        ThreadInterjectedEvent: "interjected",
        ThreadErrorEvent: "error",
        ThreadAgentMessageItem: "agent_message",
        ThreadPlanItem: "plan",
        ThreadReasoningItem: "reasoning",
        ThreadCommandExecutionItem: "command_execution",
        ThreadToolInvocationItem: "tool_invocation",
        ThreadToolOutputItem: "tool_output",
        ThreadFileChangeItem: "file_change",
        ThreadMcpToolCallItem: "mcp_tool_call",
        ThreadWebSearchItem: "web_search",
        ThreadTodoListItem: "todo_list",
        ThreadCollabToolCallItem: "collab_tool_call",
        ThreadHarnessItem: "harness",
        ThreadErrorItem: "error",
    }
)
"""The canonical tag of every member of an open union."""
