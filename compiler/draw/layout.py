"""From DOT text to a picture's bytes, laid out in this process by the Graphviz libraries inside pygraphviz's wheels."""

import re
from typing import Literal

from compiler.draw import style

Format = Literal["svg", "png", "pdf", "dot"]
DPI = 192
"""Dots an inch of a PNG: twice a screen's, so that it stays sharp in slides."""


def render(dot: str, format: Format = "svg") -> bytes:
    """DOT text as a picture.

    The SVG stands alone or within HTML: no prolog, a white rounded ground that is readable in dark pages too, as wide
    as its place allows.  Raises `ValueError` for another format, or for text that is no DOT.
    """
    if format == "dot":
        return dot.encode()
    if format not in ("svg", "png", "pdf"):
        raise ValueError(f"a picture is svg, png, pdf or dot, not {format}")
    # pygraphviz takes 0.35 s to import.
    import pygraphviz

    try:
        graph = pygraphviz.AGraph(string=dot)
    except pygraphviz.DotError as error:
        raise ValueError(f"no DOT text: {error}") from error
    if format == "png":
        graph.graph_attr["dpi"] = str(DPI)
    result: bytes = graph.draw(format="svg_inline" if format == "svg" else format, prog="dot")
    return embeddable(result.decode()).encode() if format == "svg" else result


def embeddable(svg: str) -> str:
    """Graphviz's SVG with a rounded ground, without its comments, and shrinking with the page."""
    svg = re.sub(r"<!--.*?-->\n?", "", svg, flags=re.DOTALL)
    box = re.search(r'viewBox="([\d.-]+) ([\d.-]+) ([\d.-]+) ([\d.-]+)"', svg)
    width, height = (box[3], box[4]) if box else ("100%", "100%")
    svg = re.sub(r'<polygon fill="white" stroke="none" points="[^"]*"/>', "", svg, count=1)
    ground = f'<rect width="{width}" height="{height}" rx="10" fill="{style.PAPER}"/>'
    svg = re.sub(r"(<svg\b[^>]*?)>", rf'\1 style="max-width:100%;height:auto" role="img">\n{ground}', svg, count=1)
    return svg.lstrip()
