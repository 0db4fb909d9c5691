"""Fuzz what reads text that anybody may have written, guided by coverage.

    python proofs/fuzz.py ledger -max_total_time=600
    python proofs/fuzz.py amount -max_total_time=600
    python proofs/fuzz.py period -max_total_time=600
    python proofs/fuzz.py csv -max_total_time=600
    python proofs/fuzz.py json -max_total_time=600
    python proofs/fuzz.py workbook -max_total_time=600
    python proofs/fuzz.py xml -max_total_time=600
    python proofs/fuzz.py export -max_total_time=600
    python proofs/fuzz.py draft -max_total_time=600

Needs atheris (`pip install '.[fuzz]'`). What is refused with an error of our own is
well; anything else that is raised, or takes two seconds, is a bug, and ends the run.
"""

import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from json import loads as json_of
from pathlib import Path

import atheris

with atheris.instrument_imports():
    import tomli

    from goaltrack.cli.drafts import ledger_text
    from goaltrack.cli.goal_rows import Given, exported_rows, goal_rows
    from goaltrack.drafting.documents import text_of
    from goaltrack.drafting.reader import read_text
    from goaltrack.errors import GoaltrackError
    from goaltrack.importing.columns import KNOWN, find_columns, unpivot
    from goaltrack.importing.exported import exported
    from goaltrack.importing.goal_columns import find_goal_columns
    from goaltrack.importing.iati import iati
    from goaltrack.importing.layout import find_table
    from goaltrack.importing.readers import Options, read_rows
    from goaltrack.importing.reconcile import Adds, RowState, Rules, classify_rows
    from goaltrack.ledger.edit import (
        Change,
        NoPlace,
        StaleEdit,
        apply_edits,
        expected,
        plan_edits,
    )
    from goaltrack.ledger.load import gather, parse
    from goaltrack.ledger.positions import comments, scan
    from goaltrack.ledger.problems import findings
    from goaltrack.ledger.toml_text import to_toml
    from goaltrack.model.amount import fits, read
    from goaltrack.model.period import moment
    from goaltrack.model.period_label import label
    from goaltrack.reports.wording import Voice
    from goaltrack.session import Context, open_ledger

TODAY = date(2026, 11, 25)
HEAD = 'format = 1\n[goals.it]\ntitle = "It" # c\nkind = "level"\ntarget = 5\n'
SEEDS = (
    HEAD,
    HEAD + 'progress = [\n  { id = "a", on = 2023-01-01, value = 1.5 },\n]\n',
    HEAD
    + "progress = [{on=2023-01-01,value=1},\t# x\n{ period = '2023H1', value = 1 }]",
    HEAD + 'note = """a "b" \\\n c"""\nprogress = [ # {\n]\n[goals.b]\ntitle = \'\'\n',
    HEAD + "baseline.on = 2023-01-01\nbaseline.value = 1\n[[goals.it.progress]]\n",
    HEAD.replace("\n", "\r\n") + "steps = [{ id = 'x' }]\r\n# end",
    "goals = { it = { title = 'x', progress = [] } }\n[sources.'s']\ntitle = \"t\"\n",
)
ROW = '{ id = "new", on = 2023-01-02, value = 2 }'


def ledger(data: bytes) -> None:
    """Read any file; what is a ledger takes a row, and gives it back."""
    try:
        document = parse("goals.toml", data)
    except GoaltrackError as error:
        error.say("zh")
        return
    scan(document.text)
    comments(document.text)
    _, problems = gather([document])
    if problems:
        findings([document], problems)
    goals = document.data.get("goals")
    for name, goal in goals.items() if isinstance(goals, dict) else ():
        if not isinstance(goal, dict):
            continue
        changes = [
            Change(name, "progress", "", ROW, is_row=True),
            Change(name, "note", "", to_toml(data.decode(errors="replace"))),
        ]
        for change in changes:
            _check(document.text, change)


def _check(text: str, change: Change) -> None:
    try:
        after = apply_edits(text, plan_edits(text, [change]))
    except (NoPlace, StaleEdit):
        return
    before = tomli.loads(text, parse_float=Decimal)
    now = tomli.loads(after, parse_float=Decimal)
    if repr(_sorted(now)) != repr(_sorted(expected(before, [change]))):
        raise AssertionError(after)
    again = apply_edits(after, plan_edits(after, [change.inverse]))
    tomli.loads(again)


def _sorted(value: object) -> object:
    if isinstance(value, dict):
        return sorted((key, _sorted(inner)) for key, inner in value.items())
    return [_sorted(inner) for inner in value] if isinstance(value, list) else value


def amount(data: bytes) -> None:
    """Read any text as an amount: a number that fits, or a refusal."""
    text = data.decode(errors="replace")
    for unit in ("亿元", "km", "", "%"):
        try:
            found = read(text, unit, "it")
        except GoaltrackError as error:
            error.say("zh")
        else:
            assert fits(found.number)


def period(data: bytes) -> None:
    """Read any text as a period: what it is called reads as the same again."""
    try:
        found = moment(data.decode(errors="replace"), TODAY)
    except GoaltrackError as error:
        error.say("zh")
        return
    for language in ("en", "zh"):
        assert moment(label(found, language), TODAY) == found


