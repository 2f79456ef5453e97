"""Renders every generated file in memory, then writes the folder or compares it."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable
from pathlib import Path

from .bundle import Bundle, load
from .errors import SpecError
from .folder import PACKAGE, PAGE_HEADER, is_ours, links_in_the_way, present, strangers
from .lint import lint
from .package import package
from .pages import pages
from .product import Product
from .render import template
from .semantics import semantics_tables
from .shared_schemas import shared_schemas
from .typescript_package import typescript_package
from .vectors.files import product as vectors

PRODUCTS: tuple[Callable[[Bundle, Path], Product], ...] = (
    package,
    pages,
    shared_schemas,
    vectors,
    semantics_tables,
    typescript_package,
)
"""Everything that is generated: each makes its files from the bundle, or from what else the spec folder holds."""
CARRIED = ("tables/",)
"""What the package holds as well, for exports from an installed wheel; all else that is exported it can make itself."""


def render(spec: Path) -> dict[str, str]:
    """Every generated file by its path under generated/; raises ``SpecError`` when the spec is not sound."""
    bundle = load(spec)
    if broken := list(lint(bundle, spec)):
        raise SpecError(broken)
    files: dict[str, str] = {}
    rows: list[tuple[str, str]] = []
    for make in PRODUCTS:
        product = make(bundle, spec)
        files |= product.files
        rows += product.contents
    carried = {f"{PACKAGE}/{name}": text for name, text in files.items() if name.startswith(CARRIED)}
    version = bundle.document["info"]["version"]
    return {
        **files,
        **carried,
        "README.md": template("readme.md.jinja2", header=PAGE_HEADER, version=version, rows=rows),
    }


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
