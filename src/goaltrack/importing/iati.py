"""Results in the XML of the International Aid Transparency Initiative.

Of each indicator its title, unit, baseline, the targets of its periods and the figures
reached in them are read, from version 1.04 on (iatistandard.org, element `result`).
The last target is the goal's, those before it are checkpoints. What has a dimension or
a place is a part of another figure, and is passed over; so is what is told in words.
"""

import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any, NamedTuple
from xml.sax import SAXException  # nosec B406 - defusedxml parses
from xml.sax.handler import ContentHandler  # nosec B406 - as above

from goaltrack.errors import BadTable, MissingExtra
from goaltrack.i18n.catalog import Phrase
from goaltrack.importing.exported import Export, ExportedGoal
from goaltrack.importing.readers import RawRow, RawTable, finding
from goaltrack.model.ledger import Aim, Kind

_NO_XML = Phrase("this is not XML: {why}")
_NO_RESULTS = Phrase("this is XML, and has no results of IATI")
_UNSAFE = Phrase("this XML defines entities, and is not read")
_TOO_DEEP = Phrase("an element stands within more than {most} others")
_NO_DAY = Phrase("'{text}' is not a day: write it like 2024-03-01")

_DEEPEST = 50
_ACTIVITY = "iati-activity"
_PERCENTAGE, _IN_WORDS = "2", "5"
"""Codes of indicators: those in percent, and those without numbers."""
_FALLING = ("0", "false")
_GROUPED = re.compile(r"[-+]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")
_PARTS = ("dimension", "location")
_HEADER = ["goal", "on", "value"]


def is_xml(path: str, raw: bytes) -> bool:
    """Return whether a file is XML, by its ending or by its beginning."""
    begin = raw[:200].removeprefix(BOM_UTF8).lstrip()
    return path.lower().endswith(".xml") or begin.startswith((b"<?xml", b"<iati"))


def iati(path: str, raw: bytes) -> Export:
    """Return the indicators of a file as goals, and their figures as entries.

    Raises:
        BadTable: it is no XML, has no results, or is not safe to read.
        MissingExtra: defusedxml is not installed.
    """
    try:
        from defusedxml import DefusedXmlException  # noqa: PLC0415 - an extra
        from defusedxml.sax import parse  # noqa: PLC0415 - as above
    except ImportError:
        raise MissingExtra(name="xml", package="defusedxml", extra="xml") from None
    handler = _Handler()
    try:
        parse(BytesIO(raw), handler, forbid_dtd=False)
    except _TooDeepError:
        why, line = _TOO_DEEP.about(most=_DEEPEST), handler.line
    except DefusedXmlException:
        why, line = _UNSAFE, handler.line
    except SAXException as error:
        why, line = _NO_XML.about(why=error.getMessage()), handler.line
    except (ValueError, LookupError) as error:
        # An encoding that is not known, or is another one than is declared.
        why, line = _NO_XML.about(why=str(error)), 1
    else:
        if not handler.found:
            raise BadTable([finding(path, 1, 1, _NO_RESULTS)])
        return _export(path, handler.found)
    raise BadTable([finding(path, line, 1, why)])


class _Node:
    """An element: its name, attributes, texts, children, and where it begins."""

    __slots__ = ("attributes", "children", "line", "name", "texts")

    def __init__(self, name: str, attributes: Mapping[str, str], line: int) -> None:
        self.name = name
        self.attributes = attributes
        self.line = line
        self.children: list[_Node] = []
        self.texts: list[str] = []

    def all(self, name: str) -> "Iterator[_Node]":
        """Yield the children of that name."""
        return (child for child in self.children if child.name == name)

    def says(self, name: str) -> str:
        """Return the text of a child: its first narrative, or its own text (1.0x)."""
        child = next(self.all(name), None)
        if child is None:
            return ""
        child = next(child.all("narrative"), child)
        return " ".join("".join(child.texts).split())

    def has(self, name: str) -> str:
        """Return an attribute; "" where there is none."""
        return self.attributes.get(name, "").strip()


class _Indicator(NamedTuple):
    """An indicator, and what it stands in."""

    activity: str
    result: str
    node: _Node


class _TooDeepError(Exception):
    """Elements stand in each other without end."""


