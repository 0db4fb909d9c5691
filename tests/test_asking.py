"""Questions on a terminal: ask, new, undo, drop, edit, and slips."""

from pathlib import Path

import pytest

from conftest import Run
from terminal import interrupted, typed

TEXT = """format = 1
[goals.gdp]
title = "GDP"
kind = "year-total"
unit = "亿元"
target = 1000
due = "2025"
every = "half-year"
progress = [
  { id = "h7qk2m9x", period = "2023H1", value = 367.83 },
]

[goals.weight]
title = "Weight"
kind = "level"
unit = "kg"
target = 75
progress = [
]

[goals.road]
title = "Road"
kind = "milestone"
due = "2025"
steps = [{ id = "plan" }, { id = "build" }]
progress = [
]
"""


@pytest.fixture(autouse=True)
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "goals.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def rows(path: Path) -> list[str]:
    """The fields of the new rows, without their ids and days of recording."""
    text = path.read_text(encoding="utf-8")
    found = [line for line in text.splitlines() if line not in TEXT.splitlines()]
    return [line.partition('", ')[2].rpartition(", recorded")[0] for line in found]


def test_each_missing_figure_is_asked_for(ledger: Path) -> None:
    """`ask` goes through what is missing; what cannot be read is asked again."""
    ran = typed("ask", answers="998\n\nplan\n2025-05-01\nabc\n\n80kg\n\n")
    assert ran.code == 0
    assert [line for line in ran.out.splitlines() if line.startswith("[")] == [
        "[1/3] gdp: GDP (result missing for 329 days)",
        "[2/3] road: Road (result missing for 329 days)",
        "[3/3] weight: Weight (no figure yet)",
    ]
    assert "'abc' is not an amount" in ran.err
    assert rows(ledger) == [
        'period = "2025", value = 998',
        "on = 2026-11-25, value = 80",
        'on = 2025-05-01, done = "plan"',
    ]


def test_figures_are_passed_over_and_the_rest_left(ledger: Path) -> None:
    """Enter passes one over, q ends; a dry run writes nothing."""
    assert typed("ask", answers="\ny\n\nq\n").code == 0
    assert rows(ledger) == ["on = 2026-11-25, done = true"]
    before = ledger.read_bytes()
    ran = typed("ask", "weight", "--dry-run", answers="80\n\n")
    assert "value = 80" in ran.out
    assert ledger.read_bytes() == before
    assert typed("ask", "road").out == "nothing is needed\n"


def test_the_period_that_is_due_is_offered(ledger: Path) -> None:
    """Where figures come half-yearly, the next half year is what is meant."""
    ran = typed("ask", "gdp", answers="800\n\n", env={"GOALTRACK_TODAY": "2024-02-01"})
    assert "[2023]" in ran.err
    assert rows(ledger) == ['period = "2023", value = 800']


def test_a_new_goal_is_asked_for(ledger: Path) -> None:
    """`new` asks for all that is missing, and again for what it cannot read."""
    answers = "Run 600 km\nG_p\ngdp\nrun\nsum\ntotal\nkm\nx\n600\nat best\nat least\n2026\nMe\n"
    ran = typed("new", answers=answers)
    assert ran.code == 0
    assert "'G_p' cannot be the id" in ran.err
    assert "there is a goal gdp already" in ran.err
    assert "level, rate, total, year-total, milestone" in ran.err
    assert "'x' is not an amount" in ran.err
    assert "at-least, above, at-most, below, within" in ran.err
    assert ledger.read_text(encoding="utf-8") == TEXT + (
        '\n[goals.run]\ntitle = "Run 600 km"\nkind = "total"\nunit = "km"\n'
        'target = 600\naim = "at-least"\ndue = "2026"\nowner = "Me"\n'
        "progress = [\n]\n"
    )
    ran = typed("new", "race", "--kind", "milestone", answers="First race\n\n\n")
    assert ran.code == 0
    assert 'title = "First race"\nkind = "milestone"\n' in ledger.read_text("utf-8")


def test_a_level_is_asked_where_it_stands(ledger: Path) -> None:
    """Direction and start value are asked of a level, unless the target says which."""
    answers = "Lose weight\n\nlevel\nkg\n75\n不超过\n85@2026-01-01\n2026\n\n"
    assert typed("new", answers=answers).code == 0
    text = ledger.read_text(encoding="utf-8").partition("[goals.lose-weight]")[2]
    assert 'target = 75\naim = "at-most"\n' in text
    assert "baseline = { on = 2026-01-01, value = 85 }" in text
    answers = "Grow\n\nlevel\nkg\n+7%/year\n100@2025\n2030\n\n"
    assert typed("new", answers=answers).code == 0


def test_yes_and_no(ledger: Path) -> None:
    """A no to `undo` leaves the entry where it is, and a yes takes it out."""
    typed("add", "weight", "80")
    ran = typed("undo", answers="n\n")
    assert ran.code == 3
    assert ran.err.endswith("nothing was written\n")
    assert rows(ledger) == ["on = 2026-11-25, value = 80"]
    assert typed("undo", answers="y\n").code == 0
    assert rows(ledger) == []


