"""The explanation of a goal's state, and the figures that would change it."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.colour_rules import BOUNDS, Rule, RuleSet, numbers, rule_holds
from goaltrack.analysis.derived import operands
from goaltrack.analysis.forecast import Forecast
from goaltrack.analysis.gamma_total import GammaOutlook, GammaTotal
from goaltrack.analysis.student_t import StudentOutlook
from goaltrack.analysis.what_if import thresholds
from goaltrack.i18n.text import clean
from goaltrack.model.amount import plain, write
from goaltrack.model.ledger import Entry, Goal, Kind, Point, Range
from goaltrack.model.period_label import label
from goaltrack.reports.blocks import Block, Cell, Facts, Heading, Lines, Sheet, cell
from goaltrack.reports.cells import citing, figure_text, state_cell
from goaltrack.reports.wording import Voice

Pairs = Iterator[tuple[str, Cell]]


def why(
    assessment: Assessment,
    rules: RuleSet,
    goals: Mapping[str, Goal],
    voice: Voice,
    *,
    known_on: date | None = None,
) -> Sheet:
    """The page that explains one of the goals of a ledger."""
    goal = assessment.goal
    subtitle = voice.word("as_of", day=assessment.as_of)
    blocks: list[Block] = [
        Facts((*_state(assessment, voice), *_known(assessment, voice))),
    ]
    if goal.formula and assessment.figure:
        said = clean(voice.word("derived", formula=goal.formula.text))
        found = tuple(_operands(assessment, goals, known_on, voice))
        blocks += [Heading(said, 4), Facts(found)]
    formulas = tuple(_formulas(assessment, voice))
    if formulas:
        blocks += [Heading(voice.word("computed"), 4), Facts(formulas)]
    blocks += [
        Heading(voice.word("rules", name=rules.name), 4),
        Lines(tuple(_rules(assessment, rules, voice))),
    ]
    changes = list(_changes(assessment, rules, goals, voice))
    if changes:
        blocks += [Heading(voice.word("would_change"), 4), Lines(tuple(changes))]
    return Sheet(clean(goal.title), f"{goal.id} · {subtitle}", tuple(blocks))


def _operands(
    assessment: Assessment,
    goals: Mapping[str, Goal],
    known_on: date | None,
    voice: Voice,
) -> Pairs:
    """Yield what a derived figure is made of, each with its entries' sources."""
    figure = assessment.figure
    if figure is None:
        return
    found = operands(goals, assessment.goal, figure.period, known_on)
    for _, other, value in found:
        if value is None:
            continue
        what = voice.exact(other, value.value) + voice.word("comma")
        what += voice.period(value.period)
        sources = [voice.citation(e.source) for e in value.entries if e.source]
        cited = voice.word("list_comma").join(dict.fromkeys(sources))
        if other.formula:
            cited = other.formula.text
        more = cited or voice.word("no_source")
        text = voice.word("with", what=what, more=more)
        yield clean(other.title), citing(text, *(e.source for e in value.entries))


def _state(assessment: Assessment, voice: Voice) -> Pairs:
    yield voice.word("state"), state_cell(assessment, voice)
    for number, reason in enumerate(voice.reasons(assessment)):
        yield voice.word("why") if not number else "", cell(reason)


