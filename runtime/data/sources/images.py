"""Pictures in files."""

from typing import TYPE_CHECKING, Any

import numpy as np

from compiler.schemas import collections, pictures
from compiler.schemas.collections import Item
from compiler.schemas.errors import BadFile
from compiler.schemas.pictures import Picture
from runtime.data.sources.collected import decode, table
from runtime.data.sources.faults import Words, as_run_errors, worded
from runtime.data.sources.joining import Find
from runtime.data.sources.memory import verify_room
from runtime.data.table import Arrays, Table

if TYPE_CHECKING:
    from PIL import Image


def load(arguments: dict[str, Any], find: Find) -> Table:
    """Each of the `columns`, uint8 or uint16 [rows, height, width, 1 or 3], `file`, and what the labels are."""
    columns: Arrays = {}
    with as_run_errors():
        first = None
        for name in arguments["columns"]:
            collection = collections.of_column(arguments, name, find, pictures.SUFFIXES)
            assert collection is not None
            if first is not None:
                verify_paired(first.items, collection.items)
            columns[name] = pixels(collection.items, arguments["size"], arguments["channels"])
            first = first or collection
        assert first is not None
        return table(columns, first, arguments, find, first.items[0].file.file)


def verify_paired(first: tuple[Item, ...], items: tuple[Item, ...]) -> None:
    """Raise `BadFile` where pictures that belong together have other names."""
    names = {item.name.rpartition(".")[0] for item in items}
    alone = next((item for item in first if item.name.rpartition(".")[0] not in names), None)
    if alone is None and len(items) != len(first):
        names = {item.name.rpartition(".")[0] for item in first}
        alone = next(item for item in items if item.name.rpartition(".")[0] not in names)
    if alone is not None:
        help = "pictures that belong together have one name in two folders: add the other, or leave this one out"
        raise BadFile("no picture of another column has this one's name", place=alone.file.place, help=help)


def pixels(items: tuple[Item, ...], size: tuple[int, int] | None, channels: int | None) -> np.ndarray:
    """All pictures in one array, decoded side by side."""
    seen = pictures.picture(collections.read(items[0].file), items[0].file.place)
    wanted = Picture(*(size or (seen.height, seen.width)), channels or seen.channels, seen.bits)
    shape = (len(items), wanted.height, wanted.width, wanted.channels)
    help = "state a smaller `size`, or use fewer of them"
    room = int(np.prod(shape, dtype=float)) * wanted.bits // 8
    verify_room(room, f"{len(items):,} pictures", items[0].file.place, help)
    array = np.empty(shape, array_type(wanted))

    def work(i: int, content: bytes) -> None:
        array[i] = decode_picture(content, items[i].file.place, wanted, size is not None, channels is not None)

    decode(items, work)
    return array


UNLIKE_FIRST = {
    "bits": (
        "the picture has {found.bits} bits a pixel, but the first has {wanted.bits}",
        "save all of them with the same",
    ),
    "channels": (
        "the picture is {found.colour}, but the first is {wanted.colour}",
        "write channels = 1 to make all grey, or 3 to make all coloured",
    ),
    "size": (
        "the picture is {found.height} x {found.width}, but the first is {wanted.height} x {wanted.width}",
        "state a size to scale all to, such as size = [{wanted.height}, {wanted.width}]",
    ),
    "damage": ("the picture is damaged: {error}", pictures.AGAIN),
}
"""What is wrong with a picture in terms of the one wanted, and what to do about it."""


def decode_picture(content: bytes, place: str, wanted: Picture, scale: bool, convert: bool) -> np.ndarray:
    """One picture, [height, width, 1 or 3].  Raises `BadFile` where it is damaged or unlike the first."""
    return decode_like(pictures.open_picture(content, place), place, wanted, scale, convert, UNLIKE_FIRST)


def decode_like(
    image: "Image.Image", place: str, wanted: Picture, scale: bool, convert: bool, words: Words
) -> np.ndarray:
    """An opened picture's pixels; raises `BadFile`, in these words, where it is not as wanted."""
    found = pictures.kind_of(image)
    if found.bits != wanted.bits:
        raise worded(words["bits"], place, found=found, wanted=wanted)
    if found.channels != wanted.channels and not convert:
        raise worded(words["channels"], place, found=found, wanted=wanted)
    if (found.height, found.width) != (wanted.height, wanted.width) and not scale:
        raise worded(words["size"], place, found=found, wanted=wanted)
    try:
        return picture_array(image, wanted)
    except (OSError, ValueError, SyntaxError, IndexError) as error:
        raise worded(words["damage"], place, error=error) from error


def array_type(picture: Picture) -> "type[np.unsignedinteger[Any]]":
    return np.uint8 if picture.bits == 8 else np.uint16


def picture_array(image: "Image.Image", wanted: Picture) -> np.ndarray:
    """A picture as an array [height, width, 1 or 3], turned, scaled to what is wanted; raises as Pillow does."""
    from PIL import Image, ImageOps

    if pictures.orientation(image) > 1:
        ImageOps.exif_transpose(image, in_place=True)
    size = (wanted.width, wanted.height)
    if wanted.bits > 8:
        # Pillow scales pixels of 16 bits as real numbers only.
        deep = np.asarray(image)
        if image.size != size:
            real = Image.fromarray(deep.astype(np.float32))
            deep = np.asarray(real.resize(size, Image.Resampling.BILINEAR)).round()
        return np.repeat(deep.clip(0, wanted.largest).astype(np.uint16)[..., None], wanted.channels, axis=-1)
    if "transparency" in image.info:
        image = image.convert("RGBA")
    plain = image.convert("L" if wanted.channels == 1 else "RGB")
    if plain.size != size:
        plain = plain.resize(size, Image.Resampling.BILINEAR)
    return np.asarray(plain, np.uint8).reshape(wanted.height, wanted.width, wanted.channels)
