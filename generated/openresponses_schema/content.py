# Generated from spec/ by `python -m codegen generate`. Do not edit.
"""What messages and reasoning are made of, and the forms that text answers take."""

from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, StrictBool, StrictFloat, StrictInt
from typing_extensions import TypeAliasType

from openresponses_schema._base import FAIL_FAST, OMIT_NONE, Model, OpenEnum, OpenUnion


class ImageDetail(StrEnum):
    """Resolution at which the model looks at an image."""

    LOW = "low"
    """Small and cheap."""
    HIGH = "high"
    """Large, and costs more input tokens."""
    AUTO = "auto"
    """The server decides."""


OpenImageDetail = TypeAliasType("OpenImageDetail", Annotated[ImageDetail | str, OpenEnum(ImageDetail)])
"""A `ImageDetail`, or a value that this release does not define."""


class Verbosity(StrEnum):
    """How long the answers of the model should be."""

    LOW = "low"
    """Short answers."""
    MEDIUM = "medium"
    """Answers of usual length."""
    HIGH = "high"
    """Long answers."""


OpenVerbosity = TypeAliasType("OpenVerbosity", Annotated[Verbosity | str, OpenEnum(Verbosity)])
"""A `Verbosity`, or a value that this release does not define."""


class InputTextContent(Model):
    """Text that was given to the model."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["input_text"] = "input_text"
    """Tag of the part."""
    text: str
    """The text, verbatim."""


class UrlCitation(Model):
    """Marks a span of output text as taken from a web page."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["url_citation"] = "url_citation"
    """Tag of the annotation."""
    url: str
    """Address of the cited page."""
    start_index: Annotated[StrictInt | None, OMIT_NONE] = None
    """Where the cited span begins, in characters from the start of the text; inclusive."""
    end_index: Annotated[StrictInt | None, OMIT_NONE] = None
    """Where the cited span ends, in characters from the start of the text."""
    title: Annotated[str | None, OMIT_NONE] = None
    """Title of the cited page."""


class CustomAnnotation(Model):
    """An annotation of a type that this release does not define; all its fields are kept."""

    type: str
    """Tag of the annotation, any string."""


class TopLogProb(Model):
    """One candidate token and how likely it was."""

    token: str
    """The candidate token as text."""
    logprob: StrictFloat
    """Natural logarithm of the probability of the candidate."""
    bytes: Annotated[list[StrictInt], FAIL_FAST]
    """UTF-8 bytes of the candidate, each 0 to 255."""


class TextContent(Model):
    """Plain text with no statement about who wrote it."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["text"] = "text"
    """Tag of the part."""
    text: str
    """The text, verbatim."""


class SummaryTextContent(Model):
    """A passage of a readable summary of the model's reasoning."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["summary_text"] = "summary_text"
    """Tag of the part."""
    text: str
    """The passage so far, or the whole passage once the part is done."""


class ReasoningTextContent(Model):
    """Raw reasoning of the model, not summarised."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["reasoning_text"] = "reasoning_text"
    """Tag of the part."""
    text: str
    """The reasoning so far, or all of it once the part is done."""


class RefusalContent(Model):
    """The model declined to answer."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["refusal"] = "refusal"
    """Tag of the part."""
    refusal: str
    """What the model said instead of an answer."""


class InputImageContent(Model):
    """An image that was given to the model."""

    _written: ClassVar[tuple[str, ...]] = ("type", "image_url")

    type: Literal["input_image"] = "input_image"
    """Tag of the part."""
    image_url: str | None = None
    """Address of the image, or the image itself as a base64 data URL; null when neither is shown."""
    detail: OpenImageDetail
    """Resolution at which the model looked at the image."""


class InputFileContent(Model):
    """A file that was given to the model."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["input_file"] = "input_file"
    """Tag of the part."""
    filename: Annotated[str | None, OMIT_NONE] = None
    """Name of the file, with its suffix."""
    file_url: Annotated[str | None, OMIT_NONE] = None
    """Address from which the file was fetched."""


class InputVideoContent(Model):
    """A video that is given to the model."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["input_video"] = "input_video"
    """Tag of the part."""
    video_url: str
    """Address of the video, or the video itself as a base64 data URL."""


class CustomContentPart(Model):
    """A content part of a type that this release does not define; all its fields are kept."""

    type: str
    """Tag of the part, any string."""


FunctionOutputPart = TypeAliasType(
    "FunctionOutputPart",
    Annotated[
        InputTextContent | InputImageContent | InputFileContent | CustomContentPart,
        OpenUnion(
            "type",
            {
                "input_text": InputTextContent,
                "input_image": InputImageContent,
                "input_file": InputFileContent,
            },
            fallback=CustomContentPart,
        ),
    ],
)
"""A piece of what a function returned: text, an image or a file."""