def _known(assessment: Assessment, voice: Voice) -> Pairs:
    """Yield each number of the ledger, with its entry and its source."""
    goal, trajectory = assessment.goal, assessment.trajectory
    due = voice.period(goal.due) if goal.due else voice.word("no_due")
    said = (voice.target(goal, is_full=True), due)
    promise = voice.word("comma").join(filter(None, said))
    source = voice.citation(goal.source) if goal.source else voice.word("no_source")
    text = voice.word("with", what=promise, more=source)
    yield voice.word("target"), citing(text, goal.source)
    added = _added_up(assessment)
    for entry in added[-_MOST:]:
        what = voice.entry(goal, entry)
        what += voice.word("comma") + voice.period(entry.period)
        cited = (
            voice.citation(entry.source) if entry.source else voice.word("no_source")
        )
        more = voice.word("comma").join(filter(None, (entry.id or "", cited)))
        text = voice.word("with", what=what, more=more)
        yield voice.word("figure"), citing(text, entry.source)
    if len(added) > 1:
        value = figure_text(assessment, voice)
        before = len(added) - _MOST
        more = voice.word("and_before", number=before) if before > 0 else ""
        text = voice.word("with", what=value, more=more) if more else value
        yield voice.word("together"), cell(text)
    if trajectory and goal.baseline:
        yield voice.word("baseline"), cell(_point(goal, trajectory.baseline, voice))
    elif trajectory:
        text = _point(goal, trajectory.baseline, voice)
        implied = voice.word("with", what=text, more=voice.word("implied"))
        yield voice.word("baseline"), cell(implied)


_MOST = 6
"""How many entries that add up are shown, newest last."""


def _added_up(assessment: Assessment) -> list[Entry]:
    """The entries that the figure is made of: changes, back to what they add to."""
    found: list[Entry] = []
    if assessment.standing:
        # Only what this period has.
        return list(assessment.figure.entries) if assessment.figure else found
    for figure in reversed(assessment.series.figures):
        found = [*figure.entries, *found]
        if figure.entries[0].change is None:
            break
    return found


def _point(goal: Goal, point: Point, voice: Voice) -> str:
    value, period = voice.exact(goal, point.value), voice.period(point.period)
    return value + voice.word("comma") + period


def _formulas(assessment: Assessment, voice: Voice) -> Pairs:
    """Each formula with its numbers filled in."""
    goal, year, trajectory, gap = (
        assessment.goal,
        assessment.year,
        assessment.trajectory,
        assessment.gap,
    )

    def amount(value: Decimal) -> str:
        return voice.amount(goal, value)

    value, target = assessment.value, goal.target
    yield from _weights(assessment, voice)
    yield from _shares(assessment, voice)
    if year and not year.is_complete:
        name = "year_share" if year.years else "even_pace"
        method = voice.word(name, years=year.years)
        share = voice.share(year.share)
        text = f"{amount(year.to_date)} / {share} = {amount(year.estimate)}"
        yield voice.word("year"), cell(voice.word("with", what=text, more=method))
    if gap is not None and value is not None and isinstance(target, Decimal):
        text = f"{amount(target)} − {amount(value)} = {voice.difference(goal, gap)}"
        if assessment.attainment is not None:
            share = voice.share(assessment.attainment)
            text += voice.word("semicolon")
            text += f"{amount(value)} / {amount(target)} = {share}"
        yield voice.word("gap"), cell(text)
    elif gap and value is not None and isinstance(target, Range):
        bound = target.low if gap > 0 else target.high
        text = f"{amount(bound)} − {amount(value)} = {voice.difference(goal, gap)}"
        yield voice.word("gap"), cell(text)
    if assessment.required:
        yield voice.word("required"), cell(_required(assessment, voice))
    if trajectory and trajectory.progress is not None and isinstance(target, Decimal):
        yield from _pace(assessment, voice)
    if assessment.forecast:
        yield from _forecast(assessment, assessment.forecast, voice)


def _shares(assessment: Assessment, voice: Voice) -> Pairs:
    """Yield what each part of an objective adds to it, and the mean."""
    parts = assessment.parts
    if parts is None:
        return
    whole = Decimal(0)
    for one in parts.parts:
        weight, share = one.assessment.goal.weight, one.share
        text = voice.word("part_left_out")
        if share is not None:
            whole += weight
            text = voice.word("part_of", share=voice.share(share), weight=plain(weight))
        state = voice.state(one.assessment.state, one.assessment.goal)
        text = voice.word("with", what=text, more=state)
        yield clean(one.assessment.goal.title), cell(text)
    for left_out in parts.left_out:
        state = voice.state(left_out.state, left_out.goal)
        text = voice.word("with", what=voice.word("part_left_out"), more=state)
        yield clean(left_out.goal.title), cell(text)
    if parts.progress is not None:
        mean = parts.progress * whole
        text = f"{voice.share(mean)} / {plain(whole)} = {voice.share(parts.progress)}"
        yield voice.word("progress"), cell(text)
    if parts.time_elapsed is not None:
        yield voice.word("time_elapsed"), cell(voice.share(parts.time_elapsed))


