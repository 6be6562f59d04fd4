"""What the architecture promises of the code itself; each promise is shown to be breakable."""

import ast
import re
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {"numpy", "jax", "flax", "optax", "orbax", "sklearn", "scipy", "matplotlib", "rich"}
HEAVY |= {"pyarrow", "soundfile", "PIL"}
FORBIDDEN = {
    "dsl": {"compiler", "runtime"} | HEAVY,
    "compiler": {"runtime"} | HEAVY,
}
READERS = {
    "compiler/schemas/npy.py": {"numpy"},
    "compiler/schemas/columnar.py": {"pyarrow"},
    "compiler/schemas/sounds.py": {"soundfile"},
    "compiler/schemas/pictures.py": {"PIL"},
}
"""The readers of files that libraries know best; each imports its own where a spec reads such a file."""
CARRIED = "compiler/standalone/"
"""What programs of their own carry: the product reads it as text, and imports of it what draws first weights alone."""
LONGEST = 420


def imported(text: str) -> Iterator[str]:
    """The top-level packages that a module imports anywhere in its text."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def wrong_imports(package: str, text: str) -> set[str]:
    return set(imported(text)) & FORBIDDEN[package]


@pytest.mark.parametrize("package", FORBIDDEN)
def test_imports_run_downwards(package: str) -> None:
    wrong = {
        name: found
        for path in (ROOT / package).rglob("*.py")
        if (found := wrong_imports(package, path.read_text()) - READERS.get(name := str(path.relative_to(ROOT)), set()))
        and not (name.startswith(CARRIED) and path.name != "__init__.py")
    }
    assert wrong == {}


def test_what_programs_carry_is_imported_by_the_runtime_alone() -> None:
    wanted = re.compile(r"(import|from) compiler\.standalone(\.| import (?!FIT, Carried, library$))", re.MULTILINE)
    found = {
        str(path.relative_to(ROOT))
        for package in ("dsl", "compiler", "runtime")
        for path in (ROOT / package).rglob("*.py")
        if wanted.search(path.read_text())
    }
    assert {name for name in found if not name.startswith(CARRIED)} == {"runtime/train/initialise.py"}


def run_at_import(text: str) -> str:
    """What of a module runs when it is imported: not its functions, nor what type checkers alone read."""
    module = ast.parse(text)
    typing = [node for node in module.body if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)]
    module.body = [node for node in module.body if node not in typing and not isinstance(node, ast.FunctionDef)]
    return ast.unparse(module)


@pytest.mark.parametrize("reader", READERS)
def test_readers_import_their_library_where_they_use_it(reader: str) -> None:
    text = (ROOT / reader).read_text()
    assert set(imported(text)) & HEAVY == READERS[reader]
    assert set(imported(run_at_import(text))) & HEAVY == set()
    assert set(imported(run_at_import(f"import numpy\n{text}"))) & HEAVY == {"numpy"}


def test_a_wrong_import_is_seen() -> None:
    assert wrong_imports("dsl", "def f():\n    from compiler.ir import Apply\n") == {"compiler"}
    assert wrong_imports("compiler", "import numpy as np\n") == {"numpy"}


def sources() -> dict[str, str]:
    """The text of every module of the product, by its dotted name."""
    paths = [path for package in ("dsl", "compiler", "runtime") for path in (ROOT / package).rglob("*.py")]
    names = (".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths)
    return {name.removesuffix(".__init__"): path.read_text() for name, path in zip(names, paths, strict=True)}


def import_graph(modules: Mapping[str, str]) -> dict[str, set[str]]:
    """What each module imports anywhere in its text, in a function or for types alone as well.

    With a module the packages that it is in are imported, where the importer is outside of them.
    """
    graph: dict[str, set[str]] = {name: set() for name in modules}
    for name, text in modules.items():
        for node in ast.walk(ast.parse(text)):
            targets: list[str] = []
            if isinstance(node, ast.Import):
                targets = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                inner = [f"{node.module}.{alias.name}" for alias in node.names]
                targets = [name if name in modules else node.module for name in inner]
            for target in targets:
                parts = target.split(".")
                around = [".".join(parts[:i]) for i in range(1, len(parts))]
                graph[name] |= {package for package in around if not f"{name}.".startswith(f"{package}.")} | {target}
        graph[name] &= graph.keys() - {name}
    return graph


def cycle(modules: Mapping[str, str]) -> list[str]:
    """Modules of which each imports the one before, the first the last; empty where there are none."""
    try:
        TopologicalSorter(import_graph(modules)).prepare()
    except CycleError as found:
        return list(found.args[1])
    return []


def test_no_modules_import_one_another() -> None:
    assert cycle(sources()) == []


@pytest.mark.parametrize(
    "text",
    [
        "from a.two import f\n",
        "import a.two\n",
        "def f():\n    from a import two\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from a.two import F\n",
    ],
)
def test_a_cycle_is_seen(text: str) -> None:
    modules = {"a": "", "a.one": text, "a.two": "from a.three import g\n", "a.three": "from a.one import h\n"}
    assert set(cycle(modules)) == {"a.one", "a.two", "a.three"}
    assert cycle({**modules, "a.three": "import os\n"}) == []


def test_a_package_is_imported_with_its_modules() -> None:
    modules = {"a": "from a import one\n", "a.one": "from b import f\n", "b": "from a.two import g\n", "a.two": ""}
    assert set(cycle(modules)) == {"a", "a.one", "b"}


def untyped(text: str) -> list[str]:
    """The functions of a module that speak of `Any`."""
    functions = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef))
    return [f.name for f in functions if any(isinstance(n, ast.Name) and n.id == "Any" for n in ast.walk(f))]


def test_the_checker_is_typed() -> None:
    """What an expression is, is one closed union: `Any` would let a case be forgotten."""
    modules = sources()
    heart = {name for name in modules if name.startswith(("compiler.infer", "compiler.lint"))}
    assert {name: found for name in heart if (found := untyped(modules[name]))} == {}
    assert untyped("def f(x: list[Any]) -> int: ...\ndef g(x: int): ...") == ["f"]


@pytest.mark.parametrize("package", ["dsl", "compiler", "runtime"])
def test_modules_stay_readable(package: str) -> None:
    """Under 400 lines, with a little room for one that has a single purpose and is nearly there."""
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / package).rglob("*.py")
        if (lines := len(path.read_text().splitlines())) > LONGEST
    }
    assert long == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for package in ("dsl", "compiler", "runtime")
        for path in (ROOT / package).rglob("*.py")
        if ast.get_docstring(ast.parse(path.read_text())) is None
    ]
    assert silent == []


NAMED_FILE = re.compile(r"`((?:dsl|compiler|runtime|tests|benchmarks|specs|docs)/[\w./-]+)`")


def missing_files(text: str) -> set[str]:
    """The files and folders that a text names and that are not there."""
    return {name for name in NAMED_FILE.findall(text) if not (ROOT / name).exists()}


def test_documents_and_modules_name_files_that_are_there() -> None:
    texts = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    texts += [path for package in ("dsl", "compiler", "runtime") for path in (ROOT / package).rglob("*.py")]
    missing = {
        str(path.relative_to(ROOT)): found for path in texts if (found := missing_files(path.read_text("utf-8")))
    }
    assert missing == {}


def test_a_missing_file_is_seen() -> None:
    assert missing_files("`dsl/` is read, `compiler/gone.py` is not, `a/b` is none of ours") == {"compiler/gone.py"}
