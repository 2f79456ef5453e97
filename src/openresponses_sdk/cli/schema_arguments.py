"""The arguments of ``openresponses schema``; what they need is imported when the command runs."""

from __future__ import annotations

import argparse

__all__ = ["add_schema_arguments"]

_DIFF = """\
Compares two documents component by component: what a change means for those who
read values of the new release and for those who write them, each change with the id
of its rule.  OLD and NEW are files (JSON or YAML), - for standard input, or the date
of a release that this SDK carries, such as 2026-04-24.  Lists and unions that are
marked open (x-open, x-values, x-fallback) are no break when they grow.  A keyword that
is not understood is noticed when it changes, and counts as breaking.

Exit status: 0, or 1 when there is a change of the --fail-on kind or worse; 2 for a
document of another version than OpenAPI 3.1."""

_LINT = """\
Finds what makes a document hard to evolve or to generate code from: closed unions
and lists of values, properties that may only be null, lists of one value, members
without a name, stray keys.

Exit status: 0 when there is none, 1 when there is one."""

_EXAMPLES = """\
Validates the examples inside a document, or the JSON blocks of a Markdown page
against a document (--against; without it, the newest release that this SDK
carries).  A comment <!-- schema: Name --> before a block names its component;
without one its tags tell.  Needs the extra `schema`.

Exit status: 0 when all fit, 1 when one does not."""

_LIST = """\
Prints the components that `openresponses schema show` takes, and which of them
`openresponses schema export` writes as a document of their own."""

_SHOW = """\
Prints the JSON Schema (draft 2020-12) of a component with all that it refers to:
`write` with the published strictness, `read` with what the SDK forgives on reading.
The name `all` stands for every component.

Exit status: 0, or 2 when there is no component of that name."""

_EXPORT = """\
Writes the files for teams of other languages: json-schema/ with every root in both
profiles, openapi/ with the whole document and its overlay over the published one,
and the tables of events where the package has them.  Files that did not come from
this command, or link elsewhere, stop it before anything is written.

Exit status: 0, or 3 when a file cannot be written or came from elsewhere."""


def add_schema_arguments(schema: argparse.ArgumentParser) -> None:
    """The subcommands and their options."""
    raw = argparse.RawDescriptionHelpFormatter
    commands = schema.add_subparsers(dest="schema_command", required=True, metavar="COMMAND")
    compare = commands.add_parser(
        "diff", help="what changed between two documents, and whom it breaks", description=_DIFF, formatter_class=raw
    )
    compare.add_argument("old", metavar="OLD")
    compare.add_argument("new", metavar="NEW")
    compare.add_argument(
        "--format", choices=["text", "markdown", "json"], default="text", help="the form of the report (text)"
    )
    compare.add_argument(
        "--fail-on",
        choices=["breaking", "additive", "clarifying"],
        help="exit with 1 when there is such a change, or a worse one",
    )
    compare.add_argument(
        "--all", action="store_true", help="list changes of prose too, not only count them (always in json)"
    )
    faults = commands.add_parser(
        "lint", help="what makes a document hard to evolve", description=_LINT, formatter_class=raw
    )
    faults.add_argument("file", metavar="FILE", help="a document, or the date of a release")
    faults.add_argument("--json", action="store_true", help="print one JSON object for a program to read")
    faults.add_argument("--ignore", metavar="RULE", action="append", default=[], help="skip a rule")
    examples = commands.add_parser(
        "examples", help="whether the examples of a document fit it", description=_EXAMPLES, formatter_class=raw
    )
    examples.add_argument(
        "file", metavar="FILE", help="a document, a Markdown page (.md, .mdx), or the date of a release"
    )
    examples.add_argument("--against", metavar="DOCUMENT", help="the document that a page is about")
    examples.add_argument("--json", action="store_true", help="print one JSON object for a program to read")
    listed = commands.add_parser("list", help="the components of the SDK's own schema", description=_LIST)
    shown = commands.add_parser("show", help="a JSON Schema of one component", description=_SHOW, formatter_class=raw)
    shown.add_argument("name", metavar="NAME", help="a component such as Response, or all")
    shown.add_argument("--profile", choices=["write", "read"], default="write", help="how strict it is (write)")
    exported = commands.add_parser(
        "export", help="JSON Schemas and the OpenAPI document as files", description=_EXPORT, formatter_class=raw
    )
    exported.add_argument("folder", metavar="DIR")
    exported.add_argument("--force", action="store_true", help="overwrite files that came from elsewhere")
    for command in (listed, shown, exported):
        command.add_argument("--release", metavar="DATE", help="an earlier release, such as 2026-01-15 (the newest)")
    for command in (listed, exported):
        command.add_argument("--json", action="store_true", help="print one JSON object for a program to read")
