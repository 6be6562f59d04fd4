"""`dlc lsp`."""

import click

from runtime.commands.options import COMMAND_WRONG, stop


@click.command()
def command() -> None:
    """Serve an editor: the Language Server Protocol on standard input and output."""
    try:
        from runtime.editor.server import serve
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        stop("the language server needs pygls: pip install 'dlc[editor]'", COMMAND_WRONG)
    serve()
