"""What is in a source: its columns, their types, what is missing, which values occur."""

import os
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compiler.vocabulary.base import WORDS
from compiler.vocabulary.speech import Source
from runtime.data.table import Table
from runtime.report.wording import plural

if TYPE_CHECKING:
    import numpy as np

MOST_NAMES = 12
LONGEST = 60


def source_of(what: str) -> str:
    """The source that reads a path, by its name or by what the folder holds; a source is what it is.

    Raises `ValueError` for a path of an unknown kind.
    """
    if "(" in what and what.rstrip().endswith(")"):
        return what
    from compiler.schemas.paths import split_path

    quoted = what.replace("\\", "/").replace('"', '\\"')
    words: list[type[Source]] = list(WORDS["source"].values())  # type: ignore[arg-type]
    # A folder of annotated pictures is one of pictures too: the more exact sign counts.
    words.sort(key=lambda word: min((pattern.startswith("*.") for pattern in word.holds), default=True))
    if os.path.isdir(what):
        inside = names_in(what)
        for word in words:
            if any(fnmatch(name, pattern) for pattern in word.holds for name in inside):
                return f'{word.name}("{quoted}")'
        raise ValueError(f"no source reads a folder that holds {', '.join(inside[:6]) or 'nothing'}")
    _, member = split_path(what)
    name = (member or what).lower()
    name = name.rpartition(".")[0] if name.endswith((".gz", ".bz2", ".xz", ".zst")) and ".tar" not in name else name
    for word in words:
        if any(fnmatch(os.path.basename(name), pattern) for pattern in word.files):
            tabs = ', separator = "\\t"' if name.endswith(".tsv") else ""
            return f'{word.name}("{quoted}"{tabs})'
    kinds = ", ".join(pattern for word in words for pattern in word.files)
    raise ValueError(f"no source reads `{what}` by its name (known are {kinds}); write one: 'csv(\"{quoted}\")'")


def names_in(folder: str) -> list[str]:
    """The files of a folder and of those in it, which show what kind of data set it is."""
    names = sorted(os.listdir(folder))
    deeper = [name for name in names if os.path.isdir(os.path.join(folder, name))]
    return names + [f"{name}/{inner}" for name in deeper for inner in sorted(os.listdir(os.path.join(folder, name)))]


def describe_source(source: str, data: Path | None) -> tuple[str, str]:
    """A source's description, or the diagnostics that say why there is none.  Raises `RunError`."""
    from compiler.pipeline import compile_text
    from dsl.render import human
    from dsl.spans import Source as Text
    from runtime.data.dataset import load
    from runtime.run_folder.folder import Options, finder
    from runtime.spec.files import finder as check_finder

    find = finder(Options(data=data), os.environ)
    text = Text("describe", f"data d = {source}")
    result = compile_text(text, None, check_finder("describe", data))
    if result.experiment is None:
        for word in WORDS["source"].values():
            # What is not there is told as the run tells it.
            if source.startswith(f"{word.name}("):
                missing_told(source, find)
        return "", human([item for item in result.diagnostics if item.severity == "error"], color=False)
    made = result.experiment.data[0].source
    table = load(made.name, {**made.given(), **made.extra}, find)
    types = {field.name: str(field.type) for field in result.experiment.data[0].fields}
    return "\n".join(table_lines(table, types)), ""


def missing_told(source: str, find: Any) -> None:
    """Raise `RunError` where the source's first file is not there."""
    import re

    from compiler.schemas.paths import on_disk

    found = re.search(r'\(\s*"((?:[^"\\]|\\.)*)"', source)
    if found is not None:
        find(on_disk(found[1].replace('\\"', '"')))


def table_lines(table: Table, types: dict[str, str]) -> list[str]:
    """The lines of a description."""
    lines = [f"{plural(table.rows, 'row')}, {plural(len(table.columns), 'column')}"]
    if table.splits:
        lines[0] += "; " + ", ".join(f"{name} {len(rows):,}" for name, rows in table.splits.items())
    width = max(map(len, table.columns))
    kind = max(len(types.get(name, "")) for name in table.columns)
    for name, column in table.columns.items():
        known = table.class_names.get(name, ())
        lines.append(f"  {name:{width}}  {types.get(name, ''):{kind}}  {values(column, known)}")
    return [*lines, *table.notes]


def values(column: "np.ndarray", names: tuple[str, ...]) -> str:
    """What a column holds, in a few words."""
    import numpy as np

    if names:
        printable = all(name.isprintable() for name in names)
        return f"{plural(len(names), 'class', 'classes')}: " + list_values(
            [name if printable else repr(name) for name in names]
        )
    if column.dtype == object and isinstance(column.flat[0], str):
        texts, counts = np.unique(column.astype(str), return_counts=True)
        missing = int((column == "").sum())
        order = np.argsort(-counts, kind="stable")
        common = [str(texts[i]) for i in order[:MOST_NAMES] if texts[i]]
        different = len(texts) - bool(missing)
        return f"{plural(different, 'text')}: {list_values(common, different)}{gap(missing)}"
    if column.dtype == object:
        lengths = [len(entry) for entry in column]
        return f"{min(lengths):,} to {max(lengths):,} each"
    if column.dtype.kind == "b":
        return f"{int(column.sum()):,} true, {int((~column).sum()):,} false"
    gone = int(np.isnan(column).sum()) if column.dtype.kind == "f" else 0
    if gone == column.size:
        return "all missing"
    low, high, mean = np.nanmin(column), np.nanmax(column), np.nanmean(column, dtype=float)
    return f"{low:g} to {high:g}, mean {mean:.4g}{gap(gone)}"


def gap(missing: int) -> str:
    return f"; {missing:,} missing" if missing else ""


def list_values(names: list[str], count: int | None = None) -> str:
    shown = [name if len(name) <= LONGEST else f"{name[:LONGEST]}..." for name in names[:MOST_NAMES]]
    return ", ".join(shown) + (", ..." if (count or len(names)) > len(shown) else "")
