"""How pictures look: every colour, shape and size, by role.

Fills are light and borders dark of one hue; text on each fill has a contrast of at least 7 : 1 (WCAG AAA).
"""

from collections.abc import Mapping
from dataclasses import dataclass

FONT = "Helvetica,Arial,sans-serif"
SIZE, SMALL = 12, 10
INK, FAINT, PAPER = "#1c2430", "#46505e", "#ffffff"


@dataclass(frozen=True, slots=True)
class Look:
    """A node's or cluster's appearance."""

    fill: str
    border: str
    shape: str = "box"
    style: str = "rounded,filled"
    text: str = INK
    size: float = SIZE
    margin: str = "0.13,0.07"
    width: float = 0.0
    height: float = 0.3
    outlines: int = 1


def small(fill: str, border: str, style: str = "rounded,filled") -> Look:
    """The look of a minor step."""
    return Look(fill, border, style=style, size=11, margin="0.13,0.03", height=0.24)


LOOKS: Mapping[str, Look] = {
    "input": Look(PAPER, INK, margin="0.16,0.06"),
    "output": Look("#2b3442", "#2b3442", text=PAPER, margin="0.16,0.06"),
    "weights": Look("#d3e4fb", "#2f6fc0"),
    "recurrent": Look("#d3e4fb", "#2f6fc0"),
    "attention": Look("#d9e0fc", "#4556b8"),
    "embedding": Look("#d3e4fb", "#2f6fc0"),
    "activation": small("#ffe9c4", "#c27d13"),
    "pooling": Look("#d6f1de", "#2f8a53"),
    "normalisation": small("#ebe3fa", "#7757bf"),
    "regularisation": small("#f6f7f9", "#7d8795", style="rounded,filled,dashed"),
    "random": small("#fdf3d8", "#9a7b1f", style="rounded,filled,dashed"),
    "operation": small("#eef1f4", "#7d8795"),
    "symbol": Look("#eef1f4", "#56606e", "circle", "filled", size=13, margin="0.01", width=0.28, height=0.28),
    "weight": small("#f2f7fe", "#2f6fc0", style="filled"),
    "block": Look("#e6eefb", "#2f6fc0", outlines=2),
    "reference": Look("#f7f9fc", "#56606e", style="rounded,filled,dashed"),
    "model": Look("#d3e4fb", "#2f6fc0", margin="0.18,0.1"),
    "data": Look("#e2f3f0", "#1f7f72"),
    "feature": small("#e2f3f0", "#1f7f72"),
    "loss": Look("#fde0de", "#c23b35"),
    "optimizer": Look("#f9e2f2", "#a83f8d"),
    "measure": Look("#e6e6fb", "#5753b8"),
    "show": small("#f4f4fd", "#5753b8"),
}

CLUSTERS: Mapping[str, Look] = {
    "model": Look("#fbfcfd", "#b9c2cd", size=14),
    "block": Look("#f1f4f8", "#c3ccd7", text=FAINT, size=11),
    "stack": Look("#f1f4f8", "#8d99a8", text=FAINT, size=11),
    "function": Look("#f5f7fa", "#c9d1da", text=FAINT, size=11),
    "phase": Look("#fdfaf9", "#dcb9b6", size=13),
    "evaluation": Look("#fafaff", "#bdbbe3", size=13),
}
BADGE = "#46505e"

LINES: Mapping[str, Mapping[str, str]] = {
    "value": {},
    "weight": {"color": "#7ba3d8", "arrowsize": "0.5"},
    "stem": {"dir": "none", "headclip": "false"},
    "detour": {"dir": "none", "headclip": "false", "tailclip": "false"},
    "entry": {"tailclip": "false"},
    "same": {"style": "dashed", "color": "#8d99a8", "arrowhead": "none"},
    "gradient": {"color": "#c23b35"},
    "trains": {"style": "dashed", "color": "#a83f8d", "fontcolor": "#a83f8d"},
    "judged": {"color": "#8785cf"},
    "invisible": {"style": "invis"},
}


def look_of(role: str) -> str:
    """The look of a word's role; that of an operation where the role has none of its own."""
    return role if role in LOOKS else "operation"
