"""Links to sources (OSC 8), on terminals that show them."""

import re
import sys
from pathlib import Path

import pytest

from conftest import Run
from goaltrack.cli.screen import screen

LEDGER = """format = 1
[sources.plan]
title = "The plan"
url = "https://example.org/plan?a=1&b=2"
[sources.paper]
title = "The paper"
file = "paper.txt"
[sources.odd]
title = "No page"
url = "javascript:alert(1)"
[sources.gone]
title = "A file that is not here"
file = "gone.txt"
[goals.a]
title = "A"
kind = "level"
target = 9
unit = "km"
source = "plan#4"
progress = [
  { on = 2026-01-01, value = 1, source = "paper" },
  { on = 2026-02-01, value = 2, source = "odd#2" },
  { on = 2026-03-01, value = 3, source = "gone" },
]
"""
LINK = re.compile(r"\x1b\]8;id=[^;]*;([^\x1b]*)\x1b\\([^\x1b]*)\x1b\]8;;\x1b\\")


@pytest.mark.parametrize("command", [["show", "a"], ["log"], ["why", "a"]])
def test_a_cited_source_is_a_link(
    goaltrack: Run, tmp_path: Path, command: list[str]
) -> None:
    """Pages of the web and files that are here are links; nothing else ever is."""
    (tmp_path / "goals.toml").write_text(LEDGER)
    (tmp_path / "paper.txt").write_text("paper")
    env = {"FORCE_COLOR": "1", "FORCE_HYPERLINK": "1", "COLUMNS": "120"}
    found = {text: to for to, text in LINK.findall(goaltrack(*command, env=env).out)}
    paper = (tmp_path / "paper.txt").resolve().as_uri()
    known = {"plan#4": "https://example.org/plan?a=1&b=2", "paper": paper}
    assert found
    assert found.items() <= known.items()
    assert command[0] != "show" or found == known
    # The lines are as long as without links.
    plain = goaltrack(*command, env={**env, "FORCE_HYPERLINK": "0"}).out
    shown = goaltrack(*command, env=env).out
    assert LINK.sub(lambda link: link[2], shown) == plain


@pytest.mark.parametrize(
    ("env", "shows"),
    [
        ({}, False),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM_PROGRAM": "WezTerm"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"WT_SESSION": "x"}, True),
        ({"VTE_VERSION": "7400"}, True),
        ({"VTE_VERSION": "4602"}, False),
        ({"TERM": "xterm-kitty", "FORCE_HYPERLINK": "0"}, False),
        ({"TERM": "xterm-kitty", "NO_COLOR": "1"}, False),
        ({"FORCE_HYPERLINK": "1"}, True),
    ],
)
def test_only_known_terminals_get_links(
    monkeypatch: pytest.MonkeyPatch, env: dict[str, str], *, shows: bool
) -> None:
    """A terminal that is not known to show links gets none, unless it is told to."""
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert screen("auto", plain=False).links is shows


def test_a_pipe_has_no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is piped or kept is plain, on any terminal."""
    monkeypatch.setenv("TERM", "xterm-kitty")
    assert not screen("auto", plain=False).links
    assert not screen("always", plain=False).links
