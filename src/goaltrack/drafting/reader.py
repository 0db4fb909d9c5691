"""Reads a Chinese report, plan or news text: what is promised, and what was reached.

Layer by layer: headings tell the past from what is planned, sentences and paragraphs
carry a due date, clauses a subject; a number is read by the words before it (`cues`).
Nothing is known of the world, and no sentence is understood.
"""

import re
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from goaltrack.drafting import cues
from goaltrack.drafting.dates import Due, Named, dates, due_of
from goaltrack.drafting.names import (
    COMMON,
    DEED,
    REACHED,
    completed,
    longest,
    names_of,
    output_of,
    pieces_of,
    soft_works,
    trimmed,
    without_soft,
    work_of,
)
from goaltrack.drafting.numbers import COUNTED, Value, count_of, values_in
from goaltrack.drafting.text import (
    Heading,
    Span,
    clauses,
    heading,
    lines,
    masked,
    plain,
    sentences,
    shown,
)

_ACTS = re.compile(rf"免费|{longest(cues.ACTS)}")
_REVIEW, _PLAN = re.compile(longest(cues.REVIEW)), re.compile(longest(cues.PLAN))
_PAST_LEAD = re.compile(f"{longest(cues.PAST_LEADS)}|回顾了")
_TURN = re.compile(f"{longest(cues.TURNS)}|^(?:要|将|力争|确保)")
_JOIN = "、和及与并"
_ENDS = (*"、和及与并，；。（(！", "")
_BATCH = re.compile(rf"(?:启动|{longest(cues.OUTPUTS)})(?:首批|新一批|第[一二三]批)")
_LISTED = re.compile(rf"(?P<verb>{longest(cues.OUTPUTS)}).*等")

_LEVEL = re.compile(rf"(?P<head>.*?)(?P<verb>{longest(cues.LEVELS)})(?:约|近)?$")
_GROW = re.compile(
    rf"(?P<head>.*?)(?P<verb>{longest(cues.GROWTH)})(?:约|为|达到?|超过)?$"
)
_FALL = re.compile(rf"(?P<head>.*?)(?P<verb>{longest(cues.FALL)})(?:约|超过|达到?)?$")
_RISE = re.compile(rf"(?P<head>.*?)(?P<verb>{longest(cues.RISE)})(?:约|超过)?$")
_FIRST = re.compile(rf"(?P<verb>{longest(cues.DEED_FIRST)})(?P<names>.+)$")
_SHARED = re.compile(r"(?P<names>.+)分别(?P<how>[^\d]*)$")
_EACH = re.compile(r"(?P<names>.+?)(?:同比)?(?:均|各)(?P<how>[^\d]*)$")
_FROM = re.compile(r"(?:由|从)[^由从]*$")
_AGAINST = re.compile(
    r"(?:比|较|与)(?P<year>20\d\d)年(?:相比|累计)?|在(?P<base>20\d\d)年(?:的)?基础上|同比"
    r"|(?:比|较|与)(?:上年|去年)(?:同期)?(?:相比)?|(?:比|较|与)“?十[一二三四五六七八九]?五”?(?:时期|期)?末?(?:相比)?"
)
_LABEL = re.compile(
    r"(?!.*(?:目标|任务|指标|如下|包括|要求|重点|原则|主题|时间|地点|电话|记者|报道)$)"
    r"[^\d，、“]{3,20}(?<![是为有即])"
)
"""A name before a colon, of which the clause behind it says the number."""
_TOPIC = 8
"""Characters of the longest sentence that only names a topic."""
_LONGEST = 300
"""Characters of the longest clause that is read."""
_OFFICE = re.compile(
    r"(?:国家|省|自治区)[\u4e00-\u9fff]{1,8}(?:委|厅|局|部|办)(?:下达|要求|明确|提出|预计|规定)"
)
"""Another body that says something."""
_FORETOLD = re.compile(
    r".{0,14}(?:协会|机构|人士|专家|分析师|研究院|券商)(?:预计|预测|测算|估算|分析|判断)"
)
"""Somebody else looks ahead."""
_READY = re.compile(
    r"(?P<names>.*?)(?P<verb>具备[^\d，、]{1,8}条件|(?:顺利)?通过[^\d，、]{2,20}(?:评审|评估|验收|认证|认定)"
    r"|(?:取得|获得|获)[^\d，、]{2,12}(?:批复|许可|许可证|证书)|入围[^\d，、]{4,20})$"
)
"""The end of a clause that says that something is ready: 具备通水条件, 通过国家评估."""
_BEGUN = re.compile(rf"^(?:{longest(cues.DEED_FIRST)})")
_WORK = re.compile(rf"[^\d、]{{3,25}}(?:{longest(cues.WORKS)})")
"""A clause that only names a work."""
_ALL = re.compile(r".{3,}全部[^\d，、]{2,6}")
"""A clause of what all of them are to be: 自然村全部通硬化路."""
_PAST = re.compile(
    r"(?<![比较与])(?:去年|上年)|已于|已(?:建成|完成|投产|开工|经|达|实现|获|有)|一直(?:保持|稳定)"
)
"""Words of a clause of the past in the middle of a plan."""
_LAST_PART = 3
"""How deep a heading may be that begins a part: （一）, and no list."""


class Goal(NamedTuple):
    """A commitment as it was read; `target` is written as `draft --json` prints it."""

    start: int
    end: int
    title: str
    kind: str
    aim: str | None
    target: str | list[str] | None
    unit: str
    is_about: bool
    due: Due | None
    due_from: str
    is_sure: bool
    base_year: str = ""
    """The year with which the number is compared."""


