"""Names of columns, presets and orders, as people type them."""

from collections.abc import Sequence

from goaltrack.errors import BadUsage, Message
from goaltrack.i18n.key_words import key_in_english
from goaltrack.i18n.suggest import nearest
from goaltrack.model.report import COLUMNS, FIELD, PRESETS, SORTS

_UNKNOWN_COLUMN = Message(
    "unknown-column",
    "there is no column '{name}'{hint}\n"
    "the columns are {known}, and `fields.NAME` for a field of your own",
)
_UNKNOWN_ORDER = Message(
    "unknown-order",
    "goals cannot be ordered by '{name}'{hint}\nthe orders are {known}",
)


def read_columns(text: str) -> tuple[str, ...]:
    """Return the columns that a list names, or a preset: `title,due,state`, `okr`.

    Raises:
        BadUsage: there is no column of a name.
    """
    names = [name for given in _listed(text) for name in PRESETS.get(given, (given,))]
    found = tuple(column_named(name) for name in names)
    for name, column in zip(names, found, strict=True):
        is_field = column.startswith(FIELD) and column != FIELD
        if column not in COLUMNS and not is_field:
            known = (*COLUMNS, *PRESETS)
            facts = {"name": name, "hint": nearest(name, known)}
            raise BadUsage(_UNKNOWN_COLUMN, **facts, known=", ".join(COLUMNS))
    return tuple(dict.fromkeys(found))


def read_sort(text: str) -> str:
    """Return the orders that a list names, the first that decides first.

    Raises:
        BadUsage: goals have no such order.
    """
    names = [name.replace("_", "-") for name in _listed(text)]
    for name in names:
        if name not in SORTS:
            facts = {"name": name, "hint": nearest(name, SORTS)}
            raise BadUsage(_UNKNOWN_ORDER, **facts, known=", ".join(SORTS))
    return ",".join(names)


def column_named(name: str) -> str:
    """Return the column that a name means, as it is typed in either language."""
    if name in COLUMNS or name.startswith(FIELD):
        return name
    word = key_in_english(name).replace("_", "-").lower()
    return _OTHERS.get(name.lower(), word)


_OTHERS = {
    "goal": "title",
    "lead": "owner",
    "bar": "progress",
    "done": "progress",
    "deadline": "due",
    "colour": "light",
    "color": "light",
    "no": "number",
    "time-left": "left",
    "time-elapsed": "elapsed",
    "next": "next-step",
    "yoy": "growth",
    "同比": "growth",
    "上年同期": "same-period",
    "存在的问题": "problem",
    "下一步措施": "next-step",
    "最新进展": "figure",
    "完成率": "progress",
    "序时进度": "elapsed",
    "指标性质": "nature",
    "亮灯": "light",
}


def _listed(text: str) -> Sequence[str]:
    names = text.replace("，", ",").replace("、", ",").split(",")
    return [name.strip() for name in names if name.strip()]
