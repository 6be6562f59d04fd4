"""The columns of scikit-learn's embedded data sets, so that a spec is checked without importing scikit-learn.

A feature's own name is in snake_case and without its unit: `sepal length (cm)` is `sepal_length`.
"""

from dsl.immutable import immutable


@immutable
class Embedded:
    """One data set: `classes` are the target's names, () where it is a real number between the ends of `target`.

    `image` is an image's shape.
    """

    rows: int
    features: tuple[str, ...]
    classes: tuple[str, ...] = ()
    image: tuple[int, int, int] | None = None
    target: tuple[float, float] | None = None


EMBEDDED: dict[str, Embedded] = {
    "iris": Embedded(
        150,
        ("sepal_length", "sepal_width", "petal_length", "petal_width"),
        ("setosa", "versicolor", "virginica"),
    ),
    "wine": Embedded(
        178,
        (
            "alcohol",
            "malic_acid",
            "ash",
            "alcalinity_of_ash",
            "magnesium",
            "total_phenols",
            "flavanoids",
            "nonflavanoid_phenols",
            "proanthocyanins",
            "color_intensity",
            "hue",
            "od280_od315_of_diluted_wines",
            "proline",
        ),
        ("class_0", "class_1", "class_2"),
    ),
    "breast_cancer": Embedded(
        569,
        (
            "mean_radius",
            "mean_texture",
            "mean_perimeter",
            "mean_area",
            "mean_smoothness",
            "mean_compactness",
            "mean_concavity",
            "mean_concave_points",
            "mean_symmetry",
            "mean_fractal_dimension",
            "radius_error",
            "texture_error",
            "perimeter_error",
            "area_error",
            "smoothness_error",
            "compactness_error",
            "concavity_error",
            "concave_points_error",
            "symmetry_error",
            "fractal_dimension_error",
            "worst_radius",
            "worst_texture",
            "worst_perimeter",
            "worst_area",
            "worst_smoothness",
            "worst_compactness",
            "worst_concavity",
            "worst_concave_points",
            "worst_symmetry",
            "worst_fractal_dimension",
        ),
        ("malignant", "benign"),
    ),
    "digits": Embedded(
        1797,
        tuple(f"pixel_{row}_{column}" for row in range(8) for column in range(8)),
        tuple(map(str, range(10))),
        image=(8, 8, 1),
    ),
    "diabetes": Embedded(
        442,
        ("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"),
        target=(25, 346),
    ),
}
