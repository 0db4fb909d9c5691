"""Files for other programs: each is read back by one that knows its format."""

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from conftest import Run

TEXT = """format = 1
title = "A year"
[sources.s]
title = "S"
[goals.run]
title = "=Run 600 km"
group = "Sport"
kind = "total"
unit = "km"
target = 600
start = 2026-01-01
due = "2026"
every = "month"
source = "s#1"
progress = [
  { id = "a", on = 2026-01-31, value = 40.125, note = "+1; \\"x\\", y" },
  { id = "b", on = 2026-02-28, change = 20, replaces = "c" },
  { id = "c", on = 2026-02-27, change = 19 },
]
[goals.road]
title = "Road, north; south"
kind = "milestone"
due = 2026-12-31
tags = ["a,b"]
steps = [{ id = "plan", due = 2026-02-01 }, { id = "build", due = "2026H1" }]
progress = [
  { id = "d", on = 2026-01-15, done = "plan" },
]
[goals.dry]
title = "Keep dry"
kind = "level"
unit = "%"
aim = "within"
target = [60, 65]
progress = [
]
"""


read_calendar: Any = Calendar.from_ical
"""Its own types are unions of all there is."""


@pytest.fixture(autouse=True)
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "goals.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_workbook_has_numbers_and_days(goaltrack: Run) -> None:
    """The register and the entries come back from a spreadsheet reader, typed."""
    assert goaltrack("export", "r.xlsx", "--as-of", "2026-03-01").code == 0
    book = CalamineWorkbook.from_path("r.xlsx")
    names = ["Overview", "Register", "Entries", "Sources", "goals", "Annex"]
    assert book.sheet_names == names
    register, entries, goals = (
        book.get_sheet_by_name(n).to_python() for n in ("Register", "Entries", "goals")
    )
    assert register[0][0] == "A year"
    assert register[1][0] == "as of 2026-03-01"
    head, *rows = register[3:]
    run, road, dry = (dict(zip(head, row, strict=True)) for row in rows[:3])
    assert run["Goal"] == "=Run 600 km"
    assert (run["Group"], run["Target"], run["Unit"]) == ("Sport", 600.0, "km")
    assert (run["Due"], run["Latest"]) == (date(2026, 12, 31), 60.125)
    assert run["As of"] == date(2026, 2, 28)
    assert run["Progress"] == pytest.approx(60.125 / 600)
    assert run["Time elapsed"] == pytest.approx(59 / 365)
    assert (run["Gap"], run["State"], run["Id"]) == (539.875, "! behind", "run")
    assert (road["Goal"], road["Target"]) == ("Road, north; south", "done")
    assert (dry["Target"], dry["Target to"], dry["Unit"]) == (60.0, 65.0, "%")
    assert [row[1] for row in entries] == ["id", "a", "b", "c", "d"]
    assert entries[1][:5] == ["run", "a", date(2026, 1, 31), "", 40.125]
    assert entries[1][11] == '+1; "x", y'
    assert entries[4][6] == "plan"
    places = [goals[0].index(name) for name in ("id", "target", "start", "due", "tags")]
    assert [goals[1][n] for n in places] == ["run", 600, date(2026, 1, 1), "2026", ""]
    assert [goals[2][n] for n in places][3:] == [date(2026, 12, 31), '["a,b"]']


def test_the_same_workbook_is_the_same_file(goaltrack: Run) -> None:
    """The same ledger and day give the same bytes, and an empty ledger a workbook."""
    raws = []
    for name in ("a.xlsx", "b.xlsx"):
        goaltrack("export", name, "--as-of", "2026-03-01")
        raws.append(Path(name).read_bytes())
    assert raws[0] == raws[1]
    Path("goals.toml").write_text("format = 1\n", encoding="utf-8")
    assert goaltrack("export", "e.xlsx").code == 0
    names = CalamineWorkbook.from_path("e.xlsx").sheet_names
    assert names == ["Overview", "Register", "Entries", "goals", "Annex"]


def test_a_calendar_has_what_is_due(goaltrack: Run) -> None:
    """Due dates, steps and expected figures are whole days, with their reminders."""
    assert goaltrack("export", "r.ics", "--as-of", "2026-03-01").code == 0
    raw = Path("r.ics").read_bytes()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    calendar = read_calendar(raw)
    assert calendar["X-WR-CALNAME"] == "A year"
    events = {str(e["UID"]).partition("@")[0]: e for e in calendar.walk("VEVENT")}
    days = {name: event["DTSTART"].dt for name, event in events.items()}
    assert days == {
        "road-step-plan": date(2026, 2, 1),
        "run-figure": date(2026, 3, 31),
        "road-step-build": date(2026, 6, 30),
        "road-due": date(2026, 12, 31),
        "run-due": date(2026, 12, 31),
    }
    assert all(
        e["DTEND"].dt - e["DTSTART"].dt == timedelta(days=1) for e in events.values()
    )
    assert events["road-due"]["SUMMARY"] == "Due: Road, north; south"
    assert "target: ≥600 km\nlatest: 60.125 km" in events["run-due"]["DESCRIPTION"]
    alarmed = [name for name, event in events.items() if event.walk("VALARM")]
    assert alarmed == ["run-figure", "road-step-build", "road-due", "run-due"]
    goaltrack("export", "again.ics", "--as-of", "2026-03-01")
    assert Path("again.ics").read_bytes() == raw


@pytest.mark.parametrize(
    "text", ["x\r\nEND:VEVENT\r\nBEGIN:VALARM", ";,\\:", "走" * 60, "\x1b["]
)
def test_no_title_ends_an_event(goaltrack: Run, ledger: Path, text: str) -> None:
    """Whatever a title says, the calendar has as many events and lines as short."""
    quoted = "".join(f"\\u{ord(char):04X}" for char in text)
    ledger.write_text(TEXT.replace("=Run 600 km", quoted), encoding="utf-8")
    assert goaltrack("export", "r.ics", "--as-of", "2026-03-01").code == 0
    raw = Path("r.ics").read_bytes()
    assert len(read_calendar(raw).walk("VEVENT")) == 5
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert goaltrack("export", "r.xlsx").code == 0


@pytest.mark.parametrize(
    ("name", "package", "extra"),
    [("r.xlsx", "xlsxwriter", "xlsx"), ("r.ics", "icalendar", "ics")],
)
def test_a_missing_package_is_named(
    goaltrack: Run, monkeypatch: pytest.MonkeyPatch, name: str, package: str, extra: str
) -> None:
    """A missing package is named with the command that installs it; no file is made."""
    for module in list(sys.modules):
        if module.startswith(("goaltrack.formats.xlsx", "goaltrack.formats.ics")):
            monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, package, None)
    ran = goaltrack("export", name)
    assert (ran.code, ran.err) == (
        3,
        f"error: for {extra} goaltrack needs {package}\n"
        f"install it with `pip install 'goaltrack[{extra}]'`\n",
    )
    assert not Path(name).exists()
