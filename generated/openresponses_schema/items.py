# Generated from spec/ by `python -m codegen generate`. Do not edit.
"""The items of a response, and the settings that steer how items are made."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from typing_extensions import TypeAliasType

from openresponses_schema._base import FAIL_FAST, OMIT_NONE, Model, OpenEnum, OpenUnion
from openresponses_schema._call_members import FunctionCallOutputItemMembers

from .content import ContentPart, FunctionOutputPart, MessageContentPart


class ItemStatus(StrEnum):
    """How far an item has come."""

    IN_PROGRESS = "in_progress"
    """Still being written."""
    COMPLETED = "completed"
    """Finished; it does not change any more."""
    INCOMPLETE = "incomplete"
    """Cut off, for instance by the token limit; it is the last item of an incomplete response."""


OpenItemStatus = TypeAliasType("OpenItemStatus", Annotated[ItemStatus | str, OpenEnum(ItemStatus)])
"""A `ItemStatus`, or a value that this release does not define."""


class MessageRole(StrEnum):
    """Who a message speaks for."""

    USER = "user"
    """The end user."""
    ASSISTANT = "assistant"
    """The model."""
    SYSTEM = "system"
    """The rules of the whole conversation."""
    DEVELOPER = "developer"
    """The developer of the application."""


OpenMessageRole = TypeAliasType("OpenMessageRole", Annotated[MessageRole | str, OpenEnum(MessageRole)])
"""A `MessageRole`, or a value that this release does not define."""


class MessagePhase(StrEnum):
    """The place of an assistant message in a turn.

    Added in 2026-04-24.
    """

    COMMENTARY = "commentary"
    """Said on the way, before or between tool calls."""
    FINAL_ANSWER = "final_answer"
    """The answer that ends the turn."""


OpenMessagePhase = TypeAliasType("OpenMessagePhase", Annotated[MessagePhase | str, OpenEnum(MessagePhase)])
"""A `MessagePhase`, or a value that this release does not define."""


class FunctionCallItem(Model):
    """The model calls a function of the developer."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["function_call"] = "function_call"
    """Tag of the item."""
    id: str
    """Id of the item, unique among the items of the conversation."""
    call_id: str
    """Id of the call; the output that answers it carries the same."""
    name: str
    """Name of the called function."""
    arguments: str
    """The arguments, one JSON object written as a string; a prefix of it while the item is in progress."""
    status: OpenItemStatus
    """How far the call has come."""


FunctionOutput = TypeAliasType(
    "FunctionOutput",
    Annotated[
        str | Annotated[list[FunctionOutputPart], FAIL_FAST],
        OpenUnion(
            "type",
            {},
            string=str,
            array=Annotated[list[FunctionOutputPart], FAIL_FAST],
        ),
    ],
)
"""What a function returned: one string, or several parts."""


class CompactionItem(Model):
    """Stands for the earlier conversation that a compaction replaced.

    Added in 2026-04-24.
    """

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["compaction"] = "compaction"
    """Tag of the item."""
    id: str
    """Id of the item, unique among the items of the conversation."""
    encrypted_content: str
    """Opaque stand-in for the replaced items; send it back unchanged."""
    created_by: Annotated[str | None, OMIT_NONE] = None
    """Who or what made the item."""


class CustomItem(Model):
    """An item of a type that this release does not define; all its fields are kept."""

    type: str
    """Tag of the item, for extensions slug:name."""
    id: Annotated[str | None, OMIT_NONE] = None
    """Id by which the item is addressed."""
    status: Annotated[str | None, OMIT_NONE] = None
    """How far the item has come, in the words of its vendor."""


class ReasoningEffort(StrEnum):
    """How much the model should reason before it answers."""

    NONE = "none"
    """Do not reason."""
    LOW = "low"
    """Little, for a quick answer."""
    MEDIUM = "medium"
    """A balanced amount."""
    HIGH = "high"
    """Much, for a better answer."""
    XHIGH = "xhigh"
    """As much as the model can."""


OpenReasoningEffort = TypeAliasType("OpenReasoningEffort", Annotated[ReasoningEffort | str, OpenEnum(ReasoningEffort)])
"""A `ReasoningEffort`, or a value that this release does not define."""


class ReasoningSummary(StrEnum):
    """How long the readable summary of the reasoning should be."""

    CONCISE = "concise"
    """A short summary."""
    DETAILED = "detailed"
    """A long summary."""
    AUTO = "auto"
    """The model decides."""


OpenReasoningSummary = TypeAliasType(
    "OpenReasoningSummary", Annotated[ReasoningSummary | str, OpenEnum(ReasoningSummary)]
)
"""A `ReasoningSummary`, or a value that this release does not define."""


class Truncation(StrEnum):
    """What happens when the context is longer than the model can take."""

    AUTO = "auto"
    """The server shortens the earlier context."""
    DISABLED = "disabled"
    """Nothing is dropped; the request fails."""


OpenTruncation = TypeAliasType("OpenTruncation", Annotated[Truncation | str, OpenEnum(Truncation)])
"""A `Truncation`, or a value that this release does not define."""


class FunctionCallOutputItem(FunctionCallOutputItemMembers):
    """What a called function returned."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["function_call_output"] = "function_call_output"
    """Tag of the item."""
    id: str
    """Id of the item, unique among the items of the conversation."""
    call_id: str
    """Id of the call that this answers."""
    output: FunctionOutput
    """The result, as one string or as content parts."""
    status: OpenItemStatus
    """How far the output has come; in practice always completed."""


class MessageItem(Model):
    """A message of the conversation."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["message"] = "message"
    """Tag of the item."""
    id: str
    """Id of the item, unique among the items of the conversation."""
    status: OpenItemStatus
    """How far the message has come."""
    role: OpenMessageRole
    """Who the message speaks for."""
    content: Annotated[list[MessageContentPart], FAIL_FAST]
    """The parts of the message, addressed by content_index."""
    phase: Annotated[OpenMessagePhase | None, OMIT_NONE] = None
    """Whether the message is commentary on the way or the final answer; assistant messages only. Send it back
    unchanged.

    Added in 2026-04-24.
    """


class ReasoningItem(Model):
    """Reasoning of the model: raw, summarised, encrypted, or any mix of these."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["reasoning"] = "reasoning"
    """Tag of the item."""
    id: str
    """Id of the item, unique among the items of the conversation."""
    content: Annotated[Annotated[list[ContentPart], FAIL_FAST] | None, OMIT_NONE] = None
    """Raw reasoning, where the server shows it; addressed by content_index."""
    summary: Annotated[list[ContentPart], FAIL_FAST]
    """Readable summary, addressed by summary_index; empty when there is none."""
    encrypted_content: Annotated[str | None, OMIT_NONE] = None
    """Opaque reasoning that only the server can read; send it back unchanged."""


OutputItem = TypeAliasType(
    "OutputItem",
    Annotated[
        MessageItem | FunctionCallItem | FunctionCallOutputItem | ReasoningItem | CompactionItem | CustomItem,
        OpenUnion(
            "type",
            {
                "message": MessageItem,
                "function_call": FunctionCallItem,
                "function_call_output": FunctionCallOutputItem,
                "reasoning": ReasoningItem,
                "compaction": CompactionItem,
            },
            fallback=CustomItem,
        ),
    ],
)
"""Something that the model or a tool added to a response."""
