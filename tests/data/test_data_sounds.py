"""Log-mel spectrograms against SciPy's short-time Fourier transform and mel filters written out by their formula."""

import math

import numpy as np
import pytest
from scipy.signal import spectrogram
from scipy.signal.windows import hann

from runtime.data.features import Fit

RATE, WINDOW, HOP, BANDS = 8000, 200, 80, 40


def mel(frequency: float, scale: str) -> float:
    if scale == "htk":
        return 1127 * math.log(1 + frequency / 700)
    return frequency * 3 / 200 if frequency < 1000 else 15 + 27 * math.log(frequency / 1000, 6.4)


def hertz(value: float, scale: str) -> float:
    """By bisection: independent of any inverse formula."""
    low, high = 0.0, 10_000.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if mel(middle, scale) < value else (low, middle)
    return low


def filters(size: int, low: float, high: float, scale: str) -> np.ndarray:
    steps = np.linspace(mel(low, scale), mel(high, scale), BANDS + 2)
    peaks = [hertz(step, scale) for step in steps]
    result = np.zeros((BANDS, size // 2 + 1))
    for band in range(BANDS):
        left, peak, right = peaks[band : band + 3]
        for i in range(size // 2 + 1):
            f = i * RATE / size
            if left < f <= peak:
                result[band, i] = (f - left) / (peak - left)
            elif peak < f < right:
                result[band, i] = (right - f) / (right - peak)
        if scale == "slaney":
            result[band] *= 2 / (right - left)
    return result


@pytest.mark.parametrize(("scale", "low", "high"), [("htk", 0.0, None), ("slaney", 60.0, 3800.0)])
def test_log_mel_is_scipys_spectrum_in_the_formulas_bands(scale, low, high):
    generator = np.random.default_rng(0)
    seconds = np.arange(4000) / RATE
    sounds = np.stack([np.sin(2 * np.pi * f * seconds) + 0.1 * generator.normal(size=4000) for f in (200, 900, 3000)])
    found = Fit({}).log_mel(
        sounds.astype(np.float32), rate=RATE, window=WINDOW, hop=HOP, low=low, high=high, scale=scale
    )
    window = hann(WINDOW, sym=False)
    for sound, one in zip(sounds.astype(np.float64), found, strict=True):
        frames = {"window": window, "nperseg": WINDOW, "noverlap": WINDOW - HOP, "nfft": 256, "detrend": False}
        _, _, spectrum = spectrogram(sound, RATE, mode="complex", scaling="spectrum", **frames)
        power = np.abs(spectrum * window.sum()) ** 2
        expected = np.log(np.maximum(filters(256, low, high or RATE / 2, scale) @ power, 1e-10))
        np.testing.assert_allclose(one, expected.T, rtol=2e-3, atol=2e-3)
    assert found.shape == (3, 48, 40)
    assert found.dtype == np.float32


def test_silence_is_the_quietest():
    quiet = Fit({}).log_mel(np.zeros((2, 400), np.int32), rate=RATE, window=WINDOW, hop=HOP)
    np.testing.assert_allclose(quiet, math.log(1e-10), rtol=1e-6)


def test_fix_length_cuts_and_fills_up():
    values = np.arange(1.0, 7).reshape(2, 3)
    assert Fit({}).fix_length(values, n=2).tolist() == [[1, 2], [4, 5]]
    assert Fit({}).fix_length(values, n=4).tolist() == [[1, 2, 3, 0], [4, 5, 6, 0]]
    ragged = np.empty(2, object)
    ragged[:] = [np.arange(5, dtype=np.int16), np.arange(2, dtype=np.int16)]
    fixed = Fit({}).fix_length(ragged, n=3)
    assert fixed.tolist() == [[0, 1, 2], [0, 1, 0]]
    assert fixed.dtype == np.int16
