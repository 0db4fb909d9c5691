"""The cells of goals in tables: what a column shows of an assessment."""

from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.cadence import next_figure
from goaltrack.analysis.lint import REVIEW
from goaltrack.analysis.states import State
from goaltrack.i18n.text import clean
from goaltrack.model.ledger import Aim, Citation, Kind
from goaltrack.reports.blocks import Cell, Share, cell
from goaltrack.reports.chart import points
from goaltrack.reports.messages import SYMBOLS
from goaltrack.reports.wording import Voice

_SPARKS = "▁▂▃▄▅▆▇█"
_FEWEST, _LATEST = 3, 8
"""How many figures a trend has at least, and at most."""
_OVER = (State.MET, State.LATE, State.DROPPED, State.PAUSED)
_MET = (State.MET, State.LATE)
_HUNDRED = 100


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
    return Cell(voice.share(done, 0), assessment.colour, Share(done, mark))


def gap(assessment: Assessment, voice: Voice) -> str:
    """Return the gap in the unit; of a goal without a number, the days left."""
    goal, days, met_on = assessment.goal, assessment.days_left, assessment.met_on
    if met_on:
        if assessment.state is State.LATE and goal.due:
            return voice.word("late_by", days=voice.days((met_on - goal.due.last).days))
        return ""
    if assessment.gap is not None:
        return (
            voice.difference(goal, abs(assessment.gap)) if assessment.is_short else ""
        )
    if days is None or assessment.state in (State.DROPPED, State.PAUSED):
        return ""
    return days_left(days, voice)


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
        met = sum(one.assessment.state in _MET for one in parts.parts)
        return voice.word("parts_met", met=met, count=len(parts.parts))
    if figure is None:
        return ""
    if goal.kind is Kind.MILESTONE:
        done = figure.value >= _HUNDRED
        return (
            voice.word("is_done") if done else voice.share(figure.value / _HUNDRED, 0)
        )
    return voice.figure(goal, figure.value)


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
    return cell(title)


def id_cell(assessment: Assessment, _voice: Voice) -> Cell:
    """Return the id of the goal; of several ledgers, with its ledger before it."""
    return cell(assessment.goal.id, "muted")


def owner_cell(assessment: Assessment, _voice: Voice) -> Cell:
    """Return who answers for the goal."""
    return cell(assessment.goal.owner or "")


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
    """Return the latest figure with its day or period."""
    figure, period = figure_text(assessment, voice), figure_period(assessment, voice)
    if not period:
        return cell(figure)
    return cell(voice.word("with", what=figure, more=period) if figure else "")


def elapsed_cell(assessment: Assessment, voice: Voice) -> Cell:
    """Return the share of the time that has passed."""
    elapsed = assessment.time_elapsed
    return Cell("" if elapsed is None else voice.share(elapsed, 0))


def gap_cell(assessment: Assessment, voice: Voice) -> Cell:
    """Return the gap in the unit, or the days that are left."""
    return cell(gap(assessment, voice))


def chance_cell(assessment: Assessment, voice: Voice) -> Cell:
    """Return the chance of meeting the target."""
    return Cell(chance(assessment, voice))


def trend_cell(assessment: Assessment, _voice: Voice) -> Cell:
    """Return the latest figures as small bars."""
    return Cell(trend(assessment), "muted")


def source_cell(assessment: Assessment, _voice: Voice) -> Cell:
    """Return where the target was published, the source as a note."""
    return cites(assessment.goal.source)
