# Generated from spec/ by `python -m codegen generate`. Do not edit.
"""What a client sends: the request, its items and parts, tools and settings."""

from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, StrictBool, StrictFloat, StrictInt
from typing_extensions import TypeAliasType

from openresponses_schema._base import FAIL_FAST, OMIT_NONE, Model, OpenEnum, OpenUnion
from openresponses_schema._call_members import FunctionCallOutputItemParamMembers

from .content import (
    ContentPart,
    CustomAnnotation,
    CustomContentPart,
    CustomTextFormat,
    InputVideoContent,
    OpenImageDetail,
    OpenVerbosity,
    TextResponseFormat,
)
from .items import OpenItemStatus, OpenMessagePhase, OpenReasoningEffort, OpenReasoningSummary, OpenTruncation
from .tools import CustomTool, CustomToolChoice, OpenToolChoiceMode


class ItemReference(Model):
    """Stands for an item that the server already has."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["item_reference"] | None = "item_reference"
    """Tag of the item; may be left out or null."""
    id: str
    """Id of the item that is meant."""


class CustomInputMessage(Model):
    """An input message of a role that this release does not define; all its fields are kept."""

    role: str
    """Author of the message, any string."""


class CustomInputItem(Model):
    """An input item of a type that this release does not define; all its fields are kept."""

    type: str
    """Tag of the item, for extensions slug:name."""
    id: str | None = None
    """Id by which the item is addressed."""
    status: str | None = None
    """How far the item has come, in the words of its vendor."""


class InputImageContentParam(Model):
    """An image for the model."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["input_image"] = "input_image"
    """Tag of the part."""
    image_url: str | None = None
    """Address of the image, or the image itself as a base64 data URL of at most 20,971,520 characters."""
    detail: OpenImageDetail | None = None
    """Resolution at which the model should look at the image; auto unless stated."""


class InputFileContentParam(Model):
    """A file for the model, by value or by address."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["input_file"] = "input_file"
    """Tag of the part."""
    filename: str | None = None
    """Name of the file, with its suffix."""
    file_data: str | None = None
    """The file itself in base64, at most 33,554,432 characters."""
    file_url: str | None = None
    """Address from which to fetch the file."""


class FunctionParameters(Model):
    """JSON Schema of the arguments object of a function."""


class FunctionToolChoiceParam(Model):
    """Names one function that the model has to call, or may call as part of a list."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["function"] = "function"
    """Tag of the choice."""
    name: str
    """Which function is meant."""


class JsonSchemaResponseFormatParam(Model):
    """Demands an answer in JSON that follows a schema."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["json_schema"] = "json_schema"
    """Tag of the format."""
    description: Annotated[str | None, OMIT_NONE] = None
    """What the answer is for, as told to the model."""
    name: Annotated[str | None, OMIT_NONE] = None
    """Name of the schema: up to 64 ASCII letters, digits, underscores and hyphens."""
    schema_: Annotated[dict[str, Any] | None, Field(alias="schema"), OMIT_NONE] = None
    """The JSON Schema that the answer should follow."""
    strict: StrictBool | None = None
    """Whether to force the answer to follow the schema; not forced unless stated."""


class ReasoningConfigParam(Model):
    """How the model should reason."""

    effort: OpenReasoningEffort | None = None
    """How much it should reason."""
    summary: OpenReasoningSummary | None = None
    """What summary of its reasoning it should give."""


class StreamOptions(Model):
    """Details of how a response is streamed."""

    include_obfuscation: Annotated[StrictBool | None, OMIT_NONE] = None
    """Whether delta events carry padding that hides the length of their text from eavesdroppers."""


Metadata = TypeAliasType("Metadata", dict[str, str])
"""Up to 16 string pairs of the developer's own; keys of at most 64, values of at most 512 characters."""