def test_a_slip_is_questioned(ledger: Path) -> None:
    """A figure ten times the one before is written only if it is meant."""
    typed("add", "weight", "80", "--on", "2026-01-01")
    ran = typed("add", "weight", "800", answers="n\n")
    assert ran.code == 3
    assert "did you mean 80 kg?" in ran.err
    assert typed("add", "weight", "800", answers="y\n").code == 0
    assert rows(ledger)[-1] == "on = 2026-11-25, value = 800"


def test_a_reason_is_asked_for(ledger: Path) -> None:
    """`drop` asks why; the answer is what the ledger keeps."""
    assert typed("drop", "weight", answers="\n \nno more\n").code == 2
    assert typed("drop", "weight", answers="no more\n").code == 0
    assert 'reason = "no more"' in ledger.read_text(encoding="utf-8")
    assert "rest?" in typed("drop", "road", "--pause", answers="ill\n").err


def test_ctrl_c_is_quiet(ledger: Path) -> None:
    """Whoever is asked may interrupt: nothing is written, the code is 130."""
    for command in (("ask",), ("new",), ("drop", "weight")):
        ran = interrupted(*command)
        assert ran.code == 130, ran
        assert "Traceback" not in ran.err
    assert ledger.read_text(encoding="utf-8") == TEXT


def test_the_end_of_input_is_no_answer(ledger: Path) -> None:
    """Ctrl-D leaves everything as it was."""
    ran = interrupted("ask", key="\x04")
    assert ran.code == 130
    assert "Traceback" not in ran.err
    assert ledger.read_text(encoding="utf-8") == TEXT


# edit


def edit(goaltrack: Run, script: str, *args: str) -> tuple[int, str, str]:
    """Edit with a program that runs the script on the file that it is given."""
    return goaltrack("edit", *args, env={"VISUAL": f"sh -c '{script}' --"})


def test_what_is_edited_is_checked_and_written(goaltrack: Run, ledger: Path) -> None:
    """A sound text takes the ledger's place, and can be taken back."""
    assert edit(goaltrack, "sed -i s/75/74/ $1") == (0, "goals.toml written\n", "")
    assert "target = 74" in ledger.read_text(encoding="utf-8")
    assert goaltrack("undo", "-y").code == 0
    assert ledger.read_text(encoding="utf-8") == TEXT
    assert edit(goaltrack, "true") == (0, "", "nothing was changed\n")
    ran = edit(goaltrack, "sed -i s/75/74/ $1", "--dry-run")
    assert "+target = 74" in ran[1]
    assert ledger.read_text(encoding="utf-8") == TEXT
    assert list(ledger.parent.glob(".local/state/goaltrack/edit-*")) == []


@pytest.mark.parametrize(
    ("editor", "words"),
    [
        ("vim", "+19 FILE"),
        ("nano -w", "-w +19 FILE"),
        ("code", "--wait --goto FILE:19"),
        ("hx", "FILE:19"),
        ("other", "FILE"),
    ],
)
def test_the_editor_opens_at_the_goal(
    goaltrack: Run,
    ledger: Path,
    monkeypatch: pytest.MonkeyPatch,
    editor: str,
    words: str,
) -> None:
    """Each editor is told the line in its own way, as arguments, by no shell."""
    assert ledger.exists()
    name, *options = editor.split()
    script = ledger.parent / name
    script.write_text('#!/bin/sh\nfor word; do echo "$word" >> said; done\n')
    script.chmod(0o755)
    monkeypatch.setenv("EDITOR", " ".join([str(script), *options]))
    text = TEXT.replace("[goals.gdp]", "# one\n\n\n\n\n\n[goals.gdp]", 1)
    ledger.write_text(text, encoding="utf-8")
    assert goaltrack("edit", "weight").code == 0
    said = (ledger.parent / "said").read_text().splitlines()
    copy = said[-1].partition(":")[0]
    assert [word.replace(copy, "FILE") for word in said] == words.split()
    assert goaltrack("edit", "wieght").code == 3


def test_what_is_no_ledger_is_kept_beside_it(goaltrack: Run, ledger: Path) -> None:
    """A text that is wrong is not taken, and not lost."""
    code, out, err = edit(goaltrack, "sed -i s/title/tilte/ $1")
    assert (code, out) == (4, "")
    assert "goals.toml:3:1: goal gdp: unknown key 'tilte'; did you mean 'title'?" in err
    [kept] = ledger.parent.glob("goals.toml.rej-*")
    assert f"what you wrote is in goals.toml.rej-{kept.name[15:]}\n" in err
    assert kept.read_text(encoding="utf-8") == TEXT.replace("title", "tilte")
    assert ledger.read_text(encoding="utf-8") == TEXT
    edit(goaltrack, "sed -i s/title/tilte/ $1")
    assert len(list(ledger.parent.glob("goals.toml.rej-*"))) == 2


