"""The folder ``generated/vectors/``: one file a topic, the schema of these files, and a README."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from ..bundle import Bundle, Json, read_yaml
from ..errors import Broken, SpecError
from ..folder import COMMENT, PAGE_HEADER
from ..product import Product
from ..render import TEMPLATES, template
from ..requirements import load, severity_of
from .bridges import bridged
from .coverage import repeated_ids, uncovered_components, uncovered_requirements
from .frames import decoding
from .judgements import broken_frames, broken_streams, untimely
from .objects import Objects
from .script import Scene
from .streams import events_of, topics
from .writing import written

FOLDER = "vectors"
FORMAT = 1
"""The version of the files and of the protocol; it rises when a reader of the one before would not understand them."""
_NEEDED = ("defaults", "streams", "violations", "frames", "sse", "objects")
_SPREAD = {"streams": 5, "decode": 3, "frames": 4, "objects": 3, "bridges": 5}
"""How many levels of a file stand one member a line."""
_ABOUT = {
    "streams/items": "every type of item, and every type of part in every list that may hold it",
    "streams/endings": "every state that ends a response, from every state that leads there",
    "streams/sessions": "legal streams with several items: agents, citations, calls, vendors, odd characters",
    "streams/forgiven": "what servers get wrong and readers put up with",
    "streams/violations": "for every requirement that a stream can break, the smallest stream that does",
    "streams/untimely": "every event in every state in which it may not happen",
    "decode/sse": "bytes of server-sent events, in every form that the format allows, cut everywhere",
    "frames/sse": "bytes of server-sent events that break a requirement by how they are framed",
}


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


def product(bundle: Bundle, spec: Path) -> Product:
    """The files of the folder.  Raises ``SpecError`` when a case is broken or something has no vector."""
    made = vectors(bundle, spec)
    version = bundle.document["info"]["version"]
    files = {f"{FOLDER}/{one.path}": _text(one, version) for one in made}
    schema = json.loads((TEMPLATES / "vectors.schema.json").read_text("utf-8"))
    files[f"{FOLDER}/schema.json"] = json.dumps({**COMMENT, **schema}, indent=2) + "\n"
    rows = [(one.path, len(one.vectors), one.about) for one in made]
    total = sum(count for _, count, _ in rows)
    files[f"{FOLDER}/README.md"] = template(
        "vectors.md.jinja2", header=PAGE_HEADER, version=version, format=FORMAT, rows=rows, total=total
    )
    return Product(files, [(f"{FOLDER}/", f"{total} golden vectors for implementations in any language")])


def vectors(bundle: Bundle, spec: Path) -> list[VectorFile]:
    """Every vector; raises ``SpecError`` as ``product`` does."""
    cases = _cases(spec)
    rows = load(spec)
    scene = Scene(bundle, cases["defaults"], {name: severity_of(row) for name, row in rows.items()})
    streams = topics(scene, cases["streams"])
    base = cases["sse"]["stream"]
    events = events_of(scene, base, cases["streams"]["legal"][base])
    terminator = scene.table.grammar["terminator"]
    # What is short comes first, so that it is taken where several streams show the same.
    legal = [vector for topic in ("endings", "sessions", "items") for vector in streams[topic]]
    judged = {
        "violations": broken_streams(scene, cases["violations"]),
        "untimely": untimely(scene, legal),
    }
    frames = broken_frames(scene, cases["frames"], cases["violations"]["scripts"])
    objects = Objects(bundle, cases["objects"]).by_topic()
    found = [
        *(VectorFile("streams", topic, _ABOUT[f"streams/{topic}"], of) for topic, of in {**streams, **judged}.items()),
        VectorFile("decode", "sse", _ABOUT["decode/sse"], decoding(events, terminator, cases["sse"])),
        VectorFile("frames", "sse", _ABOUT["frames/sse"], frames),
        *(VectorFile("objects", topic, f"values of the components in {topic}", of) for topic, of in objects.items()),
        *(VectorFile("bridges", name, about, of) for name, about, of in bridged(scene.table, spec / FOLDER)),
    ]
    listed = [vector for one in found for vector in one.vectors]
    of_streams = [vector for one in found if one.kind in ("streams", "frames") for vector in one.vectors]
    of_objects = [vector for of in objects.values() for vector in of]
    broken = [
        *uncovered_requirements(rows, of_streams),
        *uncovered_components(bundle, of_objects),
        *repeated_ids(listed),
    ]
    if broken:
        raise SpecError(broken)
    return found


def _cases(spec: Path) -> Json:
    missing = [name for name in _NEEDED if not (spec / FOLDER / f"{name}.yaml").is_file()]
    if missing:
        raise SpecError([Broken(f"{FOLDER}/{name}.yaml", "", "the vectors need this file") for name in missing])
    return {name: read_yaml(spec / FOLDER / f"{name}.yaml", f"{FOLDER}/{name}.yaml") for name in _NEEDED}


def _text(one: VectorFile, version: str) -> str:
    head = {**COMMENT, "format": FORMAT, "spec": version, "kind": one.kind, "topic": one.topic, "about": one.about}
    return written({**head, "vectors": one.vectors}, _SPREAD[one.kind])
