"""Reads spec/ (one YAML file a topic, relative references) into one OpenAPI document."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import yaml

from .errors import Broken, SpecError

PREFIX = "#/components/schemas/"
Json = dict[str, Any]


@dataclass(frozen=True)
class Bundle:
    """The whole spec as one document, and where each schema was written."""

    document: Json
    topics: dict[str, str]
    """Schema name -> the topic (file under ``schemas/`` without its suffix) that defines it: its Python module."""
    prose: dict[str, str]
    """Topic -> what it is about."""

    @property
    def schemas(self) -> dict[str, Json]:
        """Every component schema by its name."""
        schemas: dict[str, Json] = self.document["components"]["schemas"]
        return schemas

    @property
    def events(self) -> dict[str, str]:
        """Wire type -> component name of every streaming event, in the order of the spec."""
        return tags(self.schemas["ResponseStreamEvent"])

    def file(self, name: str) -> str:
        """The file that defines a component."""
        return f"schemas/{self.topics[name]}.yaml"


def tags(union: Json) -> dict[str, str]:
    """Tag -> component name of a tagged union."""
    return {tag: name_of(ref) for tag, ref in union["discriminator"]["mapping"].items()}


def name_of(ref: str) -> str:
    """The component that an absolute reference names."""
    return ref.removeprefix(PREFIX)


def load(spec: Path) -> Bundle:
    """Read a spec folder.

    Raises ``SpecError`` when a file cannot be read, is not YAML, repeats a key, defines a name twice or refers to what
    does not exist.
    """
    if not (spec / "openapi.yaml").is_file():
        raise SpecError([Broken("openapi.yaml", "", f"the folder {spec.name}/ has no such file")])
    files = {f"schemas/{p.name}": _read(p, f"schemas/{p.name}") for p in sorted((spec / "schemas").glob("*.yaml"))}
    if not files:
        raise SpecError([Broken("schemas/", "", "the folder holds no topic, a file that ends in .yaml")])
    files["openapi.yaml"] = _read(spec / "openapi.yaml", "openapi.yaml")
    broken: list[Broken] = []
    if not isinstance(files["openapi.yaml"].get("components", {}), dict):
        broken.append(Broken("openapi.yaml", "components", "must be an object"))
    owners: dict[str, str] = {}
    for file, content in files.items():
        if file == "openapi.yaml":
            continue
        if not isinstance(content.get("$defs"), dict):
            broken.append(Broken(file, "", "a topic holds its schemas under $defs"))
            continue
        if not isinstance(content.get("description"), str):
            broken.append(Broken(file, "", "a topic needs a description"))
        for name, schema in content["$defs"].items():
            if name in owners:
                broken.append(Broken(file, name, f"already defined in {owners[name]}"))
            if not isinstance(schema, dict):
                broken.append(Broken(file, name, "a component is an object"))
            owners[name] = file
    if broken:
        raise SpecError(broken)
    resolver = _Resolver(owners)
    document: Json = resolver.absolute(files["openapi.yaml"], "openapi.yaml", "")
    document.setdefault("components", {})["schemas"] = {
        name: resolver.absolute(files[file]["$defs"][name], file, name) for name, file in owners.items()
    }
    if resolver.broken:
        raise SpecError(resolver.broken)
    topics = {name: file.removeprefix("schemas/").removesuffix(".yaml") for name, file in owners.items()}
    prose = {topics[name]: files[file]["description"] for name, file in owners.items()}
    return Bundle(document, topics, prose)


class _Resolver:
    """Turns the relative references of the files into references inside one document."""

    def __init__(self, owners: dict[str, str]) -> None:
        self._owners = owners
        self.broken: list[Broken] = []

    def absolute(self, node: Any, file: str, path: str) -> Any:
        if isinstance(node, list):
            return [self.absolute(value, file, f"{path}/{i}") for i, value in enumerate(node)]
        if not isinstance(node, dict):
            return node
        out: Json = {}
        for key, value in node.items():
            at = f"{path}/{key}"
            if key == "$ref" and isinstance(value, str):
                out[key] = self._reference(value, file, at)
            elif key == "mapping" and "propertyName" in node and isinstance(value, dict):
                out[key] = {tag: self._reference(ref, file, f"{at}/{tag}") for tag, ref in value.items()}
            else:
                out[key] = self.absolute(value, file, at)
        return out

    def _reference(self, ref: object, file: str, at: str) -> str:
        where, marker, name = str(ref).partition("#/$defs/")
        folder = file.rpartition("/")[0]
        target = f"{folder}/{where}".lstrip("/") if where else file
        if not marker:
            self.broken.append(Broken(file, at, f"{ref}: a reference reads topic.yaml#/$defs/Name"))
        elif name not in self._owners:
            self.broken.append(Broken(file, at, f"{ref} does not exist"))
        elif self._owners[name] != target:
            self.broken.append(Broken(file, at, f"{ref}: {name} is defined in {self._owners[name]}"))
        return PREFIX + name


class _UniqueKeys(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML that refuses a repeated key, which YAML itself would silently let win.

    A date stays a string, as in JSON.
    """

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, Any]]]] = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise yaml.MarkedYAMLError(None, None, f"the key {key!r} is no string; quote it", key_node.start_mark)
            if key in seen:
                raise yaml.MarkedYAMLError(None, None, f"the key {key!r} stands here twice", key_node.start_mark)
            seen.add(key)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return mapping


def read_yaml(path: Path, file: str) -> Any:
    """The content of one YAML file; raises ``SpecError`` naming ``file`` when it is not sound YAML."""
    try:
        content = yaml.load(path.read_text("utf-8"), Loader=_UniqueKeys)
        json.dumps(content, allow_nan=False)
        return content
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise SpecError(
            [Broken(file, f"line {mark.line + 1}" if mark else "", f"not YAML: {error.problem}")]
        ) from error
    except OSError as error:
        raise SpecError([Broken(file, "", f"cannot be read: {error.strerror}")]) from error
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise SpecError([Broken(file, "", f"cannot be read: {error}")]) from error
    except (TypeError, ValueError, RecursionError) as error:  # A set, a number that is none, an anchor inside itself.
        raise SpecError([Broken(file, "", f"holds what JSON cannot: {error}")]) from error


def _read(path: Path, file: str) -> Json:
    content = read_yaml(path, file)
    if not isinstance(content, dict):
        raise SpecError([Broken(file, "", "the file holds an object")])
    return content


def references(node: Any) -> Iterator[str]:
    """The name of every component that a schema refers to, also through a fallback."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield name_of(node["$ref"])
        if isinstance(node.get("x-fallback"), str):
            yield node["x-fallback"]
        for key, value in node.items():
            if key != "discriminator":
                yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)
