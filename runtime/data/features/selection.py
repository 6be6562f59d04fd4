"""Fewer features: those that tell most of a label, or the directions in which the data vary most."""

from collections.abc import Callable

import numpy as np

from runtime.data.features.learner import AtRow, Learner, abbreviate
from runtime.data.features.scaling import real_type
from runtime.errors import RunError

MOST_CLASSES = 20
"""Whole numbers of more values than this are amounts, not classes."""


class Selection(Learner):
    """`select_best` and `pca`."""

    def select_best(
        self, key: str, values: np.ndarray, label: Callable[[], np.ndarray], k: int, by: str = "mutual_information"
    ) -> np.ndarray:
        """The k elements of each vector that tell most of the label, in their order, as sklearn.feature_selection.

        The label is only asked for while learning.
        """
        if self.learning:
            scores = scores_of(complete(key, values), np.asarray(label()), by, key)
            chosen = np.sort(np.argsort(-scores, kind="stable")[:k])
            facts = {"chosen": chosen.tolist(), "scores": abbreviate(scores[chosen]), "of": values.shape[1]}
            self.learn(key, {"chosen": chosen, "scores": scores}, word=f"select_best by {by}", **facts)
        return values[:, self.learned(key)["chosen"]]

    def pca(self, key: str, values: np.ndarray, k: int, whiten: bool = False) -> np.ndarray:
        """Each vector along the k directions in which the training vectors vary most, as sklearn.decomposition.PCA."""
        if self.learning:
            from sklearn.decomposition import PCA

            if len(values) < k:
                raise RunError(f"{key}: {k} directions need at least {k} training examples, not {len(values)}")
            found = PCA(k, random_state=0).fit(complete(key, values).astype(np.float64))
            self.learn(
                key,
                {
                    "mean": found.mean_,
                    "directions": np.ascontiguousarray(found.components_),
                    "variance": found.explained_variance_,
                },
                word="pca",
                explained_variance=abbreviate(found.explained_variance_ratio_),
                together=f"{found.explained_variance_ratio_.sum():.1%} of the variance",
            )
        learned, kind = self.learned(key), real_type(values)
        directions = learned["directions"].T
        if whiten:
            directions = directions / np.sqrt(np.maximum(learned["variance"], np.finfo(np.float64).eps))
        return np.asarray((values.astype(kind) - learned["mean"].astype(kind)) @ directions.astype(kind))


def complete(key: str, values: np.ndarray) -> np.ndarray:
    wrong = ~np.isfinite(values)
    if wrong.any():
        row = int(np.argwhere(wrong)[0, 0])
        raise AtRow(f"{key}: a value is missing or infinite", row, help="fill the gaps first, with fill_missing")
    return values


def scores_of(values: np.ndarray, label: np.ndarray, by: str, key: str) -> np.ndarray:
    """How much each element of the vectors tells of the label; what does not vary tells nothing."""
    import warnings

    from sklearn import feature_selection as scoring

    classes = label.dtype.kind in "OUb" or (label.dtype.kind in "iu" and len(np.unique(label)) <= MOST_CLASSES)
    label = label.astype(str) if label.dtype.kind in "OU" else label
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of what does not vary, whose score is 0 below
        match by:
            case "mutual_information":
                score = scoring.mutual_info_classif if classes else scoring.mutual_info_regression
                found = score(values, label, random_state=0)
            case "f_test":
                found = (scoring.f_classif if classes else scoring.f_regression)(values, label)[0]
            case "chi2":
                if (values < 0).any():
                    raise RunError(f"{key}: chi2 counts, and here are numbers below 0", help="use another `by`")
                found = scoring.chi2(values, label)[0]
            case _:
                if label.dtype.kind == "U":
                    reason = f"{key}: a correlation needs a label of numbers, and here are texts"
                    raise RunError(reason, help="use by = mutual_information or f_test")
                found = np.abs(scoring.r_regression(values, label.astype(np.float64)))
    return np.nan_to_num(np.asarray(found, np.float64), nan=0.0, posinf=np.finfo(np.float64).max)
