"""How states, numbers, days and sentences are written in a language."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Context, Decimal
from math import floor, log10
from typing import TYPE_CHECKING, Any, NamedTuple

from goaltrack.analysis.assess import Assessment, Rate
from goaltrack.analysis.forecast import Forecast
from goaltrack.analysis.states import Reason, State
from goaltrack.i18n.catalog import translated, written
from goaltrack.model.amount import decimals, singular, write
from goaltrack.model.ledger import (
    INDEX_UNIT,
    Citation,
    Entry,
    Goal,
    Kind,
    Mode,
    Range,
    Revision,
)
from goaltrack.model.period import Period
from goaltrack.model.period_label import label
from goaltrack.reports.messages import (
    AIMS,
    CHANCES,
    COLOURS,
    EACH,
    HEDGES,
    INTERVALS,
    KINDS,
    LIGHTS,
    MEASURED_STATES,
    NUMBERS,
    ONE_PERIOD,
    PERIODS,
    REASONS,
    REFUSALS,
    SDG_STATUSES,
    STATES,
    STATUSES,
    WORDS,
)
from goaltrack.reports.terms import STATE_MEANINGS, TERM_MEANINGS

if TYPE_CHECKING:
    from goaltrack.analysis.rollup import Rollup


def words() -> Mapping[str, str]:
    """The names that states and colours have in any language, and those they have."""
    chinese = Voice("zh")
    return {
        **{chinese.state(state): state.value for state in State},
        **{
            translated(text, "zh", f"{state.value}-measured"): state.value
            for state, text in MEASURED_STATES.items()
        },
        **{Voice("en").state(state): state.value for state in State},
        **{chinese.colour(colour): colour for colour in COLOURS},
        **{chinese.kind(kind): kind.value for kind in Kind},
    }


_MEANINGS: Mapping[str, str] = {**STATE_MEANINGS, **TERM_MEANINGS}
_MEASURED = (Kind.LEVEL, Kind.RATE)
_SURE = 0.05
_RATES = (
    (365, "a_year", Decimal(1)),
    (60, "a_month", Decimal(12)),
    (14, "a_week", Decimal("52.1775")),
    (-1_000_000, "a_day", Decimal("365.2425")),
)
"""From how many days on a rate is told in which unit, and how many of it a year has."""

_BRIEF = Context(prec=4)
_LISTED = 3
"""How many of several goals are named."""


class Voice(NamedTuple):
    """Speaks one language: "en" or "zh"."""

    language: str

    def _pick(self, words: Mapping[Any, str], name: str) -> str:
        return translated(words[name], self.language, name)

    def word(self, name: str, /, **facts: object) -> str:
        """A word or sentence with its facts, days as the language writes them."""
        said = {
            key: written(fact, self.language) if isinstance(fact, date) else fact
            for key, fact in facts.items()
        }
        return self._pick(WORDS, name).format_map(said)

    def state(self, state: State, goal: Goal | None = None) -> str:
        """The word of a state; of a level or rate, in Chinese, another for some."""
        if goal and goal.kind in _MEASURED and state in MEASURED_STATES:
            name = f"{state.value}-measured"
            return translated(MEASURED_STATES[state], self.language, name)
        return self._pick(STATES, state)

    def colour(self, colour: str) -> str:
        """The word of a colour."""
        return self._pick(COLOURS, colour)

    def light(self, colour: str) -> str:
        """The word of a colour as that of a light."""
        return translated(LIGHTS[colour], self.language, f"light-{colour}")

    def meaning(self, name: str) -> str:
        """What a state, or a word of a column, means in a sentence."""
        text = _MEANINGS[name]
        return translated(text, self.language, f"{name}-means")

    def state_named(self, name: str) -> str:
        """The word of a state by its name in the ledger."""
        return self.state(State(name))

    def number(self, name: str) -> str:
        """The word of a number that rules ask for."""
        return self._pick(NUMBERS, name)

    def kind(self, kind: Kind) -> str:
        """The word of a kind."""
        return self._pick(KINDS, kind)

    def status(self, status: str) -> str:
        """How firm a figure is."""
        return self._pick(STATUSES, status)

    def periods(self, each: str, number: int) -> str:
        """A number of the periods of a standing target: `3 weeks`."""
        if number == 1:
            return translated(ONE_PERIOD[each], self.language, f"one-{each}")
        text = translated(PERIODS[each], self.language, f"periods-{each}")
        return text.format(number=number)

    def interval(self, every: str) -> str:
        """How often a figure is expected; a recurrence rule as it is written."""
        return self._pick(INTERVALS, every) if every in INTERVALS else every

    def day(self, day: date) -> str:
        """A day in a column: the ISO form, which is short and sorts."""
        return day.isoformat()[:10]

    def seen_on(self, as_of: date, known_on: date | None) -> str:
        """Return the days of a view: `as of …, as known on …`."""
        said = self.word("as_of", day=as_of)
        if known_on is None:
            return said
        return said + self.word("comma") + self.word("known_on", day=known_on)

    def period(self, period: Period) -> str:
        """A day, or a period as people write it."""
        if period.first == period.last:
            return self.day(period.last)
        return label(period, self.language)

    def days(self, days: int) -> str:
        """A count of days."""
        return self.word("one_day") if days == 1 else self.word("days", days=days)

    def share(self, share: Decimal, digits: int = 1) -> str:
        """A share or ratio as percent; what is not whole is never shown as 100%."""
        percent = share * 100
        if share < 1:
            percent = min(percent, 100 - Decimal(1).scaleb(-digits))
        elif share > 1:
            percent = max(percent, 100 + Decimal(1).scaleb(-digits))
        return f"{write(percent, digits)}%"

    def entry(self, goal: Goal, entry: Entry) -> str:
        """Return what an entry says: a value, a change, or a step done."""
        if entry.value is not None:
            return self.exact(goal, entry.value)
        if entry.change is not None:
            sign = "+" if entry.change >= 0 else ""
            return sign + self.exact(goal, entry.change)
        if isinstance(entry.done, str):
            titles = {step.id: step.title for step in goal.steps}
            return f"{self.word('done')}{self.word('colon')}{titles[entry.done]}"
        if entry.done:
            return self.word("done")
        if entry.percent is None:
            return ""
        return f"{write(entry.percent, decimals([entry.percent]))}%"

    def exact(self, goal: Goal, value: Decimal) -> str:
        """Return a value of the ledger in the goal's unit, digit for digit.

        What is derived stands in none, and is shown as other amounts are.
        """
        if goal.formula:
            return self.amount(goal, value)
        return self._united(goal, write(value, decimals([value])))

    def _united(self, goal: Goal, number: str) -> str:
        """A number in the goal's unit; percent of a baseline as the language has it."""
        if not goal.unit.startswith(INDEX_UNIT) or not goal.baseline:
            return with_unit(number, goal.unit)
        period = label(goal.baseline.period, self.language)
        return self.word("index", number=number, period=period)

    def figure(self, goal: Goal, value: Decimal) -> str:
        """A figure in the goal's unit; of percent of a baseline, the change too."""
        if not goal.unit.startswith(INDEX_UNIT) or not goal.baseline:
            if goal.formula is None:
                return self._united(goal, self.bare_number(goal, value))
            return self.exact(goal, value)
        number = write(value, decimals([value]))
        change = value - goal.baseline.value
        sign = "+" if change > 0 else ""
        said = f"{sign}{write(change, decimals([change]))}%"
        return self.word("change", value=number, change=said)

    def amount(self, goal: Goal, value: Decimal) -> str:
        """A value in the goal's unit: a computed one as exact as the goal's figures."""
        is_whole = value == value.to_integral_value()
        places = 0 if is_whole else min(decimals([value]), digits(goal))
        return self._united(goal, write(value, places))

    def difference(self, goal: Goal, value: Decimal) -> str:
        """A difference of two values: in percentage points where the unit is %."""
        if goal.unit != "%" and not goal.unit.startswith(INDEX_UNIT):
            return self.amount(goal, value)
        places = min(decimals([value]), digits(goal))
        return self.word("points", number=write(value, places))

    def target(self, goal: Goal, *, is_full: bool = False) -> str:
        """Return the target: `≥1,000 亿元`, `5–6 %`, or the wished direction.

        With that of which it is a part, if it is to be given in full: `≤580 t (-42% of
        1,000 t)`.
        """
        if goal.kind is Kind.MILESTONE:
            return self.word("is_done")
        if goal.kind is Kind.OBJECTIVE:
            return ""
        if goal.is_undecided:
            return self.word("undecided")
        said = self._number_or_range(goal)
        if goal.written and goal.target is not None:
            facts: dict[str, object] = {"target": said, "written": goal.written}
            name = "as_written"
            is_index = goal.unit.startswith(INDEX_UNIT)
            if is_full and goal.baseline and not (goal.reference or is_index):
                name, facts["base"] = (
                    "as_written_of",
                    self.exact(goal, goal.baseline.value),
                )
            said = self.word(name, **facts)
        said = self._each_time(goal, said)
        if goal.each and goal.need:
            share, count = goal.need.share, goal.need.number
            percent = None if share is None else (share * 100).normalize()
            need = str(count) if percent is None else f"{percent:f}%"
            said = self.word("needed", target=said, need=need)
        return said

    def sign(self, goal: Goal) -> str:
        """Return the sign before a target, such as `≥`; "" where it has none."""
        return "" if goal.target is None else self._pick(AIMS, goal.aim)

    def aimed(self, goal: Goal) -> str:
        """Return the target as it stands behind a figure; "" without a number.

        Without the sign of at-least, and without what it was computed from.
        """
        if goal.is_undecided:
            return self.word("undecided")
        if goal.target is None and not goal.reference:
            return ""
        return self._each_time(goal, self._number_or_range(goal).removeprefix("≥"))

    def _each_time(self, goal: Goal, said: str) -> str:
        """Return a target with the periods for which it holds each time."""
        if not goal.each:
            return said
        text = translated(EACH[goal.each], self.language, f"each-{goal.each}")
        return text.format(target=said)

    def bare_number(self, goal: Goal, value: Decimal) -> str:
        """Return a value as `exact` writes it, without its unit; 348.0 as 348."""
        places = 0 if value == value.to_integral_value() else decimals([value])
        return write(value, min(places, digits(goal)) if goal.formula else places)

    def revised(self, goal: Goal, revision: Revision) -> str:
        """Return what a revision changes of a goal: its target, due date or kind."""
        texts = []
        if revision.kind:
            texts.append(self.kind(goal.kind))
        said = (revision.target, revision.written, revision.aim, revision.tolerance)
        if any(each is not None for each in (*said, revision.each, revision.need)):
            texts.append(self.target(goal))
        if revision.due and goal.due:
            texts.append(self.period(goal.due))
        return self.word("comma").join(texts)

    def _number_or_range(self, goal: Goal) -> str:
        """Return the target without what stands beside it."""
        aim = self._pick(AIMS, goal.aim)
        if goal.target is None:
            return f"{aim}{goal.written}" if goal.written else aim
        target, tolerance = goal.target, goal.tolerance
        if isinstance(target, Range) and target.middle is not None:
            return self._with_tolerance(goal, self.exact(goal, target.middle))
        if isinstance(target, Range):
            low, high = (write(v, decimals(target.bounds)) for v in target.bounds)
            if self.language == "zh":
                # GB/T 15834: a wave, and both percents with their signs.
                low += "%" if goal.unit == "%" else ""
                said = self._united(goal, f"{low}～{high}")
            else:
                said = self._united(goal, f"{low}–{high}")
        else:
            places = decimals([target])
            if goal.written:
                # A computed number has no end of digits.
                places = min(places, max(digits(goal._replace(target=None)), 2))
            said = f"{aim}{self._united(goal, write(target, places))}"
        return said if tolerance is None else self._with_tolerance(goal, said)

    def _with_tolerance(self, goal: Goal, target: str) -> str:
        """Return a target and how nearly it is to be met."""
        if isinstance(goal.tolerance, Decimal):
            return f"{target} ±{write(goal.tolerance, decimals([goal.tolerance]))}"
        return self.word("about", target=target)

    def chance(self, probability: float) -> str:
        """A probability to the nearest 5 %, never 0 or 100 before the due date."""
        if probability < _SURE:
            return "<5%"
        if probability > 1 - _SURE:
            return ">95%"
        return f"{round(probability * 20) * 5}%"

    def chance_word(self, probability: float) -> str:
        """A probability in words."""
        # As it is printed, so that word and number agree.
        rounded = round(probability * 20) / 20
        word = next(word for least, word in CHANCES if rounded >= least)
        return translated(word, self.language, "chance")

    def refusal(self, found: Forecast) -> str:
        """Why nothing is forecast."""
        few = {0: "no-figure", 1: "one-figure"}
        name = found.refused or "past-due"
        if name == "too-few":
            name = few.get(found.points, name)
        return self._pick(REFUSALS, name).format(count=found.points)

    def certainty(self, assessment: Assessment) -> list[str]:
        """What there is to be said of how sure the chance is."""
        found = assessment.forecast
        texts: list[str] = []
        if found is None:
            return texts
        if found.kept:
            kept, known = found.kept
            texts.append(self.word("kept_so_far", kept=kept, known=known))
        if found.hedge:
            texts.append(self.hedge(found.hedge))
        elif found.is_far:
            texts.append(self.word("far"))
        is_level = found.outlook is not None and assessment.goal.kind is Kind.LEVEL
        if is_level and assessment.state is State.ON_TARGET:
            texts.append(self.word("met_early"))
        return texts

    def hedge(self, name: str) -> str:
        """Why a chance is kept off 0 and 1."""
        return self._pick(HEDGES, name)

    def estimate(self, goal: Goal, value: float) -> str:
        """A statistical estimate in the goal's unit, of four digits or so."""
        places = digits(goal)
        if value:
            places = max(min(places, 3 - floor(log10(abs(value)))), 0)
        return self._united(goal, write(Decimal(repr(value)), places))

    def bare(self, text: str) -> str:
        """An amount without its unit."""
        return text.partition(" ")[0]

    def rollup(self, found: "Rollup") -> str:
        """Several goals as one, and how many of them it is known of."""
        coverage = self.word("coverage", covered=found.covered, goals=found.goals)
        return self._rolled(found) + self.word("semicolon") + coverage

    def _rolled(self, found: "Rollup") -> str:
        if found.mode is Mode.COUNTS:
            texts = [
                self.word("count", number=number, state=self.state(state))
                for state, number in found.counts.items()
            ]
            return self.word("comma").join(texts)
        if found.mode is Mode.WORST:
            if found.worst is None:
                return self.word("nothing_known")
            return self.word("worst_of", state=self.state(found.worst))
        texts = []
        if found.mean is not None:
            mean = self.share(found.mean)
            texts.append(self.word("mean_of", mean=mean, measured=found.measured))
        if found.score is not None:
            name = SDG_STATUSES[found.status]
            status = translated(name, self.language, "sdg")
            number = write(found.score, 1)
            texts.append(self.word("score_of", score=number, status=status))
        return self.word("comma").join(texts) or self.word("nothing_known")

    def rate(self, goal: Goal, rate: Rate, like: Rate | None = None) -> str:
        """A rate in the unit of time that reads best, and as growth a year.

        With `like` in the unit of that one, with which it is to be compared.
        """
        days = (like or rate).days
        unit, parts = next((u, p) for least, u, p in _RATES if days >= least)
        number = rate.per_year / parts
        places = min(decimals([number]), digits(goal))
        if number and not round(number, places):
            # So little is not nothing: one digit and another.
            places = 1 - number.adjusted()
        said = write(number, places)
        is_share = goal.unit == "%" or goal.unit.startswith(INDEX_UNIT)
        value = (
            self.word("points", number=said) if is_share else self._united(goal, said)
        )
        texts = [self.word(unit, value=value)]
        if rate.growth is not None:
            name = "growth" if rate.growth >= 0 else "shrinking"
            texts.append(self.word(name, value=self.share(abs(rate.growth))))
        return self.word("comma").join(texts)

    def citation(self, citation: Citation) -> str:
        """The id of a source, and the place in it."""
        return citation.source + (f"#{citation.place}" if citation.place else "")

    def reasons(self, assessment: Assessment) -> list[str]:
        """Return the reasons of an assessment, a sentence each."""
        return [self.reason(assessment.goal, r) for r in assessment.reasons]

    def reason(self, goal: Goal, reason: Reason) -> str:
        """One sentence of an assessment."""
        facts = {name: self._fact(goal, name, f) for name, f in reason.facts.items()}
        each = reason.facts.get("each")
        if isinstance(each, str):
            for name in ("known", "periods", "unknown"):
                number = reason.facts.get(name)
                if isinstance(number, int):
                    facts[name] = self.periods(each, number)
        name = reason.name
        if name == "missed" and goal.kind is Kind.MILESTONE:
            name = "missed-milestone"
        text = self._pick(REASONS, name).format_map(facts)
        days = reason.facts.get("days")
        if name == "open" and days == 0:
            return self.word("today")
        if name == "met" and reason.facts.get("is_dated") and days:
            text += self.word("comma") + self._pick(REASONS, "early").format_map(facts)
        wished = reason.facts.get("wished")
        if wished is not None:
            word = self._pick(REASONS, "wished" if wished else "unwished")
            text += self.word("comma") + word
        return text

    def _fact(self, goal: Goal, name: str, fact: object) -> str:
        if isinstance(fact, Decimal):
            return self._number(goal, name, fact)
        if isinstance(fact, Period):
            return label(fact, self.language)
        if isinstance(fact, State):
            return self.state(fact)
        if isinstance(fact, tuple):
            return self._listed(fact)
        if name == "days" and isinstance(fact, int):
            return self.days(fact)
        return written(fact, self.language) if isinstance(fact, date) else str(fact)

    def _number(self, goal: Goal, name: str, fact: Decimal) -> str:
        if name in ("share", "progress"):
            return self.share(fact)
        if name == "ratio":
            return write(fact, 2)
        if goal.kind is Kind.MILESTONE:
            return self.share(fact / 100, 0)
        if name in ("gap", "step"):
            return self.difference(goal, abs(fact))
        return self.amount(goal, fact)

    def _listed(self, texts: Sequence[str]) -> str:
        """The first texts of a list, and how many more there are."""
        said = self.word("list_comma").join(texts[:_LISTED])
        more = len(texts) - _LISTED
        return said + self.word("and_more", number=more) if more > 0 else said


