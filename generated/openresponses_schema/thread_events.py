# Generated from spec/ by `python -m codegen generate`. Do not edit.
"""The event log of the VT Code and Codex CLI agents. A log is JSON Lines; each line is a ThreadEvent, or a
ThreadEventEnvelope around one. Nothing here is part of the published release: the bridge reads these logs.
Members are required only where every dialect on record writes them.
"""

from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

from pydantic import StrictBool, StrictFloat, StrictInt
from typing_extensions import TypeAliasType

from openresponses_schema._base import FAIL_FAST, OMIT_NONE, Model, OpenEnum, OpenUnion


class CustomThreadEvent(Model):
    """An event of a type that is not known here; all its members are kept."""

    type: str
    """The type of the event."""


class ThreadStartedEvent(Model):
    """A thread, which is one conversation with the agent, began or was resumed."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["thread.started"] = "thread.started"
    """Tag of the event."""
    thread_id: str
    """The id of the thread."""


class ThreadCompletionSubtype(StrEnum):
    """The ways in which a thread can end."""

    SUCCESS = "success"
    """The agent did what it was asked."""
    CANCELLED = "cancelled"
    """The user left or stopped the session."""
    ERROR_MAX_TURNS = "error_max_turns"
    """The limit of turns was reached."""
    ERROR_MAX_BUDGET_USD = "error_max_budget_usd"
    """The limit of costs was reached."""
    ERROR_DURING_EXECUTION = "error_during_execution"
    """The agent failed."""


OpenThreadCompletionSubtype = TypeAliasType(
    "OpenThreadCompletionSubtype", Annotated[ThreadCompletionSubtype | str, OpenEnum(ThreadCompletionSubtype)]
)
"""A `ThreadCompletionSubtype`, or a value that this release does not define."""


class ThreadCompactBoundaryEvent(Model):
    """The agent replaced earlier parts of the conversation by something shorter."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["thread.compact_boundary"] = "thread.compact_boundary"
    """Tag of the event."""
    thread_id: Annotated[str | None, OMIT_NONE] = None
    """The id of the thread."""


class ThreadTokenBreakdown(Model):
    """Token counts by part of the prompt; the names of the parts are the agent's."""


class ThreadErrorDetails(Model):
    """A reason for a failure."""

    message: str
    """The reason as text; it can be the JSON of an error that the model's provider sent."""


class ThreadPlanDeltaEvent(Model):
    """More text of a plan."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["plan.delta"] = "plan.delta"
    """Tag of the event."""
    thread_id: Annotated[str | None, OMIT_NONE] = None
    """The id of the thread."""
    turn_id: Annotated[str | None, OMIT_NONE] = None
    """The id of the turn."""
    item_id: Annotated[str | None, OMIT_NONE] = None
    """The id of the plan item that grows."""
    delta: Annotated[str | None, OMIT_NONE] = None
    """The text to append."""


class ThreadPlanApprovalRequestedEvent(Model):
    """The agent asks the user to approve its plan."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["plan.approval.requested"] = "plan.approval.requested"
    """Tag of the event."""
    thread_id: Annotated[str | None, OMIT_NONE] = None
    """The id of the thread."""
    turn_id: Annotated[str | None, OMIT_NONE] = None
    """The id of the turn."""


class ThreadPlanApprovalResolvedEvent(Model):
    """The user answered a request to approve a plan."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["plan.approval.resolved"] = "plan.approval.resolved"
    """Tag of the event."""
    thread_id: Annotated[str | None, OMIT_NONE] = None
    """The id of the thread."""
    turn_id: Annotated[str | None, OMIT_NONE] = None
    """The id of the turn."""
    decision: Annotated[str | None, OMIT_NONE] = None
    """What the user decided."""


class ThreadPermissionRequestedEvent(Model):
    """The agent asks whether it may use a tool."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["permission.requested"] = "permission.requested"
    """Tag of the event."""
    tool_name: Annotated[str | None, OMIT_NONE] = None
    """The name of the tool."""


