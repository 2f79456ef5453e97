"""The arguments of ``openresponses schema``; what they need is imported when the command runs."""

from __future__ import annotations

import argparse

__all__ = ["add_schema_arguments"]

_DIFF = """\
Compares two documents component by component: what a change means for those who
read values of the new release and for those who write them, each change with the id
of its rule.  OLD and NEW are files (JSON or YAML), - for standard input, or the date
of a release that this SDK carries, such as 2026-04-24.  Lists and unions that are
marked open (x-open, x-values, x-fallback) are no break when they grow.

Exit status: 0, or 1 when there is a change of the --fail-on kind or worse."""

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
