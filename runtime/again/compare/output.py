"""A comparison in words, as JSON, and as a page of its own."""

import difflib
import json
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any

from runtime.again.compare.matches import Comparison, Entry, Pair
from runtime.report import figures
from runtime.report.blocks import Block, Cell, Code, Picture, Section, Table, Text
from runtime.report.numbers import strict
from runtime.report.overfitting import best_epoch
from runtime.report.page import page
from runtime.report.wording import NONE, THIN, duration, headline_value, number, plural, value_text

ABOUT = (
    "A test is about these trained models on these examples; another seed trains another model. Of several runs, each "
    "compared with the best, the probabilities are corrected for their number (Holm, 1979)."
)


def verdict(pair: Pair) -> str:
    """Which of two runs is better, and whether that is real, in a sentence."""
    first, second = pair.first.label, pair.second.label
    if pair.test is None:
        why = f"they have {plural(pair.common, 'example')} in common" if pair.common else NOT_SHARED
        return f"{pair.title}: {first} has the better {pair.headline.title}, but {why}, so no paired test is made."
    test, on = pair.test, f"on the same {plural(pair.common, 'example')}"
    low, high = difference_text(pair, test.interval.low), difference_text(pair, test.interval.high)
    how = f"{test.name}: p {chance(test.p)}"
    spread = f"difference {difference_text(pair, test.difference)}, 95{THIN}% interval {low} to {high}"
    if pair.better is None:
        said = "are alike" if test.difference == 0 else "do not really differ"
        return f"{pair.title}: {first} and {second} {said} {on} ({spread}; {how}): chance explains it."
    other = second if pair.better is pair.first else first
    return f"{pair.title}: {pair.better.label} is really better than {other} {on} ({spread}; {how})."


def terminal_text(text: str) -> str:
    """Text for a terminal: the page's narrow spaces are none before a percent sign, and whole elsewhere."""
    return text.replace(f"{THIN}%", "%").replace(THIN, " ")


NOT_SHARED = "they were measured on different examples"


def difference_text(pair: Pair, difference: float) -> str:
    """A difference with its sign, of shares in percentage points."""
    sign = "+" if difference > 0 else ""
    if pair.headline.form == "share":
        return f"{sign}{100 * difference:.1f}".replace("-", "\N{MINUS SIGN}") + f"{THIN}points"
    return sign + number(difference, 3)


def chance(p: float) -> str:
    return "< 0.001" if p < 0.001 else f"= {p:.3f}" if p < 0.1 else f"= {p:.2f}"


def heads(comparison: Comparison) -> list[str]:
    several = len({key[0] for key in comparison.measures}) > 1
    titles = [
        f"{title_of(key, comparison)} of {key[2]}" + (f" in {key[0]}" if several else "") for key in comparison.measures
    ]
    return ["run", *titles, "examples", "epochs", "last loss", "best validation loss", "time", "weights"]


def title_of(key: tuple[str, str, str], comparison: Comparison) -> str:
    """What a measure's number is called: the headline's title where all runs have the same, else the measure's word."""
    titles = {entry.measured[key].headline.title for entry in comparison.entries if key in entry.measured}
    return titles.pop() if len(titles) == 1 else key[1]


def cells(entry: Entry, comparison: Comparison) -> list[str]:
    """A run's row of the table."""
    found = [entry.measured.get(key) for key in comparison.measures]
    first = next((one for one in found if one is not None), None)
    last = entry.history[-1] if entry.history else None
    best = best_epoch(entry.history)
    return [
        entry.label,
        *(NONE if one is None else with_interval(one.headline) for one in found),
        NONE if first is None else f"{first.rows:,} {first.on}",
        NONE if last is None else number(last.epoch),
        NONE if last is None else number(last.loss),
        NONE if best is None else f"{number(best[1])} (epoch {number(best[0])})",
        NONE if entry.seconds is None else duration(entry.seconds),
        f"{entry.weights:,}",
    ]


def with_interval(headline: Any) -> str:
    value = headline_value(headline)
    if headline.interval is None:
        return value
    low, high = (headline_value(headline, end) for end in (headline.interval.low, headline.interval.high))
    return f"{value} ({low} to {high})"


def differing_hypers(entries: Sequence[Entry]) -> list[tuple[str, list[str]]]:
    """The hyper-parameters that the runs do not share, with each run's value."""
    names = dict.fromkeys(name for entry in entries for name in entry.hypers)
    rows = [
        (name, [setting(entry.hypers[name]) if name in entry.hypers else NONE for entry in entries]) for name in names
    ]
    return [(name, values) for name, values in rows if len(set(values)) > 1]


