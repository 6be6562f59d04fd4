"""A whole prediction, from an input to a file or standard output."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import count, groupby
from pathlib import Path

import numpy as np

from runtime.again.open_run import StoredRun
from runtime.again.predict import inputs, output
from runtime.again.predict.answers import meanings_of
from runtime.again.predict.columns import table
from runtime.again.predict.examples import Cutter
from runtime.again.predict.output import Format
from runtime.again.predict.predictor import Output, Predictor, form_of, no_answer, question_of, unusable, wanted_of
from runtime.again.predict.records import Record, Wanted
from runtime.again.predict.stream import Item, batches, live, sift
from runtime.data.table import Arrays
from runtime.device import device
from runtime.errors import RunError

MOST_TOLD = 10
FAR = 1.0
"""A number further outside the training examples' range than this times its width is told."""


def predict(
    run: StoredRun,
    source: str,
    *,
    model: str | None = None,
    target: Path | None = None,
    form: Format = "csv",
    skip: bool = False,
    device_name: str | None = None,
    say: Callable[[str], None] = lambda text: None,
) -> None:
    """Answer every record of an input, in order.

    Args:
        source: a file, a folder of images, or "-".
        model: which function is asked: "Net", "AE.encode"; None: the one that `evaluate` judges.
        target: the file to write, of pictures the folder; None: standard output.
        skip: leave faulty records out instead of ending at the first.
        say: is told what the user must know.

    Raises:
        RunError: the input or the run is wrong; a record is, and `skip` is not set.
    """
    question = question_of(run, model)
    wanted = replace(wanted_of(run, question), folder=Path(source).parent)
    with ExitStack() as stack:
        found = stack.enter_context(inputs.open_input(source, wanted, form_of(question)))
        first = next(found, None)  # what is wrong with the whole input is told before the imports, seconds long
        if first is None:
            raise RunError("the input holds no records", place=source, help="give at least one")
        device.choose(device_name)
        device.keep_compiled_steps()
        predictor = Predictor(run, question)
        meaning = meanings_of(question, predictor.outputs, predictor.types, predictor.fit)
        for note in (*run.notes, *predictor.models.notes):
            say(note)
        key = "file" if isinstance(first, Record) and isinstance(first.name, str) else "record"
        write = stack.enter_context(output.open_output(target, form, key))
        faults, far, cutter = Faults(skip, say), Far(predictor, say), Cutter(predictor)
        batches = count()
        for items, size in groups(chained(first, found), predictor, live_input=source == "-"):
            for answered in sift(items, lambda records: fields_of(records, wanted, predictor)):
                if isinstance(answered, RunError):
                    faults.add(answered)
                    cutter.interrupt()
                    continue
                _, (records, groups_of, fields) = answered
                far.look(fields, records)
                for one in answered_by(predictor, cutter, records, groups_of, fields, size, batches):
                    if isinstance(one, RunError):
                        faults.add(one)
                    else:
                        write([record.name for record in one[0]], meaning(one[1]))
        faults.conclude()
        cutter.verify(source)


def answered_by(
    predictor: Predictor,
    cutter: Cutter,
    records: Sequence[Record],
    groups_of: Sequence[Hashable],
    fields: Arrays,
    size: int,
    batches: Iterator[int],
) -> Iterator[tuple[list[Record], list[Output]] | RunError]:
    """What the model says of the examples that end with these records; a fault where that is no number."""
    before = cutter.rows
    for laid, starts, ends in cutter.cut(fields, groups_of):
        for begin in range(0, len(starts), size):
            part = slice(begin, begin + size)
            about = [records[end - before] for end in ends[part].tolist()]
            outputs = predictor.answer(laid, starts[part], next(batches), size)
            for wrong, same in stretches(unusable(outputs)):
                if wrong:
                    yield from (no_answer(record.place) for record in about[same])
                else:
                    yield about[same], [output.part(same) for output in outputs]


def stretches(wrong: np.ndarray) -> Iterator[tuple[bool, slice]]:
    """The examples that follow one another and are all wrong, or all right."""
    start = 0
    for value, group in groupby(wrong.tolist()):
        stop = start + len(list(group))
        yield value, slice(start, stop)
        start = stop


def chained(first: Item, rest: Iterator[Item]) -> Iterator[Item]:
    yield first
    yield from rest


def groups(found: Iterator[Item], predictor: Predictor, live_input: bool) -> Iterator[tuple[list[Item], int]]:
    """The records in batches, with the number of examples that a batch is filled up to, always the same.

    An input smaller than a batch makes a small one.
    """
    size = 0
    for batch in (live if live_input else batches)(found, predictor.batch):
        size = size or (predictor.batch if live_input else predictor.size_for(len(batch)))
        yield batch, size


def fields_of(
    records: Sequence[Record], wanted: Wanted, predictor: Predictor
) -> tuple[list[Record], list[Hashable], Arrays]:
    """The fields' values; of each of them the record, and the group, where there are any."""
    rows = table(records, wanted)
    fields, made_of = predictor.fields(rows)
    return [records[i] for i in made_of], [rows.groups[i] for i in made_of] if rows.groups else [], fields


class Faults:
    """Faulty records: the first ends the prediction, or all are left out and some are told."""

    def __init__(self, skip: bool, say: Callable[[str], None]) -> None:
        self.skip, self.say, self.count = skip, say, 0

    def add(self, fault: RunError) -> None:
        if not self.skip:
            raise fault
        self.count += 1
        if self.count <= MOST_TOLD:
            self.say(f"left out: {fault.message} ({fault.place})")

    def conclude(self) -> None:
        if self.count:
            self.say(f"{self.count:,} record{'s were' if self.count > 1 else ' was'} left out")


class Far:
    """Tells, once for each field, a number far outside what the run was trained on."""

    def __init__(self, predictor: Predictor, say: Callable[[str], None]) -> None:
        told = predictor.run.told(predictor.question.data.name)["types"]
        ranges = {name: told.get(name, {}).get("range") for name in predictor.data.fields}
        self.say = say
        self.ranges = {name: ends for name, ends in ranges.items() if ends and len(ends) == 2 and ends[0] < ends[1]}

    def look(self, fields: Arrays, records: Sequence[Record]) -> None:
        for name, (low, high) in list(self.ranges.items()):
            margin = FAR * (high - low)
            values = fields[name].reshape(len(fields[name]), -1)
            outside = ((values < low - margin) | (values > high + margin)).any(axis=1)
            if outside.any():
                row = int(outside.argmax())
                worst = values[row][np.abs(values[row] - (low + high) / 2).argmax()]
                self.say(
                    f"`{name}` is {worst:.4g} in {records[row].place}, far from the training examples', {low:.4g} to "
                    f"{high:.4g}: what the model says there is a guess"
                )
                del self.ranges[name]
