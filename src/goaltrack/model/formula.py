"""Figures that follow from other goals: `rd / gdp * 100`, `growth(gdp)`, `sum(parts)`.

A small grammar of numbers, ids, the four signs with blanks around them (ids hold
hyphens), and parentheses. What is read is kept in reverse Polish notation: it is worked
out without recursion, and nothing of it is ever run as a program.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

LONGEST = 1000
"""Characters that a formula may have."""

_WORD = re.compile(r"\s*([()（）]|[^\s()（）]+)")
_PLAIN = str.maketrans("（）×÷－＋", "()*/-+")
_RANK = {"+": 1, "-": 1, "*": 2, "/": 2}
_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")
_ID = re.compile(r"\w(?:[\w-]*\w)?")
_PARTS = "parts"


class Function(StrEnum):
    """What is taken of another goal."""

    FIGURE = "figure"
    GROWTH = "growth"
    SUM = "sum"


class Operand(NamedTuple):
    """Another goal in a formula, and what is taken of it."""

    function: Function
    goal: str
    """Its id; empty for the sum of the parts."""


class Formula(NamedTuple):
    """A formula that was read."""

    text: str
    program: tuple[Decimal | Operand | str, ...]
    """Values and signs in reverse Polish notation."""

    @property
    def operands(self) -> tuple[Operand, ...]:
        """The operands in the order in which they stand, each once."""
        found = (item for item in self.program if isinstance(item, Operand))
        return tuple(dict.fromkeys(found))

    def goals(self, parts: Sequence[str]) -> list[str]:
        """The ids of the goals that it is about; `parts` are those that it may sum."""
        found: list[str] = []
        for operand in self.operands:
            is_sum = operand.function is Function.SUM
            found += parts if is_sum else (operand.goal,)
        return list(dict.fromkeys(found))


class InvalidFormula(Exception):
    """A text is no formula: the code of a sentence in i18n/messages, and its facts."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(code)


def parse_formula(text: str) -> Formula:
    """Return the formula that the text is.

    Raises:
        InvalidFormula: it is none.
    """
    if len(text) > LONGEST:
        raise InvalidFormula("formula-too-long", longest=LONGEST)
    words = [found[1] for found in _WORD.finditer(text.translate(_PLAIN))]
    yard, place = _Yard(), 0
    while place < len(words):
        word = words[place]
        if word in _RANK:
            yard.sign(word)
        elif word == "(":
            yard.open()
        elif word == ")":
            yard.close()
        else:
            yard.before_value(word)
            item, place = _value(words, place)
            yard.program.append(item)
            continue
        place += 1
    return Formula(text, tuple(yard.ended()))


class _Yard:
    """Puts values and signs in reverse Polish notation (the shunting yard)."""

    def __init__(self) -> None:
        self.program: list[Decimal | Operand | str] = []
        self._waiting: list[str] = []
        self._is_value = False
        """Whether a value stands last, so that a sign or a bracket may follow."""

    def before_value(self, word: str) -> None:
        """Take note that a value follows."""
        if self._is_value:
            raise InvalidFormula("formula-sign-missing", text=word)
        self._is_value = True

    def sign(self, word: str) -> None:
        """Take a sign: those that bind as much and stand before it are done first."""
        self._want_value(word)
        while self._waiting and _RANK.get(self._waiting[-1], 0) >= _RANK[word]:
            self.program.append(self._waiting.pop())
        self._waiting.append(word)
        self._is_value = False

    def open(self) -> None:
        """Take an opening bracket."""
        if self._is_value:
            raise InvalidFormula("formula-sign-missing", text="(")
        self._waiting.append("(")

    def close(self) -> None:
        """Take a closing bracket."""
        self._want_value(")")
        while self._waiting and self._waiting[-1] != "(":
            self.program.append(self._waiting.pop())
        if not self._waiting:
            raise InvalidFormula("formula-not-opened")
        self._waiting.pop()

    def ended(self) -> list[Decimal | Operand | str]:
        """Return the program."""
        if not self._is_value:
            raise InvalidFormula("formula-end")
        if "(" in self._waiting:
            raise InvalidFormula("formula-not-closed")
        return [*self.program, *reversed(self._waiting)]

    def _want_value(self, word: str) -> None:
        if not self._is_value:
            raise InvalidFormula("formula-value-missing", text=word)


def _value(words: list[str], place: int) -> tuple[Decimal | Operand, int]:
    """Return the number or operand at a place, and the place behind it."""
    word = words[place]
    if _NUMBER.fullmatch(word):
        return Decimal(word), place + 1
    if not _ID.fullmatch(word):
        raise InvalidFormula("formula-word", text=word)
    if words[place + 1 : place + 2] != ["("]:
        return Operand(Function.FIGURE, word), place + 1
    inner = words[place + 2 : place + 4]
    is_one = inner[1:] == [")"] and _ID.fullmatch(inner[0])
    if word == Function.GROWTH:
        if not is_one:
            raise InvalidFormula("formula-growth")
        return Operand(Function.GROWTH, inner[0]), place + 4
    if word == Function.SUM:
        if inner != [_PARTS, ")"]:
            raise InvalidFormula("formula-sum")
        return Operand(Function.SUM, ""), place + 4
    raise InvalidFormula("formula-function", text=word)
