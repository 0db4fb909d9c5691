"""add and done, on a copy of the project's own ledger."""

import json
import os
import re
import subprocess
from difflib import ndiff
from pathlib import Path

import pytest
from typer.testing import CliRunner

from conftest import Ran, Run
from goaltrack.cli.app import app


def state(run: Run, name: str) -> dict[str, object]:
    goals = json.loads(run("status", name, "--json").out)["goals"]
    assert isinstance(goals[0], dict)
    return goals[0]


def added(before: str, after: str) -> list[str]:
    """The lines that were added; nothing may have been taken away."""
    lines = [d for d in ndiff(before.splitlines(), after.splitlines()) if d[:1] in "+-"]
    assert all(line.startswith("+") for line in lines)
    return [line[2:] for line in lines]


@pytest.mark.parametrize(
    ("args", "said", "row"),
    [
        (
            ("done", "xinqing-avenue", "--on", "2024-10-16"),
            "xinqing-avenue: done, 2024-10-16; met late\n",
            "on = 2024-10-16, done = true, recorded = 2026-11-25",
        ),
        (
            ("add", "gdp", "1,012亿元", "--period", "2025"),
            "gdp: 1,012 亿元, 2025; met\n",
            'period = "2025", value = 1012, recorded = 2026-11-25',
        ),
        (
            ("add", "gdp", "10120000万元", "--period", "2025年"),
            "gdp: 1,012 亿元, 2025; met\n",
            'period = "2025", value = 1012, recorded = 2026-11-25',
        ),
        (
            ("add", "gdp", "998", "--period", "2025"),
            "gdp: 998 亿元, 2025; missed, gap 2 亿元\n",
            'period = "2025", value = 998, recorded = 2026-11-25',
        ),
        (
            ("add", "storage-output", "350", "--period", "2025"),
            "storage-output: 350 亿元, 2025; missed\n",
            'period = "2025", value = 350, recorded = 2026-11-25',
        ),
        (
            ("add", "storage-output", "350.01", "--period", "2025"),
            "storage-output: 350.01 亿元, 2025; met\n",
            'period = "2025", value = 350.01, recorded = 2026-11-25',
        ),
        (
            ("add", "high-tech-firms", "+3", "--on", "-3d", "--by", "me"),
            "high-tech-firms: +3 家, making 683 家, 2026-11-22; tracked\n",
            'on = 2026-11-22, change = 3, recorded = 2026-11-25, by = "me"',
        ),
        (
            ("add", "high-tech-firms", "-2", "--status", "final", "--note", 'a "b"'),
            "high-tech-firms: -2 家, making 678 家, 2026-11-25; tracked\n",
            'on = 2026-11-25, change = -2, status = "final", '
            'note = "a \\"b\\"", recorded = 2026-11-25',
        ),
        (
            ("add", "tech-smes", "940", "--source", "nanfang-2023#18"),
            "tech-smes: 940 家, 2026-11-25; tracked\n",
            'on = 2026-11-25, value = 940, source = "nanfang-2023#18", '
            "recorded = 2026-11-25",
        ),
        (
            ("add", "thousand-yi-parks", "2", "--lang", "zh"),
            "thousand-yi-parks：+2 个，现为 2 个，目标 2 个，2026-11-25；已完成\n",
            "on = 2026-11-25, change = 2, recorded = 2026-11-25",
        ),
    ],
)
def test_one_line_is_added(
    goaltrack: Run, shipped: Path, args: tuple[str, ...], said: str, row: str
) -> None:
    """Recording adds exactly one line to the file and says what became of the goal."""
    before = shipped.read_text(encoding="utf-8")
    assert goaltrack(*args) == Ran(0, said, "")
    [line] = added(before, shipped.read_text(encoding="utf-8"))
    found = re.fullmatch(r'  \{ id = "[a-z0-9]{8}", (.*) \},', line)
    assert found
    assert found[1] == row


