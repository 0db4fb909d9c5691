"""correct, undo, new, set, drop and what `check` misses: whole outputs, whole files."""

import json
import os
import random
from difflib import ndiff
from pathlib import Path

import pytest

from conftest import Ran, Run

TEXT = """format = 1 # ours
title = "Test"

[sources.s]
title = "S"

# what was promised
[goals.gdp]
title = "GDP" # of the district
kind = "year-total"
unit = "亿元"
target = 1000
due = "2025"
progress = [
  { id = "h7qk2m9x", period = "2023H1", value = 367.83, source = "s#2" },
  { id = "h7zz2222", period = "2024", value = 900, note = "early", status = "preliminary" }, # c
]

[goals.weight]
title = "Weight"
kind = "level"
unit = "kg"
aim = "at-most"
target = 75
progress = [
  { on = 2023-01-01, value = 80 },
]

[goals.road]
title = "Road"
kind = "milestone"
due = 2026-12-31
steps = [{ id = "plan" }, { id = "build" }]
progress = [
  { id = "r1111111", on = 2023-01-31, done = "plan" },
]

[goals.steps]
title = "Steps"
kind = "total"
target = 100
"""


@pytest.fixture(autouse=True)
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "goals.toml"
    path.write_text(TEXT, encoding="utf-8")
    draws = random.Random(1)
    monkeypatch.setattr("os.urandom", draws.randbytes)
    return path


def lines(path: Path) -> list[str]:
    """The lines that were added to the ledger and taken from it."""
    after = path.read_text(encoding="utf-8").splitlines()
    found = ndiff(TEXT.splitlines(), after)
    return [line for line in found if line[:1] in "+-"]