class TextResponseFormat(Model):
    """The answer is free text."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["text"] = "text"
    """Tag of the format."""


class JsonObjectResponseFormat(Model):
    """The answer is some JSON object."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["json_object"] = "json_object"
    """Tag of the format."""


class JsonSchemaResponseFormat(Model):
    """The answer is JSON that follows a schema."""

    _written: ClassVar[tuple[str, ...]] = ("type", "description", "schema_")

    type: Literal["json_schema"] = "json_schema"
    """Tag of the format."""
    name: str
    """Name of the schema."""
    description: str | None = None
    """What the answer is for, as told to the model."""
    schema_: Annotated[dict[str, Any] | None, Field(alias="schema")] = None
    """Always null in this release; servers nevertheless echo the JSON Schema of the request."""
    strict: StrictBool
    """Whether the answer was forced to follow the schema."""


class CustomTextFormat(Model):
    """A text format of a type that this release does not define; all its fields are kept."""

    type: str
    """Tag of the format, any string."""


Annotation = TypeAliasType(
    "Annotation",
    Annotated[
        UrlCitation | CustomAnnotation,
        OpenUnion(
            "type",
            {
                "url_citation": UrlCitation,
            },
            fallback=CustomAnnotation,
        ),
    ],
)
"""A remark attached to a span of output text."""


class LogProb(Model):
    """A token of the output, how likely it was, and its likeliest rivals."""

    token: str
    """The chosen token as text."""
    logprob: StrictFloat
    """Natural logarithm of the probability of the token."""
    bytes: Annotated[list[StrictInt], FAIL_FAST]
    """UTF-8 bytes of the token, each 0 to 255."""
    top_logprobs: Annotated[list[TopLogProb], FAIL_FAST]
    """The likeliest tokens at this position, at most as many as the request asked for."""


TextFormat = TypeAliasType(
    "TextFormat",
    Annotated[
        TextResponseFormat | JsonObjectResponseFormat | JsonSchemaResponseFormat | CustomTextFormat,
        OpenUnion(
            "type",
            {
                "text": TextResponseFormat,
                "json_object": JsonObjectResponseFormat,
                "json_schema": JsonSchemaResponseFormat,
            },
            fallback=CustomTextFormat,
        ),
    ],
)
"""The form of a text answer."""


class OutputTextContent(Model):
    """Text that the model wrote."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["output_text"] = "output_text"
    """Tag of the part."""
    text: str
    """The text so far, or the whole text once the part is done."""
    annotations: Annotated[list[Annotation], FAIL_FAST]
    """Remarks on spans of the text, in order of arrival."""
    logprobs: Annotated[Annotated[list[LogProb], FAIL_FAST] | None, OMIT_NONE] = None
    """One entry per token, if the request included them."""


ContentPart = TypeAliasType(
    "ContentPart",
    Annotated[
        InputTextContent
        | OutputTextContent
        | TextContent
        | SummaryTextContent
        | ReasoningTextContent
        | RefusalContent
        | InputImageContent
        | InputFileContent
        | CustomContentPart,
        OpenUnion(
            "type",
            {
                "input_text": InputTextContent,
                "output_text": OutputTextContent,
                "text": TextContent,
                "summary_text": SummaryTextContent,
                "reasoning_text": ReasoningTextContent,
                "refusal": RefusalContent,
                "input_image": InputImageContent,
                "input_file": InputFileContent,
            },
            fallback=CustomContentPart,
        ),
    ],
)
"""A piece of an item's content, as events and reasoning items carry it."""


MessageContentPart = TypeAliasType(
    "MessageContentPart",
    Annotated[
        InputTextContent
        | OutputTextContent
        | TextContent
        | SummaryTextContent
        | ReasoningTextContent
        | RefusalContent
        | InputImageContent
        | InputFileContent
        | InputVideoContent
        | CustomContentPart,
        OpenUnion(
            "type",
            {
                "input_text": InputTextContent,
                "output_text": OutputTextContent,
                "text": TextContent,
                "summary_text": SummaryTextContent,
                "reasoning_text": ReasoningTextContent,
                "refusal": RefusalContent,
                "input_image": InputImageContent,
                "input_file": InputFileContent,
                "input_video": InputVideoContent,
            },
            fallback=CustomContentPart,
        ),
    ],
)
"""A piece of a message's content; unlike ContentPart it may be a video."""
