"""The commands' own help texts as JSON on stdout: `python -m runtime.commands.helps`, for the manual."""

import json

import click

WIDTH = 100


def helps() -> dict[str, str]:
    """What each command says when asked for help, by its name."""
    from runtime.cli import main

    context = click.Context(main, info_name="dlc", max_content_width=WIDTH, terminal_width=WIDTH)
    found: dict[str, str] = {}
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        with click.Context(command, parent=context, info_name=name, terminal_width=WIDTH) as inner:
            found[name] = command.get_help(inner)
    return found


if __name__ == "__main__":
    print(json.dumps(helps()))
