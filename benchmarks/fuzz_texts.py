"""Random, mutated and generated texts, for `benchmarks.fuzz`: the same for the same seed."""

import random
import re
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from compiler.vocabulary.base import WORDS

ROOT = Path(__file__).resolve().parent.parent

SIGNS = ["->", "*", "+", "-", "/", "//", "**", "@", "==", "!=", "<", "<=", ">", ">=", "=", ",", ":", ".", "..", "..."]
SIGNS += [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ";",
    "\n",
    "\n\n",
    " ",
    "#",
    '"',
    "%",
    "_",
    "\\",
    "'",
    "\t",
    "\r\n",
    "é",
    "\0",
    "\ufeff",
]
KEYWORDS = [
    "import",
    "hyper",
    "data",
    "block",
    "model",
    "train",
    "evaluate",
    "let",
    "weight",
    "def",
    "minimize",
    "over",
]
KEYWORDS += ["using", "show", "split", "if", "then", "else", "for", "in", "and", "or", "not", "true", "false", "none"]
NUMBERS = ["0", "1", "2", "3", "8", "-1", "0.5", "1e-3", "1e308", "10%", "1_000", "1000000000000", "-0.0", "64"]
WORD_NAMES = sorted({name for words in WORDS.values() for name in words})
NAMES = ["x", "y", "n", "h", "w", "c", "Net", "Other", "block1", "width", "features", "target", "iris", "d", "train"]


Files = dict[str, str]
"""A program by path: `top.dl` is checked, the others are there to be imported."""


def corpus() -> list[str]:
    """The specs and the programs of the tests: what is mutated."""
    folders = ("specs", "tests/corpus/good", "tests/corpus/bad", "tests/dsl/examples")
    paths = sorted(path for folder in folders for path in (ROOT / folder).glob("*.dl"))
    return [path.read_text(encoding="utf-8") for path in paths]


def characters(draw: random.Random) -> str:
    """Characters at random, some of them from far away."""
    return "".join(
        chr(draw.choice((draw.randrange(32, 127), draw.randrange(0, 0x2FF)))) for _ in range(draw.randrange(100))
    )


def tokens(draw: random.Random) -> str:
    """Tokens of the language at random."""
    kinds: list[Sequence[str]] = [SIGNS, SIGNS, KEYWORDS, NUMBERS, WORD_NAMES, NAMES, NAMES]
    return draw.choice((" ", "")).join(draw.choice(draw.choice(kinds)) for _ in range(draw.randrange(1, 60)))


def mutated(draw: random.Random, texts: Sequence[str]) -> str:
    """A program with some of its parts left out, doubled, exchanged or replaced."""
    text = draw.choice(texts)
    for _ in range(draw.choice((1, 1, 2, 3, 8))):
        text = _mutation(draw, text, texts)
    return text


def _mutation(draw: random.Random, text: str, texts: Sequence[str]) -> str:
    start = draw.randrange(len(text) + 1)
    end = min(len(text), start + draw.choice((1, 1, 2, 5, 20, 80)))
    match draw.randrange(10):
        case 0:
            return text[:start] + text[end:]
        case 1:
            return text[:end] + text[start:end] + text[end:]
        case 2:
            return text[:start] + draw.choice(draw.choice((SIGNS, KEYWORDS, NUMBERS, WORD_NAMES, NAMES))) + text[start:]
        case 3:
            return text[:start] + draw.choice(draw.choice((SIGNS, NUMBERS, WORD_NAMES, NAMES))) + text[end:]
        case 4:
            other = draw.choice(texts)
            cut = draw.randrange(len(other) + 1)
            return text[:start] + other[cut : cut + draw.choice((10, 40, 200))] + text[end:]
        case 5:
            lines = text.split("\n")
            i, j = draw.randrange(len(lines)), draw.randrange(len(lines))
            lines[i], lines[j] = lines[j], lines[i]
            return "\n".join(lines)
        case 6:
            return text[:start]
        case _:
            spots = list(re.finditer(r"\b(?:[A-Za-z_]\w*|[\d.]+)\b", text))
            if not spots:
                return text
            spot = draw.choice(spots)
            others = NUMBERS if spot[0][0].isdigit() else draw.choice((WORD_NAMES, WORD_NAMES, NAMES, NUMBERS))
            return text[: spot.start()] + draw.choice(others) + text[spot.end() :]


