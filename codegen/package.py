"""The Python package ``openresponses_schema``: models, enums and tables, and the documents that it carries."""

from __future__ import annotations

import ast
import json
from pathlib import Path

from .bundle import Bundle
from .folder import HEADER, PACKAGE
from .members import bases, sources
from .models import models
from .plain_events import plain_events
from .product import Product
from .releases import FOLDER, release, versions, written
from .render import TEMPLATES, template
from .requirements import requirements
from .style import styled
from .tables import tables

SHIPPED = ("json_schemas.py", "schema_profiles.py", "openapi_overlay.py")
"""Modules that codegen uses itself; they go into the package as they are, for exports from an installed wheel."""
HIDDEN = frozenset({"FAIL_FAST", "IN_ORDER", "OMIT_NONE", "OpenEnum", "OpenUnion"})
"""What ``_base`` exports for its sister modules only."""
FILES = (
    ("_base.py", "what all models share: reading, writing, open enums and unions"),
    ("event_rules.py", "for every event: its machine, the states it may happen in, and what it does"),
    ("registry.py", "wire type to model and back"),
    ("emitter.py", "one method for every event"),
    ("plain_events.py", "the events of text and whole numbers, whose JSON needs no serializer"),
    ("openapi.json", "the whole spec as one OpenAPI document"),
    ("json_schemas.py", "JSON Schemas of that document, whole documents of them"),
    ("schema_profiles.py", "the components as JSON Schemas: as they are written, and as they are read"),
    ("openapi_overlay.py", "the same document as an overlay over the published one"),
    ("releases/", "every release that was frozen, as an OpenAPI document"),
)
"""What the package holds beside its topics."""


def package(bundle: Bundle, spec: Path) -> Product:
    """The files of the package, and a line about each."""
    files = {
        f"{PACKAGE}/{n}": styled(t, n) if n.endswith(".py") else t for n, t in sorted(_files(bundle, spec).items())
    }
    topics = sorted({*bundle.topics.values()})
    contents = [(f"{PACKAGE}/{topic}.py", _first_sentence(bundle.prose[topic])) for topic in topics]
    return Product(files, [*contents, *((f"{PACKAGE}/{name}", holds) for name, holds in FILES)])


def _files(bundle: Bundle, spec: Path) -> dict[str, str]:
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
    shipped = {name: f"{HEADER}\n{(TEMPLATES / name).read_text('utf-8')}" for name in SHIPPED}
    return {**modules, **shipped, "__init__.py": init, "py.typed": "", "openapi.json": document, **kept}


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
