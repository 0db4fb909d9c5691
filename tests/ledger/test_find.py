import os
from pathlib import Path

import pytest

from conftest import Run
from goaltrack.errors import Inaccessible
from goaltrack.ledger.find import _matches, find, included, read_bytes
from systems import posix_only


def test_a_named_ledger_is_taken_as_it_is() -> None:
    """A ledger that the user names is taken as named, without a search."""
    assert find("elsewhere/x.toml") == "elsewhere/x.toml"


def test_a_ledger_is_found_here_or_above(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """goals.toml is found from any folder below it, the nearest first."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "goals.toml").touch()
    assert find(None) == "goals.toml"
    monkeypatch.chdir(tmp_path / "a" / "b")
    assert find(None) == os.path.join("..", "..", "goals.toml")
    (tmp_path / "a" / "goals.toml").touch()
    assert find(None) == os.path.join("..", "goals.toml")


@posix_only
def test_a_link_to_nothing_is_found_too(tmp_path: Path) -> None:
    """It hides the ledgers above it: what is found is told, and not another."""
    (tmp_path / "goals.toml").symlink_to("nowhere")
    assert find(None) == "goals.toml"


def test_no_ledger_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is none, the user is told how to start one."""
    monkeypatch.chdir("/")
    with pytest.raises(Inaccessible, match=r"no goals\.toml here"):
        find(None)


HIDDEN = "TOKEN = hunter2\n"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A file that somebody else's ledger must not get at."""
    folder = tmp_path.parent / f"{tmp_path.name}-outside"
    folder.mkdir(exist_ok=True)
    path = folder / "secret.toml"
    path.write_text(HIDDEN, encoding="utf-8")
    return path


@posix_only
@pytest.mark.parametrize(
    "pattern", ["link.toml", "*.toml", "**/*.toml", "folder/*.toml", "folder/**"]
)
def test_a_refused_file_is_never_opened(
    goaltrack: Run, outside: Path, monkeypatch: pytest.MonkeyPatch, pattern: str
) -> None:
    """A file behind a link out of the folder is neither opened nor quoted."""
    Path("link.toml").symlink_to(outside)
    Path("folder").mkdir()
    Path("folder/link.toml").symlink_to(outside)
    Path("folder/deep").symlink_to(outside.parent)
    ledger = f'format = 1\ninclude = ["{pattern}"]\n'
    Path("goals.toml").write_text(ledger, encoding="utf-8")
    opened = []
    real = os.open

    def watch(path: str, *args: int, **where: int | None) -> int:
        handle = real(path, *args, **where)  # type: ignore[arg-type]
        opened.append(os.path.realpath(f"/proc/self/fd/{handle}"))
        return handle

    monkeypatch.setattr(os, "open", watch)
    for command in ("status", "check", "next", "log"):
        ran = goaltrack(command)
        assert ran.code == 4
        assert "leads out of the ledger's folder" in ran.out + ran.err
        assert "hunter2" not in ran.out + ran.err
    assert opened
    assert str(outside) not in opened


@pytest.mark.parametrize("text", [HIDDEN, 'TOKEN = "hunter2"\n', "hunter2\n[x"])
def test_what_is_no_ledger_is_never_quoted(goaltrack: Run, text: str) -> None:
    """Of a file of another kind no word is shown, included or named as the ledger."""
    Path("goals.toml").write_text('format = 1\ninclude = ["x"]\n', encoding="utf-8")
    Path("x").write_text(text, encoding="utf-8")
    for args in (("status",), ("check",), ("status", "-f", "x"), ("check", "-f", "x")):
        ran = goaltrack(*args)
        assert ran.code == 4
        assert "x:1:1: this is not a goaltrack ledger" in ran.out + ran.err
        assert "hunter2" not in ran.out + ran.err


@posix_only
def test_a_link_put_in_between_is_not_followed(
    outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that becomes a link after it was judged is not read."""
    Path("part.toml").write_text("format = 1\n", encoding="utf-8")
    real = os.path.realpath

    def swapped(path: str) -> str:
        found = real(path)
        if path == "part.toml":
            Path(path).unlink()
            Path(path).symlink_to(outside)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(os.path, "realpath", swapped)
        with pytest.raises(Inaccessible, match="symbolic links"):
            read_bytes("part.toml", beneath=".")
    with pytest.raises(Inaccessible, match="not in the ledger's folder"):
        read_bytes("part.toml", beneath=".")


def test_patterns_are_those_of_a_shell() -> None:
    """`*` passes over hidden names, `**` over links, and what cannot be listed is empty."""
    for name in ("a.toml", ".b.toml", "x/c.toml", "x/y/d.toml", ".x/e.toml"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("format = 1\n", encoding="utf-8")
    if os.name != "nt":
        Path("x/loop").symlink_to("../x")
    found = {
        "*.toml": ["a.toml"],
        ".*.toml": [".b.toml"],
        "./a.toml": ["a.toml"],
        "x//c.toml": ["x/c.toml"],
        "*/*.toml": ["x/c.toml"],
        "**/*.toml": ["a.toml", "x/c.toml", "x/y/d.toml"],
        "x/**": ["x/c.toml", "x/y", "x/y/d.toml"],
        "a.toml/*": [],
        "x/": [],
    }
    for pattern, files in found.items():
        told = [f.replace(os.sep, "/") for f in included("goals.toml", [pattern]).files]
        assert [name for name in told if "loop" not in name] == files
    assert (
        list(_matches("missing", ["*"])) == list(_matches("missing", ["**", "*"])) == []
    )


def test_a_folder_that_has_gone_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the current folder is not there any more, no ledger is looked for."""

    def gone() -> str:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(os, "getcwd", gone)
    with pytest.raises(Inaccessible, match="No such file"):
        find(None)


def test_files_are_looked_for_up_to_a_number() -> None:
    """Who can use only some files is not kept waiting for all of them."""
    for number in range(9):
        Path(f"p{number}.toml").write_text("format = 1\n", encoding="utf-8")
    assert len(included("goals.toml", ["p*.toml"], most=3).files) == 4
    assert len(included("goals.toml", ["p*.toml"], most=9).files) == 9
