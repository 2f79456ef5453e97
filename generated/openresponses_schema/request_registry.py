# Generated from spec/ by `python -m codegen generate`. Do not edit.
"""Wire tag -> model for open unions of the spec, and model -> canonical tag."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ._base import Model
from .content import InputVideoContent, TextResponseFormat
from .request import (
    AllowedToolsParam,
    AssistantMessageItemParam,
    CompactionItemParam,
    DeveloperMessageItemParam,
    FunctionCallItemParam,
    FunctionCallOutputItemParam,
    FunctionToolChoiceParam,
    FunctionToolParam,
    InputFileContentParam,
    InputImageContentParam,
    InputTextContentParam,
    ItemReference,
    JsonSchemaResponseFormatParam,
    OutputTextContentParam,
    ReasoningItemParam,
    RefusalContentParam,
    SystemMessageItemParam,
    UrlCitationParam,
    UserMessageItemParam,
)

__all__ = [
    "REQUEST_WIRE_TYPES",
    "INPUT_ITEM_MODELS",
    "INPUT_MESSAGE_MODELS",
    "USER_CONTENT_PART_PARAM_MODELS",
    "SYSTEM_CONTENT_PART_PARAM_MODELS",
    "ASSISTANT_CONTENT_PART_PARAM_MODELS",
    "FUNCTION_OUTPUT_PART_PARAM_MODELS",
    "ANNOTATION_PARAM_MODELS",
    "TOOL_PARAM_MODELS",
    "TOOL_CHOICE_PARAM_MODELS",
    "SPECIFIC_TOOL_CHOICE_PARAM_MODELS",
    "TEXT_FORMAT_PARAM_MODELS",
]

INPUT_ITEM_MODELS: Final[Mapping[str, type[Model]]] = MappingProxyType(
    {
        "function_call": FunctionCallItemParam,
        "function_call_output": FunctionCallOutputItemParam,
        "reasoning": ReasoningItemParam,
        "compaction": CompactionItemParam,
        "item_reference": ItemReference,
    }
)
"""The members of ``InputItem`` by their ``type``."""

INPUT_MESSAGE_MODELS: Final[Mapping[str, type[Model]]] = MappingProxyType(
    {
        "user": UserMessageItemParam,
        "system": SystemMessageItemParam,
        "developer": DeveloperMessageItemParam,
        "assistant": AssistantMessageItemParam,
    }
)
"""The members of ``InputMessage`` by their ``role``."""

USER_CONTENT_PART_PARAM_MODELS: Final[Mapping[str, type[Model]]] = MappingProxyType(
    {
        "input_text": InputTextContentParam,
        "input_image": InputImageContentParam,
        "input_file": InputFileContentParam,
    }
)
"""The members of ``UserContentPartParam`` by their ``type``."""

SYSTEM_CONTENT_PART_PARAM_MODELS: Final[Mapping[str, type[Model]]] = MappingProxyType(
    {
        "input_text": InputTextContentParam,
    }
)
"""The members of ``SystemContentPartParam`` by their ``type``."""

ASSISTANT_CONTENT_PART_PARAM_MODELS: Final[Mapping[str, type[Model]]] = MappingProxyType(
    {
        "output_text": OutputTextContentParam,
        "refusal": RefusalContentParam,
    }
)
"""The members of ``AssistantContentPartParam`` by their ``type``."""

FUNCTION_OUTPUT_PART_PARAM_MODELS: Final[Mapping[str, type[Model]]] = MappingProxyType(
    {
        "input_text": InputTextContentParam,
        "input_image": InputImageContentParam,
        "input_file": InputFileContentParam,
        "input_video": InputVideoContent,
    }
)
"""The members of ``FunctionOutputPartParam`` by their ``type``."""

ANNOTATION_PARAM_MODELS: Final[Mapping[str, type[Model]]] = MappingProxyType(
    {
        "url_citation": UrlCitationParam,
    }
)
"""The members of ``AnnotationParam`` by their ``type``."""

TOOL_PARAM_MODELS: Final[Mapping[str, type[Model]]] = MappingProxyType(
    {
        "function": FunctionToolParam,
    }
)
"""The members of ``ToolParam`` by their ``type``."""

TOOL_CHOICE_PARAM_MODELS: Final[Mapping[str, type[Model]]] = MappingProxyType(
    {
        "function": FunctionToolChoiceParam,
        "allowed_tools": AllowedToolsParam,
    }
)
"""The members of ``ToolChoiceParam`` by their ``type``."""

SPECIFIC_TOOL_CHOICE_PARAM_MODELS: Final[Mapping[str, type[Model]]] = MappingProxyType(
    {
        "function": FunctionToolChoiceParam,
    }
)
"""The members of ``SpecificToolChoiceParam`` by their ``type``."""

TEXT_FORMAT_PARAM_MODELS: Final[Mapping[str, type[Model]]] = MappingProxyType(
    {
        "text": TextResponseFormat,
        "json_schema": JsonSchemaResponseFormatParam,
    }
)
"""The members of ``TextFormatParam`` by their ``type``."""

REQUEST_WIRE_TYPES: Final[Mapping[type[Model], str]] = MappingProxyType(
    {
        FunctionCallItemParam: "function_call",
        FunctionCallOutputItemParam: "function_call_output",
        ReasoningItemParam: "reasoning",
        CompactionItemParam: "compaction",
        ItemReference: "item_reference",
        UserMessageItemParam: "user",
        SystemMessageItemParam: "system",
        DeveloperMessageItemParam: "developer",
        AssistantMessageItemParam: "assistant",
        InputTextContentParam: "input_text",
        InputImageContentParam: "input_image",
        InputFileContentParam: "input_file",
        OutputTextContentParam: "output_text",
        RefusalContentParam: "refusal",
        InputVideoContent: "input_video",
        UrlCitationParam: "url_citation",
        FunctionToolParam: "function",
        FunctionToolChoiceParam: "function",
        AllowedToolsParam: "allowed_tools",
        TextResponseFormat: "text",
        JsonSchemaResponseFormatParam: "json_schema",
    }
)
"""The canonical tag of every member of an open union."""
