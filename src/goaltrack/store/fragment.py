"""New TOML text, shaped by tomlkit: never text that a person wrote."""

from datetime import date

import tomlkit
from tomlkit.items import Item, Table

_SAYS = {
    "en": {
        "title": "My goals",
        "head": (
            "A goaltrack ledger: what was promised, by when, and every figure since.",
            "It is plain text: read it, edit it, keep it in git.",
            "",
            "  goaltrack status               where every goal stands",
            "  goaltrack add running +7.5     record a figure",
            "  goaltrack done first-race      record that it is done",
            "  goaltrack export report.md     write the report",
        ),
        "running": "Run 600 km this year",
        "running_says": ("A total adds up from its start to its due date.",),
        "race": "Run a first race",
        "race_says": ("A milestone is done, or not.",),
    },
    "zh": {
        "title": "我的目标",
        "head": (
            "goaltrack 账本：承诺了什么、到什么时候，以及此后的每一个数字。",
            "它是普通文本，可以直接阅读、修改，并用 git 管理。",
            "",
            "  goaltrack status               现在进展如何",
            "  goaltrack add running +7.5     记入一个数字",
            "  goaltrack done first-race      记入一项完成",
            "  goaltrack export report.md     输出报告",
        ),
        "running": "今年跑步 600 公里",
        "running_says": ("累计量：从起算日加到期限。",),
        "race": "第一次参加比赛",
        "race_says": ("里程碑：只有完成与未完成。",),
    },
}


def starter(title: str | None, language: str, today: date) -> str:
    """The text of a first ledger with two goals of this year to learn from."""
    says = _SAYS[language]
    text = tomlkit.document()
    for line in says["head"]:
        text.add(tomlkit.comment(line))
    text.add(tomlkit.nl())
    text.add("format", tomlkit.item(1))
    text.add("title", tomlkit.item(title or says["title"]))
    text.add(tomlkit.nl())
    year = str(today.year)
    running = tomlkit.table()
    for line in says["running_says"]:
        running.add(tomlkit.comment(line))
    running.add("title", says["running"])
    running.add("kind", "total")
    running.add("unit", "km")
    running.add("target", 600)
    running.add("start", date(today.year, 1, 1))
    running.add("due", year)
    running.add("progress", _no_rows())
    race = tomlkit.table()
    for line in says["race_says"]:
        race.add(tomlkit.comment(line))
    race.add("title", says["race"])
    race.add("kind", "milestone")
    race.add("due", year)
    race.add("progress", _no_rows())
    text.add("goals", _goals({"running": running, "first-race": race}))
    return text.as_string()


def _goals(tables: dict[str, Table]) -> Table:
    goals = tomlkit.table(is_super_table=True)
    for number, (name, table) in enumerate(tables.items()):
        if number:
            list(tables.values())[number - 1].add(tomlkit.nl())
        goals.add(name, table)
    return goals


def _no_rows() -> Item:
    """An empty array with its bracket on a line of its own: a row adds one line."""
    return tomlkit.value("[\n]")
