"""The TypeScript package: types and tables from the spec, and hand-written code that works from the tables alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .bundle import Bundle, Json
from .folder import COMMENT, MARK, PAGE_HEADER
from .product import Product
from .render import template
from .semantics import semantics
from .typescript_types import TypeScript

FOLDER = "typescript"
SOURCES = Path(__file__).parent / "typescript"
COPIED = ("*.md", "*.json", "src/*.ts")
"""What is written by hand and shipped as it is, under the mark."""
PROSE = frozenset({"description", "source", "added_in"})
FILES = (
    ("package.json", "the npm package `openresponses-schema`: types, tables, decoder and accumulator"),
    ("src/read.ts", "every component as it may be met: what reading forgives, tags and values of other releases"),
    ("src/write.ts", "every component as it must be sent"),
    ("src/semantics.ts", "`tables/semantics.json` as data of TypeScript"),
)


def typescript_package(bundle: Bundle, spec: Path) -> Product:
    """The files of the package, and a line about the main ones."""
    files = {f"{FOLDER}/{name}": text for name, text in {**_written(), **_generated(bundle, spec)}.items()}
    return Product(files, [(f"{FOLDER}/{name}", holds) for name, holds in FILES])


def _written() -> dict[str, str]:
    paths = sorted(path for pattern in COPIED for path in SOURCES.glob(pattern))
    return {path.relative_to(SOURCES).as_posix(): _marked(path) for path in paths}


def _marked(path: Path) -> str:
    text = path.read_text("utf-8")
    if path.suffix == ".json":
        return json.dumps({**COMMENT, **json.loads(text)}, indent=2, ensure_ascii=False) + "\n"
    return f"{PAGE_HEADER}\n{text}" if path.suffix == ".md" else f"// {MARK}\n{text}"


def _generated(bundle: Bundle, spec: Path) -> dict[str, str]:
    table = semantics(bundle, spec)
    requirements, effects = table.pop("requirements"), table.pop("effects")
    shared: Json = {"header": f"// {MARK}", "release": table["release"]}
    topics = sorted({*bundle.topics.values()})
    files: dict[str, str] = {}
    for profile, says in PROFILES.items():
        types = TypeScript(bundle, "read" if profile == "read" else "write")
        files[f"src/{profile}.ts"] = template(
            "typescript/types.ts.jinja2",
            **shared,
            says=says,
            reads=profile == "read",
            topics=[(" ".join(bundle.prose[topic].split()), types.declarations(topic)) for topic in topics],
        )
    types = TypeScript(bundle, "read")
    files["src/unions.ts"] = template("typescript/unions.ts.jinja2", **shared, unions=types.unions())
    values: Json = {**shared, "effects": effects, "table": _bare(table)}
    files["src/semantics.ts"] = template("typescript/semantics.ts.jinja2", **values)
    files["src/requirements.ts"] = template("typescript/requirements.ts.jinja2", **shared, rows=requirements)
    return files


def _bare(value: Any) -> Any:
    """The table without its prose, which programs need not load."""
    if isinstance(value, dict):
        return {name: _bare(member) for name, member in value.items() if name not in PROSE}
    return [_bare(member) for member in value] if isinstance(value, list) else value


PROFILES = {
    "read": (
        "Every component as a reader may meet it. Members that servers are known to leave out, or to send as null, may "
        "be absent or null; a tag or value of another release is kept."
    ),
    "write": (
        "Every component as it must be sent, with the strictness of the specification. What is built of these types "
        "fits those of `read` as well."
    ),
}
