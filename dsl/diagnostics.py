"""What is wrong with a text, as data.  One renderer per format reads it (`dsl.render`)."""

from typing import Literal

from dsl.immutable import immutable
from dsl.spans import Span

Severity = Literal["error", "warning"]


@immutable
class Label:
    """A place, and what is to be said beside its caret."""

    span: Span
    text: str = ""


@immutable
class Fix:
    """Replace the text of `span` by `text`: an edit that `dlc check --fix` applies.

    One that is not `sure` is a guess at what was meant, and applied only where guesses are asked for.
    """

    span: Span
    text: str
    title: str
    sure: bool = True


@immutable
class Diagnostic:
    """One finding.

    `code` is its entry in the catalogue (`dlc explain`), `message` one sentence of what is wrong,
    `primary` the place, `others` the places it disagrees with, `chain` the blocks that led there
    (outermost first), `notes` further facts, `help` what to do, `fix` the edit that does it, and `also` the same edit
    at the other places that the finding is about.
    """

    code: str
    severity: Severity
    message: str
    primary: Label
    others: tuple[Label, ...] = ()
    chain: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    help: str | None = None
    fix: Fix | None = None
    also: tuple[Fix, ...] = ()

    @property
    def edits(self) -> tuple[Fix, ...]:
        """All edits that make the fix."""
        return (self.fix, *self.also) if self.fix is not None else ()

    @property
    def span(self) -> Span:
        return self.primary.span


@immutable
class Entry:
    """What `dlc explain` and the manual say of a code: why it is a rule, a wrong and a right example."""

    code: str
    severity: Severity
    title: str
    why: str
    wrong: str
    right: str