class Include(StrEnum):
    """Output that is left out unless it is asked for."""

    REASONING_ENCRYPTED_CONTENT = "reasoning.encrypted_content"
    """Encrypted reasoning, to be sent back in the next request."""
    MESSAGE_OUTPUT_TEXT_LOGPROBS = "message.output_text.logprobs"
    """Log probabilities of the tokens of assistant messages."""


OpenInclude = TypeAliasType("OpenInclude", Annotated[Include | str, OpenEnum(Include)])
"""A `Include`, or a value that this release does not define."""


class ServiceTier(StrEnum):
    """The tier of service that is asked for."""

    AUTO = "auto"
    """The server decides from the settings of the account."""
    DEFAULT = "default"
    """The standard tier."""
    FLEX = "flex"
    """Cheaper and slower."""
    PRIORITY = "priority"
    """Faster and dearer."""


OpenServiceTier = TypeAliasType("OpenServiceTier", Annotated[ServiceTier | str, OpenEnum(ServiceTier)])
"""A `ServiceTier`, or a value that this release does not define."""


LongText = TypeAliasType("LongText", str)
"""A string of at most 10,485,760 characters."""


CharacterIndex = TypeAliasType("CharacterIndex", StrictInt)
"""A position in a text, in characters from its start."""


CallId = TypeAliasType("CallId", str)
"""Id of a function call, 1 to 64 characters, as the model gave it."""


FunctionName = TypeAliasType("FunctionName", str)
"""Name of a function: 1 to 64 ASCII letters, digits, underscores and hyphens."""


PromptCacheKey = TypeAliasType("PromptCacheKey", str)
"""Key that groups requests for the prompt cache, at most 64 characters."""


class FunctionCallItemParam(Model):
    """An earlier function call of the model, sent back."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["function_call"] = "function_call"
    """Tag of the item."""
    id: str | None = None
    """Id of the item, when it was returned by an earlier response."""
    call_id: CallId
    """Id of the call."""
    name: FunctionName
    """Name of the called function."""
    arguments: str
    """The arguments, one JSON object written as a string."""
    status: OpenItemStatus | None = None
    """How far the call has come."""


class CompactionItemParam(Model):
    """The result of an earlier compaction, sent back in place of what it replaced.

    Added in 2026-04-24.
    """

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["compaction"] = "compaction"
    """Tag of the item."""
    id: str | None = None
    """Id of the item, when it was returned by an earlier response."""
    encrypted_content: LongText
    """Opaque stand-in for the replaced items, exactly as the server sent it; at most 10,485,760 characters."""


class InputTextContentParam(Model):
    """Text for the model."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["input_text"] = "input_text"
    """Tag of the part."""
    text: LongText
    """The text, at most 10,485,760 characters."""


class UrlCitationParam(Model):
    """A citation of a web page, sent back with the text it belongs to."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["url_citation"] = "url_citation"
    """Tag of the annotation."""
    start_index: CharacterIndex
    """Where the cited span begins; inclusive."""
    end_index: CharacterIndex
    """Where the cited span ends."""
    url: str
    """Address of the cited page."""
    title: str
    """Title of the cited page."""


class RefusalContentParam(Model):
    """An earlier refusal of the model."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["refusal"] = "refusal"
    """Tag of the part."""
    refusal: LongText
    """What the model said instead of an answer, at most 10,485,760 characters."""


class SummaryTextContentParam(Model):
    """A passage of an earlier reasoning summary."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["summary_text"] = "summary_text"
    """Tag of the part."""
    text: LongText
    """The passage, at most 10,485,760 characters."""


class FunctionToolParam(Model):
    """Offers the model a function of the developer."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["function"] = "function"
    """Tag of the tool."""
    name: FunctionName
    """Name under which the model calls the function."""
    description: str | None = None
    """What the function does, as told to the model."""
    parameters: FunctionParameters | None = None
    """JSON Schema of the arguments object."""
    strict: Annotated[StrictBool | None, OMIT_NONE] = None
    """Whether to force the arguments to follow the schema."""


