# Generated from spec/ by `python -m codegen generate`. Do not edit.
"""The response object."""

from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

from pydantic import StrictBool, StrictFloat, StrictInt
from typing_extensions import TypeAliasType

from openresponses_schema._base import FAIL_FAST, IN_ORDER, OMIT_NONE, Model, OpenEnum
from openresponses_schema._response_members import ResponseMembers

from .content import OpenVerbosity, TextFormat
from .errors import ResponseErrorData
from .items import OpenReasoningEffort, OpenReasoningSummary, OpenTruncation, OutputItem
from .tools import Tool, ToolChoice


class ResponseStatus(StrEnum):
    """How far a response has come."""

    QUEUED = "queued"
    """Accepted, not started."""
    IN_PROGRESS = "in_progress"
    """Being made."""
    COMPLETED = "completed"
    """Finished as asked."""
    FAILED = "failed"
    """Ended by an error."""
    INCOMPLETE = "incomplete"
    """Stopped early; the output so far is kept."""


OpenResponseStatus = TypeAliasType("OpenResponseStatus", Annotated[ResponseStatus | str, OpenEnum(ResponseStatus)])
"""A `ResponseStatus`, or a value that this release does not define."""


class IncompleteReason(StrEnum):
    """Why a response stopped early."""

    MAX_OUTPUT_TOKENS = "max_output_tokens"
    """The limit on output tokens was reached."""
    CONTENT_FILTER = "content_filter"
    """A content filter stopped the output."""


OpenIncompleteReason = TypeAliasType(
    "OpenIncompleteReason", Annotated[IncompleteReason | str, OpenEnum(IncompleteReason)]
)
"""A `IncompleteReason`, or a value that this release does not define."""


class IncompleteDetails(Model):
    """Says why a response is incomplete."""

    reason: OpenIncompleteReason
    """Why the response stopped early."""


class ReasoningConfig(Model):
    """How the model was to reason."""

    _written: ClassVar[tuple[str, ...]] = ("effort", "summary")

    effort: OpenReasoningEffort | None = None
    """How much it was to reason; null when not stated."""
    summary: OpenReasoningSummary | None = None
    """What summary it was to give; null for none."""


class InputTokensDetails(Model):
    """Where the input tokens came from."""

    cached_tokens: StrictInt
    """Input tokens that were read from the prompt cache."""


class OutputTokensDetails(Model):
    """What the output tokens were used for."""

    reasoning_tokens: StrictInt
    """Output tokens that were spent on reasoning."""


class Usage(Model):
    """How many tokens a response took."""

    input_tokens: StrictInt
    """Tokens that went in, cached ones included."""
    output_tokens: StrictInt
    """Tokens that came out, reasoning included."""
    total_tokens: StrictInt
    """Sum of input and output tokens."""
    input_tokens_details: Annotated[InputTokensDetails | None, OMIT_NONE] = None
    """Where the input tokens came from."""
    output_tokens_details: Annotated[OutputTokensDetails | None, OMIT_NONE] = None
    """What the output tokens were used for."""


class TextConfig(Model):
    """How text answers were to look."""

    format: TextFormat
    """The form of the answer."""
    verbosity: Annotated[OpenVerbosity | None, OMIT_NONE] = None
    """How long the answer was to be."""


class Response(ResponseMembers):
    """The answer to a request: its state, its output, and the settings it was made with."""

    _written: ClassVar[tuple[str, ...]] = (
        "object",
        "completed_at",
        "incomplete_details",
        "previous_response_id",
        "instructions",
        "error",
        "reasoning",
        "usage",
        "max_output_tokens",
        "max_tool_calls",
        "metadata",
        "safety_identifier",
        "prompt_cache_key",
    )

    object: Literal["response"] = "response"
    """Kind of the object."""
    id: str
    """Id of the response; a later request names it as previous_response_id."""
    created_at: Annotated[Annotated[StrictInt | StrictFloat, IN_ORDER] | None, OMIT_NONE] = None
    """When the response was created, in Unix seconds."""
    completed_at: Annotated[StrictInt | StrictFloat, IN_ORDER] | None = None
    """When the response was completed, in Unix seconds; null until then."""
    status: OpenResponseStatus
    """How far the response has come."""
    incomplete_details: IncompleteDetails | None = None
    """Why the response stopped early; null unless it is incomplete."""
    model: Annotated[str | None, OMIT_NONE] = None
    """Name of the model that answered."""
    previous_response_id: str | None = None
    """Id of the response that this one continues; null when it starts a conversation."""
    instructions: Annotated[str | Annotated[list[dict[str, Any]], FAIL_FAST], IN_ORDER] | None = None
    """Instructions the model was given beside the input; null for none."""
    output: Annotated[list[OutputItem], FAIL_FAST] = []
    """The items of the response, addressed by output_index."""
    error: ResponseErrorData | None = None
    """Why the response failed; null unless it did."""
    tools: Annotated[Annotated[list[Tool], FAIL_FAST] | None, OMIT_NONE] = None
    """The tools the model could call."""
    tool_choice: Annotated[ToolChoice | None, OMIT_NONE] = None
    """Which tools the model could or had to call."""
    truncation: Annotated[OpenTruncation | None, OMIT_NONE] = None
    """What was to happen with a context that is too long."""
    parallel_tool_calls: Annotated[StrictBool | None, OMIT_NONE] = None
    """Whether several tools could be called at once."""
    text: Annotated[TextConfig | None, OMIT_NONE] = None
    """How text answers were to look."""
    top_p: Annotated[StrictFloat | None, OMIT_NONE] = None
    """Share of probability mass that tokens were sampled from, 0 to 1."""
    presence_penalty: Annotated[StrictFloat | None, OMIT_NONE] = None
    """Penalty on tokens that have occurred at all."""
    frequency_penalty: Annotated[StrictFloat | None, OMIT_NONE] = None
    """Penalty on tokens, growing with how often they have occurred."""
    top_logprobs: Annotated[StrictInt | None, OMIT_NONE] = None
    """How many likeliest tokens were reported at each position."""
    temperature: Annotated[StrictFloat | None, OMIT_NONE] = None
    """Sampling temperature."""
    reasoning: ReasoningConfig | None = None
    """How the model was to reason; null when nothing was set."""
    usage: Usage | None = None
    """Tokens taken so far; null until they are known."""
    max_output_tokens: StrictInt | None = None
    """Upper limit on output tokens, reasoning included; null for none."""
    max_tool_calls: StrictInt | None = None
    """Upper limit on calls of hosted tools; null for none."""
    store: Annotated[StrictBool | None, OMIT_NONE] = None
    """Whether the response is kept for later retrieval."""
    background: Annotated[StrictBool | None, OMIT_NONE] = None
    """Whether the response is made in the background."""
    service_tier: Annotated[str | None, OMIT_NONE] = None
    """The tier of service that answered, in the words of the server."""
    metadata: Any = None
    """What the developer attached to the response, usually string pairs."""
    safety_identifier: str | None = None
    """Stable, opaque id of the end user; null for none."""
    prompt_cache_key: str | None = None
    """Key that groups requests for the prompt cache; null for none."""
