"""What people guess at: words, sources, steps and doubts that are settled at once."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from conftest import Run
from goaltrack.errors import Refused
from goaltrack.ledger.load import load
from goaltrack.model.amount import read
from goaltrack.model.ledger import Aim
from terminal import typed

LEDGER = """format = 1
# The goals.
[goals.run]
title = "Run 20 km a week"
kind = "total"
unit = "km"
target = 20
each = "week"
start = 2026-11-02
progress = [
  { id = "aaaaaaaa", on = 2026-11-10, change = 12 },
  { id = "aaaaaaab", on = 2026-11-11, change = 9 },
]

[goals.parks]
title = "Build 12 parks"
kind = "total"
unit = "parks"
target = 12
start = 2026-01-01
due = "2026"
progress = [
  { id = "baaaaaaa", on = 2026-03-20, change = 4 },
  { id = "baaaaaab", on = 2026-09-15, change = 5 },
]

[goals.road]
title = "A road"
kind = "milestone"
steps = [
  { id = "s1", title = "Paved", due = "2026-03" },
  { id = "s2", title = "Open" },
]
progress = [
]
"""


@pytest.fixture(autouse=True)
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "goals.toml"
    path.write_text(LEDGER, encoding="utf-8")
    return path


def test_a_title_may_stand_behind_the_id(goaltrack: Run, ledger: Path) -> None:
    """`new books "Read 24 books"`, `new objective "Grow"`: as people type it."""
    ran = goaltrack(
        "new", "books", "Read 24", "--kind", "total", "--target", "24 books"
    )
    assert ran.code == 0
    assert goaltrack("new", "objective", "Grow well").code == 0
    goals = load(str(ledger)).ledger.goals
    assert goals["books"].title == "Read 24"
    assert goals["grow-well"].kind.value == "objective"
    assert goaltrack("set", "books", "parent=Grow well").code == 0
    assert load(str(ledger)).ledger.goals["books"].parent == "grow-well"


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (
            ("--kind", "rate", "--target", "<=2% every month"),
            ['unit = "%"', "target = 2", 'aim = "at-most"', 'each = "month"'],
        ),
        (
            ("--kind", "rate", "--target", "7-8 h", "--each", "day"),
            ['unit = "h"', "target = [7, 8]", 'aim = "within"', 'each = "day"'],
        ),
        (("--kind", "rate", "--target", "7h..8h"), ['unit = "h"', "target = [7, 8]"]),
        (
            ("--kind", "level", "--target", "下降13.5%", "--from", "0.4 t/万元@2025"),
            ['unit = "t/万元"', 'target = "-13.5%"'],
        ),
        (("--kind", "rate", "--target", "增长7%左右"), ["target = 7", 'unit = "%"']),
        (("--kind", "level", "--target", "watch"), ['aim = "watch"']),
        (
            ("--kind", "total", "--target", "20 km/week", "--unit", "km/week"),
            ["target = 20"],
        ),
    ],
)
def test_targets_as_people_put_them(
    goaltrack: Run, ledger: Path, words: tuple[str, ...], lines: list[str]
) -> None:
    """Units, ranges, periods and growth are read from the words of the target."""
    ran = goaltrack("new", "x", "X", *words)
    assert ran.code == 0, ran.err
    text = ledger.read_text(encoding="utf-8").partition("[goals.x]")[2]
    assert set(lines) <= set(text.splitlines())


def test_a_start_value_of_today_is_told(goaltrack: Run) -> None:
    """A baseline without a day is of today, and the answer says so."""
    level = ("--kind", "level", "--target")
    ran = goaltrack("new", "weight", "Weight", *level, "<=75 kg", "--from", "85")
    assert "progress counts from 85 as of today" in ran.out
    assert "its first figure" in goaltrack("new", "firms", "Firms", *level, "400").out


def test_a_web_address_becomes_a_source(goaltrack: Run, ledger: Path) -> None:
    """`--source URL` writes the source, once, before the goals and what is above them."""
    url = "https://www.example.org/plan/2026#p4"
    ran = goaltrack("new", "a", "A", "--kind", "milestone", "--source", url)
    assert ran.code == 0
    text = ledger.read_text(encoding="utf-8")
    assert text.startswith(
        'format = 1\n[sources.example-org]\ntitle = "www.example.org/plan/2026#p4"\n'
        f'url = "{url}"\n\n# The goals.\n[goals.run]\n'
    )
    assert goaltrack("add", "parks", "1", "--source", url).code == 0
    assert goaltrack("set", "run", "source=https://example.org/other").code == 0
    book = load(str(ledger)).ledger
    assert list(book.sources) == ["example-org", "example-org-2"]
    cited = book.goals["parks"].progress[-1].source
    assert cited
    assert cited.source == "example-org"
    assert goaltrack("undo", "--yes").code == 0
    assert list(load(str(ledger)).ledger.sources) == ["example-org"]


def test_an_unknown_source_is_named_as_toml_wants_it(goaltrack: Run) -> None:
    """The header that is proposed for a new source can be written as it stands."""
    ran = goaltrack("add", "parks", "1", "--source", "区统计局")
    assert ran.code == 3
    assert 'write [sources."区统计局"] title = … into the ledger first' in ran.err


def test_steps_are_set(goaltrack: Run, ledger: Path) -> None:
    """`set --step` adds a step at the end, or moves one that is there."""
    ran = goaltrack(
        "set",
        "road",
        "--step",
        "Paved@2026-04-30",
        "--step",
        "Lit",
        "--step",
        "s2@2027",
    )
    assert ran.code == 0, ran.err
    steps = load(str(ledger)).ledger.goals["road"].steps
    found = [(s.id, s.title, s.due and str(s.due.last)) for s in steps]
    assert found == [
        ("s1", "Paved", "2026-04-30"),
        ("s2", "Open", "2027-12-31"),
        ("s3", "Lit", None),
    ]
    assert goaltrack("undo", "--yes").code == 0
    assert ledger.read_text(encoding="utf-8") == LEDGER


def test_done_as_a_whole_names_the_open_steps(goaltrack: Run) -> None:
    """Who records that all is done learns which open steps are done by that."""
    assert goaltrack("done", "road", "paved").err == ""
    assert goaltrack("done", "road").err.startswith(
        "warning: the open steps count as done too: Open (for one step: "
    )


def test_delete_wants_the_whole_name(goaltrack: Run, ledger: Path) -> None:
    """A part of a title chooses a goal to look at, never one to delete."""
    ran = goaltrack("delete", "roa", "--yes")
    assert (ran.code, ran.err.splitlines()[0]) == (3, "error: no goal is called 'roa'")
    assert ledger.read_text(encoding="utf-8") == LEDGER
    assert goaltrack("delete", "a ROAD", "--yes").code == 0


@pytest.mark.parametrize(
    ("words", "use"),
    [
        (("1", "yesterday"), "goaltrack add parks 1 --on yesterday"),
        (("1", "last", "month"), "goaltrack add parks 1 --period 'last month'"),
        (("2", "parks", "2026Q3"), "goaltrack add parks 2 parks --period 2026Q3"),
    ],
)
def test_a_day_among_the_words_is_told(
    goaltrack: Run, words: tuple[str, ...], use: str
) -> None:
    """A day behind the figure is answered with the option for it."""
    ran = goaltrack("add", "parks", *words)
    assert (ran.code, ran.err.splitlines()[1]) == (2, f"use `{use}`")


def test_each_period_begins_with_nothing(goaltrack: Run) -> None:
    """The answer and the chart of a weekly total are of the week, not of all weeks."""
    ran = goaltrack("add", "run", "5")
    assert ran.out.startswith("run: +5 km, now 5 km of 20 km, 2026-11-25; ")
    ran = goaltrack("add", "run", "1", "--on", "2026-11-01")
    assert ran.out.startswith("run: +1 km, 2026-11-01; ")
    ran = goaltrack("add", "run", "18", "--period", "2026-W47")
    assert (ran.code, ran.err) == (0, "")
    assert "■ kept" in goaltrack("show", "run").out
    # A figure that contradicts what is there is refused, unless it is insisted on.
    ran = goaltrack("add", "run", "20", "--period", "2026-W46")
    assert ran.code == 3
    assert "nothing was written: with --yes" in ran.err
    ran = goaltrack("add", "run", "20", "--period", "2026-W46", "--yes")
    assert ran.code == 0


def test_a_late_figure_adds_to_the_total_of_today(goaltrack: Run) -> None:
    """What is recorded for a past day is told with the total of today, as its state."""
    ran = goaltrack("add", "parks", "3", "--on", "2026-04-01")
    assert ran.out == "parks: +3 parks, now 12 parks of 12 parks, 2026-04-01; met\n"


def test_time_elapsed_is_that_of_the_pace(goaltrack: Run) -> None:
    """The days of a self-recorded total are counted to the day of the view."""
    said = "time elapsed     329 days / 365 days = 90.1%"
    assert said in goaltrack("why", "parks").out


def test_fields_of_a_note_are_shown(goaltrack: Run) -> None:
    """What is noted under a name of one's own is in the log and on the page."""
    ran = goaltrack("note", "parks", "Late", "--field", "存在的问题=征地")
    assert ran.code == 0
    for command in (("log", "parks"), ("show", "parks")):
        assert "Late; 存在的问题: 征地" in goaltrack(*command).out