class Grammar:
    """Programs that follow the grammar, and often make sense: what the checker sees most of."""

    def __init__(self, draw: random.Random):
        self.draw = draw

    def program(self) -> str:
        statements = [self.statement() for _ in range(self.draw.choice((1, 1, 2, 2, 3, 6)))]
        return "\n".join(statements) + "\n"

    def statement(self) -> str:
        pick = self.draw.choice
        match self.draw.randrange(9):
            case 0:
                return f"hyper {pick(NAMES)} = {self.expression(1)}"
            case 1:
                return (
                    f'data {pick(NAMES)} = sklearn("{pick(("iris", "wine", "digits", "diabetes", "breast_cancer"))}")'
                )
            case 2:
                fields = "".join(
                    f"  {pick(NAMES)}: {self.type()} = {self.expression(2)}\n" for _ in range(self.draw.randrange(3))
                )
                return f'data {pick(NAMES)} = {pick(("sklearn", "csv", "idx"))}("iris") {{\n{fields}}}'
            case 3:
                return f"block {pick(NAMES)}({self.parameters()}) {{ {self.body()} }}"
            case 4:
                return f"model {pick(('Net', 'Other', 'A'))} = {self.expression(3)}"
            case 5:
                return f"model {pick(('Net', 'Other', 'A'))}({self.parameters()}) -> {self.type()} {{ {self.body()} }}"
            case 6:
                return (
                    f"train(epochs = {pick(NUMBERS)}, batch = {pick(NUMBERS)}) "
                    f"{{ minimize {self.expression(3)} using {self.expression(2)} }}"
                )
            case 7:
                return f"evaluate {{ {pick(('', 'show '))}{self.expression(3)} }}"
            case _:
                return f"let {pick(NAMES)} = {self.expression(2)}"

    def body(self) -> str:
        lets = "".join(f"let {self.draw.choice(NAMES)} = {self.expression(2)}; " for _ in range(self.draw.randrange(3)))
        weights = f"weight w: {self.type()} = {self.expression(1)}; " if self.draw.random() < 0.2 else ""
        return lets + weights + self.expression(4)

    def parameters(self) -> str:
        forms = ("{0}: {1}", "{0}: {1}", "{0}", "{0} = {2}")
        made = (
            self.draw.choice(forms).format(n, self.type(), self.expression(1)) for n in self.draw.sample(NAMES[:6], 2)
        )
        return ", ".join(made)

    def type(self) -> str:
        sizes = ", ".join(
            self.draw.choice(("4", "8", "3", "n", "h", "_", "...", "2 * n", "0")) for _ in range(self.draw.randrange(4))
        )
        return self.draw.choice(("", "", "", "int", "class", "bool", "text")) + f"[{sizes}]"

    def expression(self, depth: int) -> str:
        draw = self.draw
        if depth <= 0:
            return draw.choice(
                (draw.choice(NAMES), draw.choice(NUMBERS), draw.choice(WORD_NAMES), "x", "features", '"iris"')
            )
        inner = self.expression
        match draw.randrange(12):
            case 0 | 1 | 2:
                return f"{inner(depth - 1)} -> {inner(depth - 1)}"
            case 3 | 4 | 5:
                arguments = [inner(depth - 2) for _ in range(draw.randrange(3))]
                word = draw.choice(WORD_NAMES)
                owner = next(words[word] for words in WORDS.values() if word in words)
                if owner.arguments and draw.random() < 0.5:
                    arguments.append(f"{draw.choice(list(owner.arguments))} = {inner(depth - 2)}")
                return f"{word}({', '.join(arguments)})"
            case 6:
                sign = draw.choice(("+", "-", "*", "/", "@", "==", "and", "**", "//"))
                return f"({inner(depth - 1)} {sign} {inner(depth - 1)})"
            case 7:
                return f"{draw.choice(('Net', 'Other', 'block1', 'd'))}({inner(depth - 1)})"
            case 8:
                return f"(if {inner(depth - 2)} then {inner(depth - 1)} else {inner(depth - 1)})"
            case 9:
                return f"{inner(depth - 1)}[{draw.choice(('0', '-1', ':2', '1:3', inner(0)))}]"
            case 10:
                return f"(a = {inner(depth - 1)}, b = {inner(depth - 1)})"
            case _:
                return f"{draw.choice(('2', '3', 'n', '0', '-1'))} * ({inner(depth - 1)})"


