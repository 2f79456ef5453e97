"""What hand-written classes add to generated models.

A class ``XMembers`` in a template ``_*_members.py`` becomes the base of the model ``X``; the file is copied into the
package as it is.  Such a class has methods and properties only: what is on the wire comes from the spec.
"""

from __future__ import annotations

import ast
from typing import NamedTuple

from .bundle import Bundle
from .errors import Broken, SpecError
from .python_types import PythonTypes
from .render import TEMPLATES

SUFFIX = "Members"
FILES = sorted(TEMPLATES.glob("_*_members.py"))


class Members(NamedTuple):
    """The class that a model is built on."""

    module: str
    name: str


def sources(header: str) -> dict[str, str]:
    """Module file name -> source, for every file of such classes."""
    return {path.name: f"{header}\n{path.read_text('utf-8')}" for path in FILES}


def bases(bundle: Bundle) -> dict[str, Members]:
    """Model -> its base; raises ``SpecError`` where a class serves no model or hides a wire field of it."""
    types = PythonTypes(bundle)
    found: dict[str, Members] = {}
    broken: list[Broken] = []
    for path in FILES:
        for node in ast.parse(path.read_text("utf-8")).body:
            if not isinstance(node, ast.ClassDef) or not node.name.endswith(SUFFIX):
                continue
            model = node.name.removesuffix(SUFFIX)
            fields = types.merged(bundle.schemas.get(model, {})).get("properties")
            if fields is None:
                broken.append(Broken(path.name, node.name, f"the spec has no object {model}"))
                continue
            functions = {entry.name for entry in node.body if isinstance(entry, ast.FunctionDef)}
            for name in sorted(functions & fields.keys()):
                broken.append(Broken(path.name, node.name, f"{name} is a wire field of {model}"))
            found[model] = Members(path.stem, node.name)
    if broken:
        raise SpecError(broken)
    return found