def test_a_figure_of_the_running_month_is_listed(goaltrack: Run) -> None:
    """A period's figure that came out early counts, and is among the entries."""
    words = ("--kind", "rate", "--target", "<=2%", "--due", "2026")
    assert goaltrack("new", "churn", "Churn", *words).code == 0
    ran = goaltrack("add", "churn", "1.8", "--period", "2026-11")
    assert ran.err == ""
    assert "2026-11   1.8%" in goaltrack("show", "churn").out


def test_a_quotient_in_percent_is_doubted(goaltrack: Run) -> None:
    """A share without `* 100` in a goal of percent is told by `check`."""
    words = ("--kind", "rate", "--target", "5%", "figure=run / parks")
    goaltrack("new", "share", "Share", *words)
    assert 'figure = "run / parks * 100"' in goaltrack("check").out
    goaltrack("set", "share", "figure=run / parks * 100")
    assert "* 100" not in goaltrack("check").out


def test_new_asks_in_words_of_the_user(ledger: Path) -> None:
    """Kinds may be named in Chinese; an amount for a unit is asked for again."""
    ran = typed(
        "new",
        "--lang",
        "zh",
        answers="城镇失业率\nunrate\n比率\n5.5%\n%\n<=5.5\n2026\n\n",
    )
    assert ran.code == 0, ran.err
    assert "这里只填单位" in ran.err
    goal = load(str(ledger)).ledger.goals["unrate"]
    assert (goal.kind.value, goal.unit) == ("rate", "%")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("log", "83"), "to record a figure: `goaltrack add GOAL VALUE`"),
        (("add", "run=5"), "to record a figure: `goaltrack add run VALUE`"),
        (("status", "滞后于序时进度"), "did you mean 'status:behind'?"),
        (("status", "--group", "Health"), "`goaltrack status group='Health'`"),
        (("delete", "baaaaaaa"), "`goaltrack correct baaaaaaa --retract"),
        (("drop", "road", "--resume"), "there is nothing to go on with"),
        (("note", "a thought"), "no goal is called 'a thought'\n"),
        (("add", "road", "paved", "70%"), "`goaltrack done road s1`"),
        (("done", "road/Pavde"), "no step called 'Pavde'; did you mean 'Paved'?"),
        (("parks", "5"), "`goaltrack add parks VALUE`"),
        (("status", "@Bo"), "`goaltrack status owner:Bo`"),
        (("status", "overdue"), "did you mean 'status:missed'?"),
        (("status", "落后"), "did you mean 'status:behind'?"),
        (("status", "状态=逾期"), "no state is called '逾期'; did you mean 'missed'?"),
        (("status", "deadline=2026"), "did you mean 'due'?"),
        (("help", "目标"), "`goaltrack help ledger`"),
        (("report.md",), "`goaltrack export report.md`"),
        (("ledger.toml",), "`goaltrack -f ledger.toml status`"),
        (("adn", "run", "5"), "use `goaltrack add GOAL VALUE`"),
        (("sohw", "run"), "did you mean 'show'?"),
        (("status", "+fun"), "did you mean 'tag:fun'?"),
        (("set", "run", "id=x"), "`goaltrack rename GOAL ID`"),
        (("set", "run", "unit=mi"), "with --slip"),
        (("set", "run", "owner=me", "--reason", "x"), "`goaltrack note run TEXT`"),
        (("done", "road", "50%"), "`goaltrack add road 50%`"),
        (("done", "road", "2026-03-01"), "`goaltrack done road --on 2026-03-01`"),
        (("drop", "road", "too dear"), "the reason stands behind --reason"),
        (("add", "run", "5", "km", "with", "Bo"), "-m 'with Bo'`"),
        (("add", "run", "5", "km", "on", "friday"), "--on friday`"),
        (("add", "run=5.5"), "`goaltrack add run VALUE`"),
        (("add", "parks", "3个左右"), "a figure is one number"),
        (("help", "kinds"), "`goaltrack help ledger`"),
        (("help", "finish"), "`goaltrack done -h`"),
        (("add", "run", "3 miles"), "write it in km"),
    ],
)
def test_what_was_meant_is_named(
    goaltrack: Run, args: tuple[str, ...], said: str
) -> None:
    """A figure, a state, a group or an entry in a goal's place is told as what it is."""
    ran = goaltrack(*args)
    assert ran.code in (2, 3)
    assert said in ran.err


