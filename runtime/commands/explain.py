"""`dlc explain`."""

import click

from runtime.commands.options import COMMAND_WRONG, stop


@click.command()
@click.argument("code")
def command(code: str) -> None:
    """Explain a diagnostic's code, with a wrong and a right example."""
    from compiler.problems import CATALOGUE
    from compiler.problems.catalogue import closest
    from dsl.syntax_errors import table

    entries = {entry.code: entry for entry in (*table.CATALOGUE, *CATALOGUE)}
    entry = entries.get(code.upper())
    if entry is None:
        guess = closest(code.upper(), entries)
        meant = f"did you mean {guess}?" if guess else "codes look like E0203"
        stop(f"there is no code {code}; {meant}", COMMAND_WRONG)
    click.echo(f"{entry.code}: {entry.title} ({entry.severity})\n\n{entry.why}\n")
    for title, text in (("Wrong", entry.wrong), ("Right", entry.right)):
        click.echo(f"{title}:\n" + "".join(f"  {line}\n" for line in text.splitlines()))
