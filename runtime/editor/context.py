"""What may be written at a place, told by the tokens before it: in the middle of an unfinished statement too."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from compiler.infer.arguments import namespaces
from compiler.vocabulary.base import WORDS, Argument, Word, lookup
from dsl.statements import BODIED, BY_WORD, LINE_IN_TEXT

_TOKEN = re.compile(
    r'(?P<comment>#[^\n]*)|(?P<string>"(?:[^"\\\n]|\\[^\n])*"?)|(?P<newline>\n)|(?P<name>[A-Za-z_]\w*)'
    r"|(?P<number>\d[\w.]*%?)|(?P<sign>->|\*\*|//|[=!<>]=|\.\.\.?|[^\s\w])",
    re.ASCII,
)
_OPERATORS = frozenset({"->", "+", "-", "*", "/", "//", "**", "@", "<", ">", "<=", ">=", "==", "!="})
_UNFINISHED = _OPERATORS | {"=", ",", ".", "..", "not", "if", "then", "else", "using", "over", "in", "and", "or"}
_CONTINUING = _OPERATORS | {"and", "or", "then", "else", "using", "over"}
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_CLAUSES = frozenset({"using", "over", "in"})
_SECTIONS = frozenset(form.word for form in BODIED if not form.opens)
_TYPES_FOLLOW = frozenset({"model", "block"})


@dataclass
class Frame:
    """An open bracket (or the statement itself), and what stands in it so far.

    `head` is the word that opens the statement in it, `clause` the last of `using`, `over`, `in` or `=`;
    `callee` the name before a round bracket, `argument` the argument being written, `index` its number.
    """

    bracket: str
    callee: str | None = None
    word: type[Word] | None = None
    head: str | None = None
    clause: str | None = None
    argument: str | None = None
    index: int = 0
    given: list[str] = field(default_factory=list)
    in_type: bool = False
    tokens: int = 0

    def begin(self) -> None:
        self.head = self.clause = self.argument = None
        self.index = self.tokens = 0
        self.given, self.in_type = [], False


@dataclass(frozen=True)
class Context:
    """Where the cursor is.

    `start` is where the word under it begins, `statement` where the statement around it begins; `section` is that
    statement's first word, `frames` are its open brackets, `before` the token before the word, and `ended` the first
    word of the statement that the line before seems to have ended.  In a comment or text, `silent` is set.
    """

    start: int
    partial: str
    statement: int
    section: str | None
    frames: tuple[Frame, ...]
    before: str
    silent: bool
    ended: str | None

    @property
    def frame(self) -> Frame:
        return self.frames[-1]

    @property
    def in_body(self) -> bool:
        """Whether the cursor is directly between a body's braces."""
        return self.frame.bracket == "{"

    @property
    def at_start(self) -> bool:
        """Whether a statement may begin here."""
        return self.frame.tokens == 0 and (self.in_body or len(self.frames) == 1)

    @property
    def in_call(self) -> bool:
        return self.frame.bracket == "(" and self.frame.callee is not None

    def spaces(self) -> tuple[str, ...]:
        """The namespaces of the words that may stand here."""
        return _spaces(self.frames, self.section)

    def argument(self) -> Argument | None:
        """The declaration of the argument being written."""
        return _argument(self.frame)

    def closers(self) -> str:
        """What closes the open brackets."""
        return "".join(_CLOSING[frame.bracket] for frame in reversed(self.frames) if frame.bracket)


