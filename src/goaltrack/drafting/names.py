"""Names of works and indicators: cut out of clauses, and completed from each other."""

import re
from collections.abc import Iterable

from goaltrack.drafting import cues


def longest(words: Iterable[str]) -> str:
    """Return a pattern of any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


OUTPUT = re.compile(rf"(?P<verb>{longest(cues.OUTPUTS)})(?P<thing>.*)")
DEED = re.compile(rf"(?P<names>.+?)(?P<verb>{longest(cues.DEEDS)})$")
_LEAD = re.compile(rf"^(?:{longest(cues.LEADS)})(?=[^、]{{2}})")
REACHED = re.compile(
    rf"(?P<names>.{{2,}}?(?:{longest(cues.WORKS)}))(?:{longest(cues.REACHES)})[^\d]{{2,12}}$"
)
_SOFT = re.compile(rf"^(?:{longest((*cues.SOFT, '推进', '建设', '实施'))})+")
COMMON = (
    "大修",
    "改造",
    "整治",
    "建设",
    "迁建",
    "修缮",
    "扩建",
    "提升",
    "重组",
    "修复",
)


def trimmed(text: str) -> str:
    """Return a name without the words before it that belong to no title."""
    text = re.sub(r" +", "", text).strip("的，、：:")
    text = re.sub(
        r"(?<=.{2})(?<![主需重纪])(?:要|将|力争|须|在|有望|不能|预计)$", "", text
    )
    while True:
        short = re.sub(
            r"^(?:[一二三五十]年|为)(?=[^级均内来])", "", _LEAD.sub("", text)
        )
        if short == text:
            return "" if text in cues.LEADS else text.strip("的")
        text = short


def output_of(name: str) -> "re.Match[str] | None":
    """Return the verb of output before a thing; None of an indicator: 开工率."""
    is_indicator = name.endswith(cues.INDICATORS) or name in cues.BARE
    return None if is_indicator else OUTPUT.match(name)


def names_of(text: str) -> list[str]:
    """Return the names of a list: 甲、乙和丙."""
    parts = re.split(
        r"、|(?<=[\u4e00-\u9fffA-Za-z\d])(?:和|与|(?<![普涉波惠触遍])及|以及)(?=[\u4e00-\u9fff])",
        text,
    )
    return [trimmed(part) for part in parts if part.strip()]


def completed(names: list[str]) -> list[str]:
    """Return the names of a list with the head and the tail that they share."""
    tail = next(
        (t for t in sorted(cues.TAILS, key=len, reverse=True) if names[-1].endswith(t)),
        "",
    )
    others = names[:-1]
    is_whole = any(name.endswith((tail, "率", *cues.FLOWS)) for name in others)
    if tail and not is_whole and len(names[-1]) > len(tail):
        names = [*(f"{name}{tail}" for name in others), names[-1]]
    output = OUTPUT.match(names[0])
    head = output["verb"] if output and output["thing"] else ""
    if not head:
        shared = re.match(
            r"(?:万元生产总值|单位生产总值|单位GDP|项目|人均|规上工业单位增加值)(?=.)",
            names[0],
        )
        head = shared[0] if shared else ""
    rest = (
        n if not head or n.startswith(head) or OUTPUT.match(n) else f"{head}{n}"
        for n in names[1:]
    )
    found = [names[0], *rest]
    first = re.match(r"(.+?)(?:起数)$", found[0])
    if first and len(found) > 1:
        found = [found[0], *(f"{first[1]}{name}" for name in found[1:])]
    return found


def without_soft(text: str) -> str:
    """Return what is to be pushed forward, without the verbs that say so."""
    return _SOFT.sub("", text)


def soft_works(text: str) -> list[str]:
    """Return the works that are to be pushed forward: 推进甲、乙建设."""
    rest = without_soft(text)
    tail = next((t for t in COMMON if rest.endswith(t)), "")
    names = names_of(rest.removesuffix(tail))
    if not tail or len(names) < 2:  # noqa: PLR2004 - one is told as a whole
        return [text]
    return [f"{name}{tail}" for name in names]


def pieces_of(text: str) -> list[str]:
    """Return the deeds of a clause: cut behind each verb of completion before 、."""
    found = [""]
    for part in text.split("、"):
        if found[-1] and not found[-1].rstrip().endswith(cues.DEEDS):
            found[-1] += f"、{part}"
        elif found[-1]:
            found.append(part)
        else:
            found[-1] = part
    return found


def work_of(name: str) -> str:
    """Return a work by its name, without what is to be done to it."""
    found = DEED.match(name) or REACHED.match(name)
    return found["names"] if found else name
