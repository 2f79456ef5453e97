"""The public names of the two packages, and the classes that they reach, read from source without importing it."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import griffe

__all__ = ["MODULES", "Surface", "load", "signatures"]

PACKAGES: Final = ("openresponses_schema", "openresponses_sdk")
MODULES: Final = (
    "openresponses_sdk",
    "openresponses_sdk.testing",
    "openresponses_sdk.testing.pytest_plugin",
    "openresponses_sdk.testing.strategies",
    "openresponses_schema",
)
"""The modules whose ``__all__`` is public; ``openresponses_sdk.types`` has the names of ``openresponses_schema``."""

NOT_CALLED: Final = {"__slots__", "__post_init__"}
"""Members that Python asks for, and no program."""

Surface = dict[str, griffe.Object]
"""What stands behind each public name, by the name that a program would write."""


def load(root: Path) -> Surface:
    """Return the public names of the source below a folder, then what their signatures reach, in alphabetic order.

    A class that only a method returns has no public name to import, but its methods are called all the same: it is
    listed under the path where it is defined.  Raises ``ImportError`` when one of the packages is not there.
    """
    loader = griffe.GriffeLoader(search_paths=[root / "src", root / "generated"], allow_inspection=False)
    for package in PACKAGES:
        loader.load(package)
    loader.resolve_aliases(external=False)
    modules = loader.modules_collection
    found: Surface = {}
    for module in _public_modules(modules):
        for name in map(str, module.exports or ()):
            target = _target(module.members[name])
            if not target.is_module:  # The module ``types`` has names that are here already.
                found[f"{module.path}.{name}"] = target
    _add_reached(found, modules)
    return dict(sorted(found.items()))


def signatures(surface: Surface) -> Iterator[str]:
    """Yield one line for every public name that is written by hand, and for every public member of its class."""
    for name, found in surface.items():
        is_written = found.path.startswith("openresponses_sdk.") and not name.startswith("openresponses_schema.")
        if is_written and found.name != "__version__":
            yield from _lines(name, found)


def _public_modules(modules: griffe.ModulesCollection) -> Iterator[griffe.Module]:
    for name in MODULES:
        # An old state may lack one; when one is gone, all of its names are.
        with suppress(KeyError):
            yield modules[name]


def _lines(name: str, found: griffe.Object) -> Iterator[str]:
    if isinstance(found, griffe.Class):
        bases = ", ".join(map(str, found.bases))
        yield f"class {name}({bases})"
        for member, inner in sorted(found.all_members.items()):
            # What is inherited from a generated class follows spec/, and is seen there.
            if inner.is_public and _path(inner).startswith("openresponses_sdk.") and member not in NOT_CALLED:
                yield from _lines(f"{name}.{member}", _target(inner))
    elif isinstance(found, griffe.Function):
        said = found.signature(name=name, return_type=True)
        yield f"{'async ' if 'async' in found.labels else ''}def {' '.join(said.split())}"
    elif isinstance(found, griffe.Attribute):
        annotation = "" if found.annotation is None else f": {found.annotation}"
        # What an alias stands for is its signature; the other values are no promise.
        value = f" = {found.value}" if found.annotation is None or "TypeAlias" in annotation else ""
        is_of_module = found.parent is not None and found.parent.is_module
        yield " ".join(f"{name}{annotation}{value if is_of_module else ''}".split())


def _add_reached(found: Surface, modules: griffe.ModulesCollection) -> None:
    seen = {target.path for target in found.values()}
    waiting = list(found.values())
    while waiting:
        for path in _paths_said_by(waiting.pop()):
            if path.split(".")[0] not in PACKAGES:
                continue
            reached = _target(modules[path])
            is_private = any(name.startswith("_") for name in reached.path.split("."))
            if reached.is_class and not is_private and reached.path not in seen:
                seen.add(reached.path)
                found[reached.path] = reached
                waiting.append(reached)


def _paths_said_by(public: griffe.Object) -> Iterator[str]:
    """Yield the paths of the names in what functions return and in what attributes hold."""
    if isinstance(public, griffe.Class):
        for member in public.all_members.values():
            if member.is_public and _path(member).split(".")[0] in PACKAGES:
                yield from _paths_said_by(_target(member))
        return
    said = public.returns if isinstance(public, griffe.Function) else getattr(public, "annotation", None)
    if isinstance(said, griffe.Expr):
        yield from (part.canonical_path for part in said.iterate(flat=True) if isinstance(part, griffe.ExprName))


def _path(member: griffe.Object | griffe.Alias) -> str:
    """Return where a member is defined, for an inherited one in the base class."""
    return member.target_path if isinstance(member, griffe.Alias) else member.path


def _target(found: griffe.Object | griffe.Alias) -> griffe.Object:
    return found.final_target if isinstance(found, griffe.Alias) else found
