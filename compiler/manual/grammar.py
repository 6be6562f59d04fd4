"""The grammar's page: the rules that the parser's tables are made from, each statement with an example."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import dsl
from compiler.manual.prose import prose

FILE = Path(dsl.__file__).parent / "grammar.lark"

NAMES: Mapping[str, str] = {
    "NAME": "a letter or `_`, then letters, digits and `_`",
    "NUMBER": "digits, which `_` may group: `1_000`, `0.5`, `1e-3`; `10%` is 0.1",
    "STRING": 'text between `"`; `\\n`, `\\t`, `\\"` and `\\\\` stand for a new line, a tab, `"` and a backslash',
    "NEWLINE": "the end of a line, unless a bracket is open or the next line begins with `->`, an operator, `and`, "
    "`or`, `then`, `else`, `over` or `using`; empty lines and comments belong to it",
}
"""The terminals that are no fixed text."""

EXAMPLES: Mapping[str, str] = {
    "import_": """import "blocks.dl"

model Net(x: [4]) -> [2] { x -> head(2) }
""",
    "hyper": """hyper rate = 1e-3 in log(1e-5, 1e-1)
hyper width = 16 in {8, 16, 32}

data iris = sklearn("iris")
model Net = dense(width) -> relu -> dense(3)
train(epochs = 10, batch = 16) { minimize cross_entropy(Net(features), target) using adam(rate) }
evaluate { accuracy(Net(features), target) }
""",
    "data": """data flowers = sklearn("iris") {
  size: [4] = features / 8
  species: class[3] = target
}
""",
    "block": """block residual(x: [h, w, c], kernel = 3) -> [h, w, c] {
  let y = x -> conv(c, kernel = kernel) -> relu
  x + y
}

model Net(image: [28, 28, 8]) -> [28, 28, 8] { image -> 2 * residual }
""",
    "model": """model Classifier(x: [4]) -> [3] { x -> dense(16) -> relu -> dense(3) }
""",
    "train": """data iris = sklearn("iris")
model Net = dense(16) -> relu -> dense(3)
train(epochs = 100, batch = 16, seed = 0) {
  minimize cross_entropy(Net(features), target) using adam(0.01)
}
evaluate { accuracy(Net(features), target) }
""",
    "evaluate": """data iris = sklearn("iris")
model Net = dense(16) -> relu -> dense(3)
train(epochs = 100, batch = 16) { minimize cross_entropy(Net(features), target) using adam(0.01) }
evaluate(on = test) {
  classification(Net(features), target)
}
""",
    "let": """model Net(x: [4]) -> [2] {
  let hidden = x -> dense(8) -> tanh
  let (left, right) = (hidden -> dense(2), hidden -> dense(2))
  left * right
}
""",
    "weight": """model Neuron(x: [4]) -> [] {
  weight w: [4] = normal(0.1)
  weight b: [] = 0
  sum(x * w) + b
}
""",
    "def_": """model Autoencoder {
  def encode(x: [784]) = x -> dense(32) -> relu
  def decode(code: [32]) = code -> dense(784) -> sigmoid
}

data mnist = idx("mnist") { x: [784] = pixels / 255 -> flatten }
train(epochs = 1, batch = 128) {
  minimize mse(Autoencoder.decode(Autoencoder.encode(x)), x) using adam(1e-3)
}
evaluate { mae(Autoencoder.decode(Autoencoder.encode(x)), x) }
""",
    "minimize": """data iris = sklearn("iris")
model Body = dense(16) -> relu
model Head = dense(3)
train(epochs = 100, batch = 16) {
  minimize cross_entropy(Head(Body(features)), target)
    over Body using sgd(0.01), Head using adam(0.01)
}
evaluate { accuracy(Head(Body(features)), target) }
""",
    "split": """data iris = sklearn("iris") {
  features: [4]
  target: class[3]
  split validation = 20%
}
""",
    "show": """data points = sklearn("iris")