def imports(draw: random.Random, grammar: Grammar) -> Files:
    """Files that import one another, themselves, and what is not there."""
    paths = ["top.dl", *(f"f{i}.dl" for i in range(draw.randrange(1, 5)))]
    spelled = [*paths, "./top.dl", "nowhere.dl", "..", "", "a/../f0.dl", "\\0"]
    return {
        path: "".join(f'import "{draw.choice(spelled)}"\n' for _ in range(draw.randrange(4)))
        + grammar.statement()
        + "\n"
        for path in paths
    }


def doubled(blocks: int) -> str:
    """Blocks of which each applies the one before twice."""
    chained = "".join(f"block b{i}(x: [n]) {{ x -> b{i - 1} -> b{i - 1} }}\n" for i in range(1, blocks))
    return f"block b0(x: [n]) {{ x -> dense(n) }}\n{chained}model N(x: [4]) {{ x -> b{blocks - 1} }}"


def extreme(draw: random.Random) -> str:
    """What is far too large, too deep or too many."""
    many = draw.choice((50, 99, 101, 500, 2000))
    huge = draw.choice(
        ("1000000000000", "9" * 30, "9" * 400, "1e308", "1e999999", "9 ** 9 ** 9", "2 ** 63", "0", "-1", "0.5")
    )
    opener, closer = draw.choice(("()", "[]", "{}"))
    name = "a" * many * 10
    return draw.choice(
        (
            f"model N(x: [4]) {{ x -> {huge} * dense(4) }}",
            f"model N(x: [4]) {{ x -> for i in 0..{huge} {{ dense(4) }} }}",
            f"model N(x: [4]) {{ x -> for i in {huge}..{huge} {{ 3 * dense(i) }} }}",
            f"model N(x: [{huge}, {huge}, {huge}]) {{ x -> flatten -> dense({huge}) }}",
            f"model N(x: [4]) {{ x -> conv({huge}, kernel = {huge}, stride = {huge}) }}",
            f"model N(x: [4, 4, 1]) {{ x -> pad({huge}) -> resize({huge}) -> max_pool({huge}) }}",
            f"let a = {opener * many}1{closer * many}",
            f"let a = {opener * many}",
            f"let a = {'-' * many}1",
            f"let a = {'not ' * many}true",
            f"let a = {' + '.join(['1'] * many)}",
            f"let a = {'if true then 1 else ' * many}2",
            f"model N(x: [4]) {{ x{' -> relu' * many} }}",
            f"model N(x: [4]) {{ {'relu(' * many}x{')' * many} }}",
            f"model N(x: [4]) {{ x -> {'2 * (' * many}relu{')' * many} }}",
            f"let {name} = {name}\nlet {name} = {name}",
            f'let a = "{name}\nlet b = 1',
            f"# {name}\nlet a = [{'1, ' * many * 5}1]",
            f"hyper h = {huge} in {draw.choice(('log', 'linear'))}({huge}, {huge})\nlet a = h ** h",
            f"hyper h = 1 in {{{', '.join(map(str, range(many)))}}}",
            f"data d = rows(x = [{'[1], ' * many}2])\nevaluate {{ mean(x) }}",
            doubled(min(many, 60)),
            "block b(x: [n], f) { x -> f -> b(f = f -> f) }\nmodel N(x: [4]) { x -> b(relu) }",
            f"model N(x: [4]) {{ x{'.y' * many} }}",
            f"let a = x{'[0]' * many}",
            "let a = 1\n" * many,
            "}" * many + "{" * many,
            f"train(epochs = {huge}, batch = {huge}, seed = {huge}) {{ minimize x using sgd({huge}) }}",
            '"' * many + "'" * many + "\0" * many,
            "model N {\n" + "  let a = \n" * many + "}",
        )
    )


def program(number: int, seed: int, known: Sequence[str]) -> Files:
    """The program of a number, the same for a seed."""
    draw = random.Random(f"{seed}/{number}")
    grammar = Grammar(draw)
    kind = draw.randrange(100)
    if kind < 8:
        return {"top.dl": characters(draw)}
    if kind < 25:
        return {"top.dl": tokens(draw)}
    if kind < 55:
        return {"top.dl": mutated(draw, known)}
    if kind < 93:
        return {"top.dl": grammar.program()}
    if kind < 98:
        return imports(draw, grammar)
    return {"top.dl": extreme(draw)}


def texts_from(seed: int) -> Iterator[str]:
    """An endless stream of texts, the same for a seed."""
    known = corpus()
    return (program(number, seed, known)["top.dl"] for number in count())
