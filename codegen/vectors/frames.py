"""Bytes of server-sent events with the events that they hold; they are written here, and never read."""

from __future__ import annotations

import base64
import json

from ..bundle import Json
from ..errors import Broken, SpecError

FILE = "vectors/sse.yaml"
Events = list[Json]
_CUTS: list[Json | str | list[int]] = [[], "every"]


def decoding(events: Events, terminator: str, cases: Json) -> list[Json]:
    """The vectors of kind ``decode``: one stream in every form that the format allows, and the cases by hand."""
    found = [_variant(name, variant, events, terminator) for name, variant in cases["variants"].items()]
    return [*found, *(_case(name, case) for name, case in cases["cases"].items())]


def body(events: Events, terminator: str, style: Json) -> str:
    """The text of an event stream in some style: the members of a row under ``variants``."""
    space, eol = style.get("space", " "), style.get("eol", "\n")
    lines: list[str] = []
    for event in events:
        lines += style.get("before", [])
        text = json.dumps(
            event, ensure_ascii=style.get("ascii", False), indent=style.get("indent"), separators=(",", ":")
        )
        fields = {"event": [event["type"]], "data": text.split("\n")}
        lines += [f"{name}:{space}{value}" for name in style.get("order", ["event", "data"]) for value in fields[name]]
        lines.append("")
    if style.get("done", True):
        lines += [f"data:{space}{terminator}", ""]
    whole = "".join(f"{line}{eol}" for line in lines)
    return ("\ufeff" if style.get("bom") else "") + whole[: len(whole) - style.get("trim", 0) * len(eol)]


def source(case: Json) -> Json:
    """The bytes of a case: as text, or in base64 where they are none."""
    if ("text" in case) is ("base64" in case):
        raise SpecError([Broken(FILE, str(case.get("about")), "a case has its bytes as text or as base64")])
    if "base64" in case:
        base64.b64decode(case["base64"], validate=True)
        return {"base64": case["base64"]}
    return {"text": case["text"]}


def _variant(name: str, style: Json, events: Events, terminator: str) -> Json:
    text = body(events, terminator, style)
    # One cut inside each character of several bytes would be many; every byte holds them all.
    halves = len(text.encode()) // 2
    return {
        "id": f"sse/{name}",
        "about": style["about"],
        "input": {"text": text},
        "cuts": [*_CUTS, [halves]],
        "output": {"events": events, "done": style.get("done", True), "error": False},
    }


def _case(name: str, case: Json) -> Json:
    output = {"events": case["events"], "done": case["done"], "error": case.get("error", False)}
    return {
        "id": f"sse/{name}",
        "about": case["about"],
        "input": source(case),
        "cuts": case.get("cuts", _CUTS),
        "output": output,
    }