SpecificToolChoiceParam = TypeAliasType(
    "SpecificToolChoiceParam",
    Annotated[
        FunctionToolChoiceParam | CustomToolChoice,
        OpenUnion(
            "type",
            {
                "function": FunctionToolChoiceParam,
            },
            fallback=CustomToolChoice,
        ),
    ],
)
"""Names one tool."""


class AllowedToolsParam(Model):
    """Limits the model to some of the offered tools."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["allowed_tools"] = "allowed_tools"
    """Tag of the choice."""
    tools: Annotated[list[SpecificToolChoiceParam], FAIL_FAST]
    """The tools that the model may call, 1 to 128."""
    mode: Annotated[OpenToolChoiceMode | None, OMIT_NONE] = None
    """How freely the model may decide among them."""


TextFormatParam = TypeAliasType(
    "TextFormatParam",
    Annotated[
        TextResponseFormat | JsonSchemaResponseFormatParam | CustomTextFormat,
        OpenUnion(
            "type",
            {
                "text": TextResponseFormat,
                "json_schema": JsonSchemaResponseFormatParam,
            },
            fallback=CustomTextFormat,
            absent={"schema": "json_schema", "name": "json_schema"},
        ),
    ],
)
"""The form that is asked of a text answer."""


class ReasoningItemParam(Model):
    """Earlier reasoning of the model, sent back."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["reasoning"] = "reasoning"
    """Tag of the item."""
    id: str | None = None
    """Id of the item, when it was returned by an earlier response."""
    summary: Annotated[list[SummaryTextContentParam], FAIL_FAST]
    """The readable summary; empty when there is none."""
    content: Annotated[list[ContentPart], FAIL_FAST] | None = None
    """Always null in this release; clients nevertheless send raw reasoning back."""
    encrypted_content: str | None = None
    """Opaque reasoning, exactly as the server sent it."""


UserContentPartParam = TypeAliasType(
    "UserContentPartParam",
    Annotated[
        InputTextContentParam | InputImageContentParam | InputFileContentParam | CustomContentPart,
        OpenUnion(
            "type",
            {
                "input_text": InputTextContentParam,
                "input_image": InputImageContentParam,
                "input_file": InputFileContentParam,
            },
            fallback=CustomContentPart,
        ),
    ],
)
"""A piece of what a user says: text, an image or a file."""


SystemContentPartParam = TypeAliasType(
    "SystemContentPartParam",
    Annotated[
        InputTextContentParam | CustomContentPart,
        OpenUnion(
            "type",
            {
                "input_text": InputTextContentParam,
            },
            fallback=CustomContentPart,
        ),
    ],
)
"""A piece of what a system or developer message says: text only."""


FunctionOutputPartParam = TypeAliasType(
    "FunctionOutputPartParam",
    Annotated[
        InputTextContentParam | InputImageContentParam | InputFileContentParam | InputVideoContent | CustomContentPart,
        OpenUnion(
            "type",
            {
                "input_text": InputTextContentParam,
                "input_image": InputImageContentParam,
                "input_file": InputFileContentParam,
                "input_video": InputVideoContent,
            },
            fallback=CustomContentPart,
        ),
    ],
)
"""A piece of what a function returned: text, an image, a file or a video."""


AnnotationParam = TypeAliasType(
    "AnnotationParam",
    Annotated[
        UrlCitationParam | CustomAnnotation,
        OpenUnion(
            "type",
            {
                "url_citation": UrlCitationParam,
            },
            fallback=CustomAnnotation,
        ),
    ],
)
"""A remark on a span of output text, sent back to the server."""


ToolParam = TypeAliasType(
    "ToolParam",
    Annotated[
        FunctionToolParam | CustomTool,
        OpenUnion(
            "type",
            {
                "function": FunctionToolParam,
            },
            fallback=CustomTool,
        ),
    ],
)
"""A tool that the model may use."""


