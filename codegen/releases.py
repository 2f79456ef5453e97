"""Releases as frozen bundles in ``spec/releases/``: what the spec said on a day, so that later days can be compared.

``freeze`` writes the bundle of the spec as it stands under its version.  A frozen bundle is data: nobody edits it, it
goes into the package for ``openresponses schema diff``, and it is proven equal to the published document of its date.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from .bundle import Bundle, Json, load
from .errors import Broken, SpecError
from .lint import lint

FOLDER = "releases"
NOT_RELEASED = frozenset({"thread_events"})
"""Topics of our own, which no release of the specification has."""
_VERSION = re.compile(r"\d{4}-\d{2}-\d{2}")


def frozen(bundle: Bundle) -> Json:
    """The document of a release: the bundle without the topics that are ours alone."""
    schemas = {name: schema for name, schema in bundle.schemas.items() if bundle.topics[name] not in NOT_RELEASED}
    return {**bundle.document, "components": {**bundle.document["components"], "schemas": schemas}}


def written(document: Json) -> str:
    """The text of a frozen bundle."""
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def versions(spec: Path) -> list[str]:
    """The frozen releases, oldest first."""
    return sorted(path.stem for path in (spec / FOLDER).glob("*.json"))


def release(spec: Path, version: str) -> Bundle:
    """A frozen release; raises ``SpecError`` when there is none, or when the file is no bundle of that version."""
    path = spec / FOLDER / f"{version}.json"
    file = f"{FOLDER}/{path.name}"
    try:
        document = json.loads(path.read_text("utf-8"))
    except OSError as error:
        known = ", ".join(versions(spec)) or "none"
        raise SpecError([Broken(file, "", f"cannot be read: {error.strerror}; frozen are {known}")]) from error
    except ValueError as error:
        raise SpecError([Broken(file, "", f"not JSON: {error}")]) from error
    try:
        schemas, found = document["components"]["schemas"], document["info"]["version"]
    except (KeyError, TypeError) as error:
        raise SpecError([Broken(file, "", "no OpenAPI document with components and a version")]) from error
    if found != version:
        raise SpecError([Broken(file, "info/version", f"says {found}")])
    return Bundle(document, dict.fromkeys(schemas, FOLDER), {FOLDER: f"Release {version}."})


def freeze(spec: Path, *, overwrites: bool = False) -> int:
    """Write the bundle of the spec under its version; returns the exit code.

    A release that is kept stays as it is, unless ``overwrites`` says that its own text was at fault.
    """
    bundle = load(spec)
    if broken := list(lint(bundle, spec)):
        raise SpecError(broken)
    version = bundle.document["info"]["version"]
    if not _VERSION.fullmatch(version):
        raise SpecError([Broken("openapi.yaml", "info/version", f"{version!r} is no date such as 2026-04-24")])
    path = spec / FOLDER / f"{version}.json"
    path.parent.mkdir(exist_ok=True)
    text = written(frozen(bundle))
    if path.exists() and path.read_text("utf-8") == text:
        print(f"releases/{path.name} is as the spec")
    elif path.exists() and not overwrites:
        rule = (
            f"{version} is frozen, and says something else: set info.version to the date of the new release, or --force"
        )
        raise SpecError([Broken("openapi.yaml", "info/version", rule)])
    else:
        path.write_text(text, "utf-8", newline="\n")
        print(f"wrote releases/{path.name}")
    return 0
