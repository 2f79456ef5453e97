"""The site of the documentation: it builds strictly and offline, loads nothing from outside, and no link is dead."""

import importlib.util
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote, urljoin

import pytest
from mkdocs.exceptions import PluginError

ROOT = Path(__file__).resolve().parents[1]
LOADING = {
    "script": ("src",),
    "link": ("href",),
    "img": ("src", "srcset"),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
    "source": ("src", "srcset"),
    "iframe": ("src", "srcdoc"),
    "embed": ("src",),
    "object": ("data",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "input": ("src",),
    "form": ("action",),
    "body": ("background",),
}
"""The attributes that make a browser fetch something when it shows a page."""
LINKS_ONLY = frozenset({"next", "prev", "canonical"})
"""Values of ``rel`` with which ``link`` fetches nothing."""
IN_STYLES = re.compile(r"""url\(\s*['"]?([^'")]+)|@import\s+['"]([^'"]+)""")
OUTSIDE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//|^(?!data:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
ADDRESS = re.compile(r"https?://[\w.-]+\.[a-z]{2,}[\w./@-]*")
DORMANT = {
    "https://unpkg.com/mermaid@11/dist/mermaid.min.js": "mermaid",
    "https://unpkg.com/resize-observer-polyfill": None,
    "https://api.github.com/repos/": "md-source",
    "https://api.github.com/users/": "md-source",
}
"""What the theme's script fetches where an element has a class; None: in browsers without ResizeObserver only."""
IN_MESSAGES = {"https://bit.ly/2s3ChXG"}
"""Addresses that a script of the theme shows in a message."""
COMMENTS = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)


def addresses_in_style(text: str) -> list[str]:
    return ["".join(found) for found in IN_STYLES.findall(text)]


class PageReader(HTMLParser):
    """What one page loads, links to, and can be linked at."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.classes: set[str] = set()
        self.headings: list[str] = []
        """The addresses of the headings of the second level."""
        self.policies: list[tuple[str, int]] = []
        """Each content security policy, and how much had been loaded before it."""
        self._style = False
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        self.anchors |= {found["id"]} if "id" in found else set()
        self.headings += [found["id"]] if tag == "h2" and "id" in found else []
        self.classes |= set(found.get("class", "").split())
        self._style = tag == "style"
        self.loaded += addresses_in_style(found.get("style", ""))
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag == "meta" and found.get("http-equiv", "").lower() == "content-security-policy":
            self.policies.append((found["content"], len(self.loaded)))
        if tag == "meta" and found.get("http-equiv", "").lower() == "refresh":
            self.loaded.append(found.get("content", "").partition("url=")[2])
        if not (tag == "link" and LINKS_ONLY & set(found.get("rel", "").split())):
            self.loaded += [found[name] for name in LOADING.get(tag, ()) if name in found]

    def handle_data(self, data: str) -> None:
        if self._style:
            self.loaded += addresses_in_style(data)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `nox -s docs` builds it, with a proxy that nothing listens at."""
    out = tmp_path_factory.mktemp("site")
    closed = "http://127.0.0.1:9"
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(out)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "HTTP_PROXY": closed, "HTTPS_PROXY": closed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, PageReader]:
    """Every page by its address, which begins with a slash."""
    return {
        f"/{path.relative_to(site).as_posix()}": PageReader(path.read_text("utf-8")) for path in site.rglob("*.html")
    }


def test_every_page_of_the_repository_is_served(site: Path, pages: dict[str, PageReader]) -> None:
    """Issue 6, docs: guides, reference and the rest are one site."""
    assert {
        "/index.html",
        "/consuming/index.html",
        "/reference/lifecycle/index.html",
        "/contributing/index.html",
    } <= set(pages)
    assert len(pages) > 20


def test_no_page_loads_anything_from_outside(pages: dict[str, PageReader]) -> None:
    """Issue 6, it must show 5: no script, style, font, image or frame has an outside address."""
    loaded = [(name, address) for name, page in pages.items() for address in page.loaded]
    assert len(loaded) >= 5 * len(pages)
    assert [row for row in loaded if OUTSIDE.search(row[1])] == []


