"""The cells of goals in tables: what a column shows of an assessment."""

from decimal import Decimal

from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.cadence import next_figure
from goaltrack.analysis.lint import REVIEW
from goaltrack.analysis.series import Figure
from goaltrack.analysis.states import GOOD, State
from goaltrack.analysis.year_before import year_before
from goaltrack.i18n.text import clean
from goaltrack.model.amount import plain, write
from goaltrack.model.ledger import Aim, Citation, Kind, meets
from goaltrack.model.report import NATURE, NEXT_STEP, PROBLEM
from goaltrack.reports.blocks import Cell, Share, cell
from goaltrack.reports.chart import points
from goaltrack.reports.messages import SYMBOLS
from goaltrack.reports.remarks import Remark, field, latest_note
from goaltrack.reports.wording import Voice

_SPARKS = "▁▂▃▄▅▆▇█"
_FEWEST, _LATEST = 3, 8
"""How many figures a trend has at least, and at most."""
_OVER = (State.MET, State.LATE, State.DROPPED, State.PAUSED)
_QUIET = (State.DROPPED, State.PAUSED, State.WATCHING)
_HUNDRED = 100
_ABOUT = "≈"
"""Before what is of the estimate for the whole year."""


def state_cell(assessment: Assessment, voice: Voice) -> Cell:
    """The sign and the word of the state, in its colour."""
    word = voice.state(assessment.state, assessment.goal)
    text = f"{SYMBOLS[assessment.state]} {word}"
    return Cell(text, assessment.colour)


def bar(assessment: Assessment, voice: Voice) -> Cell:
    """Return the progress and the planned one; empty where they are not known."""
    done = assessment.progress
    kept = assessment.standing
    if kept:
        share = kept.share
        if share is None:
            return Cell("")
        text = voice.word("kept_of", kept=kept.kept, known=kept.kept + kept.missed)
        return Cell(text, assessment.colour, Share(share, None))
    is_rate = assessment.goal.kind is Kind.RATE
    if (
        done is None
        and not is_rate
        and assessment.goal.aim in (Aim.AT_LEAST, Aim.ABOVE)
    ):
        # Five percent of growth are no half of ten.
        done = assessment.attainment
    if done is None:
        return Cell("")
    mark = assessment.time_elapsed if assessment.progress is not None else None
    said = voice.share(done, 0)
    if mark is None and is_estimate(assessment):
        said = _ABOUT + said
    return Cell(said, assessment.colour, Share(done, mark))


def is_estimate(assessment: Assessment) -> bool:
    """Whether gap and attainment are of the year's estimate, and not of the figure."""
    year, decided = assessment.year, assessment.decided_by
    return year is not None and not year.is_complete and decided is None


def gap_of(assessment: Assessment) -> Decimal | None:
    """Return what is missing to the target, above zero; None where nothing is."""
    if not assessment.gap or not assessment.is_short or assessment.met_on:
        # What equals a target that must be passed lacks no amount.
        return None
    # Of a standing target it is that of the last miss, not of the latest figure.
    is_met = assessment.standing or assessment.state is State.ON_TARGET
    return None if is_met else abs(assessment.gap)


def gap(assessment: Assessment, voice: Voice) -> str:
    """Return the gap in the unit; empty where there is none, or it is met."""
    missing = gap_of(assessment)
    if missing is None:
        return ""
    said = voice.difference(assessment.goal, missing)
    return _ABOUT + said if is_estimate(assessment) else said


def chance(assessment: Assessment, voice: Voice) -> str:
    """Return the probability of meeting the target; empty where it is not known."""
    found = assessment.forecast
    if found is None or found.probability is None or assessment.met_on:
        return ""
    return voice.chance(found.probability)


def trend(assessment: Assessment) -> str:
    """The latest figures as bars of eight heights; empty where there are few."""
    values = [value for _, value in points(assessment, _LATEST)]
    if len(values) < _FEWEST:
        return ""
    low, high = min(values), max(values)
    span = high - low or 1.0
    steps = len(_SPARKS) - 1
    return "".join(_SPARKS[round((value - low) / span * steps)] for value in values)


