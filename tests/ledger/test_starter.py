from datetime import date

import pytest
import tomli

from builders import sound
from goaltrack.analysis.lint import doubts
from goaltrack.i18n.resources import read_text
from goaltrack.ledger.edit import Change, apply_edits, plan_edits
from goaltrack.ledger.editor_schema import editor_schema
from goaltrack.ledger.starter import starter


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_new_ledger_is_sound(language: str) -> None:
    """The ledger that `init` writes is read without problem or doubt, with comments."""
    text = starter(None, language, date(2026, 11, 25))
    ledger = sound(text)
    assert doubts(ledger, strict=False) == []
    assert list(ledger.goals) == ["running", "first-race"]
    assert text.count("#") > 6


def test_a_row_adds_one_line_to_a_new_ledger() -> None:
    """The empty progress of a new ledger is written so that a row is one line."""
    text = starter("T", "en", date(2026, 11, 25))
    new = "{ on = 2026-11-25, change = 5 }"
    change = Change("running", "progress", "", new, is_row=True)
    after = apply_edits(text, plan_edits(text, [change]))
    assert len(after.splitlines()) == len(text.splitlines()) + 1


def test_any_title_is_written_safely() -> None:
    """A title with quotes and line breaks is only a title."""
    title = 'a "b"\n[goals.x]\\'
    assert tomli.loads(starter(title, "en", date(2026, 1, 1)))["title"] == title


def test_what_is_shipped() -> None:
    """Each schema that the program prints comes with it."""
    for name in (
        "status",
        "show",
        "log",
        "check",
        "next",
        "timeline",
        "diff",
        "written",
    ):
        assert f'"goaltrack/{name}/1"' in read_text(f"reports/schemas/{name}-1.json")
    assert editor_schema()["$schema"] == "http://json-schema.org/draft-07/schema#"