TABLES = Path(__file__).parent.parent / "tests" / "tables"
LABELLED = Path(__file__).parents[1] / "tests" / "drafting" / "labelled.json"
"""Tables as they are published: where the fuzzer starts from."""


LEDGER = HEAD + '[goals.gdp]\ntitle = "G"\nkind = "total"\ntarget = 5\n'


def _table(name: str, data: bytes) -> None:
    """Read any bytes as a table of entries or of goals, or refuse it with its place."""
    known = gather([parse("goals.toml", LEDGER.encode())])[0].ledger
    try:
        grid = find_table(read_rows(name, data, Options()), KNOWN.keys())
        goals = find_goal_columns(grid.columns, {}, keeps=True)
        if goals:
            for goal in goal_rows(ASKED[0], goals, grid.lines, Given("")):
                assert goal.why or goal.changes or goal.is_there
        columns = find_columns(grid, {}, ["it", "gdp"])
        texts = unpivot(grid, columns, grid.lines, ("km",), Counter())
        rules = Rules("", adds=Adds.TOTALS)
        rows = classify_rows(known, texts, {"goal": "it"}, rules, Counter())
    except GoaltrackError as error:
        error.say("zh")
        return
    for row in rows:
        assert (row.why is None) == (row.state is RowState.NEW) or row.why
        to_toml(row.fields)


def csv(data: bytes) -> None:
    """Read any bytes as text between commas or other marks."""
    _table("t.csv", data)


def json(data: bytes) -> None:
    """Read any bytes as JSON."""
    _table("t.json", data)


def workbook(data: bytes) -> None:
    """Read any bytes as a workbook, by each of its readers."""
    for name in ("t.xlsx", "t.ods", "t.xls"):
        _table(name, data)


def xml(data: bytes) -> None:
    """Read any bytes as results of IATI."""
    try:
        found = iati("t.xml", data)
    except GoaltrackError as error:
        error.say("zh")
        return
    exported_rows(ASKED[0], found.goals, updates=True, reason="x")


def export(data: bytes) -> None:
    """Read any bytes as one of our own exports."""
    for name in ("t.csv", "t.json", "t.xlsx"):
        try:
            found = exported(name, data, Options())
        except GoaltrackError as error:
            error.say("zh")
            continue
        if found:
            exported_rows(ASKED[0], found.goals, updates=True, reason="x")


def draft(data: bytes) -> None:
    """Read any bytes as a Chinese text; what is drafted is a ledger without errors."""
    try:
        text = text_of("t.txt", data)
    except GoaltrackError as error:
        error.say("zh")
        return
    reading = read_text(text, TODAY, with_soft=True)
    source = ("t", {"title": "T"})
    found = ledger_text(reading, text, TODAY, source, Voice("zh"), with_watched=True)
    _, problems = gather([parse("goals.toml", found.encode())])
    if problems:
        raise AssertionError(found)


ASKED: list[Context] = []
"""The ledger that tables are read for."""
IATI = (
    "<iati-activities><iati-activity><title><narrative>A</narrative></title><result>"
    '<title>R</title><indicator measure="2" ascending="0"><title>I</title>'
    '<baseline year="2015" value="48"/><period><period-start iso-date="2016-01-01"/>'
    '<period-end iso-date="2016-12-31"/><target value="45"/><actual value="44.5"/>'
    "</period></indicator></result></iati-activity></iati-activities>"
)


def _seeds(name: str) -> list[bytes]:
    """Return what the fuzzer starts from."""
    if name == "ledger":
        return [seed.encode() for seed in SEEDS]
    if name == "xml":
        return [IATI.encode()]
    if name == "export":
        found = []
        for ending in ("csv", "json", "xlsx"):
            path = Path(ASKED[0].path).with_name(f"out.{ending}")
            subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "goaltrack",
                    "-f",
                    ASKED[0].path,
                    "export",
                    path,
                ],
                check=True,
            )
            found.append(path.read_bytes())
        return found
    if name == "draft":
        texts = json_of(LABELLED.read_text(encoding="utf-8"))
        return [text["text"].encode() for text in texts]
    if name in ("csv", "json", "workbook"):
        return [path.read_bytes() for path in TABLES.iterdir()]
    return []


TARGETS: dict[str, Callable[[bytes], None]] = {
    "ledger": ledger,
    "amount": amount,
    "period": period,
    "csv": csv,
    "json": json,
    "workbook": workbook,
    "xml": xml,
    "export": export,
    "draft": draft,
}
LONG = ("workbook", "export", "json", "draft")
"""What is read is long there."""

if __name__ == "__main__":
    name = sys.argv.pop(1)
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryDirectory() as home,
    ):
        path = Path(home) / "goals.toml"
        path.write_text(LEDGER, encoding="utf-8")
        ASKED.append(open_ledger(str(path), "en"))
        for number, seed in enumerate(_seeds(name)):
            (Path(folder) / str(number)).write_bytes(seed)
        longest = 20_000 if name in LONG else 500
        options = ["-timeout=2", f"-max_len={longest}", *sys.argv[1:], folder]
        atheris.Setup([sys.argv[0], *options], TARGETS[name])
        atheris.Fuzz()