def test_what_is_wrong_is_edited_again(ledger: Path) -> None:
    """On a terminal the editor is opened once more, at the line that is wrong."""
    script = "sed -i -e s/75/7x/ -e t -e s/7x/74/ $1"
    ran = typed("edit", answers="y\n", env={"EDITOR": f"sh -c '{script}' --"})
    assert ran.code == 0
    assert "goals.toml:17:11: not TOML" in ran.err
    assert "target = 74" in ledger.read_text(encoding="utf-8")


def test_a_broken_ledger_can_be_put_right(goaltrack: Run, ledger: Path) -> None:
    """A ledger that no other command reads can be edited all the same."""
    ledger.write_text(TEXT + "<<<<<<< ours\n", encoding="utf-8")
    assert goaltrack("status").code == 4
    assert edit(goaltrack, 'sed -i "/^<<</d" $1')[0] == 0
    assert ledger.read_text(encoding="utf-8") == TEXT
    ran = goaltrack("undo", "-y")
    assert ran.code == 3
    assert "goals.toml would be no sound ledger then" in ran.err
    assert goaltrack("undo", "--skip").out.endswith(" stays, and undo goes past it\n")
    assert goaltrack("undo").err.startswith("error: this machine has nothing")
    ledger.write_bytes(b"\xff")
    assert edit(goaltrack, "true")[0] == 4


def test_what_others_wrote_meanwhile_stays(goaltrack: Run, ledger: Path) -> None:
    """An edit and a figure of somebody else are both kept, unless they contradict."""
    other = 'sed -i "s/value = 367.83 }},/&\\n  {{ id = \\"x\\", period = \\"{}\\", value = 1 }},/" {}'
    script = f"sed -i s/75/74/ $1; {other.format('2024', ledger)}"
    assert edit(goaltrack, script)[0] == 0
    text = ledger.read_text(encoding="utf-8")
    assert "target = 74" in text
    assert 'id = "x"' in text
    script = f"sed -i s/74/73/ $1; sed -i s/74/72/ {ledger}"
    code, _, err = edit(goaltrack, script)
    assert code == 5
    assert "was changed by someone else in the same place" in err
    assert "target = 72" in ledger.read_text(encoding="utf-8")
    [kept] = ledger.parent.glob("goals.toml.rej-*")
    assert "target = 73" in kept.read_text(encoding="utf-8")
    ledger.write_text("<<<<<<< x\n", encoding="utf-8")
    script = f"cp {kept} $1; cp {kept} {ledger}; echo >> {ledger}"
    assert edit(goaltrack, script)[0] == 5


@pytest.mark.parametrize("editor", ["false", "no-such-editor", "'", " "])
def test_an_editor_that_fails(goaltrack: Run, ledger: Path, editor: str) -> None:
    """Nothing is written when the editor could not do its work."""
    ran = goaltrack("edit", env={"VISUAL": editor})
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith(f"error: the editor '{editor}' failed: ")
    assert ledger.read_text(encoding="utf-8") == TEXT


def test_no_place_to_edit(goaltrack: Run, ledger: Path) -> None:
    """Without a state folder there is no copy to edit, and that is said."""
    ran = goaltrack("edit", env={"XDG_STATE_HOME": str(ledger), "EDITOR": "true"})
    assert ran.code == 5
    assert ran.err.startswith("error: cannot write ")


def test_vi_needs_a_terminal(goaltrack: Run) -> None:
    """Where no editor is chosen and nobody is there, none is started."""
    ran = goaltrack("edit", env={"EDITOR": "", "VISUAL": ""})
    assert ran.code == 2
    assert "there is no terminal for an editor" in ran.err


def test_whatever_goes_wrong_the_text_is_kept(goaltrack: Run, ledger: Path) -> None:
    """Ctrl-C, an editor that gives up, a ledger that takes no write: it is kept."""
    broken = {"EDITOR": "sed -i s/75/7x/"}
    ran = interrupted("edit", env=broken, after=b"?")
    assert ran.code == 130
    [kept] = ledger.parent.glob("goals.toml.rej-*")
    assert "target = 7x" in kept.read_text(encoding="utf-8")
    kept.unlink()
    script = "grep -q 7x $1 && exit 1; sed -i s/75/7x/ $1"
    ran = typed("edit", answers="y\n", env={"EDITOR": f"sh -c '{script}' --"})
    assert ran.code == 3
    [kept] = ledger.parent.glob("goals.toml.rej-*")
    kept.unlink()
    ledger.chmod(0o444)
    assert edit(goaltrack, "sed -i s/75/74/ $1")[0] == 5
    [kept] = ledger.parent.glob("goals.toml.rej-*")
    assert "target = 74" in kept.read_text(encoding="utf-8")
    assert list(ledger.parent.glob(".local/state/goaltrack/edit-*")) == []