class ThreadPermissionResolvedEvent(Model):
    """A request to use a tool was answered."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["permission.resolved"] = "permission.resolved"
    """Tag of the event."""
    tool_name: Annotated[str | None, OMIT_NONE] = None
    """The name of the tool."""
    decision: Annotated[str | None, OMIT_NONE] = None
    """The answer."""
    wait_ms: Annotated[StrictInt | None, OMIT_NONE] = None
    """How long the agent waited for the answer, in milliseconds."""


class ThreadContextResetEvent(Model):
    """The agent dropped the conversation that it held in memory."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["context.reset"] = "context.reset"
    """Tag of the event."""
    thread_id: Annotated[str | None, OMIT_NONE] = None
    """The id of the thread."""


class ThreadInterjectedEvent(Model):
    """The user said something while the agent was at work."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["interjected"] = "interjected"
    """Tag of the event."""
    message: Annotated[str | None, OMIT_NONE] = None
    """What the user said."""


class ThreadErrorEvent(Model):
    """Something went wrong. It ends the turn only when a `turn.failed` event follows."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["error"] = "error"
    """Tag of the event."""
    message: str
    """What went wrong; it can be the JSON of an error that the model's provider sent."""


class ThreadUsage(Model):
    """Token counts of a turn or a thread."""

    input_tokens: Annotated[StrictInt | None, OMIT_NONE] = None
    """Tokens of the input, the cached ones included."""
    cached_input_tokens: Annotated[StrictInt | None, OMIT_NONE] = None
    """Tokens of the input that came from the provider's cache."""
    cache_creation_tokens: Annotated[StrictInt | None, OMIT_NONE] = None
    """Tokens that VT Code had written to the provider's cache."""
    cache_write_input_tokens: Annotated[StrictInt | None, OMIT_NONE] = None
    """Tokens that Codex had written to the provider's cache."""
    output_tokens: Annotated[StrictInt | None, OMIT_NONE] = None
    """Tokens of the output, those of reasoning included."""
    reasoning_output_tokens: Annotated[StrictInt | None, OMIT_NONE] = None
    """Tokens of the output that were reasoning."""


class CustomThreadItem(Model):
    """An item of a type that is not known here; all its members are kept."""

    type: str
    """The type of the item. The oldest Codex logs name it `item_type` instead."""
    id: Annotated[str | None, OMIT_NONE] = None
    """The id of the item."""


class ThreadItemStatus(StrEnum):
    """How far an item is."""

    STARTED = "started"
    """It began; only some MCP calls say it in this word."""
    IN_PROGRESS = "in_progress"
    """It is under way."""
    COMPLETED = "completed"
    """It ended well."""
    FAILED = "failed"
    """It ended badly."""
    DECLINED = "declined"
    """It was not allowed to run."""


OpenThreadItemStatus = TypeAliasType(
    "OpenThreadItemStatus", Annotated[ThreadItemStatus | str, OpenEnum(ThreadItemStatus)]
)
"""A `ThreadItemStatus`, or a value that this release does not define."""


class ThreadAgentMessageItem(Model):
    """Something the agent says to the user."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["agent_message"] = "agent_message"
    """Tag of the item."""
    id: Annotated[str | None, OMIT_NONE] = None
    """The id of the item; an id can be used again within a log."""
    text: Annotated[str | None, OMIT_NONE] = None
    """The text so far, from its beginning."""
    phase: str | None = None
    """Whether this is a remark on the way or the answer, when the agent says so."""


class ThreadPlanItem(Model):
    """A plan that the agent proposes."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["plan"] = "plan"
    """Tag of the item."""
    id: Annotated[str | None, OMIT_NONE] = None
    """The id of the item."""
    text: Annotated[str | None, OMIT_NONE] = None
    """The plan as text."""


class ThreadReasoningItem(Model):
    """What the model thinks. VT Code logs the raw text, Codex a summary of it."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["reasoning"] = "reasoning"
    """Tag of the item."""
    id: Annotated[str | None, OMIT_NONE] = None
    """The id of the item."""
    text: Annotated[str | None, OMIT_NONE] = None
    """The text so far, from its beginning."""
    summary: Annotated[str | None, OMIT_NONE] = None
    """The text, as the oldest Codex logs name it."""
    stage: str | None = None
    """The stage of the agent's work that the reasoning belongs to."""


