"""A report in a house's own form: Jinja2, which reads the report and nothing else."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from goaltrack.errors import Refused
from goaltrack.formats import markdown
from goaltrack.formats.registry import BAD_TEMPLATE
from goaltrack.i18n.catalog import written
from goaltrack.model.amount import plain as digits
from goaltrack.model.ledger import Kind
from goaltrack.reports import data as facts
from goaltrack.reports.blocks import Block
from goaltrack.reports.cells import chance
from goaltrack.reports.full_report import Member, Report
from goaltrack.reports.messages import SYMBOLS
from goaltrack.reports.wording import Voice

_ESCAPED = ("html", "htm", "xhtml", "xml", "svg")
"""Endings of texts in which `<` begins an element."""


class Ready(str):
    """A text in the language of the output: nothing in it is escaped any more."""

    __slots__ = ()


def render(report: Report, voice: Voice, text: str, path: str, ending: str) -> str:
    """The report in the form of the template `text`, which is the file `path`.

    In Markdown each value is escaped, in HTML too; with `raw` it is not.

    Raises:
        Refused: it is no template, or asks for what there is not.
    """
    refs = markdown.references(
        report.notes, voice.word("sources"), report.sheet(voice).blocks
    )

    def as_markdown(blocks: Block | Iterable[Block]) -> Ready:
        # A block is a tuple, too: several stand in a plain one.
        several = (blocks,) if isinstance(blocks, Block) else blocks
        return Ready(markdown.blocks(several, refs))

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=ending in _ESCAPED,
        finalize=_writer(voice, markdown.plain if ending == "md" else str),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"markdown": as_markdown, "raw": Ready}
    if environment.autoescape:
        environment.filters["raw"] = environment.filters["safe"]
    names = {
        "title": report.title,
        "subtitle": report.subtitle(voice),
        "as_of": report.as_of,
        "by": report.by,
        "counts": report.counts,
        "lights": report.lights,
        "first_page": tuple(report.first_page(voice)),
        "attention": report.attention,
        "problems": report.problems,
        "needs": report.needs,
        "since": report.since,
        "outlook": report.outlook,
        "register": report.register,
        "timeline": report.timeline,
        "groups": [
            {"title": title, "goals": [_goal(member, voice) for member in members]}
            for title, members in report.groups
        ],
        "annex": report.annex,
        "made_by": report.made_by,
        "sources": [note.text for note in report.notes],
        "source_list": Ready(markdown.source_list(report.notes, voice.word("sources"))),
        "language": voice.language,
        "word": voice.word,
    }
    try:
        template = environment.from_string(text)
        return template.render(names)
    except Exception as error:  # noqa: BLE001 - a template may compute anything
        raise Refused(
            BAD_TEMPLATE, path=path, line=_line(error), why=_why(error)
        ) from None


def _goal(member: Member, voice: Voice) -> Mapping[str, object]:
    """Return the variables of a goal in a template: texts, and `data`, the numbers."""
    assessment = member.assessment
    goal = assessment.goal
    cells = {name.replace("-", "_"): cell.text for name, cell in member.cells.items()}
    return cells | {
        "id": goal.id,
        "title": goal.title,
        "group": goal.group,
        "kind": voice.kind(goal.kind),
        "is_milestone": goal.kind is Kind.MILESTONE,
        "owner": goal.owner or "",
        "tags": list(goal.tags),
        "note": goal.note or "",
        "state": voice.state(assessment.state, assessment.goal),
        "symbol": SYMBOLS[assessment.state],
        "colour": assessment.colour,
        "chance": chance(assessment, voice),
        "reasons": voice.reasons(assessment),
        "source": voice.citation(goal.source) if goal.source else "",
        "section": member.section,
        "data": facts.goal(assessment, None),
    }


def _writer(voice: Voice, escape: Callable[[str], str]) -> Callable[[Any], Any]:
    """How a value of an expression is written."""

    def write(value: Any) -> Any:
        if isinstance(value, Ready) or hasattr(value, "__html__"):
            return value
        if value is None:
            return ""
        if isinstance(value, Decimal):
            return digits(value)
        if isinstance(value, date):
            return written(value, voice.language)
        return escape(str(value))

    return write


def _line(error: BaseException) -> int:
    """The line of the template at which it failed."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    line, trace = 1, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _why(error: Exception) -> str:
    said = error.message if isinstance(error, TemplateError) else None
    return said or str(error) or type(error).__name__
