"""Who waits for a long work is told on a terminal, and nobody else is."""

import io
import sys

import pytest

from goaltrack.cli import progress
from goaltrack.cli.progress import Waiting


class Screen(io.StringIO):
    """Standard error on a terminal."""

    def isatty(self) -> bool:
        return True


def _work(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, patience: float) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "_PATIENCE", patience)
    monkeypatch.setattr(progress, "_OFTEN", 0.0)
    with Waiting() as line:
        assert list(line.over("abcd", 4, "read\x1bing")) == list("abcd")
        line.at("checking")
    return stream.getvalue()


def test_a_line_that_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal each step rewrites one line, and the end leaves it empty."""
    shown = _work(monkeypatch, Screen(), 0.0)
    steps = shown.split("\r\x1b[K")
    assert steps == [
        "",
        *(f"read\N{REPLACEMENT CHARACTER}ing {share} % …" for share in (0, 25, 50, 75)),
        "checking …",
        "",
    ]


def test_short_work_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work done within the first second shows no line, and so erases none."""
    assert _work(monkeypatch, Screen(), 60.0) == ""


@pytest.mark.parametrize("terminal", ["dumb", "xterm"])
def test_only_a_terminal_is_told(
    monkeypatch: pytest.MonkeyPatch, terminal: str
) -> None:
    """A pipe gets nothing, and a terminal that cannot erase neither."""
    monkeypatch.setenv("TERM", terminal)
    stream = Screen() if terminal == "dumb" else io.StringIO()
    assert _work(monkeypatch, stream, 0.0) == ""


def test_an_error_finds_an_empty_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the work fails the line is gone before the error is told."""
    stream = Screen()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)

    def work() -> None:
        with Waiting() as line:
            line.at("checking")
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        work()
    assert stream.getvalue().endswith("\r\x1b[K")
