"""Sounds: samples of one length, and their spectrum as people hear it."""

from functools import lru_cache

import numpy as np

from runtime.data.features.learner import Learner

BLOCK = 32
"""How many sounds are transformed at a time: their spectra stay in the processor's cache."""

QUIETEST = 1e-10


class Sounds(Learner):
    """`fix_length` and `log_mel`."""

    def fix_length(self, values: np.ndarray, n: int) -> np.ndarray:
        """[rows, t, ...], or an object array of [t, ...] -> [rows, n, ...], cut or filled up with 0 at the end."""
        self.count("fix_length", f"sequences cut at {n:,}", sum(len(one) > n for one in values))
        if values.dtype != object:
            result = np.zeros((len(values), n, *values.shape[2:]), values.dtype)
            kept = min(n, values.shape[1])
            result[:, :kept] = values[:, :kept]
            return result
        first = values[0]
        result = np.zeros((len(values), n, *first.shape[1:]), first.dtype)
        for i, one in enumerate(values):
            result[i, : len(one)] = one[:n]
        return result

    def log_mel(
        self,
        values: np.ndarray,
        rate: int,
        window: int,
        hop: int,
        bands: int = 40,
        low: float = 0.0,
        high: float | None = None,
        scale: str = "htk",
    ) -> np.ndarray:
        """[rows, t] -> float32 [rows, 1 + (t - window) // hop, bands]; the word's declaration says how."""
        from scipy import fft

        size = 1 << (window - 1).bit_length()
        weights = mel_weights(rate, size, bands, low, high or rate / 2, scale)
        hann = hann_window(window)
        parts = []
        for start in range(0, len(values), BLOCK):
            block = np.ascontiguousarray(values[start : start + BLOCK], np.float32)
            frames = np.lib.stride_tricks.sliding_window_view(block, window, axis=1)[:, ::hop]
            spectrum = fft.rfft(frames * hann, size, axis=-1)
            power = spectrum.real**2 + spectrum.imag**2
            parts.append(np.log(np.maximum(power @ weights, np.float32(QUIETEST))))
        return np.concatenate(parts)


@lru_cache
def hann_window(window: int) -> np.ndarray:
    """A Hann window of a period of `window` samples."""
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(window) / window)).astype(np.float32)


def to_mel(frequency: np.ndarray, scale: str) -> np.ndarray:
    """Hertz as mel: by HTK, or by Slaney, 200 / 3 Hz a mel below 1 kHz, then 27 mel for a factor of 6.4."""
    if scale == "htk":
        return np.asarray(2595 * np.log10(1 + frequency / 700))
    above = 15 + 27 * np.log(np.maximum(frequency, 1e-9) / 1000) / np.log(6.4)
    return np.where(frequency < 1000, 3 * frequency / 200, above)


def from_mel(mel: np.ndarray, scale: str) -> np.ndarray:
    if scale == "htk":
        return np.asarray(700 * (10 ** (mel / 2595) - 1))
    return np.where(mel < 15, 200 * mel / 3, 1000 * 6.4 ** ((mel - 15) / 27))


@lru_cache
def mel_weights(rate: int, size: int, bands: int, low: float, high: float, scale: str) -> np.ndarray:
    """How much each frequency of a spectrum of `size` samples counts in each band: float32 [size // 2 + 1, bands].

    A band is a triangle over Hertz from its lower neighbour's peak to its upper neighbour's.
    """
    lowest, highest = to_mel(np.array([low, high]), scale)
    peaks = from_mel(np.linspace(lowest, highest, bands + 2), scale)
    frequency = np.fft.rfftfreq(size, 1 / rate)[:, None]
    below, peak, above = peaks[:-2], peaks[1:-1], peaks[2:]
    weights = np.maximum(0, np.minimum((frequency - below) / (peak - below), (above - frequency) / (above - peak)))
    if scale == "slaney":
        weights = weights * 2 / (above - below)
    return np.asarray(weights, np.float32)
