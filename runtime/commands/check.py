"""`dlc check`."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from runtime.commands.compiled import compile_spec, show
from runtime.commands.options import COMMAND_WRONG, SPEC_WRONG, data_option, set_option, specs_argument, stop

if TYPE_CHECKING:
    from compiler.pipeline import Compiled
    from dsl.diagnostics import Diagnostic


@click.command()
@specs_argument
@data_option
@set_option
@click.option("--json", "form", flag_value="json", help="Print the diagnostics as JSON.")
@click.option("--sarif", "form", flag_value="sarif", help="Print the diagnostics as SARIF.")
@click.option("--fix", is_flag=True, help="Mend what can be mended for sure, in imported files too.")
@click.option("--fix-guesses", is_flag=True, help="Mend also what is probably meant, as a misspelt name.")
def command(
    files: tuple[Path, ...],
    data: Path | None,
    settings: tuple[str, ...],
    form: str | None,
    fix: bool,
    fix_guesses: bool,
) -> None:
    """Check specs: names, shapes, kinds, data; exit code 1 on errors.

    With --data, what is known of the columns is stated, whether or not there are errors: types, ranges, categories,
    what is missing.
    """
    results = []
    for file in files:
        result = compile_spec(file, data, settings)
        if fix or fix_guesses:
            result = apply_fixes(result, file, data, settings, fix_guesses)
        results.append(result)
    diagnostics = [diagnostic for result in results for diagnostic in result.diagnostics]
    errors = sum(diagnostic.severity == "error" for diagnostic in diagnostics)
    if form is None:
        show(diagnostics)
        counts = [(errors, "error"), (len(diagnostics) - errors, "warning")]
        found = ", ".join(f"{count} {what}{'s' if count > 1 else ''}" for count, what in counts if count)
        names = ", ".join(map(str, files))
        click.echo(f"{names}: {found or 'no problems found'}", err=bool(errors))
        if data is not None:
            state(results)
    else:
        from compiler.problems import CATALOGUE
        from dsl import render
        from dsl.syntax_errors import table

        known = (*table.CATALOGUE, *CATALOGUE)
        click.echo(render.as_json(diagnostics) if form == "json" else render.as_sarif(diagnostics, known))
    sys.exit(SPEC_WRONG if errors else 0)


def state(results: Sequence["Compiled"]) -> None:
    """Say what is known of the columns of the specs' data sets, those of specs with errors too."""
    from runtime.commands.columns import column_lines

    for result in results:
        for name, schema in result.schemas.items():
            for line in column_lines(name, schema):
                click.echo(line)


def apply_fixes(
    result: "Compiled", file: Path, data: Path | None, settings: Sequence[str], guesses: bool
) -> "Compiled":
    """Apply the fixes of a spec and what it imports, write the files and say what was changed; what is left."""
    from runtime.spec.fix import fix_all, replace_file

    fixed = fix_all(result, lambda texts: compile_spec(file, data, settings, texts), guesses)
    for path, text in fixed.texts.items():
        try:
            before = Path(path).read_bytes()
            mark = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
            replace_file(path, mark + text.encode())
        except OSError as failure:
            stop(f"cannot write {path}: {(failure.strerror or str(failure)).lower()}", COMMAND_WRONG)
    for finding in fixed.applied:
        click.echo(fix_text(finding), err=True)
    return fixed.left


def fix_text(finding: "Diagnostic") -> str:
    """`lenet.dl:3:7: fixed E0038: write `->`."""
    assert finding.fix is not None
    return f"{finding.fix.span}: fixed {finding.code}: {finding.fix.title}"
