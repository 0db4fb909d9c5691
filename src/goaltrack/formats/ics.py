"""Events as an iCalendar file (RFC 5545), each a whole day, with a reminder."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar
from icalendar import Event as Component

from goaltrack import __version__
from goaltrack.formats.registry import Contents
from goaltrack.reports.calendar import Event, events

_BEFORE = timedelta(days=7)


def export(contents: Contents) -> bytes:
    """Return what is due and expected as a calendar."""
    found = events(contents.assessments, contents.voice)
    return render(found, contents.title, contents.name, contents.as_of)


def render(found: Sequence[Event], title: str, name: str, as_of: date) -> bytes:
    """The calendar: the same bytes for the same ledger (`name`) and day."""
    calendar = Calendar()
    calendar.add("prodid", f"-//goaltrack//{__version__}//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    stamp = datetime.combine(as_of, time(), UTC)
    for event in found:
        calendar.add_component(_component(event, name, stamp))
    raw: bytes = calendar.to_ical()
    return raw


def _component(event: Event, name: str, stamp: datetime) -> Component:
    part = Component()
    part.add("uid", f"{event.key}@{name}.goaltrack")
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
