"""How each word looks in a diagram: small pictures, by the code that draws the diagrams.

`pictures/index.txt` keeps a digest of each picture's description, so that a stale one is found without drawing any
(the fonts of another machine would draw it a little differently).
"""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from compiler.draw import dot, labels, style
from compiler.draw.picture import Child, Edge, Node, Picture
from compiler.types import Record, Tensor
from compiler.vocabulary.base import WORDS, Example, Misfit, Word

FOLDER = "pictures"
INDEX = f"{FOLDER}/index.txt"
ALONE = {"optimizer": "optimizer", "measure": "measure", "show": "show", "source": "data"}
"""The looks of words that stand on a node of their own, without tensors that flow through."""


def is_drawn(word: type[Word]) -> bool:
    """Whether a word is a node; features are lines of a table, schedules and initializers parts of other nodes."""
    return example_of(word) is not None and (word.namespace in ALONE or word.namespace == "value")


def file(word: type[Word]) -> str:
    return f"{FOLDER}/{word.namespace}_{word.name}.svg"


def example_of(word: type[Word]) -> Example | None:
    """The good example that is shown."""
    return next((example for example in word.examples if example.error is None), None)


def description(word: type[Word]) -> str:
    """The picture as DOT text."""
    example = example_of(word)
    assert example is not None
    made = word(**example.config)
    if word.namespace in ALONE:
        title = labels.shorten(labels.word_text(made)) if word.namespace == "optimizer" else word.name
        return dot.text(Picture(word.name, "LR", (Node("word", title, (), ALONE[word.namespace]),), ()))
    symbol = word.symbol if word.symbol and not word.symbol.isalpha() else None
    title = labels.caption(made, *example.inputs) if symbol is None else symbol
    look = style.look_of(word.role) if symbol is None else "symbol"
    children: list[Child] = [Node("word", title, (), look)]
    edges: list[Edge] = []
    for i, tensor in enumerate(example.inputs):
        children.insert(0, Node(f"from{i}", "", (), "point"))
        edges.append(Edge(f"from{i}", "word", labels.shape(tensor)))
    result = result_of(made, example)
    if result is not None:
        children.append(Node("to", "", (), "point"))
        edges.append(Edge("word", "to", labels.shape(result)))
    return dot.text(Picture(word.name, "LR", tuple(children), tuple(edges)))


def result_of(word: Word, example: Example) -> Tensor | Record | None:
    try:
        return word.infer(*example.inputs)
    except Misfit:
        return None


def words() -> Iterator[type[Word]]:
    return (word for space in WORDS.values() for word in space.values() if is_drawn(word))


def index() -> str:
    """Every picture's file and digest."""
    lines = sorted(f"{file(word)} {digest(description(word))}" for word in words())
    return "\n".join(lines) + "\n"


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def stale(folder: Path) -> list[str]:
    """The pictures that are missing, are of another description, or belong to no word any more."""
    known = dict(line.split() for line in read_text(folder / INDEX).splitlines())
    wanted = dict(line.split() for line in index().splitlines())
    there = {f"{FOLDER}/{path.name}" for path in (folder / FOLDER).glob("*.svg")}
    missing = {name for name in wanted if name not in there or known.get(name) != wanted[name]}
    return sorted(missing | (there - wanted.keys()))


def read_text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def write(folder: Path, names: list[str]) -> None:
    """Draw the pictures of these names anew, and remove those of no word."""
    from compiler.draw.layout import render

    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    wanted = {file(word): word for word in words()}
    for name in names:
        if name in wanted:
            (folder / name).write_bytes(render(description(wanted[name])))
        else:
            (folder / name).unlink()
    (folder / INDEX).write_text(index(), encoding="utf-8")
