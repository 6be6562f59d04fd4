"""Data sets that come with a library."""

from compiler.types import Tensor
from compiler.vocabulary.base import Finder, Schema, arg, use
from compiler.vocabulary.sources.sklearn_schemas import EMBEDDED
from compiler.vocabulary.speech import Source


class Sklearn(Source):
    """A data set that comes with scikit-learn: `iris`, `wine`, `breast_cancer`, `digits` or `diabetes`.

    The columns are `features`, all of them as one vector, `target`, and each feature by its own name (`sepal_length`);
    `digits` also has `images`, `int[8, 8, 1]` from 0 to 16.
    """

    dataset: str = arg("the data set's name", choices=tuple(EMBEDDED))
    standalone = "read_sklearn"
    source = "Pedregosa et al., 2011; sklearn.datasets"
    examples = (use(dataset="iris"), use(dataset="digits"))

    def schema(self, find: Finder) -> Schema:
        embedded = EMBEDDED[self.dataset]
        names = embedded.classes
        target = Tensor((), "class", classes=len(names), class_names=names) if names else Tensor((), "real")
        columns = {"features": Tensor((len(embedded.features),)), "target": target}
        columns |= {name: Tensor(()) for name in embedded.features}
        if embedded.image is not None:
            columns["images"] = Tensor(embedded.image, "int")
        ranges = {"target": embedded.target} if embedded.target is not None else {}
        return Schema(columns, rows=embedded.rows, parts={"features": tuple(embedded.features)}, ranges=ranges)
