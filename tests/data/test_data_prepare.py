"""From a program's description to a data set: types, fitting on the training rows only, real data end to end."""

import json

import numpy as np
import pytest
from fake_files import write_idx

from compiler.descriptor import ArrayType, DataSet, Function, Split
from runtime.data.dataset import load, prepare
from runtime.errors import RunError


def field(shape=(), kind="real", classes=None, class_names=()):
    return ArrayType(shape, kind, classes=classes, class_names=class_names)


def description(source, arguments, columns, fields, **changes):
    """A data set's descriptor and the program's function of it."""
    return DataSet("d", source, Function("d"), fields, arguments, **changes), columns


def iris(columns, fit):
    return {
        "x": fit.standardize("d.x", columns["features"]),
        "kind": columns["target"],
        "setosa": columns["target"] == 0,
    }


IRIS_FIELDS = {
    "x": field((4,)),
    "kind": field((), "class", 3, ("setosa", "versicolor", "virginica")),
    "setosa": field((), "class", 2),
}


def test_iris():
    data = prepare(*description("sklearn", {"dataset": "iris"}, iris, IRIS_FIELDS), lambda path: None)
    assert {name: (array.dtype.name, array.shape) for name, array in data.fields.items()} == {
        "x": ("float32", (150, 4)),
        "kind": ("int32", (150,)),
        "setosa": ("int32", (150,)),
    }
    assert {name: len(rows) for name, rows in data.splits.items()} == {"train": 120, "test": 30}
    train, test = data.fields["x"][data.splits["train"]], data.fields["x"][data.splits["test"]]
    np.testing.assert_allclose(train.mean(0), 0, atol=1e-6)
    np.testing.assert_allclose(train.std(0), 1, atol=1e-6)
    assert abs(test.mean(0)).max() > 1e-3
    assert json.loads(json.dumps(data.fitted))["d.x"]["mean"] == data.fitted["d.x"]["mean"]
    assert data.types["kind"].class_names == ("setosa", "versicolor", "virginica")
    assert len(data.notes) == 2
    assert "120 training examples only" in data.notes[1]


def test_nothing_but_the_training_rows_is_fitted_on():
    """Whatever the other rows hold, what was learned stays the same."""

    def columns(columns, fit):
        return {"x": fit.min_max("d.x", columns["x"]), "y": fit.one_hot("d.y", columns["y"])}

    x, y = np.arange(50.0), np.array(list("ab") * 25)
    fields = {"x": field(), "y": field((2,))}
    first = prepare(*description("rows", {"x": x, "y": y}, columns, fields), None)
    test = first.splits["test"]
    x[test], y[test] = 1e6, "c"
    second = prepare(*description("rows", {"x": x, "y": y}, columns, fields), None)
    assert first.fitted == second.fitted
    assert first.fingerprint != second.fingerprint
    np.testing.assert_array_equal(second.fields["y"][test], 0)


def test_mnist(data_folder, find_in):
    def columns(columns, fit):
        return {"image": columns["pixels"] / np.float32(255), "digit": columns["labels"]}

    fields = {"image": field((28, 28, 1)), "digit": field((), "class", 10)}
    data = prepare(
        *description("idx", {"path": "mnist"}, columns, fields, splits=(Split({"validation": 0.1}),)),
        find_in(data_folder),
    )
    assert {name: len(rows) for name, rows in data.splits.items()} == {
        "train": 54000,
        "validation": 6000,
        "test": 10000,
    }
    assert data.fields["image"].dtype == np.float32
    assert 0 <= data.fields["image"].min() < data.fields["image"].max() == 1
    assert np.bincount(data.fields["digit"][data.splits["test"]])[:3].tolist() == [980, 1135, 1032]
    assert data.notes == (
        "`test` is the source's own split: 10,000 examples.",
        "`validation` is 10 % of the training examples (6,000), drawn with seed 0.",
    )


def test_california(data_folder, find_in):
    def columns(columns, fit):
        rooms = fit.fill_missing("d.rooms", columns["total_bedrooms"])
        place = fit.one_hot("d.place", columns["ocean_proximity"], classes=5)
        numbers = fit.standardize("d.x", np.stack([rooms, columns["median_income"]], -1))
        return {"x": np.concatenate([numbers, place], -1), "price": columns["median_house_value"] / 1e5}

    data = prepare(
        *description(
            "csv",
            {"path": "california-housing/housing.tgz"},
            columns,
            {"x": field((7,)), "price": field()},
        ),
        find_in(data_folder),
    )
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    table = load("csv", {"path": "california-housing/housing.tgz"}, find_in(data_folder))
    raw = np.stack([table.columns["total_bedrooms"], table.columns["median_income"]], -1)
    reference = make_pipeline(SimpleImputer(strategy="median"), StandardScaler()).fit(raw[data.splits["train"]])
    np.testing.assert_allclose(data.fields["x"][:, :2], reference.transform(raw), rtol=1e-5, atol=1e-6)
    assert set(data.fields["x"][:, 2:].sum(-1)) == {1.0}
    assert data.types["price"].kind == "real"


