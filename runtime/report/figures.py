"""Line drawings as SVG markup for the page: text stays text, colours follow the page's light or dark theme."""

import re
from collections.abc import Sequence
from contextlib import contextmanager
from io import StringIO
from typing import TYPE_CHECKING, Any

import numpy as np

from runtime.evaluate.results import Curve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

# Colours that nothing else has, so that they can be exchanged for the style sheet's variables.
INK, MUTED, GRID, PAPER = "#010203", "#040506", "#070809", "#0a0b0c"
SERIES = tuple(f"#0b0c{i:02x}" for i in range(1, 9))
VARIABLES = {INK: "ink", MUTED: "muted", GRID: "grid", PAPER: "paper", **{c: f"s{i}" for i, c in enumerate(SERIES, 1)}}
DASHES: tuple[Any, ...] = ("-", (0, (4, 1.6)), (0, (1.2, 1.2)))
SMALL, WIDE = (4.3, 3.3), (8.6, 3.1)
MOST_POINTS = 1200  # of a cloud: more make the page heavy and the cloud no clearer
STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "dlc",
    "text.parse_math": False,
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.7,
    "axes.linewidth": 0.8,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "text.color": INK,
    "legend.frameon": False,
    "legend.fontsize": 8,
    "lines.linewidth": 1.8,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
}


@contextmanager
def drawing(
    size: tuple[float, float], columns: int = 1, rows: int = 1, **options: Any
) -> "Iterator[tuple[list[Axes], list[str]]]":
    """Axes to draw on; when it ends, the list beside them holds the SVG markup."""
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=size, layout="constrained")
        FigureCanvasSVG(figure)
        axes = list(np.ravel(figure.subplots(rows, columns, **options)))
        out: list[str] = []
        yield axes, out
        file = StringIO()
        figure.savefig(
            file, format="svg", transparent=True, metadata={"Date": None, "Creator": None, "Type": None, "Format": None}
        )
        out.append(inline(file.getvalue()))


