"""Which members of a response a chat completion has a place for, and which are left out in silence because they repeat.

A member that no table here has, and that holds something, is a finding when it is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["ITEM_MEMBERS", "PART_MEMBERS", "RESPONSE_MEMBERS", "USAGE_MEMBERS"]

_ECHO: Final = "left out: repeats what the client asked for"
_TAG: Final = "tells how to write it"
_PLACE: Final = "left out: addresses the item within the response"
_STATE: Final = "the finish reason, or an error"

RESPONSE_MEMBERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "object": "`object`: `chat.completion`, or `chat.completion.chunk`",
        "id": "`id`",
        "model": "`model`",
        "created_at": "`created`",
        "service_tier": "`service_tier`",
        "output": "`choices`, one choice",
        "usage": "`usage`",
        "status": _STATE,
        "incomplete_details": _STATE,
        "error": "`error`",
        "completed_at": "left out: a completion tells only when it was made",
        "sequence_number": "left out: chunks are not numbered",
        **dict.fromkeys(
            (
                *("previous_response_id", "instructions", "tools", "tool_choice", "truncation", "parallel_tool_calls"),
                *("text", "top_p", "presence_penalty", "frequency_penalty", "top_logprobs", "temperature", "reasoning"),
                *("max_output_tokens", "max_tool_calls", "store", "background", "metadata", "safety_identifier"),
                *("prompt_cache_key", "input"),
            ),
            _ECHO,
        ),
    }
)
"""Members of a response, and what they become."""

ITEM_MEMBERS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "message": {
            "type": _TAG,
            "id": _PLACE,
            "status": _STATE,
            "role": "`role`, always `assistant`",
            "content": "`content` and `refusal`",
        },
        "reasoning": {
            "type": _TAG,
            "id": _PLACE,
            "status": _STATE,
            "content": "`reasoning_content`",
            "summary": "`reasoning_content` with `summaries=True`, else a finding",
        },
        "function_call": {
            "type": _TAG,
            "id": _PLACE,
            "status": _STATE,
            "call_id": "`tool_calls[].id`",
            "name": "`tool_calls[].function.name`",
            "arguments": "`tool_calls[].function.arguments`",
        },
    }
)
"""Members of each item that a completion has a place for, and what they become; other items are findings."""

PART_MEMBERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "type": _TAG,
        "text": "the text",
        "refusal": "the text",
        "annotations": "`annotations`, with spans counted in the whole text",
        "logprobs": "`logprobs.content` of the choice",
    }
)
"""Members of a part, and what they become."""

USAGE_MEMBERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "input_tokens": "prompt_tokens",
        "output_tokens": "completion_tokens",
        "total_tokens": "total_tokens",
        "input_tokens_details": "prompt_tokens_details",
        "output_tokens_details": "completion_tokens_details",
    }
)
"""Members of the usage, and their names in a completion; others keep their names."""
