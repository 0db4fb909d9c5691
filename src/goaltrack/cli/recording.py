"""Recording: draft a change, ask about doubts, write it, print the outcome."""

import re
import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

import typer

from goaltrack.analysis.assess import assess
from goaltrack.analysis.lint import (
    Doubt,
    beyond_target,
    decrease,
    new_goal_doubts,
    newest_doubts,
    order_of_magnitude_error,
    suspected_typos,
)
from goaltrack.analysis.series import effective_entries, is_early, series
from goaltrack.analysis.states import State
from goaltrack.cli.prompts import agreed
from goaltrack.cli.run_state import RUN
from goaltrack.errors import (
    BadUsage,
    GoaltrackError,
    InvalidAmount,
    LedgerMoved,
    Message,
    NotRecorded,
    Refused,
    WrongUnit,
)
from goaltrack.i18n.catalog import Phrase
from goaltrack.i18n.messages import sentence
from goaltrack.i18n.suggest import nearest
from goaltrack.i18n.text import clean
from goaltrack.ledger import journal
from goaltrack.ledger.edit import Change, StaleEdit
from goaltrack.ledger.toml_text import (
    entry_row,
    new_id,
    source_header,
    source_table,
)
from goaltrack.ledger.transaction import (
    Committed,
    Draft,
    Note,
    commit,
    difference,
    prepare,
    prepare_with_table,
)
from goaltrack.ledger.values import LONGEST_TEXT
from goaltrack.model.amount import ALL, percent, plain, read
from goaltrack.model.amount import write as figure
from goaltrack.model.ledger import Citation, Entry, Goal, Kind, Ledger
from goaltrack.model.period import Period, day, moment
from goaltrack.model.period_label import label
from goaltrack.reports.wording import Voice
from goaltrack.session import PERIOD_SPANS_YEARS, Context

_ON_AND_PERIOD = Message(
    "on-and-period",
    "--on and --period exclude each other: "
    "a figure is true on a day, or was produced over a period",
)
_UNKNOWN_SOURCE = Message(
    "unknown-source",
    "the ledger lists no source called '{name}'{hint}\n"
    "give its address (--source https://…), or write {table} into the ledger first",
)
_CHANGE_NOT_ALLOWED = Message(
    "change-not-allowed",
    "{goal} is a {kind}: '{text}' cannot be added to its figure\n"
    "write the figure itself, as ={number}",
)
_NO_FIGURES = Message(
    "objective-has-no-figure",
    "{goal} is an objective, and is assessed by its parts\n"
    "record the figures of these; `goaltrack show {goal}` lists them",
)
_FOLLOWS = Message(
    "figure-is-derived",
    "the figures of {goal} follow from others: {formula}\n"
    "record those; `goaltrack why {goal}` shows them",
)
_PERIOD_MISSING = Message(
    "period-missing",
    "{goal} adds up inside a year: say what the figure covers\n"
    "for example --period {half} or --period {year}",
)
_EMPTY_TEXT = Message(
    "empty-text",
    "{option} takes a text of 1 to 10,000 characters",
)


def require_text(**options: str | None) -> None:
    """Refuse options whose text a ledger would not hold.

    Raises:
        BadUsage: one is empty, or too long.
    """
    for option, text in options.items():
        if text is not None and not (text.strip() and len(text) <= LONGEST_TEXT):
            raise BadUsage(_EMPTY_TEXT, option=f"--{option}")


def require_known_source(asked: Context, source: str | None) -> None:
    """Refuse a source that the ledger does not list.

    Raises:
        Refused: it does not.
    """
    name = (source or "").partition("#")[0]
    if name and name not in asked.ledger.sources:
        hint = nearest(name, asked.ledger.sources)
        table = f"{source_header(name)} title = …"
        raise Refused(_UNKNOWN_SOURCE, name=name, hint=hint, table=table)


class Cited(NamedTuple):
    """A source that a command names, and its table where the ledger has none yet."""

    citation: str
    table: str = ""


