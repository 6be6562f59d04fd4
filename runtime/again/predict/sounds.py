"""Sounds as the column of a source: brought to a rate and length where the spec's source does so, else as they are."""

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import numpy as np

from compiler.schemas import sounds
from compiler.types import Tensor
from runtime.again.predict.pictures import content
from runtime.again.predict.records import Record, Wanted, numbers
from runtime.data.sources.faults import as_run_errors
from runtime.data.sources.sounds import decode_sound, verify_like
from runtime.errors import RunError

if TYPE_CHECKING:
    from soundfile import SoundFile


def sound(name: str, type: Tensor, cell: Any, record: Record, wanted: Wanted) -> np.ndarray:
    """A cell as samples from -1 to 1, float32 [length] or [length, channels]: a file's, or those given as a list.

    Raises:
        RunError: it cannot be read, or is of another rate or number of channels than the run's sounds were.
    """
    if not isinstance(cell, str | PurePath | bytes):
        samples = np.asarray(numbers(name, type, cell, record, ()), np.float32)
        if samples.ndim:
            return samples
        raise RunError(f"`{name}` is one value, and no sound", place=record.place, help="name a file of a sound")
    with as_run_errors():
        found = sounds.open_sound(content(cell, record, wanted.folder, "sound"), record.place)
        samples = heard(found, type, wanted, record.place)
    if type.shape is None or type.shape == samples.shape:
        return samples
    filled = np.zeros([size for size in type.shape if isinstance(size, int)], np.float32)  # as the source does
    part = samples[: len(filled)]
    filled[: len(part)] = part
    return filled


UNLIKE_TRAINED = {
    "rate": (
        "the sound has {found:,} samples a second where the run's have {wanted:,}",
        "bring it to {wanted:,} a second, or state `rate` in the spec's source to have all brought to one",
    ),
    "channels": (
        "the sound has {found} channels where the run's have {wanted}",
        "mix it, or write channels = 1 in the spec's source to take the mean",
    ),
}


def heard(found: "SoundFile", type: Tensor, wanted: Wanted, place: str) -> np.ndarray:
    """A file's samples, at the rate of the run's sounds.  Raises `BadFile`."""
    stated, mono = wanted.heard["rate"], wanted.heard["channels"] == 1
    channels = None if mono or type.shape is None else type.shape[1] if len(type.shape) > 1 else 1
    assert channels is None or isinstance(channels, int)
    verify_like(found, None if stated else wanted.heard["trained"], channels, UNLIKE_TRAINED, place)
    return decode_sound(found, mono, stated, place)
