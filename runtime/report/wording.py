"""Numbers, intervals, durations and values as the report writes them."""

from collections.abc import Sequence
from math import floor, isfinite, log10
from typing import Any

from compiler.descriptor import ArrayType
from runtime.evaluate.results import Headline, Interval

NONE = "–"
THIN = "\N{NARROW NO-BREAK SPACE}"
MOST_DECIMALS = 5
MOST_SHOWN = 6  # numbers of a vector that are written out


def number(value: Any, digits: int = 4) -> str:
    """`digits` significant digits, in full between a thousandth and a million; whole numbers in full."""
    if value is None:
        return NONE
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) or (float(value).is_integer() and abs(value) < 1e15):
        return f"{int(value):,}".replace("-", "\N{MINUS SIGN}")
    if not isfinite(value):
        return "not a number"
    magnitude = floor(log10(abs(value)))
    if -4 < magnitude < 6:
        text = f"{value:,.{max(0, digits - 1 - magnitude)}f}"
    else:
        mantissa, exponent = f"{value:.{max(0, digits - 2)}e}".split("e")
        text = f"{mantissa}·10{superscript(int(exponent))}"
    return text.replace("-", "\N{MINUS SIGN}")


def superscript(exponent: int) -> str:
    return str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def fixed_decimals(value: float, decimals: int, most: float) -> str:
    """A number with so many decimals, and more where it would else be rounded up to the best there is."""
    if value < most:
        fitting = (more for more in range(decimals, MOST_DECIMALS + 1) if round(value, more) < most)
        decimals = next(fitting, decimals)
    return f"{value:.{decimals}f}"


def share(value: float | None, decimals: int = 1) -> str:
    return NONE if value is None else f"{fixed_decimals(100 * value, decimals, 100)}{THIN}%"


def area(value: float | None) -> str:
    """A number whose best is 1: an area under a curve, R²."""
    return NONE if value is None else fixed_decimals(value, 3, 1).replace("-", "\N{MINUS SIGN}")


def decimals(interval: Interval | None) -> int:
    """The decimals of a percentage that its interval leaves meaningful."""
    if interval is None:
        return 1
    return 2 if 0 < interval.high - interval.low < 0.004 else 1


def headline_value(headline: Headline, value: float | None = None) -> str:
    """The headline's number, or another one written like it."""
    value = headline.value if value is None else value
    if headline.form == "share":
        return share(value, decimals(headline.interval))
    return area(value) if headline.name in ("auc", "average_precision", "r2") and value > -10 else number(value)


def interval_text(headline: Headline) -> str:
    interval = headline.interval
    if interval is None:
        return ""
    low, high = headline_value(headline, interval.low), headline_value(headline, interval.high)
    return f"{interval.level:.0%} confidence interval {low} to {high} ({interval.method})".replace("%", f"{THIN}%", 1)


def duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f}{THIN}s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes}{THIN}min {rest}{THIN}s"
    return f"{minutes // 60}{THIN}h {minutes % 60}{THIN}min"


def plural(count: float | str, one: str, many: str | None = None) -> str:
    if not isinstance(count, int):
        return f"{count} {many or one + 's'}"  # known by name only
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def list_names(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def value_text(value: Any, described: ArrayType | None = None, most: int = MOST_SHOWN) -> str:
    """One example's value: a class by its name, numbers shortly, of a long vector the beginning."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list | tuple):
        shown = [value_text(entry, described, most) for entry in value[:most]]
        return "[" + ", ".join(shown) + (f", … {len(value):,} in all" if len(value) > most else "") + "]"
    if described and described.kind == "bool":
        return "true" if value else "false"
    if described and described.kind == "class" and isinstance(value, int):
        names = described.class_names
        return names[value] if 0 <= value < len(names) else str(value)
    return value if isinstance(value, str) else number(value)
