"""dlc as it is installed: a wheel of the tree, and what it does where no checkout is on the path."""

import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import dlc
from compiler.version import VERSION
from runtime.cli import COMMANDS

ROOT = Path(__file__).parents[1]
DEVELOPERS = "compiler/manual/"
"""Writes the reference of a checkout, and is in no wheel."""
SPEC = (
    'data iris = sklearn("iris")\nmodel Net = dense(3)\n'
    "train(epochs = 1, batch = 16) { minimize cross_entropy(Net(features), target) using adam(0.01) }\n"
    "evaluate { classification(Net(features), target) }\n"
)
ROWS = "sepal_length,sepal_width,petal_length,petal_width\n5.1,3.5,1.4,0.2\n"
CALLS = """
import sys
from runtime.cli import main
for arguments in {calls!r}:
    try:
        main(arguments, prog_name="dlc", standalone_mode=False)
    except SystemExit as end:
        assert not end.code, (arguments, end.code)
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist of this tree."""
    folder = tmp_path_factory.mktemp("dist")
    build(ROOT, folder, "wheel", "sdist")
    return folder


def build(tree: Path, folder: Path, *targets: str) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    command += [word for target in targets for word in ("-t", target)]
    subprocess.run(command, cwd=tree, check=True, capture_output=True)


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the wheel is installed in."""
    folder = tmp_path_factory.mktemp("site")
    (wheel,) = built.glob("*.whl")
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--no-compile"]
    subprocess.run([*command, "--target", str(folder), str(wheel)], check=True, capture_output=True)
    return folder


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "iris.dl").write_text(SPEC)
    return tmp_path


def python(installed: Path, *arguments: object, cwd: Path, path: str = "") -> subprocess.CompletedProcess[str]:
    """Python with the libraries of this environment and the installed dlc, but without the checkout.

    `-S` keeps the environment's own `.pth` files, one of which names the checkout, from being read.
    """
    libraries = [entry for entry in sys.path if entry and not Path(entry).resolve().is_relative_to(ROOT)]
    paths = [*([path] if path else []), str(installed), *libraries]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(paths),
        "JAX_PLATFORMS": "cpu",
        "XDG_CACHE_HOME": str(cwd / "cache"),
    }
    command = [sys.executable, "-S", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, input="", check=False)


def modules_of(tree: Path) -> Iterator[str]:
    yield "dlc.py"
    for package in ("dsl", "compiler", "runtime"):
        for path in (tree / package).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(tree).as_posix()


def test_the_wheel_holds_the_packages_whole_and_nothing_else(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert held == {name for name in modules_of(ROOT) if not name.startswith(DEVELOPERS)}


def test_the_sdist_builds_the_same_wheel(built: Path, tmp_path: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (tree,) = tmp_path.iterdir()
    build(tree, tmp_path / "dist", "wheel")
    (first,), (second,) = built.glob("*.whl"), (tmp_path / "dist").glob("*.whl")
    assert first.name == second.name
    assert first.read_bytes() == second.read_bytes()


def test_the_version_is_one(built: Path, installed: Path, work: Path) -> None:
    (wheel,) = built.glob("*.whl")
    assert wheel.name.split("-")[1] == VERSION == dlc.__version__
    assert python(installed, installed / "bin" / "dlc", "--version", cwd=work).stdout == f"dlc, version {VERSION}\n"
    assert f"by dlc {VERSION}." in dlc.emit(work / "iris.dl")
    assert f"\n## [{VERSION}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_neither_tests_nor_benchmarks_are_installed(installed: Path, work: Path) -> None:
    code = "import dlc, dsl, compiler, runtime; print(dlc.__file__)\nimport {}"
    for package in ("tests", "benchmarks", "specs", "docs"):
        done = python(installed, "-c", code.format(package), cwd=work)
        assert done.stdout == f"{installed / 'dlc.py'}\n"
        assert f"No module named '{package}'" in done.stderr


def test_every_command_runs_where_dlc_is_installed(installed: Path, work: Path) -> None:
    (work / "rows.csv").write_text(ROWS)
    calls = [
        ["check", "iris.dl"],
        ["fmt", "iris.dl"],
        ["draw", "iris.dl", "-o", "iris.svg"],
        ["build", "iris.dl", "-o", "program.py"],
        ["summary", "iris.dl"],
        ["explain", "E0203"],
        ["data", "list"],
        ["data", "describe", "rows.csv"],
        ["run", "iris.dl", "--quick", "--out", "run"],
        ["evaluate", "run"],
        ["predict", "run", "rows.csv"],
        ["report", "run"],
        ["compare", "run", "run", "-o", "compare.html"],
        ["lsp"],
    ]
    assert {call[0] for call in calls} == set(COMMANDS)
    done = python(installed, "-c", CALLS.format(calls=calls), cwd=work)
    assert done.returncode == 0, done.stderr
    for file in ("iris.svg", "program.py", "run/report.html", "compare.html"):
        assert (work / file).stat().st_size > 0


HIDING = "print('another program was run')\n"


@pytest.mark.parametrize("name", ["runtime", "compiler", "dsl"])
def test_a_file_that_hides_a_package_is_named(name: str, installed: Path, work: Path) -> None:
    hiding = work / f"{name}.py"
    assert python(installed, "-m", "dlc", "build", "iris.dl", "-o", "program.py", cwd=work).returncode == 0
    hiding.write_text(HIDING)
    (work / "script.py").write_text("import dlc\nprint(dlc.check('iris.dl'))\n")
    expected = (
        f"error: Python finds another `{name}` before dlc's own package of that name\n"
        f"  --> {hiding}\n"
        "  help: give that file another name, or work in a folder without it\n"
    )
    commands = (["-m", "dlc", "check", "iris.dl"], [installed / "bin" / "dlc", "check", "iris.dl"], ["program.py"])
    for command in commands:
        done = python(installed, *command, cwd=work, path=str(work))
        assert (done.returncode, done.stdout, done.stderr) == (2, "", expected)
    done = python(installed, "script.py", cwd=work)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("ImportError: " + expected.removeprefix("error: "))


def test_a_folder_that_hides_a_package_is_named(installed: Path, work: Path) -> None:
    (work / "runtime").mkdir()
    assert python(installed, "-m", "dlc", "check", "iris.dl", cwd=work).returncode == 0, "no package, so not imported"
    (work / "runtime" / "__init__.py").write_text(HIDING)
    done = python(installed, "-m", "dlc", "check", "iris.dl", cwd=work)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"  --> {work / 'runtime' / '__init__.py'}\n" in done.stderr
