"""Pictures with boxes around what they show."""

from compiler.types import Tensor
from compiler.vocabulary.base import Finder, Misfit, Schema, arg, use
from compiler.vocabulary.sources.files import as_misfit
from compiler.vocabulary.speech import Source


class Voc(Source):
    """Pictures with boxes in the form of Pascal VOC: a folder or archive with `Annotations` and `JPEGImages`.

    The columns are `pixels`, as those of `images`; `boxes`, one row for each object with its left, top, right and
    bottom edge in pixels; `labels`, their classes, those of the training examples in alphabetical order; `difficult`,
    whether they are hard to see; and `file`. The lists `train`, `val` and `test` in `ImageSets/Main` are
    the splits. With a `size` the boxes are scaled as the pictures are.
    """

    holds = ("Annotations/*.xml",)
    path: str = arg("the folder or archive")
    size: tuple[int, ...] | None = arg("height and width to scale all pictures to", None, at_least=1)
    channels: int | None = arg("1: all become grey, 3: all become coloured", None, at_least=1, at_most=3)
    source = "Everingham et al., The Pascal Visual Object Classes (VOC) Challenge, 2010"
    examples = (use(path="bccd", size=(240, 320)), use(path="VOC2012.tar", size=(300, 300), channels=3))

    def paths(self) -> tuple[str, ...]:
        from compiler.schemas.paths import on_disk

        return (on_disk(self.path),)

    def verify(self) -> None:
        if self.size is not None and len(self.size) != 2:
            help = "such as size = [240, 320]"
            raise Misfit("size must be a height and a width", what="value", argument="size", help=help)
        if self.channels == 2:
            help = "1 for grey, 3 for red, green and blue"
            raise Misfit("channels must be 1 or 3", what="value", argument="channels", help=help)

    def schema(self, find: Finder) -> Schema | None:
        self.verify()
        from compiler.schemas import collections, pictures, voc

        with as_misfit("path"):
            found = voc.annotated(self.path, find)
            if found is None:
                return None
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
