from pathlib import Path

import pytest

from goaltrack.errors import NoLedger
from goaltrack.ledger.locate import locate


def test_a_named_ledger_is_taken_as_it_is() -> None:
    """What the user names is not looked for."""
    assert locate("elsewhere/x.toml") == "elsewhere/x.toml"


def test_a_ledger_is_found_here_or_above(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """goals.toml is found from any folder below it, the nearest first."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "goals.toml").touch()
    assert locate(None) == "goals.toml"
    monkeypatch.chdir(tmp_path / "a" / "b")
    assert locate(None) == "../../goals.toml"
    (tmp_path / "a" / "goals.toml").symlink_to("nowhere")
    assert locate(None) == "../goals.toml"


def test_no_ledger_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is none, the user is told how to start one."""
    monkeypatch.chdir("/")
    with pytest.raises(NoLedger, match="goaltrack init"):
        locate(None)
