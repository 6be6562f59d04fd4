"""Images and labels as arrays of bytes."""

from typing import TYPE_CHECKING, ClassVar

from compiler.types import Tensor
from compiler.vocabulary.base import Schema, arg, use
from compiler.vocabulary.sources.files import Folder

if TYPE_CHECKING:
    from compiler.schemas.trees import Tree


class Idx(Folder):
    """Images and labels in MNIST's format: a folder with `train-images-idx3-ubyte` and `train-labels-idx1-ubyte`.

    If `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte` lie beside them, they are the split `test`. Each file may
    be compressed (`.gz`). The columns are `pixels`, `int[height, width, 1]` from 0 to 255, and `labels`, `class[n]`.
    """

    own_splits: ClassVar[tuple[str, ...]] = ("train", "test")
    holds = ("train-images*idx3-ubyte*",)
    standalone = "read_idx"
    source = "LeCun, Cortes & Burges, The MNIST database of handwritten digits, 1998"
    examples = (use(path="mnist"),)

    def held(self, folder: "Tree") -> Schema:
        from compiler.schemas import idx as idx_files

        found = idx_files.pairs(folder.root)
        classes = idx_files.classes(found)
        train = found["train"]
        columns = {"pixels": Tensor((*train.size, 1), "int"), "labels": Tensor((), "class", classes=classes)}
        return Schema(columns, tuple(found), sum(item.rows for item in found.values()))


class Cifar(Folder):
    """The binary version of CIFAR-10 or CIFAR-100: a folder or an archive with `data_batch_1.bin` or `train.bin`.

    The columns are `pixels`, `int[32, 32, 3]` from 0 to 255, and `label`, `class[10]` or `class[100]`; CIFAR-100 also
    has `coarse`, `class[20]`. The classes have names where `batches.meta.txt` or `fine_label_names.txt` is there.
    `test_batch.bin` or `test.bin` is the split `test`. The Python version is not read: it is pickled, and unpickling
    can run any code.
    """

    own_splits: ClassVar[tuple[str, ...]] = ("train", "test")
    packed = True
    holds = ("data_batch_1.bin", "*/data_batch_1.bin", "train.bin", "*/train.bin")
    path: str = arg("the folder or archive")
    source = "Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009"
    examples = (use(path="cifar-10-binary.tar.gz"), use(path="cifar-100-binary"))

    def held(self, folder: "Tree") -> Schema:
        from compiler.schemas import cifar

        found = cifar.batches(folder)
        columns = {"pixels": Tensor((32, 32, 3), "int")}
        columns |= {
            name: Tensor((), "class", classes=count, class_names=found.names.get(name, ()))
            for name, count in found.labels.items()
        }
        return Schema(columns, tuple(found.files))
