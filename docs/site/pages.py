"""Which files of the repository are pages, where each is served, and the menu: docs/README.md, section by section.

Pages are known to MkDocs by their paths in the repository, so the links between them are the ones that work in a clone.
"""

import re
from pathlib import Path, PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from pymdownx.slugs import slugify

ROOT = Path(__file__).resolve().parents[2]
HOME, INDEX, REFERENCE = "README.md", "docs/README.md", "generated/docs/README.md"
FOLDERS = ("docs", "generated/docs")
"""Every page in them must be in the menu.  Of the other pages those are on the site that the menu names."""
ADDRESSES = (("docs/", ""), ("generated/docs/", "reference/"), ("", ""))
"""Where pages are served: the first prefix of a path that fits becomes the second."""
OWN = "docs/site/"
"""What makes the site is no part of it."""
_ROW = re.compile(r"^## (.+)$|^\| \[([^\]]+)\]\(([^)\s]+)\)", re.MULTILINE)
_LINK = re.compile(r"(?P<text>(?<!!)\[[^\]]+\]\()(?P<target>[^)\s#]+)(?P<anchor>#[^)\s]*)?\)")
_FENCE = re.compile(r"^(```.*?^```$)", re.MULTILINE | re.DOTALL)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Make the menu, and let headings have the addresses that they have on GitHub, which links are written for."""
    config.mdx_configs.setdefault("toc", {})["slugify"] = slugify(case="lower")
    sections = [{section: [{title: name} for title, name in entries.items()]} for section, entries in menu().items()]
    config.nav = [{"Home": HOME}, *sections, {"All pages": INDEX}]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages to what the theme brings."""
    for name in pages():
        files.append(File(name, str(ROOT), config.site_dir, config.use_directory_urls, dest_uri=address(name)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Let links to files that are no pages lead to the repository, and links to a folder to its README.

    The menu beside the home page and the index is hidden: it would name that page only.
    """
    if page.file.src_uri in (HOME, INDEX):
        page.meta["hide"] = ["navigation"]
    source = str(config.extra["source"])
    folder = PurePosixPath(page.file.src_uri).parent

    def elsewhere(link: re.Match[str]) -> str:
        target = link["target"]
        path = (ROOT / folder / target).resolve()
        if "://" in target or not path.is_relative_to(ROOT) or not path.exists():
            return link[0]  # What leads nowhere is left for MkDocs to complain about.
        name = path.relative_to(ROOT).as_posix()
        if path.is_dir() and files.get_file_from_path(f"{name}/README.md"):
            return f"{link['text']}{target.rstrip('/')}/README.md)"
        if files.get_file_from_path(name):
            return link[0]
        return f"{link['text']}{source}/{'tree' if path.is_dir() else 'blob'}/main/{name})"

    return "".join(
        part if part.startswith("```") else _LINK.sub(elsewhere, part) for part in _FENCE.split(markdown) if part
    )


def menu() -> dict[str, dict[str, str]]:
    """Section -> title -> page: the index, and in the section of the reference all its pages."""
    sections: dict[str, dict[str, str]] = {}
    entries: dict[str, str] = {}
    for section, title, target in _ROW.findall((ROOT / INDEX).read_text("utf-8")):
        if section:
            entries = sections.setdefault(section, {})
            continue
        name = (ROOT / "docs" / target).resolve().relative_to(ROOT).as_posix()
        entries[title] = name
        if name == REFERENCE:
            topics = below(f"{PurePosixPath(REFERENCE).parent}/schema")
            entries |= {PurePosixPath(topic).stem.replace("_", " ").capitalize(): topic for topic in topics}
    return sections


def pages() -> list[str]:
    """The pages by their paths in the repository."""
    listed = {name for entries in menu().values() for name in entries.values()}
    found = {name for folder in FOLDERS for name in below(folder) if not name.startswith(OWN)}
    return sorted({HOME, *listed, *found})


def below(folder: str) -> list[str]:
    """The pages of a folder and of those in it."""
    return sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*.md"))


def address(name: str) -> str:
    """The file of the site that a page is written to."""
    if name in (HOME, INDEX):
        return "index.html" if name == HOME else "pages/index.html"
    prefix, instead = next(row for row in ADDRESSES if name.startswith(row[0]))
    stem = name.removeprefix(prefix).removesuffix(".md").removesuffix("README").lower()
    return str(PurePosixPath(instead, stem, "index.html"))