def inline(svg: str) -> str:
    """Markup to stand inside a page: no prologue, no metadata, no fixed size, the style sheet's colours and fonts."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r' (xmlns|xmlns:\w+|version)="[^"]*"', "", svg)
    svg = re.sub(r' (width|height)="[\d.]+pt"', "", svg, count=2)
    svg = svg.replace("xlink:href", "href")
    svg = re.sub(r' id="\w+?_\d+"', "", svg)
    svg = re.sub(r"(font: [^;\"]*?)'DejaVu Sans'[^;\"]*", r"\1var(--sans)", svg)
    for color, name in VARIABLES.items():
        svg = svg.replace(color, f"var(--{name})")
    return re.sub(r">\s+<", "><", svg).strip()


def style(i: int) -> dict[str, Any]:
    """The colour, and beyond the colours the dashes, of the i-th line."""
    return {"color": SERIES[i % len(SERIES)], "linestyle": DASHES[i // len(SERIES) % len(DASHES)]}


def legend(axes: "Axes", count: int, **options: Any) -> None:
    if count > 1:
        axes.legend(ncols=1 if count <= 6 else 2, handlelength=1.6, labelspacing=0.3, **options)


def roc(curves: Sequence[Curve]) -> str:
    """ROC curves: sensitivity over 1 - specificity."""
    with drawing(SMALL) as ([axes], out):
        axes.plot([0, 1], [0, 1], color=MUTED, linewidth=1, linestyle=(0, (3, 3)))
        for i, curve in enumerate(curves):
            axes.plot(curve.x, curve.y, label=f"{shorten(curve.title)}  {curve.area:.3f}", **style(i))
        unit_square(axes, "1 − specificity (false alarms)", "sensitivity (found)")
        legend(axes, len(curves), loc="lower right", title="area" if len(curves) > 1 else None)
    return out[0]


def precision_recall(curves: Sequence[Curve], baseline: float | None) -> str:
    """Precision over recall; a single curve is drawn against the share of positives."""
    with drawing(SMALL) as ([axes], out):
        if baseline is not None:
            axes.axhline(baseline, color=MUTED, linewidth=1, linestyle=(0, (3, 3)))
        for i, curve in enumerate(curves):
            axes.plot(
                curve.x, curve.y, label=f"{shorten(curve.title)}  {curve.area:.3f}", drawstyle="steps-pre", **style(i)
            )
        unit_square(axes, "recall (found)", "precision (right when said)")
        legend(axes, len(curves), loc="lower left", title="average precision" if len(curves) > 1 else None)
    return out[0]


def unit_square(axes: "Axes", x: str, y: str) -> None:
    axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.03), xlabel=x, ylabel=y)


def shorten(name: str, most: int = 18) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"


def learning(
    epochs: Sequence[float],
    lines: Sequence[tuple[str, Sequence[float | None]]],
    least: tuple[float, float] | None,
    label: str = "loss",
) -> str:
    """Losses (or measures) over the epochs, on a log scale where they fall far; `least` marks the best of them."""
    from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter

    finite = [value for _, values in lines for value in values if value is not None]
    falls_far = bool(finite) and min(finite) > 0 and max(finite) / min(finite) > 20
    with drawing(WIDE) as ([axes], out):
        for i, (title, values) in enumerate(lines):
            y = [np.nan if value is None else value for value in values]
            axes.plot(epochs, y, label=title, marker="o" if len(epochs) <= 30 else None, markersize=3.5, **style(i))
        if least is not None:
            axes.plot(*least, marker="o", markersize=9, markerfacecolor="none", markeredgecolor=INK, linestyle="none")
        axes.set(
            xlabel="epoch",
            ylabel=f"{label} (log scale)" if falls_far else label,
            yscale="log" if falls_far else "linear",
        )
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
        if falls_far:
            near = max(finite) / min(finite) < 300
            axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5) if near else (1,)))
            axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
            axes.yaxis.set_minor_formatter(NullFormatter())
        legend(axes, len(lines), loc="upper right" if label == "loss" else "best")
    return out[0]


def overlaid(lines: Sequence[tuple[str, Sequence[tuple[float, float]]]], label: str) -> str:
    """Lines of (epoch, value) points with their titles, over one another; in powers of ten where they span many."""
    with drawing(WIDE) as ([axes], out):
        for i, (title, found) in enumerate(lines):
            x, y = zip(*found, strict=True)
            axes.plot(x, y, label=shorten(title, 40), **style(i))
        values = [value for _, found in lines for _, value in found]
        if min(values) > 0 and max(values) > 100 * min(values):
            axes.set_yscale("log")
        axes.set_xlabel("epoch")
        axes.set_ylabel(label)
        legend(axes, len(lines))
    return out[0]


def cloud(rows: int) -> np.ndarray:
    """The examples that a cloud shows: all, or a fixed sample."""
    if rows <= MOST_POINTS:
        return np.arange(rows)
    return np.sort(np.random.default_rng(0).choice(rows, MOST_POINTS, replace=False))


def predicted_over_label(label: np.ndarray, prediction: np.ndarray) -> str:
    """Predictions over labels; on the diagonal they are right."""
    keep = cloud(len(label))
    low, high = float(min(label.min(), prediction.min())), float(max(label.max(), prediction.max()))
    with drawing(SMALL) as ([axes], out):
        axes.plot([low, high], [low, high], color=MUTED, linewidth=1, linestyle=(0, (3, 3)))
        points(axes, label[keep], prediction[keep], SERIES[0])
        axes.set(xlabel="label", ylabel="prediction")
    return out[0]


def residuals(label: np.ndarray, prediction: np.ndarray) -> str:
    """How often an error of each size occurs."""
    from matplotlib.ticker import MaxNLocator

    errors = prediction - label
    with drawing(SMALL) as ([axes], out):
        bins = int(np.clip(np.sqrt(len(errors)), 8, 40))
        axes.hist(errors, bins=bins, color=SERIES[0], alpha=0.75, edgecolor=PAPER, linewidth=0.6)
        axes.axvline(0, color=INK, linewidth=1)
        axes.set(xlabel="prediction − label", ylabel="examples")
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.grid(axis="x", visible=False)
    return out[0]


def points(axes: "Axes", x: np.ndarray, y: np.ndarray, color: str, label: str | None = None) -> None:
    alpha = float(np.interp(len(x), [100, MOST_POINTS], [0.8, 0.35]))
    axes.plot(
        x, y, linestyle="none", marker="o", markersize=4, markeredgewidth=0, color=color, alpha=alpha, label=label
    )


def curve(x: np.ndarray, prediction: np.ndarray, label: np.ndarray, titles: Sequence[str]) -> str:
    """Labels as points and predictions as a curve over a number x: float [n] each."""
    keep = cloud(len(x))
    order = keep[np.argsort(x[keep], kind="stable")]
    with drawing(WIDE) as ([axes], out):
        points(axes, x[keep], label[keep], SERIES[0], titles[2])
        if is_curve(prediction[order]):
            axes.plot(x[order], prediction[order], color=SERIES[1], label=titles[1])
        else:
            points(axes, x[order], prediction[order], SERIES[1], titles[1])
        axes.set(xlabel=titles[0])
        legend(axes, 2, loc="best")
    return out[0]


def is_curve(y: np.ndarray) -> bool:
    """Whether values in the order of x make a line; where they depend on more than x they go up and down at random."""
    turns = np.diff(np.sign(np.diff(y))) != 0
    return len(y) < 10 or float(turns.mean()) < 0.3


def series(first: np.ndarray, second: np.ndarray, titles: Sequence[str]) -> str:
    """Some examples' series, two a panel: float [panels, length] each."""
    panels = len(first)
    columns = min(2, panels)
    rows = -(-panels // columns)
    with drawing((WIDE[0], 2.1 * rows + 0.4), columns, rows, sharex=True) as (axes, out):
        for panel, each in enumerate(axes):
            if panel >= panels:
                each.set_visible(False)
                continue
            each.plot(first[panel], label=titles[0], **style(0))
            each.plot(second[panel], label=titles[1], **style(1))
        legend(axes[0], 2, loc="best")
    return out[0]