def cited_source(asked: Context, text: str) -> Cited:
    """Return the source that a text names: `ID`, `ID#PLACE`, or a web address.

    An address that the ledger does not have becomes a source of its own.

    Raises:
        Refused: the ledger has no such source.
    """
    if not text.startswith(("https://", "http://")):
        require_known_source(asked, text)
        return Cited(text)
    sources = asked.ledger.sources
    for name, source in sources.items():
        if source.url == text:
            return Cited(name)
    from urllib.parse import urlsplit  # noqa: PLC0415 - for a new source only

    from goaltrack.ledger.identify import proposed_id  # noqa: PLC0415 - as above

    host = (urlsplit(text).hostname or "").removeprefix("www.")
    name = proposed_id(host.replace(".", " "), sources) or "source"
    title = text.partition("://")[2].rstrip("/")
    return Cited(name, source_table(name, {"title": title, "url": text}))


def use_source(asked: Context, typed: dict[str, str]) -> str:
    """Let the `source` of a goal's keys cite a source; the table of a new one, or "".

    Raises:
        Refused: the ledger has no such source.
    """
    if "source" not in typed:
        return ""
    typed["source"], table = cited_source(asked, typed["source"])
    return table


def record_entry(
    asked: Context,
    goal: Goal,
    entry: Entry,
    says: str,
    *,
    dry_run: bool,
    yes: bool = True,
) -> None:
    """Write an entry into the ledger, with an id, and print what became of its goal.

    With `dry_run`, show the change to the file instead. Unless `yes`, a figure
    that looks like a slip by a power of ten is questioned first.

    Raises:
        Refused: the ledger does not list the source.
        NotRecorded: the user took the figure back.
    """
    source = entry.source and str(entry.source)
    require_text(note=entry.note, by=entry.by, source=source)
    cited = cited_source(asked, source) if source else Cited("")
    entry = entry._replace(source=parse_citation(cited.citation or None))
    id_ = new_id(asked.ledger.entries)
    new = entry_row(entry._replace(id=id_, recorded=asked.today))
    change = Change(goal.id, "progress", "", new, is_row=True)
    draft = prepare_draft(asked, goal.id, [change], table=cited.table)
    if dry_run:
        print_dry_run(draft, asked.voice)
        after = draft.ledger.goals[goal.id]
        last = len(after.progress) - 1
        warn(
            (sentence(*s.reason) for s in suspected_typos(after) if s.entry == last),
            asked.voice,
        )
        return
    if not yes:
        _settle(_doubt(goal, draft.ledger.goals[goal.id], asked), asked.voice)
    ledger = commit_draft(draft, Note(says), asked.voice).ledger
    written = ledger.goals[goal.id].progress[-1]
    what = _what(ledger.goals[goal.id], written, asked)
    said = [what, asked.voice.period(written.period)]
    if entry.replaces and entry.replaces in asked.ledger.entries:
        _, old = asked.ledger.entries[entry.replaces]
        was = asked.voice.entry(goal, old)
        when = asked.voice.period(old.period)
        said.append(asked.voice.word("replaces", old=was, when=when))
    print_outcome(asked, ledger, goal.id, *said, entry=written)
    _warn(ledger.goals[goal.id], asked)