@pytest.mark.parametrize(
    ("args", "said", "row"),
    [
        (
            ("correct", "h7zz2222", "901.5"),
            "gdp: 901.5 亿元, 2024, in place of 900 亿元 (2024); result unknown",
            'period = "2024", value = 901.5, replaces = "h7zz2222"',
        ),
        (
            ("correct", "h7z", "9.1", "--yes", "--status", "final", "--by", "me"),
            "gdp: 9.1 亿元, 2024, in place of 900 亿元 (2024); result unknown",
            'period = "2024", value = 9.1, replaces = "h7zz2222", status = "final"',
        ),
        (
            ("correct", "gdp", "--period", "2024H1"),
            "gdp: 900 亿元, 2024H1, in place of 900 亿元 (2024); result unknown",
            'period = "2024H1", value = 900, replaces = "h7zz2222", '
            'status = "preliminary", note = "early"',
        ),
        (
            ("correct", "h7qk2m9x", "--note", "first half"),
            "gdp: 367.83 亿元, 2023H1, in place of 367.83 亿元 (2023H1); result unknown",
            'period = "2023H1", value = 367.83, replaces = "h7qk2m9x", '
            'source = "s#2", note = "first half"',
        ),
        (
            ("correct", "gdp", "--retract", "--note", "of another district"),
            "gdp: retracted, 2024, in place of 900 亿元 (2024); result unknown",
            'period = "2024", replaces = "h7zz2222", note = "of another district"',
        ),
        (
            ("correct", "r1111111", "--on", "2023-02-01"),
            "road: done: plan, 2023-02-01, in place of done: plan (2023-01-31); open",
            'on = 2023-02-01, done = "plan", replaces = "r1111111"',
        ),
        (
            ("correct", "road", "60%"),
            "road: 60%, 2023-01-31, in place of done: plan (2023-01-31); open",
            'on = 2023-01-31, percent = 60, replaces = "r1111111"',
        ),
    ],
)
def test_a_correction_is_one_new_row(
    goaltrack: Run, ledger: Path, args: tuple[str, ...], said: str, row: str
) -> None:
    """The corrected entry stays as it is; the new one names it, and holds."""
    ran = goaltrack(*args)
    assert (ran.code, ran.out) == (0, said + "\n")
    [line] = lines(ledger)
    assert line.startswith("+   { id = ")
    by = ', by = "me"' if "--by" in args else ""
    assert line.endswith(f", {row}, recorded = 2026-11-25{by} }},")
    log = json.loads(goaltrack("log", "--json").out)["entries"]
    assert log


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("correct", "h7", "5"), 3, "no entry or goal is called 'h7'"),
        (
            ("correct", "h7xx", "5"),
            3,
            "no entry or goal is called 'h7xx'; did you mean",
        ),
        (("correct", "gdp", "+5"), 2, "'+5' would be added, and h7zz2222 is a figure"),
        (("set", "gdp", "note=a", "note=b"), 2, "'note' is said more than once"),
        (
            ("set", "gdp", "note=a", "--unset", "note"),
            2,
            "'note' is said more than once",
        ),
        (("new", "x", "--title", "x", "title=y"), 2, "'title' is said more than once"),
        (("correct", "steps", "5"), 3, "steps has no figure yet"),
        (
            ("correct", "weight", "5"),
            3,
            "the last entry of weight (2023-01-01) has no id",
        ),
        (("correct", "h7zz2222"), 2, "what should h7zz2222 have said?"),
        (("correct", "h7zz2222", "--retract"), 2, "--retract takes an entry out"),
        (("correct", "h7zz2222", "5km"), 3, "'5km' does not fit gdp"),
        (("correct", "h7zz2222", "--period", "2023..2024"), 2, "gdp starts again"),
        (
            ("correct", "h7zz2222", "--on", "2024-01-01", "--period", "2024"),
            2,
            "--on and",
        ),
        (("correct", "r1111111", "5"), 2, "road is a milestone: it has no figure"),
        (("correct", "road", "120%"), 2, "road is a milestone: it has no figure"),
        (
            ("set", "gdp", "target=+500", "--slip"),
            2,
            "the target '+500' is relative, and gdp has no baseline",
        ),
        (("show", "status:met"), 3, "no goal is called 'status:met'"),
        (("set", "gdp", "target"), 2, "'target' is not KEY=VALUE"),
        (("set", "gdp", "targte=5"), 2, "a goal has no key 'targte'; did you mean"),
        (("set", "gdp", "progress=5"), 2, "'progress' is not set like this"),
        (("set", "gdp", "--unset", "steps"), 2, "'steps' is not set like this"),
        (("set", "gdp", "note="), 2, "note is empty, or longer than"),
        (("set", "gdp"), 2, "set what of gdp?"),
        (("set", "gdp", "target=5"), 2, "a promise of gdp would change"),
        (("set", "gdp", "target=5", "--reason", " "), 2, "--reason takes a text"),
        (("set", "gdp", "target=x", "--slip"), 2, "'x' is not an amount"),
        (("set", "gdp", "target=5km", "--slip"), 3, "'5km' does not fit gdp"),
        (("set", "gdp", "due=soon", "--slip"), 2, "'soon' is not a day or period"),
        (("set", "gdp", "lag=1.5"), 3, "goal gdp, lag: this must be a whole number"),
        (
            ("set", "gdp", "--unset", "target", "--slip"),
            3,
            "goal gdp: a year-total needs",
        ),
        (("set", "gdp", "source=none"), 3, "no source called 'none'"),
        (("set", "gdp", "parent=none"), 2, "take the parent away: --unset parent"),
        (("set", "gdp", "deadline=2026"), 2, "did you mean 'due'?"),
        (("set", "gdp", "parent=gdp"), 3, "goal gdp, parent: a goal cannot be its own"),
        (("set", "nope", "note=x"), 3, "no goal is called 'nope'"),
        (("drop", "gdp"), 2, "there is no terminal to ask on"),
        (("drop", "nope", "--reason", "x"), 3, "no goal is called 'nope'"),
        (("drop", "gdp", "--reason", ""), 2, "--reason takes a text"),
        (("new", "gdp", "--title", "x", "--kind", "level"), 3, "there is a goal gdp"),
        (
            ("new", "g_p", "--title", "x", "--kind", "level"),
            2,
            "'g_p' cannot be the id",
        ),
        (("new", "x", "--title", "x"), 2, "a new goal needs --kind, --target"),
        (("new",), 2, "a new goal needs GOAL, --title, --kind, --target"),
        (
            ("new", "x", "--title", "x", "--kind", "level", "aim=up", "--target", "5"),
            3,
            'goal x, target: aim = "up" has no target',
        ),
        (("undo",), 3, "this machine has nothing to take back"),
        (("undo", "--redo"), 3, "this machine has nothing to take back"),
        (("add", "gdp"), 2, "gdp: there is nothing to record"),
        (("ask",), 2, "there is no terminal to ask on"),
    ],
)
def test_refusals_change_nothing(
    goaltrack: Run, ledger: Path, args: tuple[str, ...], code: int, said: str
) -> None:
    """A refused command says why in a sentence, and the file is as it was."""
    ran = goaltrack(*args)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith(f"error: {said}") or said in ran.err
    assert ledger.read_text(encoding="utf-8") == TEXT


