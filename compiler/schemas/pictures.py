"""Pictures in files: their size and colours, from their headers."""

import io
import warnings
from functools import cache
from typing import TYPE_CHECKING

from compiler.schemas.faults import BadFile
from dsl.immutable import immutable

if TYPE_CHECKING:
    from PIL import Image

SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".pgm")
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM")
MOST_PIXELS = 50 * 10**6
GREY = ("1", "L", "LA")
COLOUR = ("P", "PA", "RGB", "RGBA", "CMYK", "YCbCr", "HSV", "LAB", "RGBX", "RGBa")
AGAIN = "fetch or copy the file again, or leave it out"


@immutable
class Picture:
    """Height and width in pixels, and whether it is grey (1) or coloured (3)."""

    height: int
    width: int
    channels: int


def opened(content: bytes, place: str) -> "Image.Image":
    """A picture whose header is read and whose pixels are not.  Raises `BadFile`."""
    from PIL import Image, UnidentifiedImageError

    ignore_warning()
    try:
        image = Image.open(io.BytesIO(content), formats=FORMATS)
    except UnidentifiedImageError as error:
        begins = f"it begins with {content[:4].hex(' ')}"
        raise BadFile(f"this is no picture that can be read: {begins}", place=place, help=AGAIN) from error
    except Image.DecompressionBombError as error:
        raise too_large(place) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise BadFile(f"the picture's header is damaged: {error}", place=place, help=AGAIN) from error
    if image.width * image.height > MOST_PIXELS:
        raise too_large(place, image.width, image.height)
    if getattr(image, "is_animated", False):
        frames = getattr(image, "n_frames", 2)
        raise BadFile(f"the file holds {frames} pictures, an animation", place=place, help="save one of them alone")
    if image.mode not in (*GREY, *COLOUR):
        reason = f"the picture has more than 8 bits a colour (its mode is {image.mode})"
        raise BadFile(reason, place=place, help="save it with 8 bits, as grey or RGB")
    return image


@cache
def ignore_warning() -> None:
    """Pillow's warning of many pixels: their number is looked at here."""
    from PIL import Image

    warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)


def too_large(place: str, width: int = 0, height: int = 0) -> BadFile:
    stated = f"{width:,} x {height:,} pixels" if width else "hundreds of millions of pixels"
    reason = f"the header states {stated}, more than {MOST_PIXELS:,}"
    return BadFile(reason, place=place, help="make the picture smaller")


def picture(content: bytes, place: str) -> Picture:
    """What a picture's header says.  Raises `BadFile`."""
    image = opened(content, place)
    return Picture(image.height, image.width, 1 if image.mode in GREY else 3)