class ThreadCommandExecutionItem(Model):
    """A shell command that the agent ran."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["command_execution"] = "command_execution"
    """Tag of the item."""
    id: Annotated[str | None, OMIT_NONE] = None
    """The id of the item."""
    command: Annotated[str | None, OMIT_NONE] = None
    """The command line."""
    arguments: Any = None
    """The arguments of the call that led to the command; any JSON."""
    aggregated_output: Annotated[str | None, OMIT_NONE] = None
    """What the command wrote so far, both streams together."""
    exit_code: StrictInt | None = None
    """The exit code; null or absent while the command runs."""
    status: Annotated[OpenThreadItemStatus | None, OMIT_NONE] = None
    """How far the command is."""


class ThreadToolInvocationItem(Model):
    """A tool that the agent called."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["tool_invocation"] = "tool_invocation"
    """Tag of the item."""
    id: Annotated[str | None, OMIT_NONE] = None
    """The id of the item; its output refers to it."""
    tool_name: Annotated[str | None, OMIT_NONE] = None
    """The name of the tool."""
    arguments: Any = None
    """The arguments. While they stream in, null or a fragment of their JSON as text; then an object."""
    tool_call_id: str | None = None
    """The id that the model's provider gave the call."""
    status: Annotated[OpenThreadItemStatus | None, OMIT_NONE] = None
    """How far the call is."""
    outcome: Any = None
    """What came of the call, in the agent's words."""


class ThreadToolOutputItem(Model):
    """What a tool gave back."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["tool_output"] = "tool_output"
    """Tag of the item."""
    id: Annotated[str | None, OMIT_NONE] = None
    """The id of the item."""
    call_id: Annotated[str | None, OMIT_NONE] = None
    """The id of the tool invocation item that this is the output of."""
    tool_call_id: str | None = None
    """The id that the model's provider gave the call."""
    output: Annotated[str | None, OMIT_NONE] = None
    """The output so far, from its beginning."""
    exit_code: StrictInt | None = None
    """The exit code, when the tool ran a command."""
    spool_path: str | None = None
    """The file that holds the output, when it was too long for the log."""
    status: Annotated[OpenThreadItemStatus | None, OMIT_NONE] = None
    """How far the call is."""


class ThreadFileUpdateKind(StrEnum):
    """What can be done with a file."""

    ADD = "add"
    """The file is new."""
    UPDATE = "update"
    """The file was changed."""
    DELETE = "delete"
    """The file was removed."""


OpenThreadFileUpdateKind = TypeAliasType(
    "OpenThreadFileUpdateKind", Annotated[ThreadFileUpdateKind | str, OpenEnum(ThreadFileUpdateKind)]
)
"""A `ThreadFileUpdateKind`, or a value that this release does not define."""


class ThreadMcpToolCallItem(Model):
    """A call of a tool on an MCP server, with its result. Codex names server and tool, VT Code the tool only."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["mcp_tool_call"] = "mcp_tool_call"
    """Tag of the item."""
    id: Annotated[str | None, OMIT_NONE] = None
    """The id of the item."""
    server: Annotated[str | None, OMIT_NONE] = None
    """The name of the server, as Codex writes it."""
    tool: Annotated[str | None, OMIT_NONE] = None
    """The name of the tool, as Codex writes it."""
    tool_name: Annotated[str | None, OMIT_NONE] = None
    """The name of the tool, as VT Code writes it."""
    arguments: Any = None
    """The arguments of the call; any JSON."""
    result: Any = None
    """What the tool gave back; an object with `content` in Codex, text in VT Code, null before the end."""
    error: ThreadErrorDetails | None = None
    """Why the call failed; null when it did not."""
    status: Annotated[OpenThreadItemStatus | None, OMIT_NONE] = None
    """How far the call is."""


class ThreadWebSearchAction(Model):
    """One action of the search tool."""

    type: str
    """The kind of action, such as `search`, `open_page` or `other`."""
    query: str | None = None
    """What was searched for."""
    queries: Annotated[list[str], FAIL_FAST] | None = None
    """All wordings that were searched for."""


class ThreadTodoEntry(Model):
    """One thing to do."""

    text: str
    """What is to be done."""
    completed: StrictBool
    """Whether it is done."""


class ThreadAgentState(Model):
    """How far one agent thread is."""

    status: str
    """The state, such as `running` or `completed`."""
    message: str | None = None
    """What the agent said last."""


class ThreadHarnessItem(Model):
    """Something the program around the agent did by itself."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["harness"] = "harness"
    """Tag of the item."""
    id: Annotated[str | None, OMIT_NONE] = None
    """The id of the item."""
    event: Annotated[str | None, OMIT_NONE] = None
    """What happened, as a name such as `blocked_handoff_written`."""
    message: str | None = None
    """What happened, for people."""
    command: str | None = None
    """The command that was run."""
    path: str | None = None
    """The file that is concerned."""
    exit_code: StrictInt | None = None
    """The exit code of the command."""


