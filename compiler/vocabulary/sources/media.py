"""Pictures and sounds, each file an example."""

from typing import TYPE_CHECKING, ClassVar

from compiler.types import Tensor
from compiler.vocabulary.base import Example, Finder, Misfit, Schema, arg, use
from compiler.vocabulary.sources.files import Files, as_misfit, verify_columns

if TYPE_CHECKING:
    from compiler.schemas.collections import Collection


class Collected(Files, abstract=True):
    """A source whose files are its examples.

    Labels are the folders that the files lie in, or stand in the files' names, or in a table.
    """

    labels: str | None = arg("a table whose first column names the files and whose other columns belong to them", None)

    def paths(self) -> tuple[str, ...]:
        from compiler.schemas.paths import on_disk

        return (*super().paths(), *((on_disk(self.labels),) if self.labels is not None else ()))

    def verify(self) -> None:
        super().verify()
        if self.labels is not None and self.names is not None:
            help = "write only one of `labels` and `names`"
            raise Misfit(
                "labels come from a table or from the files' names", what="value", argument="labels", help=help
            )

    def named(self, collection: "Collection", find: Finder) -> dict[str, Tensor] | None:
        """The columns beside the examples themselves."""
        from compiler.schemas import collections

        argument = "labels" if self.labels is not None else "names" if self.names is not None else "path"
        with as_misfit(argument):
            types = collections.named_types(collection, self.config(), find)
        return types


def verify_scaling(size: tuple[int, ...] | None, channels: int | None) -> None:
    """Raise `Misfit` for what pictures cannot be brought to."""
    if size is not None and len(size) != 2:
        help = "such as size = [224, 224]"
        raise Misfit("size must be a height and a width", what="value", argument="size", help=help)
    if channels == 2:
        help = "1 for grey, 3 for red, green and blue"
        raise Misfit("channels must be 1 or 3", what="value", argument="channels", help=help)


class Images(Collected):
    """Pictures in a folder or an archive: PNG, JPEG, GIF, BMP, WebP, TIFF or PPM.

    The column of each picture is `pixels`, `int[height, width, 1]` from 0 to 255 where the first is grey and
    `int[height, width, 3]` where it is coloured; grey pictures of 16 bits are from 0 to 65535, `pixels / 65535`, and
    coloured ones are read with 8 bits a colour. All others must be like it unless `size` and `channels` are stated
    (pictures are then scaled to the size, whatever their proportions, with a linear filter; transparency is dropped).
    They are turned as their camera was held, where EXIF says how.
    Folders are classes, in the column `label`: `cats/1.png`. Folders `train`, `test` and `validation` (or `val`) beside
    one another are splits. The column `file` holds the files' names. Pictures that belong together, as one and its
    mask, are columns of their own: `{column}` in the path stands for each of the names in `columns`.
    """

    files = ("*.png", "*.jpg", "*.jpeg", "*.zip", "*.tar", "*.tar.*", "*.tgz")
    holds = ("*.png", "*.jpg", "*.jpeg", "*.gif", "*.bmp", "*.webp", "*.tif", "*.tiff", "*.ppm", "*.pgm")
    size: tuple[int, ...] | None = arg("height and width to scale all pictures to", None, at_least=1)
    channels: int | None = arg("1: all become grey, 3: all become coloured", None, at_least=1, at_most=3)
    columns: tuple[str, ...] = arg(
        "the columns' names; where several, the path holds `{column}`", ("pixels",), bare=True
    )
    examples = (
        use(path="imagenet", size=(224, 224), channels=3),
        use(path="train.tar.gz", test="test.tar.gz", validation="more.zip/val"),
        use(path="faces/*.jpg", names="{person}_{number}.jpg", channels=1),
        use(path="scans", labels="diagnoses.csv"),
        use(path="membrane/{column}", columns=("image", "mask")),
    )

    def verify(self) -> None:
        super().verify()
        verify_scaling(self.size, self.channels)
        verify_columns(self, self.columns, "membrane/{column}", ("file",))

    def paths(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(path.replace("{column}", name) for path in super().paths() for name in self.columns))

    def schema(self, find: Finder) -> Schema | None:
        self.verify()
        from compiler.schemas import collections, pictures

        columns: dict[str, Tensor] = {}
        ranges: dict[str, tuple[float, float]] = {}
        first = None
        for name in self.columns:
            with as_misfit("path"):
                collection = collections.of_column(self.config(), name, find, pictures.SUFFIXES)
                if collection is None:
                    return None
                item = collection.splits["train"][0]
                seen = pictures.picture(collections.read(item.file), item.file.place)
            height, width = self.size or (seen.height, seen.width)
            columns[name] = Tensor((height, width, self.channels or seen.channels), "int")
            ranges[name] = (0, seen.largest)
            first = first or collection
        assert first is not None
        named = self.named(first, find)
        taken = next((name for name in named or () if name in columns), None)
        if taken is not None:
            reason, help = f"the pictures have a column {taken} already", "give it another name in `columns`"
            raise Misfit(reason, what="value", argument="columns", help=help)
        splits = tuple(first.splits) if len(first.splits) > 1 else ()
        return None if named is None else Schema({**columns, **named}, splits, first.rows, ranges=ranges)