def test_a_correction_says_the_same_kind_of_thing(goaltrack: Run, ledger: Path) -> None:
    """A change is corrected by a change, and a figure by a figure."""
    goaltrack("add", "steps", "10", "--on", "2026-01-01")
    goaltrack("add", "steps", "+12.5", "--on", "2026-01-02")
    assert goaltrack("correct", "steps", "13.5").out == (
        "steps: +13.5, now 23.5 of 100, 2026-01-02, in place of +12.5 (2026-01-02); no deadline, gap 76.5\n"
    )
    goaltrack("add", "weight", "80")
    goaltrack("add", "weight", "+2", "--on", "2026-11-26")
    ran = goaltrack("correct", "weight", "3")
    assert (ran.code, ran.out) == (2, "")
    assert " is a change (+2), and '3' looks like a figure\n" in ran.err
    assert goaltrack("undo", "-y").code == 0
    ran = goaltrack("correct", "weight", "-1")
    assert (ran.code, ran.out) == (2, "")
    assert "'-1' would be added, and " in ran.err
    assert goaltrack("correct", "weight", "=-1").out.startswith("weight: -1 kg, 2026-")
    rows = [line.split(", replaces")[0] for line in lines(ledger) if "replaces" in line]
    assert [row.rpartition(", ")[2] for row in rows] == ["value = -1", "change = 13.5"]


def test_a_change_makes_the_figure_of_its_day(goaltrack: Run) -> None:
    """An added change is told with the total of today, or of a day to come."""
    for value, day in (("10", "2026-01-01"), ("+5", "2026-03-01")):
        goaltrack("add", "steps", value, "--on", day)
    ran = goaltrack("add", "steps", "+1", "--on", "2026-02-01")
    assert ran.out.startswith("steps: +1, now 16 of 100, 2026-02-01; ")
    ran = goaltrack("add", "steps", "+7", "--on", "2027-01-01")
    assert ran.out.startswith("steps: +7, now 23 of 100, 2027-01-01; ")


def test_a_milestone_of_all_is_done(goaltrack: Run, ledger: Path) -> None:
    """100% says that it is done, as `done` does."""
    assert goaltrack("add", "road", "100%").out == "road: done, 2026-11-25; met\n"
    assert "done = true" in lines(ledger)[-1]
    assert goaltrack("add", "road", "101%").code == 2


def test_figures_are_not_converted(goaltrack: Run) -> None:
    """Where figures are read otherwise from now on, that is said."""
    said = 'note: the figures stay as they are, and are read as unit = "g"\n'
    ran = goaltrack("set", "weight", "unit=g")
    assert (ran.code, "with --slip" in ran.err) == (2, True)
    assert goaltrack("set", "weight", "unit=g", "--slip").err == said
    assert goaltrack("set", "steps", "unit=km").err == ""


