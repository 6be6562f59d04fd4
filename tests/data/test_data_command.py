"""`dlc data`: the registry, fetching from a server on this machine, and descriptions."""

import hashlib
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from compiler.schemas.registry import File, Known, bringing, registry, remedy
from runtime.data.fetch import fetch
from runtime.errors import RunError

CHECKOUT = Path(__file__).parents[2]
CONTENT = bytes(range(256)) * 4000


def dlc(*arguments, folder, **environment):
    """The command as a whole process, without a way to the network."""
    nowhere = {f"{scheme}_proxy": "http://127.0.0.1:9" for scheme in ("http", "https")}
    path = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(CHECKOUT), "HOME": str(folder)}
    command = [sys.executable, "-m", "dlc", "data", *map(str, arguments)]
    return subprocess.run(
        command, cwd=folder, env={**path, **nowhere, **environment}, capture_output=True, text=True, timeout=120
    )


@pytest.fixture
def server():
    """Serves CONTENT by ranges, and notes what was asked for; with `cut`, it hangs up after so many bytes."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.asked.append(self.headers.get("Range"))
            if self.path == "/gone":
                self.send_error(404)
                return
            start = int(re.search(r"bytes=(\d+)-", self.headers["Range"])[1]) if self.headers.get("Range") else 0
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(CONTENT) - start))
            self.end_headers()
            end = self.server.cut or len(CONTENT)
            self.server.cut = None
            self.wfile.write(CONTENT[start:end])

        def log_message(self, *arguments):
            pass

    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.asked, made.cut = [], None
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


def known(server, path="/x.bin", checksum=None):
    checksum = checksum or f"sha256:{hashlib.sha256(CONTENT).hexdigest()}"
    address = f"http://127.0.0.1:{server.server_address[1]}{path}"
    return Known("d", "a set", "MIT", 'csv("d/x.bin")', (File("d/x.bin", address, checksum, len(CONTENT)),))


def test_a_file_is_fetched_once(tmp_path, server):
    said = []
    for _ in range(2):
        assert fetch(known(server), tmp_path, said.append)[0].read_bytes() == CONTENT
    assert len(server.asked) == 1
    assert "is there" in said[-1]


def test_an_interrupted_fetch_goes_on_where_it_was(tmp_path, server):
    server.cut = 300_000
    with pytest.raises(RunError, match="broke off before the file's end") as raised:
        fetch(known(server), tmp_path, lambda text: None)
    assert "it goes on where it was" in raised.value.help
    assert not (tmp_path / "d/x.bin").exists()
    had = (tmp_path / "d/x.bin.part").stat().st_size
    assert had > 0
    assert fetch(known(server), tmp_path, lambda text: None)[0].read_bytes() == CONTENT
    assert server.asked == [None, f"bytes={had}-"]


def test_another_file_than_the_known_one_is_refused(tmp_path, server):
    wrong = known(server, checksum="md5:" + "0" * 32)
    with pytest.raises(RunError, match="its MD5 is"):
        fetch(wrong, tmp_path, lambda text: None)
    assert list((tmp_path / "d").iterdir()) == []
    (tmp_path / "d/x.bin").write_bytes(b"mine")
    with pytest.raises(RunError, match="not the one that is known"):
        fetch(known(server), tmp_path, lambda text: None)
    assert (tmp_path / "d/x.bin").read_bytes() == b"mine"


def test_a_server_that_says_no(tmp_path, server):
    with pytest.raises(RunError, match="404"):
        fetch(known(server, "/gone"), tmp_path, lambda text: None)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_full_disk(tmp_path, server):
    (tmp_path / "d").mkdir()
    (tmp_path / "d/x.bin.part").symlink_to("/dev/full")
    with pytest.raises(RunError, match="the disk is full") as raised:
        fetch(known(server), tmp_path, lambda text: None)
    assert raised.value.place == str(tmp_path)
    assert f"make room for {len(CONTENT):,} bytes" in raised.value.help
    assert [path.name for path in (tmp_path / "d").iterdir()] == ["x.bin.part"]


def test_a_folder_that_is_a_file(tmp_path, server):
    (tmp_path / "d").write_text("a file")
    with pytest.raises(RunError, match="nothing can be written there") as raised:
        fetch(known(server), tmp_path, lambda text: None)
    assert "--data" in raised.value.help


def test_no_network(tmp_path):
    ran = dlc("get", "titanic", "--data", tmp_path / "to", folder=tmp_path)
    assert ran.returncode == 3
    assert "there is no network, or the server cannot be reached" in ran.stderr
    assert "by other means" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_the_registry_is_whole():
    assert {"mnist", "fashion-mnist", "cifar10", "adult", "california-housing", "sms-spam", "titanic"} <= set(
        registry()
    )
    for name, item in registry().items():
        assert item.files or item.by_hand, name
        for file in item.files:
            assert re.fullmatch(r"sha256:[0-9a-f]{64}|md5:[0-9a-f]{32}", file.checksum), name
            assert file.address.startswith("https://")
            assert not file.path.startswith("/")
            assert ".." not in file.path


def test_the_registry_says_what_the_files_are(data_folder):
    for item in registry().values():
        for file in item.files:
            path = data_folder / file.path
            if path.exists():
                kind, _, expected = file.checksum.partition(":")
                assert hashlib.new(kind, path.read_bytes()).hexdigest() == expected, file.path
                assert path.stat().st_size == file.bytes


def test_what_brings_a_path():
    assert bringing("mnist").name == "mnist"
    assert bringing("adult/adult-test.csv").name == "adult"
    assert bringing("mnis") is None
    assert remedy("tables-seaborn/titanic.csv") == "`dlc data get titanic` brings it"
    assert remedy("bccd").startswith("to get it, clone")


def test_list(tmp_path, data_folder):
    ran = dlc("list", folder=tmp_path, DLC_DATA=str(data_folder))
    assert ran.returncode == 0
    assert re.search(r"^\+ mnist +Handwritten", ran.stdout, re.M)
    assert re.search(r"^  cifar10 +Things", ran.stdout, re.M)


def test_unknown_names(tmp_path):
    ran = dlc("get", "titanik", folder=tmp_path)
    assert (ran.returncode, "did you mean titanic?" in ran.stderr) == (2, True)
    ran = dlc("describe", "x.xyz", folder=tmp_path)
    assert (ran.returncode, "no source reads `x.xyz`" in ran.stderr) == (2, True)


def test_describe_a_file(tmp_path):
    (tmp_path / "t.csv").write_text("age,name,ok\n3,Ada,true\n,Bob,false\n5,Ada,true\n")
    ran = dlc("describe", "t.csv", folder=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines() == [
        'csv("t.csv")',
        "3 rows, 3 columns",
        "  age   []      3 to 5, mean 4; 1 missing",
        "  name  text    2 texts: Ada, Bob",
        "  ok    bool[]  2 true, 1 false",
        "Inferred from the first 3 rows: []: `age`; text: `name`; bool[]: `ok`.",
    ]


@pytest.mark.parametrize(
    ("what", "parts"),
    [
        ("mnist", ["sha256:440fcabf", "70,000 rows", "train 60,000, test 10,000", "10 classes"]),
        ("free-spoken-digits/recordings", ['wav("', "3,000 rows", "each"]),
        ('voc("bccd", size = [30, 40])', ["364 rows", "3 classes: Platelets, RBC, WBC"]),
        ("cifar10", ["it is not here yet"]),
        ("names/names.txt", ['text("', "27 classes"]),
        ('csv("adult/adult.data", header = false)', ["32,561 rows", "2 texts: <=50K, >50K"]),
    ],
)
def test_describe(data_folder, what, parts):
    ran = dlc("describe", what, folder=data_folder, DLC_DATA=str(data_folder))
    assert (ran.returncode, ran.stderr) == (0, "")
    for part in parts:
        assert part in ran.stdout


def test_describe_what_is_wrong(tmp_path):
    (tmp_path / "t.csv").write_text("a,b\n1\n")
    ran = dlc("describe", "t.csv", folder=tmp_path)
    assert (ran.returncode, "the row has 1 cell" in ran.stderr) == (1, True)
    ran = dlc("describe", "u.csv", folder=tmp_path)
    assert (ran.returncode, "`u.csv` was not found" in ran.stderr) == (3, True)
