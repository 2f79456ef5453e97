# Generated from spec/ by `python -m codegen generate`. Do not edit.
"""Shortening a conversation."""

from typing import Annotated, ClassVar, Literal

from pydantic import StrictInt

from openresponses_schema._base import FAIL_FAST, Model

from .items import OutputItem
from .request import PromptCacheKey, RequestInput
from .response import Usage


class CompactedResponse(Model):
    """The shorter conversation. Its output starts the input of a new chain; its id is not one to continue from.

    Added in 2026-04-24.
    """

    _written: ClassVar[tuple[str, ...]] = ("object",)

    object: Literal["response.compaction"] = "response.compaction"
    """Kind of the object."""
    id: str
    """Id of this compaction, not of a response."""
    output: Annotated[list[OutputItem], FAIL_FAST]
    """The items that now stand for the conversation, at least one of them a compaction."""
    created_at: StrictInt
    """When the compaction was made, in Unix seconds."""
    usage: Usage
    """Tokens that the compaction took."""


class CompactRequest(Model):
    """Asks for a shorter stand-in for a conversation.

    Added in 2026-04-24.
    """

    model: str
    """Name of the model that compacts."""
    input: RequestInput | None = None
    """The conversation, or what follows on previous_response_id: one string or several items."""
    previous_response_id: str | None = None
    """Id of the response whose conversation is compacted."""
    instructions: str | None = None
    """Instructions for the model beside the input; those of earlier responses do not carry over."""
    prompt_cache_key: PromptCacheKey | None = None
    """Key that groups requests for the prompt cache."""