def age(assessment: Assessment, voice: Voice) -> Cell:
    """How old the figure is; in colour where a newer one ought to be there."""
    days = assessment.age
    is_stone = assessment.goal.kind is Kind.MILESTONE
    if days is None or is_stone or assessment.state in _OVER:
        return Cell("")
    expected = next_figure(assessment.goal, assessment.series.figures)
    is_stale = expected is not None and expected < assessment.as_of
    return Cell(voice.word("age_of", days=days), "yellow" if is_stale else "muted")


def left(assessment: Assessment, voice: Voice) -> Cell:
    """Return the days left, or since the due date; empty once it is met or given up."""
    goal, days, met_on = assessment.goal, assessment.days_left, assessment.met_on
    if met_on:
        if assessment.state is State.LATE and goal.due:
            late = voice.days((met_on - goal.due.last).days)
            return Cell(voice.word("late_by", days=late), "muted")
        return Cell("")
    if days is None or assessment.state in _QUIET:
        return Cell("")
    if days < 0 and not is_overdue(assessment):
        # What is past cannot be met any more: it is over.
        return Cell(voice.word("days_ago", days=voice.days(-days)), "muted")
    return Cell(days_left(days, voice), "red" if days < 0 else "muted")


def is_overdue(assessment: Assessment) -> bool:
    """Whether the due date has passed, and the goal could still be met late."""
    goal, days = assessment.goal, assessment.days_left
    if days is None or days >= 0 or assessment.state in (*_OVER, *_QUIET):
        return False
    return goal.kind is not Kind.RATE and goal.each is None


def days_left(days: int, voice: Voice) -> str:
    """How long until, or since, the due date."""
    if days == 0:
        return voice.word("today")
    if days < 0:
        return voice.word("overdue", days=voice.days(-days))
    return voice.word("days_left", days=voice.days(days))


def figure_text(assessment: Assessment, voice: Voice) -> str:
    """The figure in its unit; of a milestone, how much is done if that is known."""
    goal, figure, parts = assessment.goal, assessment.figure, assessment.parts
    if parts and parts.parts:
        good = sum(one.assessment.state in GOOD for one in parts.parts)
        return voice.word("parts_good", good=good, count=len(parts.parts))
    if figure is None:
        return ""
    if goal.kind is Kind.MILESTONE:
        done = figure.value >= _HUNDRED
        return (
            voice.word("is_done") if done else voice.share(figure.value / _HUNDRED, 0)
        )
    return voice.figure(goal, figure.value)


def compared(assessment: Assessment) -> Figure | None:
    """Return the figure that is compared with the target: the deciding one, if any.

    Of a target that was met, one that meets it.
    """
    goal, met_on = assessment.goal, assessment.met_on
    if assessment.state is State.LATE or assessment.standing:
        figure = assessment.figure
    else:
        figure = assessment.decided_by or assessment.figure
    is_number = goal.kind is not Kind.MILESTONE and not assessment.standing
    if met_on and figure and is_number and not meets(goal, figure.value):
        known = assessment.series.figures
        return next((one for one in known if one.period.last == met_on), figure)
    return figure


def latest(assessment: Assessment, voice: Voice) -> str:
    """Return figure and target in a few words: `348 / 600 km`.

    Without the sign of at-least. The figure is the one that is compared with the
    target; one of an earlier year than the target's is dated.
    """
    goal, figure, parts = assessment.goal, compared(assessment), assessment.parts
    if parts or goal.kind is Kind.OBJECTIVE:
        return figure_text(assessment, voice)
    if goal.kind is Kind.MILESTONE:
        return _steps_done(assessment, voice) or figure_text(assessment, voice)
    value = figure.value if figure else None
    aimed = voice.aimed(goal)
    if not aimed:
        return "" if value is None else voice.figure(goal, value)
    if value is None:
        return f"– / {aimed}"
    said = voice.bare_number(goal, value)
    is_yearly = goal.kind is Kind.YEAR_TOTAL
    if figure and is_yearly and not (assessment.year or assessment.decided_by):
        said = voice.word("with", what=said, more=voice.period(figure.period))
    return f"{said} / {aimed}"


def _steps_done(assessment: Assessment, voice: Voice) -> str:
    """Return how many steps are done; empty where there are none, or it is met."""
    steps, done = assessment.goal.steps, assessment.series.steps_done
    if not steps or assessment.met_on:
        return ""
    number = sum(step.id in done for step in steps)
    return voice.word("steps_of", done=number, count=len(steps))