def test_texts_become_classes(data_folder, find_in):
    def columns(columns, fit):
        return {"species": columns["species"], "island": columns["island"], "name": columns["sex"]}

    fields = {"species": field((), "class", 3), "island": field((), "class", None), "name": field((), "text")}
    arguments = {"path": "tables-seaborn/penguins.csv"}
    data = prepare(
        *description("csv", arguments, columns, fields, splits=(Split(stratify="species"),)),
        find_in(data_folder),
    )
    assert data.types["species"].class_names == ("Adelie", "Chinstrap", "Gentoo")
    assert data.types["island"].classes == 3
    assert np.bincount(data.fields["species"]).tolist() == [152, 68, 124]
    assert np.bincount(data.fields["species"][data.splits["test"]]).tolist() == [30, 14, 25]
    assert data.fields["name"].dtype == object


def test_stratified_and_grouped_by_a_computed_field():
    def columns(columns, fit):
        return {"kind": columns["x"] > 90, "x": fit.standardize("d.x", columns["x"])}

    arguments, fields = (
        {"x": np.arange(100.0), "patient": np.arange(100) // 10},
        {"kind": field((), "class", 2), "x": field()},
    )
    data = prepare(
        *description("rows", arguments, columns, fields, splits=(Split({"test": 0.3}, stratify="kind"),)), None
    )
    assert data.fields["kind"][data.splits["test"]].sum() == 3
    data = prepare(*description("rows", arguments, columns, fields, splits=(Split(by="patient"),)), None)
    assert sorted(set(data.splits["test"] // 10)) == sorted(set(range(10)) - set(data.splits["train"] // 10))


def test_small_integers_do_not_overflow(tmp_path, find_in):
    write_idx(tmp_path)

    def columns(columns, fit):
        return {"image": (columns["pixels"] - 128) * 1000, "digit": columns["labels"], "two": columns["labels"] == 2}

    fields = {"image": field((4, 5, 1), "int"), "digit": field((), "int"), "two": field((), "bool")}
    data = prepare(*description("idx", {"path": "."}, columns, fields), find_in(tmp_path))
    assert data.fields["image"][0, 0, :3, 0].tolist() == [-128000, -127000, -126000]
    assert (data.fields["digit"].dtype, data.fields["two"].dtype) == (np.int32, np.bool_)


def test_what_the_check_could_not_know():
    """Data that were not there when the program was compiled: the shapes and classes are what they are."""

    def columns(columns, fit):
        return {"x": columns["x"], "y": columns["y"], "one": np.float32(1)}

    arguments = {"x": ((1, 2), (3, 4), (5, 6)), "y": (0, 4, 1)}
    fields = {"x": field(None), "y": field((), "class"), "one": field()}
    data = prepare(*description("rows", arguments, columns, fields), None)
    assert (data.types["x"].shape, data.types["y"].classes) == ((2,), 5)
    assert data.fields["one"].tolist() == [1, 1, 1]
    named = field(("n",))
    assert prepare(*description("rows", arguments, lambda c, fit: {"x": c["x"]}, {"x": named}), None).types[
        "x"
    ].shape == (2,)


@pytest.mark.parametrize("rows", [1, 1023, 1024, 1025, 5000])
def test_blocks_are_invisible(rows):
    values = np.random.default_rng(0).normal(size=(rows, 3))

    def columns(columns, fit):
        return {"x": columns["x"] * 2, "t": columns["t"]}

    arguments = {"x": values, "t": np.array([f"t{i}" for i in range(rows)])}
    fields = {"x": field((3,)), "t": field((), "class", rows)}
    data = prepare(*description("rows", arguments, columns, fields), None)
    np.testing.assert_array_equal(data.fields["x"], (values * 2).astype(np.float32))
    assert np.array(data.types["t"].class_names)[data.fields["t"]].tolist() == arguments["t"].tolist()


VALUES = {
    "gap": (1.0, np.nan, 3.0),
    "half": (0.5, 1.0, 2.0),
    "three": (0, 1, 3),
    "minus": (0, -1, 1),
    "huge": (1, 2, 2**40),
    "infinite": (1.0, 1e300, 1.0),
    "word": ("a", "b", "c"),
    "blank": ("a", "", "a"),
    "vector": ((1, 2), (3, 4), (5, 6)),
}


@pytest.mark.parametrize(
    ("column", "type", "message", "place"),
    [
        ("gap", field(), "has a missing value", "record 2"),
        ("gap", field((), "class", 3), "has a missing value", "record 2"),
        ("gap", field((), "int"), "has a missing value", "record 2"),
        ("infinite", field(), "infinite in 32 bits", "record 2"),
        ("half", field((), "int"), "declared as int, but here is 0.5", "record 1"),
        ("half", field((), "class", 3), "declared as class, but here is 0.5", "record 1"),
        ("half", field((), "bool"), "declared as bool, but here is 0.5", "record 1"),
        ("huge", field((), "int"), "beyond 32 bits", "record 3"),
        ("three", field((), "class", 3), "class[3]: 0 to 2, but here is 3", "record 3"),
        ("minus", field((), "class", 3), "but here is -1", "record 2"),
        ("minus", field((), "class", None), "but here is -1", "record 2"),
        ("three", field((), "text"), "declared as text", "record 1"),
        ("word", field(), "texts such as `a`", "record 1"),
        ("word", field((), "class", 2), "the data hold 3 texts: a, b, c", "record 1"),
        ("word", field((), "class", 3, ("a", "b", "d")), "none of its classes: c", "record 3"),
        ("blank", field((), "class", 1), "missing label", "record 2"),
        ("vector", field(), "declared as [], but the data hold [2]", "record 1"),
        ("vector", field((3,)), "declared as [3], but the data hold [2]", "record 1"),
        ("half", field((1,)), "declared as [1], but the data hold []", "record 1"),
        ("halv", field(), "no column `halv`", "rows"),
    ],
)
def test_columns_that_are_not_what_their_field_says(column, type, message, place):
    def columns(columns, fit):
        return {"f": columns[column]}

    with pytest.raises(RunError) as caught:
        prepare(*description("rows", VALUES, columns, {"f": type}), None)
    assert message in caught.value.message
    assert place in caught.value.place
    assert caught.value.help


def test_a_misspelt_column_gets_a_suggestion():
    with pytest.raises(RunError) as caught:
        prepare(*description("rows", VALUES, lambda columns, fit: {"f": columns["infinit"]}, {"f": field()}), None)
    assert caught.value.help == "did you mean `infinite`?"


def test_records_are_counted_across_blocks():
    x = np.arange(5000.0)
    x[4321] = np.nan
    with pytest.raises(RunError) as caught:
        prepare(*description("rows", {"x": x}, lambda columns, fit: {"x": columns["x"]}, {"x": field()}), None)
    assert caught.value.place == "rows (record 4,322)"


@pytest.mark.parametrize("rule", [{"stratify": "nothing"}, {"by": "nothing"}, {"by": "v"}, {"on": "nothing"}])
def test_splits_by_what_is_not_there(rule):
    arguments = {"x": (0, 1, 0, 1), "v": ((1, 2),) * 4}
    with pytest.raises(RunError):
        prepare(
            *description(
                "rows",
                arguments,
                lambda columns, fit: {"x": columns["x"]},
                {"x": field()},
                splits=(Split({"test": 0.5}, **rule),),
            ),
            None,
        )


def test_examples_of_the_training_split_in_another_are_told():
    """With what is the same, how often, and where; those that differ in one element only are none."""
    images = np.random.default_rng(0).integers(0, 256, (60, 9, 9, 1))
    titles = np.array([f"image {i % 50}" for i in range(60)])
    images[50:55] = images[:5]
    images[54, 8, 8, 0] += 1
    arguments = {"image": images, "title": titles, "fold": np.arange(60) // 50}

    def columns(columns, fit):
        return {"image": columns["image"] / 255, "title": columns["title"], "kind": columns["fold"]}

    fields = {"image": field((9, 9, 1)), "title": field((), "text"), "kind": field((), "class", 2)}
    splits = (Split({"test": (1,)}, on="fold"),)

    def notes(*inputs):
        given = description("rows", arguments, columns, fields, splits=splits, inputs=inputs)
        return [note for note in prepare(*given, None).notes if "same" in note]

    same = "(row 51 is row 1, row 52 is row 2, row 53 is row 3, ...)."
    assert notes("image") == [f"`test`: 4 of 10 examples have the same `image` as a training example {same}"]
    assert notes("image", "title")[0].startswith("`test`: 4 of 10 examples have the same `image` and `title`")
    assert notes("title")[0].startswith("`test`: 10 of 10 examples")
    assert notes("image", "kind") == []
    assert notes() == []


def test_examples_of_two_splits_that_are_held_out_are_told():
    x = np.arange(40.0)
    x[30] = x[22]
    arguments = {"x": x, "fold": np.repeat([0, 0, 1, 2], 10)}
    splits = (Split({"validation": (1,), "test": (2,)}, on="fold"),)
    given = description(
        "rows", arguments, lambda columns, fit: {"x": columns["x"]}, {"x": field()}, splits=splits, inputs=("x",)
    )
    (said,) = [note for note in prepare(*given, None).notes if "same" in note]
    assert "1 of 10 examples have the same `x` as one of " in said
    assert "row 23" in said
    assert "row 31" in said


def test_stretches_of_rows_that_are_in_two_splits_are_told():
    """All rows of a window must agree: one value that repeats is none."""
    x = np.random.default_rng(0).normal(size=60)
    x[50:54], x[45] = x[10:14], x[20]
    given = description(
        "rows",
        {"x": x},
        lambda columns, fit: {"past": columns["x"]},
        {"past": field((3,))},
        splits=(Split({"test": 0.25}, by="time"),),
        windows={"past": (0, 3)},
        stride=1,
        inputs=("past",),
    )
    (said,) = [note for note in prepare(*given, None).notes if "same" in note]
    pairs = "(the window at row 51 is the window at row 11, the window at row 52 is the window at row 12)"
    assert said == f"`test`: 2 of 13 windows have the same `past` as a training window {pairs}."
