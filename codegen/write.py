"""Renders every generated file in memory, then writes the folder or compares it."""

from __future__ import annotations

import ast
import difflib
import json
import sys
from pathlib import Path

from .bundle import Bundle, load
from .errors import SpecError
from .folder import HEADER, PACKAGE, PAGE_HEADER, is_ours, links_in_the_way, present, strangers
from .lifecycle_page import lifecycle_page
from .lint import lint
from .members import bases, sources
from .models import models
from .plain_events import plain_events
from .releases import FOLDER, release, versions, written
from .render import TEMPLATES, template
from .requirements import requirements
from .style import styled
from .tables import tables

HIDDEN = frozenset({"FAIL_FAST", "IN_ORDER", "OMIT_NONE", "OpenEnum", "OpenUnion"})
"""What ``_base`` exports for its sister modules only."""
FILES = (
    ("_base.py", "what all models share: reading, writing, open enums and unions"),
    ("event_rules.py", "for every event: its machine, the states it may happen in, and what it does"),
    ("registry.py", "wire type to model and back"),
    ("emitter.py", "one method for every event"),
    ("plain_events.py", "the events of text and whole numbers, whose JSON needs no serializer"),
    ("openapi.json", "the whole spec as one OpenAPI document"),
    ("releases/", "every release that was frozen, as an OpenAPI document"),
)
"""What the package holds beside its topics."""


def render(spec: Path) -> dict[str, str]:
    """Every generated file by its path under generated/; raises ``SpecError`` when the spec is not sound."""
    bundle = load(spec)
    if broken := list(lint(bundle, spec)):
        raise SpecError(broken)
    package = {n: styled(text, n) if n.endswith(".py") else text for n, text in sorted(_package(bundle, spec).items())}
    pages = {"README.md": _readme(bundle), "docs/lifecycle.md": lifecycle_page(bundle)}
    return {**{f"{PACKAGE}/{name}": text for name, text in package.items()}, **pages}


def _package(bundle: Bundle, spec: Path) -> dict[str, str]:
    modules = {
        "_base.py": f"{HEADER}\n{(TEMPLATES / '_base.py').read_text('utf-8')}",
        **sources(HEADER),
        **models(bundle, PACKAGE, HEADER),
        **tables(bundle, HEADER),
        "plain_events.py": template("plain_events.py.jinja2", header=HEADER, **plain_events(bundle)),
        **requirements(spec, HEADER),
    }
    hidden = HIDDEN | {base.name for base in bases(bundle).values()}
    names = {name.removesuffix(".py"): _public(text) - hidden for name, text in sorted(modules.items())}
    version = bundle.document["info"]["version"]
    init = template(
        "package.py.jinja2",
        header=HEADER,
        version=version,
        modules={module: sorted(found) for module, found in names.items() if found},
        exported=sorted(set().union(*names.values())),
    )
    document = json.dumps(bundle.document, indent=2, ensure_ascii=False) + "\n"
    kept = {f"{FOLDER}/{version}.json": written(release(spec, version).document) for version in versions(spec)}
    return {**modules, "__init__.py": init, "py.typed": "", "openapi.json": document, **kept}


def _readme(bundle: Bundle) -> str:
    """What stands in the generated folder, topic by topic."""
    topics = sorted({*bundle.topics.values()})
    rows = [(f"{PACKAGE}/{topic}.py", _first_sentence(bundle.prose[topic])) for topic in topics]
    rows += [(f"{PACKAGE}/{name}", holds) for name, holds in FILES]
    rows.append(("docs/lifecycle.md", "the states of response, item and part, and which event moves them"))
    return template("readme.md.jinja2", header=PAGE_HEADER, version=bundle.document["info"]["version"], rows=rows)


def _first_sentence(prose: str) -> str:
    return " ".join(prose.split()).partition(". ")[0].removesuffix(".")


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
    """Write what differs, remove what a former run wrote and the spec no longer makes; returns the exit code."""
    wanted, found = render(spec), present(out)
    if links := links_in_the_way(out, wanted):
        print(f"{out.name}/ is left alone: a symbolic link stands at {', '.join(links)}", file=sys.stderr)
        return 1
    if others := strangers(found):
        print(f"{out.name}/ is left alone: codegen did not write {', '.join(others)}", file=sys.stderr)
        return 1
    for name in sorted(wanted.keys() | found.keys()):
        if wanted.get(name) == found.get(name):
            continue
        path = out / name
        if name in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[name], "utf-8", newline="\n")
            print(f"wrote {name}")
        elif is_ours(name, found[name]):
            path.unlink()
            print(f"removed {name}")
        else:
            print(f"kept {name}, which codegen did not write")
    print(f"{len(wanted)} files match the spec")
    return 0


def check(spec: Path, out: Path) -> int:
    """Compare the folder with what the spec says and print a diff of every file that differs; returns the exit code."""
    wanted, found = render(spec), present(out)
    stale = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    for name in stale:
        if name not in wanted:
            print(f"{out.name}/{name} does not come from the spec")
            continue
        if name not in found:
            print(f"{out.name}/{name} is missing")
            continue
        before, after = found[name].splitlines(), wanted[name].splitlines()
        diff = list(difflib.unified_diff(before, after, f"{out.name}/{name}", f"spec -> {name}", lineterm="", n=1))
        print("\n".join(diff[:40]) if diff else f"{out.name}/{name} has other line ends")
        if len(diff) > 40:
            print(f"… and {len(diff) - 40} lines more")
    differs = f"{len(stale)} of {len(wanted)} generated files differ from the spec; run `python -m codegen generate`"
    print(differs if stale else f"{len(wanted)} generated files match the spec")
    return 1 if stale else 0
