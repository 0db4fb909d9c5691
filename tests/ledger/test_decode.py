import json
from decimal import Decimal
from textwrap import dedent

import pytest
import tomli

from builders import decoded, goal, sound
from goaltrack.ledger.editor_schema import editor_schema
from goaltrack.ledger.schema import TABLES
from goaltrack.ledger.validate import is_goal_id
from goaltrack.ledger.values import LONGEST_TEXT
from goaltrack.model.ledger import Citation, Kind, Range

WHOLE = """
format = 1
title = "All there is"
language = "zh"
rules = "house"
decimal = ","
year-start = 4
year-name = "start"
include = ["parts/a.toml"]
id = "k3v9x2mq"
rollup = "worst"

[report]
columns = ["number", "title", "fields.x"]
preset = "okr"
sort = "owner,due"
by = "us"

[imports.nbs]
file = "data/*.csv"
map = { value = "数" }
where = { sex = "T", geo = ["PL", ""] }
sheet = "月度"
header = 3
path = "a.b"
encoding = "gb18030"
cells = "stored"
each = "month"
years = "fiscal"
date-order = "dmy"
figures = "totals"
only-known = true
keep = true

[imports.web]
url = "https://example.org/t.csv"
goal = "a"

[rulesets.house]
title = "Our own"
source = "n"

[[rulesets.house.rules]]
colour = "red"
states = ["missed", "late"]
ratio-from = 0
ratio-below = 1
behind-from = 0
behind-above = 0
short-above = 0
missed-from = 1
days-left-at-most = 5
sdg-from = 0
sdg-below = 1
says = "n"

[sources.s]
title = "A paper"
publisher = "A press"
published = 2023-08-04
file = "a.md"
url = "https://example.org/a"
note = "n"

[goals.above]
title = "The whole"
kind = "total"
target = 5

[goals.it]
title = "A part"
group = "g"
kind = "level"
unit = "km"
target = [5, 6.50]
tolerance = 0.1
limit = 100
number = 7
closed = { on = 2024-02-01, reason = "n" }
fields = { "配合单位" = "o" }
aim = "within"
due = 2025-12-31
baseline = { period = "2020", value = 1 }
plan = [{ on = 2021-01-01, value = 2 }, { period = "2022", value = 3 }]
pace = "growth"
every = "FREQ=MONTHLY;BYMONTHDAY=15"
lag = 20
tags = ["a", "b"]
owner = "o"
note = "n"
source = "s#p. 3"
weight = 0.5
parent = "above"
rollup = "mean"
dropped = { on = 2024-01-01, reason = "r" }
colour = { set = "yellow", on = 2024-01-01, reason = "r" }
paused = { on = 2023-01-01, until = 2023-02-01, reason = "q" }
revisions = [{ on = 2022-01-01, target = 4, due = "2024", aim = "within", each = "week",
  need = "90%", kind = "level", tolerance = 0.1, reason = "more" }]
progress = [
  { id = "k3v9q2xa", on = 2023-01-01, value = 1.50, status = "final", source = "s#1",
    note = "n", recorded = 2023-01-02T08:00:00Z, by = "me" },
  { id = "b", period = "2023Q1", change = -1, replaces = "k3v9q2xa" },
  { on = 2023-05-01, note = "only a word" },
]

[goals.each]
title = "Each month"
kind = "rate"
target = 5
each = "month"
need = "90%"
take = "mean"

[goals.made]
title = "From others"
kind = "level"
target = 5
figure = "sum * 2"

[goals.stone]
title = "Done or not"
kind = "milestone"
steps = [{ id = "a", title = "A", due = "2023", weight = 2 }, { id = "b" }]
progress = [
  { on = 2023-01-01, done = "a" },
  { on = 2023-01-02, percent = 99.9 },
  { on = 2023-01-03, done = true },
]

[goals.sum]
title = "Counted"
kind = "total"
target = 5
start = 2023-01-01
every = "month"
"""