def _required(assessment: Assessment, voice: Voice) -> str:
    """The rate that is still needed; of how much in how many days, if they count."""
    goal, required = assessment.goal, assessment.required
    if required is None:
        return ""
    left = assessment.gap if assessment.year is None else assessment.remaining
    said = voice.rate(goal, required)
    if left is None:
        return said
    return f"{voice.amount(goal, left)} / {voice.days(required.days)} = {said}"


def _forecast(assessment: Assessment, found: Forecast, voice: Voice) -> Pairs:
    """Yield how the forecast is calculated, and its certainty."""
    goal = assessment.goal
    if found.outlook is not None:
        yield voice.word("forecast"), cell(_outlook(goal, found, voice))
    if found.probability is None:
        none = voice.word("no_forecast", why=voice.refusal(found))
        yield voice.word("chance"), cell(none)
        return
    chance = voice.chance(found.probability)
    word = voice.chance_word(found.probability)
    exact = voice.share(Decimal(repr(found.probability)))
    text = voice.word("chance_of", chance=chance, word=word)
    texts = [voice.word("with", what=text, more=exact)]
    texts += voice.certainty(assessment)
    yield voice.word("chance"), cell(voice.word("semicolon").join(texts))


def _outlook(goal: Goal, found: Forecast, voice: Voice) -> str:
    """The distribution of the value on the due date, and what it is made of."""

    def estimate(value: float) -> str:
        return voice.estimate(goal, value)

    outlook, fit, day = found.outlook, found.fit, found.on.toordinal()
    if isinstance(outlook, StudentOutlook):
        share = Decimal(repr(outlook.scale))
        scale = voice.share(share) if outlook.is_relative else estimate(outlook.scale)
        text = voice.word(
            "t_of", median=estimate(outlook.middle), scale=scale, dof=outlook.dof
        )
        if fit is None or isinstance(fit, GammaTotal):
            return text
        # Where the level is, and that part of the average rate which is followed.
        whole = fit.rate * (day - fit.day)
        followed = fit.followed(day) / whole if whole else 0.0
        part = write(Decimal(repr(followed)), 2)
        terms = [estimate(fit.level), f"{part} × {estimate(whole)}"]
        if fit.season:
            season = voice.word("season")
            terms.append(f"{estimate(fit.seasonal(day))} ({season})")
        return f"{' + '.join(terms)} = {text}"
    if not isinstance(outlook, GammaOutlook) or not isinstance(fit, GammaTotal):
        return ""
    more = outlook.shape * outlook.scale
    return voice.word(
        "gamma_of",
        value=estimate(outlook.value),
        sign="−" if outlook.falls else "+",
        more=estimate(more),
        days=voice.days(day - fit.day),
        nothing=voice.share(Decimal(repr(outlook.nothing))),
        shape=write(Decimal(repr(outlook.shape)), 2),
    )