ToolChoiceParam = TypeAliasType(
    "ToolChoiceParam",
    Annotated[
        OpenToolChoiceMode | FunctionToolChoiceParam | AllowedToolsParam | CustomToolChoice,
        OpenUnion(
            "type",
            {
                "function": FunctionToolChoiceParam,
                "allowed_tools": AllowedToolsParam,
            },
            fallback=CustomToolChoice,
            string=OpenToolChoiceMode,
        ),
    ],
)
"""Which tools the model may or must call: a mode, or an object that names tools."""


class TextConfigParam(Model):
    """How text answers should look."""

    format: TextFormatParam | None = None
    """The form of the answer; free text unless stated."""
    verbosity: Annotated[OpenVerbosity | None, OMIT_NONE] = None
    """How long the answer should be."""


UserContent = TypeAliasType(
    "UserContent",
    Annotated[
        LongText | Annotated[list[UserContentPartParam], FAIL_FAST],
        OpenUnion(
            "type",
            {},
            string=LongText,
            array=Annotated[list[UserContentPartParam], FAIL_FAST],
        ),
    ],
)
"""What a user says: one string, or several parts."""


SystemContent = TypeAliasType(
    "SystemContent",
    Annotated[
        LongText | Annotated[list[SystemContentPartParam], FAIL_FAST],
        OpenUnion(
            "type",
            {},
            string=LongText,
            array=Annotated[list[SystemContentPartParam], FAIL_FAST],
        ),
    ],
)
"""What a system or developer message says: one string, or several text parts."""


FunctionOutputParam = TypeAliasType(
    "FunctionOutputParam",
    Annotated[
        LongText | Annotated[list[FunctionOutputPartParam], FAIL_FAST],
        OpenUnion(
            "type",
            {},
            string=LongText,
            array=Annotated[list[FunctionOutputPartParam], FAIL_FAST],
        ),
    ],
)
"""What a function returned, on its way to the model: one string, or several parts."""


class OutputTextContentParam(Model):
    """Text that the model wrote earlier."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["output_text"] = "output_text"
    """Tag of the part."""
    text: LongText
    """The text, at most 10,485,760 characters."""
    annotations: Annotated[Annotated[list[AnnotationParam], FAIL_FAST] | None, OMIT_NONE] = None
    """Remarks on spans of the text."""


class UserMessageItemParam(Model):
    """A message of the end user."""

    _written: ClassVar[tuple[str, ...]] = ("type", "role")

    type: Literal["message"] = "message"
    """Tag of the item."""
    id: str | None = None
    """Id of the item, when it was returned by an earlier response."""
    role: Literal["user"] = "user"
    """Author of the message: the end user."""
    content: UserContent
    """What the user says: one string or several parts."""
    status: str | None = None
    """Status copied from an earlier response; any string is taken."""


class SystemMessageItemParam(Model):
    """A message that sets the rules for the whole conversation."""

    _written: ClassVar[tuple[str, ...]] = ("type", "role")

    type: Literal["message"] = "message"
    """Tag of the item."""
    id: str | None = None
    """Id of the item, when it was returned by an earlier response."""
    role: Literal["system"] = "system"
    """Author of the message: the system."""
    content: SystemContent
    """The rules: one string or several text parts."""
    status: str | None = None
    """Status copied from an earlier response; any string is taken."""


class DeveloperMessageItemParam(Model):
    """A message of the developer, which ranks above those of the user."""

    _written: ClassVar[tuple[str, ...]] = ("type", "role")

    type: Literal["message"] = "message"
    """Tag of the item."""
    id: str | None = None
    """Id of the item, when it was returned by an earlier response."""
    role: Literal["developer"] = "developer"
    """Author of the message: the developer."""
    content: SystemContent
    """The guidance: one string or several text parts."""
    status: str | None = None
    """Status copied from an earlier response; any string is taken."""


class FunctionCallOutputItemParam(FunctionCallOutputItemParamMembers):
    """What a function returned for a call of the model."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["function_call_output"] = "function_call_output"
    """Tag of the item."""
    id: str | None = None
    """Id of the item, when it was returned by an earlier response."""
    call_id: CallId
    """Id of the call that this answers."""
    output: FunctionOutputParam
    """The result: one string of at most 10,485,760 characters, or several parts."""
    status: OpenItemStatus | None = None
    """How far the output has come."""


