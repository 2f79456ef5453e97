"""Imports point one way, and few modules touch the clock, chance or the network."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "openresponses_sdk"
SCHEMA = ROOT / "generated" / "openresponses_schema"
CODEGEN = ROOT / "codegen"

LAYERS = (
    (
        *("_version", "errors", "findings", "ids", "extensions", "json_values", "json_escapes", "model_errors"),
        *("redaction", "scalar_models", "absent_nulls", "json_readers", "event_readers", "stream_readers"),
    ),
    (
        *("lifecycle", "snapshot", "growing_text", "faults", "predicates", "encoding", "parsing"),
        *("partial_json", "arguments", "output"),
        *("choices", "emitters", "emit_target", "callback_emitter", "tee_emitter", "filter_emitter"),
    ),
    (
        *("schema_checks", "schema_compiler", "schema_check", "response_rules", "stream_rules", "stream_memory"),
        *(
            "stream_contents",
            "recovery",
            "repeated_delta",
            "judged",
            "judged_event",
            "schema_branches",
            "carried_input",
            "doubled_members",
        ),
    ),
    (
        *("writing", "settings", "echo", "failures", "agreement", "calls", "outlet", "deltas", "parts", "scopes"),
        *("response_states", "builder", "stream_validator", "validator"),
        *("accumulator", "accumulator_state", "repairs", "mended_snapshot", "admission"),
    ),
    (
        *("decoder", "sse", "sse_blocks", "sse_frames", "ndjson", "json_array", "websocket", "streams"),
        *("bridges", "timeline", "timeline_nodes"),
    ),
    ("documents",),
    ("sinks", "integration", "bridged_emitter", "protocols"),
    ("cli", "testing", "__main__"),
)
"""The modules of src/, from the ground up; a module imports its own layer and those below."""
NO_LAYER = {"__init__", "types"}
"""They re-export what others define."""
SEPARATE = ({"decoder", "sse", "sse_blocks", "sse_frames", "ndjson", "json_array", "websocket", "streams"}, {"bridges"})
"""Codecs and bridges stand beside each other."""

EFFECTS = {"asyncio", "datetime", "http", "httpx", "logging", "random", "requests", "secrets", "select", "socket"}
EFFECTS |= {"ssl", "subprocess", "threading", "time", "urllib", "uuid"}
MAY = {"ids": {"random", "secrets", "time", "uuid"}, "sinks": {"asyncio"}}
"""Who may import which of them, below the command line."""
FILES = {"os", "sys", "io", "pathlib", "argparse", "tempfile", "shutil"}
"""What only the command line needs."""

BASE_INSTALL = {"pydantic", "pydantic_core", "typing_extensions", "annotated_types"}
OPTIONAL = {"cli": {"rich", "yaml"}, "documents": {"jsonschema", "referencing"}, "testing": {"hypothesis", "pytest"}}
"""What a part of the package uses when it is installed."""
STANDARD = set(sys.stdlib_module_names)
OWN = {"openresponses_sdk", "openresponses_schema"}


def imports(path: Path, package: Path) -> Iterator[tuple[str, bool]]:
    """The absolute name of every module a file imports, with whether that is for type checkers only."""
    tree = ast.parse(path.read_text("utf-8"))
    for_checkers = {
        child
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for child in ast.walk(node)
    }
    home = [package.name, *path.relative_to(package).parent.parts]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node in for_checkers
        elif isinstance(node, ast.ImportFrom):
            base = home[: len(home) - node.level + 1] if node.level else []
            module = ".".join([*base, *(node.module or "").split(".")]).strip(".")
            # `from . import name` may name a module.
            for alias in node.names:
                yield f"{module}.{alias.name}" if not node.module else module, node in for_checkers


def modules(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if "templates" not in path.parts)


def unit(path: Path) -> str:
    """The entry of ``LAYERS`` that a file of src/ belongs to."""
    first = path.relative_to(SRC).parts[0]
    return first.removesuffix(".py")


def layer(name: str) -> int:
    (found,) = (number for number, names in enumerate(LAYERS) if name in names)
    return found


def identify(path: Path) -> str:
    return str(path.relative_to(ROOT))


each_source = pytest.mark.parametrize("path", modules(SRC), ids=identify)


def test_every_module_has_one_place_in_the_layers() -> None:
    """DESIGN, the house: a new module says where it belongs before it imports anything."""
    named = [name for names in LAYERS for name in names]
    assert len(named) == len(set(named))
    assert {unit(path) for path in modules(SRC)} == {*named, *NO_LAYER}


@each_source
def test_a_module_imports_its_own_layer_and_those_below(path: Path) -> None:
    """DESIGN, the house: imports point one way."""
    name = unit(path)
    if name in NO_LAYER:
        return
    for target, _ in imports(path, SRC):
        if target.startswith("openresponses_sdk."):
            other = target.split(".")[1]
            assert other not in NO_LAYER, f"{identify(path)} imports the public surface: {target}"
            assert layer(other) <= layer(name), f"{identify(path)} imports {target} from above"
            for group in SEPARATE:
                if name in group:
                    assert not any(other in others for others in SEPARATE if others is not group), target


@each_source
def test_a_module_takes_clock_chance_and_network_by_argument(path: Path) -> None:
    """DESIGN, the house: layers 1 to 4 import no asyncio, httpx, time, uuid or logging; ids alone has the defaults."""
    name = unit(path)
    if name in LAYERS[-1]:
        return
    used = {target.split(".")[0] for target, _ in imports(path, SRC)}
    assert used & (EFFECTS | FILES) <= MAY.get(name, set())


@pytest.mark.parametrize("path", [*modules(SRC), *modules(SCHEMA)], ids=identify)
def test_the_base_install_imports_pydantic_and_what_pydantic_needs(path: Path) -> None:
    """DESIGN, the house: the base install needs pydantic only; an extra is optional wherever it is used."""
    package = SRC if path.is_relative_to(SRC) else SCHEMA
    used = {target.split(".")[0] for target, for_checkers in imports(path, package) if not for_checkers}
    optional = OPTIONAL.get(unit(path), set()) if package is SRC else set()
    assert used <= STANDARD | OWN | BASE_INSTALL | optional


@pytest.mark.parametrize("path", modules(SCHEMA), ids=identify)
def test_the_generated_package_knows_nothing_of_the_hand_written_one(path: Path) -> None:
    """DESIGN, the house: openresponses_schema imports pydantic, typing_extensions and the standard library only."""
    used = {target.split(".")[0] for target, _ in imports(path, SCHEMA)}
    assert used <= STANDARD | {"openresponses_schema", "pydantic", "pydantic_core", "typing_extensions"}


@pytest.mark.parametrize("path", modules(CODEGEN), ids=identify)
def test_the_generator_imports_nothing_that_it_generates_for(path: Path) -> None:
    """DESIGN, the house: codegen is spec in, text out; it must run when generated/ is gone."""
    used = {target.split(".")[0] for target, _ in imports(path, CODEGEN)}
    assert not used & (OWN | {"tests", "bench"})


def test_the_reader_of_imports_sees_every_form() -> None:
    """A walk that overlooks a form of import would let it pass."""
    seen = {target for name in ("convert", "writers") for target, _ in imports(SRC / "cli" / f"{name}.py", SRC)}
    assert {"sys", "openresponses_schema", "openresponses_sdk.sse", "openresponses_sdk.cli"} <= {
        target.removesuffix(".ExitStatus") for target in seen
    }
    assert ("openresponses_sdk.builder", True) in set(imports(SRC / "scopes.py", SRC))
