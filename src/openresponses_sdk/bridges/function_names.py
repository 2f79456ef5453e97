"""Gives the functions of a request names that they may have, each its own, and remembers what they were called."""

from __future__ import annotations

from .names import NAME_LIMIT, function_name
from .request_object import RequestObject

__all__ = ["FunctionNames"]


class FunctionNames:
    """The names of one request.  A name that may stay as it is never goes to another function that is offered."""

    def __init__(self, request: RequestObject) -> None:
        """Set aside the names that the request's own tools may keep."""
        self.original: dict[str, str] = {}
        """The names that are not those of the request, and what they were there."""
        self._written = {name: name for name in _offered(request) if function_name(name) == name}
        self._taken = set(self._written)

    def of(self, source: RequestObject) -> str | None:
        """The member ``name`` as a function may be called; another one is a finding, and None that there is none."""
        given = source.text("name")
        if not given:
            return None
        name = self.written(given)
        if name != given:
            source.report("changed", f"A function may not be called so; it is {name}", "name")
        return name

    def written(self, given: str) -> str:
        """The name that stands for one of the request, the same each time."""
        if given in self._written:
            return self._written[given]
        wanted = name = function_name(given)
        number = 1
        while name in self._taken:
            number += 1
            name = f"{wanted[: NAME_LIMIT - len(str(number)) - 1]}_{number}"
        self._taken.add(name)
        self._written[given] = name
        if name != given:
            self.original[name] = given
        return name


def _offered(request: RequestObject) -> list[str]:
    names: list[str] = []
    for member in ("tools", "functions"):
        listed = request.peek(member)
        for tool in listed if isinstance(listed, list) else ():
            function = tool.get("function") if isinstance(tool, dict) and member == "tools" else tool
            name = function.get("name") if isinstance(function, dict) else None
            if isinstance(name, str) and name:
                names.append(name)
    return names