class _Handler(ContentHandler):
    """Builds each activity as a tree, keeps its indicators, and forgets the rest."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[_Indicator] = []
        self._open: list[_Node] = []
        self._depth = 0
        self._locator: Any = None

    @property
    def line(self) -> int:
        """Where the parser is."""
        return (self._locator and self._locator.getLineNumber()) or 1

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802 - SAX calls it so
        """Keep what tells the lines."""
        self._locator = locator

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - as above
        """Open an element.

        Raises:
            _TooDeepError: too many are open.
        """
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _TooDeepError
        if name == _ACTIVITY or self._open:
            node = _Node(name, dict(attrs.items()), self.line)
            if self._open:
                self._open[-1].children.append(node)
            self._open.append(node)

    def characters(self, content: str) -> None:
        """Add to the text of the element."""
        if self._open:
            self._open[-1].texts.append(content)

    def endElement(self, name: str) -> None:  # noqa: ARG002, N802 - as above
        """Close an element; of an activity keep the indicators."""
        self._depth -= 1
        if not self._open:
            return
        node = self._open.pop()
        if not self._open:
            activity = node.says("title")
            self.found += [
                _Indicator(activity, result.says("title"), indicator)
                for result in node.all("result")
                for indicator in result.all("indicator")
            ]


class _Period(NamedTuple):
    """A period of an indicator: its days, its target and what was reached."""

    first: date
    last: date
    target: Decimal | str | None
    actual: Decimal | str | None


def _export(path: str, found: Iterable[_Indicator]) -> Export:
    indicators = [each for each in found if each.node.has("measure") != _IN_WORDS]
    titles = Counter(each.node.says("title") for each in indicators)
    named: Counter[str] = Counter()
    goals = []
    rows = [RawRow(1, _HEADER)]
    for each in indicators:
        node = each.node
        title = node.says("title")
        if titles[title] > 1 and each.result:
            # In many results there is an indicator of the same title.
            title = f"{title} ({each.result})"
        named[title] += 1
        if named[title] > 1:
            title = f"{title} ({named[title]})"
        periods = sorted(_periods(path, node), key=_days)
        goals.append(ExportedGoal(node.line, "", _keys(path, each, title, periods)))
        for period in periods:
            if period.actual is not None:
                texts = [title, period.last.isoformat(), str(period.actual)]
                rows.append(RawRow(node.line, texts))
    return Export(goals, RawTable(path, rows) if len(rows) > 1 else None)


def _keys(
    path: str, found: _Indicator, title: str, periods: list[_Period]
) -> dict[str, Any]:
    """Return the keys of an indicator as a goal."""
    node = found.node
    planned = [period for period in periods if period.target is not None]
    keys: dict[str, Any] = {"title": title, "kind": Kind.LEVEL.value}
    if node.has("measure") == _PERCENTAGE:
        keys["unit"] = "%"
    if planned:
        *before, last = planned
        is_falling = node.has("ascending").lower() in _FALLING
        keys["target"] = last.target
        keys["aim"] = (Aim.AT_MOST if is_falling else Aim.AT_LEAST).value
        keys["due"] = last.last
        if before:
            keys["plan"] = [{"on": each.last, "value": each.target} for each in before]
    else:
        keys["aim"] = Aim.WATCH.value
    if baseline := _baseline(path, node):
        keys["baseline"] = baseline
    if found.activity:
        keys["group"] = found.activity
    if found.result and found.result != title:
        keys["fields"] = {"result": found.result}
    return keys


def _days(period: _Period) -> tuple[date, date]:
    return period.last, period.first


def _baseline(path: str, node: _Node) -> dict[str, Any] | None:
    """Return the baseline of an indicator that is of the whole of it."""
    for each in _wholes(node, "baseline"):
        value, year, day = _amount(each), each.has("year"), each.has("iso-date")
        if value is not None and day:
            return {"on": _day(path, each, day), "value": value}
        if value is not None and year:
            return {"period": year, "value": value}
    return None


def _periods(path: str, node: _Node) -> Iterator[_Period]:
    for each in node.all("period"):
        days = [
            _day(path, day, day.has("iso-date"))
            for name in ("period-start", "period-end")
            for day in each.all(name)
        ]
        if len(days) == 2:  # noqa: PLR2004 - a first and a last one
            target, actual = (_said(each, name) for name in ("target", "actual"))
            yield _Period(days[0], days[1], target, actual)


def _said(period: _Node, name: str) -> Decimal | str | None:
    """Return the first value of a target or of what was reached."""
    amounts = map(_amount, _wholes(period, name))
    return next((amount for amount in amounts if amount is not None), None)


def _wholes(node: _Node, name: str) -> Iterator[_Node]:
    """Yield the children that are no part: of a sex, an age or a place."""
    for each in node.all(name):
        if not any(part.name in _PARTS for part in each.children):
            yield each


def _amount(node: _Node) -> Decimal | str | None:
    """Return the value of an element; a text where it is no number."""
    text = node.has("value")
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    return Decimal(text) if _NUMBER.fullmatch(text) else text or None


def _day(path: str, node: _Node, text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        why = _NO_DAY.about(text=text)
        raise BadTable([finding(path, node.line, 1, why)]) from None