AssistantContentPartParam = TypeAliasType(
    "AssistantContentPartParam",
    Annotated[
        OutputTextContentParam | RefusalContentParam | CustomContentPart,
        OpenUnion(
            "type",
            {
                "output_text": OutputTextContentParam,
                "refusal": RefusalContentParam,
            },
            fallback=CustomContentPart,
        ),
    ],
)
"""A piece of an earlier answer: text or a refusal."""


AssistantContent = TypeAliasType(
    "AssistantContent",
    Annotated[
        LongText | Annotated[list[AssistantContentPartParam], FAIL_FAST],
        OpenUnion(
            "type",
            {},
            string=LongText,
            array=Annotated[list[AssistantContentPartParam], FAIL_FAST],
        ),
    ],
)
"""What the model said earlier: one string, or several parts."""


class AssistantMessageItemParam(Model):
    """An earlier message of the model, sent back."""

    _written: ClassVar[tuple[str, ...]] = ("type", "role")

    type: Literal["message"] = "message"
    """Tag of the item."""
    id: str | None = None
    """Id of the item, when it was returned by an earlier response."""
    role: Literal["assistant"] = "assistant"
    """Author of the message: the model."""
    content: AssistantContent
    """What the model said: one string or several parts."""
    phase: Annotated[OpenMessagePhase | None, OMIT_NONE] = None
    """Whether the message is commentary on the way or the final answer; assistant messages only. Send it back
    unchanged.

    Added in 2026-04-24.
    """
    status: str | None = None
    """Status copied from an earlier response; any string is taken."""


InputMessage = TypeAliasType(
    "InputMessage",
    Annotated[
        UserMessageItemParam
        | SystemMessageItemParam
        | DeveloperMessageItemParam
        | AssistantMessageItemParam
        | CustomInputMessage,
        OpenUnion(
            "role",
            {
                "user": UserMessageItemParam,
                "system": SystemMessageItemParam,
                "developer": DeveloperMessageItemParam,
                "assistant": AssistantMessageItemParam,
            },
            fallback=CustomInputMessage,
        ),
    ],
)
"""A message of the conversation, told apart by its role."""


InputItem = TypeAliasType(
    "InputItem",
    Annotated[
        InputMessage
        | FunctionCallItemParam
        | FunctionCallOutputItemParam
        | ReasoningItemParam
        | CompactionItemParam
        | ItemReference
        | CustomInputItem,
        OpenUnion(
            "type",
            {
                "message": InputMessage,
                "function_call": FunctionCallItemParam,
                "function_call_output": FunctionCallOutputItemParam,
                "reasoning": ReasoningItemParam,
                "compaction": CompactionItemParam,
                "item_reference": ItemReference,
            },
            fallback=CustomInputItem,
            absent={"role": "message", "id": "item_reference"},
        ),
    ],
)
"""Something that a request puts into the context of the model."""


RequestInput = TypeAliasType(
    "RequestInput",
    Annotated[
        LongText | Annotated[list[InputItem], FAIL_FAST],
        OpenUnion(
            "type",
            {},
            string=LongText,
            array=Annotated[list[InputItem], FAIL_FAST],
        ),
    ],
)
"""The input of a request: one string, which counts as a user message, or several items."""


class CreateResponseRequest(Model):
    """Asks for a response."""

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
    stream: Annotated[StrictBool | None, OMIT_NONE] = None
    """Whether to answer with an event stream instead of one JSON object."""
    stream_options: StreamOptions | None = None
    """Details of how the response is streamed."""
    background: Annotated[StrictBool | None, OMIT_NONE] = None
    """Whether to answer at once and go on working in the background."""
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
