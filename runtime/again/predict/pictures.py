"""Images as the columns of a source: read whole, of the size and channels that the run saw, never resized in secret."""

from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import Any

import numpy as np

from compiler.schemas import pictures
from compiler.schemas.errors import BadFile
from compiler.schemas.pictures import Picture
from compiler.types import Tensor
from runtime.again.predict.records import Record, Wanted
from runtime.data.sources.faults import as_run_errors, worded
from runtime.data.sources.images import decode_like
from runtime.errors import RunError


def picture(name: str, type: Tensor, cell: Any, record: Record, wanted: Wanted) -> np.ndarray:
    """A cell as pixels [height, width, channels]: a path, an image as lists of numbers, or an array.

    Raises:
        RunError: it cannot be read, or is of another size than the run's images were.
    """
    if isinstance(cell, str | PurePath | bytes):
        with as_run_errors():
            found = content(cell, record, wanted.folder, "image")
            return decode_picture(type, found, wanted.largest.get(name), record.place, wanted)
    try:
        pixels = np.asarray(cell)
    except ValueError:
        pixels = np.zeros(0, dtype=object)
    if pixels.dtype.kind not in "iufb" or pixels.ndim not in (2, 3):
        raise RunError(
            f"`{name}` is no image: {str(cell)[:60]}", place=record.place, help="name a file, or give rows of pixels"
        )
    pixels = pixels[..., None] if pixels.ndim == 2 else pixels
    with as_run_errors():
        verify_size(name, type, pixels.shape, record.place)
    return pixels


def content(cell: str | PurePath | bytes, record: Record, folder: Path, what: str) -> bytes:
    """What a file holds: one of the input, one that a record names, or one that came on standard input."""
    if isinstance(cell, bytes):
        return cell
    if not str(cell):
        raise RunError(f"the {what} is missing", place=record.place, help=f"name the file of the {what}")
    path = Path(cell) if isinstance(cell, PurePath) else within(folder, cell, record)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise RunError(f"there is no {what} `{path}`", place=record.place, help="name a file that is there") from None
    except OSError as error:
        raise RunError(f"the {what} cannot be read: {error.strerror}", place=record.place) from error


def within(folder: Path, path: str, record: Record) -> Path:
    """The file that a record names; it stays in the folder of the table that names it."""
    found = folder / path
    if not found.resolve().is_relative_to(folder.resolve()):
        help = "give paths relative to the table's folder, and inside it"
        raise RunError(f"`{path}` leads out of the table's folder", place=record.place, help=help)
    return found


UNLIKE_TRAINED = {
    "bits": (
        "the image's pixels go up to {found.largest:,}, those of the run's images up to {wanted.largest:,}",
        "save it with as many bits a pixel as the images that the run was trained on",
    ),
    "channels": (
        "the image is {found.colour} where the model wants {wanted.colour} ones",
        "save it so, or state `channels` in the spec's source to have all images turned alike",
    ),
    "size": (
        "the image is {found.width} x {found.height} pixels where the model wants {wanted.width} x {wanted.height}",
        "resize it to {wanted.width} x {wanted.height} as the training images were; dlc resizes nothing unasked "
        "(`size` in the spec's source does)",
    ),
    "damage": ("the image is damaged: {error}", pictures.AGAIN),
}


def decode_picture(type: Tensor, content: bytes, largest: float | None, place: str, wanted: Wanted) -> np.ndarray:
    """An image file's pixels; it is scaled, or made grey, only where the spec's source does so.  Raises `BadFile`."""
    image = pictures.open_picture(content, place)
    own = pictures.kind_of(image)
    like = picture_of(type, (own.height, own.width, own.channels), int(largest or own.largest).bit_length())
    return decode_like(image, place, like, wanted.scaled, wanted.recoloured, UNLIKE_TRAINED)


def picture_of(type: Tensor, shape: Sequence[int], bits: int = 8) -> Picture:
    """What the model wants; of the sizes that it leaves open, those of `shape`."""
    sizes = zip(type.shape or (None,) * 3, shape, strict=True)
    height, width, channels = (size if isinstance(size, int) else own for size, own in sizes)
    return Picture(height, width, channels, bits)


def verify_size(name: str, type: Tensor, shape: tuple[int, ...], place: str) -> None:
    """Raise `BadFile` where an image given as numbers is of another size than the run's were."""
    found, wanted = Picture(*shape), picture_of(type, shape)
    if (found.height, found.width) != (wanted.height, wanted.width):
        raise worded(UNLIKE_TRAINED["size"], place, found=found, wanted=wanted)
    if found.channels != wanted.channels:
        reason = f"`{name}` has {found.channels} channels where the model wants {wanted.channels}"
        raise BadFile(reason, place=place, help="give an image of as many channels as those trained on")
