"""The HTML report: one page, safe, whole, and asking nobody for anything."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from conftest import Look, Run

VOID = {"meta", "wbr", "input", "line", "rect", "circle", "polyline", "polygon"}


class Page(HTMLParser):
    """The elements of a page, its texts, and whether they are nested well."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.shape: list[tuple[str, tuple[str, ...]]] = []
        self.texts: list[str] = []
        self.ids: list[str] = []
        self.refs: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.shape.append((tag, tuple(values)))
        self.ids += [values["id"] or ""] if "id" in values else []
        self.refs += [values["href"] or ""] if "href" in values else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.shape.append((tag, tuple(dict(attrs))))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.texts.append(data)


def page(run: Run, *args: str) -> tuple[str, Page]:
    """The page that is exported, as text and as it is read."""
    assert run("export", "r.html", *args).code == 0
    text = Path("r.html").read_text(encoding="utf-8")
    read = Page(text)
    assert read.open == []
    return text, read


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_of_the_shipped_ledger(
    goaltrack: Run, shipped: Path, look: Look, lang: str
) -> None:
    """The whole page, and in it each goal in the register and in a card."""
    assert shipped.exists()
    text, read = page(goaltrack, "--lang", lang, "--as-of", "2023-08-04")
    body = text[text.index("<body>") : text.index("<script>")]
    look(f"report-{lang}.html", body)
    names = [tag for tag, _ in read.shape]
    assert names.count("article") == 18
    assert names.count("h1") == names.count("main") == names.count("title") == 1
    assert f'<html lang="{"zh-Hans" if lang == "zh" else "en"}">' in text
    assert len(set(read.ids)) == len(read.ids)
    assert {ref.removeprefix("#") for ref in read.refs} <= set(read.ids)


def test_the_page_asks_for_nothing(goaltrack: Run, shipped: Path) -> None:
    """No address is loaded, and the page forbids it to itself."""
    assert shipped.exists()
    text, read = page(goaltrack)
    assert "default-src 'none'" in text
    attributes = {name for _, names in read.shape for name in names}
    assert not attributes & {"src", "srcset", "background", "action", "onclick"}
    assert not re.findall(r"url\(|@import|<link|<iframe|fetch\(|XMLHttp", text)


def test_charts_are_drawn(goaltrack: Run, shipped: Path) -> None:
    """Figures, plan, target, and the range of what is to come, inside the picture."""
    shipped.write_text(
        """format = 1
[goals.run]
title = "Run"
kind = "total"
target = 600
start = 2026-01-01
due = "2026"
progress = [
  { on = 2026-02-28, change = 95 }, { on = 2026-05-31, change = 92 },
  { on = 2026-08-31, change = 120 }, { on = 2026-10-31, change = 110 },
]
[goals.gdp]
title = "GDP"
kind = "year-total"
target = 1000
due = "2027"
progress = [
  { period = "2024", value = 800 }, { period = "2025", value = 850 },
  { period = "2026H1", value = 430 },
]
""",
        encoding="utf-8",
    )
    text, read = page(goaltrack)
    for kind in ("fan", "middle", "plan", "target", "figures", "dot", "now", "span"):
        assert f'class="{kind}' in text, kind
    assert [tag for tag, _ in read.shape].count("figure") == 3
    for x, y in re.findall(
        r"([\d.-]+),([\d.-]+)(?=[ \"])", text[text.index("<body>") :]
    ):
        assert 0 <= float(x) <= 640
        assert 0 <= float(y) <= 220


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></style></script><!--",
    "' onmouseover='alert(1)",
    "&lt;b&gt; &amp; \u202e",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_an_element(goaltrack: Run, shipped: Path, text: str) -> None:
    """Whatever a ledger says, the page has the elements that it has with `x`.

    But for the places where a long word may break.
    """
    shapes = []
    for said in ("x", text):
        quoted = (
            said.replace("\\", "\\\\").replace('"', '\\"').replace("\u202e", "\\u202E")
        )
        shipped.write_text(
            f'format = 1\ntitle = "{quoted}"\n[sources.s]\ntitle = "{quoted}"\n'
            f'[goals.it]\ntitle = "{quoted}"\nkind = "level"\nunit = "{quoted}"\n'
            f'target = 5\ngroup = "{quoted}"\nowner = "{quoted}"\nnote = "{quoted}"\n'
            f'due = "2027"\nsource = "s#{quoted}"\nprogress = [\n'
            f'  {{ on = 2026-01-01, value = 1, note = "{quoted}" }},\n'
            f"  {{ on = 2026-02-01, value = 2 }},\n]\n",
            encoding="utf-8",
        )
        whole, read = page(goaltrack)
        shapes.append([one for one in read.shape if one != ("wbr", ())])
        assert all(char.isprintable() or char == "\n" for char in whole)
    assert shapes[0] == shapes[1]
