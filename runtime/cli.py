"""The command `dlc`.  Every command imports what it needs when it is called: checking imports no JAX."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, cast

import click

if TYPE_CHECKING:
    from compiler import ir
    from compiler.draw import View
    from compiler.pipeline import Compiled

SPEC_WRONG, COMMAND_WRONG = 1, 2

spec_argument = click.argument("file", type=click.Path(path_type=Path))
data_option = click.option(
    "--data", metavar="DIR", type=click.Path(path_type=Path), help="Where the data are (or DLC_DATA)."
)
set_option = click.option("--set", "settings", metavar="NAME=VALUE", multiple=True, help="Set a hyper-parameter.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dlc", prog_name="dlc")
def main() -> None:
    """The compiler for declarative deep learning: check, draw, build and run `.dl` specs."""


def stop(message: str, code: int) -> NoReturn:
    """End with a message on standard error."""
    click.echo(f"dlc: {message}", err=True)
    sys.exit(code)


def compiled(file: Path, data: Path | None = None, settings: Sequence[str] = ()) -> "Compiled":
    """A spec file, compiled; ends the command where the file cannot be read or a setting is unknown."""
    from runtime.spec_files import compile_file, hyper_values

    try:
        hypers = hyper_values(settings)
    except ValueError as failure:
        stop(f"--set {failure}", COMMAND_WRONG)
    try:
        result = compile_file(file, data, hypers)
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
    if diagnostics:
        from dsl.render import human

        click.echo(human(diagnostics, color=sys.stderr.isatty()), err=True)


def checked(file: Path, data: Path | None = None, settings: Sequence[str] = ()) -> "ir.Experiment":
    """A spec's experiment; its diagnostics are shown, and an error ends the command."""
    return checked_with_sources(file, data, settings)[0]


def checked_with_sources(
    file: Path, data: Path | None, settings: Sequence[str]
) -> tuple["ir.Experiment", tuple[str, ...]]:
    """A spec's experiment, and the paths of the files that it imports."""
    result = compiled(file, data, settings)
    show(result.diagnostics)
    if result.experiment is None:
        sys.exit(SPEC_WRONG)
    return result.experiment, tuple(source.path for source in result.sources[1:])


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@data_option
@set_option
@click.option("--json", "form", flag_value="json", help="Print the diagnostics as JSON.")
@click.option("--sarif", "form", flag_value="sarif", help="Print the diagnostics as SARIF.")
def check(files: tuple[Path, ...], data: Path | None, settings: tuple[str, ...], form: str | None) -> None:
    """Check specs: names, shapes, kinds, data; exit code 1 on errors."""
    results = [compiled(file, data, settings) for file in files]
    diagnostics = [diagnostic for result in results for diagnostic in result.diagnostics]
    errors = sum(diagnostic.severity == "error" for diagnostic in diagnostics)
    if form is None:
        show(diagnostics)
        counts = [(errors, "error"), (len(diagnostics) - errors, "warning")]
        found = ", ".join(f"{count} {what}{'s' if count > 1 else ''}" for count, what in counts if count)
        names = ", ".join(map(str, files))
        click.echo(f"{names}: {found or 'no problems found'}", err=bool(errors))
    else:
        from dsl import render

        click.echo(render.as_json(diagnostics) if form == "json" else render.as_sarif(diagnostics))
    sys.exit(SPEC_WRONG if errors else 0)


@main.command()
@click.argument("code")
def explain(code: str) -> None:
    """Explain a diagnostic's code, with a wrong and a right example."""
    from compiler.problems import CATALOGUE
    from dsl import syntax_errors

    entries = {entry.code: entry for entry in (*syntax_errors.CATALOGUE, *CATALOGUE)}
    entry = entries.get(code.upper())
    if entry is None:
        stop(f"there is no code {code}; codes look like E0203", COMMAND_WRONG)
    click.echo(f"{entry.code}: {entry.title} ({entry.severity})\n\n{entry.why}\n")
    for title, text in (("Wrong", entry.wrong), ("Right", entry.right)):
        click.echo(f"{title}:\n" + "".join(f"  {line}\n" for line in text.splitlines()))