class Figure(NamedTuple):
    """A figure that was reached: of what, how much, and when."""

    start: int
    end: int
    indicator: str
    value: str
    unit: str
    period: str


class Reading(NamedTuple):
    """The goals of a text, and the figures that it reports."""

    goals: list[Goal]
    figures: list[Figure]


class _Scope(NamedTuple):
    """The context of a sentence: its due date, where that is from, past or plan."""

    due: Due | None
    due_from: str
    is_past: bool
    year: int


def read_text(
    text: str, published: date, *, with_soft: bool = False, begin: int = 0
) -> Reading:
    """Return the commitments and figures of a Chinese text, published on a day.

    `with_soft`: also what is to be pushed forward (推进), without an end to be seen.
    What stands before the place `begin` is read for its title and headings only.
    """
    return _Reader(plain(text), published, with_soft=with_soft).read(begin)


class _Open(NamedTuple):
    """A heading under which a line stands."""

    level: int
    tells: str
    """`past`, `plan`, or "" for neither."""
    due: Due | None
    """The last date in it that names its year and is yet to come."""


class _Reader:
    """One text, read from its first line to its last."""

    def __init__(self, text: str, published: date, *, with_soft: bool) -> None:
        self.with_soft = with_soft
        self._text = text
        self._published = published
        self._goals: list[Goal] = []
        self._figures: list[Figure] = []
        self._headings: list[_Open] = []
        self._title_due: Due | None = None
        self._assumed = _assumed(text, published)
        self._last_due: Due | None = None
        """That of the last heading that named one: parts beside it are of the same."""
        self._part_due: Due | None = None
        """That of the paragraphs that follow one which only announces it."""
        self._subject = ""
        self._topic = ""
        self.thing = ""
        """The thing that was counted last: 今年再建成3个 is of it."""
        self._is_district = False
        self._is_province = False

    def read(self, begin: int) -> Reading:
        """Return what the text promises and tells from a place on."""
        for number, line in enumerate(lines(self._text)):
            if number == 0:
                self._title(line)
                continue
            found, body = heading(line)
            if found:
                self._open(found)
            if body.text and body.start >= begin:
                self._paragraph(body)
        return Reading(self._goals, self._figures)

    # Parts

    def _title(self, line: Span) -> None:
        text = re.sub(r"[（(][^（）()]*\d日[^（）()]*[）)]", "", line.text)
        years = [int(year) for year in re.findall(r"20\d\d(?=年|[—）)])", text)]
        number = re.search(r"(?:第|“)(十[一二三四五六七八九]?)(?:个五年|五”)", text)
        if number:
            self._title_due = due_of(f"{number[1]}五")
        elif years and max(years) >= self._published.year:
            self._title_due = due_of(str(max(years)))
        words = self._text.count
        is_wide = words("全省") > words("全市") + words("全县") + words("全区")
        self._is_province = is_wide or ("省" in text and not re.search("[市县]", text))
        self._is_district = bool(re.search(r"[\u4e00-\u9fff][区县](?!域)", text))

    def _open(self, found: Heading) -> None:
        while self._headings and self._headings[-1].level >= found.level:
            self._headings.pop()
        named = self._dates(found.text)
        own = [
            each.due
            for each in named
            if each.is_lead and each.due.last >= self._published
        ]
        tells = self._told_below(found, named)
        self._headings.append(_Open(found.level, tells, own[-1] if own else None))
        self._subject = self._topic = ""
        if found.level > _LAST_PART or tells == "past":
            return
        if named and named[-1].due.last >= self._published:
            self._last_due = named[-1].due
        self._part_due = None

    def _told_below(self, found: Heading, named: list[Named]) -> str:
        """Return whether a heading begins a part of the past or of a plan."""
        if found.level > _LAST_PART:
            # A list in a part tells what its part does.
            return ""
        if self._is_review:
            # What is told below a heading of the past is past, whatever it is called.
            return "past"
        is_over = [each.due.last < self._published for each in named if each.is_lead]
        if is_over and all(is_over):
            return "past"
        is_plan = re.search("目标|任务|安排", found.text)
        if _REVIEW.search(found.text) and not is_plan:
            return "past"
        return "plan" if _PLAN.search(found.text) else ""

    def _dates(self, text: str) -> list[Named]:
        return dates(text, self._published.year, self._published)

    @property
    def _is_review(self) -> bool:
        said = [each.tells for each in self._headings if each.tells]
        return bool(said) and said[-1] == "past"

    def _context(self) -> tuple[Due | None, str]:
        """Return the due date of the part, and where it is from."""
        if self._part_due:
            return self._part_due, "paragraph"
        for each in reversed(self._headings):
            if each.due:
                return each.due, "heading"
        if self._title_due:
            return self._title_due, "title"
        if self._last_due:
            return self._last_due, "heading"
        return self._assumed, "assumed"

    def _year(self, due: Due | None) -> int:
        """Return the year of months that name none."""
        this = self._published.year
        if due and due.text.isdecimal() and due.last.year in (this, this + 1):
            return due.last.year
        return this

    def _paragraph(self, body: Span) -> None:
        is_past = self._is_review
        due, source = self._context()
        found = list(sentences(body))
        if not re.search(r"\d", re.sub(r"20\d\d年", "", body.text)) and len(found) < 3:  # noqa: PLR2004 - an announcement
            ahead = [n.due for n in dates(body.text, self._year(due), self._published)]
            if ahead and ahead[-1].last >= self._published and not is_past:
                self._part_due = ahead[-1]
        for number, sentence in enumerate(found):
            short = sentence.text.rstrip("。")
            if number == 0 and len(found) > 1 and _is_topic(short):
                self._topic = self._subject = short
                continue
            if not self._is_review:
                is_past = self._tells_of_past(sentence.text, is_past=is_past)
            lead = self._lead_date(sentence, self._year(due))
            if lead and not is_past:
                # Said at the beginning of a sentence it holds for those behind it too;
                # but a part of a year only up to the next semicolon.
                base = (due, source) if lead.is_part else (lead, "sentence")
                scope = _Scope(*base, is_past=False, year=lead.last.year)
                self._sentence(sentence, scope, lead)
                if number == 0 and not lead.is_part:
                    due, source = lead, "paragraph"
                continue
            scope = _Scope(due, source, is_past, self._year(due))
            if is_past:
                scope = self._past_scope(sentence.text, lead, scope)
            is_past = self._sentence(sentence, scope)

    def _past_scope(self, text: str, lead: Due | None, scope: _Scope) -> _Scope:
        """Return the scope of a sentence of the past, with the time that it names."""
        if re.match(r"[^，\d]{0,8}(?:目前|当前|现有)", text):
            return scope._replace(due=due_of(str(self._published)))
        if re.match("[^，]{0,12}，?(?:去年|上年|过去一年|过去的一年)", text):
            return scope._replace(due=due_of(str(self._published.year - 1)))
        if lead and lead.last < self._published:
            return scope._replace(due=lead)
        return scope

    def _tells_of_past(self, text: str, *, is_past: bool) -> bool:
        """Return whether a sentence outside a review tells of the past."""
        said = re.sub(
            r"^[^，,：:]{0,12}(?:指出|认为|强调|介绍|表示|了解|说)[，,：:]", "", text
        )
        said = re.sub("[比较与](?:上年|去年)", "", said)
        head = re.split("[，,：:；]", said, maxsplit=1)[0]
        year = re.match(r"(?:到|至)?(20\d\d)年", head)
        published = self._published
        if _PAST_LEAD.search(head):
            return True
        plans = (n.due for n in self._dates(head) if not n.due.text[0].isdecimal())
        if any(plan.last < published for plan in plans):
            return True
        if year and int(year[1]) < published.year:
            return True
        if (
            re.match(r"(?:1—\d{1,2}月|上半年|一季度|前三季度)", head)
            and "将" not in text
        ):
            return published.month > 6  # noqa: PLR2004 - the half that is over
        ahead = [each for each in self._dates(text) if each.is_lead]
        if any(each.due.last >= published for each in ahead):
            return False
        return is_past and not _TURN.search(text)

    def _lead_date(self, sentence: Span, year: int) -> Due | None:
        """Return the date with which a sentence begins, as a clause of its own."""
        for clause, mark in list(clauses(sentence))[:3]:
            text = re.sub(r"^(?:在|到|至|展望|按照[^，]*)", "", clause.text)
            named = dates(clause.text, year, self._published)
            if mark in ("，", ",") and named:
                rest = clause.text[: named[0].start] + clause.text[named[-1].end :]
                is_alone = len(re.sub(r"^(?:展望|力争|到|在|要)", "", rest)) <= 2  # noqa: PLR2004 - 要, 时
                is_half = "下半年" in clause.text and not re.search(r"\d", rest)
                if is_alone or is_half:
                    return named[-1].due
            rest = _without(clause.text, named)
            if mark in ("：", ":") and named and not re.search(r"\d", rest):
                # 今年的主要目标是：…
                return named[-1].due
            if re.search(r"\d", text.replace("20", "")) and not named:
                return None
        half = re.match(r"(?:[^，]*，)?下半年要", sentence.text)
        return due_of(str(self._published.year)) if half else None

    # Clauses

    def _sentence(self, sentence: Span, whole: _Scope, lead: Due | None = None) -> bool:
        """Read a sentence; return whether it told of the past to its end."""
        if _is_condition(sentence.text):
            return whole.is_past
        scope = whole._replace(due=lead, due_from="sentence") if lead else whole
        carried: Named | None = None
        is_other = False
        before = ""
        for clause, mark in clauses(sentence):
            text = clause.text
            if len(text) > _LONGEST:
                # No commitment is that long, and what is long takes long.
                continue
            if before == "；":
                carried, is_other = None, False
                scope = whole
            if _starts(text, cues.CONDITIONS):
                before = mark
                continue
            is_now = _starts(text, cues.NOW) and not _starts(text, cues.PAST_LEADS)
            if scope.is_past and not self._is_review and is_now:
                # 去年建成4个，今年再建成3个
                due, source = self._context()
                whole = whole._replace(is_past=False, due=due, due_from=source)
                scope = scope._replace(is_past=False, due=due, due_from=source)
            named = dates(text, scope.year, self._published)
            if self._is_of_others(_without(text, named)):
                is_other = True
            elif is_other and self._is_of_us(text):
                is_other = False
            before = mark
            if is_other:
                continue
            carried = self._clause(clause, mark, scope, carried)
        return whole.is_past

    def _is_of_us(self, text: str) -> bool:
        """Whether a clause turns from another body to the one that promises."""
        ours = r"(?:但|而)?(?:我(?![国省])|本[市县区]|全[县区])"
        return bool(re.match(ours, text)) or (
            text.startswith("全市") and not self._is_district
        )

    def _is_of_others(self, text: str) -> bool:
        leads = r"^(?:会议指出|报告指出|当前|目前|从大势看|预计|其中)[，：]?"
        text = re.sub(leads, "", text.strip())
        if self._is_province and text.startswith(("全省", "我省")):
            return False
        if _starts(text, cues.OTHERS) or _OFFICE.match(text) or _FORETOLD.match(text):
            return True
        for name in cues.NATION:
            if text.startswith(name):
                return not _starts(text.removeprefix(name), cues.NAMED_SO)
        return self._is_district and text.startswith("全市")

    def _clause(
        self, clause: Span, mark: str, scope: _Scope, carried: Named | None
    ) -> Named | None:
        """Read a clause; return the date that it leaves for the one behind it."""
        if mark in ("：", ":") and _LABEL.fullmatch(clause.text):
            self._subject = trimmed(clause.text)
            return carried
        text, hidden = masked(clause.text)
        named = dates(text, scope.year, self._published)
        bare = _without(text, named)
        values = list(values_in(bare))
        reading = _ClauseReading(self, clause, bare, hidden, named, scope, carried)
        is_read = bool(values) and reading.numbers(values)
        if not is_read:
            reading.deeds()
        own = [
            each._replace(is_front=len(trimmed(text[: each.start])) == 0)
            for each in named
            if each.is_lead
            and each.due.last >= self._published
            and not each.due.is_part
        ]
        if own:
            return own[-1]
        return carried if carried and carried.is_front else None

    def due_at(
        self, place: int, named: list[Named], scope: _Scope, carried: Named | None
    ) -> tuple[Due | None, str]:
        """Return the due date of what stands at a place of a clause, and its origin."""
        own = [each for each in named if each.start <= place]
        own = own or (named if len(named) == 1 and not named[0].is_lead else [])
        if own:
            return own[-1].due, "clause"
        if carried:
            return carried.due, "sentence"
        return scope.due, scope.due_from

    @property
    def published(self) -> date:
        """The day on which the text was published."""
        return self._published

    @property
    def subject(self) -> str:
        """The subject that was named last."""
        return self._subject or self._topic

    def keep_subject(self, name: str) -> None:
        """Let the clauses that follow be of this, where they name nothing."""
        self._subject = name

    def add(self, goal: Goal, scope: _Scope) -> None:
        """Keep a commitment; what was due before the day of publication is a figure."""
        is_over = goal.due is not None and goal.due.last < self._published
        if scope.is_past or is_over:
            self._reached(goal, scope)
        else:
            self._goals.append(goal)

    def _reached(self, goal: Goal, scope: _Scope) -> None:
        if not isinstance(goal.target, str) or goal.target.startswith("x"):
            return
        own = goal.due if goal.due and goal.due.last < self._published else None
        year = self._published.year
        # In its first half a year is too young to be looked back on.
        period = str(year - 1 if self._published.month < 7 else year)  # noqa: PLR2004 - July
        value = goal.target.lstrip("+-").replace("%/year", "").rstrip("%")
        title = re.sub("^(?:现有|拥有|有)(?=.{2})", "", goal.title)
        if own:
            period = own.text
        elif scope.due and scope.due.last <= self._published:
            period = scope.due.text
        self._figures.append(
            Figure(goal.start, goal.end, title, value, goal.unit, period)
        )


