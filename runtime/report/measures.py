"""The blocks that every measure has; what one measure shows beside them is its family's."""

from collections.abc import Callable

from runtime.evaluate.measures import family_of
from runtime.evaluate.results import Headline, ItemResult, Result
from runtime.report.blocks import Big, Block, Scale, Text
from runtime.report.wording import headline_value, interval_text


def headline(item: ItemResult) -> tuple[Block, ...]:
    """The number that the item is about, or why there is none."""
    result = item.result
    assert result is not None
    if result.headline is None:
        return (Text(f"{item.item.title}: {'; '.join(result.notes)}.", "bad"),)
    found, family = result.headline, family_of(item.item)
    big = Big(
        found.title,
        item.item.title,
        headline_value(found),
        interval_text(found),
        scale(found, family.baseline(result)),
        found.meaning,
        found.reason,
        tuple(tile(result, *form) for form in family.numbers(result) if is_beside(form[0], result, found)),
    )
    return (big, *family.remarks(item), *(Text(sentence(note), "note") for note in result.notes))


def sentence(note: str) -> str:
    """A note as a sentence; its first letter may stand for itself, as in a class's name."""
    return f"Note: {note}."


def scale(found: Headline, baseline: tuple[float, str] | None) -> Scale | None:
    """The interval drawn between the worst and the best value there is; with what is reached without a model."""
    if found.interval is None or found.better == "lower" or min(found.value, found.interval.low) < 0:
        return None
    value, title = baseline or (None, "")
    low, high = ("0 %", "100 %") if found.form == "share" else ("0", "1")
    return Scale(
        100 * found.value,
        100 * found.interval.low,
        100 * min(1.0, found.interval.high),
        None if value is None else 100 * value,
        title,
        low,
        high,
    )


def is_beside(name: str, result: Result, headline: Headline) -> bool:
    """Whether a number stands beside the headline."""
    return result.values.get(name) is not None and name != headline.name


def tile(result: Result, name: str, title: str, text: Callable[[float], str]) -> tuple[str, str, str]:
    """A number beside the headline: its title, its value and its interval."""
    value, interval = result.values[name], result.intervals.get(name)
    assert value is not None
    return title, text(value), "" if interval is None else f"{text(interval.low)} to {text(interval.high)}"


def errors(item: ItemResult) -> tuple[Block, ...]:
    """Where the model errs, as the item's family shows it."""
    if item.result is None or item.result.headline is None:
        return ()
    return tuple(family_of(item.item).errors(item))