def test_what_goes_without_saying(goaltrack: Run, ledger: Path) -> None:
    """Two numbers are a range to stay in; a unit behind the target is the goal's."""
    words = ("--title", "T", "--kind", "level", "--target")
    assert goaltrack("new", "a", *words, "60..65").code == 0
    assert goaltrack("new", "b", *words, "5,000 EUR").out.splitlines()[-1] == (
        "its first figure is where progress counts from; from another: "
        "`goaltrack set b baseline=0@2026-11-25`"
    )
    assert goaltrack("new", "c", *words, "1.2k").code == 0
    said = [
        line[2:] for line in lines(ledger) if "=" in line and "progress" not in line
    ]
    assert [line for line in said if line.split()[0] in ("aim", "unit", "target")] == [
        "target = [60, 65]",
        'aim = "within"',
        'unit = "EUR"',
        "target = 5000",
        "target = 1200",
    ]


def test_what_was_corrected_is_corrected_no_more(goaltrack: Run) -> None:
    """The correction is what a further correction must name."""
    goaltrack("correct", "h7zz2222", "901")
    ran = goaltrack("correct", "h7zz2222", "902")
    assert ran.code == 3
    name = ran.err.split("by ")[1].split("\n")[0]
    assert goaltrack("correct", name, "902").code == 0
    assert goaltrack("correct", "gdp", "903").out.startswith("gdp: 903 亿元, 2024, ")
    assert goaltrack("check").out == ""


def test_a_note_and_a_percentage_are_entries_too(goaltrack: Run, ledger: Path) -> None:
    """`add` takes a note alone, and how far a milestone is."""
    assert goaltrack("add", "gdp", "--note", "a meeting").out == (
        "gdp: noted, 2026-11-25; result unknown\n"
    )
    assert goaltrack("add", "road", "60%").out.startswith("road: 60%, 2026-11-25; open")
    rows = [line.partition(", ")[2] for line in lines(ledger)]
    assert rows == [
        'on = 2026-11-25, note = "a meeting", recorded = 2026-11-25 },',
        "on = 2026-11-25, percent = 60, recorded = 2026-11-25 },",
    ]


SETTINGS = [
    (
        (
            'title=A "new" title',
            "tags=a，b, c",
            "every=half-year",
            "lag=20",
            "weight=1.5",
        ),
        [
            '- title = "GDP" # of the district',
            '+ title = "A \\"new\\" title" # of the district',
            '+ tags = ["a", "b", "c"]',
            '+ every = "half-year"',
            "+ lag = 20",
            "+ weight = 1.5",
        ],
    ),
    (
        ("target=1,100亿元", "--reason", "a new plan", "--on", "2024-03-01"),
        [
            "- target = 1000",
            "+ target = 1100",
            "+ revisions = [",
            '+   { on = 2024-03-01, target = 1000, reason = "a new plan" },',
            "+ ]",
        ],
    ),
    (
        ("due=十四五", "target=11000000万元", "--reason", "again"),
        [
            "- target = 1000",
            "+ target = 1100",
            '- due = "2025"',
            '+ due = "十四五"',
            "+ revisions = [",
            '+   { on = 2026-11-25, due = "2025", target = 1000, reason = "again" },',
            "+ ]",
        ],
    ),
    (("due=2025-12-31", "--slip"), ['- due = "2025"', "+ due = 2025-12-31"]),
    (("due=end of 2026", "--slip"), ['- due = "2025"', "+ due = 2026-12-31"]),
    (
        ("target=900..1000", "aim=within", "--slip"),
        ["- target = 1000", "+ target = [900, 1000]", '+ aim = "within"'],
    ),
    (("baseline=800@2022",), ['+ baseline = { period = "2022", value = 800 }']),
    (("start=yesterday",), []),
    (
        ("source=s#3", "note=x", "owner=me", "group=g"),
        ['+ source = "s#3"', '+ note = "x"', '+ owner = "me"', '+ group = "g"'],
    ),
]


@pytest.mark.parametrize(("args", "wanted"), SETTINGS)
def test_fields_are_set_in_their_lines(
    goaltrack: Run, ledger: Path, args: tuple[str, ...], wanted: list[str]
) -> None:
    """Each field is one line; a changed promise keeps the old one with its reason."""
    ran = goaltrack("set", "gdp", *args)
    found = [line for line in lines(ledger) if not line.startswith("?")]
    assert sorted(found) == sorted(wanted)
    assert ran.code == (0 if wanted else 3)
    if wanted:
        assert goaltrack("undo", "-y").code == 0
        assert ledger.read_text(encoding="utf-8") == TEXT


