"""Formulas: what is read, in which order it is worked out, what is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltrack.i18n.messages import sentence
from goaltrack.model.formula import (
    LONGEST,
    Function,
    InvalidFormula,
    Operand,
    parse_formula,
)

SIGNS = {
    "+": Decimal.__add__,
    "-": Decimal.__sub__,
    "*": Decimal.__mul__,
    "/": Decimal.__truediv__,
}


def worked_out(text: str) -> Decimal:
    """The value of a formula of numbers."""
    stack: list[Decimal] = []
    for item in parse_formula(text).program:
        if isinstance(item, Decimal):
            stack.append(item)
        elif isinstance(item, str):
            right, left = stack.pop(), stack.pop()
            stack.append(SIGNS[item](left, right))
    [value] = stack
    return value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2 + 3 * 4", 14),
        ("( 2 + 3 ) * 4", 20),
        ("(2 + 3) * (4 - 1)", 15),
        ("4 - 3 - 2", -1),
        ("8 / 4 / 2", 1),
        ("-2 * 3", -6),
        ("2 - -3", 5),
        ("（2 ＋ 3） × 4", 20),
        ("0.5 * .5", "0.25"),
        ("7", 7),
    ],
)
def test_signs_bind_as_in_arithmetic(text: str, value: object) -> None:
    """Times before plus, from the left, brackets first; fullwidth signs are read."""
    assert worked_out(text) == Decimal(str(value))


@given(
    st.recursive(
        st.integers(0, 99).map(str),
        lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(
            lambda t: f"( {t[0]} {t[1]} {t[2]} )"
        ),
        max_leaves=12,
    )
)
def test_whatever_is_nested_is_worked_out(text: str) -> None:
    """A formula of whole numbers comes to what Python makes of it."""
    assert worked_out(text) == eval(text)  # noqa: S307 - made above of digits and signs


def test_operands_are_goals() -> None:
    """Ids of any script with hyphens, the growth of one, the sum of the parts."""
    found = parse_formula(
        "gdp-per-head / 人口 + growth(gdp) + sum(parts) - gdp-per-head"
    )
    assert found.operands == (
        Operand(Function.FIGURE, "gdp-per-head"),
        Operand(Function.FIGURE, "人口"),
        Operand(Function.GROWTH, "gdp"),
        Operand(Function.SUM, ""),
    )
    assert parse_formula("sum * growth").operands == (
        Operand(Function.FIGURE, "sum"),
        Operand(Function.FIGURE, "growth"),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "missing at the end"),
        ("a +", "missing at the end"),
        ("+ a", "missing before '+'"),
        ("a + * b", "missing before '*'"),
        ("( )", "missing before ')'"),
        ("a b", "missing before 'b'"),
        ("a ( b )", "there are growth(ID)"),
        ("a + b )", "no '(' before it"),
        ("( a + b", "is not closed"),
        ("2 ( 3 )", "missing before '('"),
        ("a+b", "put blanks around"),
        ("a^2", "put blanks around"),
        ("__import__('os')", "there are growth(ID)"),
        ("mean(a)", "there are growth(ID)"),
        ("growth(a + b)", "takes one id"),
        ("growth(2.5)", "takes one id"),
        ("growth()", "takes one id"),
        ("sum(a)", "takes the parts"),
        ("1" * (LONGEST + 1), "at most 1000"),
    ],
)
def test_what_is_no_formula(text: str, said: str) -> None:
    """Each mistake is told, and what to write instead."""
    with pytest.raises(InvalidFormula) as wrong:
        parse_formula(text)
    assert said in sentence(wrong.value.code, wrong.value.facts).say("en")