def test_no_style_loads_anything_from_outside(site: Path) -> None:
    """Fonts and images that a style names are inside it or beside it."""
    styles = list(site.rglob("*.css"))
    found = [address for path in styles for address in addresses_in_style(path.read_text("utf-8"))]
    assert styles and found
    assert [address for address in found if OUTSIDE.search(address)] == []


def test_no_script_has_a_reason_to_fetch_from_outside(site: Path, pages: dict[str, PageReader]) -> None:
    """The theme's script knows addresses; every one is known here, and no page has an element that wakes it."""
    # The folder of lunr holds what the index of another language than English would need.
    scripts = [path.read_text("utf-8") for path in site.rglob("*.js") if "lunr" not in path.parts]
    assert json.loads((site / "search" / "search_index.json").read_text("utf-8"))["config"]["lang"] == ["en"]
    found = {address for text in scripts for address in ADDRESS.findall(COMMENTS.sub("", text))}
    assert found - IN_MESSAGES == set(DORMANT)
    waking = {name for name in DORMANT.values() if name}
    assert [name for name, page in pages.items() if page.classes & waking] == []


def test_the_browser_is_told_to_refuse_what_comes_from_outside(pages: dict[str, PageReader]) -> None:
    """Whatever the tests above overlook, the browser does not load: the policy comes before everything else."""
    for name, page in pages.items():
        ((policy, before),) = page.policies
        assert before == 0, name
        sources = {word for rule in policy.split(";") for word in rule.split()[1:]}
        assert "default-src 'self'" in policy
        assert sources == {"'self'", "'unsafe-inline'", "'none'", "data:", "blob:"}, name


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://cdn.test/x.js"></script>',
        '<link rel="stylesheet" href="//fonts.test/css">',
        '<img alt="" src="HTTP://x.test/a.png">',
        '<p style="background:url(https://x.test/a.png)">',
        "<style>@import 'https://x.test/a.css';</style>",
        '<meta http-equiv="refresh" content="0; url=https://x.test/">',
    ],
)
def test_the_search_for_outside_addresses_finds_them(html: str) -> None:
    """A search that finds nothing proves something only if it can find."""
    (address,) = PageReader(html).loaded
    assert OUTSIDE.search(address)


@pytest.mark.parametrize("address", ["assets/a.js", "../a.css#b", "data:image/svg+xml,<svg/>", "?q=a:b", "#a:b", ""])
def test_the_search_for_outside_addresses_lets_inside_ones_pass(address: str) -> None:
    """Relative addresses and data inside the page fetch nothing."""
    assert not OUTSIDE.search(address)


def dead_links(pages: dict[str, PageReader], files: set[str]) -> Iterator[tuple[str, str]]:
    """Every link inside the site that leads to no file, or to no place in it."""
    for name, page in pages.items():
        for link in page.links:
            if OUTSIDE.search(link):
                continue
            path, _, anchor = urljoin(name, link).partition("#")
            path = unquote(path.partition("?")[0])
            path = f"{path}index.html" if path.endswith("/") else path
            anchors = pages[path].anchors if path in pages else set()
            if path not in files or (anchor and unquote(anchor) not in anchors):
                yield name, link


def test_every_link_inside_the_site_leads_somewhere(site: Path, pages: dict[str, PageReader]) -> None:
    """Issue 6, docs: links are checked, the anchors of generated pages too."""
    files = {f"/{path.relative_to(site).as_posix()}" for path in site.rglob("*") if path.is_file()}
    assert sum(len(page.links) for page in pages.values()) > 1000
    # The page for addresses that do not exist is served anywhere, so its links begin with a slash.
    assert list(dead_links(pages, files)) == []


def test_a_dead_link_and_a_dead_anchor_are_found() -> None:
    """As above: the check can fail."""
    pages = {"/a/index.html": PageReader('<a href="../b/">x</a><a href="#y">x</a><a href="../a/#x">x</a><p id="x">')}
    assert list(dead_links(pages, set(pages))) == [("/a/index.html", "../b/"), ("/a/index.html", "#y")]