def test_a_level_counts_from_a_day(goaltrack: Run, ledger: Path) -> None:
    """A baseline is a day's, or a period's; today if none is said."""
    goaltrack("set", "weight", "baseline=80kg@2023-01-01")
    goaltrack("set", "weight", "aim=below", "unit=kg", "--slip")
    assert "+ baseline = { on = 2023-01-01, value = 80 }" in lines(ledger)
    assert '+ aim = "below"' in lines(ledger)
    assert goaltrack("set", "weight", "baseline=81", "--dry-run").code == 0
    assert goaltrack("set", "weight", "unit=kg").out == (
        "weight: nothing was changed; no deadline, gap 5 kg\n"
    )


def test_a_goal_is_given_up_and_taken_up(goaltrack: Run, ledger: Path) -> None:
    """`drop` says when and why, once; `set --unset` takes it back."""
    ran = goaltrack("drop", "gdp", "--reason", 'no "data"', "--on", "2024-01-01")
    assert ran == Ran(0, 'gdp: no "data", 2024-01-01; dropped\n', "")
    assert lines(ledger) == [
        '+ dropped = { on = 2024-01-01, reason = "no \\"data\\"" }'
    ]
    assert goaltrack("drop", "gdp", "--reason", "x").code == 3
    assert goaltrack("drop", "weight", "--pause", "--reason", "ill") == Ran(
        0,
        "weight: ill, 2026-11-25; paused\n",
        "`goaltrack drop weight --resume` goes on with it\n",
    )
    assert goaltrack("set", "weight", "--unset", "paused").code == 0
    assert goaltrack("set", "gdp", "--unset", "dropped").code == 0
    assert lines(ledger) == []


def test_a_new_goal_is_a_block_of_its_own(goaltrack: Run, ledger: Path) -> None:
    """`new` adds a goal behind the others, in a good order, ready for figures."""
    ran = goaltrack(
        "new", "run", "start=2026-01-01", "owner=me", "--due", "2026", "--unit", "km",
        "--kind", "total", "--title", "Run", "--target", "600km",
    )  # fmt: skip
    assert ran == Ran(
        0,
        "run: added to goals.toml, promised: ≥600 km, 2026; no data yet\n"
        "record a figure with `goaltrack add run VALUE`\n",
        "",
    )
    assert ledger.read_text(encoding="utf-8") == TEXT + (
        '\n[goals.run]\ntitle = "Run"\nkind = "total"\nunit = "km"\ntarget = 600\n'
        'due = "2026"\nstart = 2026-01-01\nowner = "me"\nprogress = [\n]\n'
    )
    assert goaltrack("add", "run", "+5").out.startswith(
        "run: +5 km, now 5 km of 600 km"
    )
    assert len(lines(ledger)) == 12
    made = goaltrack(
        "new", "race", "--title", "Race", "--kind", "milestone", "--lang", "zh"
    )
    assert made.out.splitlines()[1] == "完成时：goaltrack done race"


@pytest.mark.parametrize(
    "args",
    [
        ("correct", "h7zz2222", "901"),
        ("set", "gdp", "note=x"),
        ("drop", "gdp", "--reason", "x"),
        ("new", "x", "--title", "x", "--kind", "milestone"),
        ("add", "steps", "5"),
        ("done", "road", "build"),
    ],
)
def test_a_dry_run_is_a_diff(
    goaltrack: Run, ledger: Path, args: tuple[str, ...]
) -> None:
    """--dry-run shows a diff that patch would take, and writes nothing, nowhere."""
    ran = goaltrack(*args, "--dry-run")
    assert (ran.code, ran.err) == (0, "nothing was written\n")
    assert ran.out.startswith("--- goals.toml\n+++ goals.toml\n@@ ")
    assert ledger.read_text(encoding="utf-8") == TEXT
    assert not (ledger.parent / ".local").exists()
    goaltrack(*args)
    undone = goaltrack("undo", "--dry-run")
    assert undone.err == "nothing was written\n"
    assert undone.out.startswith("--- goals.toml\n+++ goals.toml\n@@ ")
    assert ledger.read_text(encoding="utf-8") != TEXT


