"""A prediction of records that are all there, for Python."""

from collections.abc import Iterable, Sequence

import numpy as np

from runtime.again.open_run import StoredRun
from runtime.again.predict.answers import Answers, meanings_of
from runtime.again.predict.columns import table
from runtime.again.predict.examples import Cutter
from runtime.again.predict.predictor import Predictor, no_answer, question_of, unusable, wanted_of
from runtime.again.predict.records import Record


def answers(
    run: StoredRun, records: Iterable[Record], model: str | None = None
) -> tuple[np.ndarray, tuple[Answers, ...]]:
    """Each head's answers to all records, in order, and the records that they are about: of a stretch of them the last.

    Raises:
        RunError: a record is faulty, the first is told; there are too few for an example.
    """
    question = question_of(run, model)
    wanted = wanted_of(run, question)
    predictor = Predictor(run, question)
    rows = table(list(records), wanted)
    meaning = meanings_of(question, predictor.outputs, predictor.types, predictor.fit)
    cutter = Cutter(predictor)
    size = predictor.size_for(rows.rows)
    parts, about = [], []
    whole, made_of = predictor.fields(rows)
    for fields, starts, ends in cutter.cut(whole, [rows.groups[i] for i in made_of] if rows.groups else ()):
        for number, first in enumerate(range(0, len(starts), size)):
            outputs = predictor.answer(fields, starts[first : first + size], number, size)
            if (wrong := unusable(outputs)).any():
                raise no_answer(rows.place(int(made_of[ends[first + int(wrong.argmax())]])))
            parts.append(meaning(outputs))
        about.append(made_of[ends])
    cutter.verify(rows.origin)
    return np.concatenate(about), tuple(map(join_answers, zip(*parts, strict=True)))


def join_answers(parts: Sequence[Answers]) -> Answers:
    first = parts[0]
    return Answers(
        {name: np.concatenate([part.values[name] for part in parts]) for name in first.values},
        None if first.probability is None else np.concatenate([part.probability for part in parts]),  # type: ignore[misc]
        None if first.probabilities is None else np.concatenate([part.probabilities for part in parts]),  # type: ignore[misc]
        first.names,
        first.prefix,
    )
