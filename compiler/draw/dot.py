"""A picture as DOT text."""

import html
from typing import Any

from compiler.draw import labels, style
from compiler.draw.picture import Child, Cluster, Edge, Node, Picture, Table


def text(picture: Picture) -> str:
    """The picture in Graphviz's language."""
    # graphviz takes 0.08 s to import, and is needed for nothing else.
    import graphviz

    graph = graphviz.Digraph(printable(picture.title))
    upright = picture.direction == "TB"
    graph.attr(
        "graph",
        rankdir=picture.direction,
        newrank="true",
        compound="true",
        bgcolor=style.PAPER,
        pad="0.1",
        ranksep=number(picture.gap),
        nodesep="0.3" if upright else "0.22",
        fontname=style.FONT,
    )
    graph.attr("node", fontname=style.FONT, fontcolor=style.INK, penwidth="1.1")
    faint = {"fontcolor": style.FAINT, "color": style.FAINT}
    graph.attr("edge", fontname=style.FONT, fontsize=number(style.SMALL), arrowsize="0.6", **faint)
    # Graphviz turns a picture for "LR", so that what comes first would be at the bottom.
    for child in picture.children if upright else reversed(picture.children):
        _child(graph, child, upright)
    for edge in picture.edges:
        _edge(graph, edge, upright)
    for level in picture.levels:
        with graph.subgraph() as row:
            row.attr(rank="same")
            for node in level:
                row.node(node)
    return str(graph.source)


def printable(value: str) -> str:
    """Text without what XML cannot hold."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in value)


def hint(value: str) -> str:
    """A tooltip's text; a backslash in it is one."""
    return printable(value).replace("\\", "\\\\")


def markup(value: str) -> str:
    """Text within an HTML-like label, where Graphviz too takes a backslash for the start of an escape."""
    lines = (html.escape(printable(line)).replace("\\", "\\\\") for line in value.split(labels.BREAK))
    return "<BR/>".join(lines)


def number(value: float) -> str:
    return f"{value:g}"


def _child(graph: Any, child: Child, upright: bool) -> None:
    match child:
        case Cluster(id=id, children=children):
            look = style.CLUSTERS[child.look]
            with graph.subgraph(name=f"cluster_{id}") as inner:
                inner.attr(
                    label=_heading(child, look),
                    style="rounded,filled",
                    fillcolor=look.fill,
                    color=look.border,
                    fontname=style.FONT,
                    fontsize=number(look.size),
                    fontcolor=look.text,
                    margin="10",
                    labeljust="l" if child.look == "phase" else "c",
                    tooltip=hint(child.title),
                )
                for item in children if upright else reversed(children):
                    _child(inner, item, upright)
        case Table():
            _table(graph, child)
        case Node(look="point"):
            dot = {"shape": "point", "width": "0.022", "penwidth": "0", "color": style.FAINT}
            graph.node(child.id, label="", group=child.group, **dot)
        case Node():
            _node(graph, child)


def _node(graph: Any, node: Node) -> None:
    look = style.LOOKS[node.look]
    lines = markup(node.title)
    if labels.BREAK in node.title:
        lines = lines.replace("<BR/>", left := '<BR ALIGN="LEFT"/>') + left
    if node.notes:
        small = "<BR/>".join(map(markup, node.notes))
        color = "" if look.text == style.PAPER else f' COLOR="{style.FAINT}"'
        lines += "" if lines.endswith(">") else "<BR/>"
        lines += f'<FONT POINT-SIZE="{number(style.SMALL)}"{color}>{small}</FONT>'
    graph.node(
        node.id,
        label=f"<{lines}>",
        tooltip=hint(node.tooltip or node.title.replace(labels.BREAK, " ")),
        shape=look.shape,
        style=look.style,
        fillcolor=look.fill,
        color=look.border,
        fontcolor=look.text,
        fontsize=number(look.size),
        margin=look.margin,
        height=number(look.height),
        width=number(look.width),
        **({"peripheries": "2"} if look.outlines == 2 else {}),
        **({"group": node.group} if node.group else {}),
        **({"fixedsize": "true"} if look.shape == "circle" else {}),
    )


def _table(graph: Any, table: Table) -> None:
    look = style.LOOKS[table.look]
    small = f'<FONT POINT-SIZE="{number(style.SMALL)}" COLOR="{style.FAINT}">'
    heading = f"<B>{markup(table.title)}</B>   {small}{markup(table.note)}</FONT>"
    rows = [f'<TR><TD COLSPAN="3" ALIGN="LEFT">{heading}</TD></TR><HR/>']
    for row in table.rows:
        mark = f'  <FONT COLOR="{look.border}"><B>{markup(row.mark)}</B></FONT>' if row.mark else ""
        rows.append(
            f'<TR><TD ALIGN="LEFT">{markup(row.name)}</TD><TD ALIGN="LEFT">{small}{markup(row.text)}</FONT></TD>'
            f'<TD ALIGN="LEFT" PORT="{row.port}">{small}{markup(row.origin)}{mark} </FONT></TD></TR>'
        )
    if table.footer:
        rows.append(f'<HR/><TR><TD COLSPAN="3" ALIGN="LEFT">{small}{markup(table.footer)}</FONT></TD></TR>')
    body = (
        f'<TABLE BORDER="1" STYLE="ROUNDED" COLOR="{look.border}" BGCOLOR="{look.fill}" CELLBORDER="0" CELLSPACING="0" '
        f'CELLPADDING="4">{"".join(rows)}</TABLE>'
    )
    tooltip = hint(table.tooltip or table.title)
    graph.node(table.id, label=f"<{body}>", shape="plain", fontsize=number(look.size), tooltip=tooltip)


def _heading(cluster: Cluster, look: style.Look) -> str:
    title = f"<B>{markup(cluster.title)}</B>" if cluster.title else ""
    if cluster.note:
        title += f'  <FONT POINT-SIZE="{number(style.SMALL)}" COLOR="{style.FAINT}">{markup(cluster.note)}</FONT>'
    if not cluster.badge:
        return f"<{title}>"
    return (
        f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="2" CELLPADDING="3"><TR><TD>{title}</TD>'
        f'<TD BGCOLOR="{style.BADGE}" STYLE="ROUNDED"><FONT COLOR="{style.PAPER}"><B>{markup(cluster.badge)}</B></FONT>'
        "</TD></TR></TABLE>>"
    )


def _edge(graph: Any, edge: Edge, upright: bool) -> None:
    attributes = dict(style.LINES[edge.look])
    if edge.label:
        # Graphviz sets a label right at its edge: a space on each side keeps them apart.
        attributes["label"] = f"<{' ' if upright else ''} {markup(edge.label)}  >"
    if edge.free:
        attributes["constraint"] = "false"
    if edge.weight != 1:
        attributes["weight"] = str(edge.weight)
    if edge.head_cluster:
        attributes["lhead"] = f"cluster_{edge.head_cluster}"
    tail, head = f"{edge.tail}:{edge.port}:e" if edge.port else edge.tail, edge.head
    if edge.level and not upright:
        tail, head = head, tail
    graph.edge(tail, head, **attributes)
