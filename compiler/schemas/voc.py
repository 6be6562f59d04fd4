"""Pictures with boxes in the form of Pascal VOC.  Source: Everingham et al., "The Pascal VOC challenge", 2010."""

from collections.abc import Mapping
from xml.etree import ElementTree

from compiler.schemas import trees
from compiler.schemas.collections import common_folder
from compiler.schemas.errors import BadFile
from compiler.schemas.pictures import SUFFIXES
from compiler.schemas.texts import lines
from dsl.immutable import immutable

LISTS = {"train": "train", "validation": "val", "test": "test"}
"""The splits, and the lists in ImageSets/Main that name their pictures."""
LARGEST = 10**7
MEND = "mend the annotation, or leave the picture out"


@immutable
class Box:
    """One object: its class, left, top, right and bottom in pixels, and whether it is hard to see."""

    label: str
    corners: tuple[float, float, float, float]
    difficult: bool


@immutable
class Annotation:
    """What an XML file says of a picture."""

    width: int
    height: int
    boxes: tuple[Box, ...]


@immutable
class Annotated:
    """The annotation and the picture of each example, by split."""

    splits: Mapping[str, tuple[tuple[trees.Located, trees.Located], ...]]


def read_annotated(tree: trees.Tree) -> Annotated:
    """The examples of a folder or archive.  Raises `BadFile`."""
    files = tree.files()
    start = common_folder([name for name in files if "/" in name])
    found = {name[start:]: tree.locate(name) for name in files}
    notes = {stem(name): file for name, file in found.items() if name.startswith("Annotations/")}
    pictures = {
        stem(name): file
        for name, file in found.items()
        if name.startswith("JPEGImages/") and name.lower().endswith(SUFFIXES)
    }
    if not notes:
        help = "name the folder or archive that holds Annotations, JPEGImages and ImageSets"
        raise BadFile("there is no folder Annotations with XML files in it", place=tree.place, help=help)
    splits: dict[str, tuple[str, ...]] = {}
    for split, name in LISTS.items():
        listed = found.get(f"ImageSets/Main/{name}.txt")
        if listed is not None:
            splits[split] = tuple(line.split()[0] for line in lines(listed, "utf-8") if line.strip())
    if "train" not in splits:
        splits = {"train": tuple(notes)}
    return Annotated(
        {split: tuple(pair(key, notes, pictures, tree.place) for key in keys) for split, keys in splits.items()}
    )


def stem(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[0]


def pair(
    key: str, notes: Mapping[str, trees.Located], pictures: Mapping[str, trees.Located], place: str
) -> tuple[trees.Located, trees.Located]:
    for files, what in ((notes, "annotation Annotations/{}.xml"), (pictures, "picture JPEGImages/{}.jpg")):
        if key not in files:
            help = "put the file there, or leave the name out of the lists in ImageSets/Main"
            raise BadFile(f"there is no {what.format(key)}", place=place, help=help)
    return notes[key], pictures[key]


def annotation(content: bytes, place: str) -> Annotation:
    """What an annotation says.  Raises `BadFile`."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise BadFile("the annotation defines entities, which are not read", place=place, help=MEND)
    if len(content) > LARGEST:
        raise BadFile(f"the annotation has more than {LARGEST:,} bytes", place=place, help=MEND)
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise BadFile(f"this is no XML: {error}", place=place, help=MEND) from error
    size = root.find("size")
    width, height = (number(size, key) if size is not None else None for key in ("width", "height"))
    if not width or not height:
        raise BadFile("the annotation states no size of its picture", place=place, help=MEND)
    boxes = tuple(box(item, i, width, height, place) for i, item in enumerate(root.iter("object"), 1))
    return Annotation(int(width), int(height), boxes)


def number(parent: ElementTree.Element, key: str) -> float | None:
    try:
        return float(parent.findtext(key, "").strip())
    except ValueError:
        return None


def box(item: ElementTree.Element, index: int, width: float, height: float, place: str) -> Box:
    where = f"{place} (object {index})"
    label, corners = item.findtext("name", "").strip(), item.find("bndbox")
    if not label:
        raise BadFile("an object has no name", place=where, help=MEND)
    found = [number(corners, key) if corners is not None else None for key in ("xmin", "ymin", "xmax", "ymax")]
    left, top, right, bottom = (value if value is not None and value == value else None for value in found)
    if left is None or top is None or right is None or bottom is None:
        raise BadFile("an object has no box of four numbers", place=where, help=MEND)
    stated = f"{left:g}, {top:g} to {right:g}, {bottom:g}"
    if left > right or top > bottom:
        raise BadFile(f"a box ends before it begins: {stated}", place=where, help=MEND)
    if left < 0 or top < 0 or right > width or bottom > height:
        reason = f"a box lies outside its picture of {width:g} x {height:g}: {stated}"
        raise BadFile(reason, place=where, help=MEND)
    return Box(label, (left, top, right, bottom), item.findtext("difficult", "0").strip() == "1")
