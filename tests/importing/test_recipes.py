"""Imports that a ledger keeps: by name, from files of its folder or from the web."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from conftest import Run
from goaltrack.importing import fetch as fetching
from goaltrack.ledger.load import load

LEDGER = """format = 1

[sources.nbs]
title = "统计局"

[imports.nbs]
file = "data/nbs-*.csv"
map = { goal = "名目", value = "数" }
where = { "地区" = ["惠阳区", "全市"] }
each = "month"
source = "nbs"
only-known = true

[goals.gdp]
title = "GDP"
kind = "rate"
unit = "%"
aim = "watch"
progress = [
]
"""
ROWS = "名目,日期,数,地区\nGDP,{}-01,{},惠阳区\nGDP,{}-01,9,外市\nCPI,{}-01,1,全市\n"


@pytest.fixture(autouse=True)
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "goals.toml"
    path.write_text(LEDGER, encoding="utf-8")
    (tmp_path / "data").mkdir()
    for month, value in (("2026-05", 5), ("2026-06", 6)):
        text = ROWS.format(month, value, month, month)
        file = tmp_path / "data" / f"nbs-{month}.csv"
        file.write_text(text, encoding="utf-8")
    return path


def figures() -> dict[str, str]:
    entries = load("goals.toml").ledger.goals["gdp"].progress
    return {f"{e.period.last:%Y-%m}": str(e.value) for e in entries}


def test_a_recipe_is_run_by_its_name(goaltrack: Run, ledger: Path) -> None:
    """One word imports all tables of its pattern, with its options; twice is once."""
    ran = goaltrack("import", "nbs", "--dry-run")
    assert ran.code == 0, ran.err
    assert figures() == {}
    ran = goaltrack("import", "nbs")
    assert ran.code == 0, ran.err
    assert figures() == {"2026-05": "5", "2026-06": "6"}
    assert load(str(ledger)).ledger.goals["gdp"].progress[0].source is not None
    before = ledger.read_bytes()
    assert goaltrack("import", "--all").code == 0
    assert ledger.read_bytes() == before


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--all", "nbs"), "it takes no FILE"),
        (("--all", "--goal", "gdp"), "it takes no FILE"),
        (("nbs", "--goal", "gdp"), "has its options in the ledger"),
        ((), "FILE is missing"),
        (("nope",), "cannot read nope"),
    ],
)
def test_what_a_recipe_does_not_take(
    goaltrack: Run, args: tuple[str, ...], said: str
) -> None:
    """A recipe is run as it is written."""
    ran = goaltrack("import", *args)
    assert ran.code in (2, 5)
    assert said in ran.err


def test_a_recipe_without_a_file(goaltrack: Run, ledger: Path) -> None:
    """A pattern that matches nothing, or leaves the folder, is told."""
    text = LEDGER.replace("data/nbs-*.csv", "data/none-*.csv")
    ledger.write_text(text, encoding="utf-8")
    assert "no file matches 'data/none-*.csv'" in goaltrack("import", "nbs").err
    ledger.write_text(LEDGER.replace("data/nbs-*.csv", "../x.csv"), encoding="utf-8")
    assert "leads out of the ledger's folder" in goaltrack("import", "nbs").err


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('file = "data/nbs-*.csv"\n', "", "either a file or a url"),
        ('file = "data/nbs-*.csv"', 'url = "ftp://x/y"', "begin with https://"),
        ('each = "month"', "header = 0", "the number of a row, from 1"),
        ("only-known = true", 'only-known = "yes"', "this must be true or false"),
        ("where = {", "where = 5 # {", "a table of texts, or of arrays of texts"),
        ("where = {", "where = { x = [] } # {", "or of arrays of texts"),
    ],
)
def test_recipes_are_checked(
    goaltrack: Run, ledger: Path, old: str, new: str, said: str
) -> None:
    """A recipe that cannot be meant is a problem of the ledger, with its place."""
    ledger.write_text(LEDGER.replace(old, new), encoding="utf-8")
    ran = goaltrack("check")
    assert ran.code == 4
    assert said in ran.out


def test_an_import_is_saved(goaltrack: Run, ledger: Path, tmp_path: Path) -> None:
    """--save writes the options of an import, with which it is run again."""
    text = "name;when;no;area;sex\nGDP;3/4/2026;1,500;A;T\nGDP;4/4/2026;2,5;B;T\n"
    (tmp_path / "data" / "t.csv").write_text(text, encoding="utf-8")
    options = (
        *("--map", "goal=name", "--map", "on=when", "--map", "value=no"),
        *("--where", "area=A", "--where", "area=B", "--where", "area=C"),
        *("--where", "sex=T", "--decimal", ",", "--date-order", "dmy"),
        *("--header", "1", "--only-known", "--keep", "--by", "me", "--each", "day"),
    )
    ran = goaltrack("import", "data/t.csv", *options, "--save", "other")
    assert ran.code == 0, ran.err
    assert ran.out.splitlines()[-1] == (
        "kept as the import other: `goaltrack import other` runs it"
    )
    recipe = ledger.read_text(encoding="utf-8").partition("[imports.other]\n")[2]
    assert recipe.partition("\n\n")[0].splitlines() == [
        'file = "data/t.csv"',
        'map = { goal = "name", on = "when", value = "no" }',
        'where = { area = ["A", "B", "C"], sex = "T" }',
        "header = 1",
        'decimal = ","',
        'by = "me"',
        "keep = true",
        'each = "day"',
        'date-order = "dmy"',
        "only-known = true",
    ]
    before = ledger.read_bytes()
    assert goaltrack("import", "other").code == 0
    assert ledger.read_bytes() == before
    assert "already" in goaltrack("import", "data/t.csv", *options, "--save", "nbs").err
    outside = tmp_path.parent / f"{tmp_path.name}-x.csv"
    outside.write_text(text, encoding="utf-8")
    ran = goaltrack("import", str(outside), *options, "--save", "far")
    assert ran.code == 3
    assert "is not in the ledger's folder" in ran.err


# The web: a server of our own on this machine.


class _Handler(BaseHTTPRequestHandler):
    """Answers as servers do, well and badly."""

    value = "5"
    asked = 0

    def do_GET(self) -> None:  # noqa: C901 - a case for each path
        """Answer by the path."""
        _Handler.asked += 1
        body = f"period,value\n2026,{_Handler.value}\n".encode()
        match self.path:
            case "/t.csv":
                tag = f'"{_Handler.value}"'
                if self.headers["If-None-Match"] == tag:
                    self.send_response(304)
                    self.end_headers()
                    return
                self.answer(body, ETag=tag)
            case "/moved.csv":
                self.send_response(302)
                self.send_header("Location", "/t.csv")
                self.end_headers()
            case "/away.csv":
                self.send_response(302)
                self.send_header("Location", "ftp://127.0.0.1/t.csv")
                self.end_headers()
            case "/round.csv":
                self.send_response(302)
                self.send_header("Location", "/round.csv")
                self.end_headers()
            case "/short.csv":
                self.send_response(200)
                self.send_header("Content-Length", "1000")
                self.end_headers()
                self.wfile.write(body)
            case "/slow.csv" | "/endless.csv":
                self.send_response(200)
                self.end_headers()
                while True:
                    try:
                        self.wfile.write(b"x" * 65_536)
                        if self.path == "/slow.csv":
                            time.sleep(0.05)
                    except OSError:
                        return
            case "/stalled.csv":
                time.sleep(1.5)
            case _:
                self.send_error(404)

    def answer(self, body: bytes, **headers: str) -> None:
        """Send a whole answer."""
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Keep the tests silent."""


