"""Reads a model straight from its JSON text, in one pass of pydantic's validator.

The full way from text to model parses the text, looks through the values for numbers that JSON does not have, and
validates them.  Here all of it is one call, by a schema that is made from the model's own and takes less:

* A value of any kind is one that JSON has: no NaN, no Infinity, no number beyond the range of a double.
* The members of a union are told apart by their tag without a call into Python; a tag that is missing is refused.
* An open enum is looked up without one.
* What the specification does not define, such as an item of a vendor's, is tried after the rest.
* The first fault of a list is the last, since nobody looks at the faults.

What such a reader gives is equal to what the full way gives, and what it refuses says nothing: then the full way has to
be taken.  That is a law in the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import Any, Final, Generic, NamedTuple, TypeAlias, TypeVar

from pydantic_core import SchemaValidator, core_schema

from openresponses_schema._base import Model

from .json_values import Json, is_finite

__all__ = ["REFUSED", "JSONReader", "json_reader"]

REFUSED: Final = (ValueError, LookupError)
"""What a reader raises for a text that has to be read the full way."""
_M = TypeVar("_M", bound=Model)
JSONReader: TypeAlias = Callable[[bytes | str], _M]
"""Gives the model, or raises one of ``REFUSED``."""
_Schema: TypeAlias = dict[str, Any]
"""A core schema, as ``pydantic_core.core_schema`` describes them."""

_FOR_WRITING: Final = frozenset({"metadata", "ref", "serialization", "serialization_exclude_if", "title"})
"""What a schema says that reading does not need; ``ref`` names what is written out here wherever it is used."""
_ALIASES: Final = frozenset({"serialize_by_alias", "validate_by_alias", "validate_by_name"})


def json_reader(model: type[_M], tag: str | None = None) -> JSONReader[_M] | None:
    """The reader of a model; None when the model holds something that cannot be read in this way.

    With ``tag`` the reader refuses an object whose ``type`` is missing or another one.
    """
    if not model.__pydantic_complete__:
        model.model_rebuild()
    try:
        closed = _Narrower(model, tag)
    except _Unknown:
        return None
    return _OpenReader(closed.reader(), model, tag) if closed.is_cut else closed.reader()


class _OpenReader(Generic[_M]):
    """Tries what the specification defines, and what it leaves open when there is something of that.

    A validator without the open members takes a twentieth less time.
    """

    def __init__(self, closed: JSONReader[_M], model: type[_M], tag: str | None) -> None:
        self._closed = closed
        self._model = model
        self._tag = tag

    def __call__(self, data: bytes | str) -> _M:
        """Read one text."""
        try:
            return self._closed(data)
        except REFUSED:
            return self._open(data)

    @cached_property
    def _open(self) -> JSONReader[_M]:
        return _Narrower(self._model, self._tag, is_open=True).reader()


class _Unknown(LookupError):
    """A schema that cannot be made narrower here."""


class _Tag(NamedTuple):
    field: str
    value: str


class _Narrower(Generic[_M]):
    """Makes the schema of a model narrower, and writes out what it refers to, which is read faster.

    Unless ``is_open``, unknown tags and unknown values of open enums are refused too.
    """

    def __init__(self, model: type[_M], tag: str | None, *, is_open: bool = False) -> None:
        self.is_cut = False
        """Whether something open was left out."""
        self._is_open = is_open
        self._definitions: dict[str, _Schema] = {}
        self._within: list[str] = []
        self._whole = self.schema(model.__pydantic_core_schema__, None if tag is None else _Tag("type", tag))

    def reader(self) -> JSONReader[_M]:
        """What reads by the narrower schema."""
        whole: Any = self._whole
        # The validators that the models hold would take the place of the narrower ones.
        return SchemaValidator(whole, _use_prebuilt=False).validate_json

    def schema(self, schema: Any, tag: _Tag | None = None) -> _Schema:  # noqa: ANN401 -- a core schema of any type
        """The narrower schema; with ``tag`` it takes only objects that have the tag, which a union sees to itself."""
        kind = schema["type"]
        if "ref" in schema:
            self._definitions[schema["ref"]] = schema
        if kind == "definitions":
            self._definitions |= {each["ref"]: each for each in schema["definitions"]}
            return self.schema(schema["schema"], tag)
        if kind == "definition-ref":
            return self._definition(schema["schema_ref"], tag)
        if kind == "model":
            return self._model(schema, {} if tag is None else {tag.field: partial(_literal, tag.value)})
        narrow = _NARROW.get(kind)
        if narrow is None or (tag is not None and kind != "tagged-union"):
            raise _Unknown(kind)
        return narrow(self, schema)

    def _definition(self, ref: str, tag: _Tag | None) -> _Schema:
        if ref in self._within or ref not in self._definitions:
            raise _Unknown(ref)
        self._within.append(ref)
        found = self.schema(self._definitions[ref], tag)
        self._within.pop()
        return found

    def _model(self, schema: _Schema, replaced: Mapping[str, Callable[[_Schema], _Schema]]) -> _Schema:
        inside = schema["schema"]
        if schema.get("custom_init") or schema.get("post_init") or inside["type"] != "model-fields":
            raise _Unknown("a model with a way of its own")
        fields: _Schema = {}
        for name, field in inside["fields"].items():
            inner = field["schema"]
            fields[name] = {**_bare(field), "schema": replaced[name](inner) if name in replaced else self.schema(inner)}
        config = _bare(schema.get("config", {}))
        if not any("validation_alias" in field for field in fields.values()):
            config = {name: value for name, value in config.items() if name not in _ALIASES}
        return {
            **_bare(schema),
            "config": config,
            "schema": {**_bare(inside), "fields": fields, "extras_schema": _EXTRA},
        }

    def _plain(self, schema: _Schema) -> _Schema:
        return _bare(schema)

    def _text(self, schema: _Schema) -> _Schema:
        return {**_bare(schema), "strict": True}

    def _any(self, schema: _Schema) -> _Schema:
        return _ANY

    def _float(self, schema: _Schema) -> _Schema:
        return {**_bare(schema), "allow_inf_nan": False}

    def _wrapped(self, schema: _Schema) -> _Schema:
        return {**_bare(schema), "schema": self.schema(schema["schema"])}

    def _list(self, schema: _Schema) -> _Schema:
        return {**_bare(schema), "items_schema": self.schema(schema["items_schema"]), "fail_fast": True}

    def _dict(self, schema: _Schema) -> _Schema:
        return {**_bare(schema), "values_schema": self.schema(schema["values_schema"])}

    def _ordered_union(self, schema: _Schema) -> _Schema:
        if schema.get("mode") != "left_to_right":
            raise _Unknown("a union without an order")
        return _first_of([self.schema(choice) for choice in schema["choices"]])

    def _open_union(self, schema: _Schema) -> _Schema:
        said = schema.get("metadata", {}).get("open_union")
        if said is None:
            raise _Unknown("a tagged union of another make")
        choices: _Schema = schema["choices"]
        name, tags = said["tag"], said["tags"]
        found = [self.schema(choices[kind]) for kind in ("string", "array") if kind in choices and kind not in tags]
        members = {tag: self.schema(choices[tag], _Tag(name, tag)) for tag in tags}
        if len(members) == 1:
            found += members.values()
        elif members:
            found.append({"type": "tagged-union", "choices": members, "discriminator": name})
        if "*" in choices:
            if self._is_open or not found:
                found.append(self._fallback(choices["*"], name, frozenset(tags)))
            else:
                self.is_cut = True
        return _first_of(found)

    def _fallback(self, schema: _Schema, name: str, known: frozenset[str]) -> _Schema:
        """What takes an object with a tag that is not known; a known tag never falls through."""
        while schema["type"] == "definition-ref":
            schema = self._definitions[schema["schema_ref"]]
        if schema["type"] != "model":
            raise _Unknown(schema["type"])
        return self._model(schema, {name: partial(_other, known)})

    def _open_enum(self, schema: _Schema) -> _Schema:
        members = schema.get("metadata", {}).get("open_enum")
        if members is None:
            raise _Unknown("a function")
        known: Any = core_schema.enum_schema(members, list(members), sub_type="str")
        if self._is_open:
            return _first_of([known, self.schema(schema["schema"])])
        self.is_cut = True
        return dict(known)


_NARROW: Final[Mapping[str, Callable[[_Narrower[Any], _Schema], _Schema]]] = {
    **dict.fromkeys(("int", "bool", "none", "literal"), _Narrower._plain),
    **dict.fromkeys(("nullable", "default"), _Narrower._wrapped),
    "str": _Narrower._text,
    "any": _Narrower._any,
    "float": _Narrower._float,
    "list": _Narrower._list,
    "dict": _Narrower._dict,
    "union": _Narrower._ordered_union,
    "tagged-union": _Narrower._open_union,
    "function-after": _Narrower._open_enum,
}


def _bare(schema: _Schema) -> _Schema:
    return {name: value for name, value in schema.items() if name not in _FOR_WRITING}


def _first_of(choices: list[_Schema]) -> _Schema:
    return choices[0] if len(choices) == 1 else {"type": "union", "choices": choices, "mode": "left_to_right"}


def _literal(tag: str, schema: _Schema) -> _Schema:
    """One spelling of a constant, without the default that would stand in for a missing one."""
    constant = schema
    while constant["type"] in ("default", "nullable"):
        constant = constant["schema"]
    if constant["type"] != "literal" or tag not in constant["expected"]:
        raise _Unknown("a tag that is no constant")
    return {"type": "literal", "expected": [tag]}


def _other(known: frozenset[str], schema: _Schema) -> _Schema:
    """Any string but the known ones."""
    if schema["type"] != "str":
        raise _Unknown("a tag that is no string")

    def unknown(tag: str) -> str:
        if tag in known:
            raise ValueError
        return tag

    return dict(core_schema.no_info_after_validator_function(unknown, core_schema.str_schema(strict=True)))


def _finite(value: Json) -> Json:
    if not is_finite(value):
        # Unlike a ValueError this ends the validation, which would note a fault for each such value otherwise.
        raise LookupError
    return value


_ANY: Final[_Schema] = dict(core_schema.no_info_after_validator_function(_finite, core_schema.any_schema()))
_EXTRA: Final[_Schema] = _first_of([dict(core_schema.str_schema(strict=True)), _ANY])
"""A member that the specification does not define; most are strings, which need no call into Python."""
