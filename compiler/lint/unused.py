"""What is named and never read."""

from collections import Counter
from collections.abc import Iterator, Sequence

from compiler.occurrences import names_read
from compiler.problems import warnings
from dsl import syntax
from dsl.diagnostics import Diagnostic


def parameters(statements: Sequence[syntax.Statement]) -> Iterator[Diagnostic]:
    """What a block, model or function is given and never reads."""
    for statement in statements:
        if isinstance(statement, syntax.Model):
            yield from parameters(statement.body.statements)
        if not isinstance(statement, syntax.Block | syntax.Model | syntax.Def):
            continue
        own = statement.parameters or ()
        parts = [part for part in (*own, statement.result, statement.body) if part is not None]
        reading = {id(part): set(names_read(part)) for part in parts}
        counts = Counter(name for read in reading.values() for name in read)
        for parameter in own:
            if counts[parameter.name] == (parameter.name in reading[id(parameter)]):
                yield warnings.unused_name(parameter.name_span, "parameter", parameter.name)