def _pace(assessment: Assessment, voice: Voice) -> Pairs:
    goal, trajectory, target = (
        assessment.goal,
        assessment.trajectory,
        assessment.goal.target,
    )
    if (
        trajectory is None
        or trajectory.progress is None
        or not isinstance(target, Decimal)
    ):
        return
    base = voice.exact(goal, trajectory.baseline.value)
    in_year = assessment.remaining is not None and assessment.year
    value = assessment.year.to_date if in_year and assessment.year else assessment.value
    shown = voice.amount(goal, value or Decimal(0))
    whole = voice.exact(goal, target)
    progress = voice.share(trajectory.progress)
    text = f"({shown} − {base}) / ({whole} − {base}) = {progress}"
    yield voice.word("progress"), cell(text)
    text = voice.share(trajectory.time_elapsed)
    if (assessment.year is None or in_year) and assessment.figure and goal.due:
        days = (goal.due.last - trajectory.baseline.period.last).days
        # Of what a person records it is counted to the day of the view.
        passed = round(trajectory.time_elapsed * days)
        text = f"{voice.days(passed)} / {voice.days(days)} = {text}"
    yield voice.word("time_elapsed"), cell(text)
    planned = voice.amount(goal, trajectory.planned)
    yield voice.word("planned"), cell(planned)
    if trajectory.pace_ratio is not None:
        top, bottom = f"({shown} − {base})", f"({planned} − {base})"
        if trajectory.is_budget:
            top, bottom = bottom, top
        text = f"{top} / {bottom} = {write(trajectory.pace_ratio, 2)}"
        yield voice.word("pace_ratio"), cell(text)


def _weights(assessment: Assessment, voice: Voice) -> Pairs:
    """Of a milestone of steps, the weights of those that are done and of all."""
    goal, done = assessment.goal, assessment.series.steps_done
    weights = [step.weight for step in goal.steps if step.id in done]
    weight = sum(weights, Decimal(0))
    whole = sum((step.weight for step in goal.steps), Decimal(0))
    # A percentage that somebody gave counts, and not the steps.
    if whole and assessment.progress == weight / whole:
        text = f"{plain(weight)} / {plain(whole)} = {voice.share(weight / whole)}"
        yield voice.word("progress"), cell(text)


def _rules(assessment: Assessment, rules: RuleSet, voice: Voice) -> Iterator[str]:
    """Each rule in its order, and whether it held; the first that does decides."""
    known = numbers(assessment, rules)
    for number, rule in enumerate(rules.rules):
        is_it = number == assessment.rule
        held = rule_holds(rule, assessment.state, known)
        mark = "✓" if is_it else "·" if held else "✗"
        yield clean(f"{mark} {_rule(rule, known, voice)}")
    if assessment.rule is None:
        yield f"✓ {voice.word('no_rule')}"


def _rule(rule: Rule, known: dict[str, Decimal | None], voice: Voice) -> str:
    *states, last = [voice.state_named(s) for s in rule.states] or [""]
    said = voice.word("comma").join(states)
    conditions = [voice.word("or").join(filter(None, (said, last)))]
    for name, bound in rule.bounds.items():
        subject, side = BOUNDS[name]
        value = known.get(subject)
        shown = "?" if value is None else write(value, 2)
        sign = {"from": "≥", "above": ">", "below": "<", "at-most": "≤"}[side]
        conditions.append(f"{voice.number(subject)} {shown} {sign} {bound}")
    said = voice.word("comma").join(filter(None, conditions))
    return f"{voice.colour(rule.colour)}{voice.word('colon')}{said}"


def _changes(
    assessment: Assessment, rules: RuleSet, goals: Mapping[str, Goal], voice: Voice
) -> Iterator[str]:
    """Yield the figures that would change the state or colour."""
    goal = assessment.goal
    if goal.kind is Kind.MILESTONE:
        if goal.due and assessment.met_on is None:
            yield voice.word("done_by", day=goal.due.last)
        return
    for turn in thresholds(assessment, rules, goals):
        text = voice.word(
            "turn" if turn.is_least else "turn_at_most",
            value=voice.exact(goal, turn.value),
            period=label(turn.period, voice.language),
            state=voice.state(turn.state, assessment.goal),
            colour=voice.colour(turn.colour),
        )
        yield clean(text)
    if goal.kind is Kind.YEAR_TOTAL and assessment.trajectory is None and goal.due:
        yield voice.word("a_baseline")
