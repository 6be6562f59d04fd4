"""The binary version of CIFAR-10 and CIFAR-100.  Source: Krizhevsky, "Learning multiple layers of features", 2009."""

from compiler.schemas import trees
from compiler.schemas.collections import common_folder
from compiler.schemas.errors import BadFile
from dsl.immutable import immutable

PIXELS = 3 * 32 * 32
MOST_BYTES = 2**30


@immutable
class Batches:
    """The files of each split; a record is one byte for each of `labels`, by name and number of classes, and pixels."""

    files: dict[str, tuple[trees.Located, ...]]
    labels: dict[str, int]
    names: dict[str, tuple[str, ...]]

    @property
    def record(self) -> int:
        return len(self.labels) + PIXELS


def batches(tree: trees.Tree) -> Batches:
    """What a folder or archive holds.  Raises `BadFile`."""
    files = tree.files()
    start = common_folder(files)
    found = {name[start:].rpartition("/")[2]: tree.locate(name) for name in files}
    ten = sorted(name for name in found if name.startswith("data_batch_") and name.endswith(".bin"))
    if ten:
        train, test, labels = ten, "test_batch.bin", {"label": 10}
        files_of_names = {"label": "batches.meta.txt"}
    else:
        train, test, labels = ["train.bin"], "test.bin", {"coarse": 20, "label": 100}
        files_of_names = {"coarse": "coarse_label_names.txt", "label": "fine_label_names.txt"}
    lacking = next((name for name in train if name not in found), None)
    if lacking is not None:
        python = any(name.startswith("data_batch_") or name == "train" for name in found)
        help = "take the binary version: the Python version is pickled, and reading it would run code from the file"
        reason = "there is neither data_batch_1.bin (CIFAR-10) nor train.bin (CIFAR-100)"
        raise BadFile(reason, place=tree.place, help=help if python else "name the folder or archive that holds them")
    splits = {"train": tuple(found[name] for name in train)}
    if test in found:
        splits["test"] = (found[test],)
    names = {}
    for column, name in files_of_names.items():
        if name in found:
            with found[name].open() as stream:
                lines = stream.read(10_000).decode("ascii", "replace").split()
            if len(lines) == labels[column]:
                names[column] = tuple(lines)
    return Batches(splits, labels, names)


def read(file: trees.Located, record: int) -> bytes:
    """A file's records.  Raises `BadFile` where it does not hold whole ones."""
    with file.open() as stream:
        content = stream.read(MOST_BYTES + 1)
    if not content or len(content) % record or len(content) > MOST_BYTES:
        reason = f"the file has {len(content):,} bytes, which are not whole records of {record:,}"
        raise BadFile(reason, place=file.place, help="fetch or copy the file again")
    return content