def test_a_dropped_goal_is_taken_up_again(goaltrack: Run) -> None:
    """--resume of a dropped goal names the way back, which works."""
    assert goaltrack("drop", "road", "--reason", "moved").code == 0
    ran = goaltrack("drop", "road", "--resume")
    assert "`goaltrack set road --unset dropped`" in ran.err
    assert goaltrack("set", "road", "--unset", "dropped").code == 0


def test_an_entry_behind_its_goal_is_corrected(goaltrack: Run) -> None:
    """`correct GOAL ENTRY VALUE` corrects that entry."""
    ran = goaltrack("correct", "parks", "baaaaaaa", "6")
    assert ran.out.startswith(
        "parks: +6 parks, now 11 parks of 12 parks, 2026-03-20, in place of +4 parks (2026-03-20)"
    )


def test_a_step_without_a_year_is_within_its_goal(goaltrack: Run, ledger: Path) -> None:
    """A month of a step lies before the due date of its goal, not a year after it."""
    words = ("--kind", "milestone", "--due", "2026-12-31")
    steps = ("--step", "Land@June", "--step", "Open@2027-01-31")
    assert goaltrack("new", "bridge", "Bridge", *words, *steps).code == 0
    assert goaltrack("set", "bridge", "--step", "Paved@end of September").code == 0
    found = load(str(ledger)).ledger.goals["bridge"].steps
    assert [str(step.due.last) for step in found if step.due] == [
        "2026-06-30",
        "2027-01-31",
        "2026-09-30",
    ]