def test_every_diagram_is_drawn_into_its_page(site: Path) -> None:
    """Issue 6, docs: state diagrams are SVG, made while the site is built; no script draws them."""
    source = (ROOT / "generated" / "docs" / "lifecycle.md").read_text("utf-8")
    page = (site / "reference" / "lifecycle" / "index.html").read_text("utf-8")
    drawings = re.findall(r"<svg[^>]*viewBox.*?</svg>", page.split("<article")[1], re.DOTALL)
    drawings = [drawing for drawing in drawings if 'class="graph"' in drawing]
    assert len(drawings) == source.count("```mermaid") == 3
    arrows = re.findall(r"```mermaid\n(.*?)```", source, re.DOTALL)
    for drawing, block in zip(drawings, arrows, strict=True):
        assert drawing.count('class="edge"') == block.count("-->")
        for label in re.findall(r"response\.[\w.]+|\berror\b", block):
            assert f">{label.removeprefix('response.')}</text>" in drawing, label
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_every_component_and_requirement_has_its_place(pages: dict[str, PageReader]) -> None:
    """Issue 6, docs: the reference has every component, under an address that a link can be made of by its name."""
    topics = {name: page for name, page in pages.items() if name.startswith("/reference/schema/")}
    document = json.loads((ROOT / "generated" / "openresponses_schema" / "openapi.json").read_text("utf-8"))
    headings = [place.lower() for page in topics.values() for place in page.headings]
    assert sorted(name.lower() for name in document["components"]["schemas"]) == sorted(headings)
    rows = tomllib.loads((ROOT / "spec" / "requirements.toml").read_text("utf-8"))
    assert {name.lower() for name in rows} <= pages["/reference/requirements/index.html"].anchors


def test_the_search_index_knows_the_pages(site: Path) -> None:
    """Search works without a server of ours or of others: the index is a file of the site."""
    index = json.loads((site / "search" / "search_index.json").read_text("utf-8"))
    assert {"consuming/", "reference/lifecycle/"} <= {entry["location"] for entry in index["docs"]}


def tool(name: str) -> Any:
    """One of the modules that make the site, which MkDocs loads by their paths."""
    path = ROOT / "docs" / "site" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"site_{name}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_menu_is_the_index(pages: dict[str, PageReader]) -> None:
    """A new page is one row in docs/README.md; nothing else has to be edited."""
    menu = tool("pages").menu()
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    assert list(menu) == re.findall(r"^## (.+)$", index, re.MULTILINE)
    assert {name for section in menu.values() for name in section.values()} >= {"docs/producing.md", "CONTRIBUTING.md"}
    for section in menu.values():
        for name in section.values():
            assert f"/{tool('pages').address(name)}" in pages


@pytest.mark.parametrize(
    ("source", "target", "leads_to"),
    [
        ("README.md", "docs/", "docs/README.md"),
        ("README.md", "docs/producing.md", "docs/producing.md"),
        ("docs/producing.md", "../spec/requirements.toml", "https://repo.test/blob/main/spec/requirements.toml"),
        ("docs/producing.md", "../src/openresponses_sdk", "https://repo.test/tree/main/src/openresponses_sdk"),
        ("docs/producing.md", "no_such_page.md", "no_such_page.md"),
        ("docs/producing.md", "https://elsewhere.test/a.md", "https://elsewhere.test/a.md"),
    ],
)
def test_a_link_leads_to_a_page_or_into_the_repository(source: str, target: str, leads_to: str) -> None:
    """Pages are written for a clone; what is no page of the site is shown by the repository, never a dead link."""
    pages = tool("pages")
    known = set(pages.pages())
    page = SimpleNamespace(file=SimpleNamespace(src_uri=source), meta={})
    files = SimpleNamespace(get_file_from_path=lambda name: name if name in known else None)
    config = SimpleNamespace(extra={"source": "https://repo.test"})
    text = f"[a]({target})\n\n```text\n[a]({target})\n```\n"
    assert pages.on_page_markdown(text, page, config, files) == f"[a]({leads_to})\n\n```text\n[a]({target})\n```\n"


@pytest.mark.parametrize("source", ["flowchart TD\n  a --> b", "stateDiagram-v2\n  a --> b: x\n  note right of a"])
def test_a_diagram_that_cannot_be_drawn_stops_the_build(source: str) -> None:
    """Left as it is, it would be text on the site, or a script would have to be fetched to draw it."""
    with pytest.raises(PluginError, match="only arrows"):
        tool("diagrams").figure(source)
