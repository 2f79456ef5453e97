"""Small OpenAPI documents for the tests of the tools for maintainers."""

from __future__ import annotations

from typing import Any

from openresponses_sdk.documents.document import Document

Json = dict[str, Any]


def ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def document(schemas: Json, *, sent: str | None = None, received: str | None = None, **more: Any) -> Document:
    """A document with these components; ``sent`` is what a server answers, ``received`` what a client sends."""
    operation: Json = {"responses": {"200": {"content": _body(sent)}}} if sent else {}
    if received:
        operation["requestBody"] = {"content": _body(received)}
    plain: Json = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/things": {"post": operation}} if operation else {},
        "components": {"schemas": schemas, **more.pop("components", {})},
        **more,
    }
    return Document(plain)


def _body(name: str) -> Json:
    return {"application/json": {"schema": ref(name)}}


def thing(*required: str, **properties: Any) -> Json:
    """An object with properties, some of them required."""
    return {"type": "object", "description": "A thing.", "properties": properties, "required": list(required)}


def union(*names: str, **more: Any) -> Json:
    mapping = {name.lower(): ref(name)["$ref"] for name in names}
    return {
        "description": "One of them.",
        "oneOf": [ref(name) for name in names],
        "discriminator": {"propertyName": "type", "mapping": mapping},
        **more,
    }


def tagged(tag: str) -> Json:
    return thing("type", type={"type": "string", "const": tag})