def digits(goal: Goal) -> int:
    """How many digits after the point the goal's own numbers have, at most.

    Of its entries the latest dozen is asked: there may be many thousands.
    """
    global _LAST  # noqa: PLW0603 - goals are written one after the other
    if _LAST[0] is not goal:
        _LAST = goal, _digits(goal)
    return _LAST[1]


_LAST: tuple[Goal | None, int] = (None, 0)
"""The goal that was asked for last, and its digits."""


def _digits(goal: Goal) -> int:
    recent = goal.progress[-12:]
    numbers = [entry.value for entry in recent if entry.value is not None]
    numbers += [entry.change for entry in recent if entry.change is not None]
    if goal.formula:
        # A quotient has more digits than it is good for.
        numbers = [_BRIEF.plus(number) for number in numbers]
    if isinstance(goal.target, Range):
        numbers += goal.target.bounds
    elif goal.target is not None:
        # A computed target has no end of digits.
        is_computed = goal.written or goal.reference
        numbers.append(round(goal.target, 2) if is_computed else goal.target)
    if goal.baseline:
        numbers.append(goal.baseline.value)
    return decimals(numbers)


_ONE = {"people": "person", "children": "child", "men": "man", "women": "woman"}
_SAME = ("series", "species", "news", "means")
_IN_IE = ("calories", "movies", "cookies", "selfies", "ties", "pies", "rookies")


def _of_one(unit: str) -> str:
    """Return an English unit as it stands behind 1: `book`, `hour per week`."""
    found = re.fullmatch(r"(.*?)\b([a-z]{4,})((?:/| (?:of|per|a)\b).*)?", unit)
    if found is None:
        return unit
    before, word, after = found.group(1), found.group(2), found.group(3) or ""
    if word in _SAME:
        return unit
    one = _ONE.get(word) or (word[:-1] if word in _IN_IE else singular(word))
    return f"{before}{one}{after}"


def with_unit(number: str, unit: str) -> str:
    """A number and its unit, which agrees with it: `2 books`, `1 book`, `50%`."""
    if number in ("1", "-1", "+1"):
        unit = _of_one(unit)
    return f"{number}{'' if unit in ('%', '‰') else ' '}{unit}" if unit else number
