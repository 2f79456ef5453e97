"""The folder ``generated/vectors/``: one file a topic, the schema of these files, and a README."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from ..bundle import Bundle, Json, read_yaml
from ..folder import COMMENT, PAGE_HEADER
from ..product import Product
from ..render import TEMPLATES, template
from ..requirements import load, severity_of
from .frames import decoding
from .script import Scene
from .streams import events_of, topics
from .writing import written

FOLDER = "vectors"
FORMAT = 1
"""The version of the files and of the protocol; it rises when a reader of the one before would not understand them."""
_SPREAD = {"streams": 5, "decode": 3}
"""How many levels of a file stand one member a line."""


class VectorFile(NamedTuple):
    """One file: a kind, a topic, and what is in it."""

    kind: str
    topic: str
    about: str
    vectors: list[Json]

    @property
    def path(self) -> str:
        """Where it stands, from the folder of the vectors."""
        return f"{self.kind}/{self.topic}.json"


ABOUT = {
    "streams/items": "every type of item, and every type of part in every list that may hold it",
    "streams/endings": "every state that ends a response, from every state that leads there",
    "streams/sessions": "legal streams with several items: agents, citations, calls, vendors, odd characters",
    "streams/forgiven": "what servers get wrong and readers put up with",
    "decode/sse": "bytes of server-sent events, in every form that the format allows, cut everywhere",
}


def product(bundle: Bundle, spec: Path) -> Product:
    """The files of the folder; nothing when the spec has no cases for them."""
    if not (spec / FOLDER).is_dir():
        return Product({}, [])
    made = vectors(bundle, spec)
    version = bundle.document["info"]["version"]
    files = {f"{FOLDER}/{one.path}": _file(one, version) for one in made}
    schema = json.loads((TEMPLATES / "vectors.schema.json").read_text("utf-8"))
    files[f"{FOLDER}/schema.json"] = json.dumps({**COMMENT, **schema}, indent=2) + "\n"
    counts = Counter({one.path: len(one.vectors) for one in made})
    rows = [(one.path, counts[one.path], one.about) for one in made]
    files[f"{FOLDER}/README.md"] = template(
        "vectors.md.jinja2", header=PAGE_HEADER, version=version, format=FORMAT, rows=rows, total=counts.total()
    )
    return Product(files, [(f"{FOLDER}/", f"{counts.total()} golden vectors for implementations in any language")])


def vectors(bundle: Bundle, spec: Path) -> list[VectorFile]:
    """Every vector.  Raises ``SpecError`` when a case of ``spec/vectors/`` does not say what it should."""
    cases = {path.stem: read_yaml(path, f"{FOLDER}/{path.name}") for path in sorted((spec / FOLDER).glob("*.yaml"))}
    severities = {name: severity_of(row) for name, row in load(spec).items()}
    scene = Scene(bundle, cases["defaults"], severities)
    base = cases["sse"]["stream"]
    events = events_of(scene, base, cases["streams"]["legal"][base])
    found = [
        *(("streams", topic, of) for topic, of in topics(scene, cases["streams"]).items()),
        ("decode", "sse", decoding(events, scene.table.grammar["terminator"], cases["sse"])),
    ]
    return [VectorFile(kind, topic, ABOUT[f"{kind}/{topic}"], of) for kind, topic, of in found]


def _file(one: VectorFile, version: str) -> str:
    head = {**COMMENT, "format": FORMAT, "spec": version, "kind": one.kind, "topic": one.topic, "about": one.about}
    return written({**head, "vectors": one.vectors}, _SPREAD[one.kind])
