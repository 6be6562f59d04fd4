"""A command's spec, compiled, with its diagnostics shown."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from runtime.commands.options import COMMAND_WRONG, SPEC_WRONG, stop

if TYPE_CHECKING:
    from compiler import ir
    from compiler.pipeline import Compiled


def compile_spec(
    file: Path, data: Path | None = None, settings: Sequence[str] = (), texts: Mapping[str, str] | None = None
) -> "Compiled":
    """A spec file, compiled; ends the command where the file cannot be read or a setting is unknown.

    `texts` stand in the place of the files of their paths.
    """
    from runtime.spec.files import compile_file, hyper_values

    try:
        hypers = hyper_values(settings)
    except ValueError as failure:
        stop(f"--set {failure}", COMMAND_WRONG)
    try:
        result = compile_file(file, data, hypers, texts=texts)
    except OSError as failure:
        stop(f"cannot read {file}: {(failure.strerror or str(failure)).lower()}", COMMAND_WRONG)
    except ValueError as failure:
        stop(f"cannot read {file}: {failure}", COMMAND_WRONG)
    if result.experiment is not None:
        known = [name for name, _ in result.experiment.hypers]
        for name in hypers:
            if name not in known:
                has = ", ".join(known) or "none"
                stop(f"--set {name}: {file} has no hyper-parameter `{name}` (it has {has})", COMMAND_WRONG)
    return result


def show(diagnostics: Sequence[Any]) -> None:
    """Diagnostics for people, on standard error."""
    if diagnostics:
        from dsl.render import human

        click.echo(human(diagnostics, color=sys.stderr.isatty()), err=True)


def check_spec(file: Path, data: Path | None = None, settings: Sequence[str] = ()) -> "ir.Experiment":
    """A spec's experiment; its diagnostics are shown, and an error ends the command."""
    return checked_with_sources(file, data, settings)[0]


def checked_with_sources(
    file: Path, data: Path | None, settings: Sequence[str]
) -> tuple["ir.Experiment", tuple[str, ...]]:
    """A spec's experiment, and the paths of the files that it imports."""
    result = compile_spec(file, data, settings)
    show(result.diagnostics)
    if result.experiment is None:
        sys.exit(SPEC_WRONG)
    return result.experiment, tuple(source.path for source in result.sources[1:])