def test_every_key_is_read_and_kept() -> None:
    """A ledger that uses every key of the format loses none of it."""
    ledger = sound(WHOLE)
    it, stone = ledger.goals["it"], ledger.goals["stone"]
    assert (ledger.title, ledger.language) == ("All there is", "zh")
    assert ledger.sources["s"].publisher == "A press"
    assert it.target == Range(it.target[0], it.target[1])  # type: ignore[index]
    assert str(it.target[1]) == "6.50"  # type: ignore[index]
    assert it.source == Citation("s", "p. 3")
    assert [str(point.value) for point in it.plan] == ["2", "3"]
    assert it.dropped is not None
    assert it.dropped.reason + it.paused[0].reason == "rq"
    assert it.revisions[0].target == Range(Decimal("3.9"), Decimal("4.1"), Decimal(4))
    assert (it.pace, it.every, it.lag) == ("growth", "FREQ=MONTHLY;BYMONTHDAY=15", 20)
    assert (it.parent, str(it.weight), it.tags) == ("above", "0.5", ("a", "b"))
    first, second, third = it.progress
    assert (str(first.value), first.status, first.by) == ("1.50", "final", "me")
    assert str(first.known_since) == "2023-01-02"
    assert (second.change, second.replaces) == (Decimal(-1), "k3v9q2xa")
    assert (third.value, third.note) == (None, "only a word")
    assert [entry.done for entry in stone.progress] == ["a", False, True]
    assert stone.steps[1].title == "b"
    assert ledger.goals["sum"].start is not None


def test_every_key_of_the_table_is_in_that_ledger() -> None:
    """The ledger above really uses every key there is."""
    for table in TABLES:
        for name in table.keys:
            is_there = (
                f"{name} = " in WHOLE
                or f"[{name}." in WHOLE
                or f".{name}]" in WHOLE
                or f"[{name}]" in WHOLE
            )
            assert is_there, name


def test_defaults() -> None:
    """A goal says little, and the rest is as documented."""
    it = goal('kind = "total"\ntarget = 5')
    assert (it.aim.value, it.pace, it.lag, it.unit) == ("at-least", "linear", 0, "")
    assert it.weight == 1
    assert it.kind is Kind.TOTAL


GOAL = '[goals.it]\ntitle = "It"\n'
LEVEL = GOAL + 'kind = "level"\ntarget = 5\n'
STONE = GOAL + 'kind = "milestone"\n'
YEAR = GOAL + 'kind = "year-total"\ntarget = 5\n'

