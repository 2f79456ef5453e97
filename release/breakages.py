"""Which public names of an older state a program cannot use any more as it did."""

from collections.abc import Iterator
from typing import NamedTuple

import griffe

from .surface import Surface

__all__ = ["Breakage", "breakages"]


class Breakage(NamedTuple):
    """One change that can break a program."""

    name: str
    """What changed, as the changelog must call it: ``SSEDecoder.receive_data``."""
    explanation: str
    """What became of it, in one line."""


def breakages(old: Surface, new: Surface) -> Iterator[Breakage]:
    """Yield what breaks: names and members gone, parameters that are gone, moved, new and required, or changed.

    Types and the values of constants are not compared: griffe cannot tell a wider type from a narrower one.  They are
    pinned, for review, by ``tests/public_api.txt``.
    """
    before, after = _as_module(old), _as_module(new)
    seen: set[tuple[str, str]] = set()
    for found in griffe.find_breaking_changes(before, after):
        name = _name_of(found)
        # griffe's own sentence has the colours of a terminal and the path of a folder that is gone.
        parameter = found.old_value or found.new_value
        which = f" ({parameter.name})" if isinstance(parameter, griffe.Parameter) else ""
        explanation = f"{name}{which}: {found.kind.value}"
        if (name, explanation) not in seen:
            seen.add((name, explanation))
            yield Breakage(name, explanation)


def _as_module(surface: Surface) -> griffe.Module:
    module = griffe.Module("public")
    # Not set_member: it would make this module the parent, and every path would begin with its name.
    module.members.update(surface)
    return module


def _name_of(found: griffe.Breakage) -> str:
    """Return the name of the class or function, with the member's, without the modules before them."""
    names = [found.obj.name]
    parent = found.obj.parent
    while parent is not None and not parent.is_module:
        names.insert(0, parent.name)
        parent = parent.parent
    return ".".join(names)
