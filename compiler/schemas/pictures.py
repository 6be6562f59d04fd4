"""Pictures in files: their size and colours, from their headers."""

import io
import warnings
from functools import cache
from typing import TYPE_CHECKING

from compiler.schemas.errors import BadFile
from dsl.immutable import immutable

if TYPE_CHECKING:
    from PIL import Image

SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".pgm")
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM")
MOST_PIXELS = 50 * 10**6
DEEP = ("I;16", "I;16B", "I;16L", "I")
"""Grey of 16 bits; Pillow's mode for that is the last in some formats, and in TIFF one of 32 bits."""
GREY = ("1", "L", "LA", *DEEP)
COLOUR = ("P", "PA", "RGB", "RGBA", "CMYK", "YCbCr", "HSV", "LAB", "RGBX", "RGBa")
ORIENTATION = 0x0112
TURNED = ("JPEG", "WEBP")
LYING = (5, 6, 7, 8)
"""The tag of EXIF that says how a picture is to be turned, the formats in which Pillow leaves that to us, and
what of it swaps height and width."""
AGAIN = "fetch or copy the file again, or leave it out"


@immutable
class Picture:
    """Height and width in pixels, whether it is grey (1) or coloured (3), and the bits of a pixel's number, 8 or 16."""

    height: int
    width: int
    channels: int
    bits: int = 8

    @property
    def largest(self) -> int:
        """The largest number that a pixel can be."""
        return int(2**self.bits - 1)

    @property
    def colour(self) -> str:
        return {1: "grey", 3: "coloured"}.get(self.channels, str(self.channels))


def open_picture(content: bytes, place: str) -> "Image.Image":
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
    if image.mode not in (*GREY, *COLOUR) or (image.mode == "I" and image.format == "TIFF"):
        reason = f"the picture's numbers are real or of more than 16 bits (its mode is {image.mode})"
        raise BadFile(
            reason, place=place, help="save it with 8 bits a colour, or as grey with 16; npy(...) reads arrays"
        )
    return image


def orientation(image: "Image.Image") -> int:
    """How an opened picture is to be turned, by EXIF's numbers; 1, as it is, where nothing readable says more."""
    import struct

    if image.format not in TURNED:
        return 1
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except (OSError, ValueError, TypeError, SyntaxError, struct.error):
        return 1


def kind_of(image: "Image.Image") -> Picture:
    """What an opened picture is once it is turned as its camera was held, which its EXIF says."""
    bits = 16 if image.mode in DEEP else 8
    height, width = image.height, image.width
    if orientation(image) in LYING:
        height, width = width, height
    return Picture(height, width, 1 if image.mode in GREY else 3, bits)


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
    return kind_of(open_picture(content, place))