# text after `format = 1`, path, what is said
WRONG = [
    (
        LEVEL + 'every = "FREQ=DAILY;INTERVAL=0"',
        "goals.it.every",
        "this must be a recurrence rule such as FREQ=MONTHLY;BYMONTHDAY=15",
    ),
    ("titel = 'x'", "titel", "unknown key 'titel'; did you mean 'title'?"),
    ("zzzzz = 1", "zzzzz", "unknown key 'zzzzz'"),
    ("title = 5", "title", "this must be a text"),
    ("title = ' '", "title", "this must be a text, and not empty"),
    (
        LEVEL + "unit = '5'",
        "goals.it.unit",
        "this must be a word for what is counted, such as km or 亿元",
    ),
    ("language = 'fr'", "language", "this must be one of en, zh"),
    ("language = 5", "language", "this must be one of en, zh"),
    ("rules = 'sgd'", "rules", "no rule set is called 'sgd'; did you mean 'sdg'?"),
    ("[rulesets.a]", "rulesets.a", "'title' is missing"),
    (
        "[rulesets.a]\ntitle = 'A'\nrules = [{ colour = 'red' }]",
        "rulesets.a.rules.0",
        "a rule says when it holds: states, or a bound",
    ),
    (
        "[rulesets.a]\ntitle = 'A'\nrules = [{ colour = 'red', states = ['meet'] }]",
        "rulesets.a.rules.0.states",
        "this must be one of dropped, paused, watching, undecided, met, late, missed, "
        "no-result, "
        "undated, open, no-data, stale, too-early, moving-away, far-behind, off-target, "
        "behind, on-target, on-track; "
        "did you mean 'met'?",
    ),
    ("goals = 5", "goals", "this must be a table"),
    ("goals = [5]", "goals", "this must be a table"),
    ("sources = 5", "sources", "this must be a table"),
    ("[sources]\ns = 5", "sources.s", "this must be a table"),
    ("[sources.s]", "sources.s", "'title' is missing"),
    ("[goals.it]", "goals.it", "'title' is missing"),
    ("[goals.it]", "goals.it", "'kind' is missing"),
    (
        "[goals.a_b]\ntitle='x'\nkind='milestone'",
        "goals.a_b",
        "a goal's id has letters, digits and hyphens only",
    ),
    (
        GOAL + "kind = 'levle'",
        "goals.it.kind",
        "this must be one of level, rate, total, year-total, milestone, objective; did you mean 'level'?",
    ),
    (
        GOAL + "kind = 'level'",
        "goals.it",
        'a level needs a target, or aim = "up", "down" or "watch"',
    ),
    (
        GOAL + "kind = 'level'\naim = 'within'",
        "goals.it.aim",
        'aim = "within" needs target = [low, high], or a number and its tolerance',
    ),
    (
        LEVEL + "aim = 'within'",
        "goals.it.target",
        'aim = "within" needs target = [low, high], or a number and its tolerance',
    ),
    (
        GOAL + "kind = 'level'\naim = 'up'\ntolerance = 1",
        "goals.it.tolerance",
        "a tolerance is that of a target, and there is none",
    ),
    (
        STONE + "tolerance = 1",
        "goals.it.tolerance",
        "a goal of kind milestone has no 'tolerance'",
    ),
    (
        LEVEL + "tolerance = 0",
        "goals.it.tolerance",
        "this must be a number above zero",
    ),
    (
        LEVEL + "tolerance = 'roughly'",
        "goals.it.tolerance",
        'this must be a number above zero, or "about"',
    ),
    (
        LEVEL + "tolerance = 'about'\naim = 'within'",
        "goals.it.target",
        'aim = "within" needs target = [low, high], or a number and its tolerance',
    ),
    (
        LEVEL + "aim = 'up'",
        "goals.it.target",
        'aim = "up" has no target: it only says which way is wished',
    ),
    (
        GOAL + "kind = 'level'\ntarget = [1, 2]",
        "goals.it.target",
        'a target of two numbers needs aim = "within"',
    ),
    (
        GOAL + "kind = 'level'\ntarget = [2, 1]\naim = 'within'",
        "goals.it.target",
        "a range is [low, high], and low is not above high",
    ),
    (
        GOAL + "kind = 'level'\ntarget = [2]\naim = 'within'",
        "goals.it.target",
        "a range is [low, high], and low is not above high",
    ),
    (
        GOAL + "kind = 'level'\ntarget = nan",
        "goals.it.target",
        "a value must be a finite number",
    ),
    (
        GOAL + "kind = 'level'\ntarget = -inf",
        "goals.it.target",
        "a value must be a finite number",
    ),
    (
        GOAL + "kind = 'level'\ntarget = true",
        "goals.it.target",
        "this must be a number",
    ),
    (
        GOAL + "kind = 'level'\ntarget = 1e400",
        "goals.it.target",
        "a number has at most 15 digits before the point and 9 after it",
    ),
    (
        GOAL + "kind = 'level'\ntarget = 1000000000000000",
        "goals.it.target",
        "a number has at most 15 digits before the point and 9 after it",
    ),
    (
        STONE + "target = 5",
        "goals.it.target",
        "a goal of kind milestone has no 'target'",
    ),
    (LEVEL + "steps = []", "goals.it.steps", "a goal of kind level has no 'steps'"),
    (
        YEAR + "due = '2023H1'",
        "goals.it.due",
        "a year-total is due in a year or in several, and years begin in month 1 here "
        '(year-start): for another period say kind = "total"',
    ),
    (
        STONE + "steps = 5",
        "goals.it.steps",
        "this must be an array of tables, one a row",
    ),
    (STONE + "steps = [{}]", "goals.it.steps.0", "'id' is missing"),
    (
        STONE + "steps = [{ id = 'a' }, { id = 'a' }]",
        "goals.it.steps.1.id",
        "two steps have the id 'a'",
    ),
    (
        STONE + "steps = [{ id = 'a', weight = 0 }]",
        "goals.it.steps.0.weight",
        "this must be a number above zero",
    ),
    (LEVEL + "weight = -1", "goals.it.weight", "this must be a number above zero"),
    (
        LEVEL + "due = 2025",
        "goals.it.due",
        'this must be a period in quotes: "2023", "2023H1", "2023Q3", "2023-06"',
    ),
    (
        LEVEL + "due = '2025H3'",
        "goals.it.due",
        "'2025H3' is not a day or period: no period is written like this",
    ),
    (
        LEVEL + "due = '2025-02-30'",
        "goals.it.due",
        "'2025-02-30' is not a day or period: the calendar has no such day",
    ),
    (
        LEVEL + "due = '2022'\nbaseline = { on = 2023-01-01, value = 5 }",
        "goals.it.due",
        "due lies before baseline",
    ),
    (
        GOAL + "kind='total'\ntarget=5\ndue = '2022'\nstart = 2023-01-01",
        "goals.it.due",
        "due lies before start",
    ),
    (
        LEVEL
        + "plan = [{ on = 2023-02-01, value = 1 }, { on = 2023-01-01, value = 2 }]",
        "goals.it.plan",
        "checkpoints follow each other in time, between baseline and due",
    ),
    (
        LEVEL
        + "due = '2023'\nbaseline = { on = 2023-01-01, value = 0 }\n"
        + "plan = [{ on = 2023-01-01, value = 1 }]",
        "goals.it.plan",
        "checkpoints follow each other in time, between baseline and due",
    ),
    (
        LEVEL + "baseline = { value = 5 }",
        "goals.it.baseline",
        "when? give 'on' (a day) or 'period'",
    ),
    (
        LEVEL + "baseline = { on = 2023-01-01 }",
        "goals.it.baseline",
        '\'value\' is missing: only a target such as "-42%" or "x2" needs none',
    ),
    (LEVEL + "baseline = 5", "goals.it.baseline", "this must be a table"),
    (LEVEL + "lag = -1", "goals.it.lag", "this must be a whole number of days"),
    (LEVEL + "lag = 1.5", "goals.it.lag", "this must be a whole number of days"),
    (LEVEL + "tags = 'a'", "goals.it.tags", "this must be an array of texts"),
    (LEVEL + "tags = [5]", "goals.it.tags", "this must be a text"),
    (
        LEVEL + "every = 'mnth'",
        "goals.it.every",
        "this must be one of day, week, month, quarter, half-year, year, FREQ=…; "
        "did you mean 'month'?",
    ),
    (
        LEVEL + "every = 'FREQ=SOMETIMES'",
        "goals.it.every",
        "this must be a recurrence rule such as FREQ=MONTHLY;BYMONTHDAY=15",
    ),
    (LEVEL + "source = 's'", "goals.it.source", "[sources.s] is not in this ledger"),
    (LEVEL + "parent = 'it'", "goals.it.parent", "a goal cannot be its own parent"),
    (
        LEVEL + "parent = 'itt'",
        "goals.it.parent",
        "[goals.itt] is not in this ledger; did you mean 'it'?",
    ),
    (
        LEVEL + "parent = 'up'\n[goals.up]\ntitle='x'\nkind='milestone'\nparent='it'",
        "goals.it.parent",
        "the parents lead back to this goal: it > up > it",
    ),
    (
        LEVEL + "dropped = { on = 2023-01-01 }",
        "goals.it.dropped",
        "'reason' is missing",
    ),
    (
        LEVEL + "progress = 5",
        "goals.it.progress",
        "this must be an array of tables, one a row",
    ),
    (LEVEL + "progress = [5]", "goals.it.progress.0", "this must be a table"),
    (
        LEVEL + "progress = [{ value = 5 }]",
        "goals.it.progress.0",
        "when? give 'on' (a day) or 'period'",
    ),
    (
        LEVEL + "progress = [{ on = 2023-01-01, period = '2023', value = 5 }]",
        "goals.it.progress.0.period",
        "'on' and 'period' exclude each other: a figure is true on a day, "
        "or was produced over a period",
    ),
    (
        LEVEL + "progress = [{ on = '2023-01-01', value = 5 }]",
        "goals.it.progress.0.on",
        "this must be a day, without quotes: 2023-06-30",
    ),
    (
        LEVEL + "progress = [{ on = 2023-01-01T00:00:00, value = 5 }]",
        "goals.it.progress.0.on",
        "this must be a day, without quotes: 2023-06-30",
    ),
    (
        LEVEL + "progress = [{ on = 2023-01-01, value = '5' }]",
        "goals.it.progress.0.value",
        "this must be a number",
    ),
    (
        LEVEL + "progress = [{ on = 2023-01-01, value = 5, change = 5 }]",
        "goals.it.progress.0.change",
        "'value' and 'change' exclude each other",
    ),
    (
        LEVEL + "progress = [{ on = 2023-01-01, done = true }]",
        "goals.it.progress.0.done",
        "a goal of kind level has no 'done'",
    ),
    (
        LEVEL + "progress = [{ on = 2023-01-01, percent = 5, value = 3 }]",
        "goals.it.progress.0.percent",
        "a goal of kind level has no 'percent'",
    ),
    (
        YEAR + "progress = [{ on = 2023-01-01, change = 5 }]",
        "goals.it.progress.0.change",
        "a goal of kind year-total has no 'change'",
    ),
    (
        YEAR + "progress = [{ period = '2022..2023', value = 5 }]",
        "goals.it.progress.0.period",
        "a year-total starts again each year: a period must lie in one year, and years "
        "begin in month 1 here (year-start)",
    ),
    (
        LEVEL + "progress = [{ on = 2023-01-01 }]",
        "goals.it.progress.0",
        "an entry says something: value, change or a note",
    ),
    (
        STONE + "progress = [{ on = 2023-01-01, done = false }]",
        "goals.it.progress.0.done",
        "this must be true, or the id of a step",
    ),
    (
        STONE + "progress = [{ on = 2023-01-01, done = 'b' }]",
        "goals.it.progress.0.done",
        "this milestone has no step 'b'",
    ),
    (
        STONE + "progress = [{ on = 2023-01-01, percent = 100 }]",
        "goals.it.progress.0.percent",
        "this must be a number from 0 to below 100 (done = true says that it is done)",
    ),
    (
        LEVEL + "progress = [{ id = 'a b', on = 2023-01-01, value = 1 }]",
        "goals.it.progress.0.id",
        "this must be letters, digits, hyphens and underscores",
    ),
    (
        LEVEL + "progress = [{ id = 'a', on = 2023-01-01, value = 1 }, "
        "{ id = 'a', on = 2023-01-01, value = 1 }]",
        "goals.it.progress.1.id",
        "the id 'a' is already that of it, entry 1",
    ),
    (
        LEVEL + "progress = [{ on = 2023-01-01, value = 1, source = 's' }]",
        "goals.it.progress.0.source",
        "[sources.s] is not in this ledger",
    ),
    (
        LEVEL + "progress = [{ on = 2023-01-01, value = 1, replaces = 'x' }]",
        "goals.it.progress.0.replaces",
        "no entry of this goal has the id 'x'",
    ),
    (
        LEVEL + "progress = [{ id = 'a', on = 2023-01-01, value = 1, replaces = 'a' }]",
        "goals.it.progress.0.replaces",
        "entries cannot replace each other in a circle",
    ),
    (
        LEVEL + "progress = [{ on = 2023-01-01, value = 1, recorded = '2023' }]",
        "goals.it.progress.0.recorded",
        "this must be a day or moment, without quotes: 2023-06-30",
    ),
    (
        LEVEL + "progress = [{ on = 2023-01-01, value = 1, status = 'finl' }]",
        "goals.it.progress.0.status",
        "this must be one of preliminary, revised, final, forecast; "
        "did you mean 'final'?",
    ),
]


