"""A prediction of records that are all there, for Python."""

from collections.abc import Iterable

import numpy as np

from runtime.load import StoredRun
from runtime.predict.answers import Answers, meaning_of
from runtime.predict.predictor import Predictor, question_of, wanted_of
from runtime.predict.records import Record, table


def answers(run: StoredRun, records: Iterable[Record], model: str | None = None) -> Answers:
    """The answers to all records, in order; raises `RunError` for the first that is faulty."""
    question = question_of(run, model)
    predictor = Predictor(run, question)
    rows = table(list(records), wanted_of(run, question))
    fields = predictor.fields(rows)
    meaning = meaning_of(question, predictor.inputs, predictor.types, predictor.fit)
    starts = predictor.examples(rows.rows)
    size = predictor.size_for(len(starts))
    parts = [
        meaning(predictor.answer(fields, starts[first : first + size], number, size))
        for number, first in enumerate(range(0, len(starts), size))
    ]
    return joined(parts)


def joined(parts: list[Answers]) -> Answers:
    first = parts[0]
    return Answers(
        {name: np.concatenate([part.values[name] for part in parts]) for name in first.values},
        None if first.probability is None else np.concatenate([part.probability for part in parts]),  # type: ignore[misc]
        None if first.probabilities is None else np.concatenate([part.probabilities for part in parts]),  # type: ignore[misc]
        first.names,
    )