class Sounds(Collected):
    """Sounds in a folder or an archive: WAV, FLAC, OGG (Vorbis or Opus) and MP3.

    The column `samples` holds numbers from -1 to 1, `[length]` for one channel and `[length, channels]` for several;
    with `seconds`, all are of one length (longer ones are cut, shorter ones end in zeros), without it each has its own.
    All files must have one rate and one number of channels, unless these are stated: then they are brought to them.
    Labels are found as those of `images` are.
    """

    suffixes: ClassVar[tuple[str, ...]] = (".wav", ".wave", ".flac", ".ogg", ".oga", ".opus", ".mp3")
    files: ClassVar[tuple[str, ...]] = ("*.flac", "*.ogg", "*.mp3")
    holds: ClassVar[tuple[str, ...]] = ("*.flac", "*.ogg", "*.mp3")
    seconds: float | None = arg(
        "the length of every example; longer sounds are cut, shorter ones padded", None, above=0
    )
    rate: int | None = arg("samples a second to bring all to", None, at_least=1, at_most=1_000_000)
    channels: int | None = arg("1: the mean of all channels", None, at_least=1, at_most=1)
    source: ClassVar[str] = "libsndfile, which lists the kinds of WAV, FLAC and OGG files"
    examples: ClassVar[tuple[Example, ...]] = (
        use(path="birds.zip", test="more.zip", validation="some.zip", rate=16000, channels=1),
        use(path="songs/*.mp3", names="{band}_{song}.mp3", seconds=30),
        use(path="calls", labels="species.csv"),
    )

    def schema(self, find: Finder) -> Schema | None:
        self.verify()
        from compiler.schemas import collections, sounds

        with as_misfit("path"):
            collection = collections.collect(self.config(), find, self.suffixes)
            if collection is None:
                return None
            file = collection.splits["train"][0].file
            seen = sounds.open_sound(collections.read(file), file.place)
        several = (seen.channels,) if seen.channels > 1 and self.channels is None else ()
        rate = self.rate or seen.samplerate
        shape = None if self.seconds is None else (max(1, round(self.seconds * rate)), *several)
        named = self.named(collection, find)
        splits = tuple(collection.splits) if len(collection.splits) > 1 else ()
        return None if named is None else Schema({"samples": Tensor(shape), **named}, splits, collection.rows)


class Wav(Sounds):
    """Sounds as `sounds` reads them, of a folder or archive its WAV files alone."""

    suffixes = (".wav", ".wave")
    files = ("*.wav",)
    holds = ("*.wav",)
    source = "IBM and Microsoft, Multimedia Programming Interface and Data Specifications 1.0, 1991"
    examples = (
        use(path="free-spoken-digits/recordings", names="{digit}_{speaker}_{index}.wav", seconds=1),
        use(path="birds.zip", test="more.zip", validation="some.zip", rate=16000, channels=1),
        use(path="calls", labels="species.csv"),
    )