class ThreadErrorItem(Model):
    """A warning that does not end the turn."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["error"] = "error"
    """Tag of the item."""
    id: Annotated[str | None, OMIT_NONE] = None
    """The id of the item."""
    message: Annotated[str | None, OMIT_NONE] = None
    """The warning."""


class ThreadCompletedEvent(Model):
    """The thread is over. VT Code writes this when the session ends."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["thread.completed"] = "thread.completed"
    """Tag of the event."""
    thread_id: Annotated[str | None, OMIT_NONE] = None
    """The id of the thread."""
    session_id: Annotated[str | None, OMIT_NONE] = None
    """The id of the session that ran the thread."""
    subtype: Annotated[OpenThreadCompletionSubtype | None, OMIT_NONE] = None
    """How the thread ended."""
    outcome_code: Annotated[str | None, OMIT_NONE] = None
    """The agent's own code for the outcome, such as `exit`."""
    result: str | None = None
    """The final answer as text, if there is one."""
    stop_reason: str | None = None
    """Why the model stopped last, in the words of its provider."""
    usage: Annotated[ThreadUsage | None, OMIT_NONE] = None
    """The tokens that all turns of the thread used."""
    total_cost_usd: StrictFloat | None = None
    """What the thread cost, in US dollars."""
    num_turns: Annotated[StrictInt | None, OMIT_NONE] = None
    """How many turns the thread had."""


class ThreadTurnStartedEvent(Model):
    """The agent began to work on one input of the user."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["turn.started"] = "turn.started"
    """Tag of the event."""
    token_breakdown: Annotated[ThreadTokenBreakdown | None, OMIT_NONE] = None
    """How the tokens of the prompt are shared out, as the agent counts them."""


class ThreadTurnCompletedEvent(Model):
    """The agent finished the turn."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["turn.completed"] = "turn.completed"
    """Tag of the event."""
    usage: Annotated[ThreadUsage | None, OMIT_NONE] = None
    """The tokens that were used. All zero means that they were not counted."""


class ThreadTurnFailedEvent(Model):
    """The turn ended without a result. Codex nests the reason in `error`, VT Code writes `message`."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["turn.failed"] = "turn.failed"
    """Tag of the event."""
    error: Annotated[ThreadErrorDetails | None, OMIT_NONE] = None
    """Why the turn failed, as Codex writes it."""
    message: Annotated[str | None, OMIT_NONE] = None
    """Why the turn failed, as VT Code writes it, such as `turn cancelled`."""
    usage: Annotated[ThreadUsage | None, OMIT_NONE] = None
    """The tokens that were used until then."""


class ThreadFileUpdate(Model):
    """The change of one file; the log holds no text of it."""

    path: str
    """The path of the file."""
    kind: Annotated[OpenThreadFileUpdateKind | None, OMIT_NONE] = None
    """What was done with the file."""


class ThreadWebSearchItem(Model):
    """A search of the web."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["web_search"] = "web_search"
    """Tag of the item."""
    id: Annotated[str | None, OMIT_NONE] = None
    """The id of the item."""
    query: Annotated[str | None, OMIT_NONE] = None
    """What was searched for; empty until it is known."""
    action: Annotated[ThreadWebSearchAction | None, OMIT_NONE] = None
    """What the search tool did, as Codex writes it."""
    provider: str | None = None
    """The search service, as VT Code writes it."""
    results: Annotated[list[Any], FAIL_FAST] | None = None
    """What was found, as VT Code writes it."""


