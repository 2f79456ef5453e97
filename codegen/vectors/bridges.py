"""What other systems write, with the responses and the events that it becomes: cases by hand, in a short form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..bundle import Json, read_yaml
from ..errors import Broken, SpecError
from .table import Table

_FOLDER = "bridges"


def bridged(table: Table, folder: Path) -> Iterator[tuple[str, str, list[Json]]]:
    """Format, what its file is about, and its vectors; one YAML file a format."""
    for path in sorted((folder / _FOLDER).glob("*.yaml")):
        file = f"{folder.name}/{_FOLDER}/{path.name}"
        content = read_yaml(path, file)
        yield (
            path.stem,
            content["about"],
            [_vector(table, file, path.stem, name, case) for name, case in content["cases"].items()],
        )


def _vector(table: Table, file: str, source: str, name: str, case: Json) -> Json:
    output: Json = {"responses": case["responses"]}
    if "events" in case:
        output["events"] = [_event(table, file, name, one) for one in case["events"]]
    return {
        "id": f"bridges/{source}/{name}",
        "about": case["about"],
        "input": {"format": source, "source": case["source"]},
        "output": output,
    }


def _event(table: Table, file: str, name: str, said: Any) -> Json:
    """``type`` alone, or ``type: payload``."""
    if isinstance(said, str):
        return {"type": said}
    ((event_type, payload),) = said.items()
    row = table.find(event_type)
    if row is None or row.payload is None:
        raise SpecError([Broken(file, name, f"{event_type} is no event with a payload")])
    return {"type": event_type, row.payload: payload}