@pytest.mark.parametrize(("text", "path", "said"), WRONG)
def test_each_mistake_is_told_with_its_place(text: str, path: str, said: str) -> None:
    """A mistake is reported where it is, in one sentence, in both languages."""
    _, problems = decoded("format = 1\n" + text)
    told = {(".".join(map(str, p.path)), p.phrase.say("en")) for p in problems}
    assert (path, said) in told
    assert all(problem.phrase.say("zh") for problem in problems)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "'format' is missing"),
        ("format = '1'", "this must be the number 1"),
        (
            "format = 2",
            "format 2 is not known here: this goaltrack reads format 1",
        ),
    ],
)
def test_a_ledger_says_its_format(text: str, said: str) -> None:
    """A ledger of another format is refused, not misread."""
    _, [problem] = decoded(text)
    assert problem.phrase.say("en") == said


def test_all_mistakes_are_told_at_once() -> None:
    """A ledger with several mistakes shows every one of them in one go."""
    _, problems = decoded(
        dedent("""
        format = 1
        titel = "x"
        [goals.a]
        title = "A"
        kind = "level"
        nmae = "x"
        target = [1, 2]
        parent = "a"
        progress = [{ on = 2023-01-01, value = nan, source = "s" }]
        """)
    )
    paths = [".".join(map(str, problem.path)) for problem in problems]
    assert sorted(paths) == [
        "goals.a.nmae",
        "goals.a.parent",
        "goals.a.progress.0.source",
        "goals.a.progress.0.value",
        "goals.a.target",
        "titel",
    ]


