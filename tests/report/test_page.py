"""The report's page: complete, self-contained, safe, and drawn alike each time."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from report_gallery import ENVIRONMENT, GALLERY, evaluate, item, kind

from compiler.descriptor import ArrayType
from runtime.data.table import Dataset
from runtime.errors import RunError
from runtime.evaluate.results import EvaluationResult, ItemResult
from runtime.report import page as report
from runtime.report import worst
from runtime.report.shows import loss_in_words

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
VOID = {"meta", "img", "br", "link", "input"}


class Page(HTMLParser):
    """Collects what a page's markup holds, and that every element is closed in order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.references, self.styles, self.words = [], set(), [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        for name, value in attributes:
            if name in ("src", "href", "xlink:href", "data", "action", "srcset", "poster"):
                self.references.append(value)
            if name == "style" or "url(" in (value or ""):
                self.styles.append(value)
            assert not name.startswith("on"), f"{tag} runs a script"
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        (self.styles if self.open and self.open[-1] == "style" else self.words).append(data)

    @property
    def text(self):
        return re.sub(r"\s+", " ", " ".join(self.words))


@pytest.fixture(scope="module")
def pages(gallery):
    return {name: report.html(run) for name, run in gallery.items()}


@pytest.mark.parametrize("name", GALLERY)
def test_the_page_needs_nothing_beside_it(pages, name):
    page = Page(pages[name])
    assert page.open == []
    assert not page.tags & {"script", "link", "iframe", "object", "embed", "base", "form"}
    assert all(reference.startswith(("data:image/png;base64,", "#")) for reference in page.references)
    for style in page.styles:
        assert all(target.startswith("#") for target in re.findall(r"url\(([^)]*)\)", style)), style
        assert "@import" not in style
    anchors = {reference[1:] for reference in page.references if reference.startswith("#")}
    assert anchors <= set(re.findall(r'id="([^"]+)"', pages[name]))


@pytest.mark.parametrize("name", GALLERY)
def test_the_page_is_the_same_each_time(pages, gallery, name):
    assert report.html(gallery[name]) == pages[name]


def test_the_sections_stand_in_the_readers_order(pages):
    titles = re.findall(r"<h2>(.*?)</h2>", pages["digits"])
    assert titles == [
        "How good is it?",
        "Is it overfitting?",
        "Where does it err?",
        "How did it learn?",
        "What is it?",
        "How to repeat it",
    ]


def test_what_was_not_learned_has_no_learning_section(pages):
    assert "How did it learn?" not in pages["gates"]
    assert "100.0" in Page(pages["gates"]).text


def test_the_page_says_what_it_should(pages, gallery):
    text = Page(pages["digits"]).text
    headline = gallery["digits"].evaluations[0].items[0].result.headline
    for words in (
        f"{100 * headline.value:.1f}",
        "confidence interval",
        "(Wilson)",
        "most common label",
        "The commonest confusions",
        "Class by class",
        "ROC curves of each class",
        "The worst examples",
        "The ring marks the least validation loss",
        "Net has 10,410 weights",
        "dlc run digits.dl --data data",
        "20 % of the examples were held out",
        "jax 0.10.2",
        "fingerprint",
        "seed 0",
    ):
        assert words in text, words


def test_names_and_texts_are_text(pages):
    """A class called <spam> or $phish$ is neither markup nor a formula."""
    assert "<spam>" not in pages["messages"]
    assert "<b>win" not in pages["messages"]
    assert "&lt;spam&gt;" in pages["messages"]
    assert "Three kinds of <mail>." in Page(pages["messages"]).text


def test_the_lectures_table(pages):
    text = Page(pages["fahrenheit"]).text
    assert re.search(r"1 0 12\.10 32 396\.0 very large 2 0 19\.90 32 146\.4 moderately large", text)
    assert re.search(r"100 0 31\.40 32 0\.3600 very small", text)
    assert [loss_in_words(loss, 100.0) for loss in (100.0, 3.0, 0.5, None)] == [
        "very large",
        "moderately large",
        "small",
        "",
    ]


def test_the_spec_keeps_its_lines(pages, gallery):
    [listing] = re.findall(r'<pre class="numbered">(.*?)</pre>', pages["digits"], flags=re.DOTALL)
    assert Page(listing).words
    assert "".join(Page(listing).words) == gallery["digits"].spec_text


def test_a_trace_of_classes_names_the_class(gallery):
    names = ("cat", "dog", "bird")
    inputs = (
        kind("x", (9,)),
        kind("Net(x)", (3,), meaning="logits"),
        kind("y", (), "class", classes=3, class_names=names),
    )
    rows = [
        {"iteration": i, "input": [0.5] * 9, "prediction": logits, "label": 2, "loss": 1.0 / i}
        for i, logits in ((1, [1.0, 0.0, 0.0]), (10, [0.0, 0.0, 5.0]))
    ]
    traced = ItemResult(item("trace", *inputs, namespace="show"), (), trace=tuple(rows))
    evaluation = EvaluationResult(evaluate("digits", "test"), (traced,), np.arange(5))
    text = Page(report.html(replace(gallery["digits"], evaluations=(evaluation,)))).text
    assert re.search(r"cat, p\(label\) 21\.2.% bird 1 very large", text)
    assert re.search(r"bird, p\(label\) 98\.7.% bird 0\.1000 moderately large", text)
    assert "[0.5000, 0.5000, 0.5000, … 9 in all]" in text