def test_git_sees_one_line(goaltrack: Run, shipped: Path) -> None:
    """For git too a recorded figure is one added line."""

    def git(*args: str) -> str:
        who = ("-c", "user.name=t", "-c", "user.email=t@example.org")
        command = ["git", *who, *args]
        return subprocess.run(
            command, check=True, capture_output=True, text=True
        ).stdout

    git("init", "-q", ".")
    git("add", shipped.name)
    git("commit", "-qm", "x")
    for args in (
        ("add", "gdp", "1,012亿元", "--period", "2025"),
        ("add", "storage-output", "350", "--period", "2025"),
        ("done", "xinqing-avenue", "--on", "2024-10-16"),
    ):
        goaltrack(*args)
        assert git("diff", "--numstat").split() == ["1", "0", shipped.name]
        git("commit", "-qam", "x")


def test_what_the_figures_make_of_the_goals(goaltrack: Run, shipped: Path) -> None:
    """Late by 290 days, met with 1,012, missed by 2 with 998."""
    text = shipped.read_text(encoding="utf-8")
    goaltrack("done", "xinqing-avenue", "--on", "2024-10-16")
    assert "迟 290 天" in goaltrack("status", "xinqing-avenue", "--lang", "zh").out
    goaltrack("add", "gdp", "1,012亿元", "--period", "2025")
    assert (state(goaltrack, "gdp")["state"], state(goaltrack, "gdp")["met_on"]) == (
        "met",
        "2025-12-31",
    )
    shipped.write_text(text, encoding="utf-8")
    goaltrack("add", "gdp", "998", "--period", "2025")
    gdp = state(goaltrack, "gdp")
    assert (gdp["state"], gdp["gap"], gdp["colour"]) == ("missed", 2, "red")


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (
            ("add", "gdp", "5", "--period", "2025H1", "--on", "2025-06-30"),
            2,
            "error: --on and --period exclude each other: a figure is true on a day, "
            "or was produced over a period\n",
        ),
        (("add", "nope", "1"), 3, "error: no goal is called 'nope'\n"),
        (
            ("add", "gdb", "1"),
            3,
            "error: no goal is called 'gdb'; did you mean 'gdp'?\n",
        ),
        (
            ("add", "gdp", "abc"),
            2,
            "error: 'abc' is not an amount: there is no number in it\n"
            "write it like 350, 1,234.5, 350亿元, +3\n",
        ),
        (
            ("add", "gdp", "5公里"),
            3,
            "error: '5公里' does not fit gdp, which is counted in 亿元\n"
            "write it in 亿元\n",
        ),
        (
            ("add", "gdp", "5"),
            2,
            "error: gdp adds up inside a year: say what the figure covers\n"
            "for example --period 2026H1 or --period 2026\n",
        ),
        (
            ("add", "gdp", "-5", "--period", "2025"),
            2,
            "error: gdp is a year-total: '-5' cannot be added to its figure\n"
            "write the figure itself, as =-5\n",
        ),
        (
            ("add", "gdp", "5", "--period", "2024..2025"),
            2,
            "error: gdp starts again each year: a figure for 2024..2025 would cover "
            "more than one year\n",
        ),
        (
            ("add", "gdp", "5", "--on", "2025H1"),
            2,
            "error: '2025H1' is longer than a day\n"
            "say one day; a figure may be of a period: --period 2025H1\n",
        ),
        (
            ("add", "gdp", "5", "--period", "2025H3"),
            2,
            "error: '2025H3' is not a day or period: no period is written like this\n"
            "write it like 2026-06-30, 2026-06, 2026Q3, 2026H1, 2026 or 2021..2025; or yesterday, last month, end of year, 3 days ago\n",
        ),
        (
            ("add", "tech-smes", "5", "--source", "nanfang"),
            3,
            "error: the ledger lists no source called 'nanfang'; did you mean "
            "'nanfang-2023'?\ngive its address (--source https://…), or write [sources.nanfang] title = … into the ledger first\n",
        ),
        (
            ("add", "tech-smes", "1234567890123456"),
            3,
            "error: '1234567890123456' would be 1234567890123456 in the ledger: "
            "it holds 15 digits before the point and 9 after it\n",
        ),
        (
            ("add", "red-line-road", "5"),
            2,
            "error: red-line-road is a milestone: it has no figure\n"
            "say `goaltrack done red-line-road` when it is reached, or how far it is, "
            "as 60%\n",
        ),
        (
            ("done", "gdp"),
            3,
            "error: gdp is a year-total, which figures decide\n"
            "say `goaltrack add gdp VALUE`\n",
        ),
        (
            ("done", "county-plan"),
            3,
            "error: county-plan was already done on 2023-04-30\n",
        ),
        (
            ("done", "red-line-road", "bridge"),
            3,
            "error: red-line-road has no step called 'bridge'\n",
        ),
        (
            ("add", "gdp", "5公里", "--lang", "zh"),
            3,
            "错误：“5公里”与 gdp 的单位（亿元）不符\n请换算成亿元再写\n",
        ),
        (
            ("add", "tech-smes", "5\udcff"),
            2,
            "error: an argument is not UTF-8 text: '5\\udcff'\n",
        ),
    ],
)
def test_refusals_change_nothing(
    goaltrack: Run, shipped: Path, args: tuple[str, ...], code: int, said: str
) -> None:
    """A refusal is one clear sentence, its own exit code, and the file as it was."""
    before = shipped.read_bytes()
    assert goaltrack(*args) == Ran(code, "", said)
    assert shipped.read_bytes() == before


