"""Images as the columns of a source: read whole, of the size and channels that the run saw, never resized in secret."""

from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from compiler.types import Tensor
from runtime.errors import RunError
from runtime.predict.records import Record, Wanted

if TYPE_CHECKING:
    import numpy as np

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".ppm", ".pgm"})
MODES = {1: "L", 3: "RGB", 4: "RGBA"}
MOST_PIXELS = 64_000_000


def picture(name: str, type: Tensor, cell: Any, record: Record, wanted: Wanted) -> "np.ndarray":
    """A cell as pixels [height, width, channels]: a path, an image as lists of numbers, or an array.

    Raises:
        RunError: it cannot be read, or is of another size than the run's images were.
    """
    import numpy as np

    if isinstance(cell, PurePath):
        return decoded(name, type, Path(cell), record)
    if isinstance(cell, str):
        if not cell:
            raise RunError(f"`{name}` is missing", place=record.place, help="name an image's file")
        return decoded(name, type, within(wanted.folder, cell, record), record)
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


def within(folder: Path, path: str, record: Record) -> Path:
    """The file that a record names; it stays in the folder of the table that names it."""
    found = folder / path
    if not found.resolve().is_relative_to(folder.resolve()):
        help = "give paths relative to the table's folder, and inside it"
        raise RunError(f"`{path}` leads out of the table's folder", place=record.place, help=help)
    return found


def decoded(name: str, type: Tensor, path: Path, record: Record) -> "np.ndarray":
    import numpy as np
    from PIL import Image, UnidentifiedImageError

    channels = (type.shape or (0, 0, 1))[-1]
    try:
        with Image.open(path) as image:
            if image.width * image.height > MOST_PIXELS:
                raise RunError(
                    f"the image has {image.width:,} x {image.height:,} pixels",
                    place=record.place,
                    help="make it smaller",
                )
            verify_size(name, type, (image.height, image.width, channels), record)
            pixels = np.asarray(image.convert(MODES.get(channels if isinstance(channels, int) else 3, "RGB")))
    except RunError:
        raise
    except FileNotFoundError:
        raise RunError(f"there is no image `{path}`", place=record.place, help="name a file that is there") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        why = "it is no image that Pillow knows" if isinstance(error, UnidentifiedImageError) else str(error)
        reason = f"the image cannot be read: {why}"
        raise RunError(reason, place=record.place, help="save it again as PNG, or leave it out") from error
    return pixels[..., None] if pixels.ndim == 2 else pixels


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
            "(`resize` in the spec's field does)",
        )
