"""Text that would command a terminal, a table or a spreadsheet, in every place."""

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest
import tomlkit

from conftest import Run
from goaltrack.i18n.text import clean, width

CASES = {
    "clipboard": "\x1b]52;c;ZWNobyBwd25lZA==\x07",
    "link": "\x1b]8;;http://evil\x1b\\ok\x1b]8;;\x1b\\",
    "C1": "\x9b31m \x9d52;x\x9c",
    "fake status": "\x1b[2J\x1b[1;1H100% done\r",
    "bidi": "\u202eabc\u2066def\u2069",
    "markup": "[bold]x[/] [/foo] [link=http://evil]y[/link] \\",
    "emoji code": ":100: :smile:",
    "invisible": "a\u200bb\u2060c\U000e0041\ufeff",
    "html": '<script>alert(1)</script>"><img src=x>',
    "json in html": "</script><!-- \u2028",
    "markdown": "[x](javascript:alert(1)) ![](http://evil) ` | \n# h\n[a]: b",
    "formula": "=HYPERLINK(1)",
    "calendar": "x\r\nEND:VEVENT\r\n;,\\",
    "NUL": "a\x00b\x7f",
    "unfinished": "\x1b] \x1b[",
    "twins": "g\u0430p ga\u0300p ga\u0301p",
    "option": "--upload-pack=touch x",
    "shell": "$(touch x) `touch x` ; touch x #",
    "path": "../../../../etc/passwd",
    "braces": "{0} {name} {text!r}",
}


def ledger(text: str) -> str:
    """A ledger that says the text wherever a person may write one."""
    row = {"id": "a", "on": tomlkit.parse("x = 2023-01-01")["x"], "value": 1}
    more = {"note": text, "by": text, "source": f"s#{text}"}
    rows = tomlkit.array()
    entry = tomlkit.inline_table()
    entry.update(row | more)
    rows.append(entry)
    goal = {
        "title": text,
        "kind": "level",
        "unit": text,
        "target": 5,
        "group": text,
        "owner": text,
        "tags": [text],
        "note": text,
        "source": f"s#{text}",
        "due": "2020",
        "progress": rows,
    }
    given_up = {
        "title": text,
        "kind": "milestone",
        "dropped": {"on": row["on"], "reason": text},
        "steps": [{"id": "x", "title": text}],
    }
    source = {"title": text, "publisher": text, "url": text, "file": text}
    data = {
        "format": 1,
        "title": text,
        "sources": {"s": source},
        "goals": {"it": goal, "up": given_up},
    }
    return tomlkit.dumps(data)


COMMANDS = [
    ("status",),
    ("status", "--plain"),
    ("status", "--json"),
    ("show", "it"),
    ("show", "up"),
    ("show", "it", "--json"),
    ("log",),
    ("log", "--json"),
    ("check", "--strict"),
    ("check", "--json"),
    ("export", "-", "--format", "md"),
    ("export", "-", "--format", "json"),
    ("why", "it"),
    ("next",),
    ("next", "--json"),
    ("next", "--line"),
    ("timeline",),
    ("timeline", "--json"),
    ("diff", "--since", "2020-01-01"),
    ("diff", "--since", "2020-01-01", "--json"),
    ("status", "--what-if", "it=5"),
    ("git-setup", "--dry-run"),
    ("correct", "a", "5", "--dry-run"),
    ("correct", "a", "--on", "2023-01-02"),
    ("set", "it", "owner=x", "--dry-run"),
    ("set", "it", "target=6", "--reason", "r"),
    ("drop", "it", "--pause", "--reason", "r"),
    ("new", "more", "--title", "t", "--kind", "milestone"),
    ("undo", "--dry-run"),
    ("undo", "-y"),
    ("undo", "--redo", "-y"),
    ("edit", "it"),
    ("add", "it", "5"),
    ("add", "it", "5", "--dry-run"),
    ("add", "it", "5 x"),
    ("done", "up", "x"),
]


@pytest.mark.parametrize("text", CASES.values(), ids=CASES.keys())
def test_nothing_reaches_the_terminal(
    goaltrack: Run, tmp_path: Path, text: str
) -> None:
    """Whatever a ledger says, no command prints what a terminal would obey or hide."""
    source = ledger(text)
    for char in text:
        # tomlkit writes some of them raw, which TOML allows.
        if not char.isprintable() and char not in "\r\n":
            source = source.replace(char, f"\\U{ord(char):08X}")
    (tmp_path / "goals.toml").write_text(source, encoding="utf-8")
    for command in COMMANDS:
        ran = goaltrack(*command, env={"EDITOR": "sh -c 'echo >> $1' --"})
        assert ran.code in (0, 2, 3, 4, 5), (command, ran)
        for out in (ran.out, ran.err):
            assert all(char.isprintable() or char in "\n\r" for char in out), command
            assert "\r" not in out.replace("\r\n", "")
        if "--json" in command:
            assert json.loads(ran.out)
    assert not (tmp_path / "x").exists()
    told = goaltrack("add", "it", "6", "--note", text)
    assert told.code == 0
    assert goaltrack("log", "it", "--json").code == 0
    last = json.loads(goaltrack("log", "it", "--json").out)["entries"][-1]
    assert last["note"] == text
    # What was written and is gone again is told as harmlessly.
    (tmp_path / "goals.toml").write_text(source, encoding="utf-8")
    ran = goaltrack("check")
    assert "this machine wrote" in ran.out
    assert all(char.isprintable() or char == "\n" for char in ran.out)


