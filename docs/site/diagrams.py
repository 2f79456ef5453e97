"""Draws the state diagrams that pages hold as Mermaid, which is what GitHub shows, as SVG inside the page.

Graphviz does the layout while the site is built: no script draws anything, and nothing is fetched.  Colours come from
site.css, so that a drawing follows the light and the dark scheme.
"""

import html
import re
from collections.abc import Iterable
from itertools import count
from typing import Any

import pygraphviz
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

START = "[*]"
"""Where a diagram begins, and where it ends."""
PREFIX = "response."
"""What most labels begin with; a drawing leaves it out, so that it fits a phone."""
_ARROW = re.compile(r"(?P<source>\[\*\]|\w+) --> (?P<target>\[\*\]|\w+)(?:: (?P<label>.+))?")
_LOOK = {
    "graph": {"bgcolor": "transparent", "ranksep": "0.3", "nodesep": "0.1", "pad": "0.05"},
    "node": {
        "shape": "box",
        "style": "rounded",
        "fontname": "Courier",
        "fontsize": "11",
        "height": "0.3",
        "margin": "0.08,0.03",
    },
    "edge": {"fontname": "Courier", "fontsize": "10", "arrowsize": "0.7"},
}
"""A monospaced font, because its widths are the same wherever the site is built and read."""
_numbers = count(1)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Draw every fenced block of Mermaid."""
    fence = {"name": "mermaid", "class": "diagram", "format": figure}
    config.mdx_configs.setdefault("pymdownx.superfences", {})["custom_fences"] = [fence]
    return config


def figure(source: str, *_: Any, **__: Any) -> str:
    """The HTML in place of one block."""
    short = "" if PREFIX not in source else f"<p>Without <code>{PREFIX}</code> in front of the names.</p>"
    drawn = f"{drawing(source)}{short}"
    names = [
        html.escape(state) for state in dict.fromkeys(s for arrow in arrows(source) for s in arrow[:2] if s != START)
    ]
    label = f"State diagram: {', '.join(names)}. The table below says the same."
    return f'<div class="diagram" tabindex="0" role="img" aria-label="{label}">{drawn}</div>'


def drawing(source: str) -> str:
    """One state diagram as an ``svg`` element; its ids differ from those of every other drawing."""
    graph = pygraphviz.AGraph(directed=True, strict=False)
    graph.graph_attr.update(_LOOK["graph"], id=f"diagram-{next(_numbers)}")
    graph.node_attr.update(_LOOK["node"])
    graph.edge_attr.update(_LOOK["edge"])
    for begin, end, label in arrows(source):
        edge = {"label": "\\l".join([*(line.removeprefix(PREFIX) for line in label), ""])} if label else {}
        graph.add_edge(_dot(graph, begin, "begin"), _dot(graph, end, "end"), **edge)
    drawn: Any = graph.draw(format="svg", prog="dot")
    text = str(drawn, "utf-8")
    text = re.sub(r'width="(\d+)pt" height="\d+pt"', r'style="--width: \1"', text, count=1)
    return re.sub(r"<!--.*?-->\s*|<title>.*?</title>\s*", "", text[text.index("<svg") :], flags=re.DOTALL)


def arrows(source: str) -> Iterable[tuple[str, str, list[str]]]:
    """From, to and the lines of the label; raises ``PluginError`` for what is no state diagram."""
    kind, *lines = (line.strip() for line in source.strip().splitlines())
    for line in lines:
        found = _ARROW.fullmatch(line)
        if kind != "stateDiagram-v2" or found is None:
            raise PluginError(f"only arrows of a stateDiagram-v2 are drawn, not: {kind} {line}")
        yield found["source"], found["target"], (found["label"] or "").split("<br/>") if found["label"] else []


def _dot(graph: pygraphviz.AGraph, state: str, name: str) -> str:
    """The node of a state, or the dot at the beginning or the end."""
    if state != START:
        graph.add_node(state)
        return state
    shape = "circle" if name == "begin" else "doublecircle"
    graph.add_node(name, label="", shape=shape, width="0.15", height="0.15", **{"class": "dot"})
    return name