def context_at(text: str, offset: int) -> Context:
    """What the tokens before a place say about it."""
    before = text[:offset]
    partial = re.search(r"[A-Za-z_]\w*\Z", before, re.ASCII)
    start = partial.start() if partial else offset
    statement = 0
    for match in LINE_IN_TEXT.finditer(before, 0, start):
        statement = match.start()
    frames = [Frame("")]
    section: str | None = None
    previous, silent = "", False
    broken = False
    for kind, token in _tokens(before[statement:start]):
        if kind == "comment":
            silent = True
            continue
        silent = False
        frame = frames[-1]
        if kind == "newline":
            broken = frame.bracket in ("", "{") and previous not in _UNFINISHED and frame.tokens > 0
            continue
        if (broken and token not in _CONTINUING) or (token == ";" and frame.bracket in ("", "{")):
            section = section if frame.bracket else None
            frame.begin()
        broken = False
        if token == ";":
            continue
        if section is None:
            section = token
        _read(frames, kind, token, previous, section)
        previous = token
    last = before[statement:start]
    silent = (silent and "\n" not in last[last.rfind("#") :]) or _in_string(last)
    ended = None
    if broken:
        ended = frames[-1].head
        section = section if frames[-1].bracket else None
        frames[-1].begin()
    return Context(start, partial[0] if partial else "", statement, section, tuple(frames), previous, silent, ended)


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(text):
        yield match.lastgroup or "", match[0]


def _in_string(text: str) -> bool:
    tokens = list(_tokens(text))
    return bool(tokens) and tokens[-1][0] == "string" and (len(tokens[-1][1]) < 2 or not tokens[-1][1].endswith('"'))


def _read(frames: list[Frame], kind: str, token: str, previous: str, section: str) -> None:
    """Take in one token."""
    frame = frames[-1]
    if token in ("(", "[", "{"):
        callee = previous if token == "(" and re.fullmatch(r"[A-Za-z_]\w*", previous) else None
        callee = None if callee in _CLAUSES | _UNFINISHED else callee
        made = Frame(token, callee)
        if callee is not None:
            spaces = ("section",) if callee in _SECTIONS and len(frames) == 1 else _spaces(tuple(frames), section)
            made.word = lookup(callee, *spaces)
        elif token == "(" and section in _SECTIONS and len(frames) == 1:
            made.callee, made.word = section, WORDS["section"][section]
        if token == "[" and frame.in_type:
            made.in_type = True
        frame.tokens += 1
        frames.append(made)
        return
    if token in (")", "]", "}"):
        if len(frames) > 1:
            frames.pop()
        frames[-1].in_type = False
        return
    if frame.tokens == 0 and frame.bracket in ("", "{"):
        frame.head = token
    frame.tokens += 1
    if token == ",":
        frame.index += 1
        frame.argument, frame.in_type = None, False
    elif token == "=" and frame.bracket in ("", "{") and frame.head != "split":
        frame.clause, frame.in_type = "=", False
    elif token == "=":
        frame.argument, frame.in_type = previous, False
        frame.given.append(previous)
    elif token in _CLAUSES and kind == "name":
        frame.clause = token
    elif (token == ":" and frame.bracket != "[") or (
        token == "->" and len(frames) == 1 and frame.clause is None and section in _TYPES_FOLLOW
    ):
        frame.in_type = True


def _spaces(frames: tuple[Frame, ...], section: str | None) -> tuple[str, ...]:
    frame = frames[-1]
    if frame.bracket == "(" and frame.word is not None:
        argument = _argument(frame)
        return (*(namespaces(argument.type) if argument is not None else ()), "value")
    if frame.bracket not in ("", "{"):
        return ("value",)
    if len(frames) == 1:
        return ("source",) if section == "data" and frame.clause == "=" else ("value",)
    if frame.clause == "using":
        return ("optimizer",)
    if frame.head == "hyper" and frame.clause == "in":
        return ("range",)
    if frame.head in BY_WORD and BY_WORD[frame.head].namespaces:
        return BY_WORD[frame.head].namespaces
    if section == "evaluate" and len(frames) == 2:
        return ("measure", "value")
    return ("value",)


def _argument(frame: Frame) -> Argument | None:
    """The argument of a word that is being written in its brackets: by its name, or by its number.

    Without a name it may be a tensor or, in a layer piped into, an argument already.
    """
    if frame.word is None:
        return None
    if frame.argument is not None:
        return frame.word.arguments.get(frame.argument)
    keys = list(frame.word.arguments)
    return frame.word.arguments[keys[frame.index]] if frame.index < len(keys) else None
