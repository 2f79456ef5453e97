"""docs/conformance-layer.md says the truth: what it lists exists, and nothing is missing from it."""

import re
from importlib import import_module
from pathlib import Path

import pytest

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "conformance-layer.md").read_text("utf-8")
NAME = re.compile(r"`(openresponses_sdk(?:\.\w+)+)`")
ROW = re.compile(r"^\| `([\w:]+)` \| (.+) \|$", re.MULTILINE)

# The names that the Rust module exports, as its documentation lists them.
EXPORTED = """
ContentPart ContentPartId CustomItem DualEventEmitter FunctionCallItem FunctionCallOutputItem ImageDetail
IncompleteDetails IncompleteReason InputFileContent InputImageContent InputTokensDetails ItemStatus MessageItem
MessageRole OpenResponseError OpenResponseErrorCode OpenResponseErrorType OpenResponsesCallback
OpenResponsesIntegration OpenResponsesProvider OpenUsage OutputItem OutputItemId OutputTokensDetails ReasoningItem
Request Response ResponseBuilder ResponseId ResponseStatus ResponseStreamEvent SequencedEvent SpecificToolChoice
StreamEventEmitter ToOpenResponse ToolChoice ToolChoiceMode VTCODE_EXTENSION_PREFIX VecStreamEmitter generate_item_id
generate_response_id is_valid_extension_type
"""

# What the design of this project calls them here, as its table lists the names.
HERE = """
Response ResponseStatus ResponseId IncompleteDetails IncompleteReason CreateResponseRequest ToolChoice ToolChoiceMode
FunctionToolChoice AllowedTools OutputItem OutputItemId MessageItem ReasoningItem FunctionCallItem
FunctionCallOutputItem CustomItem MessageRole ItemStatus ContentPart ContentPartId InputImageContent InputFileContent
ImageDetail Usage InputTokensDetails OutputTokensDetails ErrorData ErrorType ErrorCode ResponseStreamEvent CustomEvent
response_id event_type is_response_event is_terminal is_success is_failure EventEmitter ListEmitter CallbackEmitter
sequence_events ResponseBuilder ThreadEventBridge BridgedEmitter ResponsesIntegration IntegrationConfig
ResponsesProvider SupportsToResponse generate_response_id generate_item_id is_valid_extension_type
VTCODE_EXTENSION_PREFIX
"""


def section(title: str) -> str:
    (found,) = re.findall(rf"^## {title}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def resolve(path: str) -> object:
    """The object that a dotted path names, module first; raises AttributeError when there is none."""
    module, *names = path.split(".")
    found: object = import_module(module)
    for name in names:
        found = (
            import_module(f"{module}.types")
            if found is import_module(module) and name == "types"
            else (getattr(found, name))
        )
    return found


PRESENT = NAME.findall(section("What exists"))


@pytest.mark.parametrize("path", sorted(set(PRESENT)))
def test_a_name_that_the_page_lists_can_be_imported(path: str) -> None:
    """Issue 1, it must show 5: the names of the design that belong to this slice exist."""
    assert resolve(path) is not None


def test_every_name_of_the_conformance_layer_has_its_row() -> None:
    """DESIGN 5: every name of the system this starts from has its row."""
    rows = [there for there, _ in ROW.findall(PAGE)]
    assert set(EXPORTED.split()) - set(rows) == set()
    assert len(rows) == len(set(rows))


def test_every_name_of_the_design_exists_and_is_on_the_page() -> None:
    """Issue 4, it must show 4: the names of DESIGN section 5 are complete."""
    listed = {path.split(".")[1] for path in PRESENT}
    assert set(HERE.split()) - listed == set()


def test_every_row_names_something_here_or_says_that_there_is_nothing() -> None:
    """A row without a name would escape the tests above."""
    for there, here in ROW.findall(section("What exists")):
        assert NAME.search(here) or here.startswith("none: "), there


def test_a_public_name_is_listed_at_its_shortest_address() -> None:
    """The page says what to type: what the package root exports is not listed under `types`."""
    import openresponses_sdk

    for path in PRESENT:
        if path.startswith("openresponses_sdk.types."):
            assert path.rsplit(".", 1)[1] not in openresponses_sdk.__all__
