"""Sounds: samples of one length, and their spectrum as people hear it."""

from compiler.types import Dimension, Tensor
from compiler.vocabulary.axes import windows
from compiler.vocabulary.base import MASKED, Misfit, arg, bad, ok
from compiler.vocabulary.speech import Feature


class FixLength(Feature):
    """The first n values of a sequence; a shorter one is filled up at its end with 0."""

    n: int = arg("how many values", at_least=1)
    takes = (("real", "int"),)
    gives = None
    formula = "y[i] = x[i] for i < n, 0 where x has ended"
    examples = (
        ok([8000], [4000], n=4000),
        ok([3], [8], n=8),
        ok(Tensor((6, 2), "int"), Tensor((4, 2), "int"), n=4),
        bad([8000], "at least 1", n=0),
        bad([], "at least 1 axis", n=5),
    )
    everywhere = MASKED  # it takes examples of any lengths

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        shape = inputs[0].shape
        if shape == ():
            raise Misfit(f"fix_length takes a tensor of at least 1 axis, but here is {inputs[0]}", input=0)
        return inputs[0].reshaped((self.n,) if shape is None else (self.n, *shape[1:]))


class LogMel(Feature):
    """The log-mel spectrogram: how loud each band of frequencies is in each stretch of a sound.

    A stretch (frame) begins every `hop` samples and is `window` samples long; frames are not padded. It is weighted
    with a Hann window, its power spectrum is taken (filled up with zeros to a power of two), and added up in
    triangular bands that are equally far apart on the mel scale, each with its peak at 1: HTK's by default,
    2595 log10(1 + f / 700), or Slaney's, which is linear below 1 kHz and whose bands have equal areas. The logarithm is
    the natural one, of at least 1e-10.
    """

    rate: int = arg("samples a second", at_least=1)
    window: int = arg("samples in a frame", at_least=2)
    hop: int = arg("samples from one frame to the next", at_least=1)
    bands: int = arg("bands of frequencies", 40, at_least=1)
    low: float = arg("the lowest frequency, in Hz", 0.0, at_least=0)
    high: float | None = arg("the highest frequency, in Hz; half the rate where not given", None, above=0)
    scale: str = arg("the mel scale", "htk", choices=("htk", "slaney"))
    takes = (("real", "int"),)
    axes = "t -> frames(t) bands"
    formula = "y[t, b] = log(sum over f of mel[b, f] |STFT(x)[t, f]| ** 2)"
    source = "Davis & Mermelstein, 1980; Young et al., The HTK Book; Slaney, Auditory Toolbox, 1998"
    examples = (
        ok([8000], [98, 40], rate=8000, window=200, hop=80),
        ok([8000], [61, 64], rate=8000, window=256, hop=128, bands=64, low=50.0, high=3800.0, scale="slaney"),
        bad([100], "shorter than one frame", rate=8000, window=200, hop=80),
        bad([8000], "at most half the rate", rate=8000, window=200, hop=80, high=5000.0),
        bad([8000], "below high", rate=8000, window=200, hop=80, low=3000.0, high=2000.0),
        bad([8000], "one of htk, slaney", rate=8000, window=200, hop=80, scale="bark"),
        bad([2, 8000], "", rate=8000, window=200, hop=80),
    )

    def verify(self) -> None:
        if self.high is not None and self.high > self.rate / 2:
            reason = f"a rate of {self.rate} a second holds frequencies of at most half the rate, {self.rate / 2:g} Hz"
            raise Misfit(reason, what="value", argument="high")
        if self.low >= (self.high or self.rate / 2):
            raise Misfit("low must be below high", what="value", argument="low")

    def frames(self, samples: Dimension, axis: str) -> Dimension:
        if isinstance(samples, int) and samples < self.window:
            reason = f"the sound has {samples} samples, so it is shorter than one frame of {self.window}"
            raise Misfit(reason, input=0, help="`fix_length` fills it up")
        return windows(samples, self.window, self.hop, 0)

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify()
        return super().infer(*inputs)