def test_vectors_fold_into_images(gallery):
    shown = item("images", kind("v", (784,)), kind("RBM(v)", (784,)), namespace="show", size=(28, 28), count=3)
    arrays = tuple(np.random.default_rng(0).random((5, 784)) for _ in range(2))
    evaluation = EvaluationResult(evaluate("digits", "test"), (ItemResult(shown, arrays),), np.arange(5))
    page = Page(report.html(replace(gallery["digits"], evaluations=(evaluation,))))
    assert sum(reference.startswith("data:image/png") for reference in page.references) == 6


def test_a_weight_is_shown_once(gallery):
    shown = item("table", kind("Neuron.w"), kind("Neuron.b", (2,)), namespace="show", count=20)
    arrays = np.float32(1.8), np.array([32.0, 33.0], np.float32)
    evaluation = EvaluationResult(evaluate("digits", "test"), (ItemResult(shown, arrays),), np.arange(5))
    text = Page(report.html(replace(gallery["digits"], evaluations=(evaluation,)))).text
    assert re.search(r"Neuron\.w Neuron\.b 1\.800 \[32, 33\] (?!\[)", text)


def test_many_classes_are_a_picture(gallery):
    from runtime.evaluate.measures import measure

    generator = np.random.default_rng(0)
    labels = generator.integers(60, size=600)
    logits = generator.normal(size=(600, 60)) + 4 * np.eye(60)[labels]
    described = item("classification", kind("p", (60,)), kind("y", (), "class", classes=60), top=1)
    measured = ItemResult(described, (logits, labels), measure(described, (logits, labels)))
    evaluation = EvaluationResult(evaluate("digits", "test"), (measured,), np.arange(600))
    text = report.html(replace(gallery["digits"], evaluations=(evaluation,)))
    assert "Confusion matrix of 60 classes" in text
    assert len(text) < 600_000


def test_what_could_not_be_measured_is_said(gallery):
    from runtime.evaluate.measures import measure

    described = item("accuracy", kind("p", (3,)), kind("y", (), "class", classes=3))
    arrays = np.full((4, 3), np.nan), np.zeros(4, int)
    evaluation = EvaluationResult(
        evaluate("digits", "test"), (ItemResult(described, arrays, measure(described, arrays)),), np.arange(4)
    )
    assert (
        "4 of 4 examples are not numbers"
        in Page(report.html(replace(gallery["digits"], evaluations=(evaluation,)))).text
    )


def test_nothing_at_all(gallery):
    """Without an `evaluate`, data, history or environment there is still a page."""
    run = replace(gallery["gates"], evaluations=(), datasets={}, environment={})
    assert "nothing was measured" in report.html(run)


def test_an_unwritable_folder_is_an_error(gallery, tmp_path):
    with pytest.raises(RunError, match="cannot be written"):
        report.write(gallery["gates"], tmp_path / "missing")


PHONE = """<!DOCTYPE html><iframe width="390" height="800"></iframe><script>
const frame = document.querySelector("iframe");
frame.onload = () => {
  const page = frame.contentDocument;
  const figures = [...page.querySelectorAll("figure.wide svg")].map((one) => one.getBoundingClientRect().width);
  document.body.append(`page ${page.documentElement.scrollWidth} figures ${Math.min(...figures)}`);
};
frame.srcdoc = %s;
</script>"""


@pytest.mark.skipif(BROWSER is None, reason="there is no Chromium or Chrome to open the page in")
@pytest.mark.parametrize("name", ["digits", "forecasts"])
def test_a_phone_shows_the_page(gallery, tmp_path, name):
    """Nothing but tables and wide figures, in frames of their own, is wider than a phone; figures stay readable."""
    page = report.html(replace(gallery[name], environment=ENVIRONMENT))
    (tmp_path / "phone.html").write_text(PHONE % json.dumps(page).replace("</", "<\\/"), encoding="utf-8")
    done = subprocess.run(
        [*browser(tmp_path), (tmp_path / "phone.html").as_uri()], capture_output=True, text=True, timeout=60, check=True
    )
    found = re.search(r"page (\d+) figures (\d+)", done.stdout.rsplit("</script>", 1)[1])
    assert found is not None
    assert int(found[1]) <= 390
    assert int(found[2]) >= 600


def browser(folder):
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    return [BROWSER, *options, f"--user-data-dir={folder / 'browser'}", "--enable-logging=stderr", "--dump-dom"]


@pytest.mark.skipif(BROWSER is None, reason="there is no Chromium or Chrome to open the page in")
def test_a_browser_opens_the_page(gallery, tmp_path):
    report.write(replace(gallery["digits"], environment=ENVIRONMENT), tmp_path)
    done = subprocess.run(
        [*browser(tmp_path), (tmp_path / "report.html").as_uri()],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "CONSOLE" not in done.stderr
    assert done.stdout.count("<section") == 6
    assert done.stdout.count("<svg") >= 4


def test_categories_go_by_their_names_among_the_worst_examples() -> None:
    codes = np.array([2, 0, 1], np.int32)
    type = ArrayType((), "class", classes=3)
    types = {"town": type, "grade": replace(type, classes=4)}
    fitted = {"shops.town": {"categories": ["Basel", "Chur"]}}
    dataset = Dataset("shops", {"town": codes, "grade": codes}, {}, types, "", fitted=fitted)
    assert [worst.cell(dataset, "town", row).text for row in range(3)] == ["Chur", "–", "Basel"]
    assert [worst.cell(dataset, "grade", row).text for row in range(3)] == ["2", "0", "1"]
    assert (worst.numeric(dataset, "town"), worst.numeric(dataset, "grade")) == (False, True)