@main.command()
@spec_argument
@data_option
@set_option
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="x.svg, x.png, x.pdf or x.dot; default: FILE.svg here."
)
@click.option("--view", type=click.Choice(["model", "training"]), default="model", show_default=True)
@click.option("--depth", type=click.IntRange(0), default=2, show_default=True, help="Blocks shown inside blocks.")
@click.option("--model", "model", help="Draw this model only.")
def draw(
    file: Path,
    data: Path | None,
    settings: tuple[str, ...],
    output: Path | None,
    view: str,
    depth: int,
    model: str | None,
) -> None:
    """Draw the architecture, or (`--view training`) what trains what."""
    experiment = checked(file, data, settings)
    from compiler.draw import draw as draw_experiment
    from compiler.draw import layout

    if model is not None and model not in [module.name for module in experiment.models]:
        has = ", ".join(module.name for module in experiment.models) or "none"
        stop(f"there is no model `{model}` in {file} (it has {has})", COMMAND_WRONG)
    output = output or Path(f"{file.stem}.svg")
    try:
        form = layout.form(output)
    except ValueError as failure:
        stop(f"cannot draw `{output}`: {failure}", COMMAND_WRONG)
    dot = draw_experiment(experiment, view=cast("View", view), depth=depth, model=model)
    picture = layout.render(dot, form)
    write(output, picture)
    click.echo(f"wrote {output}")


def write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as failure:
        stop(f"cannot write {path}: {(failure.strerror or str(failure)).lower()}", COMMAND_WRONG)


@main.command()
@spec_argument
@data_option
@set_option
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the program here instead of printing it.")
def build(file: Path, data: Path | None, settings: tuple[str, ...], output: Path | None) -> None:
    """Print the Flax and Optax program that `dlc run` runs."""
    experiment = checked(file, data, settings)
    from compiler.emit import emit

    program = emit(experiment)
    if output is None:
        click.echo(program, nl=False)
    else:
        write(output, program.encode())
        click.echo(f"wrote {output}")


@main.command()
@spec_argument
@data_option
@set_option
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def summary(file: Path, data: Path | None, settings: tuple[str, ...], as_json: bool) -> None:
    """Layers, shapes, weights, operations and memory."""
    experiment = checked(file, data, settings)
    from compiler import summarise

    result = summarise.summarise(experiment)
    if as_json:
        import json

        click.echo(json.dumps(summarise.as_json(result), indent=2))
    else:
        import shutil

        click.echo(summarise.text(result, shutil.get_terminal_size((100, 24)).columns))


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit code 1 where a file is not formatted.")
def fmt(files: tuple[Path, ...], only_check: bool) -> None:
    """Format specs in place."""
    from dsl.format import format_tree
    from dsl.parser import parse
    from runtime.spec_files import read_source

    code = 0
    for file in files:
        try:
            source = read_source(file)
        except (OSError, ValueError) as failure:
            stop(f"cannot read {file}: {str(getattr(failure, 'strerror', None) or failure).lower()}", COMMAND_WRONG)
        tree, diagnostics = parse(source)
        if tree is None or any(diagnostic.severity == "error" for diagnostic in diagnostics):
            show(diagnostics)
            code = SPEC_WRONG
            continue
        formatted = format_tree(tree)
        if formatted == source.text:
            continue
        if only_check:
            click.echo(f"{file} is not formatted", err=True)
            code = SPEC_WRONG
        else:
            write(file, formatted.encode())
            click.echo(f"formatted {file}")
    sys.exit(code)


@main.command()
@spec_argument
@data_option
@set_option
@click.option("--out", type=click.Path(path_type=Path), help="The run folder; default: runs/NAME-TIME.")
@click.option("--resume", is_flag=True, help="Go on from the last checkpoint in --out.")
@click.option("--device", type=click.Choice(["cpu", "gpu", "tpu"]), help="Default: the best that JAX finds.")
@click.option("--epochs", type=click.IntRange(1), help="Override every phase's number of epochs.")
@click.option("--quick", is_flag=True, help="A few steps of everything, to see that it runs.")
def run(
    file: Path,
    data: Path | None,
    settings: tuple[str, ...],
    out: Path | None,
    resume: bool,
    device: str | None,
    epochs: int | None,
    quick: bool,
) -> None:
    """Check, compile, train, evaluate, report."""
    experiment, imports = checked_with_sources(file, data, settings)
    from runtime.command import run_spec

    code = run_spec(
        experiment,
        file,
        arguments=sys.argv[1:],
        imports=imports,
        data=data,
        out=out,
        resume=resume,
        device=device,
        epochs=epochs,
        quick=quick,
    )
    sys.exit(code)


@main.command()
def lsp() -> None:
    """Serve an editor: the Language Server Protocol on standard input and output."""
    try:
        from runtime.editor.server import serve
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        stop("the language server needs pygls: pip install 'dlc[editor]'", COMMAND_WRONG)
    serve()


if __name__ == "__main__":
    main(prog_name="dlc")
