"""Pictures with boxes around what they show."""

from typing import TYPE_CHECKING

from compiler.types import Tensor
from compiler.vocabulary.base import Schema, arg, use
from compiler.vocabulary.sources.files import Folder
from compiler.vocabulary.sources.media import verify_scaling

if TYPE_CHECKING:
    from compiler.schemas.trees import Tree


class Voc(Folder):
    """Pictures with boxes in the form of Pascal VOC: a folder or archive with `Annotations` and `JPEGImages`.

    The columns are `pixels`, as those of `images`; `boxes`, one row for each object with its left, top, right and
    bottom edge in pixels; `labels`, their classes, those of the training examples in alphabetical order; `difficult`,
    whether they are hard to see; and `file`. The lists `train`, `val` and `test` in `ImageSets/Main` are
    the splits. With a `size` the boxes are scaled as the pictures are.
    """

    packed = True
    holds = ("Annotations/*.xml",)
    path: str = arg("the folder or archive")
    size: tuple[int, ...] | None = arg("height and width to scale all pictures to", None, at_least=1)
    channels: int | None = arg("1: all become grey, 3: all become coloured", None, at_least=1, at_most=3)
    source = "Everingham et al., The Pascal Visual Object Classes (VOC) Challenge, 2010"
    examples = (use(path="bccd", size=(240, 320)), use(path="VOC2012.tar", size=(300, 300), channels=3))

    def verify(self) -> None:
        verify_scaling(self.size, self.channels)

    def held(self, folder: "Tree") -> Schema:
        from compiler.schemas import collections, pictures, voc

        found = voc.read_annotated(folder)
        note, picture = found.splits["train"][0]
        voc.annotation(collections.read(note), note.place)
        seen = pictures.picture(collections.read(picture), picture.place)
        height, width = self.size or (seen.height, seen.width)
        columns = {
            "pixels": Tensor((height, width, self.channels or seen.channels), "int"),
            "boxes": Tensor(None, "boxes"),
            "labels": Tensor(None, "class"),
            "difficult": Tensor(None, "bool"),
            "file": Tensor((), "text"),
        }
        splits = tuple(found.splits) if len(found.splits) > 1 else ()
        return Schema(columns, splits, sum(map(len, found.splits.values())))
