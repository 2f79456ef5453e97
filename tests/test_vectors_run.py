"""Programs that are judged by the golden vectors: good ones, wrong ones, and those that keep to no protocol."""

from __future__ import annotations

import json
import os
import re
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from openresponses_sdk.cli import main
from openresponses_sdk.testing.vectors import KINDS, Report, iter_cases, run
from openresponses_sdk.testing.vectors.comparison import differences
from openresponses_sdk.testing.vectors.implementation import answers

REFERENCE = [sys.executable, "-m", "openresponses_sdk.testing.vectors"]
HELLO = 'print(json.dumps({"id": "hello", "output": {"protocol": 1, "name": "toy", "kinds": %s}}), flush=True)\n'


@pytest.fixture
def program(tmp_path: Path) -> Any:
    """Writes a program and returns the command that runs it; it has answered hello when its own lines begin."""

    def write(body: str, *, kinds: tuple[str, ...] = ("judge_frames",), greets: bool = True) -> list[str]:
        file = tmp_path / "program.py"
        greeting = f"sys.stdin.readline()\n{HELLO % json.dumps(list(kinds))}" if greets else ""
        file.write_text(f"import json, sys, time\n{greeting}{textwrap.dedent(body)}", "utf-8")
        return [sys.executable, "-I", str(file)]

    return write


def reasons(report: Report) -> set[str | None]:
    return {failure.reason for failure in report.failures}


def test_the_reference_passes_every_kind_from_outside() -> None:
    """Issue 6: a reference implementation of the child in Python that passes all kinds."""
    report = run(REFERENCE)
    assert report.is_passed and report.claimed == KINDS and report.failures == []
    assert sum(report.passed.values()) == sum(1 for _ in iter_cases())


def test_a_program_that_loses_a_delta_fails_with_the_place(tmp_path: Path) -> None:
    """Issue 6: a deliberately wrong implementation must fail, and the first differences show where."""
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        "import sys\n"
        "from openresponses_sdk.snapshot import Text\n"
        "from openresponses_sdk.testing.vectors.implementation import answers\n"
        "Text.append = lambda self, chunk: None\n"
        "for answer in answers(sys.stdin.buffer):\n"
        "    print(answer, flush=True)\n",
        "utf-8",
    )
    report = run([sys.executable, str(wrong)], kinds=["accumulate", "decode"])
    assert not report.is_passed
    assert {failure.kind for failure in report.failures} == {"accumulate"} and report.passed["decode"] > 50
    agent = next(failure for failure in report.failures if failure.id == "streams/sessions/agent")
    first = agent.differences[0]
    assert first.path == "$.snapshots[4].output[0].summary[0].text"
    assert (first.expected, first.found) == ("'Look it '", "''")


def test_a_program_is_asked_what_it_claims_and_nothing_else(program: Any) -> None:
    """Issue 6: a partial implementation is judged on what it claims."""
    body = """
    for line in sys.stdin:
        request = json.loads(line)
        assert request["kind"] == "decode"
        print(json.dumps({"id": request["id"], "error": "cannot"}), flush=True)
    """
    report = run(program(body, kinds=("decode", "fly")))
    assert report.claimed == ("decode",) and set(report.unclaimed) == set(KINDS) - {"decode"}
    assert report.name == "toy"
    assert reasons(report) == {"says that it cannot answer: 'cannot'"} and not report.faults
    assert len(report.failures) == sum(1 for _ in iter_cases(["decode"]))


def test_a_program_that_knows_some_bridges_is_asked_about_these(tmp_path: Path) -> None:
    """Issue 6: a gateway for one provider can be judged."""
    file = tmp_path / "one.py"
    file.write_text(
        "import json, sys\n"
        "from openresponses_sdk.testing.vectors.implementation import answers\n"
        "for answer in answers(sys.stdin.buffer):\n"
        "    told = json.loads(answer)\n"
        "    if told['id'] == 'hello':\n"
        "        told['output'].update(kinds=['bridge'], bridges=['ollama'])\n"
        "    print(json.dumps(told), flush=True)\n",
        "utf-8",
    )
    report = run([sys.executable, str(file)])
    asked = [case for case in iter_cases(["bridge"]) if case.input["format"] == "ollama"]
    assert report.is_passed and report.passed["bridge"] == len(asked)