@pytest.mark.parametrize("name", ["clipboard", "C1", "bidi", "calendar", "NUL"])
def test_a_table_on_a_terminal(tmp_path: Path, name: str) -> None:
    """CSV keeps every character in a file, and hides those that a terminal obeys."""
    text = CASES[name]
    escaped = "".join(f"\\U{ord(char):08X}" for char in text)
    (tmp_path / "goals.toml").write_text(
        f'format = 1\n[goals.it]\ntitle = "{escaped}"\nkind = "milestone"\n',
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "goaltrack", "export", "-", "--format", "csv"]
    plain = subprocess.run(command, capture_output=True, check=True).stdout
    assert text in plain.decode().replace('""', '"')
    shown = pexpect.run(shlex.join(command)).decode()
    assert "milestone" in shown
    assert all(char.isprintable() or char in "\r\n" for char in shown)


@pytest.mark.parametrize("text", CASES.values(), ids=CASES.keys())
def test_arguments_are_only_text(goaltrack: Run, shipped: Path, text: str) -> None:
    """A hostile argument is refused or kept as text; the message is harmless."""
    before = shipped.read_bytes()
    for command in (
        ("show", text),
        ("add", text, "5"),
        ("add", "tech-smes", f"5{text}"),
        ("add", "tech-smes", "5", "--on", text),
        ("add", "tech-smes", "5", "--source", text),
        ("status", "--as-of", text),
        ("status", "-f", text),
        ("export", "x.md", "--format", text),
        ("check", "--fail-on", text),
        ("correct", text, "5"),
        ("correct", "h7qk2m9x", text),
        ("set", text, "note=x"),
        ("set", "gdp", text),
        ("set", "gdp", f"due={text}", "--slip"),
        ("set", "gdp", f"every={text}"),
        ("set", "gdp", "--unset", text),
        ("new", text, "--title", "x", "--kind", "milestone"),
        ("new", "x", "--title", "x", "--kind", "level", "--target", text),
        ("new", "x", "--title", "x", "--kind", "milestone", "--into", text),
        ("drop", text, "--reason", "x"),
        ("drop", "gdp", "--on", text, "--reason", "x"),
        ("edit", text),
        ("ask", text),
        ("diff", "--since", text),
        ("status", "--what-if", text),
    ):
        ran = goaltrack(*command)
        # A path may lead to a file that is no ledger.
        assert ran.code in (2, 3, 4, 5), (command, ran)
        assert all(char.isprintable() or char == "\n" for char in ran.err)
    assert shipped.read_bytes() == before
    for command in (
        ("set", "gdp", f"note={text}"),
        ("drop", "gdp", "--reason", text),
        ("new", "x", "--title", text, "--kind", "milestone"),
    ):
        ran = goaltrack(*command)
        assert ran.code == 0, (command, ran)
        assert all(char.isprintable() or char == "\n" for char in ran.out + ran.err)
    assert not (shipped.parent / "x").exists()


@pytest.mark.parametrize("text", CASES.values(), ids=CASES.keys())
def test_a_hostile_table_is_only_text(goaltrack: Run, shipped: Path, text: str) -> None:
    """A cell is text or refused; its header, its goal and its error are harmless."""
    assert shipped.exists()
    quoted = '"' + text.replace('"', '""') + '"'
    tables = {
        "note": f"goal,on,value,note\ntech-smes,2024-01-01,1,{quoted}\n",
        "value": f"goal,on,value\ntech-smes,2024-01-01,{quoted}\n",
        "goal": f"goal,on,value\n{quoted},2024-01-01,1\n",
        "day": f"goal,on,value\ntech-smes,{quoted},1\n",
        "header": f"goal,on,value,{quoted}\ntech-smes,2024-02-01,1,x\n",
        "id": f"goal,on,value,id\ntech-smes,2024-03-01,1,{quoted}\n",
    }
    for name, table in tables.items():
        Path(f"{name}.csv").write_text(table, encoding="utf-8", newline="")
        for command in (
            ("import", f"{name}.csv", "--dry-run"),
            ("import", f"{name}.csv"),
        ):
            ran = goaltrack(*command)
            assert ran.code in (0, 3), (command, ran)
            said = ran.out + ran.err
            assert all(char.isprintable() or char == "\n" for char in said), command
    assert goaltrack("check").code == 0


