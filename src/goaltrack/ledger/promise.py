"""The meaning of a plain target: a number, a range, or none."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from goaltrack.model.ledger import Aim, Kind, Point, Range, Reference

NO_VALUE = Decimal(0)
"""Stands in for the value of a baseline that gives none."""
_ADDS_UP = (Kind.TOTAL, Kind.YEAR_TOTAL)


class Promise(NamedTuple):
    """The meaning of a target: its number or range, its aim."""

    aim: Aim
    target: Decimal | Range | None
    written: str | None = None
    reference: Reference | None = None
    is_growth: bool = False
    """Whether it is a growth by the same share each year."""


def plain_promise(fields: Mapping[str, Any], kind: Kind) -> Promise:
    """Return what is promised where the target is a number, a range or none."""
    target, said = fields.get("target"), fields.get("aim")
    aim = Aim(said) if said else aim_of_number(target, fields.get("baseline"), kind)
    return Promise(aim, within(target, aim, fields.get("tolerance")))


def aim_of_number(
    target: Decimal | Range | None, baseline: Point | None, kind: Kind
) -> Aim:
    """Return which way a number lies that is promised without an aim.

    At most, where the baseline is above it, or where what adds up is to be 0; else at
    least.
    """
    if not isinstance(target, Decimal):
        return Aim.AT_LEAST
    adds_up = kind in _ADDS_UP
    falls = baseline is not None and baseline.value > target and not adds_up
    return Aim.AT_MOST if falls or (adds_up and target == 0) else Aim.AT_LEAST


def within(
    target: Decimal | Range | None, aim: object, tolerance: object
) -> Decimal | Range | None:
    """Return a number that is to be kept within its tolerance as the range it is."""
    if (
        aim == Aim.WITHIN
        and isinstance(target, Decimal)
        and isinstance(tolerance, Decimal)
    ):
        return Range(target - tolerance, target + tolerance, target)
    return target
