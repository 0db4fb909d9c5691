"""git-setup and the merge driver, by real git: what two clones wrote becomes one."""

import os
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from conftest import Ran, Run

TEXT = """format = 1
[goals.run]
title = "Run"
kind = "total"
target = 600
progress = [
  { id = "base0001", on = 2026-01-01, change = 1 },
]
"""


def git(*args: str, folder: str | Path = ".", code: int = 0) -> str:
    """Run git; what it printed."""
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    command = ["git", "-C", str(folder), *who, *args]
    ran = subprocess.run(command, check=False, capture_output=True, text=True)
    assert ran.returncode == code, ran.stderr
    return ran.stdout


@pytest.fixture(autouse=True)
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone with a ledger that is committed."""
    clone = tmp_path / "clone"
    clone.mkdir()
    monkeypatch.chdir(clone)
    git("init", "-q", "-b", "main")
    path = clone / "goals.toml"
    path.write_text(TEXT, encoding="utf-8")
    git("add", "-A")
    git("commit", "-qm", "base")
    return path


def sides(goaltrack: Run, ours: tuple[str, ...], theirs: tuple[str, ...]) -> None:
    """Two branches, in each of which a command was run."""
    git("checkout", "-qb", "theirs")
    assert goaltrack(*theirs).code == 0
    git("commit", "-qam", "theirs")
    git("checkout", "-q", "main")
    assert goaltrack(*ours).code == 0
    git("commit", "-qam", "ours")


def test_what_will_be_set_is_shown_first(goaltrack: Run, ledger: Path) -> None:
    """Nothing is registered without a yes; what is, can be taken away again."""
    ran = goaltrack("git-setup")
    assert ran.code == 2
    assert "git config merge.goaltrack.driver '" in ran.out
    assert " merge-driver %O %A %B %L; case $? in 0) ;; 3) exit 1 ;; *) git" in ran.out
    assert ".gitattributes: + /goals.toml merge=goaltrack text eol=lf" in ran.out
    assert goaltrack("git-setup", "--dry-run").err == "nothing was written\n"
    assert not Path(".gitattributes").exists()
    Path(".gitattributes").write_text("*.png binary", encoding="utf-8")
    for _ in range(2):
        ran = goaltrack("git-setup", "--yes")
        assert ran.out.splitlines()[-1] == (
            "git merges this ledger entry by entry in this clone; commit .gitattributes"
        )
        assert Path(".gitattributes").read_text(encoding="utf-8") == (
            "*.png binary\n/goals.toml merge=goaltrack text eol=lf\n"
        )
    assert "merge-driver %O %A %B %L" in git("config", "merge.goaltrack.driver")
    assert goaltrack("git-setup", "--remove", "--yes").code == 0
    assert Path(".gitattributes").read_text(encoding="utf-8") == "*.png binary\n"
    git("config", "merge.goaltrack.driver", code=1)
    assert ledger.read_text(encoding="utf-8") == TEXT


def test_two_clones_add_to_one_goal(
    goaltrack: Run, ledger: Path, tmp_path: Path
) -> None:
    """Both entries are there after the pull, and both clones say the same."""
    goaltrack("git-setup", "--yes")
    git("add", "-A")
    git("commit", "-qm", "setup")
    other = tmp_path / "other"
    git("clone", "-q", ".", str(other))
    assert goaltrack("git-setup", "--yes", "-f", str(other / "goals.toml")).code == 0
    goaltrack("add", "run", "+5")
    git("commit", "-qam", "ours")
    goaltrack("add", "run", "+7", "-f", str(other / "goals.toml"))
    git("commit", "-qam", "theirs", folder=other)
    git("pull", "-q", "--no-rebase", "--no-edit", folder=other)
    git("pull", "-q", str(other))
    text = ledger.read_text(encoding="utf-8")
    assert text == (other / "goals.toml").read_text(encoding="utf-8")
    assert text.count("change = ") == 3
    assert goaltrack("check").out == ""


def test_without_the_driver_git_simply_conflicts(goaltrack: Run) -> None:
    """A clone in which nobody said git-setup gets git's marks, which are told."""
    Path(".gitattributes").write_text("goals.toml merge=goaltrack\n", encoding="utf-8")
    git("add", "-A")
    git("commit", "-qm", "attributes")
    sides(goaltrack, ("add", "run", "+5"), ("add", "run", "+7"))
    git("merge", "-q", "theirs", code=1)
    ran = goaltrack("status")
    assert ran.code == 4
    assert ran.err.startswith(
        "goals.toml:8:1: a merge conflict is left in lines 8 to 12: settle it"
    )