@pytest.mark.parametrize("text", CASES.values(), ids=CASES.keys())
def test_a_hostile_file_name_is_only_a_name(
    goaltrack: Run, shipped: Path, text: str
) -> None:
    """A ledger of any name is read, written and told of harmlessly."""
    name = text.replace("/", "_").replace("\x00", "_")[:60]
    path = shipped.parent / name
    path.write_bytes(shipped.read_bytes())
    for command in (
        ("status", "-f", f"./{name}"),
        ("add", "tech-smes", "940", "-f", f"./{name}"),
        ("undo", "-y", "-f", f"./{name}"),
        ("edit", "-f", f"./{name}"),
        ("check", "-f", f"./{name}"),
        ("export", f"./{name}.md", "-f", f"./{name}"),
    ):
        ran = goaltrack(*command, env={"EDITOR": "sh -c 'echo >> $1' --"})
        assert ran.code == 0, (command, ran)
        said = ran.out + ran.err
        assert all(char.isprintable() or char == "\n" for char in said), command
    assert path.read_bytes() == shipped.read_bytes() + b"\n"


def test_what_nests_deeply_is_told(goaltrack: Run, tmp_path: Path) -> None:
    """However deep or long a ledger is, one line says what is wrong with it."""
    for text in (
        "x = " + "[" * 400 + "]" * 400,
        "x = " + "[" * 100_000,
        "x = " + "{a=" * 400 + "1" + "}" * 400,
        ".".join("a" * 3000) + " = 1",
        "x = 0x" + "f" * 100_000,
        "x = 1e999999999",
        "x = " + "9" * 5000,
        "x = nan",
        "[goals.it]\n" + 'title = """' + "\\\n" * 50_000 + '"""',
    ):
        (tmp_path / "goals.toml").write_text("format = 1\n" + text, encoding="utf-8")
        ran = goaltrack("status")
        assert ran.code == 4, text[:40]
        assert ran.err.startswith("goals.toml:")
        assert len(ran.err) < 5000
        assert goaltrack("add", "it", "5").code == 4


def test_markdown_shows_text_as_it_is(goaltrack: Run, tmp_path: Path) -> None:
    """A table of the report has as many cells as columns, whatever a title says."""
    (tmp_path / "goals.toml").write_text(ledger("a | b `c` <i>"), encoding="utf-8")
    out = goaltrack("export", "-", "--format", "md").out
    rows = [line for line in out.splitlines() if line.startswith("| ")]
    assert rows
    register = rows[: rows.index(next(r for r in rows if r.startswith("| ---"))) + 2]
    assert len({line.replace("\\|", "").count("|") for line in register[-3:]}) == 1
    assert "<i>" not in out.replace("\\<i\\>", "")


def test_clean_and_width() -> None:
    """Safe text is left alone, and Chinese takes two cells."""
    assert clean("经济 a") == "经济 a"
    assert clean("a\tb\u202e") == "a b\ufffd"
    assert (width("经济a"), width("abc"), width("e\u0301")) == (5, 3, 1)


def start(*args: str, **more: object) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "goaltrack", *args]
    return subprocess.run(command, check=False, capture_output=True, **more)  # type: ignore[call-overload,no-any-return]


def test_a_full_disk_behind_stdout(shipped: Path) -> None:
    """When the output cannot be written, one line says so, and the code is 5."""
    assert shipped.exists()
    program = f"{sys.executable} -m goaltrack status > /dev/full"
    ran = subprocess.run(program, shell=True, capture_output=True, check=False)  # noqa: S602 - a shell's redirection is what is tested
    assert ran.returncode == 5
    assert ran.stderr == b"error: cannot write stdout: No space left on device\n"


def test_a_closed_pipe_is_quiet(shipped: Path) -> None:
    """When the reader has gone, nothing is said, and the code is 141."""
    assert shipped.exists()
    program = f"({sys.executable} -m goaltrack log; echo $? >&2) | true"
    ran = subprocess.run(program, shell=True, capture_output=True, check=False)  # noqa: S602 - as above
    assert ran.stderr.decode().splitlines() in (["141"], ["0"])


def test_a_locale_without_chinese(shipped: Path) -> None:
    """In a C locale UTF-8 is written, and nothing breaks."""
    assert shipped.exists()
    env = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ran = start("status", "--plain", env=env)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "经济" in ran.stdout.decode()
    assert json.loads(start("status", "--json", env=env).stdout)


def test_an_encoding_that_lacks_a_sign(shipped: Path) -> None:
    """A sign that an encoding lacks is spelled out, the rest is as it should be."""
    assert shipped.exists()
    ran = start("status", "--plain", env={"PYTHONIOENCODING": "gbk"})
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "经济" in ran.stdout.decode("gbk")
    assert "\\u2713 met" in ran.stdout.decode("gbk")


def test_bytes_that_are_no_text(shipped: Path) -> None:
    """An argument that is no UTF-8 is refused in one line."""
    assert shipped.exists()
    ran = subprocess.run(
        [sys.executable.encode(), b"-m", b"goaltrack", b"show", b"\xff"],
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 2
    assert ran.stderr == b"error: an argument is not UTF-8 text: '\\udcff'\n"