def parse_value(goal: Goal, text: str, entry: Entry, decimal: str = ".") -> Entry:
    """Return the entry with the figure or change that the text means for the goal.

    On a total a bare number is added, and `=350` is the total; `decimal` is the mark by
    which amounts are read.

    Raises:
        BadUsage: the goal is a milestone, and the text not a percentage; or a yearly
            figure was to be added to.
        GoaltrackError: it is not an amount in the goal's unit.
    """
    require_recordable(goal)
    if goal.kind is Kind.MILESTONE:
        share = percent(text, goal.id)
        is_done = share == ALL
        return entry._replace(done=is_done, percent=None if is_done else share)
    signed = _in_signs(goal.kind, text)
    try:
        amount = read(signed, goal.unit, goal.id, decimal)
    except (InvalidAmount, WrongUnit) as error:
        if signed == text:
            raise
        # What was typed is quoted, not what it was read as.
        message = Message(error.code, error.phrase.text)
        raise type(error)(message, **{**error.phrase.facts, "text": text}) from None
    is_set = signed.lstrip().startswith(("=", "＝"))
    if goal.kind is Kind.TOTAL and not amount.is_change and not is_set:
        is_day = entry.period.first == entry.period.last
        # Over a period it is what was produced in it; on a day, what is new.
        if is_day:
            return entry._replace(change=amount.number)
        return entry._replace(value=amount.number)
    if not amount.is_change or goal.kind is Kind.RATE:
        # Of a rate, a sign belongs to the number.
        return entry._replace(value=amount.number)
    if goal.kind is Kind.YEAR_TOTAL:
        number = plain(amount.number)
        facts = {"goal": goal.id, "kind": goal.kind.value, "number": number}
        raise BadUsage(_CHANGE_NOT_ALLOWED, text=text, **facts)
    return entry._replace(change=amount.number)


_LEADS: tuple[tuple[str, str, tuple[Kind, ...]], ...] = (
    (r"(?:累计|合计|总计|共计|总共|共|total:?|in total)", "=", tuple(Kind)),
    (r"(?:已?达到?|实现|[增升降]至|[升降]到|(?:提高|下降|增加)到)", "=", tuple(Kind)),
    (r"(?:同比)?(?:增长|上升|上涨)|增速|增幅", "", (Kind.RATE,)),
    (r"(?:同比)?(?:下降|降低|减少)|降幅", "-", (Kind.RATE,)),
    (r"已?(?:新增|净增|增加)", "+", (Kind.TOTAL,)),
)
"""Words before a figure, the sign that they stand for, and of which kinds."""


def _in_signs(kind: Kind, text: str) -> str:
    """Return a figure with a sign for the word before it: =98 for 累计98."""
    if text[:1].isdecimal():
        return text
    for words, sign, kinds in _LEADS:
        found = re.match(rf"(?i:{words}) ?(?=[0-9])", text.strip())
        if found and kind in kinds:
            return sign + text.strip()[found.end() :]
    return text


def step_called(goal: Goal, text: str) -> str | None:
    """Return the id of the step that the text names, by its id, title or part of it.

    None if no step is called so, or several are.
    """
    wanted = text.strip().casefold()
    if text in (step.id for step in goal.steps):
        return text
    found = [step for step in goal.steps if wanted and wanted in step.title.casefold()]
    whole = [step for step in found if step.title.strip().casefold() == wanted]
    return (whole or found)[0].id if len(whole or found) == 1 else None


def require_recordable(goal: Goal) -> None:
    """Refuse a goal whose figures are not recorded, but follow from others.

    Raises:
        Refused: it is an objective, or its figures are derived.
    """
    if goal.kind is Kind.OBJECTIVE:
        raise Refused(_NO_FIGURES, goal=goal.id)
    if goal.formula:
        raise Refused(_FOLLOWS, goal=goal.id, formula=goal.formula.text)


def parse_when(
    asked: Context,
    goal: Goal,
    on: str | None,
    period: str | None,
    *,
    is_figure: bool = True,
) -> Period:
    """Return the day or period that an entry is of; today by default.

    Raises:
        BadUsage: both were given, the figure of a yearly flow does not name its period,
            or that period covers days of two years.
        GoaltrackError: it is not a day or period.
    """
    if on and period:
        raise BadUsage(_ON_AND_PERIOD)
    if period:
        covered = moment(period, asked.today, years=goal.years)
        number = goal.years.number
        if goal.kind is Kind.YEAR_TOTAL and number(covered.first) != number(
            covered.last
        ):
            raise BadUsage(PERIOD_SPANS_YEARS, goal=goal.id, period=period)
        return covered
    if goal.kind is Kind.YEAR_TOTAL and is_figure and not on:
        now = goal.years.number(asked.today)
        half = label(goal.years.part(now, 0, 6), "en")
        year = label(goal.years.year(now), "en")
        raise BadUsage(_PERIOD_MISSING, goal=goal.id, half=half, year=year)
    day_ = day(on, asked.today) if on else asked.today
    return Period(day_, day_)


