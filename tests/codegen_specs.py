"""Copies of spec/ to break, and the command that is tried on them."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

pytest.importorskip("datamodel_code_generator", reason="codegen has a dependency group of its own")

import yaml

from codegen.__main__ import main
from codegen.bundle import PREFIX
from codegen.releases import NOT_RELEASED

ROOT = Path(__file__).resolve().parent.parent
SPEC = ROOT / "spec"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
Json = dict[str, Any]


class Outcome(NamedTuple):
    """What a command said and how it ended."""

    status: int
    output: str
    errors: str


def run(*arguments: object) -> Outcome:
    """Run one codegen command inside this process."""
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        status = main([str(argument) for argument in arguments])
    return Outcome(status, output.getvalue(), errors.getvalue())


def folder_of_release(version: str, folder: Path) -> SpecCopy:
    """A spec folder that says what a frozen release says, as it stood before the releases after it were adopted."""
    copy = SpecCopy(folder)
    document = json.loads((SPEC / "releases" / f"{version}.json").read_text("utf-8"))
    frozen = document["components"].pop("schemas")
    homes: dict[str, str] = {}
    for path in sorted((copy.folder / "schemas").glob("*.yaml")):
        homes |= dict.fromkeys(yaml.load(path.read_text("utf-8"), Loader=LOADER)["$defs"], path.stem)

    def relative(node: Any, topic: str) -> Any:
        if isinstance(node, list):
            return [relative(value, topic) for value in node]
        if isinstance(node, dict):
            return {key: relative(value, topic) for key, value in node.items()}
        if not (isinstance(node, str) and node.startswith(PREFIX)):
            return node
        name = node.removeprefix(PREFIX)
        home = homes[name]
        where = "" if home == topic else f"{'' if topic else 'schemas/'}{home}.yaml"
        return f"{where}#/$defs/{name}"

    for topic in sorted(set(homes.values()) - NOT_RELEASED):
        with copy.edit(topic) as content:
            kept = [name for name in content["$defs"] if name in frozen]
            content["$defs"] = {name: relative(frozen[name], topic) for name in kept}
        if not kept:
            copy.path(topic).unlink()
    with copy.edit("openapi") as root:
        grammar = root["x-stream-grammar"]
        root.clear()
        root |= relative(document, "") | {"x-stream-grammar": grammar}
    return copy


class SpecCopy:
    """A spec folder that a test may change."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "spec"
        shutil.copytree(SPEC, self.folder)

    def path(self, topic: str) -> Path:
        """The file of a topic, or of another part of the spec."""
        inside = self.folder / "schemas" / f"{topic}.yaml"
        return inside if inside.exists() else self.folder / f"{topic}.yaml"

    @contextlib.contextmanager
    def edit(self, topic: str) -> Iterator[Json]:
        """The content of a file, to be changed in place."""
        path = self.path(topic)
        content = yaml.load(path.read_text("utf-8"), Loader=LOADER)
        yield content
        path.write_text(yaml.dump(content, Dumper=DUMPER, sort_keys=False, allow_unicode=True), "utf-8")

    def change(self, topic: str, change: Callable[[Json], object]) -> None:
        """Apply one change to a file: to its components, or to the whole of a file that has none."""
        with self.edit(topic) as content:
            change(content.get("$defs", content))