def figure_period(assessment: Assessment, voice: Voice) -> str:
    """Return the period of the figure; of a milestone, as it was recorded."""
    figure = assessment.figure
    if figure is None:
        return ""
    is_stone = assessment.goal.kind is Kind.MILESTONE
    return voice.period(figure.entry.period if is_stone else figure.period)


def citing(text: str, *citations: Citation | None) -> Cell:
    """Return a cell with the text, in which these sources are named."""
    names = dict.fromkeys(found.source for found in citations if found)
    return Cell(clean(text), cites=tuple(names))


def cites(citation: Citation | None) -> Cell:
    """The place in a source, with the source as a note."""
    if citation is None:
        return Cell("")
    place = clean(citation.place) if citation.place else ""
    return Cell(f"#{place}" if place else "", cites=(citation.source,))


def title_cell(assessment: Assessment, voice: Voice) -> Cell:
    """Return the title of the goal; of a draft, with its mark."""
    title = assessment.goal.title
    if REVIEW in assessment.goal.tags:
        title = voice.word("draft_goal", title=title)
    return cell(title)._replace(goal=assessment.goal.id)


def latest_cell(assessment: Assessment, voice: Voice) -> Cell:
    """Return figure and target in one text."""
    return cell(latest(assessment, voice))


def number_cell(assessment: Assessment, _voice: Voice) -> Cell:
    """Return the number of the goal in the plan that lists it."""
    return cell(assessment.goal.number or "", "muted")


def light_cell(assessment: Assessment, voice: Voice) -> Cell:
    """Return the colour as the word of a light."""
    return Cell(voice.light(assessment.colour), assessment.colour)


def id_cell(assessment: Assessment, _voice: Voice) -> Cell:
    """Return the id of the goal; of several ledgers, with its ledger before it."""
    return cell(assessment.goal.id, "muted")


def owner_cell(assessment: Assessment, _voice: Voice) -> Cell:
    """Return who answers for the goal."""
    return cell(assessment.goal.owner or "")


def group_cell(assessment: Assessment, _voice: Voice) -> Cell:
    """Return the heading under which the goal stands."""
    return cell(assessment.goal.heading)


def kind_cell(assessment: Assessment, voice: Voice) -> Cell:
    """Return what is measured."""
    return Cell(voice.kind(assessment.goal.kind))


def nature_cell(assessment: Assessment, _voice: Voice) -> Cell:
    """Return whether the target binds or is expected, as the ledger has it."""
    return _remark_cell(field(assessment, NATURE))


def unit_cell(assessment: Assessment, _voice: Voice) -> Cell:
    """Return the unit of the figures."""
    return cell(assessment.goal.unit)


def tags_cell(assessment: Assessment, voice: Voice) -> Cell:
    """Return the tags."""
    return cell(voice.word("comma").join(assessment.goal.tags))


def parent_cell(assessment: Assessment, _voice: Voice) -> Cell:
    """Return the id of the objective of which the goal is a part."""
    return cell(assessment.goal.parent or "", "muted")


def weight_cell(assessment: Assessment, _voice: Voice) -> Cell:
    """Return the share in the objective."""
    return Cell(plain(assessment.goal.weight) if assessment.goal.parent else "")


def baseline_cell(assessment: Assessment, voice: Voice) -> Cell:
    """Return the value from which progress is counted, with its day or period."""
    goal = assessment.goal
    point = assessment.trajectory.baseline if assessment.trajectory else goal.baseline
    if point is None:
        return Cell("")
    said = {"what": voice.exact(goal, point.value), "more": voice.period(point.period)}
    return cell(voice.word("with", **said))


def target_cell(assessment: Assessment, voice: Voice) -> Cell:
    """Return the target in its unit."""
    return cell(voice.target(assessment.goal))


def due_cell(assessment: Assessment, voice: Voice) -> Cell:
    """Return the due date."""
    due = assessment.goal.due
    return Cell(voice.period(due) if due else "")


def figure_cell(assessment: Assessment, voice: Voice) -> Cell:
    """Return the latest figure in its unit."""
    return cell(figure_text(assessment, voice))


def period_cell(assessment: Assessment, voice: Voice) -> Cell:
    """Return the day or period of the latest figure."""
    return Cell(figure_period(assessment, voice), "muted")