def test_a_figure_in_another_unit_is_questioned(goaltrack: Run) -> None:
    """Many times the target, and the figures before, looks like another unit."""
    ran = goaltrack("add", "parks", "5000")
    assert ran.code == 3
    assert "this is 417 times the target; is the unit right?" in ran.err
    assert goaltrack("add", "parks", "100").code == 0
    ran = goaltrack("add", "parks", "300", "--yes")
    assert ran.code == 0


def test_a_year_to_date_that_falls_is_questioned(goaltrack: Run) -> None:
    """What the year has produced by November is no less than by October."""
    words = ("--kind", "year-total", "--target", "300 t", "--due", "2026")
    assert goaltrack("new", "out", "Output", *words).code == 0
    assert goaltrack("add", "out", "98", "--period", "2026-01..2026-10").code == 0
    ran = goaltrack("add", "out", "80", "--period", "2026-01..2026-11")
    assert ran.code == 3
    assert "98 t was there before" in ran.err
    assert goaltrack("add", "out", "9", "--period", "2026-11").code == 0
    ran = goaltrack("correct", "out", "980", "--period", "2026-01..2026-10")
    assert ran.code == 0, ran.err


def test_a_sign_of_a_rate_is_corrected(goaltrack: Run) -> None:
    """Of a rate a sign belongs to the number, in corrections too."""
    words = ("--kind", "rate", "--target", "<=-3%")
    assert goaltrack("new", "heat", "Heat", *words).code == 0
    assert goaltrack("add", "heat", "3.5", "--on", "2026-06-30").code == 0
    ran = goaltrack("correct", "heat", "-3.5")
    assert ran.code == 0, ran.err
    assert ran.out.startswith("heat: -3.5%")