def test_long_texts_are_refused() -> None:
    """A text of more than 10,000 characters belongs elsewhere."""
    _, [problem] = decoded(f"format = 1\ntitle = '{'x' * (LONGEST_TEXT + 1)}'")
    assert problem.phrase.say("en") == "a text has at most 10,000 characters"


def test_chains_of_corrections_are_fine() -> None:
    """A correction may be corrected; a circle that one only leads to is not its own."""
    it = goal(
        'kind = "level"\ntarget = 5',
        '{ id = "a", on = 2023-01-01, value = 1 }',
        '{ id = "b", on = 2023-01-01, value = 2, replaces = "a" }',
        '{ id = "c", on = 2023-01-01, value = 3, replaces = "b" }',
    )
    assert len(it.progress) == 3
    rows = (
        '{ id = "a", on = 2023-01-01, value = 1, replaces = "b" }',
        '{ id = "b", on = 2023-01-01, value = 2, replaces = "a" }',
        '{ id = "c", on = 2023-01-01, value = 3, replaces = "b" }',
    )
    text = 'format=1\n[goals.it]\ntitle="x"\nkind="level"\ntarget=5\n'
    _, problems = decoded(text + f"progress = [{', '.join(rows)}]")
    assert [p.path[3] for p in problems] == [0, 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gdp", True),
        ("a-1", True),
        ("A", True),
        ("-", False),
        ("a_b", False),
        ("é", True),
        ("地区生产总值", True),
        ("गरीबी", True),
    ],
)
def test_goal_ids(text: str, *, expected: bool) -> None:
    """A goal's id can be typed anywhere without quotes."""
    assert is_goal_id(text) is expected


def test_the_schema_covers_the_same_keys() -> None:
    """The JSON Schema knows the keys that the reader knows, and no others."""
    whole = editor_schema()
    properties = whole["properties"]
    assert isinstance(properties, dict)
    assert list(properties) == list(TABLES[0].keys)
    definitions = whole["definitions"]
    assert isinstance(definitions, dict)
    for table in TABLES[1:]:
        assert list(definitions[table.name]["properties"]) == list(table.keys)
    assert json.dumps(whole)
    assert tomli.loads(WHOLE)