class _ClauseReading:
    """One clause: its text without dates, and what it stands in."""

    def __init__(
        self,
        reader: _Reader,
        clause: Span,
        text: str,
        hidden: dict[str, str],
        named: list[Named],
        scope: _Scope,
        carried: Named | None,
    ) -> None:
        self._reader = reader
        self._clause = clause
        self._text = text
        self._named = named
        self._scope = scope
        self._carried = carried
        self._verb = ""
        """The verb of output that goes on for the members of a list."""
        self._hidden = hidden
        """The characters of names in 《》 and “”, which are blanked out in the text."""
        self._thing = ""
        """The thing that was counted last in this clause."""
        self._took_subject = False
        """Whether the number that is read takes its subject from before."""

    # Numbers

    def numbers(self, values: list[Value]) -> bool:
        """Read the numbers of the clause by the words before them; return if any was.

        What is only a part of a name (一期10吉瓦时) is none.
        """
        if cues.FORECAST.search(self._text):
            return True
        is_told = _has(self._text, cues.PAST_WORDS) or _PAST.search(self._text)
        if is_told and not self._scope.is_past:
            return True
        if _has(self._text, cues.GRANTS) or self._distributed(values):
            return True
        begin = 0
        is_read = False
        last_title = ""
        for value in values:
            if not (value.unit or value.form):
                continue
            behind = self._text[value.end :]
            pre = self._text[begin : value.start].lstrip(_JOIN + " ")
            is_end = behind[:1] in _ENDS or behind.startswith(cues.BEHIND)
            if not is_end and not value.form:
                if self._noun_behind(pre, value):
                    return True
                continue
            is_read = True
            last_title = self._number(pre, value, last_title)
            begin = value.end
        return is_read

    def _noun_behind(self, pre: str, value: Value) -> bool:
        """Read 完成12处路段整治, 推动300家企业完成改造, 对800户家庭实施改造."""
        head = trimmed(re.sub(r"(?:不少于|不低于|超过|至少|约)$", "", pre.strip()))
        rest = self._text[value.end :]
        noun = re.split(f"[{_JOIN}（(]", rest, maxsplit=1)[0]
        is_verb = head in cues.OUTPUTS and head not in cues.LIGHT
        if re.search(r"\d", noun) and (is_verb or not head.strip("为对")):
            # 引进10亿元以上项目3个: the number that is promised is the last one.
            is_verb = False
        if is_verb or head in ("再建", "建"):
            self._total(f"{_said(head)}{noun}", value)
            self._more_nouns(_said(head), value)
            return True
        if _BATCH.fullmatch(head):
            self._total(f"{head}{noun}", value)
            return True
        if listed := _LISTED.fullmatch(head):
            self._total(f"{_said(listed['verb'])}{noun}", value)
            return True
        if not head.removeprefix("实现") and noun.endswith(cues.DEEDS):
            # 实现35个项目开工
            self._total(noun, value)
            return True
        output = output_of(head)
        is_noun = len(noun) <= 4 and not re.search(r"\d", noun)  # noqa: PLR2004 - 小区, 企业
        if (
            output
            and output["thing"]
            and is_noun
            and not self._text[value.end + len(noun) :]
        ):
            self._total(head if _said(output["verb"]) else output["thing"], value)
            return True
        whom = re.split("[、（(]", rest, maxsplit=1)[0]
        acts = re.search(r"(完成|实施|开展|进行|提供|安装|发放|配备)(.+)", whom)
        is_whom = head in ("推动", "对", "为", "组织", "支持", "帮助", "")
        if (
            acts
            and is_whom
            and pre.strip().startswith(("推动", "对", "为", "组织", "帮助"))
        ):
            self._total(
                whom if acts[1] == "完成" else whom.replace(acts[1], "", 1), value
            )
            return True
        return False

    def _more_nouns(self, verb: str, first: Value) -> None:
        """Read the further members of 形成4个产业集群、10个示范园区."""
        end = first.end
        for value in values_in(self._text):
            if value.start < end or not value.unit:
                continue
            gap = self._text[end : value.start]
            noun = re.split(f"[{_JOIN}（(]", self._text[value.end :], maxsplit=1)[0]
            if gap[-1:] in tuple(_JOIN) and len(noun) > 1:
                self._total(f"{verb}{noun}", value)
            end = value.end

    def _number(self, pre: str, value: Value, last: str) -> str:
        """Read one number; return the title that it gives to those behind it."""
        text = _AGAINST.sub("", pre).strip()
        is_hoped = re.fullmatch(r"(?:、)?力争", text) is not None
        text = _cut_from(text) if _has_verb_after_from(text) else _FROM.sub("", text)
        if self._is_scope(text) or (is_hoped and last):
            return last
        reading = self._read_value(text, value, _base_in(pre))
        if reading is None:
            return last
        title, goal = reading
        if goal:
            self._reader.add(goal, self._scope)
        return title

    def _is_scope(self, text: str) -> bool:
        """Whether the number only says of what: 围绕32个项目; or describes."""
        head = re.sub("约$", "", trimmed(text))
        if not head and not self._reader.subject:
            return True
        return _starts(text.lstrip(), cues.SCOPES) or head.endswith(cues.DESCRIPTIONS)

    def _read_value(
        self, text: str, value: Value, base: str
    ) -> tuple[str, Goal | None] | None:
        if value.form == "rank":
            return self._rank(text, value)
        if value.form:
            title = self._subject(re.sub(r"(?:实现|力争|数量)?$", "", text))
            kind = kind_of(title, value.unit)
            goal = self._goal(
                title, kind, "at-least", value.form, value, base=base, unit="%"
            )
            return title, goal
        if value.unit in ("个百分点", "百分点"):
            return self._points(text, value)
        if value.unit == "%":
            growth = self._growth(text, value, base)
            if growth:
                return growth
        return self._amount(text, value)

    def _growth(
        self, text: str, value: Value, base: str
    ) -> tuple[str, Goal | None] | None:
        found = _GROW.match(text)
        if found:
            verb = found["verb"]
            is_yearly = "年均" in found["head"][-2:] + verb
            head = re.sub(r"(?:同比|年均|累计|同口径)$", "", found["head"])
            title = self._subject(head)
            if not title:
                return "", None
            if is_yearly:
                target = f"+{value.low}%/year"
                goal = self._goal(
                    title, _flow_or_level(title), "at-least", target, value
                )
                return title, goal
            name = (
                "涨幅"
                if "涨幅" in verb
                else verb
                if verb in ("增幅", "增速")
                else "增长"
            )
            aim = "at-most" if name == "涨幅" else ""
            return title, self._goal(f"{title}{name}", "rate", aim, None, value)
        found = _FALL.match(text)
        if found:
            title = self._subject(re.sub(r"(?:同比|累计|年均|均)$", "", found["head"]))
            if not title:
                return "", None
            verb = (
                found["verb"]
                .removeprefix("同比")
                .removeprefix("累计")
                .removeprefix("再")
            )
            name = verb if len(verb) > 1 else "下降"
            kind = "level" if base or not self._is_of_a_year() else "rate"
            full = f"{title}{name}"
            if kind == "rate":
                return title, self._goal(full, kind, "at-least", None, value)
            goal = self._goal(full, kind, "at-most", f"-{value.low}%", value, base=base)
            return title, goal
        found = _RISE.match(text)
        if found and not _LEVEL.match(text):
            title = self._subject(found["head"])
            return title, self._goal(f"{title}提高", "rate", "at-least", None, value)
        return None

    def _points(self, text: str, value: Value) -> tuple[str, Goal | None] | None:
        for pattern, word in ((_FALL, "下降"), (_RISE, "提高")):
            found = pattern.match(text)
            if found:
                title = self._subject(re.sub(r"(?:同比|均)$", "", found["head"]))
                name = f"{title}{word}" if title else ""
                return title, self._goal(name, "rate", "at-least", None, value)
        return None

    def _rank(self, text: str, value: Value) -> tuple[str, Goal | None] | None:
        head = trimmed(re.sub(r"(?:跻身|挺进|进入|冲刺|位居|保持在?)", "", text))
        title = f"{head}排名" if head else ""
        if not title or value.unit not in ("名", "位"):
            return None
        return "", self._goal(title, "level", "at-most", value.low, value)

    def _amount(self, text: str, value: Value) -> tuple[str, Goal | None]:
        found = _LEVEL.match(text)
        if found and (found["head"] or found["verb"] not in cues.OUTPUTS):
            return self._level(found["head"], found["verb"], value)
        name = trimmed(text)
        output = output_of(name)
        if output and output["thing"]:
            self._verb = output["verb"]
            return self._total_of(name, value)
        if self._verb and name and value.unit != "%":
            if name in ("市级", "县级", "国家级", "省级"):
                name += re.sub(r"^(?:国家级|省级|市级|县级)", "", self._thing)
            return self._total_of(f"{self._verb}{name}", value)
        if _ACTS.search(name) and not value.unit.endswith(("元", "%")):
            return name, self._goal(name, "total", "", None, value)
        if name in cues.OUTPUTS and not self._thing:
            self._thing = self._reader.thing
        if name.endswith(cues.OUTPUTS) and value.unit != "%":
            # 油茶新造1.5万亩、低改2万亩: the verb stands behind what it is done to.
            if name in cues.OUTPUTS and self._thing:
                is_first = name in ("建成", "新增", "新建", "培育", "改造")
                thing = self._thing
                name = f"{name}{thing}" if is_first else f"{thing}{name}"
                return name, self._goal(name, "total", "", None, value)
            verb = next(v for v in sorted(cues.OUTPUTS, key=len) if name.endswith(v))
            self._thing = name.removesuffix(verb)
            return name, self._goal(name, "total", "", None, value)
        title = self._subject(text)
        return title, self._goal(title, kind_of(title, value.unit), "", None, value)

    def _level(self, head: str, verb: str, value: Value) -> tuple[str, Goal | None]:
        """Read a subject, a verb such as 达到 or 不低于, and the number."""
        if verb == "新增" and head:
            return self._total_of(f"{head}新增", value)
        name, aim = trimmed(head), cues.LEVELS[verb]
        output = output_of(name)
        if output and output["thing"]:
            return self._total_of(name, value, aim)
        title = re.sub("[三五]年$", "", self._subject(head))
        is_sum = "累计" in verb or head.endswith(("累计", "五年", "三年"))
        is_sum = is_sum or (
            bool(_ACTS.match(name)) and not value.unit.endswith(("元", "%"))
        )
        kind = "total" if is_sum else kind_of(title, value.unit)
        return title, self._goal(title, kind, aim, None, value)

    def _total_of(
        self, name: str, value: Value, aim: str = ""
    ) -> tuple[str, Goal | None]:
        is_yearly = (
            re.match(r"每?年(?!均|轻)", self._text.lstrip("要将力争")) is not None
        )
        title = re.sub(r"^(?:每?年均?|[三五]年)(?=[^级])", "", name)
        output = output_of(title)
        thing = output["thing"] if output else title
        self._thing = thing or self._thing
        self._reader.thing = self._thing
        if output and thing and value.unit.endswith(("家", "户", "人", "所")):
            self._reader.keep_subject(thing)
        if (
            output
            and output["verb"] in ("完成", "实现", "安排", "统筹")
            and _is_flow(thing)
        ):
            is_yearly = True
            title = (
                thing
                if output["verb"] in ("完成", "实现") and len(thing) > 3  # noqa: PLR2004 - 投资 alone says too little
                else title
            )
        elif output and output["verb"] in ("完成", "实施") and len(thing) > 2:  # noqa: PLR2004 - as above
            title = (
                thing
                if output["verb"] == "完成" or "改造" in thing or "大中修" in thing
                else title
            )
        if output and output["verb"] == "接待":
            is_yearly = True
        if _is_flow(thing):
            self._reader.keep_subject(thing)
        kind = "year-total" if is_yearly else "total"
        return title, self._goal(title, kind, aim, None, value)

    def _total(self, title: str, value: Value) -> None:
        goal = self._goal(trimmed(title), "total", "", None, value)
        if goal:
            self._reader.add(goal, self._scope)

    # Names and numbers in the same order

    def _distributed(self, values: list[Value]) -> bool:
        """Read 甲、乙分别增长5%、8%, and 甲、乙均突破50亿元."""
        first = values[0]
        before = self._text[: first.start]
        cut = self._text.find("分别")
        behind = [value for value in values if value.start > cut > 0]
        shared = behind and _SHARED.match(self._text[: behind[0].start])
        if shared and trimmed(shared["names"]) not in ("同比", ""):
            # As many numbers as names, or none of them can be told.
            self._shared(shared["names"], shared["how"], behind)
            return True
        if len(values) == 1:
            return self._of_each(before, first)
        gaps = [self._text[a.end : b.start] for a, b in pairwise(values)]
        names = names_of(before)
        is_row = all(gap.strip(_JOIN + "以") == "" for gap in gaps)
        if is_row and len(names) == len(values):
            self._each_with(names, "", values)
            return True
        return False

    def _of_each(self, before: str, value: Value) -> bool:
        """Read one number that is of each of several names."""
        each = _EACH.match(before)
        if not each and not value.form:
            return False
        said, how = (each["names"], each["how"]) if each else (before, "")
        if value.form:
            said, how = re.sub(r"(?:总数|总量)?(?:均|实现|力争)?\s*$", "", said), ""
        names = names_of(_AGAINST.sub("", said))
        if len(names) < 2:  # noqa: PLR2004 - each of one is that one
            return False
        self._each_with(names, how, [value] * len(names))
        return True

    def _shared(self, said: str, verb: str, values: list[Value]) -> None:
        """Read as many numbers as names, or as years, in their order."""
        names = names_of(_AGAINST.sub("", said))
        if len(names) == 1 and names[0].startswith("城乡居民") and values[1:]:
            rest = names[0].removeprefix("城乡居民")
            names = [f"城镇居民{rest}", f"农村居民{rest}"]
        years = self._named[: len(values)]
        if len(names) == len(values):
            self._each_with(names, verb, values)
        elif len(names) == 1 and len(years) == len(values):
            for year, value in zip(years, values, strict=True):
                self._one(f"{names[0]}{verb}", value, year)

    def _each_with(self, names: list[str], verb: str, values: list[Value]) -> None:
        for name, value in zip(completed(names), values, strict=True):
            self._one(f"{name}{verb}", value, None)

    def _one(self, text: str, value: Value, named: Named | None) -> None:
        reading = self._read_value(text, value, _base_in(self._text))
        goal = reading and reading[1]
        if goal:
            if named:
                goal = goal._replace(due=named.due, due_from="clause")
            self._reader.add(goal, self._scope)

    # Deeds

    def deeds(self) -> None:
        """Read works that are to be done, and what is to be so without a number."""
        text = self._text.strip()
        if self._scope.is_past or not text or _PAST.search(text):
            return
        if _WORK.fullmatch(text):
            self._reader.keep_subject(trimmed(text))
        place = 0
        for piece in pieces_of(text):
            at = self._text.find(piece, place)
            place = at + len(piece)
            self._deed(piece, at)

    def _deed(self, piece: str, at: int) -> None:
        text = re.sub(
            r"^(?:确保|力争|要|并|将|计划|实现|推动|加快|全面实现|[ ])+", "", piece
        )
        text = re.sub(r"(?<=.)(?:计划|力争|预计|确保| )+(?=.)", "", text.strip())
        text = re.sub(r"^(?:总投资|全长|总长|占地)[^的]{1,12}的", "", text)
        if text.endswith(("后", "时", "中", "期间")):
            return
        said = re.sub("[“”]", "", shown(text, self._hidden))
        near = self._near(at, piece)
        pushed = re.sub("^(?:要|将|并|还要|继续)+", "", piece.strip())
        is_soft = _starts(pushed, cues.SOFT)
        found = self._works(text, said)
        if not found and is_soft and self._reader.with_soft:
            if self._soft_number(pushed):
                return
            found = soft_works(pushed)
        is_seen = text.endswith(cues.STATES) or _READY.match(text) is not None
        is_step = _has(text, cues.PROCEDURE) and not is_seen
        is_dated = bool(near) or self._scope.due_from == "sentence"
        is_step = is_step or (_has(text, cues.REFORMS) and not is_dated)
        is_hidden = is_step or _has(text, cues.VISIONS) or is_soft
        if not found or (is_hidden and not self._reader.with_soft):
            return
        end = at + len(piece)
        due, source = self._reader.due_at(end, near, self._scope, None)
        if is_soft and source == "assumed":
            # Of what is only pushed forward nobody says when it ends.
            due = None
        for title in found:
            name = shown(trimmed(title), self._hidden)
            if len(name) < 4 or len(name) > 40:  # noqa: PLR2004 - of something, and not of all
                continue
            goal = Goal(
                self._clause.start, self._clause.end, name, "milestone", None, None, "",
                is_about=False, due=due, due_from=source, is_sure=source == "clause",
            )  # fmt: skip
            self._reader.add(goal, self._scope)
            if not name.startswith("完成"):
                self._reader.keep_subject(_BEGUN.sub("", name))

    def _soft_number(self, text: str) -> bool:
        """Read 推进两大园区建设 and 做大做强电子信息产业; return if it was one."""
        rest = without_soft(text)
        counted = COUNTED.fullmatch(rest)
        is_grown = _starts(text, cues.GROWN)
        if not counted and not is_grown:
            return False
        number, unit = count_of(counted) if counted else (None, "")
        due, source = self._reader.due_at(0, self._named, self._scope, None)
        if source == "assumed" or (is_grown and source != "clause"):
            due = None
        title = shown(trimmed(counted["thing"] if counted else rest), self._hidden)
        goal = Goal(
            self._clause.start, self._clause.end, title,
            "total" if counted else "level", "at-least" if counted else "up",
            number, unit, is_about=False, due=due, due_from=source, is_sure=False,
        )  # fmt: skip
        self._reader.add(goal, self._scope)
        return True

    def _works(self, text: str, said: str) -> list[str]:
        """Return what is to be done or to be so: a title for each work."""
        last, first, ready = DEED.match(text), _FIRST.match(text), _READY.match(text)
        if text in cues.DEEDS or (ready and not ready["names"]):
            subject = self._reader.subject
            if ready and not text.startswith("具备"):
                return [text]
            return [f"{work_of(subject)}{text}"] if subject else []
        if ready:
            return [text]
        if last and not (first and first["verb"] in ("开工建设", "动工建设")):
            names = last["names"]
            own = names_of(names) if "、" in names and "等" not in names else [names]
            return [f"{name}{last['verb']}" for name in own if len(name) > 1]
        if first:
            return self._first(first)
        if REACHED.fullmatch(text) or _ALL.fullmatch(text):
            return [text]
        if said.endswith(cues.STATES) and len(said) > 4:  # noqa: PLR2004 - of something
            return [re.sub(r"实现(?=全覆盖|街道)", "", said)]
        return []

    def _first(self, found: re.Match[str]) -> list[str]:
        names, verb = found["names"], found["verb"]
        tail = next((t for t in COMMON if names.endswith(t) and "、" in names), "")
        own = names_of(names.removesuffix(tail))
        if verb in ("完成", "全面完成") and not tail:
            own = [names]
        if any(name.endswith("等") or name.startswith(cues.SOME) for name in own):
            return []
        head = "" if verb == "完成" and tail else verb
        return [f"{head}{name}{tail}" for name in own]

    def _near(self, at: int, piece: str) -> list[Named]:
        """Return the dates that stand within a piece of the clause."""
        inside = [n for n in self._named if at <= n.start <= at + len(piece)]
        before = [
            n
            for n in self._named
            if n.end <= at + 1 and (n.is_lead or not self._text[n.end : at].strip())
        ]
        return inside or before

    # What they have in common

    def _subject(self, text: str) -> str:
        """Return what a number is of; where the clause does not say it, as before."""
        name = trimmed(text)
        known = self._reader.subject
        self._took_subject = not name or name in cues.BARE
        if not name:
            return known
        if name in cues.BARE and known and not known.endswith(name):
            name = f"{work_of(known)}{name}"
            self._reader.keep_subject(name)
            return name
        if name.startswith(("占", "总量", "总数")) and known:
            if name.startswith("占"):
                name = f"{known}{name}" + (
                    "" if name.endswith(("比重", "比例")) else "比重"
                )
            else:
                name = known
        self._reader.keep_subject(name)
        return name

    def _is_of_a_year(self) -> bool:
        due = self._scope.due
        return due is None or (
            due.text.isdecimal() and due.last.year <= self._reader.published.year + 1
        )

    def _goal(
        self,
        title: str,
        kind: str,
        aim: str,
        target: str | None,
        value: Value,
        *,
        base: str = "",
        unit: str = "",
    ) -> Goal | None:
        """Return a commitment of a number; None where it is of nothing."""
        name = shown(title, self._hidden).strip("的 ")
        name = re.sub(r"(?:每年|力争|要|将)$", "", name)
        is_bare = name in cues.BARE or name in cues.INDICATORS
        if len(name) < 2 or is_bare or len(name) > 50:  # noqa: PLR2004 - a sentence, and no title
            return None
        is_fewer = _has(name, cues.FEWER) and not name.endswith(cues.FALL)
        about = value.tail in ("左右", "上下") or self._text[: value.start].endswith(
            "约"
        )
        if value.tail in ("以内", "之内", "以下") or (
            about and is_fewer and target is None
        ):
            aim = "at-most"
        said: str | list[str] = target if target is not None else value.low
        if value.high and target is None:
            said, aim = [value.low, value.high], "within"
        carried = self._carried
        if carried and not (self._took_subject or carried.is_front):
            carried = None
        self._took_subject = False
        due, source = self._reader.due_at(
            value.start, self._named, self._scope, carried
        )
        return Goal(
            self._clause.start,
            self._clause.end,
            name,
            kind,
            aim or "at-least",
            said,
            unit or value.unit,
            is_about=about,
            due=due,
            due_from=source,
            is_sure=source == "clause",
            base_year=base,
        )


