"""The page of ``openresponses show --html``: complete, self-contained, and deaf to what a stream says."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from openresponses_sdk.cli import main
from openresponses_sdk.cli.markup import element, escaped

ATTACKS = {
    "script": "<script>alert(1)</script>",
    "a script that ends the sheet": "</style></title></pre><script>alert(1)</script>",
    "an event handler": '<img src=x onerror=alert(1)><svg onload="alert(1)">',
    "an attribute": '" onmouseover="alert(1)" x=\'',
    "an attribute without quotes": "' autofocus onfocus=alert(1) '",
    "an address": '<a href="javascript:alert(1)">x</a> javascript:alert(1) data:text/html,<script>',
    "a style": "</style><style>*{background:url(http://evil.example/)}</style>",
    "a style of an element": '" style="position:fixed;inset:0;background:url(//evil.example)"',
    "a policy": '<meta http-equiv="Content-Security-Policy" content="default-src *"><base href="http://evil.example">',
    "a frame": "<iframe src=//evil.example></iframe><object data=x></object><form action=//evil.example>",
    "a comment": "<!-- --!> <![CDATA[ <script>alert(1)</script> ]]>",
    "an escape sequence": "\x1b[2J\x1b]0;title\x07\x9b31m\x90q",
    "the direction": "\u202eabc\u2066\u202a\u2069\u200f\u061c",
    "controls": "\0\x08\r\x7f\x85\u2028\u2029\ufeff",
}
TAGS = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "section", "figure", "figcaption", "h1", "h2",
    "h3", "p", "span", "code", "pre", "div", "dl", "dt", "dd", "ul", "ol", "li", "details", "summary", "table", "thead",
    "tbody", "tr", "th", "td", "abbr", "b", "strong", "a", "svg", "g", "rect", "circle",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "title", "dir", "tabindex", "scope",
    "role", "aria-label", "x", "width", "height", "rx", "r", "cx", "cy",
}  # fmt: skip


class Page(HTMLParser):
    """What a browser would make of the page, near enough."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source = source
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.styles: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        (self.styles if self.open and self.open[-1] == "style" else self.texts).append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)


def page_of(tmp_path: Path, data: bytes, name: str = "stream") -> Page:
    path = tmp_path / name
    path.write_bytes(data)
    out = tmp_path / "page.html"
    assert main(["show", str(path), "--html", str(out)]) in (0, 1)
    return Page(out.read_text(encoding="utf-8"))


def hostile_stream(evil: str) -> bytes:
    """``evil`` in every place of a stream where text can stand, keys and types and ids included."""
    item = {"type": evil, "id": evil, "role": evil, "name": evil, "call_id": evil, "status": evil, evil: evil}
    part = {"type": evil, "text": evil, evil: [evil], "annotations": [{"type": evil, "url": evil}]}
    address = {"output_index": 0, "content_index": 0}
    response = {"id": evil, "model": evil, "status": evil, "previous_response_id": evil, "error": None, evil: evil}
    events: list[dict[str, Any]] = [
        {"type": "response.created", "response": response},
        {"type": "response.output_item.added", "output_index": 0, "item": item},
        {"type": "response.content_part.added", **address, "part": part},
        {"type": "response.output_text.delta", **address, "item_id": evil, "delta": evil},
        {"type": "response.output_text.annotation.added", **address, "annotation": {"type": evil, "title": evil}},
        {"type": "response.function_call_arguments.done", "output_index": 1, "arguments": json.dumps({evil: evil})},
        {"type": f"response.{evil}.delta", "output_index": 0, "delta": evil},
        {"type": evil, "data": evil, evil: {evil: [evil]}},
        {"type": "error", "error": {"code": evil, "message": evil}},
        {
            "type": "response.output_item.done",
            "output_index": 0,
            "item": {**item, "content": [part], "long": evil * 50},
        },
        {"type": "response.failed", "response": {**response, "error": {"code": evil, "message": evil}, "usage": {}}},
    ]
    return b"".join(json.dumps(event).encode() + b"\n" for event in events)


def harmful(page: Page) -> Iterator[str]:
    """Everything in a page that has no business there."""
    for tag, attributes in page.elements:
        if tag not in TAGS:
            yield f"<{tag}>"
        for name, value in attributes.items():
            if name not in ATTRIBUTES:
                yield f"{name}={value}"
            if name == "href" and not re.fullmatch(r"#r\d+-(?:output|input)-\d+", value):
                yield f"href={value}"
            if name in ("id", "class") and not re.fullmatch(r"[a-z0-9_ -]+", value):
                yield f"{name}={value}"
    if any(not (character.isprintable() or character in "\n\t") for character in page.source):
        yield "an unprintable character"


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_of_a_stream_becomes_markup(tmp_path: Path, attack: str) -> None:
    """The issue: nothing from a stream can run in the page; what was meant to harm is there to be read."""
    evil = ATTACKS[attack]
    page = page_of(tmp_path, hostile_stream(evil))
    assert list(harmful(page)) == []
    assert page.open == []
    assert page.source.count("<style>") == page.source.count("</style>") == 1
    assert page.source.count("<script") == page.source.count("<!--") == 0
    assert page.source.count('http-equiv="') == 1
    visible = max(re.split(r"[^\x20-\x7e]", evil), key=len)
    assert visible in page.text


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_of_a_name_or_of_garbage_becomes_markup(tmp_path: Path, attack: str) -> None:
    """File names and unreadable input are quoted in the page, too."""
    evil = ATTACKS[attack]
    name = evil.replace("/", "_").replace("\0", "")[:80] or "x"
    for data in (evil.encode(), f"data: {evil}\n\n".encode(), f"event: {evil}\ndata: {{}}\n\n".encode()):
        assert list(harmful(page_of(tmp_path, data, name))) == []


