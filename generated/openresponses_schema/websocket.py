# Generated from spec/ by `python -m codegen generate`. Do not edit.
"""Messages that only travel over a WebSocket."""

from typing import Annotated, ClassVar, Literal

from pydantic import StrictBool, StrictFloat, StrictInt

from openresponses_schema._base import FAIL_FAST, OMIT_NONE, Model

from .errors import OpenErrorCode, OpenErrorType
from .items import OpenTruncation
from .request import (
    Metadata,
    OpenInclude,
    OpenServiceTier,
    PromptCacheKey,
    ReasoningConfigParam,
    RequestInput,
    TextConfigParam,
    ToolChoiceParam,
    ToolParam,
)


class WebSocketErrorData(Model):
    """What went wrong on a WebSocket; vendors may add fields.

    Added in 2026-04-24.
    """

    type: Annotated[OpenErrorType | None, OMIT_NONE] = None
    """The class of the error."""
    code: OpenErrorCode
    """The exact cause, for programs."""
    message: str
    """What went wrong, for people."""
    param: str | None = None
    """The request field at fault; null when there is none."""


class WebSocketErrorEvent(Model):
    """Says on a WebSocket that a turn or the connection failed. It ends the turn; response.failed does not follow.

    Added in 2026-04-24.
    """

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["error"] = "error"
    """Tag of the message."""
    status: StrictInt
    """HTTP status code that fits the error."""
    error: WebSocketErrorData
    """What went wrong."""


class WebSocketResponseCreateEvent(Model):
    """Starts a turn on a WebSocket: a request with a type, without the fields that only make sense over HTTP.

    Added in 2026-04-24.
    """

    _written: ClassVar[tuple[str, ...]] = ("type",)

    model: str | None = None
    """Name of the model that should answer."""
    input: RequestInput | None = None
    """What the model should answer: one string, which counts as a user message, or several items."""
    previous_response_id: str | None = None
    """Id of the response to continue; its input and output come before the new input."""
    include: Annotated[Annotated[list[OpenInclude], FAIL_FAST] | None, OMIT_NONE] = None
    """Output to send that is otherwise left out."""
    tools: Annotated[list[ToolParam], FAIL_FAST] | None = None
    """The tools that the model may call."""
    tool_choice: ToolChoiceParam | None = None
    """Which tools the model may or must call; auto unless stated."""
    metadata: Metadata | None = None
    """String pairs to attach to the response."""
    text: TextConfigParam | None = None
    """How text answers should look."""
    temperature: StrictFloat | None = None
    """Sampling temperature, 0 to 2; higher is more random."""
    top_p: StrictFloat | None = None
    """Share of probability mass to sample tokens from, 0 to 1."""
    presence_penalty: StrictFloat | None = None
    """Penalty on tokens that have occurred at all."""
    frequency_penalty: StrictFloat | None = None
    """Penalty on tokens, growing with how often they have occurred."""
    parallel_tool_calls: StrictBool | None = None
    """Whether the model may call several tools at once."""
    max_output_tokens: StrictInt | None = None
    """Upper limit on output tokens, reasoning included; at least 16."""
    max_tool_calls: StrictInt | None = None
    """Upper limit on calls of hosted tools; at least 1."""
    reasoning: ReasoningConfigParam | None = None
    """How the model should reason."""
    safety_identifier: str | None = None
    """Stable, opaque id of the end user, at most 64 characters."""
    prompt_cache_key: PromptCacheKey | None = None
    """Key that groups requests for the prompt cache."""
    truncation: Annotated[OpenTruncation | None, OMIT_NONE] = None
    """What to do when the context is too long."""
    instructions: str | None = None
    """Instructions for the model beside the input; those of earlier responses do not carry over."""
    store: Annotated[StrictBool | None, OMIT_NONE] = None
    """Whether to keep the response for later retrieval."""
    service_tier: Annotated[OpenServiceTier | None, OMIT_NONE] = None
    """The tier of service that is asked for."""
    top_logprobs: StrictInt | None = None
    """How many likeliest tokens to report at each position, 0 to 20."""
    type: Literal["response.create"] = "response.create"
    """Tag of the message."""
