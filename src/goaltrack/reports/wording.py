"""The words of reports, by the names that code asks for, and how numbers are written.

They stand here in English; the catalogue of another language has each of them under
its name as the context.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from math import floor, log10
from typing import Any, NamedTuple

from goaltrack.analysis.assess import Assessment, Rate, Reason, State
from goaltrack.analysis.forecast import Forecast
from goaltrack.analysis.rollup import Mode, Rollup
from goaltrack.i18n.catalog import translated, written
from goaltrack.model.amount import decimals, write
from goaltrack.model.ledger import Aim, Citation, Goal, Kind, Range
from goaltrack.model.period import Period, label

_STATES = {
    State.DROPPED: "dropped",
    State.PAUSED: "paused",
    State.WATCHING: "watching",
    State.MET: "met",
    State.LATE: "met late",
    State.MISSED: "missed",
    State.NO_RESULT: "no result",
    State.UNDATED: "undated",
    State.OPEN: "open",
    State.NO_DATA: "no data",
    State.TOO_EARLY: "too early",
    State.MOVING_AWAY: "moving away",
    State.FAR_BEHIND: "far behind",
    State.BEHIND: "behind",
    State.ON_PACE: "on pace",
}

SYMBOLS = {
    State.DROPPED: "⨯",
    State.PAUSED: "‖",
    State.WATCHING: "◦",
    State.MET: "✓",
    State.LATE: "✓",
    State.MISSED: "✗",
    State.NO_RESULT: "?",
    State.UNDATED: "·",
    State.OPEN: "▸",
    State.NO_DATA: "◌",
    State.TOO_EARLY: "◔",
    State.MOVING_AWAY: "⇊",
    State.FAR_BEHIND: "‼",
    State.BEHIND: "!",
    State.ON_PACE: "✓",
}
"""A sign for each state, one cell wide; the word always stands beside it."""

_KINDS = {
    Kind.LEVEL: "level",
    Kind.TOTAL: "total",
    Kind.YEAR_TOTAL: "year-total",
    Kind.MILESTONE: "milestone",
}

_AIMS = {
    Aim.AT_LEAST: "≥",
    Aim.ABOVE: ">",
    Aim.AT_MOST: "≤",
    Aim.BELOW: "<",
    Aim.WITHIN: "",
    Aim.UP: "up",
    Aim.DOWN: "down",
    Aim.WATCH: "watch",
}

_COLOURS = {
    "green": "green",
    "yellow": "yellow",
    "red": "red",
    "blue": "blue",
    "grey": "grey",
}

_NUMBERS = {
    "ratio": "pace ratio",
    "behind": "points behind",
    "short": "percent short",
    "missed": "missed running",
    "days-left": "days left",
    "sdg": "Open SDG measure",
}

_STATUSES = {
    "preliminary": "preliminary",
    "revised": "revised",
    "final": "final",
    "forecast": "forecast",
}

_INTERVALS = {
    "day": "day",
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "half-year": "half year",
    "year": "year",
}

_REFUSALS = {
    "past-due": "the due date is here",
    "too-few": "{count} figures show no trend",
    "no-figure": "there is no figure",
    "one-figure": "one figure is not a trend",
    "not-moved": "the figures have not moved",
}

_CHANCES = (
    (0.80, "likely"),
    (0.60, "more likely than not"),
    (0.40, "open"),
    (0.20, "unlikely"),
    (0.00, "very unlikely"),
)
"""Words for a probability, from which on: our own choice."""

_WORDS = {
    "state": "state",
    "goal": "goal",
    "figure": "latest",
    "when": "as of",
    "target": "target",
    "due": "due",
    "bar": "progress",
    "gap": "gap",
    "chance": "chance",
    "forecast": "forecast",
    "range80": "80% range",
    "range95": "95% range",
    "when_met": "met by",
    "no_forecast": "none: {why}",
    "forecast_of": "{value} on {day}",
    "range_of": "{low} to {high}",
    "trend": "trend",
    "fresh": "age",
    "age_of": "{days:,} d",
    "hidden": "{number} given up (--all shows them)",
    "chance_of": "{chance}, {word}",
    "passes": "{share} by {day}",
    "never": "not at this pace",
    "group": "group",
    "kind": "kind",
    "source": "source",
    "owner": "owner",
    "note": "note",
    "tags": "tags",
    "parent": "part of",
    "colour": "colour",
    "by_hand": "{colour}, set by hand on {day}: {reason}",
    "weight": "weight",
    "start": "counted from",
    "baseline": "baseline",
    "plan": "plan",
    "pace": "way",
    "every": "expected every",
    "lag": "published after",
    "year": "year estimate",
    "remaining": "still to come this year",
    "age": "age of the figure",
    "attainment": "attainment",
    "progress": "progress",
    "time_share": "time share",
    "pace_ratio": "pace ratio",
    "gap_to_plan": "gap to plan",
    "days_ahead": "against plan",
    "required": "still required",
    "achieved": "rate so far",
    "verdict": "verdict",
    "why": "why",
    "met_on": "met on",
    "steps": "steps",
    "step": "step",
    "entries": "entries",
    "revisions": "earlier promises",
    "sources": "sources",
    "value": "value",
    "recorded": "recorded",
    "by": "by",
    "status": "status",
    "id": "id",
    "done": "done",
    "reason": "reason",
    "number": "no.",
    "as_of": "as of {day}",
    "known_on": "as known on {day}",
    "counts": "{number} goals: {counts}",
    "counts_one": "1 goal: {counts}",
    "count": "{number} {state}",
    "goals": "Goals",
    "ledgers": "{number} ledgers",
    "ungrouped": "other",
    "days": "{days:,} days",
    "one_day": "1 day",
    "days_left": "{days} left",
    "today": "due today",
    "overdue": "{days} overdue",
    "late_by": "{days} late",
    "ahead": "{days} ahead",
    "behind": "{days} behind",
    "growth_pace": "even growth",
    "on_line": "on the line",
    "to_come": "yet to come",
    "corrected": "corrected by {id}",
    "corrects": "corrects {id}",
    "a_year": "{value} a year",
    "a_month": "{value} a month",
    "a_week": "{value} a week",
    "a_day": "{value} a day",
    "growth": "{value} growth a year",
    "shrinking": "{value} less a year",
    "even_pace": "by even pace",
    "year_share": "by the share of {years} earlier years",
    "of_year": "{value} for {year} ({method})",
    "added": "{goal}: {what}, {when}",
    "making": "{change}, making {total}",
    "counts_from": "note: that day is yet to come; it counts from {day}",
    "counts_from_or": (
        "note: that day is yet to come; it counts from {day} "
        "(what is only expected is --status forecast)"
    ),
    "as_they_are": "note: the figures stay as they are, and are read as {key} = {new}",
    "paused_until": "`goaltrack set {goal} --unset paused` goes on with it",
    "warning": "warning: ",
    "reckoned": "how it is reckoned",
    "rules": "rules ({name}), the first that holds",
    "would_change": "what would change it",
    "no_due": "no due date",
    "no_source": "no source",
    "implied": "counted from",
    "planned": "planned by then",
    "t_of": "{median} in the middle, scale {scale}, Student's t with {dof} degrees",
    "no_rule": "grey: no rule holds",
    "or": " or ",
    "done_by": "done by {day}: met; done later: met late",
    "turn": "{value} or more for {period}: {state} ({colour})",
    "turn_at_most": "{value} or less for {period}: {state} ({colour})",
    "a_baseline": "an earlier whole year, or a baseline: a pace",
    "wanted": "wanted",
    "since_by": "since / by",
    "no_needs": "nothing is wanted",
    "want_result": "result missing for {days}",
    "want_figure": "figure late by {days}",
    "what_if": "what if {figures}: {title}",
    "want_step": "step overdue by {days}",
    "want_decision": "paused for {days}: go on?",
    "want_due": "due in {days}",
    "want_colour": "in {days}: {becomes}",
    "want_first": "no figure yet",
    "want_wait": "next figure in {days}",
    "what": "what",
    "before": "before",
    "after": "now",
    "correction": "correction",
    "revision": "promise",
    "between": "{first} to {last}",
    "no_changes": "nothing changed",
    "no_dates": "nothing is due",
    "chart_figure": "figure",
    "chart_plan": "plan",
    "chart_target": "target",
    "chart_middle": "its middle",
    "chart_fan": "80% range",
    "parts": "parts",
    "rollup": "parts",
    "coverage": "{covered} of {goals} have a figure",
    "worst_of": "worst: {state}",
    "mean_of": "mean {mean} of {measured}",
    "nothing_known": "nothing known",
    "schedule": "schedule",
    "schedule_of": "{done} of {whole} done, {planned} planned",
    "earned": "what is done was planned for {day}",
    "slip": "{low} to {high}, by {finished} finished milestones of the same owner",
    "together": "together",
    "and_before": "and {number} entries before",
    "gap_of": "gap {gap}",
    "error": "error: ",
    "dry_run": "nothing was written",
    "slip_up": ("this is about {times} times the figure before; did you mean {meant}?"),
    "slip_sign": (
        "a total does not fall, and {old} was there before; did you mean +{meant}?"
    ),
    "slip_fall": "a total does not fall, and {old} was there before",
    "slip_down": (
        "this is about one part in {times} of the figure before; did you mean {meant}?"
    ),
    "no_undo": "this change cannot be taken back with undo: {why}",
    "retracted": "retracted",
    "noted": "noted",
    "unchanged": "nothing was changed",
    "joined": "added to {path}",
    "taken_away": "{key} taken away",
    "then_add": "record a figure with `goaltrack add {goal} VALUE`",
    "then_baseline": (
        "its first figure is where progress counts from; from another: "
        "`goaltrack set {goal} baseline=0@{day}`"
    ),
    "then_done": "when it is reached, say `goaltrack done {goal}`",
    "why_given_up": "Why is {goal} given up?",
    "why_paused": "Why does {goal} rest?",
    "undo_this": "Take back '{says}' of {at}?",
    "redo_this": "Bring back '{says}' of {at}?",
    "undone": "'{says}' of {at} is taken back; goaltrack undo --redo brings it back",
    "skipped": "'{says}' of {at} stays, and undo goes past it",
    "redone": "'{says}' of {at} is there again",
    "kept": "what you wrote is in {path}",
    "edit_again": "Edit again?",
    "ask_id": "Its id (lower-case letters, digits, hyphens)",
    "ask_title": "What is promised",
    "ask_kind": "Its kind: level (a stock), total (adds up), "
    "year-total (adds up in a year), "
    "milestone (done or not)",
    "ask_unit": "Its unit (Enter: none)",
    "ask_target": "Its target (a range as 60..65)",
    "ask_due": "Due, a day or period (Enter: none)",
    "ask_figure": "The figure (Enter: pass it over, q: end)",
    "ask_done": "Is it reached? y, a step's id, or how far, as 60% "
    "(Enter: pass it over, q: end)",
    "ask_when": "For which day or period",
    "git_setup": "Let git merge this ledger with goaltrack, as shown?",
    "git_set": "git merges this ledger entry by entry in this clone; commit {path}",
    "git_unset": "git merges this ledger line by line again; commit {path}",
    "reading": "reading the rows",
    "checking": "checking what the ledger will say",
    "imported": "{path}: {new} new, {same} in the ledger already",
    "no_such_column": "the column '{name}' is not read (say --map KEY={name})",
    "row_new": "new",
    "row_same": "same",
    "row_conflicting": "conflicting",
    "row_refused": "refused",
    "forgotten": "{entries} forgotten",
    "record_anyway": " Record it as it is?",
    "now": "now {state}",
    "is_done": "done",
    "topics": "topics: {known}; and every command: goaltrack help add",
    "no_goals": "no goals yet",
    "none_of": "none of {goals} goals is meant",
    "no_entries": "no entries yet",
    "written": "{path} written",
    "dropped": "dropped",
    "paused": "paused",
    "as_first_promised": "as first promised ({promise}): {state}",
    "changed_on": "{day}: {reason}",
    "changed": "until {day}: {what} ({reason})",
    "with": "{what} ({more})",
    "comma": ", ",
    "semicolon": "; ",
    "colon": ": ",
    "from_fact": "{title}, {place}",
    "report": "Report",
    "overview": "Overview",
    "made_by": (
        "Made by goaltrack {version} from {path} (SHA-256 {sha256}) as of {day}."
    ),
    "target_high": "target to",
    "unit": "unit",
    "event_due": "Due: {goal}",
    "event_step": "Due: {goal}, {step}",
    "event_figure": "Figure expected: {goal}",
    "find": "Find",
    "register": "Register",
    "timeline": "Timeline",
    "changes_since": "What changed",
    "lead": "lead",
    "done_share": "done",
    "init_next": "{path} written; look at it, then say `goaltrack status`",
    "init_new": "{path} written; add a goal with `goaltrack new`",
}

_REASONS = {
    "dropped": "given up on {day}: {reason}",
    "paused": "paused since {day}: {reason}",
    "no-data": "no figure has been recorded yet",
    "no-direction": "one figure shows no direction yet",
    "going-up": "up by {step} since {period}",
    "going-down": "down by {step} since {period}",
    "going-flat": "unchanged since {period}",
    "met": "met on {day}",
    "late": "met on {day}, {days} after the due date",
    "one-year-counts": "it was to be met in some year, and was in {year}",
    "missed": "{value} for {period} does not meet the target; the gap is {gap}",
    "missed-equal": "{value} for {period} equals the target, which had to be passed",
    "missed-milestone": "on {period} it was {value} done, and the due date has passed",
    "was-met": "it had been met on {day}",
    "no-result": "no figure reaches the due date ({due}, {days} ago): "
    "that is no failure, it is not known",
    "undated": "no due date was promised",
    "open": "to be done within {days}",
    "inside": "inside the range",
    "outside": "outside the range",
    "one-figure": "one figure and no baseline: a gap, but no pace",
    "no-figure-since": "no figure is younger than the baseline",
    "no-whole-year": "no whole year is known from which progress could be counted",
    "early-days": "only {share} of the time had passed",
    "no-way": "the baseline ({value}) had met the target, the figure does not",
    "nothing-planned": "nothing was planned by the date of the figure",
    "pace": "{progress} of the way after {share} of the time: pace ratio {ratio} "
    "({planned} was planned)",
    "budget": "{progress} of it used after {share} of the time: pace ratio {ratio} "
    "({planned} was planned)",
    "steps": "{done} done, {planned} was to be done by now",
    "even-pace": (
        "{year} comes to {estimate} by even pace: {share} of its days are known"
    ),
    "year-share": "{year} comes to {estimate} by the share of {years} earlier years: "
    "they had {share} of theirs by then",
    "met-already": "{year} has passed the target already, and is not over",
    "preliminary": "rests on a preliminary figure",
    "conflict": (
        "{count} entries disagree with others and are left out: see `goaltrack check`"
    ),
    "wished": "as wished",
    "unwished": "not as wished",
    "early": "{days} early",
}


def messages() -> Iterator[tuple[str, str]]:
    """Each word and sentence that a voice can say: its name, and its English text."""
    tables: tuple[Mapping[Any, str], ...] = (
        *(_STATES, _KINDS, _AIMS, _COLOURS, _NUMBERS, _STATUSES, _INTERVALS),
        *(_REFUSALS, _WORDS, _REASONS),
    )
    for table in tables:
        yield from ((str(name), text) for name, text in table.items() if text)
    yield from (("chance", word) for _, word in _CHANCES)


def words() -> Mapping[str, str]:
    """The names that states and colours have in any language, and those they have."""
    chinese = Voice("zh")
    return {
        **{chinese.state(state): state.value for state in State},
        **{Voice("en").state(state): state.value for state in State},
        **{chinese.colour(colour): colour for colour in _COLOURS},
        **{chinese.kind(kind): kind.value for kind in Kind},
    }


_SURE = 0.05
_RATES = (
    (365, "a_year", Decimal(1)),
    (60, "a_month", Decimal(12)),
    (14, "a_week", Decimal("52.1775")),
    (-1_000_000, "a_day", Decimal("365.2425")),
)
"""From how many days on a rate is told in which unit, and how many of it a year has."""


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
        return self._pick(_WORDS, name).format_map(said)

    def state(self, state: State) -> str:
        """The word of a state."""
        return self._pick(_STATES, state)

    def colour(self, colour: str) -> str:
        """The word of a colour."""
        return self._pick(_COLOURS, colour)

    def state_named(self, name: str) -> str:
        """The word of a state by its name in the ledger."""
        return self.state(State(name))

    def number(self, name: str) -> str:
        """The word of a number that rules ask for."""
        return self._pick(_NUMBERS, name)

    def kind(self, kind: Kind) -> str:
        """The word of a kind."""
        return self._pick(_KINDS, kind)

    def status(self, status: str) -> str:
        """How firm a figure is."""
        return self._pick(_STATUSES, status)

    def interval(self, every: str) -> str:
        """How often a figure is expected; a recurrence rule as it is written."""
        return self._pick(_INTERVALS, every) if every in _INTERVALS else every

    def day(self, day: date) -> str:
        """A day in a column: the ISO form, which is short and sorts."""
        return day.isoformat()[:10]

    def seen_on(self, as_of: date, known_on: date | None) -> str:
        """As of which day, and as known on which, something is said."""
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
        return f"{write(percent, digits)}%"

    def exact(self, goal: Goal, value: Decimal) -> str:
        """A value that the ledger says, in the goal's unit, digit for digit."""
        return with_unit(write(value, decimals([value])), goal.unit)

    def amount(self, goal: Goal, value: Decimal) -> str:
        """A value in the goal's unit: a computed one as exact as the goal's figures."""
        places = min(decimals([value]), digits(goal))
        return with_unit(write(value, places), goal.unit)

    def target(self, goal: Goal) -> str:
        """What was promised: `≥1,000 亿元`, `5–6 %`, or the wished direction."""
        if goal.kind is Kind.MILESTONE:
            return self.word("is_done")
        aim = self._pick(_AIMS, goal.aim)
        if isinstance(goal.target, Range):
            low, high = (write(v, decimals(goal.target)) for v in goal.target)
            return with_unit(f"{low}–{high}", goal.unit)
        if goal.target is None:
            return aim
        return f"{aim}{self.exact(goal, goal.target)}"

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
        word = next(word for least, word in _CHANCES if rounded >= least)
        return translated(word, self.language, "chance")

    def refusal(self, found: Forecast) -> str:
        """Why nothing is forecast."""
        few = {0: "no-figure", 1: "one-figure"}
        name = found.refused or "past-due"
        if name == "too-few":
            name = few.get(found.points, name)
        return self._pick(_REFUSALS, name).format(count=found.points)

    def estimate(self, goal: Goal, value: float) -> str:
        """A statistical estimate in the goal's unit, of four digits or so."""
        places = digits(goal)
        if value:
            places = max(min(places, 3 - floor(log10(abs(value)))), 0)
        return with_unit(write(Decimal(repr(value)), places), goal.unit)

    def bare(self, text: str) -> str:
        """An amount without its unit."""
        return text.partition(" ")[0]

    def rollup(self, found: Rollup) -> str:
        """Several goals as one, and how many of them it is known of."""
        coverage = self.word("coverage", covered=found.covered, goals=found.goals)
        return self._rolled(found) + self.word("semicolon") + coverage

    def _rolled(self, found: Rollup) -> str:
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
        if found.mean is None:
            return self.word("nothing_known")
        mean = self.share(found.mean)
        return self.word("mean_of", mean=mean, measured=found.measured)

    def rate(self, goal: Goal, rate: Rate, like: Rate | None = None) -> str:
        """A rate in the unit of time that reads best, and as growth a year.

        With `like` in the unit of that one, with which it is to be compared.
        """
        days = (like or rate).days
        unit, parts = next((u, p) for least, u, p in _RATES if days >= least)
        value = self.amount(goal, rate.per_year / parts)
        texts = [self.word(unit, value=value)]
        if rate.growth is not None:
            name = "growth" if rate.growth >= 0 else "shrinking"
            texts.append(self.word(name, value=self.share(abs(rate.growth))))
        return self.word("comma").join(texts)

    def citation(self, citation: Citation) -> str:
        """The id of a source, and the place in it."""
        return citation.source + (f"#{citation.place}" if citation.place else "")

    def reasons(self, assessment: Assessment) -> list[str]:
        """Why the assessment says what it says, a sentence each."""
        return [self.reason(assessment.goal, r) for r in assessment.reasons]

    def reason(self, goal: Goal, reason: Reason) -> str:
        """One sentence of an assessment."""
        facts = {name: self._fact(goal, name, f) for name, f in reason.facts.items()}
        name = reason.name
        if name == "missed" and goal.kind is Kind.MILESTONE:
            name = "missed-milestone"
        text = self._pick(_REASONS, name).format_map(facts)
        days = reason.facts.get("days")
        if name == "open" and days == 0:
            return self.word("today")
        if name == "met" and reason.facts.get("is_dated") and days:
            text += self.word("comma") + self._pick(_REASONS, "early").format_map(facts)
        wished = reason.facts.get("wished")
        if wished is not None:
            word = self._pick(_REASONS, "wished" if wished else "unwished")
            text += self.word("comma") + word
        return text

    def _fact(self, goal: Goal, name: str, fact: object) -> str:
        if isinstance(fact, Decimal):
            if name in ("share", "progress"):
                return self.share(fact)
            if name == "ratio":
                return write(fact, 2)
            if goal.kind is Kind.MILESTONE:
                return f"{write(fact, 0)}%"
            return self.amount(goal, fact)
        if isinstance(fact, Period):
            return label(fact, self.language)
        if name == "days" and isinstance(fact, int):
            return self.days(fact)
        return written(fact, self.language) if isinstance(fact, date) else str(fact)


def digits(goal: Goal) -> int:
    """How many digits after the point the goal's own numbers have, at most.

    Of its entries the latest dozen is asked: there may be many thousands.
    """
    recent = goal.progress[-12:]
    numbers = [entry.value for entry in recent if entry.value is not None]
    numbers += [entry.change for entry in recent if entry.change is not None]
    if isinstance(goal.target, Range):
        numbers += goal.target
    elif goal.target is not None:
        numbers.append(goal.target)
    if goal.baseline:
        numbers.append(goal.baseline.value)
    return decimals(numbers)


def with_unit(number: str, unit: str) -> str:
    """A number and its unit: a blank between them, but for a percent sign."""
    return f"{number}{'' if unit in ('%', '‰') else ' '}{unit}" if unit else number
