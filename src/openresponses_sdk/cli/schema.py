"""``openresponses schema``: tools for whoever maintains a specification, for any OpenAPI 3.1 document; our own as JSON
Schemas and other files.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from ..documents.diff import diff
from ..documents.diff_report import FORMATS, to_dict
from ..documents.diff_rules import Effect
from ..documents.document import DocumentVersionError
from ..documents.json_schemas import NoSuchSchemaError
from ..documents.lint import RULES as FAULTS
from ..documents.lint import lint
from . import ExitStatus
from .documents import UnreadableDocument, read_document, read_page
from .schema_files import export, list_components, show
from .terminal import harmless

__all__ = ["run"]


def run(arguments: argparse.Namespace) -> int:
    """Run the subcommand and return its exit status."""
    try:
        return _COMMANDS[arguments.schema_command](arguments)
    except DocumentVersionError as error:
        print(f"openresponses: {harmless(str(error))}", file=sys.stderr)
        return ExitStatus.USAGE
    except UnreadableDocument as error:
        print(f"openresponses: {harmless(str(error))}", file=sys.stderr)
        return ExitStatus.IO
    except NoSuchSchemaError as error:
        print(f"openresponses: {harmless(str(error))}", file=sys.stderr)
        return ExitStatus.USAGE


def _diff(arguments: argparse.Namespace) -> int:
    old, new = read_document(arguments.old), read_document(arguments.new)
    changes = diff(old, new)
    if arguments.format == "json":
        _print_json(to_dict(old, new, changes))
    else:
        shown = [change for change in changes if arguments.all or change.effect > Effect.CLARIFYING]
        text = FORMATS[arguments.format](old, new, shown, len(changes) - len(shown))
        print("\n".join(harmless(line) for line in text.split("\n")), end="")
    worst = max((change.effect for change in changes), default=Effect.NONE)
    is_bad = arguments.fail_on is not None and worst >= Effect[arguments.fail_on.upper()]
    return ExitStatus.FINDINGS if is_bad else ExitStatus.CLEAN


def _lint(arguments: argparse.Namespace) -> int:
    if unknown := sorted(set(arguments.ignore) - FAULTS.keys()):
        print(f"openresponses: no such rule: {', '.join(unknown)}; there are {', '.join(FAULTS)}", file=sys.stderr)
        return ExitStatus.USAGE
    document = read_document(arguments.file)
    faults = [fault for fault in lint(document) if fault.rule not in arguments.ignore]
    counts = {rule: sum(fault.rule == rule for fault in faults) for rule in FAULTS}
    counts = {rule: count for rule, count in counts.items() if count}
    if arguments.json:
        about = {"name": document.name, "version": document.version}
        _print_json({"document": about, "counts": counts, "faults": [fault.to_dict() for fault in faults]})
    else:
        for fault in faults:
            print(harmless(str(fault)))
        for rule, count in counts.items():
            print(f"{count} {rule}: {FAULTS[rule].advice}")
        print(f"{_counted(len(faults), 'fault')} in {_counted(len(document.schemas), 'component')}")
    return ExitStatus.FINDINGS if faults else ExitStatus.CLEAN


def _examples(arguments: argparse.Namespace) -> int:
    try:
        from ..documents.examples import check_document, check_page
    except ImportError as error:
        raise UnreadableDocument(
            "validating examples needs jsonschema: pip install 'openresponses-sdk[schema]'"
        ) from error
    page = read_page(arguments.file)
    if page is None:
        found = list(check_document(read_document(arguments.file)))
    else:
        found = list(check_page(read_document(arguments.against or "latest"), page))
    bad = [checked for checked in found if checked.problem is not None]
    unknown = [checked for checked in found if checked.component is None and checked.problem is None]
    if arguments.json:
        _print_json({"examples": [checked.to_dict() for checked in found], "invalid": len(bad)})
    else:
        for checked in bad:
            of = f" as {checked.component}" if checked.component else ""
            print(harmless(f"{checked.at}{of}: {checked.problem}"))
        for checked in unknown:
            print(harmless(f"{checked.at}: not checked: no component is told by its tags; name one in a comment"))
        print(f"{len(found)} examples, {len(bad)} invalid, {len(unknown)} not checked")
    return ExitStatus.FINDINGS if bad else ExitStatus.CLEAN


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=True, indent=2))


_COMMANDS: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = MappingProxyType(
    {"diff": _diff, "lint": _lint, "examples": _examples, "list": list_components, "show": show, "export": export}
)