def test_the_policy_allows_one_style_sheet_and_nothing_else(tmp_path: Path) -> None:
    """Content-Security-Policy: no script, no address, no form; the sheet by its hash, before anything else."""
    page = page_of(tmp_path, hostile_stream("x"))
    (style,) = page.styles
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policies = [attributes["content"] for _, attributes in page.elements if "http-equiv" in attributes]
    assert policies == [f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"]
    tags = [tag for tag, _ in page.elements]
    assert tags[:4] == ["html", "head", "meta", "meta"]
    assert not re.search(r"url\(|@import|expression|//", style)
    assert "prefers-color-scheme: dark" in style
    assert "max-width" in style
    assert not any("style" in attributes or "src" in attributes for _, attributes in page.elements)


def test_the_page_holds_the_whole_story(tmp_path: Path) -> None:
    """Items as cards, lanes, texts, tool calls, findings with their requirement, usage, log of events."""
    path = tmp_path / "log.jsonl"
    turn = [
        {"type": "thread.started", "thread_id": "t"},
        {"type": "turn.started"},
        {"type": "item.completed", "item": {"id": "r", "type": "reasoning", "text": "Think first."}},
        {"type": "item.completed", "item": {"id": "a", "type": "agent_message", "text": "Hello <you> & all"}},
        {"type": "turn.completed", "usage": {"input_tokens": 3, "cached_input_tokens": 1, "output_tokens": 2}},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in turn), encoding="utf-8")
    stream = tmp_path / "s.ndjson"
    assert main(["convert", str(path), "--from", "thread-events", "--to", "ndjson", "-o", str(stream)]) == 0
    clean = page_of(tmp_path, stream.read_bytes())
    classes = [attributes.get("class", "") for _, attributes in clean.elements]
    assert [name for name in classes if name.startswith("card")] == ["cards", "card reasoning", "card message"]
    assert sum(name.startswith("lane ") for name in classes) == 4
    for expected in ("Think first.", "Hello <you> & all", "3 input (1 cached)", "0 errors", "Log: ", "completed"):
        assert expected in clean.text
    broken = page_of(tmp_path, stream.read_bytes().replace(b'"item_id"', b'"item_no"', 1))
    titles = {attributes["title"] for tag, attributes in broken.elements if tag == "abbr"}
    assert titles, "a finding says what its requirement demands"
    assert "Findings by requirement" in broken.text
    assert "mark" in [attributes.get("class") for _, attributes in broken.elements]


def test_every_link_leads_to_a_card_and_every_id_is_there_once(tmp_path: Path) -> None:
    """Lanes lead to cards; ids come from places, never from the stream."""
    page = page_of(tmp_path, hostile_stream("x") * 2)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {attributes["href"][1:] for tag, attributes in page.elements if tag == "a"} <= set(ids)


def test_faults_alike_are_one_line_with_their_number(tmp_path: Path) -> None:
    """A server that repeats one fault a thousand times must not bury the page."""
    rows = [{"type": "no_such_event", "sequence_number": number} for number in range(3_000)]
    page = page_of(tmp_path, b"".join(json.dumps(row).encode() + b"\n" for row in rows))
    assert "× 3,000" in page.text
    assert len(page.source) < 300_000


def test_a_page_can_go_to_standard_output_and_never_over_its_input(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """``--html -``; the same file for both would lose the stream."""
    path = tmp_path / "s.jsonl"
    path.write_bytes(hostile_stream("x"))
    before = path.read_bytes()
    assert main(["show", str(path), "--html", str(path)]) == 2
    assert path.read_bytes() == before
    capfdbinary.readouterr()
    assert main(["show", str(path), "--html", "-"]) == 1
    assert capfdbinary.readouterr().out.startswith(b"<!doctype html>")
    assert main(["show", str(path), "--html", str(tmp_path / "no" / "page.html")]) == 3


def test_text_is_escaped_unless_an_element_made_it() -> None:
    """The law of the layer below: plain strings are text, as children and in attributes."""
    assert element("p", "<b>", element("b", "&"), title='"<') == '<p title="&quot;&lt;">&lt;b&gt;<b>&amp;</b></p>'
    assert escaped("a\r\nb\tc\x1b\u202e") == "a\nb\tc\\x1b\\u202e"