CHANGES = [
    ("add", "steps", "5"),
    ("add", "steps", "+1", "--note", "n"),
    ("correct", "h7qk2m9x", "368"),
    ("done", "road", "build"),
    ("set", "gdp", "target=1100", "--reason", "r"),
    ("set", "gdp", "owner=me", "--unset", "unit", "--slip"),
    ("drop", "weight", "--reason", "r"),
    ("new", "x", "--title", "X", "--kind", "milestone"),
    ("done", "x"),
]


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_undo_goes_back_step_by_step_and_redo_forth(
    goaltrack: Run, ledger: Path, eol: str
) -> None:
    """Each undo gives the file as it was before, to the byte; each redo as it was."""
    ledger.write_bytes(("\ufeff" + TEXT.rstrip().replace("\n", eol)).encode())
    states = [ledger.read_bytes()]
    for change in CHANGES:
        assert goaltrack(*change).code == 0
        states.append(ledger.read_bytes())
    for state in reversed(states[:-1]):
        assert goaltrack("undo", "-y").code == 0
        assert ledger.read_bytes() == state
    for state in states[1:]:
        assert goaltrack("undo", "--redo", "-y").code == 0
        assert ledger.read_bytes() == state
    goaltrack("undo", "-y")
    goaltrack("add", "steps", "9")
    assert goaltrack("undo", "--redo", "-y").code == 3


def test_undo_leaves_alone_what_came_since(goaltrack: Run, ledger: Path) -> None:
    """A change is taken back although others were made elsewhere; not in its place."""
    goaltrack("add", "steps", "5")
    text = ledger.read_text(encoding="utf-8")
    ledger.write_text(text.replace("# ours", "# theirs"), encoding="utf-8")
    assert goaltrack("undo", "-y").code == 0
    after = ledger.read_text(encoding="utf-8")
    assert "# theirs" in after
    assert "change = 5" not in after
    goaltrack("add", "steps", "6")
    text = ledger.read_text(encoding="utf-8")
    ledger.write_text(text.replace("change = 6", "change = 7"), encoding="utf-8")
    ran = goaltrack("undo", "-y")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("error: 'add steps' cannot be taken back: goals.toml has")
    assert "change = 7" in ledger.read_text(encoding="utf-8")


def test_undo_shows_and_asks(goaltrack: Run, ledger: Path) -> None:
    """`undo` first shows what goes; where nobody can be asked, -y must say yes."""
    goaltrack("add", "steps", "5", "--on", "2026-11-01")
    ran = goaltrack("undo")
    assert ran.code == 2
    assert ran.err == "error: there is no terminal to ask on\nsay --yes\n"
    assert "\n-progress = [\n" in ran.out
    assert "change = 5" in ledger.read_text(encoding="utf-8")
    done = goaltrack("undo", "-y", "--lang", "zh")
    assert done.out.splitlines()[-1].startswith("已撤销 ")


def test_a_vanished_entry_is_missed(goaltrack: Run, ledger: Path) -> None:
    """`check` tells of an entry that this machine wrote, until it is told to forget."""
    goaltrack("add", "gdp", "990", "--period", "2025")
    assert goaltrack("check").out == ""
    [line] = lines(ledger)
    ledger.write_text(TEXT, encoding="utf-8")
    ran = goaltrack("check")
    assert ran.code == 0
    [said] = [each for each in ran.out.splitlines() if "this machine" in each]
    assert said.startswith("goals.toml:8:8: warning: goal gdp: entry ")
    assert line[4:].rstrip(",") in said
    assert goaltrack("check", "--strict").code == 4
    found = json.loads(goaltrack("check", "--json").out)
    assert "this machine" in json.dumps(found)
    ran = goaltrack("check", "--forget")
    assert ran.err.endswith(" forgotten\n")
    assert "this machine" not in goaltrack("check").out


