"""Diagrams: golden DOT text, and what of it ends up in pictures."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from draw_experiments import HERE, NAMES, compiled, experiment

from compiler.draw import View, draw
from compiler.draw.dot import text
from compiler.draw.layout import form, render
from compiler.draw.picture import Cluster, Edge, Node, Picture, Row, Table

VIEWS: tuple[View, ...] = ("model", "training")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", NAMES)
def test_golden(name: str, view: View, golden: Callable[[str, Path], None]) -> None:
    dot = draw(experiment(name), view)
    assert draw(experiment(name), view) == dot
    golden(dot, HERE / "golden" / f"{name}.{view}.dot")


def texts(svg: bytes) -> list[str]:
    """Every piece of text in a picture; raises where it is no XML."""
    return ["".join(node.itertext()) for node in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", NAMES)
def test_svg_stands_alone(name: str, view: View) -> None:
    svg = render(draw(experiment(name), view), "svg")
    assert texts(svg)
    assert svg.startswith(b"<svg")
    assert b" id=" not in svg
    assert b'rx="10" fill="#ffffff"' in svg


def test_lenet_says_what_it_is() -> None:
    said = texts(render(draw(experiment("lenet")), "svg"))
    for expected in (
        "LeNet5",
        "61,706 weights",
        "conv 6, 5 × 5",
        "156 weights",
        "48,120 weights",
        "28 × 28 × 6",
        "output",
    ):
        assert expected in [piece.strip() for piece in said]


def test_training_says_what_trains_what() -> None:
    dot = draw(experiment("gan"), "training")
    assert re.search(r'"optimizer/train/1" -> "model/Discriminator" \[.*style=dashed', dot)
    assert re.search(r'"optimizer/train/2" -> "model/Generator" \[.*style=dashed', dot)
    assert '"optimizer/train/2" -> "model/Discriminator"' not in dot


def test_a_model_at_two_lengths_is_drawn_once() -> None:
    good = HERE.parent / "corpus" / "good"
    dot = draw(compiled((good / "shared_at_two_lengths.dl").read_text(), "shared.dl"))
    assert "4|8 × 6" in dot
    assert len(re.findall("conv 4, 3", dot)) <= 2  # the node and its tooltip
    several = draw(compiled((good / "shared_with_method_of_its_own.dl").read_text(), "shared.dl"))
    assert "Net(x: [1, 4])" in several
    assert "Net(x: [3, 4])" in several
    assert "same weights" in several


def test_depth_opens_blocks() -> None:
    clusters = [draw(experiment("residual"), depth=depth).count("subgraph") for depth in range(4)]
    assert clusters == sorted(set(clusters))


def test_one_model_alone() -> None:
    dot = draw(experiment("vae"), model="Decoder")
    assert "Decoder" in dot
    assert "Encoder" not in dot
    with pytest.raises(KeyError):
        draw(experiment("vae"), model="Nobody")


@pytest.mark.parametrize(("format", "magic"), [("png", b"\x89PNG\r\n\x1a\n"), ("pdf", b"%PDF-"), ("dot", b"digraph")])
def test_other_formats(format: str, magic: bytes) -> None:
    assert render(draw(experiment("lenet")), format).startswith(magic)  # type: ignore[arg-type]


def test_what_cannot_be_rendered() -> None:
    assert [form(name) for name in ("a.svg", "b/c.PNG", "d.e.pdf", "f.dot")] == ["svg", "png", "pdf", "dot"]
    for name in ("a.gif", "svg", "b"):
        with pytest.raises(ValueError, match="ends in"):
            form(name)
    with pytest.raises(ValueError, match="no DOT text"):
        render("digraph {", "svg")


def test_odd_characters_stay_text() -> None:
    odd = 'a\\N <b>&" \u0007é\u202e'
    node = Node("odd/1", odd, (odd,), tooltip=odd)
    table = Table("odd/2", odd, odd, (Row("port", odd, odd, odd, odd),), odd, tooltip=odd)
    cluster = Cluster("odd/3", odd, odd, odd, children=(node, table))
    svg = render(text(Picture(odd, "LR", (cluster,), (Edge("odd/2", "odd/1", odd, port="port"),))), "svg")
    said = "".join(texts(svg)).replace("\xa0", " ")
    assert said.count('a\\N <b>&" \N{REPLACEMENT CHARACTER}é\N{REPLACEMENT CHARACTER}') == 13
    assert b"xlink" not in svg


def test_long_chains_lose_their_middle() -> None:
    long = compiled("model Long(x: [8]) -> [8] { x -> (for i in 0..800 { dense(8) -> relu }) }")
    dot = draw(long)
    assert "more steps" in dot
    assert dot.count("dense 8") < 200


def test_drawing_loads_no_graphics_before_it_is_asked() -> None:
    check = (
        "import sys, compiler.draw; print([m for m in sys.modules if m in ('graphviz', 'pygraphviz', 'numpy', 'jax')])"
    )
    assert (
        subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )
