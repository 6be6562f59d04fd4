"""report.json: strict, complete, and unchanged from version to version."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from report_gallery import GALLERY

from runtime.report.numbers import as_json

GOLDEN = Path(__file__).parent / "golden" / "gates.json"


def refuse(literal):
    raise AssertionError(f"{literal} is no JSON")


@pytest.mark.parametrize("name", GALLERY)
def test_it_is_strict(gallery, name):
    text = as_json(gallery[name])
    assert json.loads(text, parse_constant=refuse)["name"] == gallery[name].experiment.name
    assert as_json(gallery[name]) == text


def test_it_holds_every_number_of_the_headline(gallery):
    item = json.loads(as_json(gallery["tumours"]))["evaluations"][0]["items"][0]
    result = gallery["tumours"].evaluations[0].items[0].result
    assert item["headline"]["value"] == result.headline.value
    assert item["headline"]["interval"]["low"] == result.headline.interval.low
    assert item["values"] == result.values
    assert item["confusion"] == [list(row) for row in result.confusion]
    assert item["train"]["headline"]["value"] > 0
    assert len(item["curves"]["roc"][0]["x"]) == len(item["curves"]["roc"][0]["y"])


def test_what_is_no_number_is_null_with_a_note(gallery):
    run = gallery["digits"]
    lines = [replace(run.history[0], loss=float("nan"), losses=(float("inf"),))]
    read = json.loads(as_json(replace(run, history=lines)), parse_constant=refuse)
    assert read["history"][0]["loss"] is None
    assert read["notes"] == ["history[0].loss is not a number", "history[0].losses[0] is infinite"]


def test_golden(gallery, golden):
    golden(as_json(gallery["gates"]), GOLDEN)
