"""The reference manual, from the declarations alone: the language, every message, every command, every word.

`python -m compiler.manual` writes docs/reference/; with `--check` it only says which pages are stale.
"""

import sys
from pathlib import Path

from compiler.manual import commands, diagnostics, grammar, pictures, types, words
from compiler.manual.words import complaint as complaint
from compiler.manual.words import file_name as file_name

FOLDER = Path(__file__).parents[2] / "docs" / "reference"


def pages() -> dict[str, str]:
    """The manual's pages by their files' names."""
    return {
        "index.md": words.index(words.chapters()),
        "grammar.md": grammar.page(),
        "types.md": types.page(),
        "diagnostics.md": diagnostics.page(),
        "commands.md": commands.page(),
        **words.pages(),
    }


def stale(folder: Path) -> list[str]:
    """The pages and pictures that are missing, differ from the declarations, or belong to nothing any more."""
    return sorted([*stale_pages(folder, pages()), *pictures.stale(folder)])


def stale_pages(folder: Path, wanted: dict[str, str]) -> list[str]:
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))


def main(arguments: list[str]) -> int:
    wanted = pages()
    texts, drawn = stale_pages(FOLDER, wanted), pictures.stale(FOLDER)
    if "--check" in arguments:
        for name in (*texts, *drawn):
            print(f"stale: {FOLDER / name}; write it with `python -m compiler.manual`", file=sys.stderr)
        return 1 if texts or drawn else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in texts:
        if name in wanted:
            (FOLDER / name).write_text(wanted[name], encoding="utf-8")
        else:
            (FOLDER / name).unlink()
    pictures.write(FOLDER, drawn)
    return 0
