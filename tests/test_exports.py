"""The public names: which there are, where they come from, and what it costs to have them."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import openresponses_schema
import openresponses_sdk
import openresponses_sdk.types

SURFACE = [
    "AllowedTools",
    "Annotation",
    "AnthropicMessagesBridge",
    "AsyncQueueEmitter",
    "Bridge",
    "BridgedEmitter",
    "CallbackEmitter",
    "ChatCompletion",
    "ChatCompletionsBridge",
    "ChatSSEEmitter",
    "Clock",
    "CompactionItem",
    "ContentPart",
    "ContentPartId",
    "CreateResponseRequest",
    "CustomAnnotation",
    "CustomContentPart",
    "CustomEvent",
    "CustomItem",
    "CustomTool",
    "DecodeError",
    "DerivedIds",
    "DrainingEmitter",
    "EncodedEmitter",
    "ErrorCode",
    "ErrorData",
    "ErrorEvent",
    "ErrorType",
    "EventEmitter",
    "EventType",
    "FilterEmitter",
    "Finding",
    "FunctionCallItem",
    "FunctionCallOutputItem",
    "FunctionTool",
    "FunctionToolChoice",
    "GeminiBridge",
    "IdSource",
    "ImageDetail",
    "IncompleteDetails",
    "IncompleteReason",
    "InputFileContent",
    "InputImageContent",
    "InputItem",
    "InputTextContent",
    "InputTokensDetails",
    "IntegrationConfig",
    "ItemStatus",
    "JSONArraySplitter",
    "Lifecycle",
    "ListEmitter",
    "LocalProtocolError",
    "Malformed",
    "MappingFinding",
    "MessageItem",
    "MessagePhase",
    "MessageRole",
    "NDJSONDecoder",
    "NDJSONEmitter",
    "NDJSONEncoder",
    "NextInput",
    "OllamaBridge",
    "OpenResponsesError",
    "Outcome",
    "OutputError",
    "OutputItem",
    "OutputItemId",
    "OutputTextContent",
    "OutputTokensDetails",
    "PartialJSON",
    "ProtocolError",
    "RandomIds",
    "RawEvent",
    "ReadRequest",
    "ReasoningItem",
    "ReasoningTextContent",
    "RefusalContent",
    "RemoteProtocolError",
    "Repairs",
    "RequestMapping",
    "RequestMappingError",
    "Response",
    "ResponseAccumulator",
    "ResponseBuilder",
    "ResponseCompletedEvent",
    "ResponseContentPartAddedEvent",
    "ResponseContentPartDoneEvent",
    "ResponseCreatedEvent",
    "ResponseErrorData",
    "ResponseFailedEvent",
    "ResponseFunctionCallArgumentsDeltaEvent",
    "ResponseFunctionCallArgumentsDoneEvent",
    "ResponseId",
    "ResponseInProgressEvent",
    "ResponseIncompleteEvent",
    "ResponseOutputItemAddedEvent",
    "ResponseOutputItemDoneEvent",
    "ResponseOutputTextAnnotationAddedEvent",
    "ResponseOutputTextDeltaEvent",
    "ResponseOutputTextDoneEvent",
    "ResponseQueuedEvent",
    "ResponseReasoningDeltaEvent",
    "ResponseReasoningDoneEvent",
    "ResponseReasoningSummaryPartAddedEvent",
    "ResponseReasoningSummaryPartDoneEvent",
    "ResponseReasoningSummaryTextDeltaEvent",
    "ResponseReasoningSummaryTextDoneEvent",
    "ResponseRefusalDeltaEvent",
    "ResponseRefusalDoneEvent",
    "ResponseStatus",
    "ResponseStreamEvent",
    "ResponsesBridge",
    "ResponsesIntegration",
    "ResponsesProvider",
    "ResponsesToChatBridge",
    "SPEC_VERSION",
    "SSEDecoder",
    "SSEEmitter",
    "SSEEncoder",
    "SSEFrame",
    "SSEParser",
    "SeededIds",
    "SinkClosedError",
    "Snapshot",
    "SummaryTextContent",
    "SupportsToResponse",
    "TeeEmitter",
    "TextContent",
    "ThreadEventBridge",
    "ToolChoice",
    "ToolChoiceMode",
    "UrlCitation",
    "Usage",
    "VTCODE_EXTENSION_PREFIX",
    "Validator",
    "Violation",
    "WebSocketDecoder",
    "WebSocketEmitter",
    "WebSocketEncoder",
    "WholeCompletion",
    "__version__",
    "aiter_events",
    "decode_request_frame",
    "decode_text_frame",
    "event_type",
    "from_chat_completions",
    "generate_call_id",
    "generate_item_id",
    "generate_response_id",
    "is_failure",
    "is_response_event",
    "is_success",
    "is_terminal",
    "is_valid_extension_type",
    "iter_events",
    "iter_violations",
    "next_input",
    "parse_arguments",
    "parse_event",
    "parse_output",
    "parse_request",
    "parse_response",
    "response_id",
    "response_of_chat_completion",
    "sequence_events",
    "stream_sse",
    "system_clock",
    "to_anthropic_messages",
    "to_chat_completion",
    "to_chat_completions",
    "to_gemini",
    "validate_compacted",
    "validate_error",
    "validate_event",
    "validate_request",
    "validate_response",
]
"""Every public name of the package.  Taking one away breaks a user; adding one is a line here and in the changelog."""

INIT = ast.parse(Path(str(openresponses_sdk.__file__)).read_text("utf-8"))
IDS = {"ContentPartId", "OutputItemId", "ResponseId"}


def for_checkers() -> dict[str, str]:
    """The names that a type checker sees, each with the module it is imported from."""
    (block,) = (node for node in INIT.body if isinstance(node, ast.If))
    found: dict[str, str] = {}
    for node in block.body:
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                assert alias.asname == alias.name, "only `import X as X` is a re-export to a type checker"
                found[alias.name] = f"{'openresponses_sdk.' if node.level else ''}{node.module}"
    return found


def run(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_public_names_are_these() -> None:
    """DESIGN, public surface: it is chosen, not what happens to be imported."""
    assert sorted(SURFACE) == SURFACE
    assert sorted(openresponses_sdk.__all__) == SURFACE


@pytest.mark.parametrize("name", SURFACE)
def test_a_public_name_is_there(name: str) -> None:
    """A name in `__all__` that does not resolve breaks `from openresponses_sdk import *`."""
    assert getattr(openresponses_sdk, name) is not None
    assert name in dir(openresponses_sdk)


def test_type_checkers_and_the_running_program_find_a_name_in_the_same_module() -> None:
    """DESIGN, public surface: names load on first use, with TYPE_CHECKING imports so that checkers see them."""
    lazy = {name: f"openresponses_sdk.{module}" for name, module in openresponses_sdk._HAND_WRITTEN.items()}
    generated = {*SURFACE} - {*lazy, *IDS, "__version__"}
    lazy |= dict.fromkeys(generated, "openresponses_schema")
    assert for_checkers() == lazy | {"types": "openresponses_sdk.None"}


def test_a_name_is_defined_where_the_table_says() -> None:
    """Who reads a traceback or a pickle finds the module that the name comes from."""
    for name, module in openresponses_sdk._HAND_WRITTEN.items():
        value = getattr(openresponses_sdk, name)
        if isinstance(value, type) or hasattr(value, "__code__"):
            assert value.__module__ == f"openresponses_sdk.{module}", name


def test_what_does_not_exist_is_an_attribute_error() -> None:
    """A lazy module answers `hasattr` and a misspelt name as any module does."""
    assert not hasattr(openresponses_sdk, "ResponseBilder")
    with pytest.raises(ImportError, match="ResponseBilder"):
        exec("from openresponses_sdk import ResponseBilder")


def test_types_has_every_generated_name() -> None:
    """DESIGN, public surface: `openresponses_sdk.types` re-exports all generated types."""
    assert set(openresponses_sdk.types.__all__) == set(openresponses_schema.__all__)
    for name in openresponses_schema.__all__:
        assert getattr(openresponses_sdk.types, name) is getattr(openresponses_schema, name)


def test_importing_the_package_imports_nothing_else_of_it_and_no_pydantic() -> None:
    """Issue 1, it must show 7: the import is cheap; what a name needs is loaded when it is used."""
    before = run("import openresponses_sdk, sys; print(*sys.modules)").split()
    ours = {name for name in before if name.startswith("openresponses_")}
    assert ours == {"openresponses_sdk", "openresponses_sdk._version"}
    assert not [name for name in before if name.startswith("pydantic")]


def test_a_name_loads_what_it_needs_and_no_more() -> None:
    """DESIGN, public surface: heavy names load on first use."""
    after = run("from openresponses_sdk import is_valid_extension_type; import sys; print(*sys.modules)").split()
    assert not [name for name in after if name.startswith(("pydantic", "openresponses_schema"))]
    after = run("from openresponses_sdk import SSEDecoder; import sys; print(*sys.modules)").split()
    loaded = {name.removeprefix("openresponses_sdk.") for name in after}
    assert "sse" in loaded
    assert not loaded & {"builder", "validator", "bridges", "cli", "openresponses_schema.thread_events"}