def parse_citation(text: str | None) -> Citation | None:
    """Return the citation of a source, if one is given."""
    return None if text is None else Citation.parse(text)


def prepare_draft(
    asked: Context,
    goal: str,
    changes: Sequence[Change],
    home: int | None = None,
    table: str = "",
) -> Draft:
    """The draft of changes to one goal, in the file that holds it (or is to).

    `table` is that of a new source, to be written with them.

    Raises:
        LedgerMoved: what is to go is not there.
        GoaltrackError: the ledger takes no such change.
    """
    try:
        found = asked.book.home(goal) if home is None else home
        if table:
            return prepare_with_table(asked.book, found, changes, table)
        return prepare(asked.book, found, changes)
    except StaleEdit:
        raise LedgerMoved(path=asked.path) from None


def print_changes(*drafts: Draft) -> None:
    """Show what would change in the files."""
    for draft in drafts:
        for line in difference(draft).splitlines():
            typer.echo(clean(line))


def print_dry_run(draft: Draft, voice: Voice) -> None:
    """Print the change that would be made, and that nothing was written."""
    print_changes(draft)
    typer.echo(voice.word("dry_run"), err=True)


def commit_draft(draft: Draft, note: Note, voice: Voice) -> Committed:
    """Write the draft; what was written, on what the ledger had become by then.

    Raises:
        LedgerMoved: what is to go is no longer there.
        GoaltrackError: it could not be written.
    """
    try:
        kept = commit(draft, note)
    except StaleEdit:
        raise LedgerMoved(path=draft.document.path) from None
    RUN.written = draft.document.path
    if kept.journal_error:
        said = voice.word("warning") + voice.word("no_undo", why=kept.journal_error)
        typer.echo(clean(said), err=True)
    return kept


def commit_all(drafts: Sequence[tuple[Draft, Note]], voice: Voice) -> None:
    """Write drafts of several files as one change: all or nothing.

    Raises:
        LedgerMoved: what is to go is no longer there.
        GoaltrackError: one could not be written; those before it were taken back.
    """
    group = new_id({}) if len(drafts) > 1 else ""
    kept: list[Committed] = []
    try:
        for draft, note in drafts:
            # One by one: should it fail, what was kept must be known.
            kept.append(commit_draft(draft, note._replace(group=group), voice))
    except GoaltrackError:
        for done in reversed(kept):
            back = [change.inverse for change in reversed(done.draft.changes)]
            undone = prepare(done.draft.after, done.draft.home, back)
            commit_draft(undone, Note("", journal.UNDO, done.key), voice)
        raise


def print_outcome(
    asked: Context, ledger: Ledger, name: str, *what: str, entry: Entry | None = None
) -> None:
    """Print the outcome for a goal: the change, and the goal's new state."""
    voice = asked.voice
    goal = ledger.goals[name]
    assessment = assess(goal, asked.today, None, ledger.goals)
    if RUN.as_json:
        print_json(asked, goal, assessment.state, entry)
        return
    state = voice.word("now", state=voice.state(assessment.state, goal))
    # What is as it should be by now has no gap to tell of.
    unsaid = (State.DROPPED, State.PAUSED, State.ON_TARGET)
    is_judged = assessment.state not in unsaid
    if is_judged and assessment.gap and assessment.is_short:
        gap = voice.difference(goal, abs(assessment.gap))
        state += voice.word("comma") + voice.word("gap_of", gap=gap)
    said = voice.word("comma").join(what) + voice.word("semicolon") + state
    RUN.say(name + voice.word("colon") + said)