class ThreadTodoListItem(Model):
    """The agent's list of things to do."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["todo_list"] = "todo_list"
    """Tag of the item."""
    id: Annotated[str | None, OMIT_NONE] = None
    """The id of the item."""
    items: Annotated[Annotated[list[ThreadTodoEntry], FAIL_FAST] | None, OMIT_NONE] = None
    """The entries in their order."""


ThreadAgentStates = TypeAliasType("ThreadAgentStates", dict[str, ThreadAgentState])
"""The states of agent threads, by thread id."""


class ThreadFileChangeItem(Model):
    """Changes that the agent made to files."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["file_change"] = "file_change"
    """Tag of the item."""
    id: Annotated[str | None, OMIT_NONE] = None
    """The id of the item."""
    changes: Annotated[Annotated[list[ThreadFileUpdate], FAIL_FAST] | None, OMIT_NONE] = None
    """The changes, one a file."""
    status: Annotated[OpenThreadItemStatus | None, OMIT_NONE] = None
    """Whether the changes were made."""


class ThreadCollabToolCallItem(Model):
    """A call by which one agent thread starts, messages or awaits others."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["collab_tool_call"] = "collab_tool_call"
    """Tag of the item."""
    id: Annotated[str | None, OMIT_NONE] = None
    """The id of the item."""
    tool: Annotated[str | None, OMIT_NONE] = None
    """The name of the tool, such as `spawn_agent`."""
    sender_thread_id: Annotated[str | None, OMIT_NONE] = None
    """The id of the thread that calls."""
    receiver_thread_ids: Annotated[Annotated[list[str], FAIL_FAST] | None, OMIT_NONE] = None
    """The ids of the threads that are called."""
    prompt: str | None = None
    """What the others are asked to do."""
    agents_states: Annotated[ThreadAgentStates | None, OMIT_NONE] = None
    """How far each of the other threads is, by its id."""
    status: Annotated[OpenThreadItemStatus | None, OMIT_NONE] = None
    """How far the call is."""


ThreadItem = TypeAliasType(
    "ThreadItem",
    Annotated[
        ThreadAgentMessageItem
        | ThreadPlanItem
        | ThreadReasoningItem
        | ThreadCommandExecutionItem
        | ThreadToolInvocationItem
        | ThreadToolOutputItem
        | ThreadFileChangeItem
        | ThreadMcpToolCallItem
        | ThreadWebSearchItem
        | ThreadTodoListItem
        | ThreadCollabToolCallItem
        | ThreadHarnessItem
        | ThreadErrorItem
        | CustomThreadItem,
        OpenUnion(
            "type",
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
            },
            fallback=CustomThreadItem,
        ),
    ],
)
"""One piece of the work of an agent, such as a message, a command or a change of files."""


class ThreadItemStartedEvent(Model):
    """The agent began an item."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["item.started"] = "item.started"
    """Tag of the event."""
    item: ThreadItem
    """What is known of the item at its start."""


class ThreadItemUpdatedEvent(Model):
    """An item changed. The event holds all of the item, not the change."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["item.updated"] = "item.updated"
    """Tag of the event."""
    item: ThreadItem
    """The item as it is now; text is repeated from its beginning."""


class ThreadItemCompletedEvent(Model):
    """An item is complete. Some items have only this event."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["item.completed"] = "item.completed"
    """Tag of the event."""
    item: ThreadItem
    """The item in its final form."""


ThreadEvent = TypeAliasType(
    "ThreadEvent",
    Annotated[
        ThreadStartedEvent
        | ThreadCompletedEvent
        | ThreadCompactBoundaryEvent
        | ThreadTurnStartedEvent
        | ThreadTurnCompletedEvent
        | ThreadTurnFailedEvent
        | ThreadItemStartedEvent
        | ThreadItemUpdatedEvent
        | ThreadItemCompletedEvent
        | ThreadPlanDeltaEvent
        | ThreadPlanApprovalRequestedEvent
        | ThreadPlanApprovalResolvedEvent
        | ThreadPermissionRequestedEvent
        | ThreadPermissionResolvedEvent
        | ThreadContextResetEvent
        | ThreadInterjectedEvent
        | ThreadErrorEvent
        | CustomThreadEvent,
        OpenUnion(
            "type",
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
            },
            fallback=CustomThreadEvent,
        ),
    ],
)
"""One thing that happened in the work of an agent."""


class ThreadEventEnvelope(Model):
    """A line of a harness file, which wraps the event to say which version of the log format it follows."""

    schema_version: Annotated[str | None, OMIT_NONE] = None
    """The version of the log format, such as `0.4.0`."""
    event: ThreadEvent
    """The event itself."""
