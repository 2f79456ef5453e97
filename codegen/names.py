"""The names that Python gets from the spec: which ones bend, and which ones the spec must not use."""

from __future__ import annotations

import keyword
import re
from collections import Counter
from collections.abc import Iterator

from .bundle import Bundle
from .errors import Broken
from .python_types import attribute, is_enum, open_name

COMPONENT = re.compile(r"[A-Z][A-Za-z0-9]*")
PROPERTY = re.compile(r"[a-z][a-z0-9_]*")
TOPIC = re.compile(r"[a-z][a-z0-9_]*")
MODULES = frozenset(
    {"emitter", "event_rules", "json_schemas", "openapi_overlay", "plain_events", "requirements", "schema_profiles"}
)
"""Modules of the package that are no topic; every ``registry`` is one too."""
TAKEN = frozenset(
    {"Annotated", "Any", "ClassVar", "Literal", "StrEnum", "TypeAliasType", "Field", "StrictBool", "StrictFloat"}
    | {"StrictInt", "Model", "OpenEnum", "OpenUnion", "Final", "Mapping", "MappingProxyType", "NamedTuple"}
    | {
        "BoundEncoder",
        "Callable",
        "TypeAlias",
        "Container",
        "Effect",
        "EmitterMethods",
        "EventRule",
        "EventType",
        "Machine",
        "MachineRule",
        "State",
        "Streamed",
    }
    | {"None", "True", "False"}
    | {"Array", "UnknownTag"}
)
"""What generated modules of Python or TypeScript use or define themselves."""


def member(wire_type: str) -> str:
    """The enum member of an event type or any other value."""
    return re.sub(r"[^A-Za-z0-9]", "_", wire_type).upper()


def unusable_names(bundle: Bundle) -> Iterator[Broken]:
    """Every name of the spec that cannot become a Python name, or becomes one that is taken."""
    yield from _topics(bundle)
    aliases = {open_name(name): name for name, schema in bundle.schemas.items() if is_enum(schema)}
    folded = Counter(name.lower() for name in bundle.schemas)
    for name, schema in bundle.schemas.items():
        file = bundle.file(name)
        if not COMPONENT.fullmatch(name):
            yield Broken(file, name, "a component's name is a Python class name: letters and digits, a capital first")
        elif name in TAKEN:
            yield Broken(file, name, "generated code uses this name itself")
        elif name in aliases:
            yield Broken(file, name, f"this is the name of the open form of {aliases[name]}")
        elif folded[name.lower()] > 1:
            yield Broken(file, name, "another component differs from this name in its capitals only")
        elif name.endswith("Error"):
            yield Broken(file, name, "names that end in Error are for Python exceptions")
        yield from _properties(list(schema.get("properties", {})), file, name)
        for index, part in enumerate(schema.get("allOf", ())):
            if isinstance(part, dict):
                yield from _properties(list(part.get("properties", {})), file, f"{name}/allOf/{index}")
        yield from _values(list(schema.get("enum") or schema.get("x-values") or ()), file, name)
    yield from _spellings(bundle)


def _topics(bundle: Bundle) -> Iterator[Broken]:
    for topic in sorted(set(bundle.topics.values())):
        if not TOPIC.fullmatch(topic) or keyword.iskeyword(topic):
            yield Broken(f"schemas/{topic}.yaml", "", "a topic's name is a Python module name in small letters")
        elif topic in MODULES or topic == "registry" or topic.endswith("_registry"):
            yield Broken(f"schemas/{topic}.yaml", "", f"the generated package has a module {topic} of its own")


def _properties(names: list[str], file: str, at: str) -> Iterator[Broken]:
    attributes = Counter(map(attribute, names))
    for name in names:
        if not PROPERTY.fullmatch(name):
            yield Broken(file, f"{at}/properties/{name}", "a property's name is made of small letters, digits and _")
        elif attributes[attribute(name)] > 1:
            yield Broken(
                file, f"{at}/properties/{name}", f"another property is called {attribute(name)} in Python as well"
            )


def _values(values: list[object], file: str, at: str) -> Iterator[Broken]:
    members: dict[str, object] = {}
    for value in values:
        if not isinstance(value, str):
            yield Broken(file, f"{at}/enum", f"the values of an enum are strings, unlike {value!r}")
        elif not re.match("[A-Z]", member(value)):
            yield Broken(file, f"{at}/enum", f"no Python name can be made of {value!r}: it starts with no letter")
        elif member(value) in members:
            yield Broken(file, f"{at}/enum", f"{value!r} and {members[member(value)]!r} are the same name in Python")
        else:
            members[member(value)] = value


def _spellings(bundle: Bundle) -> Iterator[Broken]:
    """No two events share a type, an alias, or a member of ``EventType``."""
    owners: dict[str, str] = {}
    members: dict[str, str] = {}
    for wire_type, name in bundle.events.items():
        if not re.match("[A-Z]", member(wire_type)):
            yield Broken(bundle.file(name), name, f"no Python name can be made of {wire_type!r}")
        if members.setdefault(member(wire_type), wire_type) != wire_type:
            yield Broken(
                bundle.file(name), name, f"{wire_type} and {members[member(wire_type)]} are the same name in Python"
            )
        for spelling in (wire_type, *bundle.schemas[name].get("x-event", {}).get("aliases", ())):
            if spelling in owners:
                yield Broken(bundle.file(name), name, f"{spelling} is also the type of {owners[spelling]}")
            owners[spelling] = name
