"""The pages run: every Python block and every command of the README and of docs/ does what the page says."""

import json
import re
import shlex
import shutil
import textwrap
from pathlib import Path
from typing import Any

import pytest

from openresponses_schema import RULES, State
from openresponses_sdk import ListEmitter, ResponseBuilder, SeededIds, SSEEncoder
from openresponses_sdk.cli import main

ROOT = Path(__file__).resolve().parents[1]
GENERATED = ROOT / "generated" / "docs"
SINGLE = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "spec/README.md")
PAGES = sorted([*(ROOT / name for name in SINGLE), *(ROOT / "docs").rglob("*.md"), *GENERATED.rglob("*.md")])
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]+)\]\((?P<target>[^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


def blocks(page: Path, language: str) -> list[tuple[int, str]]:
    """The blocks of one language, each with the line of the page that it begins on."""
    text = page.read_text("utf-8")
    return [
        (text.count("\n", 0, match.start(2)) + 1, match[2]) for match in BLOCK.finditer(text) if match[1] == language
    ]


def commands(page: Path) -> list[list[str]]:
    """The `openresponses` commands of the console blocks."""
    lines = [line for _, block in blocks(page, "console") for line in block.splitlines()]
    split = [shlex.split(line.removeprefix("$ "), comments=True) for line in lines if line.startswith("$ ")]
    return [words[1:] for words in split if words[0] == "openresponses"]


@pytest.fixture
def chunks() -> list[bytes]:
    """The bytes of one stream, cut where no frame ends."""
    sink = ListEmitter()
    response = ResponseBuilder(sink, model="demo-1", ids=SeededIds("pages"), clock=lambda: 1_767_225_600)
    with response.message() as message, message.text() as text:
        text.delta("Grüße, ")
        text.delta("world.")
    response.complete()
    encoder = SSEEncoder()
    wire = b"".join(map(encoder.encode, sink.events)) + encoder.encode_done()
    return [wire[at : at + 37] for at in range(0, len(wire), 37)]


@every_page
def test_the_python_blocks_of_a_page_run_from_its_top_to_its_end(
    page: Path, chunks: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Issue 1: a new user types what the page shows; what it asserts must hold."""
    (tmp_path / "session.sse").write_bytes(b"".join(chunks))
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, Any] = {"chunks": chunks}
    for line, block in blocks(page, "python"):
        # The empty lines make a traceback point at the line of the page.
        exec(compile("\n" * (line - 1) + textwrap.dedent(block), str(page), "exec"), namespace)


@every_page
def test_the_commands_of_a_page_succeed(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Issue 1: the command line does what the page shows, on the example that comes with the repository."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    for command in commands(page):
        assert main(command) == 0, (command, capsys.readouterr().err)


def test_there_are_blocks_and_commands_to_run() -> None:
    """A test over nothing would pass for ever."""
    assert sum(len(blocks(page, "python")) for page in PAGES) > 12
    assert sum(len(commands(page)) for page in PAGES) >= 4


def test_the_first_example_emits_the_frames_that_the_readme_counts(capsys: pytest.CaptureFixture[str]) -> None:
    """The README names the number of frames below the example."""
    _, first = blocks(ROOT / "README.md", "python")[0]
    exec(compile(first, "README.md", "exec"), {})
    numbers = {"eight": 8, "nine": 9, "ten": 10, "eleven": 11}
    said = re.search(r"That prints (\w+) frames", (ROOT / "README.md").read_text("utf-8"))
    assert said is not None
    assert capsys.readouterr().out.count("event: ") == numbers[said[1]]


def test_what_the_first_example_prints_is_a_stream_without_findings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Found by a user: the first thing that the README shows must pass the check that the README shows next."""
    _, first = blocks(ROOT / "README.md", "python")[0]
    assert len(first.splitlines()) <= 12
    exec(compile(first, "README.md", "exec"), {})
    stream = tmp_path / "hello.sse"
    stream.write_text(capsys.readouterr().out, "utf-8")
    assert main(["check", str(stream), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["violations"] == []


def test_the_reading_example_shows_the_text_and_the_usage(
    chunks: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Found by a user: the example must run as it stands, on the file that the commands above it write."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "session.sse").write_bytes(b"".join(chunks))
    _, reading = blocks(ROOT / "README.md", "python")[1]
    exec(compile(reading, "README.md", "exec"), {})
    assert capsys.readouterr().out == "Grüße, world.None\n"


@every_page
def test_a_link_to_a_file_leads_somewhere(page: Path) -> None:
    """A page that is read on the project's site or in a clone has no dead links of its own making."""
    for _, target in LINK.findall(FENCED.sub("", page.read_text("utf-8"))):
        if "://" not in target and not target.startswith("#"):
            assert (page.parent / target.split("#")[0]).exists(), target


def test_every_page_is_in_the_index() -> None:
    """docs/README.md is the way in."""
    index = {target for _, target in LINK.findall((ROOT / "docs" / "README.md").read_text("utf-8"))}
    assert {page.name for page in (ROOT / "docs").glob("*.md")} - {"README.md"} <= index


def legality() -> list[tuple[str, str, dict[str, str]]]:
    """The rows of the generated tables about legality: event, types, and what stands under each state."""
    found: list[tuple[str, str, dict[str, str]]] = []
    states: list[str] = []
    for line in (GENERATED / "lifecycle.md").read_text("utf-8").splitlines():
        cells = [LINK.sub(r"\g<text>", cell).strip() for cell in line.strip("|").split("|")]
        if cells[:2] == ["event", "types"]:
            states = cells[2:]
        elif not line.startswith("|"):
            states = []
        elif states and not set(line) <= set("|-"):
            found.append((cells[0].strip("`"), cells[1], dict(zip(states, cells[2:], strict=True))))
    return found


def test_the_generated_page_and_the_rules_agree_on_every_cell() -> None:
    """DESIGN, event semantics: the legality matrix is drawn from the table that the code runs on."""
    rows = legality()
    assert {event for event, _, _ in rows} == {rule.type.value for rule in RULES.values()}
    for event, types, cells in rows:
        rule = RULES[event]
        named = re.findall(r"`(\w+)`", types)
        sources = rule.sources_by_type.get(named[0], rule.sources) if named else rule.sources
        for state, cell in cells.items():
            if State(state) in sources:
                assert cell == (rule.target or state), (event, types, state)
            else:
                assert re.fullmatch(r"OR-[A-Z]+-\d\d", cell), (event, types, state)
