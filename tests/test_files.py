"""Forms that a ledger may have on disk, and those that are refused in one line."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

TEXT = 'format = 1\n[goals.run]\ntitle = "Run"\nkind = "total"\ntarget = 5\n'


def add(path: str) -> "subprocess.CompletedProcess[str]":
    """Add by the command; what hangs fails."""
    command = [sys.executable, "-m", "goaltrack", "add", "run", "1", "-f", path]
    return subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=20
    )


def refused(path: str) -> str:
    """The message about a ledger that cannot be written."""
    ran = add(path)
    assert (ran.returncode, ran.stdout) == (5, "")
    assert "Traceback" not in ran.stderr
    return ran.stderr


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """Through a symbolic link the file behind it changes, and keeps mode and owner."""
    folder = tmp_path / "there"
    folder.mkdir()
    path = folder / "real.toml"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0o664)
    owner = path.stat()
    (tmp_path / "goals.toml").symlink_to("there/real.toml")
    assert add("goals.toml").returncode == 0
    assert os.readlink("goals.toml") == "there/real.toml"
    assert "change = 1" in path.read_text(encoding="utf-8")
    now = path.stat()
    assert stat.S_IMODE(now.st_mode) == 0o664
    assert (now.st_uid, now.st_gid) == (owner.st_uid, owner.st_gid)
    assert [each.name for each in folder.iterdir()] == ["real.toml"]


def test_a_second_name_is_told(tmp_path: Path) -> None:
    """A hard link is refused: the other name would keep the old content."""
    path = tmp_path / "goals.toml"
    path.write_text(TEXT, encoding="utf-8")
    (tmp_path / "second.toml").hardlink_to(path)
    assert "hard link" in refused("goals.toml")
    assert path.read_text(encoding="utf-8") == TEXT


def test_a_read_only_ledger_is_left_alone(tmp_path: Path) -> None:
    """A mode without the right to write is a wish."""
    path = tmp_path / "goals.toml"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0o444)
    assert refused("goals.toml") == (
        "error: cannot write goals.toml: it is read-only\n"
    )


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "dangling", "loop"])
def test_what_is_no_file_is_refused_at_once(tmp_path: Path, kind: str) -> None:
    """A pipe, a device, a folder or a link to nothing is refused; none of them hangs."""
    path = tmp_path / "goals.toml"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        target = {"device": "/dev/zero", "dangling": "nowhere", "loop": "goals.toml"}
        path.symlink_to(target[kind])
    assert refused("goals.toml").startswith("error: cannot read goals.toml: ")


def test_a_planted_temporary_file_is_not_followed(tmp_path: Path) -> None:
    """A link under the name of a temporary file does not lead a write astray."""
    path = tmp_path / "goals.toml"
    path.write_text(TEXT, encoding="utf-8")
    victim = tmp_path / "victim"
    victim.write_text("x", encoding="utf-8")
    (tmp_path / ".goals.toml.000000000000.tmp").symlink_to(victim)
    program = (
        "import os, sys; os.urandom = lambda n: bytes(n)\n"
        "from goaltrack.ledger import files\n"
        "files.replace('goals.toml', open('goals.toml','rb').read(), b'new')\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True
    )
    assert b"File exists" in ran.stderr
    assert victim.read_text(encoding="utf-8") == "x"
    assert path.read_text(encoding="utf-8") == TEXT
    assert add("goals.toml").returncode == 0
    assert sorted(p.name for p in tmp_path.iterdir() if p.name != ".local") == [
        "goals.toml",
        "victim",
    ]
