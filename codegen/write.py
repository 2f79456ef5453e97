"""Renders every generated file in memory, then writes the folder or compares it."""

from __future__ import annotations

import ast
import difflib
import json
import shutil
import subprocess
from pathlib import Path

from .bundle import Bundle, load
from .errors import SpecError
from .lifecycle_page import lifecycle_page
from .lint import lint
from .models import models
from .render import TEMPLATES, template
from .style import styled
from .tables import tables

PACKAGE = "openresponses_schema"
HEADER = "# Generated from spec/ by `python -m codegen generate`. Do not edit."
HIDDEN = frozenset({"IN_ORDER", "OMIT_NONE", "OpenEnum", "OpenUnion"})
"""What ``_base`` exports for its sister modules only."""


def render(spec: Path) -> dict[str, str]:
    """Every generated file by its path under generated/; raises ``SpecError`` when the spec is not sound."""
    bundle = load(spec)
    if broken := list(lint(bundle, spec)):
        raise SpecError(broken)
    package = {n: styled(text, n) if n.endswith(".py") else text for n, text in sorted(_package(bundle).items())}
    pages = {"docs/lifecycle.md": lifecycle_page(bundle)}
    return {**{f"{PACKAGE}/{name}": text for name, text in package.items()}, **pages}


def _package(bundle: Bundle) -> dict[str, str]:
    modules = {
        "_base.py": f"{HEADER}\n{(TEMPLATES / '_base.py').read_text('utf-8')}",
        **models(bundle, PACKAGE, HEADER),
        **tables(bundle, HEADER),
    }
    names = {name.removesuffix(".py"): _public(text) - HIDDEN for name, text in sorted(modules.items())}
    version = bundle.document["info"]["version"]
    init = template(
        "package.py.jinja2",
        header=HEADER,
        version=version,
        modules={module: sorted(found) for module, found in names.items()},
        exported=sorted(set().union(*names.values())),
    )
    document = json.dumps(bundle.document, indent=2, ensure_ascii=False) + "\n"
    return {**modules, "__init__.py": init, "py.typed": "", "openapi.json": document}


def _public(source: str) -> set[str]:
    """The names that a module gives to others: its ``__all__``, else what it defines without an underscore."""
    defined: set[str] = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            defined.add(node.name)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            if node.targets[0].id == "__all__":
                return set(ast.literal_eval(node.value))
            defined.add(node.targets[0].id)
    return {name for name in defined if not name.startswith("_")}


def generate(spec: Path, out: Path) -> int:
    """Write what differs, remove what the spec no longer makes; returns the exit code."""
    wanted, present = render(spec), _present(out)
    for name in sorted(wanted.keys() | present.keys()):
        if wanted.get(name) == present.get(name):
            continue
        path = out / name
        if name in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[name], "utf-8", newline="\n")
        else:
            path.unlink()
        print(f"{'wrote' if name in wanted else 'removed'} {name}")
    print(f"{len(wanted)} files match the spec")
    return 0


def check(spec: Path, out: Path) -> int:
    """Compare the folder with what the spec says and print a diff of every file that differs; returns the exit code."""
    wanted, present = render(spec), _present(out)
    stale = sorted(name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name))
    for name in stale:
        if name not in wanted:
            print(f"{out.name}/{name} does not come from the spec")
            continue
        if name not in present:
            print(f"{out.name}/{name} is missing")
            continue
        before, after = present[name].splitlines(), wanted[name].splitlines()
        diff = list(difflib.unified_diff(before, after, f"{out.name}/{name}", f"spec -> {name}", lineterm="", n=1))
        print("\n".join(diff[:40]) if diff else f"{out.name}/{name} has other line ends")
        if len(diff) > 40:
            print(f"… and {len(diff) - 40} lines more")
    differs = f"{len(stale)} of {len(wanted)} generated files differ from the spec; run `python -m codegen generate`"
    print(differs if stale else f"{len(wanted)} generated files match the spec")
    return 1 if stale else 0


def _present(out: Path) -> dict[str, str]:
    """What is in the folder, without what git ignores (byte code caches and the like)."""
    if not out.is_dir():
        return {}
    files = {path.relative_to(out).as_posix(): path for path in sorted(out.rglob("*")) if path.is_file()}
    ignored = _ignored(out, list(files))
    return {name: path.read_bytes().decode("utf-8", "replace") for name, path in files.items() if name not in ignored}


def _ignored(out: Path, names: list[str]) -> set[str]:
    caches = {name for name in names if "__pycache__" in Path(name).parts}
    git = shutil.which("git")
    if git is None:
        return caches
    asked = subprocess.run(
        [git, "check-ignore", "-z", "--stdin"],
        cwd=out,
        input="\0".join(names),
        capture_output=True,
        text=True,
        check=False,
    )
    return caches | set(asked.stdout.split("\0"))