def test_money_in_thousands(goaltrack: Run, ledger: Path) -> None:
    """300k of a goal in kEUR is 300 of them, and so is EUR 300,000."""
    words = ("--kind", "level", "--target", "400", "--unit", "kEUR")
    assert goaltrack("new", "rev", "Revenue", *words).code == 0
    for value in ("300k", "€300k", "300000 EUR", "300 kEUR", "0.3 MEUR"):
        assert goaltrack("add", "rev", value, "--yes").code == 0
    found = load(str(ledger)).ledger.goals["rev"].progress
    assert {entry.value for entry in found} == {300}


def test_words_that_mean_one_thing_are_taken(goaltrack: Run, ledger: Path) -> None:
    """A Chinese key, a total said in words, a step behind its goal, a command's alias."""
    ran = goaltrack(
        "new", "跑步", "--kind", "total", "目标=100", "单位=公里", "责任人=李"
    )
    assert ran.code == 0, ran.err
    for value in ("累计12公里", "total 12", "共12", "总计 12公里"):
        assert goaltrack("add", "跑步", value, "--yes").code == 0
    goal = load(str(ledger)).ledger.goals["跑步"]
    assert (goal.owner, goal.target, goal.unit) == ("李", Decimal(100), "公里")
    assert {entry.value for entry in goal.progress} == {12}
    assert "跑步" in goaltrack("status", "责任人=李").out
    assert goaltrack("set", "跑步", "--unset", "责任人").code == 0
    ran = goaltrack("done", "road/paved")
    assert ran.code == 0, ran.err
    assert goaltrack("help", "stat") == goaltrack("help", "status")
    assert goaltrack("help", "ls") == goaltrack("status", "-h")


def test_a_remark_of_an_objective(goaltrack: Run) -> None:
    """An objective has no entries: where its remark can stand is told."""
    assert goaltrack("new", "objective", "Grow").code == 0
    ran = goaltrack("note", "grow", "a review")
    assert ran.code == 3
    assert "`goaltrack set grow note=TEXT`" in ran.err


def test_done_before_a_later_share(goaltrack: Run) -> None:
    """Done on an earlier day than a share that was reported is told, with the way on."""
    assert goaltrack("add", "road", "60%").code == 0
    ran = goaltrack("done", "road", "--on", "2026-11-01")
    assert "says 60%, so that it is open still: `goaltrack correct " in ran.err


def test_the_last_entries(goaltrack: Run) -> None:
    """`log -n` shows the last entries by their days, as JSON too."""
    assert goaltrack("log", "-n", "1").out.count("\n") == 3
    found = json.loads(goaltrack("log", "-n", "2", "--json").out)["entries"]
    assert [entry["id"] for entry in found] == ["aaaaaaaa", "aaaaaaab"]
    assert goaltrack("log", "-n", "0").code == 2