def _assumed(text: str, published: date) -> Due | None:
    """Return the year of which a text speaks that names none; None where it is silent.

    What is published in December speaks of the year that comes.
    """
    if published.month == 12 and "明年" in text:  # noqa: PLR2004 - December
        return due_of(str(published.year + 1))
    is_of_this = re.search("今年|全年|年内|年底|本年度|上半年|下半年", text)
    return due_of(str(published.year)) if is_of_this else None


def _without(text: str, named: Iterable[Named]) -> str:
    """Return a text with its dates blanked out."""
    for each in named:
        text = text[: each.start] + " " * (each.end - each.start) + text[each.end :]
    return text


def _said(verb: str) -> str:
    """Return the verb of output as a title has it: 完成 and 实施 say nothing there."""
    return "" if verb in ("完成", "实施") else verb


def _base_in(text: str) -> str:
    """Return the year with which something is compared in a text; "" if none."""
    found = _AGAINST.search(text)
    return (found["year"] or found["base"] or "") if found else ""


def _is_topic(text: str) -> bool:
    """Whether a first sentence only names what the paragraph is about: 智能装备."""
    return len(text) <= _TOPIC and not re.search(
        r"[\d，、]|实现|推进|加快|提升|提高|改善|增强", text
    )


def _is_condition(text: str) -> bool:
    return text.startswith(("若", "凡")) and "，" in text