def test_a_dry_run_writes_nothing(goaltrack: Run, shipped: Path) -> None:
    """--dry-run shows the line that would be added, and adds it not."""
    before = shipped.read_bytes()
    ran = goaltrack("add", "tech-smes", "940", "--dry-run")
    assert (ran.code, ran.err) == (0, "nothing was written\n")
    lines = ran.out.splitlines()
    assert lines[:2] == ["--- goals.toml", "+++ goals.toml"]
    [row] = [line for line in lines[2:] if line.startswith("+")]
    assert "value = 940" in row
    assert shipped.read_bytes() == before


def test_steps_are_done_one_by_one(goaltrack: Run, tmp_path: Path) -> None:
    """A step is recorded once, and the last one makes the milestone done."""
    (tmp_path / "goals.toml").write_text(
        'format = 1\n[goals.road]\ntitle = "Road"\nkind = "milestone"\ndue = "2027"\n'
        'steps = [{ id = "plan", title = "Plan" }, { id = "build" }]\n',
        encoding="utf-8",
    )
    assert goaltrack("done", "road", "plan").out == (
        "road: done: Plan, 2026-11-25; open\n"
    )
    ran = goaltrack("done", "road", "plan")
    assert (ran.code, ran.err) == (
        3,
        "error: road plan was already done on 2026-11-25\n",
    )
    assert goaltrack("done", "road", "biuld").err == (
        "error: road has no step called 'biuld'; did you mean 'build'?\n"
    )
    assert goaltrack("done", "road", "build").out.endswith("; met\n")


def test_a_ledger_that_takes_no_row(goaltrack: Run, tmp_path: Path) -> None:
    """A form that no row can be added to is refused with the row to add by hand."""
    path = tmp_path / "goals.toml"
    text = 'format = 1\n[goals]\nrun = { title = "Run", kind = "total", target = 5 }\n'
    path.write_text(text, encoding="utf-8")
    ran = goaltrack("add", "run", "5")
    assert ran.code == 4
    assert ran.err.startswith("error: goals.toml:3: the goal has no [goals.run] header")
    assert path.read_text(encoding="utf-8") == text