def test_words_before_a_figure(goaltrack: Run, ledger: Path) -> None:
    """增长 and 下降 of a rate, 新增 of a total, 达到: signs that are said in words."""
    words = ("--kind", "rate", "--target", "<=-3%")
    assert goaltrack("new", "heat", "Heat", *words).code == 0
    for text in ("下降3.1%", "同比下降 3.1%", "-3.1%"):
        assert goaltrack("add", "heat", text, "--yes").code == 0
    assert goaltrack("add", "parks", "新增3").code == 0
    found = load(str(ledger)).ledger.goals
    assert {f"{entry.value}" for entry in found["heat"].progress} == {"-3.1"}
    assert found["parks"].progress[-1].change == Decimal(3)


def test_an_id_in_other_letters(goaltrack: Run) -> None:
    """Ids are found in capitals too, where that names one goal."""
    assert goaltrack("add", "RUN", "5").code == 0


def test_intervals_and_kinds_in_chinese(goaltrack: Run, ledger: Path) -> None:
    """`every=每季度` and `kind=累计` are read as the words of a ledger."""
    assert goaltrack("set", "parks", "every=每季度", "类型=累计").code == 0
    goal = load(str(ledger)).ledger.goals["parks"]
    assert (goal.every, goal.kind.value) == ("quarter", "total")


@pytest.mark.parametrize("how", ["--slip", "--reason=moved"])
def test_a_range_after_a_number_and_back(
    goaltrack: Run, ledger: Path, how: str
) -> None:
    """A promise that was a number keeps its aim when it becomes a range, and back."""
    words = ("--kind", "rate", "--target", "6.5%左右", "--due", "2026")
    assert goaltrack("new", "gdp", "GDP", *words).code == 0
    assert goaltrack("add", "gdp", "6.3%", "--period", "2026Q1..2026Q3").code == 0
    assert goaltrack("set", "gdp", "target=7%", "--reason", "more").code == 0
    for target in ("6-6.5%", "6.5%以上", "6-6.5%", "7%"):
        ran = goaltrack("set", "gdp", f"target={target}", how)
        assert (ran.code, ran.err) == (0, ""), target
        for command in ("status", "why", "show", "next"):
            assert goaltrack(command, "gdp").code == 0, (target, command)
        assert goaltrack("check").code == 0
        assert goaltrack("export", "-").code == 0
    goal = load(str(ledger)).ledger.goals["gdp"]
    assert (goal.target, goal.tolerance) == (Decimal(7), None)
    assert goal.aim.value == "at-least"
    assert "左右" not in goaltrack("status", "--lang", "zh").out


def test_a_range_whose_aim_was_turned(goaltrack: Run, ledger: Path) -> None:
    """A range that was promised before is one, whatever the aim is now."""
    text = ledger.read_text(encoding="utf-8")
    more = """
[goals.heat]
title = "Heat"
kind = "level"
target = 20
aim = "at-least"
revisions = [{ on = 2026-01-10, target = [18, 22], reason = "too cold" }]
progress = [
  { id = "ca", on = 2026-01-05, value = 21 },
]
"""
    ledger.write_text(text + more, encoding="utf-8")
    assert goaltrack("status", "--as-of", "2026-01-08").code == 0
    revision = load(str(ledger)).ledger.goals["heat"].revisions[0]
    assert revision.aim is not None
    assert revision.aim.value == "within"


def test_a_goal_or_filter_of_the_same_name_is_named(goaltrack: Run) -> None:
    """The name of an owner, group or tag in a goal's place is told as a filter."""
    assert goaltrack("set", "run", "owner=Bo", "tags=fun").code == 0
    assert "did you mean 'owner:Bo'?" in goaltrack("status", "bo").err
    assert "did you mean 'tag:fun'?" in goaltrack("status", "Fun").err


