# Generated from spec/ by `python -m codegen generate`. Do not edit.
"""The tools of a response, and which of them the model could or had to call."""

from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

from pydantic import StrictBool
from typing_extensions import TypeAliasType

from openresponses_schema._base import FAIL_FAST, OMIT_NONE, Model, OpenEnum, OpenUnion


class FunctionTool(Model):
    """A function of the developer that the model may call."""

    _written: ClassVar[tuple[str, ...]] = ("type", "description", "parameters", "strict")

    type: Literal["function"] = "function"
    """Tag of the tool."""
    name: str
    """Name under which the model calls the function."""
    description: str | None = None
    """What the function does, as told to the model."""
    parameters: dict[str, Any] | None = None
    """JSON Schema of the arguments object."""
    strict: StrictBool | None = None
    """Whether the arguments are forced to follow the schema."""


class CustomTool(Model):
    """A tool of a type that this release does not define; all its fields are kept."""

    type: str
    """Tag of the tool, any string."""


class ToolChoiceMode(StrEnum):
    """How freely the model may decide about calling tools."""

    NONE = "none"
    """No tool is called."""
    AUTO = "auto"
    """The model decides."""
    REQUIRED = "required"
    """At least one tool is called."""


OpenToolChoiceMode = TypeAliasType("OpenToolChoiceMode", Annotated[ToolChoiceMode | str, OpenEnum(ToolChoiceMode)])
"""A `ToolChoiceMode`, or a value that this release does not define."""


class FunctionToolChoice(Model):
    """Names one function."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["function"] = "function"
    """Tag of the choice."""
    name: Annotated[str | None, OMIT_NONE] = None
    """Which function is meant."""


class CustomToolChoice(Model):
    """A tool choice of a type that this release does not define; all its fields are kept."""

    type: str
    """Tag of the choice, any string."""


Tool = TypeAliasType(
    "Tool",
    Annotated[
        FunctionTool | CustomTool,
        OpenUnion(
            "type",
            {
                "function": FunctionTool,
            },
            fallback=CustomTool,
        ),
    ],
)
"""A tool that was available to the model."""


AllowedTool = TypeAliasType(
    "AllowedTool",
    Annotated[
        FunctionToolChoice | CustomToolChoice,
        OpenUnion(
            "type",
            {
                "function": FunctionToolChoice,
            },
            fallback=CustomToolChoice,
        ),
    ],
)
"""One entry of a list of allowed tools."""


class AllowedTools(Model):
    """The model was limited to some of the tools."""

    _written: ClassVar[tuple[str, ...]] = ("type",)

    type: Literal["allowed_tools"] = "allowed_tools"
    """Tag of the choice."""
    tools: Annotated[list[AllowedTool], FAIL_FAST]
    """The tools that the model was allowed to call."""
    mode: OpenToolChoiceMode
    """How freely the model could decide among the allowed tools."""


ToolChoice = TypeAliasType(
    "ToolChoice",
    Annotated[
        OpenToolChoiceMode | FunctionToolChoice | AllowedTools | CustomToolChoice,
        OpenUnion(
            "type",
            {
                "function": FunctionToolChoice,
                "allowed_tools": AllowedTools,
            },
            fallback=CustomToolChoice,
            string=OpenToolChoiceMode,
        ),
    ],
)
"""Which tools the model could or had to call: a mode, or an object that names tools."""
