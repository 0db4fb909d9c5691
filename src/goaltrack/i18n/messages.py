"""Sentences for the codes by which calculations report errors and doubts.

Facts stand in braces. A code does not change once it is released; docs/errors.md lists
those of errors.
"""

from collections.abc import Mapping

from goaltrack.i18n.catalog import Phrase

MESSAGES: Mapping[str, str] = {
    # model/amount
    "amount-too-long": "'{text}' is not an amount: it is too long",
    "amount-empty": "'{text}' is not an amount: there is no number in it",
    "amount-unit-first": (
        "'{text}' is not an amount: the number stands first, and its unit behind it"
    ),
    "amount-in-numerals": (
        "'{text}' is not an amount: numbers are read in digits, as in 3,500亿"
    ),
    "amount-grouping": (
        "'{text}' is not an amount: commas stand before each three digits, "
        "as in 1,234.5"
    ),
    "amount-two-points": "'{text}' is not an amount: a number has one decimal point",
    "amount-bare-point": (
        "'{text}' is not an amount: digits stand on both sides of a decimal point"
    ),
    "amount-roughly": (
        "'{text}' is not an amount: a figure is one number, and 'about' or 'more' "
        "belongs to a target"
    ),
    "amount-clock": "'{text}' is not an amount: an hour has 60 minutes",
    "amount-clock-ambiguous": (
        "'{text}' may be hours and minutes, or minutes and seconds: "
        "write {hours} or {minutes}"
    ),
    "amount-exponent": (
        "'{text}' is not an amount: exponents are not read: write 万, 亿 or million"
    ),
    "amount-two-numbers": "'{text}' is not an amount: there are two numbers in it",
    "amount-two-signs": "'{text}' is not an amount: there are two signs in it",
    "not-a-percentage": "{goal} is a milestone: it has no figure",
    "wrong-unit": "'{text}' does not fit {goal}, which is counted in {unit}",
    "no-unit": "'{text}' does not fit {goal}, which is a number without a unit",
    "too-many-digits": (
        "'{text}' would be {value} in the ledger: "
        "it holds 15 digits before the point and 9 after it"
    ),
    # model/period
    "period-unknown": (
        "'{text}' is not a day or period: no period is written like this"
    ),
    "period-no-such-day": (
        "'{text}' is not a day or period: the calendar has no such day"
    ),
    "period-backwards": "'{text}' is not a day or period: it ends before it begins",
    "period-two-years": (
        "'{text}' may be two years or one fiscal year: write {first}..{second}, "
        "or say when fiscal years begin with year-start = 4 (April)"
    ),
    "period-fiscal": (
        "'{text}' is a fiscal year, and years begin in January here: "
        "say when they begin with year-start = 4 (April), or write a calendar period"
    ),
    "period-month-or-year": (
        "'{text}' may be a month or a fiscal year: write {month} for the month, "
        "{year} for the year"
    ),
    "period-ambiguous": "'{text}' may be {first} or {second}: write one of them",
    "not-one-day": "'{text}' is longer than a day",
    # analysis/filters
    "bad-filter": "'{text}' compares nothing\nthis field is compared by {known}",
    "unknown-word": "no {field} is called '{name}'{hint}\nthe words are {known}",
    # analysis/lint
    "no-id": (
        "this entry has no id: two people who add the same figure would make one row "
        "of it"
    ),
    "disagrees": (
        "this entry says {value}, but the others come to {found} (entry {others})"
    ),
    "overlaps": (
        "this period overlaps that of entry {others}, and cannot be added to it: "
        "not used"
    ),
    "loose": (
        "no figure reaches to the beginning of this one, so it cannot be added: "
        "not used"
    ),
    "two-figures": (
        "entry {others} says another figure for the same time; the last one is used "
        "(to correct one, say `goaltrack correct` and its id)"
    ),
    "before-period-end": (
        "it was recorded on {recorded}, before its period was over on {last}: "
        'a forecast has status = "forecast"'
    ),
    "before-start": "it lies before the count begins on {first}: not used",
    "share-in-doubt": (
        "its unit is %, and {formula} is a share of 1: for percent write "
        'figure = "{formula} * 100"'
    ),
    "two-corrections": (
        "another entry replaces '{id}' too, and both count: "
        "let this one replace that one"
    ),
    "total-fell": (
        "a total does not fall, and {value} was there before "
        "(what is added is written as change = …)"
    ),
    "formula-too-long": "a formula has at most {longest} characters",
    "formula-word": (
        "'{text}' is no number and no id: put blanks around + - * /, as in "
        '"rd / gdp * 100"'
    ),
    "formula-value-missing": "a number or an id is missing before '{text}'",
    "formula-end": "a number or an id is missing at the end",
    "formula-sign-missing": "one of + - * / is missing before '{text}'",
    "formula-not-closed": "a '(' is not closed",
    "formula-not-opened": "a ')' has no '(' before it",
    "formula-function": (
        "'{text}' is no function: there are growth(ID), the growth on a year before in "
        "percent, and sum(parts), of the goals whose parent this is"
    ),
    "formula-growth": 'growth takes one id, as in "growth(gdp)"',
    "formula-sum": 'sum takes the parts of the goal, as in "sum(parts)"',
    "divided-by-zero": "{period} is left out: it would be divided by zero",
    "too-large": "about {times} times the {value} before: is the unit right?",
    "too-small": "about a {times}th of the {value} before: is the unit right?",
    "aim-in-doubt": (
        "the very first figure, {value}, meets the target of {target}: if less is "
        "better, say `goaltrack set {goal} aim=at-most`, else aim=at-least"
    ),
    "need-not-said": (
        "one miss, and the target is missed: if it is enough to keep most of them, "
        'say how many, as need = "90%"'
    ),
    "start-advised": (
        "this is the rate of an earlier year than the target's: start = {first} "
        "leaves it out"
    ),
    "tolerance-without-size": (
        "'about' gives no size, so it is judged at the number itself: "
        "write the tolerance as a number if you know it"
    ),
    "lost-entry": (
        "entry {id}, which this machine wrote on {at}, is no longer here "
        "(if that is meant, say `goaltrack check --forget`): {row}"
    ),
    "figure-without-source": "this figure has no source",
    "goal-without-source": "this promise has no source",
    "draft": "this is a draft; `goaltrack review {goal}` keeps, changes or drops it",
    "draft-due": "this is a draft, and its due date {due} does not stand beside it; "
    "`goaltrack review {goal}` keeps, changes or drops it",
}


def sentence(code: str, facts: Mapping[str, object]) -> Phrase:
    """Return the sentence of that code about the facts."""
    return Phrase(MESSAGES[code], facts)