@pytest.mark.parametrize(
    ("unit", "text", "number"),
    [
        ("min", "1h", "60"),
        ("min", "45m", "45"),
        ("minutes", "1.5 hours", "90"),
        ("分钟", "2小时", "120"),
        ("h", "45 min", "0.75"),
        ("hours", "+20 minutes", "0.333333333"),
        ("小时", "-30分钟", "-0.5"),
    ],
)
def test_hours_of_a_goal_in_minutes(unit: str, text: str, number: str) -> None:
    """Hours are read as minutes, and minutes as hours, where the goal counts so."""
    assert read(text, unit, "it").number == Decimal(number)


def test_a_time_too_long_for_a_ledger() -> None:
    """Hours whose minutes a ledger has no room for are refused."""
    with pytest.raises(Refused):
        read("999999999999999h", "min", "it")


def test_a_new_share_is_doubted_at_once(goaltrack: Run) -> None:
    """A quotient in percent is told when its goal is made."""
    words = ("--kind", "rate", "--target", "5%", "figure=run / parks")
    assert '* 100"' in goaltrack("new", "share", "Share", *words).err


@pytest.mark.parametrize("said", ["tags+=vow", "tags-=vow", "tags=+vow"])
def test_a_key_is_set_as_a_whole(goaltrack: Run, said: str) -> None:
    """Nothing is added to a list of tags, and no tag is called +vow."""
    Path("goals.toml").write_text(LEDGER, encoding="utf-8")
    ran = goaltrack("set", "run", said)
    assert ran.code == 2
    assert "say all of it: tags=..." in ran.err


def test_a_goal_without_a_target_is_watched(tmp_path: Path) -> None:
    """Enter, where its target is asked for."""
    (tmp_path / "goals.toml").write_text("format = 1\n", encoding="utf-8")
    ran = typed("new", answers="Read more\n\ntotal\nbooks\n\n2026\n\n")
    assert ran.code == 0, ran.err
    assert load("goals.toml").ledger.goals["read-more"].aim is Aim.WATCH


def test_a_direction_beside_a_target_is_asked_again(tmp_path: Path) -> None:
    """`down` says nothing beside a number: the other ways are named at once."""
    (tmp_path / "goals.toml").write_text("format = 1\n", encoding="utf-8")
    ran = typed("new", answers="W\n\nlevel\nkg\n70\ndown\nat most\n\n2027\n\n")
    assert ran.code == 0, ran.err
    assert "at-least, above, at-most, below" in ran.err
    assert load("goals.toml").ledger.goals["w"].aim is Aim.AT_MOST


def test_why_a_file_cannot_be_read_is_said_in_the_language_of_the_run(
    goaltrack: Run,
) -> None:
    """A run speaks one language."""
    ran = goaltrack("-f", "none.toml", "status", "--lang", "zh")
    assert "没有这个文件或文件夹" in ran.err


def test_a_report_as_pdf_has_a_way(goaltrack: Run) -> None:
    """There is no such format, but the page or the document can be printed."""
    Path("goals.toml").write_text(LEDGER, encoding="utf-8")
    assert "for PDF open or print the html" in goaltrack("export", "r.pdf").err


def test_a_goal_named_by_another_word_for_a_command(goaltrack: Run) -> None:
    """The goal `weight` is told as a goal, not as the key of that name."""
    new = ("new", "weight", "--title", "W", "--kind", "level", "--target", "<=75 kg")
    assert goaltrack(*new, "unit=kg").code == 0
    assert "use `goaltrack show weight`, or `goaltrack add weight VALUE`" in (
        goaltrack("weight", "77").err
    )
    assert "use `goaltrack done GOAL`" in goaltrack("finish").err


@pytest.mark.usefixtures("ledger")
def test_a_figure_that_is_refused_is_quoted_as_typed(goaltrack: Run) -> None:
    """What 累计9本 was read as is not what the message is about."""
    ran = goaltrack("add", "run", "累计9本")
    assert ran.code == 3
    assert "'累计9本'" in ran.err
    assert "'=" not in ran.err