def print_json(
    asked: Context, goal: Goal, state: State | None, entry: Entry | None = None
) -> None:
    """Answer a program: which goal and entry were written, and its new state."""
    from goaltrack.cli.screen import show_json  # noqa: PLC0415 - where it is asked for
    from goaltrack.reports.data import written  # noqa: PLC0415 - as above

    show_json(written(asked.path, goal, state, entry))


def _what(goal: Goal, entry: Entry, asked: Context) -> str:
    """The entry in words; of a change, what it makes of the figure."""
    voice = asked.voice
    what = voice.entry(goal, entry)
    if entry.change is not None:
        total, target = _comes_to(goal, entry, asked), goal.target
        if total is not None:
            facts_ = {"change": what, "total": voice.exact(goal, total)}
            name = "making"
            if goal.kind is Kind.TOTAL and isinstance(target, Decimal):
                name, facts_["target"] = "making_of", voice.exact(goal, target)
            what = voice.word(name, **facts_)
    return what or voice.word("retracted" if entry.replaces else "noted")


def _comes_to(goal: Goal, entry: Entry, asked: Context) -> Decimal | None:
    """Return what a change makes of the figure by now; with `each`, in its period."""
    if goal.each and goal.kind is Kind.TOTAL:
        seen = max(entry.period.last, asked.today)
        found = assess(goal, seen, None, asked.ledger.goals).standing
        for turn in reversed(found.turns if found else ()):
            if turn.period.first <= entry.period.last <= turn.period.last:
                return turn.figure.value
        return None
    day_ = entry.period.last
    if goal.kind is Kind.TOTAL:
        # What is recorded late adds to the total of today.
        day_ = max(day_, asked.today)
    last = series(goal, day_).last
    return last.value if last else None


def _warn(goal: Goal, asked: Context) -> None:
    """Say on stderr what is doubtful in the goal's newest entry."""
    # Of slips the user has been asked, and has said that it is meant.
    said = [doubt.reason for doubt in newest_doubts(goal)]
    entry = goal.progress[-1]
    if entry.period.last > asked.today and is_early(entry, asked.today):
        # A period that is not over: its figure counts from now on.
        said = [reason for reason in said if reason.code != "before-period-end"]
    elif entry.period.last > asked.today:
        is_forecast = entry.status == "forecast"
        name = "counts_from" if is_forecast else "counts_from_or"
        parse_when = asked.voice.word(name, day=entry.period.last)
        typer.echo(clean(parse_when), err=True)
        # That it is early is said by this.
        said = [reason for reason in said if reason.code != "before-period-end"]
    warn((sentence(*reason) for reason in said), asked.voice)


def first_doubts(goals: Iterable[Goal]) -> list[Phrase]:
    """Return what is doubtful in goals that are new, of many the first few doubts."""
    return in_goals(doubt for goal in goals for doubt in new_goal_doubts(goal))


def in_goals(doubts: Iterable[Doubt]) -> list[Phrase]:
    """Return the first few doubts, each with its goal; `check` has all."""
    return [
        _IN_GOAL.about(goal=doubt.goal, says=sentence(*doubt.reason))
        for doubt in islice(doubts, _FEW_DOUBTS)
    ]


_IN_GOAL = Phrase("{goal}: {says}")
_FEW_DOUBTS = 10


def warn(said: Iterable[Phrase], voice: Voice) -> None:
    """Say on stderr what is doubtful, a line each."""
    for phrase in said:
        text = voice.word("warning") + phrase.say(voice.language)
        typer.echo(clean(text), err=True)


_SURE = Message(
    "say-yes", "{doubt}\nnothing was written: with --yes it is recorded as it is"
)
_CLOSE = 31
"""A day in another year, but so near to today in it, is a slip of the year."""


def _settle(doubt: str, voice: Voice) -> None:
    """Ask about a doubt, if there is one.

    Raises:
        NotRecorded: the user took the figure back.
        Refused: nobody can be asked.
    """
    if not doubt:
        return
    if not sys.stdin.isatty():
        raise Refused(_SURE, doubt=clean(doubt))
    if not agreed(doubt + voice.word("record_anyway"), voice):
        raise NotRecorded