model Net = dense(3)
train(epochs = 1, batch = 16) { minimize cross_entropy(Net(features), target) using sgd(0.1) }
evaluate {
  accuracy(Net(features), target)
  show table(target, Net(features) -> argmax)
}
""",
    "field": """data iris = sklearn("iris") {
  features: [4]
  tall: bool[] = features[0] > 5
}
""",
    "expression_statement": """model Net(x: [4]) -> [3] {
  x -> dense(16) -> relu -> dense(3)
}
""",
}
"""A spec for each rule of a statement; a test checks that it has no error and holds the statement."""
FILES: Mapping[str, str] = {"blocks.dl": "block head(x: [n], classes) -> [classes] { x -> dense(classes) }\n"}
"""What the examples import."""

LEVELS = ("chain", "disjunction", "conjunction", "negation", "comparison", "sum", "product", "negative", "power")
"""The rules of operators, loosest first."""
MEANINGS: Mapping[str, str] = {
    "chain": "apply the layer on the right to what is on the left; layers in a row are a layer",
    "disjunction": "either is true",
    "conjunction": "both are true",
    "negation": "it is not true",
    "comparison": "compare; comparisons don't chain",
    "sum": "add, subtract",
    "product": "multiply (`3 * layer`: three copies in a row), divide, divide and round down, multiply matrices",
    "negative": "the sign turned",
    "power": "raise to a power, from the right: `2 ** 3 ** 2` is `2 ** 9`",
}


def rules() -> dict[str, tuple[str, list[str]]]:
    """Each rule of the grammar file, as written: the section that it stands in, and its alternatives."""
    found: dict[str, tuple[str, list[str]]] = {}
    section, name = "", ""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("// ---"):
            section = line.removeprefix("// ---").split(".")[0].split(",")[0].strip()
        start = re.match(r"[?!]?([a-z_]+):\s*(.*)", line)
        if start:
            name = start[1]
            found[name] = (section, [start[2]])
        elif line.strip().startswith("|") and name:
            found[name][1].append(line.strip()[1:].strip())
        elif not line.strip() or line.startswith("//"):
            name = ""
    return found


def terminals() -> dict[str, str]:
    """The text that a terminal stands for; a keyword is a pattern there, which begins with its word."""
    found: dict[str, str] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        plain = re.match(r'([A-Z_]+)(?:\.\d+)?: "((?:[^"\\]|\\.)*)"', line)
        keyword = re.match(r"([A-Z_]+)\.\d+: /([a-z]+)", line)
        if plain and not plain[2].startswith("\\u"):
            found[plain[1]] = plain[2]
        elif keyword:
            found[keyword[1]] = keyword[2]
    return found


def readable(alternative: str) -> str:
    """An alternative with the text of its terminals, without what only the parser needs."""
    fixed = terminals()
    alternative = re.sub(r"\s*->\s*\w+$", "", alternative)
    text = re.sub(r"\[(?! )", "[ ", re.sub(r"(?<! )\]", " ]", alternative))
    text = re.sub(r"\b_?([a-z]+(?:_[a-z]+)*)_?\b", lambda match: match[0].strip("_"), text)
    return re.sub(r"[A-Z][A-Z_]+", lambda match: quote(fixed[match[0]]) if match[0] in fixed else match[0], text)


def quote(text: str) -> str:
    return f"'{text}'"


def page() -> str:
    lines = [
        "# The grammar",
        "",
        *prose(
            """These are the rules that the parser's tables are made from (`dsl/grammar.lark`), with the text of
            each word and sign in their places.  `[ x ]` may be left out, `x*` stands any number of times,
            `x+` at least once, `|` divides alternatives."""
        ),
        "",
        *statements(),
        *section("Types", "types"),
        *section("Expressions", "expressions"),
        "## Precedence",
        "",
        *prose(
            """The loosest first: what stands further down binds more closely.  Operators of one line are read
            from the left."""
        ),
        "",
        "| operators | meaning |",
        "|---|---|",
        *precedence(),
        "",
        *prose(
            """So `x + y -> relu` is `relu(x + y)`, and `x + (y -> relu)` needs its brackets.  `if ... then ...
            else ...` reaches as far right as it can.  Calls, fields and indices (`f(x)`, `a.b`, `x[0]`) bind
            most closely of all."""
        ),
        "",
        "## Words and signs",
        "",
        "| | |",
        "|---|---|",
        *(f"| `{name}` | {meaning} |" for name, meaning in NAMES.items()),
        "",
        *prose(
            """`#` begins a comment, to the end of its line.  A keyword is one only where the grammar has a use
            for it: a column may be called `data` or `weight`.  `;` stands for the end of a line."""
        ),
    ]
    return "\n".join(lines) + "\n"


def statements() -> Iterator[str]:
    yield "## Statements"
    yield ""
    everything = rules()
    for name, (part, alternatives) in everything.items():
        if part != "statements" or name in ("start", "separators"):
            continue
        yield from rule(name, alternatives)
        if name in EXAMPLES:
            yield from ("", "```", EXAMPLES[name].rstrip(), "```")
        yield ""


def section(title: str, part: str) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    yield "```"
    for name, (own, alternatives) in rules().items():
        if own.startswith(part):
            yield from rule_lines(name, alternatives)
    yield "```"
    yield ""


def rule(name: str, alternatives: list[str]) -> Iterator[str]:
    yield "```ebnf"
    yield from rule_lines(name, alternatives)
    yield "```"


def rule_lines(name: str, alternatives: list[str]) -> Iterator[str]:
    head = name.strip("_")
    shown = [readable(alternative) for alternative in alternatives]
    for i, alternative in enumerate(shown):
        yield f"{head} = {alternative}" if i == 0 else f"{' ' * len(head)} | {alternative}"


def precedence() -> Iterator[str]:
    """A row for each level: the signs between or before its operands."""
    everything, fixed = rules(), terminals()
    for name in LEVELS:
        found = [fixed[word] for text in everything[name][1] for word in re.findall(r"[A-Z][A-Z_]+", text)]
        signs = " ".join(f"`{sign}`" for sign in dict.fromkeys(found) if sign != "if")
        yield f"| {signs.replace('|', chr(92) + '|')} | {MEANINGS[name]} |"