def test_a_state_folder_that_cannot_be_written(
    goaltrack: Run, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The figure is recorded all the same, and it is said what is lost."""
    goaltrack("add", "steps", "5")
    ledger.write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr("goaltrack.ledger.journal.os.open", _refuse_journal)
    ran = goaltrack("add", "steps", "6")
    assert ran.code == 0
    assert ran.err == (
        "warning: this change cannot be taken back with undo: Permission denied\n"
    )
    assert "change = 6" in ledger.read_text(encoding="utf-8")
    ran = goaltrack("check", "--forget")
    assert (ran.code, ran.err.split(": ")[1][:12]) == (5, "cannot write")


_open = os.open


def _refuse_journal(path: str, *args: int) -> int:
    if path.endswith(".journal"):
        raise PermissionError(13, "Permission denied")
    return _open(path, *args)


def test_the_last_figure_is_meant_not_the_last_remark(
    goaltrack: Run, ledger: Path
) -> None:
    """`correct GOAL` passes over notes; several ids that begin alike are told."""
    goaltrack("add", "steps", "5", "--on", "2026-02-01")
    goaltrack("add", "steps", "--note", "rest", "--on", "2026-02-03")
    assert goaltrack("correct", "steps", "6").out.startswith(
        "steps: +6, now 6 of 100, 2026-02-01"
    )
    text = ledger.read_text(encoding="utf-8").replace("h7zz2222", "h7qzzzzz")
    ledger.write_text(text, encoding="utf-8")
    ran = goaltrack("correct", "h7q", "6")
    assert (ran.code, ran.err) == (
        3,
        "error: several entries begin with 'h7q': h7qk2m9x, h7qzzzzz\n"
        "say more of the id\n",
    )


def test_what_is_done_no_more_can_be_done_again(goaltrack: Run) -> None:
    """`done` is refused only of what is done still."""
    goaltrack("add", "road", "60%")
    assert goaltrack("done", "road", "--on", "yesterday").code == 0
    assert goaltrack("done", "road").out.endswith("; met\n")
    assert goaltrack("done", "road").code == 3


def test_a_change_that_cannot_be_taken_back_stands_in_nobodys_way(
    goaltrack: Run, ledger: Path
) -> None:
    """`undo --skip` goes past it, and those before can be taken back."""
    goaltrack("add", "steps", "5")
    goaltrack("add", "weight", "70")
    text = ledger.read_text(encoding="utf-8")
    ledger.write_text(text.replace("value = 70", "value = 71"), encoding="utf-8")
    assert goaltrack("undo", "-y").code == 3
    assert goaltrack("undo", "--skip").code == 0
    assert goaltrack("undo", "-y").code == 0
    text = ledger.read_text(encoding="utf-8")
    assert "value = 71" in text
    assert "value = 5," not in text
    ledger.parent.joinpath(".local").rename("elsewhere")
    ledger.parent.joinpath(".local").write_text("", encoding="utf-8")
    goaltrack("add", "steps", "5")
    assert goaltrack("undo", "--skip").code == 3


def test_an_edit_is_taken_back_though_others_wrote(
    goaltrack: Run, ledger: Path
) -> None:
    """An editor's change of a goal can be undone after others wrote to the file."""
    assert goaltrack("edit", env={"EDITOR": "sed -i s/75/74/"}).code == 0
    text = ledger.read_text(encoding="utf-8")
    ledger.write_text(f"# by hand\n{text}", encoding="utf-8")
    assert goaltrack("undo", "-y").code == 0
    assert ledger.read_text(encoding="utf-8") == f"# by hand\n{TEXT}"


def test_a_first_revision_goes_as_it_came(goaltrack: Run, ledger: Path) -> None:
    """Taking back a changed promise leaves no empty array, whatever came since."""
    goaltrack("set", "gdp", "target=1100", "--reason", "r")
    text = ledger.read_text(encoding="utf-8")
    ledger.write_text(f"# by hand\n{text}", encoding="utf-8")
    assert goaltrack("undo", "-y").code == 0
    assert ledger.read_text(encoding="utf-8") == f"# by hand\n{TEXT}"