def _doubt(before: Goal, after: Goal, asked: Context) -> str:
    """Return why the newest entry of a goal looks like a mistake; empty if it does not.

    It is recorded twice, in a year that looks wrong, or has a figure that does.
    """
    entry = after.progress[-1]
    return (
        _repeated(before, entry, asked.voice)
        or _taken_away(before, entry, asked.voice)
        or _in_other_year(before, entry, asked)
        or _unlikely(before, after, asked.voice)
    )


def _repeated(goal: Goal, entry: Entry, voice: Voice) -> str:
    """Return that the same is in the ledger already; empty if it is not."""
    said = _said(entry)
    if entry.replaces or not any(said):
        return ""
    for other in effective_entries(goal, None):
        if other.period == entry.period and _said(other) == said:
            what = voice.entry(goal, entry)
            when = voice.period(entry.period)
            return voice.word("twice", goal=goal.id, what=what, when=when)
    return ""


def _doubled(goal: Goal, entry: Entry) -> Decimal | None:
    """Return the total that a new amount may be meant to take the place of.

    Totals were reported before, and this is no less than the last of them.
    """
    if goal.kind is not Kind.TOTAL or goal.each or entry.change is None:
        return None
    kept = effective_entries(goal, None)
    figures = [each for each in kept if each.value is not None or each.change]
    last_one = figures[-1] if figures else None
    if last_one is None or last_one.value is None:
        return None
    if last_one.period.first < last_one.period.last:
        # What was produced in a period is no total.
        return None
    found = series(goal, entry.period.last).figures
    last = found[-1].value if found else None
    return last if last and entry.change >= last else None


def _said(entry: Entry) -> tuple[object, ...]:
    return entry.value, entry.change, entry.percent, entry.done


def _taken_away(goal: Goal, entry: Entry, voice: Voice) -> str:
    """Return that something is taken away from a total; empty if it is not."""
    if goal.kind is not Kind.TOTAL or entry.change is None or entry.change >= 0:
        return ""
    what = voice.exact(goal, -entry.change)
    return voice.word("takes_away", goal=goal.id, what=what)


def _in_other_year(goal: Goal, entry: Entry, asked: Context) -> str:
    """Return that a day is near to today, but in another year; empty if it is not."""
    found, today = entry.period.last, asked.today
    is_day = entry.period.first == found
    if not is_day or not goal.progress or found.year == today.year:
        return ""
    near = found.replace(year=today.year, day=min(found.day, 28))
    if abs((near - today).days) > _CLOSE:
        return ""
    return asked.voice.word("other_year", day=found, year=found.year)


def _unlikely(before: Goal, after: Goal, voice: Voice) -> str:
    """Return why the newest figure is unlikely; empty if it is not."""
    entry = after.progress[-1]
    value = entry.value
    if entry.replaces or (value is None and entry.change is None):
        # A correction differs from what was there on purpose.
        return ""
    conflict = next((d for d in newest_doubts(after) if not d.is_warning), None)
    if conflict:
        return sentence(*conflict.reason).say(voice.language)
    if value is not None and (power := order_of_magnitude_error(before, after)):
        meant = voice.exact(after, value.scaleb(-power).normalize())
        times = figure(Decimal(10) ** abs(power), 0)
        return voice.word(
            "slip_up" if power > 0 else "slip_down", times=times, meant=meant
        )
    if value is not None and (old := decrease(before, after)) is not None:
        return voice.word("slip_fall", old=voice.exact(after, old))
    doubled = _doubled(before, entry)
    if doubled is not None and entry.change is not None:
        total = voice.exact(after, doubled + entry.change)
        facts = {"old": voice.exact(after, doubled), "total": total}
        meant = voice.exact(after, entry.change)
        number = plain(entry.change)
        return voice.word("slip_total", **facts, meant=meant, number=number)
    beyond = beyond_target(after, entry)
    if beyond is None:
        return ""
    return voice.word("slip_target", times=figure(beyond, 0))