def setting(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else value_text(value)


def spec_difference(first: Entry, second: Entry) -> list[str]:
    """The lines that differ, as `diff -u` shows them."""
    before, after = (entry.run.experiment.source.text.splitlines() for entry in (first, second))
    found = list(difflib.unified_diff(before, after, first.label, second.label, lineterm="", n=1))
    return found


def as_text(comparison: Comparison) -> Iterator[str]:
    """What the terminal shows."""
    entries = comparison.entries
    head, rows = heads(comparison), [cells(entry, comparison) for entry in entries]
    kept = [i for i in range(len(head)) if i == 0 or any(row[i] != NONE for row in rows)]
    table = [[terminal_text(line[i]) for i in kept] for line in [head, *rows]]
    widths = [max(len(line[i]) for line in table) for i in range(len(kept))]
    for line in table:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
    yield ""
    for pair in comparison.pairs:
        yield terminal_text(verdict(pair))
    if not comparison.pairs:
        yield "The runs have no measure in common, so nothing says which is better."
    hypers = differing_hypers(entries)
    for name, values in hypers:
        yield f"hyper {name}: " + ", ".join(
            f"{value} ({one.label})" for one, value in zip(entries, values, strict=True)
        )
    for other in entries[1:]:
        yield from spec_difference(entries[0], other)


def as_json(comparison: Comparison) -> str:
    notes: list[str] = []
    entries = [
        {
            "run": entry.label,
            "folder": str(entry.run.folder),
            "measures": [
                {
                    "data": key[0],
                    "measure": key[1],
                    "label": key[2],
                    "headline": one.headline,
                    "rows": one.rows,
                    "on": one.on,
                }
                for key, one in entry.measured.items()
            ],
            "epochs": entry.history[-1].epoch if entry.history else None,
            "loss": entry.history[-1].loss if entry.history else None,
            "seconds": entry.seconds,
            "weights": entry.weights,
            "hypers": entry.hypers,
        }
        for entry in comparison.entries
    ]
    found = [
        {
            "measure": pair.title,
            "headline": pair.headline.name,
            "first": pair.first.label,
            "second": pair.second.label,
            "common": pair.common,
            "test": pair.test,
            "better": pair.better.label if pair.better else None,
            "verdict": terminal_text(verdict(pair)),
        }
        for pair in comparison.pairs
    ]
    whole = strict({"version": 1, "runs": entries, "pairs": found}, "", notes)
    return json.dumps(whole, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def as_html(comparison: Comparison) -> str:
    """A page that needs nothing beside it."""
    names = " against ".join(entry.label for entry in comparison.entries[:3])
    more = len(comparison.entries) - 3
    title = names + (f" and {plural(more, 'more run')}" if more > 0 else "")
    return page(title, "dlc compare", sections(comparison))


def sections(comparison: Comparison) -> tuple[Section, ...]:
    found = (
        Section("result", "Which is better?", tuple(result_blocks(comparison))),
        Section("learning", "How did they learn?", tuple(learning_blocks(comparison))),
        Section("difference", "What differs?", tuple(difference_blocks(comparison))),
    )
    return tuple(section for section in found if section.blocks)


def result_blocks(comparison: Comparison) -> Iterator[Block]:
    for pair in comparison.pairs:
        yield Text(verdict(pair), "plain" if pair.better is None else "good")
    if not comparison.pairs:
        yield Text("The runs have no measure in common, so nothing says which is better.", "warn")
    head, rows = heads(comparison), [cells(entry, comparison) for entry in comparison.entries]
    kept = [i for i in range(len(head)) if i == 0 or any(row[i] != NONE for row in rows)]
    table = [tuple(Cell(row[i]) for i in kept) for row in rows]
    yield Table(
        [head[i] for i in kept], table, [i > 0 for i in kept], caption="In brackets: the 95 % interval of each alone."
    )
    if any(pair.test for pair in comparison.pairs):
        yield Text(ABOUT, "note")


def learning_blocks(comparison: Comparison) -> Iterator[Block]:
    having = [entry for entry in comparison.entries if len(entry.history) > 1]
    for title, name in (("training loss", "loss"), ("validation loss", "validation_loss")):
        value = attrgetter(name)
        lines = [(entry.label, points(entry, value)) for entry in having]
        lines = [(label, found) for label, found in lines if len(found) > 1]
        if lines:
            yield Picture(figures.overlaid(lines, title), f"The {title} over the epochs.", wide=True)


def points(entry: Entry, value: Any) -> list[tuple[float, float]]:
    """(epoch, loss), the epochs of later phases after those of earlier ones."""
    found: list[tuple[float, float]] = []
    base, last, phase = 0.0, 0.0, None
    for line in entry.history:
        if line.phase != phase:
            base, phase = base + last, line.phase
        last = line.epoch
        if (loss := value(line)) is not None:
            found.append((base + last, loss))
    return found


def difference_blocks(comparison: Comparison) -> Iterator[Block]:
    entries = comparison.entries
    if hypers := differing_hypers(entries):
        rows = [(Cell(name), *map(Cell, values)) for name, values in hypers]
        head = ["", *(entry.label for entry in entries)]
        yield Table(head, rows, (False, *[True] * len(entries)), "Hyper-parameters")
    kinds = {"+": "added", "-": "removed", "@": "comment"}
    for other in entries[1:]:
        lines = spec_difference(entries[0], other)
        if lines:
            pieces = [[(kinds.get(line[:1], "rest"), line)] for line in lines]
            yield Code(f"The specs of {entries[0].label} and {other.label}", lines=pieces)
    if not hypers and len({entry.run.experiment.source.text for entry in entries}) == 1:
        yield Text("The specs and their hyper-parameters are the same.", "plain")
