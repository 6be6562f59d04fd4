"""Images as the columns of a source: read whole, of the size and channels that the run saw, never resized in secret."""

from pathlib import Path, PurePath
from typing import Any

import numpy as np

from compiler.schemas import pictures
from compiler.schemas.pictures import Picture
from compiler.types import Tensor
from runtime.again.predict.records import Record, Wanted
from runtime.data.sources.faults import as_run_errors
from runtime.data.sources.images import picture_array
from runtime.errors import RunError


def picture(name: str, type: Tensor, cell: Any, record: Record, wanted: Wanted) -> np.ndarray:
    """A cell as pixels [height, width, channels]: a path, an image as lists of numbers, or an array.

    Raises:
        RunError: it cannot be read, or is of another size than the run's images were.
    """
    if isinstance(cell, str | PurePath | bytes):
        with as_run_errors():
            return decode_picture(name, type, content(cell, record, wanted.folder, "image"), record, wanted)
    try:
        pixels = np.asarray(cell)
    except ValueError:
        pixels = np.zeros(0, dtype=object)
    if pixels.dtype.kind not in "iufb" or pixels.ndim not in (2, 3):
        raise RunError(
            f"`{name}` is no image: {str(cell)[:60]}", place=record.place, help="name a file, or give rows of pixels"
        )
    pixels = pixels[..., None] if pixels.ndim == 2 else pixels
    verify_size(name, type, pixels.shape, record)
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


def decode_picture(name: str, type: Tensor, found: bytes, record: Record, wanted: Wanted) -> np.ndarray:
    """An image file's pixels; it is scaled, or made grey, only where the spec's source does so.  Raises `BadFile`."""
    height, width, channels = type.shape or (None, None, None)
    image = pictures.open_picture(found, record.place)
    kind = pictures.kind_of(image)
    own = kind.channels
    if isinstance(channels, int) and own != channels and not wanted.recoloured:
        kinds = {1: "grey", 3: "coloured"}
        raise RunError(
            f"the image is {kinds[own]} where the model wants {kinds.get(channels, channels)} ones",
            place=record.place,
            help="save it so, or state `channels` in the spec's source to have all images turned alike",
        )
    if wanted.largest.get(name, kind.largest) != kind.largest:
        raise RunError(
            f"the image's pixels go up to {kind.largest:,}, those of the run's images up to {wanted.largest[name]:,}",
            place=record.place,
            help="save it with as many bits a pixel as the images that the run was trained on",
        )
    if not wanted.scaled:
        verify_size(name, type, (kind.height, kind.width, channels), record)
    try:
        sides = (height, width) if isinstance(height, int) and isinstance(width, int) else (kind.height, kind.width)
        return picture_array(image, Picture(*sides, channels if isinstance(channels, int) else own, kind.bits))
    except (OSError, ValueError, SyntaxError, IndexError) as error:
        raise RunError(f"the image is damaged: {error}", place=record.place, help=pictures.AGAIN) from error


def verify_size(name: str, type: Tensor, shape: tuple[Any, ...], record: Record) -> None:
    """Raise `RunError` where an image is of another size than the run's were."""
    wanted = type.shape or ()
    if any(isinstance(size, int) and size != found for size, found in zip(wanted, shape, strict=True)):
        if wanted[:2] == shape[:2]:
            reason = f"`{name}` has {shape[2]} channels where the model wants {wanted[2]}"
            raise RunError(reason, place=record.place, help="give an image of as many channels as those trained on")
        raise RunError(
            f"the image is {shape[1]} x {shape[0]} pixels where the model wants {wanted[1]} x {wanted[0]}",
            place=record.place,
            help=f"resize it to {wanted[1]} x {wanted[0]} as the training images were; dlc resizes nothing unasked "
            "(`size` in the spec's source does)",
        )