def test_a_folder_that_cannot_be_written(
    goaltrack: Run, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk refuses, the ledger is as it was and the code is 5."""

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = shipped.read_bytes()
    monkeypatch.setattr(os, "fsync", refuse)
    ran = goaltrack("add", "tech-smes", "940")
    assert (ran.code, ran.err) == (
        5,
        "error: cannot write goals.toml: No space left on device\n",
    )
    assert shipped.read_bytes() == before


@pytest.mark.parametrize(
    ("answer", "code", "rows"),
    [("y\n", 0, 1), ("是\n", 0, 1), ("eh\nn\n", 3, 0), (None, 3, 0)],
)
def test_a_slip_is_questioned(
    shipped: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: str | None,
    code: int,
    rows: int,
) -> None:
    """Ten times the figure before is asked about, and refused where nobody answers."""
    before = shipped.read_text(encoding="utf-8")
    if answer:
        monkeypatch.setattr(
            "typer.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False
        )
    ran = CliRunner().invoke(app, ["add", "tech-smes", "9400"], input=answer)
    assert ran.exit_code == code
    said = "this is about 10 times the figure before; did you mean 940 家?"
    assert said in ran.stderr
    assert ("Record it as it is?" in ran.stderr) is bool(answer)
    assert len(added(before, shipped.read_text(encoding="utf-8"))) == rows


def test_yes_asks_nothing(goaltrack: Run, shipped: Path) -> None:
    """--yes records whatever figure it is given; far less is questioned too."""
    assert shipped.exists()
    assert goaltrack("add", "tech-smes", "9400", "--yes", "--on", "yesterday").err == ""
    assert goaltrack("add", "tech-smes", "94").err == (
        "error: this is about one part in 100 of the figure before; "
        "did you mean 9,400 家?\n"
        "nothing was written: with --yes it is recorded as it is\n"
    )


def test_what_is_doubtful_is_said_at_once(goaltrack: Run, shipped: Path) -> None:
    """A figure that is yet to come is told, one that contradicts others is refused."""
    assert shipped.exists()
    ran = goaltrack("add", "tech-smes", "940", "--on", "tomorrow")
    assert (ran.code, ran.err) == (
        0,
        "note: that day is yet to come; it counts from 2026-11-26 "
        "(what is only expected is --status forecast)\n",
    )
    assert ran.out.endswith("; tracked\n")
    ran = goaltrack(
        "add", "tech-smes", "950", "--on", "tomorrow", "--status", "forecast"
    )
    assert ran.err == "note: that day is yet to come; it counts from 2026-11-26\n"
    ran = goaltrack("add", "gdp", "200", "--period", "2023Q1")
    assert ran.err == ""
    ran = goaltrack("add", "gdp", "200", "--period", "2023Q2")
    assert ran.code == 3
    assert ran.err.startswith("error: this entry says 200, but the others come to ")
    assert goaltrack("add", "gdp", "200", "--period", "2023Q2", "-y").code == 0


@pytest.mark.parametrize("option", ["--note", "--by", "--source"])
@pytest.mark.parametrize("text", ["", "  ", "x" * 10_001])
def test_empty_and_endless_texts_are_refused(
    goaltrack: Run, shipped: Path, option: str, text: str
) -> None:
    """A text that is none, or far too long, is a slip on the command line."""
    before = shipped.read_bytes()
    ran = goaltrack("add", "tech-smes", "940", option, text)
    assert ran == Ran(
        2, "", f"error: {option} takes a text of 1 to 10,000 characters\n"
    )
    assert shipped.read_bytes() == before


def test_a_read_only_ledger_stays(goaltrack: Run, shipped: Path) -> None:
    """A ledger that nobody may write is not replaced behind its back."""
    before = shipped.read_bytes()
    shipped.chmod(0o444)
    ran = goaltrack("add", "tech-smes", "940")
    assert ran == Ran(5, "", "error: cannot write goals.toml: it is read-only\n")
    assert shipped.read_bytes() == before


TOTAL = (
    'format = 1\n[goals.run]\ntitle = "Run"\nkind = "total"\nunit = "km"\ntarget = 600\n'
    'due = "2026"\nprogress = [\n  { id = "a", on = 2026-03-01, value = 40 },\n]\n'
    '[goals.s]\ntitle = "S"\nkind = "level"\ntarget = 9000\nprogress = [\n'
    '  { id = "b", on = 2026-03-01, value = 3000 },\n'
    '  { id = "c", on = 2026-12-01, value = 4000 },\n]\n'
    '[goals.m]\ntitle = "M"\nkind = "milestone"\nprogress = [\n]\n'
)


def test_a_forgotten_sign_is_told(goaltrack: Run, tmp_path: Path) -> None:
    """A total below the figure before is questioned, and one that may be meant as it."""
    (tmp_path / "goals.toml").write_text(TOTAL, encoding="utf-8")
    ran = goaltrack("add", "run", "=7", "--on", "2026-04-01")
    assert "a total does not fall, and 40 km was there before; to put" in ran.err
    assert ran.code == 3
    ran = goaltrack("add", "run", "45", "--on", "2026-04-01")
    assert ran.code == 3
    assert "40 km was the total before, and this makes 85 km of it" in ran.err
    assert "if 45 km is the total by now, write =45" in ran.err
    assert "did you mean" not in goaltrack("add", "run", "+7", "--on", "2026-04-01").err
    assert "did you mean" not in goaltrack("add", "run", "=5", "--on", "2026-02-01").err


def test_a_slip_is_seen_beside_its_neighbours(goaltrack: Run, tmp_path: Path) -> None:
    """A figure is held against that before it in time, also in a dry run and a table."""
    (tmp_path / "goals.toml").write_text(TOTAL, encoding="utf-8")
    ran = goaltrack("add", "s", "35000", "--on", "2026-05-01")
    assert "about 10 times the figure before; did you mean 3,500?" in ran.err
    assert ran.code == 3
    ran = goaltrack("add", "s", "35000", "--on", "2026-05-01", "--dry-run")
    assert "warning: about 10 times the 3000 before: is the unit right?" in ran.err
    (tmp_path / "x.csv").write_text(
        "goal,on,value\ns,2026-05-01,35000\n", encoding="utf-8"
    )
    ran = goaltrack("import", "x.csv")
    assert "warning: s: about 10 times the 3000 before: is the unit right?" in ran.err
    out = goaltrack("check").out
    assert "goal s, entry 3: about 10 times the 3000 before" in out
    # A level that goes on from there has grown, and a tenth is told as well.
    goaltrack("correct", "c", "41000", "-y")
    assert "times the 3000" not in goaltrack("check").out
    goaltrack("add", "s", "300", "--on", "2026-04-01", "-y")
    assert "about a 10th of the 3000 before" in goaltrack("check").out


def test_nothing_is_done_before_its_day(goaltrack: Run, tmp_path: Path) -> None:
    """`done` of a day to come is refused, and nothing is written."""
    path = tmp_path / "goals.toml"
    path.write_text(TOTAL, encoding="utf-8")
    ran = goaltrack("done", "m", "--on", "2026-11-26")
    assert ran.code == 2
    assert ran.err.startswith("error: 2026-11-26 is still to come")
    assert path.read_text(encoding="utf-8") == TOTAL


def test_nothing_chosen_is_not_nothing_there(goaltrack: Run, tmp_path: Path) -> None:
    """A term that holds for no goal says so, on the board and in a report."""
    (tmp_path / "goals.toml").write_text(TOTAL, encoding="utf-8")
    assert goaltrack("status", "gap>100USD").out.endswith(
        "no goals match, of 3 in the ledger\n"
    )
    out = goaltrack("export", "-", "--format", "md", "status:missed").out
    assert "no goals match, of 3 in the ledger" in out


@pytest.mark.parametrize(
    ("unit", "examples"),
    [
        ("%", "5.5, 12%, +0.3"),
        ("h", "7.5, 7:30, 7h30"),
        ("min", "7.5, 0:07:30, 1h30"),
        ("", "350, 1,234.5, 1.2万, +3"),
        ("km", "350, 1,234.5, 350 km, +3"),
    ],
)
def test_examples_are_in_the_unit_of_the_goal(
    goaltrack: Run, tmp_path: Path, unit: str, examples: str
) -> None:
    """What is no amount is answered with amounts as the goal takes them."""
    said = f'unit = "{unit}"\n' if unit else ""
    (tmp_path / "goals.toml").write_text(
        f'format = 1\n[goals.g]\ntitle = "G"\nkind = "level"\n{said}target = 5\n',
        encoding="utf-8",
    )
    ran = goaltrack("add", "g", "much")
    assert (ran.code, ran.err.splitlines()[-1]) == (2, f"write it like {examples}")
