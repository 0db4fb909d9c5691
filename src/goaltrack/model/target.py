"""Targets as people type them: the number, which way, and how nearly.

`>=350`, `at most 75 kg`, `75..80`, `5%±0.2`, `350亿元以上`, `约600亿元`.
"""

from typing import NamedTuple

from goaltrack.model.ledger import ABOUT, Aim

_PLAIN = {ord("＞"): ">", ord("＜"): "<", ord("＝"): "="}
_BEFORE = (
    (">=", Aim.AT_LEAST),
    ("≥", Aim.AT_LEAST),
    ("<=", Aim.AT_MOST),
    ("≤", Aim.AT_MOST),
    (">", Aim.ABOVE),
    ("<", Aim.BELOW),
    ("at least ", Aim.AT_LEAST),
    ("no less than ", Aim.AT_LEAST),
    ("not less than ", Aim.AT_LEAST),
    ("no fewer than ", Aim.AT_LEAST),
    ("at most ", Aim.AT_MOST),
    ("no more than ", Aim.AT_MOST),
    ("not more than ", Aim.AT_MOST),
    ("up to ", Aim.AT_MOST),
    ("more than ", Aim.ABOVE),
    ("over ", Aim.ABOVE),
    ("above ", Aim.ABOVE),
    ("less than ", Aim.BELOW),
    ("fewer than ", Aim.BELOW),
    ("under ", Aim.BELOW),
    ("below ", Aim.BELOW),
    ("不低于", Aim.AT_LEAST),
    ("不少于", Aim.AT_LEAST),
    ("不小于", Aim.AT_LEAST),
    ("至少", Aim.AT_LEAST),
    ("不超过", Aim.AT_MOST),
    ("不高于", Aim.AT_MOST),
    ("不多于", Aim.AT_MOST),
    ("不大于", Aim.AT_MOST),
    ("至多", Aim.AT_MOST),
    ("最多", Aim.AT_MOST),
    ("控制在", Aim.AT_MOST),
    ("超过", Aim.ABOVE),
    ("突破", Aim.ABOVE),
    ("高于", Aim.ABOVE),
    ("大于", Aim.ABOVE),
    ("低于", Aim.BELOW),
    ("小于", Aim.BELOW),
    ("少于", Aim.BELOW),
)
_BEHIND = (
    (" or more", Aim.AT_LEAST),
    (" or above", Aim.AT_LEAST),
    (" or higher", Aim.AT_LEAST),
    (" or less", Aim.AT_MOST),
    (" or fewer", Aim.AT_MOST),
    (" or lower", Aim.AT_MOST),
    (" or below", Aim.AT_MOST),
    ("及以上", Aim.AT_LEAST),
    ("以上", Aim.AT_LEAST),
    ("及以下", Aim.AT_MOST),
    ("以下", Aim.AT_MOST),
    ("以内", Aim.AT_MOST),
    ("之内", Aim.AT_MOST),
)
_ABOUT_BEFORE = ("about ", "around ", "roughly ", "approximately ", "大约", "约")
_ABOUT_BEHIND = ("左右", "上下")
_TO = ("..", "~", "～", "–", "—", "至", " to ")


class TypedTarget(NamedTuple):
    """The parts of a typed target; its amounts are still to be read."""

    target: str
    """An amount, or two with `..` between them."""
    aim: Aim | None
    """None where the text does not say which way."""
    tolerance: str | None
    """An amount, `ABOUT`, or None."""


def parse_target(text: str) -> TypedTarget:
    """Return the parts of a typed target; a text with none of them is an amount."""
    rest, aim = _without_aim(text.strip().translate(_PLAIN))
    rest, is_about = _without_about(rest)
    if aim is None:
        rest, aim = _without_aim(rest)
    amount, sign, tolerance = rest.replace("+/-", "±").partition("±")
    if sign:
        both_sides = Aim.WITHIN if aim is None and not is_about else aim
        return TypedTarget(amount.strip(), both_sides, tolerance.strip())
    if aim is None:
        for to in _TO:
            low, found, high = rest.partition(to)
            if found and low.strip() and high.strip():
                both = f"{low.strip()}..{high.strip()}"
                return TypedTarget(both, Aim.WITHIN, ABOUT if is_about else None)
    return TypedTarget(rest, aim, ABOUT if is_about else None)


def _without_aim(text: str) -> tuple[str, Aim | None]:
    lower = text.lower()
    for word, aim in _BEFORE:
        if lower.startswith(word):
            rest = text[len(word) :].strip()
            return _without_aim(rest)[0] if word == "控制在" else rest, aim
    for word, aim in _BEHIND:
        if lower.endswith(word):
            return text[: -len(word)].strip(), aim
    return text, None


def _without_about(text: str) -> tuple[str, bool]:
    lower = text.lower()
    for word in _ABOUT_BEFORE:
        if lower.startswith(word):
            return text[len(word) :].strip(), True
    for word in _ABOUT_BEHIND:
        if lower.endswith(word):
            return text[: -len(word)].strip(), True
    return text, False
