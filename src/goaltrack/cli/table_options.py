"""The options by which a table is read: as they are typed, as a ledger has them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from goaltrack.importing.columns import Each
from goaltrack.importing.readers import Cells
from goaltrack.importing.reconcile import Adds


class YearsOf(StrEnum):
    """The kind of year that a year alone names."""

    CALENDAR = "calendar"
    FISCAL = "fiscal"


class Order(StrEnum):
    """The order of the parts of 3/4/2022."""

    DMY = "dmy"
    MDY = "mdy"


class TableOptions(NamedTuple):
    """How a table is to be read; what is None or empty the table itself decides."""

    goal: str | None = None
    mapped: tuple[str, ...] = ()
    """`KEY=COLUMN` each."""
    where: tuple[str, ...] = ()
    """`COLUMN=TEXT` each."""
    sheet: str | None = None
    header: int | None = None
    path: str | None = None
    encoding: str | None = None
    decimal: str | None = None
    cells: Cells | None = None
    each: Each | None = None
    years: YearsOf | None = None
    order: Order | None = None
    adds: Adds | None = None
    only_known: bool = False
    keep: bool = False
    source: str | None = None
    status: str | None = None
    by: str | None = None


_WORDS = {
    "cells": ("cells", Cells),
    "each": ("each", Each),
    "years": ("years", YearsOf),
    "date-order": ("order", Order),
    "figures": ("adds", Adds),
}
"""The keys of a recipe that take one of a few words, and the options that they are."""
_PLAIN = (
    *("goal", "sheet", "header", "path", "encoding", "decimal", "source", "status"),
    *("by", "keep"),
)


def from_recipe(values: Mapping[str, Any]) -> TableOptions:
    """Return the options that a recipe of a ledger has."""
    found = {key: values[key] for key in _PLAIN if key in values}
    found |= {
        name: kind(values[key]) for key, (name, kind) in _WORDS.items() if key in values
    }
    # A citation was read as one.
    if "source" in found:
        found["source"] = str(found["source"])
    mapped = tuple(f"{key}={name}" for key, name in values.get("map", {}).items())
    where = tuple(
        f"{name}={text}"
        for name, texts in values.get("where", {}).items()
        for text in texts
    )
    only = values.get("only-known", False)
    return TableOptions(**found, mapped=mapped, where=where, only_known=only)


def to_recipe(options: TableOptions) -> dict[str, Any]:
    """Return the options as the keys of a recipe, those that are given."""
    found: dict[str, Any] = {}
    if options.mapped:
        found["map"] = dict(text.split("=", 1) for text in options.mapped)
    where: dict[str, Any] = {}
    for text in options.where:
        name, _, value = text.partition("=")
        before = where.get(name)
        several = [*before, value] if isinstance(before, list) else [before, value]
        where[name] = value if before is None else several
    if where:
        found["where"] = where
    found |= {key: getattr(options, key) for key in _PLAIN if getattr(options, key)}
    for key, (name, _) in _WORDS.items():
        if getattr(options, name) is not None:
            found[key] = getattr(options, name).value
    if options.only_known:
        found["only-known"] = True
    return found
