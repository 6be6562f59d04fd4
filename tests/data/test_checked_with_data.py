"""`dlc check --data DIR`: what the files say of widths, ids, labels and the number of rows is held against the spec."""

from pathlib import Path

import numpy as np

from runtime.spec.files import compile_file

WIDTH = """
data d = npz("points.npz") {
  x: [_]      = x
  y: class[2] = y
}
model Net(x: [4]) -> [2] { x -> dense(2) }
train(epochs = 1, batch = 2) { minimize cross_entropy(Net(x), y) using sgd(0.1) }
"""
TABLE = """
data d = csv("words.csv") {
  word: int[] = word
  price: []   = price
}
model Net = embed(5, 8) -> dense(1) -> squeeze -> sigmoid
train(epochs = 1, batch = 64) { minimize mse(Net(word), price) using sgd(0.1) }
"""
LINES = """
data d = jsonl("words.jsonl") {
  words: int[3]  = words
  good: class[2] = good
}
model Net = embed(5, 8) -> mean(axis = 0) -> dense(2)
train(epochs = 1, batch = 2) { minimize cross_entropy(Net(words), good) using sgd(0.1) }
"""


def said(text: str, folder: Path) -> dict[str, str]:
    """What is reported, by code."""
    spec = folder / "spec.dl"
    spec.write_text(text, encoding="utf-8")
    return {item.code: item.message for item in compile_file(spec, folder).diagnostics}


def test_a_width_is_the_files(tmp_path: Path) -> None:
    assert "[width_of(d.x)]" in said(WIDTH, tmp_path)["E0211"]
    np.savez(tmp_path / "points.npz", x=np.zeros((9, 7), np.float32), y=np.zeros(9, np.int32))
    assert said(WIDTH, tmp_path) == {"E0211": "`Net` takes [4] as `x`, but is given [7]"}
    assert said(WIDTH.replace("[4]", "[7]"), tmp_path) == {}


def test_ids_labels_and_rows_are_the_files(tmp_path: Path) -> None:
    assert said(TABLE, tmp_path) == {}
    (tmp_path / "words.csv").write_text("word,price\n" + "".join(f"{i},{i * 0.75}\n" for i in range(6)))
    found = said(TABLE, tmp_path)
    assert found["E0407"] == "`embed` has 5 ids, but `word` holds 0 to 5"
    assert "reaches from 0 to 3.75" in found["W0521"]
    assert "about 5 examples" in found["W0523"]
    assert said(TABLE.replace("(5,", "(6,").replace(" -> sigmoid", "").replace("64", "4"), tmp_path) == {}


def test_ids_in_lists_are_the_files(tmp_path: Path) -> None:
    lines = ['{"words": [0, 1, 9], "good": 0}', '{"words": [3, 3, 2], "good": 1}'] * 4
    (tmp_path / "words.jsonl").write_text("\n".join(lines))
    assert said(LINES, tmp_path) == {"E0407": "`embed` has 5 ids, but `words` holds 0 to 9"}
    assert said(LINES.replace("(5,", "(10,"), tmp_path) == {}