def test_a_real_conflict_is_left_to_a_person(goaltrack: Run, ledger: Path) -> None:
    """Where both changed the same, the marks are git's own, and nothing is chosen."""
    goaltrack("git-setup", "--yes")
    git("add", "-A")
    git("commit", "-qm", "setup")
    sides(
        goaltrack,
        ("set", "run", "target=700", "--slip"),
        ("set", "run", "target=800", "--slip"),
    )
    git("merge", "-q", "theirs", code=1)
    text = ledger.read_text(encoding="utf-8")
    assert "<<<<<<< ours\ntarget = 700\n" in text
    assert "target = 800\n>>>>>>> theirs\n" in text


@pytest.mark.parametrize("gone", ["/gone/100%/goaltrack", "/bin/false", "/bin/sh"])
def test_a_program_that_has_gone_leaves_git_as_it_was(
    goaltrack: Run, ledger: Path, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    """If goaltrack is no longer there, or fails, git merges by lines: nothing is lost."""
    monkeypatch.setattr("sys.argv", ["/gone/100%/goaltrack"])
    found = SimpleNamespace(which=lambda _: gone)
    monkeypatch.setattr("goaltrack.cli.commands.git_setup.shutil", found)
    goaltrack("git-setup", "--yes")
    assert gone.replace("%", "%%") in git("config", "merge.goaltrack.driver")
    git("add", "-A")
    git("commit", "-qm", "setup")
    sides(goaltrack, ("add", "run", "+5"), ("add", "run", "+7"))
    git("merge", "-q", "theirs", code=1)
    assert "<<<<<<< ours" in ledger.read_text(encoding="utf-8")


def test_the_driver_by_itself(goaltrack: Run) -> None:
    """A side that is no ledger leaves the merge to git; marks are as long as asked."""
    for name, text in (("o", "x = 1\n"), ("a", "x = 2\n"), ("b", "x =\n")):
        Path(name).write_text(text, encoding="utf-8")
    assert goaltrack("merge-driver", "o", "a", "b", "9").code == 3
    assert Path("a").read_text(encoding="utf-8").startswith("<<<<<<<<< ours\nx = 2\n")
    Path("a").write_text("x = 1\n", encoding="utf-8")
    assert goaltrack("merge-driver", "o", "a", "missing").code == 5


@pytest.mark.parametrize("name", ["a b.toml", 'q"x.toml', "走.toml", "[x]*.toml"])
def test_any_name_is_an_attribute(goaltrack: Run, ledger: Path, name: str) -> None:
    """The line that git reads means the file, whatever it is called."""
    folder = ledger.parent / "sub dir"
    folder.mkdir()
    path = folder / name
    path.write_text(TEXT, encoding="utf-8")
    assert goaltrack("git-setup", "--yes", "-f", str(path)).code == 0
    said = git("check-attr", "merge", "--", f"sub dir/{name}")
    assert said.endswith(": merge: goaltrack\n")
    assert git("check-attr", "merge", "--", "sub dir/other").endswith("unspecified\n")


def test_included_files_and_line_ends(goaltrack: Run, ledger: Path) -> None:
    """Patterns stand for the files that they will match; CRLF line ends stay."""
    Path("parts").mkdir()
    Path("parts/a.toml").write_text(
        TEXT.replace("run", "walk").replace("base", "b"), encoding="utf-8"
    )
    text = TEXT.replace("format = 1", 'format = 1\ninclude = ["parts/*.toml"]')
    ledger.write_bytes(text.replace("\n", "\r\n").encode())
    git("add", "-A")
    git("commit", "-qm", "crlf")
    goaltrack("git-setup", "--yes")
    assert Path(".gitattributes").read_text(encoding="utf-8") == (
        "/goals.toml merge=goaltrack\n/parts/*.toml merge=goaltrack\n"
    )
    assert "merge: goaltrack" in git("check-attr", "merge", "parts/later.toml")
    assert git("status", "--short", "goals.toml") == ""
    goaltrack("git-setup", "--remove", "--yes")
    assert not Path(".gitattributes").exists()


def test_a_byte_order_mark_stays(goaltrack: Run) -> None:
    """A merge of files from a Windows editor begins as they did."""
    rows = {"a": "m0000001", "b": "y0000001"}
    for name in ("o", *rows):
        more = (
            f'  {{ id = "{rows[name]}", on = 2026-01-02, change = 1 }},\n]\n'
            if name in rows
            else "]\n"
        )
        text = TEXT.removesuffix("]\n") + more
        Path(name).write_text(text, encoding="utf-8-sig")
    assert goaltrack("merge-driver", "o", "a", "b").code == 0
    raw = Path("a").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfformat")
    assert raw.count(b"change = 1") == 3


def test_no_repository(
    goaltrack: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no git, or no repository, that is said."""
    path = tmp_path / "alone" / "goals.toml"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    ran = goaltrack("git-setup", "--yes", "-f", str(path))
    assert ran == Ran(5, "", "error: git refused: fatal: not a git repository "
                      "(or any of the parent directories): .git\n")  # fmt: skip
    monkeypatch.setenv("PATH", "/none")
    ran = goaltrack("git-setup", "--yes")
    assert ran == Ran(5, "", "error: there is no git on this machine\n")


def test_a_link_is_not_followed(goaltrack: Run, ledger: Path, tmp_path: Path) -> None:
    """A .gitattributes that leads elsewhere is refused; nothing is written there."""
    elsewhere = tmp_path.parent / f"{tmp_path.name}-profile"
    elsewhere.write_text("x\n", encoding="utf-8")
    (ledger.parent / ".gitattributes").symlink_to(elsewhere)
    ran = goaltrack("git-setup", "--yes")
    assert ran.code == 5
    assert "it is a symbolic link" in ran.err
    assert elsewhere.read_text(encoding="utf-8") == "x\n"


@pytest.mark.parametrize("name", ["a\nb", 'q"\\t', "\x01\x7f", "é ü"])
def test_a_folder_of_any_name(goaltrack: Run, ledger: Path, name: str) -> None:
    """A line break in a path does not become a line: git reads the path as it is."""
    folder = ledger.parent / name
    folder.mkdir()
    path = folder / "goals.toml"
    path.write_bytes(ledger.read_bytes())
    goaltrack("git-setup", "--yes", "-f", str(path))
    said = git("check-attr", "-z", "merge", "--", f"{name}/goals.toml")
    assert said.endswith("\0merge\0goaltrack\0")
    lines = (ledger.parent / ".gitattributes").read_text(encoding="utf-8").split("\n")
    assert len(lines) == 2


def test_a_folder_whose_name_is_no_text(
    goaltrack: Run, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bytes that are no UTF-8 stay what they are in the attributes."""
    folder = ledger.parent / os.fsdecode(b"fo\xff")
    folder.mkdir()
    path = folder / "goals.toml"
    path.write_bytes(ledger.read_bytes())
    git("init", "-q", folder=folder)
    monkeypatch.chdir(folder)
    assert goaltrack("git-setup", "--yes").code == 0
    assert (folder / ".gitattributes").read_bytes().startswith(b"/goals.toml merge=")


def test_a_module_of_the_repository_is_not_imported(
    goaltrack: Run, ledger: Path
) -> None:
    """A `typer.py` beside the ledger is not run when git merges."""
    trap = "import pathlib; pathlib.Path('ran').touch(); raise SystemExit(1)"
    (ledger.parent / "typer.py").write_text(trap, encoding="utf-8")
    goaltrack("git-setup", "--yes")
    assert " -P -m goaltrack " in git("config", "merge.goaltrack.driver")
    git("add", "-A")
    git("commit", "-qm", "setup")
    sides(goaltrack, ("add", "run", "+5"), ("add", "run", "+7"))
    git("merge", "-q", "theirs")
    assert ledger.read_text(encoding="utf-8").count("change = ") == 3
    assert not (ledger.parent / "ran").exists()
