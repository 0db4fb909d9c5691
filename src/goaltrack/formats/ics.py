"""Events and to-dos as an iCalendar file (RFC 5545): whole days, with a reminder."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Todo
from icalendar import Event as Component

from goaltrack import __version__
from goaltrack.formats.registry import Contents
from goaltrack.i18n.text import clean
from goaltrack.reports.calendar import Event, Task, events, tasks

_BEFORE = timedelta(days=7)
_END = b"END:VCALENDAR\r\n"


def export(contents: Contents) -> bytes:
    """Return what is due and expected as a calendar."""
    voice, before = contents.voice, contents.comparison
    return render(
        events(contents.assessments, voice, before),
        tasks(contents.assessments, voice, before),
        contents.title,
        contents.id,
        contents.as_of,
    )


def render(
    found: Sequence[Event],
    todos: Sequence[Task],
    title: str,
    ledger: str,
    as_of: date,
) -> bytes:
    """The calendar: the same bytes for the same ledger (by its id) and day."""
    calendar = Calendar()
    calendar.add("prodid", f"-//goaltrack//{__version__}//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", clean(title))
    stamp = datetime.combine(as_of, time(), UTC)
    frame: bytes = calendar.to_ical()
    # One by one: a component takes twenty times the room of its text.
    parts = [_event(event, ledger, stamp).to_ical() for event in found]
    parts += [_todo(task, ledger, stamp).to_ical() for task in todos]
    return b"".join([frame.removesuffix(_END), *parts, _END])


def _event(event: Event, ledger: str, stamp: datetime) -> Component:
    part = Component()
    part.add("uid", f"{event.key}@{ledger}.goaltrack")
    part.add("dtstamp", stamp)
    part.add("dtstart", event.day)
    if event.day < date.max:
        part.add("dtend", event.day + timedelta(days=1))
    part.add("summary", event.title)
    part.add("description", event.text)
    part.add("transp", "TRANSPARENT")
    if event.groups:
        part.add("categories", list(event.groups))
    if not event.is_over:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", event.title)
        alarm.add("trigger", -_BEFORE)
        part.add_component(alarm)
    return part


def _todo(task: Task, ledger: str, stamp: datetime) -> Todo:
    part = Todo()
    part.add("uid", f"{task.key}@{ledger}.goaltrack")
    part.add("dtstamp", stamp)
    if task.start:
        part.add("dtstart", task.start)
    part.add("due", task.due)
    part.add("summary", task.title)
    part.add("description", task.text)
    part.add("status", task.status)
    part.add("percent-complete", task.percent)
    if task.done:
        part.add("completed", datetime.combine(task.done, time(), UTC))
    if task.groups:
        part.add("categories", list(task.groups))
    return part
