"""From DOT text to a picture's bytes, laid out in this process by the Graphviz libraries inside pygraphviz's wheels."""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import Literal, cast, get_args

from compiler.draw import style

Format = Literal["svg", "png", "pdf", "dot"]
DPI = 192
"""Dots an inch of a PNG: twice a screen's, so that it stays sharp in slides."""


def form(path: str | PurePath) -> Format:
    """The form that a file's name asks for; raises `ValueError` where it asks for none of them."""
    ending = PurePath(path).suffix.removeprefix(".").lower()
    for known in get_args(Format):
        if ending == known:
            return cast(Format, known)
    raise ValueError(f"a picture's name ends in .{', .'.join(get_args(Format))}")


def render(dot: str, format: Format = "svg") -> bytes:
    """DOT text as a picture.

    The SVG stands alone or within HTML: no prolog, a white rounded ground that is readable in dark pages too, as wide
    as its place allows.  Raises `ValueError` for text that is no DOT.
    """
    if format == "dot":
        return dot.encode()
    # pygraphviz takes 0.35 s to import.
    import pygraphviz

    try:
        graph = pygraphviz.AGraph(string=dot)
    except pygraphviz.DotError as error:
        raise ValueError(f"no DOT text: {error}") from error
    if format == "png":
        graph.graph_attr["dpi"] = str(DPI)
    with _without_font_warnings():
        result: bytes = graph.draw(format=format, prog="dot")
    return embeddable(result.decode()).encode() if format == "svg" else result


@contextmanager
def _without_font_warnings() -> Iterator[None]:
    """Drop what the wheel's fontconfig says of a newer system's settings; write all else to stderr afterwards."""
    try:
        kept = os.dup(2)
    except OSError:  # no stderr
        yield
        return
    with tempfile.TemporaryFile() as said:
        os.dup2(said.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            said.seek(0)
            for line in said:
                if not line.startswith(b"Fontconfig "):
                    os.write(2, line)


def embeddable(svg: str) -> str:
    """Graphviz's SVG on a rounded ground, shrinking with its page, with tooltips instead of links.

    It has no prolog, comments or identifiers, which would clash with those of a page's other pictures.
    """
    svg = svg[svg.index("<svg") :].replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "")
    svg = re.sub(r"<!--.*?-->\n?", "", svg, flags=re.DOTALL)
    link = r'<title>[^<]*</title>\n<g id="[^"]*"><a xlink:title="([^"]*)">\n(.*?)</a>\n</g>\n'
    svg = re.sub(link, r"<title>\1</title>\n\2", svg, flags=re.DOTALL)
    svg = re.sub(r'(class="edge">)\n<title>[^<]*</title>', r"\1", svg)
    svg = re.sub(r'<g id="[^"]*"', "<g", svg)
    svg = re.sub(r'<polygon fill="#ffffff" stroke="none"[^>]*/>\n', "", svg, count=1)
    box = re.search(r'viewBox="\S+ \S+ (\S+) (\S+)"', svg)
    width, height = box.groups() if box else ("100%", "100%")
    ground = f'<rect width="{width}" height="{height}" rx="10" fill="{style.PAPER}"/>'
    return re.sub(r"(<svg\b[^>]*)>", rf'\1 style="max-width:100%;height:auto" role="img">\n{ground}', svg, count=1)