def dated_figure_cell(assessment: Assessment, voice: Voice) -> Cell:
    """Return the figure that is compared with the target, with its day or period.

    A later figure stands behind the one that decided.
    """
    figure, period = figure_text(assessment, voice), figure_period(assessment, voice)
    if not period or not figure:
        return cell(figure)
    said = voice.word("with", what=figure, more=period)
    decided = compared(assessment)
    if decided and decided != assessment.figure:
        value = voice.figure(assessment.goal, decided.value)
        when = voice.period(decided.period)
        first = voice.word("with", what=value, more=when)
        said = voice.word("since_then", first=first, now=said)
    return cell(said)


def same_period_cell(assessment: Assessment, voice: Voice) -> Cell:
    """Return the figure of the same period a year before."""
    found = _year_before(assessment)
    return cell(voice.exact(assessment.goal, found.value) if found else "")


def growth_cell(assessment: Assessment, voice: Voice) -> Cell:
    """Return the change on the same period a year before, in percent.

    Of percentages in percentage points; empty where the earlier one is not above zero.
    """
    goal, figure = assessment.goal, compared(assessment)
    before = _year_before(assessment)
    if figure is None or before is None:
        return Cell("")
    change = figure.value - before.value
    sign = "+" if change > 0 else ""
    if goal.unit == "%":
        return cell(sign + voice.difference(goal, change))
    if before.value <= 0:
        return Cell("")
    return Cell(f"{sign}{write(change / before.value * _HUNDRED, 1)}%")


def _year_before(assessment: Assessment) -> Figure | None:
    figure = compared(assessment)
    if figure is None or assessment.goal.kind in (Kind.MILESTONE, Kind.TOTAL):
        # What adds up from its start has no like a year before.
        return None
    return year_before(assessment.series.figures, figure)


def forecast_cell(assessment: Assessment, voice: Voice) -> Cell:
    """Return the middle of the forecast for the due date."""
    found = assessment.forecast
    if found is None or found.outlook is None:
        return Cell("")
    return cell(voice.estimate(assessment.goal, found.outlook.median))


def latest_note_cell(assessment: Assessment, voice: Voice) -> Cell:
    """Return the latest note with its day."""
    found = latest_note(assessment)
    if found is None or found.period is None:
        return Cell("")
    when = voice.period(found.period)
    return cell(voice.word("with", what=found.text, more=when))


def problem_cell(assessment: Assessment, _voice: Voice) -> Cell:
    """Return the latest problem that was reported."""
    return _remark_cell(field(assessment, PROBLEM))


def next_step_cell(assessment: Assessment, _voice: Voice) -> Cell:
    """Return what is to be done next, as it was reported last."""
    return _remark_cell(field(assessment, NEXT_STEP))


def note_cell(assessment: Assessment, _voice: Voice) -> Cell:
    """Return the remark of the goal itself; of a draft, the sentence that it is of."""
    return cell(assessment.goal.note or "")


def field_cell(assessment: Assessment, name: str) -> Cell:
    """Return the latest text under a name of the user's own."""
    return _remark_cell(field(assessment, (name,)))


def _remark_cell(found: Remark | None) -> Cell:
    return cell(found.text if found else "")


def elapsed_cell(assessment: Assessment, voice: Voice) -> Cell:
    """Return the share of the time that has passed."""
    elapsed = elapsed_of(assessment)
    return Cell("" if elapsed is None else voice.share(elapsed, 0))


def elapsed_of(assessment: Assessment) -> Decimal | None:
    """Return the share of the time that has passed, at most all of it."""
    elapsed = assessment.time_elapsed
    return None if elapsed is None else min(elapsed, Decimal(1))


def gap_cell(assessment: Assessment, voice: Voice) -> Cell:
    """Return the gap in the unit."""
    return cell(gap(assessment, voice))


def chance_cell(assessment: Assessment, voice: Voice) -> Cell:
    """Return the chance of meeting the target."""
    return Cell(chance(assessment, voice))


def trend_cell(assessment: Assessment, voice: Voice) -> Cell:
    """Return the latest figures as small bars, and how fast they change."""
    bars, rate = trend(assessment), assessment.achieved
    if bars and rate and assessment.goal.kind is not Kind.RATE:
        bars += " " + voice.rate(assessment.goal, rate._replace(growth=None))
    return cell(bars, "muted")


def source_cell(assessment: Assessment, _voice: Voice) -> Cell:
    """Return where the target was published, the source as a note."""
    return cites(assessment.goal.source)