def _starts(text: str, words: Iterable[str]) -> bool:
    return text.startswith(tuple(words))


def _has(text: str, words: Iterable[str]) -> bool:
    return any(word in text for word in words)


def _has_verb_after_from(text: str) -> bool:
    return bool(re.search(r"(?:由|从).*(?:到|至)$", text))


def _cut_from(text: str) -> str:
    """Return 亩均税收提高到 of 亩均税收由18万元提高到."""
    return re.sub(
        r"(?:由|从)[\d.,]+[^\d]{0,4}?(?=提高|增加|增|提升|上升|降|缩|扩|精简|压|减)",
        "",
        text,
    )


def _is_flow(name: str) -> bool:
    return name.endswith(cues.FLOWS)


def _flow_or_level(name: str) -> str:
    return "level" if _has(name, cues.STOCKS) else "year-total"


def kind_of(title: str, unit: str) -> str:
    """Return the kind that a subject and its unit speak of."""
    is_change = unit == "%" and title.endswith(("增长", "下降", "降低"))
    if _has(title, cues.RATES) or is_change:
        return "rate"
    if re.search(r"新增|净增|累计|新开|新签|^新(?:引进|建|认定|培育|登记|签约)", title):
        return "total"
    if unit in ("%", "‰", "个百分点"):
        return "level" if not title.endswith(cues.FLOWS) else "year-total"
    is_flow = title.endswith(cues.FLOWS) or unit.endswith("元")
    is_count = title.endswith("总量") and unit.endswith(("户", "家", "个", "人", "辆"))
    if _has(title, cues.STOCKS) or is_count:
        return "level"
    if unit.endswith(cues.TIMES) and not is_flow:
        return "year-total" if re.search("年(?![轻龄级])", title) else "total"
    return "year-total" if is_flow else "level"
