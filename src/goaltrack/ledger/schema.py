"""The tables of keys: what a ledger may contain.

From them come the decoder and its problems, the JSON Schema (`editor_schema`) and the
tables of docs/ledger.md, so that they cannot disagree.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from goaltrack.analysis.colour_rules import COLOURS
from goaltrack.ledger.values import (
    CITATION,
    COLUMN_NAMES,
    DAY,
    DONE,
    DUE,
    EACH,
    EVERY,
    FIELDS,
    FLAG,
    FORMULA,
    ID,
    MOMENT,
    MONTH,
    NEED,
    NUMBER,
    ONE_DAY,
    ORDER,
    PERCENT,
    PERIOD,
    POSITIVE,
    ROW,
    SORT,
    STATES,
    TARGET,
    TEXT,
    TOLERANCE,
    UNIT,
    VERSION,
    WHERE,
    WHOLE,
    WORDS,
    Shape,
    choice,
)
from goaltrack.model.entry_fields import ENTRY_FIELDS, STATUSES, ValueType
from goaltrack.model.ledger import Aim, Kind, Mode
from goaltrack.model.report import PRESETS as PRESET_COLUMNS
from goaltrack.model.years import Years

PRESETS = ("pace", "sdg", "yinchuan", "sanya", "suqian")
PACES = ("linear", "growth")
ROLLUPS = tuple(mode.value for mode in Mode)
YEAR_NAMES = ("end", "start")


class Key(NamedTuple):
    """A key: the shape of its value, and what it means."""

    shape: "Shape | Table"
    says: str
    is_needed: bool = False
    many: str = ""
    """How tables stand behind it: one, "rows" of an array, or "named" by keys.

    With "some" one may stand without the brackets of an array.
    """
    default: object = None
    """Its value where it is not given, for editors."""


class Table:
    """A table of a ledger: the keys that it may have."""

    def __init__(self, name: str, keys: Mapping[str, Key]) -> None:
        self.name = name
        self.keys = keys
        self.needed = [name for name, key in keys.items() if key.is_needed]
        # Looked up for each value of a ledger: nothing is asked twice.
        self.readers = {
            name: key.shape.read
            for name, key in keys.items()
            if isinstance(key.shape, Shape)
        }
        self._fiscal: dict[Years, dict[str, Callable[[Any], Any]]] = {}

    def readers_for(self, years: Years) -> Mapping[str, Callable[[Any], Any]]:
        """Return the readers of its values where years are fiscal ones."""
        known = self._fiscal.get(years)
        if known is None:
            known = self._fiscal[years] = dict(self.readers)
            for name, key in self.keys.items():
                if isinstance(key.shape, Shape) and key.shape.reads_periods:
                    known[name] = partial(key.shape.read, years=years)
        return known


_ON = Key(ONE_DAY, "the day on which it is true")
_PERIOD_KEY = Key(PERIOD, "the period over which it was produced")

POINT = Table(
    "checkpoint",
    {
        "on": _ON,
        "period": _PERIOD_KEY,
        "value": Key(NUMBER, "the value, in the goal's unit", is_needed=True),
    },
)
BASELINE = Table(
    "baseline",
    {
        "on": _ON,
        "period": _PERIOD_KEY,
        "value": Key(
            NUMBER,
            "the value, in the goal's unit; beside a target such as `-42%` it may be "
            "left out: figures are then percent of it",
        ),
    },
)
STEP = Table(
    "step",
    {
        "id": Key(ID, "its name for `goaltrack done GOAL STEP`", is_needed=True),
        "title": Key(TEXT, "what it is, for people (default: its id)"),
        "due": Key(DUE, "the last day, or the period, for it"),
        "weight": Key(
            POSITIVE, "its share beside the other steps (default 1)", default=1
        ),
    },
)
SUSPENSION = Table(
    "dropped",
    {
        "on": Key(DAY, "the day on which it was said", is_needed=True),
        "reason": Key(TEXT, "why", is_needed=True),
    },
)
PAUSE = Table(
    "pause",
    {
        "on": Key(DAY, "the day on which it began", is_needed=True),
        "until": Key(DAY, "the day on which it went on"),
        "reason": Key(TEXT, "why", is_needed=True),
    },
)
_KIND = choice(kind.value for kind in Kind)
_AIM = choice(aim.value for aim in Aim)
REVISION = Table(
    "revision",
    {
        "on": Key(DAY, "the day on which the promise was changed", is_needed=True),
        "target": Key(TARGET, "the target until then, if it was another one"),
        "due": Key(DUE, "the due date until then, if it was another one"),
        "aim": Key(_AIM, "the aim until then"),
        "tolerance": Key(TOLERANCE, "the tolerance until then"),
        "each": Key(EACH, "for which periods the target held until then"),
        "need": Key(NEED, "how many of these periods sufficed until then"),
        "kind": Key(_KIND, "the kind until then"),
        "reason": Key(TEXT, "why it was changed", is_needed=True),
    },
)
_ENTRY_SHAPES = {
    ValueType.ID: ID,
    ValueType.DAY: ONE_DAY,
    ValueType.PERIOD: PERIOD,
    ValueType.NUMBER: NUMBER,
    ValueType.DONE: DONE,
    ValueType.PERCENT: PERCENT,
    ValueType.STATUS: choice(STATUSES),
    ValueType.CITATION: CITATION,
    ValueType.TEXT: TEXT,
    ValueType.MOMENT: MOMENT,
    ValueType.FIELDS: FIELDS,
}
ENTRY = Table(
    "entry",
    {
        field.name: Key(_ENTRY_SHAPES[field.type], field.meaning)
        for field in ENTRY_FIELDS
    },
)
COLOUR_OVERRIDE = Table(
    "colour",
    {
        "set": Key(choice(COLOURS), "the colour", is_needed=True),
        "on": Key(DAY, "the day on which it was set", is_needed=True),
        "reason": Key(TEXT, "why", is_needed=True),
    },
)
RULE = Table(
    "rule",
    {
        "colour": Key(choice(COLOURS), "the colour that it gives", is_needed=True),
        "states": Key(STATES, "the states in which it may hold (default: all)"),
        "ratio-from": Key(NUMBER, "the pace ratio is this or more"),
        "ratio-below": Key(NUMBER, "the pace ratio is below this"),
        "behind-from": Key(
            NUMBER, "progress is so many points below the planned share, or more"
        ),
        "behind-above": Key(NUMBER, "progress is further below it than this"),
        "short-above": Key(
            NUMBER, "the pace ratio is more than so many percent below 1"
        ),
        "missed-from": Key(
            NUMBER, "so many due months, or checkpoints, were missed running, or more"
        ),
        "days-left-at-most": Key(NUMBER, "so many days are left, or fewer"),
        "sdg-from": Key(NUMBER, "the measure of Open SDG is this or more"),
        "sdg-below": Key(NUMBER, "the measure of Open SDG is below this"),
        "says": Key(TEXT, "the rule in words"),
    },
)
RULE_SET = Table(
    "rule-set",
    {
        "title": Key(TEXT, "its title", is_needed=True),
        "source": Key(TEXT, "where it comes from"),
        "rules": Key(RULE, "the rules, first that holds", is_needed=True, many="rows"),
    },
)
SOURCE = Table(
    "source",
    {
        "title": Key(TEXT, "its title", is_needed=True),
        "publisher": Key(TEXT, "who published it"),
        "published": Key(DAY, "on which day"),
        "file": Key(TEXT, "a file that holds it, beside the ledger"),
        "url": Key(TEXT, "where it can be read"),
        "note": Key(TEXT, "a remark"),
    },
)
GOAL = Table(
    "goal",
    {
        "title": Key(TEXT, "the promise in a few words", is_needed=True),
        "kind": Key(
            _KIND,
            "what is measured: a stock at a date, a rate measured afresh for each "
            "period, a running total from `start`, what a year produces, something "
            "done or not, or (`objective`) nothing but its parts",
            is_needed=True,
        ),
        "unit": Key(UNIT, "the unit of its figures, such as 亿元, km or %"),
        "target": Key(
            TARGET,
            "the number to reach, or the range to stay in; relative to the baseline: "
            '`"-42%"`, `"x2"`, `"+7%/year"`; the figure of another goal: '
            '`"@id + 0.5"`; '
            'that of the period before, with `each`: `"@previous"`; or `"undecided"`',
        ),
        "tolerance": Key(
            TOLERANCE,
            "by how much a figure may miss the target and meet it, in the unit; "
            '`"about"`: the promise is rough, and gives no size',
        ),
        "limit": Key(
            NUMBER, "the natural end of the scale, such as 100, for the rules of `sdg`"
        ),
        "each": Key(
            EACH,
            "the target holds for every such period from `start` to the due date, or "
            "without end; `figure`: for every figure",
        ),
        "need": Key(
            NEED, "in how many of these periods it is to hold (default: in all)"
        ),
        "take": Key(
            choice(("mean", "worst")),
            "of a rate with several figures in such a period: their mean, or the worst "
            "(default: the last)",
        ),
        "year-start": Key(
            MONTH, "the month in which its year begins (default: 1)", default=1
        ),
        "year-name": Key(
            choice(YEAR_NAMES),
            "by which of its two calendar years a fiscal year is named (default `end`)",
            default="end",
        ),
        "aim": Key(
            _AIM,
            "which figures meet the target (default `at-most` where the baseline is "
            "above it, or 0 of what adds up; else `at-least`); `within` takes a "
            "range, or a number with `tolerance`; `up`, `down` and `watch` have no "
            "target",
        ),
        "due": Key(
            DUE,
            "the last day, or the period, in which it must be reached; on a "
            "year-total a period of several years means: in some year of it",
        ),
        "start": Key(
            DAY, "the first day that counts: figures that end before it judge nothing"
        ),
        "baseline": Key(BASELINE, "the value from which progress is counted"),
        "plan": Key(
            POINT, "checkpoints on the way (default: a straight line)", many="rows"
        ),
        "pace": Key(
            choice(PACES),
            "the shape of the way to the target (default `linear`)",
            default="linear",
        ),
        "steps": Key(STEP, "the parts of a milestone", many="rows"),
        "every": Key(EVERY, "how often a figure is expected"),
        "lag": Key(WHOLE, "days from the end of a period until it is published"),
        "group": Key(TEXT, "the heading under which it stands"),
        "tags": Key(WORDS, "words to find it by"),
        "owner": Key(TEXT, "who answers for it"),
        "note": Key(TEXT, "a remark"),
        "source": Key(CITATION, "where it was promised"),
        "weight": Key(POSITIVE, "its share in its parent (default 1)", default=1),
        "parent": Key(ID, "the goal of which it is a part"),
        "rollup": Key(
            choice(ROLLUPS), "of a parent: how its parts become one, as `rollup` below"
        ),
        "dropped": Key(SUSPENSION, "that it was given up: when, and why"),
        "paused": Key(
            PAUSE,
            "that it rests: since when, and why; of several pauses an array",
            many="some",
        ),
        "closed": Key(
            SUSPENSION,
            "that nothing more will be published: the last figure decides",
        ),
        "number": Key(ORDER, "its number in the plan that lists it"),
        "fields": Key(FIELDS, "texts under names of your own"),
        "colour": Key(
            COLOUR_OVERRIDE, "a colour set by hand, shown beside the computed one"
        ),
        "revisions": Key(
            REVISION, "what was promised before, oldest first", many="rows"
        ),
        "figure": Key(
            FORMULA,
            "its figures, from those of other goals: numbers, ids, `+ - * / ( )`, "
            "`growth(ID)` and `sum(parts)`, with blanks around the signs",
        ),
        "progress": Key(ENTRY, "its entries, one inline table a line", many="rows"),
    },
)
IMPORT = Table(
    "import",
    {
        "file": Key(
            TEXT, "the table, as a pattern below the ledger's folder: `data/nbs-*.xlsx`"
        ),
        "url": Key(TEXT, "the table on the web; fetched only when this import is run"),
        "goal": Key(ID, "the goal of rows that name none"),
        "map": Key(FIELDS, 'where keys stand: `{ goal = "指标", value = "累计" }`'),
        "where": Key(WHERE, "only rows that have these texts in these columns"),
        "sheet": Key(TEXT, "the sheet of a workbook (default: the first)"),
        "header": Key(ROW, "the row of the column names"),
        "path": Key(TEXT, "of JSON, where its rows are"),
        "encoding": Key(TEXT, "the encoding of a CSV file"),
        "decimal": Key(choice((".", ",")), "the decimal mark"),
        "cells": Key(choice(("shown", "stored")), "numbers of a workbook"),
        "each": Key(choice(("day", "month", "quarter", "year")), "what a date names"),
        "years": Key(choice(("calendar", "fiscal")), "what a year alone names"),
        "date-order": Key(choice(("dmy", "mdy")), "how to read 3/4/2022"),
        "figures": Key(choice(("amounts", "totals")), "what figures of totals are"),
        "only-known": Key(FLAG, "whether rows of other goals are passed over"),
        "keep": Key(FLAG, "whether other columns of a table of goals are fields"),
        "source": Key(CITATION, "where the figures were published"),
        "status": Key(choice(STATUSES), "how firm they are"),
        "by": Key(TEXT, "who writes them down"),
    },
)
REPORT = Table(
    "report",
    {
        "columns": Key(
            COLUMN_NAMES,
            "the columns of the register, such as `number`, `title`, `due`, "
            "`fields.NAME` (all: `goaltrack help report`)",
        ),
        "preset": Key(
            choice(PRESET_COLUMNS),
            "a set of columns by its name, where `columns` does not list them",
        ),
        "sort": Key(
            SORT,
            "the order of the register, such as `number` or `urgency` (default: by "
            "number, else as the ledger has the goals)",
        ),
        "by": Key(TEXT, "the unit that reports, for the first page"),
    },
)
LEDGER = Table(
    "ledger",
    {
        "format": Key(VERSION, "the version of this format", is_needed=True),
        "title": Key(TEXT, "the heading of the board and of reports"),
        "id": Key(
            ID,
            "a name that stays when title or file change, by which calendars know its "
            "events again (8 random letters and digits)",
        ),
        "language": Key(
            choice(("en", "zh")),
            "the language of board and reports (else --lang, GOALTRACK_LANG and the "
            "locale decide)",
        ),
        "rules": Key(
            TEXT,
            "the rule set that gives colours: `pace` (the default), `sdg`, `yinchuan`, "
            "`sanya`, `suqian`, or one of `rulesets`",
            default="pace",
        ),
        "rollup": Key(
            choice(ROLLUPS),
            "how parts of a parent, and goals of a group, become one: `counts` of "
            "states (the default), the `worst` state, or the weighted `mean`; chosen, "
            "it stands beside each group",
            default="counts",
        ),
        "year-start": Key(
            MONTH, "the month in which fiscal years begin (default: 1)", default=1
        ),
        "year-name": Key(
            choice(YEAR_NAMES),
            "by which of its two calendar years a fiscal year is named: `end` (the "
            "default; FY2024 ends in 2024) or `start`",
            default="end",
        ),
        "decimal": Key(
            choice((".", ",")),
            'the decimal mark of amounts that people type; with `","` 1.234 is 1,234',
            default=".",
        ),
        "include": Key(
            WORDS,
            "other files whose goals and sources belong to this ledger, as patterns "
            'below its folder: `["bureaus/*.toml"]`',
        ),
        "rulesets": Key(RULE_SET, "rule sets of its own", many="named"),
        "sources": Key(SOURCE, "where promises and figures come from", many="named"),
        "report": Key(REPORT, "what the exported report shows"),
        "imports": Key(
            IMPORT, "tables that `goaltrack import NAME` imports", many="named"
        ),
        "goals": Key(GOAL, "the promises", many="named"),
    },
)
TABLES = (
    LEDGER,
    SOURCE,
    GOAL,
    ENTRY,
    POINT,
    STEP,
    BASELINE,
    REVISION,
    SUSPENSION,
    PAUSE,
    COLOUR_OVERRIDE,
    RULE_SET,
    RULE,
    REPORT,
    IMPORT,
)
"""Every table, in the order in which the documentation lists them."""
