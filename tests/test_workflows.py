"""The workflows of the hosting service, held to the rules that keep a release in the hands of the project."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".github" / "workflows"
if not FOLDER.is_dir():
    pytest.skip("the sdist holds no workflows", allow_module_level=True)
WORKFLOWS = {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.yml"))}

PINNED = re.compile(r"uses: ([\w-]+/[\w/-]+@[0-9a-f]{40}) # (v\d+\.\d+\.\d+)$")
LOCAL = re.compile(r"uses: \./\.github/workflows/\w+\.yml$")
FROM_OUTSIDE = re.compile(r"\$\{\{[^}]*(?:github\.(?:event\.|head_ref|ref_name)|inputs\.)[^}]*\}\}")
"""Texts that whoever opens a pull request, pushes a tag or starts a workflow may choose."""
MAY_PUBLISH = re.compile(r"publish-\w+")
PUBLISHERS = {"actions/download-artifact", "actions/setup-node", "pypa/gh-action-pypi-publish"}
PUBLISH_COMMANDS = {"npm publish ./npm/*.tgz --provenance --access public"}


def faults(text: str) -> Iterator[str]:
    """Yield what a workflow does that it must not do."""
    workflow = yaml.safe_load(text)
    for line in (line.strip().removeprefix("- ") for line in text.splitlines()):
        if line.startswith("uses: ") and not PINNED.match(line) and not LOCAL.match(line):
            yield f"not pinned to a commit with its version: {line}"
    if "secrets" in text:
        yield "a secret"
    if workflow["permissions"] != {}:
        yield "permissions that every job inherits"
    if "pull_request_target" in workflow[True]:  # YAML 1.1 reads the key `on` so.
        yield "runs what a stranger wrote, with the rights of the project"
    for name, job in workflow["jobs"].items():
        yield from (f"{name}: {fault}" for fault in _faults_of_job(name, job))


def _faults_of_job(name: str, job: Mapping[str, Any]) -> Iterator[str]:
    may_publish = MAY_PUBLISH.fullmatch(name) is not None
    if job.get("permissions") != ({"id-token": "write"} if may_publish else {"contents": "read"}):
        yield "other permissions than it needs"
    if "uses" not in job and not job.get("timeout-minutes"):
        yield "no time limit"
    if may_publish and not (job.get("environment") and {"build", "check"} <= set(job.get("needs", ()))):
        yield "publishes without an environment, a check or a build"
    for step in job.get("steps", ()):
        action, command = step.get("uses", "").partition("@")[0], step.get("run", "")
        if action == "actions/checkout" and step.get("with", {}).get("persist-credentials") is not False:
            yield "leaves its token in the clone"
        if FROM_OUTSIDE.search(command):
            yield "puts a text from outside into a command"
        if may_publish and not (action in PUBLISHERS or command in PUBLISH_COMMANDS):
            yield f"does more than publish: {action or command}"


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_keeps_the_rules(name: str) -> None:
    """Issue 6: separate jobs, least permissions, pinned actions, an identity instead of a password."""
    assert list(faults(WORKFLOWS[name])) == []


@pytest.mark.parametrize(
    ("text", "replacement", "fault"),
    [
        ("@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2", "@v6", "not pinned"),
        (
            "@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2",
            "@de0fac2e4500dabe0009e67214ff5f5447ce83dd",
            "not pinned",
        ),
        ("@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2", "@de0fac2 # v6.0.2", "not pinned"),
        ("attestations: true", "password: ${{ secrets.TOKEN }}", "a secret"),
        ("permissions: {}", "permissions: {id-token: write}", "every job inherits"),
        ("      contents: read\n    outputs", "      id-token: write\n    outputs", "build: other permissions"),
        ("    environment: pypi\n", "", "publish-python: publishes without"),
        ("needs: [check, build]", "needs: [build]", "publishes without"),
        ("persist-credentials: false", "persist-credentials: true", "leaves its token"),
        ('release tag "$TAG"', 'release tag "${{ github.ref_name }}"', "a text from outside"),
        ("    timeout-minutes: 15\n", "", "build: no time limit"),
        ("npm publish ./npm/*.tgz", "npm run build && npm publish ./npm/*.tgz", "does more than publish"),
        ("  workflow_dispatch:", "  pull_request_target:", "a stranger"),
    ],
)
def test_the_rules_find_what_they_are_for(text: str, replacement: str, fault: str) -> None:
    """A rule that nothing breaks proves nothing."""
    assert text in WORKFLOWS["release"]
    assert [one for one in faults(WORKFLOWS["release"].replace(text, replacement)) if fault in one]


def test_an_action_has_one_pin_everywhere() -> None:
    """Else one of them is forgotten when it moves."""
    pins: dict[str, set[str]] = {}
    for line in "\n".join(WORKFLOWS.values()).splitlines():
        if found := PINNED.search(line):
            pins.setdefault(found[1].partition("@")[0], set()).add(f"{found[1]} {found[2]}")
    assert len(pins) == 6
    assert [name for name, found in pins.items() if len(found) > 1] == []


def test_what_is_published_is_what_was_built_and_checked() -> None:
    """Issue 6: the files go from job to job, and a tag that is not the version is built by nobody."""
    jobs = yaml.safe_load(WORKFLOWS["release"])["jobs"]
    made = [step["with"]["name"] for step in jobs["build"]["steps"] if "upload-artifact" in step.get("uses", "")]
    assert made == ["python", "typescript"]
    taken = {
        name: step["with"]["name"]
        for name, job in jobs.items()
        for step in job.get("steps", ())
        if "download-artifact" in step.get("uses", "")
    }
    assert taken == {"publish-python": "python", "publish-rehearsal": "python", "publish-typescript": "typescript"}
    commands = [step.get("run", "") for step in jobs["build"]["steps"]]
    assert commands.index('python3 -m release tag "$TAG"') < commands.index("python3 dev.py build distributions api")


def test_the_classifiers_name_the_pythons_that_are_tested() -> None:
    """Issue 6, publishing: what the package's page promises is what a machine has tried."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    jobs = yaml.safe_load(WORKFLOWS["ci"])["jobs"]
    named = [line.rpartition(" ")[2] for line in project["classifiers"] if re.search(r":: 3\.\d+$", line)]
    assert jobs["check"]["strategy"]["matrix"]["python"] == named
    assert project["requires-python"] == f">={named[0]}"
    assert jobs["oldest"]["steps"][1]["with"]["python-version"] == named[0]


def test_the_tasks_and_test_files_that_the_workflows_name_exist() -> None:
    """A name that is gone would be noticed on the day of a release."""
    noxfile = (ROOT / "noxfile.py").read_text("utf-8")
    text = "\n".join(WORKFLOWS.values())
    for line in re.findall(r"dev\.py ([a-z ]+)", text):
        assert [task for task in line.split() if f"\ndef {task}(" not in noxfile] == []
    files = re.findall(r"tests/test_\w+\.py", text)
    assert files and [name for name in files if not (ROOT / name).exists()] == []
