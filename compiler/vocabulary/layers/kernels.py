"""What layers with a kernel have in common: where it starts, and whether it is kept in bounds."""

from collections.abc import Mapping
from typing import Any, ClassVar

from compiler.python.target import RNGS, Call, Expr, call
from compiler.vocabulary.base import At
from compiler.vocabulary.initializers import LecunNormal, Normal
from compiler.vocabulary.speech import Initializer, Layer

INIT = "where the kernel starts; `lecun_normal` where not given"
SPECTRAL = "divide the kernel by its largest singular value (Miyato et al., 2018)"


class Kernel(Layer, abstract=True):
    """A layer with a kernel, whose arguments `init` and `spectral_norm` say where it starts and what bounds it."""

    statistics: ClassVar[Mapping[str, str]] = {"u": "1 width ?spectral_norm", "sigma": "?spectral_norm"}
    role = "weights"

    def __init__(self, **config: Any):
        super().__init__(**config)
        # A spectral norm follows the singular value from step to step of training; without one nothing is kept.
        self.bounded = bool(self.config().get("spectral_norm"))
        self.__dict__["modal"] = self.bounded
        if not self.bounded:
            self.__dict__["statistics"] = {}

    def array_start(self, key: str) -> float | Initializer:
        match key:
            case "kernel":
                return self.config()["init"] or LecunNormal()
            case "sigma":
                return 1.0
            case "u":
                return Normal(std=0.01)  # Flax's own start of the vector that follows the first singular one
            case _:
                return 0.0

    def starting(self, at: At) -> dict[str, Expr]:
        """The keyword that says where the kernel starts, where that is elsewhere than Flax's."""
        return starting("kernel", self.config()["init"], at)

    def array_path(self, key: str) -> tuple[Any, ...]:
        if key in ("u", "sigma"):
            return ("batch_stats", ("kernel", key))
        return ("layer_instance", key) if self.bounded else (key,)

    def normed(self, layer: Call) -> Call:
        """The layer within what bounds its kernel."""
        return call("nnx.SpectralNorm", layer, rngs=RNGS) if self.bounded else layer


def starting(array: str, init: Initializer | None, at: At) -> dict[str, Expr]:
    """`kernel_init=nnx.initializers.he_normal()`, where it is said where an array of Flax's layer starts."""
    return {} if init is None else {f"{array}_init": init.emit(at)}