@pytest.fixture
def server() -> Iterator[str]:
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    _Handler.value, _Handler.asked = "5", 0
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    httpd.server_close()


def use(url: str) -> None:
    text = LEDGER.partition("[imports.nbs]")[0]
    goals = LEDGER[LEDGER.index("[goals.gdp]") :]
    recipe = f'[imports.web]\nurl = "{url}"\ngoal = "gdp"\n\n'
    Path("goals.toml").write_text(text + recipe + goals, encoding="utf-8")


def test_a_table_of_the_web(goaltrack: Run, server: str) -> None:
    """It is fetched when its import is run, and kept with its ETag; changes are told."""
    use(f"{server}/t.csv?x=1")
    assert goaltrack("status").code == 0
    assert goaltrack("check").code == 0
    assert _Handler.asked == 0
    use(f"{server}/t.csv")
    assert goaltrack("import", "web").out.endswith(": 1 new, 0 in the ledger already\n")
    assert goaltrack("import", "web").out.endswith(": 0 new, 1 in the ledger already\n")
    assert _Handler.asked == 2
    _Handler.value = "6"
    ran = goaltrack("import", "web")
    assert ran.code == 3
    assert "the ledger says 5 for the same time" in ran.err
    assert goaltrack("import", "web", "--correct").code == 0
    use(f"{server}/moved.csv")
    assert goaltrack("import", "web").code == 0


# The sockets of servers that break off are closed when they are collected.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/none.csv", "the server answered 404"),
        ("/away.csv", "not http or https"),
        ("/round.csv", "redirect"),
        ("/short.csv", "broke off before its end"),
        ("/slow.csv", "was not complete after"),
        ("/endless.csv", "it has more than 1 MB"),
        ("/stalled.csv", "timed out"),
    ],
)
def test_servers_that_misbehave(
    goaltrack: Run, server: str, monkeypatch: pytest.MonkeyPatch, path: str, said: str
) -> None:
    """Whatever a server does, the answer comes in time, and nothing is written."""
    most = 1_000_000 if path == "/endless.csv" else fetching.MOST_BYTES
    monkeypatch.setattr(fetching, "MOST_BYTES", most)
    monkeypatch.setattr(fetching, "MOST_SECONDS", 1)
    monkeypatch.setattr(fetching, "_STALLED", 0.5)
    use(f"{server}{path}")
    before = Path("goals.toml").read_bytes()
    ran = goaltrack("import", "web")
    assert ran.code == 5
    assert said in ran.err
    assert Path("goals.toml").read_bytes() == before


def test_a_server_that_is_not_there(
    goaltrack: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: str
) -> None:
    """No answer is told in a sentence; a folder that cannot be written costs nothing."""
    use("http://127.0.0.1:9/t.csv")
    ran = goaltrack("import", "web")
    assert ran.code == 5
    assert ran.err.startswith("error: cannot fetch http://127.0.0.1:9/t.csv: ")
    blocked = tmp_path / "state"
    blocked.write_text("a file")
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
    assert fetching.fetch(f"{server}/t.csv", str(blocked / "x")).startswith(b"period")