@pytest.mark.parametrize("bridges", [[], ["telepathy"]])
def test_bridges_for_nothing_that_is_tested_are_no_claim(
    bridges: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Issue 6: `vectors run` judges; a program that was asked nothing has passed nothing."""
    file = tmp_path / "none.py"
    told = {"id": "hello", "output": {"protocol": 1, "kinds": ["bridge"], "bridges": bridges}}
    file.write_text(f"input()\nprint({json.dumps(told)!r}, flush=True)\n", "utf-8")
    report = run([sys.executable, str(file)])
    assert not report.is_passed and report.claimed == () and report.unclaimed == KINDS
    assert main(["vectors", "run", "--kind", "bridge", "--", sys.executable, str(file)]) == 2
    assert "the program claims none of the kinds bridge" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("sys.exit(3)", "ended with the exit status 3, without an answer"),
        ("import os; os.kill(os.getpid(), 9)", "was killed by signal 9, without an answer"),
        ("sys.stdin.readline(); print('Hello!', flush=True)", "an answer is no JSON: 'Hello!'"),
        ("sys.stdin.readline(); print('[1]', flush=True)", "an answer has another id than the request: '[1]'"),
        ("sys.stdin.readline(); print('[' * 100000, flush=True)", "an answer is no JSON: '[[["),
        ("sys.stdin.readline(); sys.stdout.write('{\"id\"')", "ends in the middle of an answer: '{\"id\"'"),
        ('sys.stdin.readline(); print(\'{"id": "frames/OR-SSE-02"}\', flush=True)', "says that it cannot answer: None"),
    ],
)
def test_a_program_that_crashes_or_answers_nonsense_gives_a_finding(program: Any, body: str, reason: str) -> None:
    """Issue 6: a crashed or garbage-printing child gives clear findings; it is started again a few times."""
    report = run(program(body), timeout=20)
    assert report.failures[0].reason is not None and report.failures[0].reason.startswith(reason)
    assert report.passed.total() + len(report.failures) + report.unasked.total() == 9
    assert not report.is_passed


def test_a_program_that_hangs_is_ended(program: Any) -> None:
    """Issue 6: never a hang."""
    report = run(program("time.sleep(600)"), timeout=0.3)
    assert reasons(report) == {"no answer within 0.3 seconds"}
    assert len(report.failures) == 4 and report.unasked.total() == 5


@pytest.mark.skipif(os.name != "posix", reason="sessions are of POSIX")
def test_a_program_that_leaves_others_behind_holds_nothing_up(program: Any) -> None:
    """Issue 6: never a hang; a process that has left the group of the program still holds its output open."""
    body = """
    import subprocess
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(8)"], start_new_session=True)
    """
    report = run(program(body), timeout=0.5)
    assert reasons(report) <= {"ended with the exit status 0, without an answer", "no answer within 0.5 seconds"}
    assert report.failures and not report.is_passed


def test_a_program_that_prints_without_end_is_ended(program: Any) -> None:
    """Issue 6: garbage without end fills no memory."""
    report = run(program("while True: print('x' * 1000)"), timeout=20)
    assert report.failures and not report.is_passed


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("", "hello: ended with the exit status 0, without an answer"),
        ("print('{}')", "hello: an answer has another id than the request: '{}'"),
        ('print(\'{"id": "hello", "output": {"protocol": 2, "kinds": []}}\')', "hello: the output has protocol 1"),
        ('print(\'{"id": "hello", "output": 7}\')', "hello: the output has protocol 1"),
    ],
)
def test_a_program_that_does_not_greet_is_not_asked(program: Any, body: str, fault: str) -> None:
    """The greeting says which protocol is spoken."""
    report = run(program(body, greets=False), timeout=20)
    assert report.faults[0].startswith(fault) and report.failures == [] and not report.is_passed


@pytest.mark.parametrize(
    ("ending", "fault"),
    [
        ("sys.exit(5)", "ends with the exit status 5"),
        ("print('one more', flush=True)", "answers what was not asked: 'one more"),
        ("time.sleep(600)", "does not end within 0.5 seconds of the end of its input"),
    ],
)
def test_how_a_program_ends_counts(program: Any, ending: str, fault: str) -> None:
    """A program that passes and then crashes has not passed."""
    timeout = 0.5 if "sleep" in ending else 20
    report = run(program(f"sys.stdin.read()\n{ending}", kinds=()), timeout=timeout)
    assert not report.failures and report.faults[0].startswith(fault) and not report.is_passed


def test_the_reference_says_what_it_cannot_answer() -> None:
    """One broken request does not end the answers."""
    lines = ['{"id": 1, "kind": "fly", "input": {}}', '{"id": 2, "kind": "decode", "input": {"chunks": []}}']
    first, second = map(json.loads, answers(lines))
    assert first == {"id": 1, "error": "KeyError: 'fly'"}
    assert second == {"id": 2, "output": {"events": [], "done": False, "error": False}}


def test_differences_are_those_of_json() -> None:
    """The README of the vectors: 1 equals 1.0, true is not 1, and members that nobody named must not be there."""
    assert list(differences({"a": 1, "b": [True]}, {"b": [True], "a": 1.0})) == []
    found = [str(one) for one in differences({"a": 1, "b": [1, 2]}, {"a": True, "b": [1], "c": None})]
    assert found == [
        "$.a: expected 1, found True",
        "$.b: expected 2 elements, found 1 elements",
        "$.c: expected nothing, found None",
    ]


# The command.


def test_the_command_reports_and_exits_with_what_it_found(program: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Issue 6: exit code 0, 1 and 2; --kind, --json, counts by kind, first differences with their JSON path."""
    assert main(["vectors", "run", "--kind", "judge_frames", "--kind", "bridge", "--", *REFERENCE]) == 0
    shown = capsys.readouterr().out
    assert "judge_frames    9 of 9 passed" in shown and "bridge       30 of 30 passed" in shown

    body = """
    for line in sys.stdin:
        print(json.dumps({"id": json.loads(line)["id"], "output": {"violations": []}}), flush=True)
    """
    command = program(body)
    assert main(["vectors", "run", "--show", "1", "--", *command]) == 1
    shown = capsys.readouterr().out
    assert re.search(
        r"^judge_frames frames/OR-SSE-02 \(.+\)\n"
        r"    \$\.violations: expected OR-SSE-02 at event 2, error, found nothing$",
        shown,
        re.MULTILINE,
    )
    assert "… and 8 failures more" in shown and "decode     not claimed" in shown

    assert main(["vectors", "run", "--json", "--", *command]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["kinds"] == {"judge_frames": {"passed": 0, "failed": 9, "unasked": 0}}
    assert report["is_passed"] is False and len(report["failures"]) == 9
    assert report["failures"][0]["differences"] == [{"path": "$.violations", "expected": "OR-SSE-02 at event 2, error"}]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "say which program to run, behind --"),
        (["--kind", "fly", "--", "true"], "there is no kind fly; the kinds are decode, accumulate"),
        (["--", "/no/such/program"], "/no/such/program cannot be started: No such file"),
        (["--timeout", "0", "--", "true"], "the timeout is a number of seconds"),
        (["--kind", "decode", "--", "PROGRAM"], "the program claims none of the kinds decode"),
    ],
)
def test_wrong_usage_exits_with_two(
    arguments: list[str], reason: str, program: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """Issue 6: exit code 2."""
    at = arguments.index("PROGRAM") if "PROGRAM" in arguments else None
    command = arguments if at is None else [*arguments[:at], *program("sys.stdin.read()")]
    assert main(["vectors", "run", *command]) == 2
    assert reason in capsys.readouterr().err


def test_a_program_keeps_its_own_double_dash(program: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """What stands behind the first -- is the program's, as in `npm run x -- y`."""
    body = """
    request = json.loads(sys.stdin.readline())
    print(json.dumps({"id": request["id"], "error": sys.argv[1:]}), flush=True)
    """
    assert main(["vectors", "run", "--json", "--", *program(body), "--json", "--", "x"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["failures"][0]["reason"] == "says that it cannot answer: ['--json', '--', 'x']"


def test_the_command_lists_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    """Issue 6: openresponses vectors list."""
    assert main(["vectors", "list"]) == 0
    assert "streams/violations" in capsys.readouterr().out
    assert main(["vectors", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert set(listed["tests"]) == set(KINDS) and all(listed["tests"].values())
    assert ("decode", "sse") in {(file["kind"], file["topic"]) for file in listed["files"]}
