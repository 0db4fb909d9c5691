"""The report as a superior reads it: ten questions, answered in every format."""

import re
from pathlib import Path

import pytest
from docx import Document
from markdown_it import MarkdownIt
from python_calamine import CalamineWorkbook

from conftest import REPOSITORY, Run

DISTRICT = REPOSITORY / "tests" / "ledgers" / "district.toml"
ARGS = ("-f", str(DISTRICT), "--as-of", "2026-11-10")

ANSWERS = {
    "how many are overdue": "逾期 2 项",
    "how many of each state": "已完成 2 项，达到序时进度 4 项",
    "what changed since last month": "与2026年10月10日相比，3 项好转，1 项变差",
    "whose is overdue, since when": "区农业农村局|✗ 未完成|2026-10-31|逾期 10 天",
    "why": "2026年10月25日为 11,200 亩，未达到目标，差 3,800 亩",
    "how it was a month before": "◌ 尚无数据",
    "what is the problem": "110千伏线路迁改未完成，需供电局确定停电窗口",
    "what is done next": "11月15日前完成迁改，12月底前通车",
    "what is needed from whom": "区发改局|数据未报，已逾期 16 天|2026-10-25",
    "how sure is the year": "390.9 亿元 至 429.0 亿元",
    "where does a number come from": "惠阳区统计月报，惠阳区统计局，2026年11月8日",
    "who reports, as of when": "报送单位：区委督查室，截至2026年11月10日",
}


def _text(run: Run, form: str) -> str:
    """All the texts of a report, the cells of a row with bars between them."""
    assert run("export", f"r.{form}", *ARGS).code == 0
    if form == "docx":
        book = Document("r.docx")
        rows = [
            "|".join("".join(t.text or "" for t in c.xpath(".//w:t")) for c in row)
            for row in (tr.xpath("./w:tc") for tr in book.element.xpath("//w:tr"))
        ]
        return "\n".join([*rows, *(p.text for p in book.paragraphs)])
    if form == "xlsx":
        workbook = CalamineWorkbook.from_path("r.xlsx")
        sheets = map(workbook.get_sheet_by_name, workbook.sheet_names)
        return "\n".join(
            "|".join(map(str, row)) for sheet in sheets for row in sheet.to_python()
        )
    text = Path(f"r.{form}").read_text(encoding="utf-8")
    if form == "md":
        text = MarkdownIt("commonmark").enable("table").render(text)
    text = text.partition("<body>")[2] or text
    text = re.sub(r"</t[dh]>\s*<t[dh][^>]*>", "|", text)
    return re.sub(r"<[^>]+>", "", text)


@pytest.mark.parametrize("form", ["md", "html", "docx", "xlsx"])
def test_ten_questions(goaltrack: Run, form: str) -> None:
    """What a superior asks is answered by the report alone, in each format the same."""
    text = _text(goaltrack, form)
    for question, answer in ANSWERS.items():
        if form == "xlsx" and question == "where does a number come from":
            assert "惠阳区统计月报|惠阳区统计局|2026-11-08" in text
            continue
        assert answer in text, question


def test_the_parts_in_their_order(goaltrack: Run) -> None:
    """First page, changes, register, forecasts, timeline, sections, annex, sources."""
    out = goaltrack("export", "-", "--format", "md", *ARGS).out
    assert re.findall(r"(?m)^## (.*)$", out) == [
        "总览", "需关注事项", "存在的问题和需协调事项", "待报送、待决定事项",
        "与上期相比", "台账", "预测", "时间安排", "经济发展", "生态环境", "城市建设",
        "民生保障", "乡村振兴", "产业升级", "附件", "来源",
    ]  # fmt: skip
    sections = re.findall(r"(?m)^### (.*)$", out.partition("## 附件")[0])
    assert len(sections) == 18
    assert sections[0].startswith("地区生产总值")
    assert "| 征地拆迁完成 | 2026-03-31 | 2026-04-20 | 迟 20 天 |" in out


def test_the_register_is_in_the_order_of_the_plan(
    goaltrack: Run, tmp_path: Path
) -> None:
    """By number where there is one, 10 after 9; --sort and [report] choose another."""
    text = DISTRICT.read_text(encoding="utf-8")
    first, second = text.index("[goals.gdp]"), text.index("[goals.industry]")
    moved = text[:first] + text[second:] + "\n" + text[first:second]
    (tmp_path / "goals.toml").write_text(moved, encoding="utf-8")
    args = ("export", "-", "--format", "md", "--as-of", "2026-11-10")
    register = goaltrack(*args).out.split("## 台账")[1].split("\n## ")[0]
    numbers = re.findall(r"(?m)^\| (\d+) \|", register)
    assert numbers[:4] == ["1", "2", "3", "4"]
    assert sorted(map(int, numbers)) == list(range(1, 19))
    worst = goaltrack(*args, "--sort", "urgency").out
    rows = re.findall(r"(?m)^\| (\d+) \|", worst.split("## 台账")[1].split("\n## ")[0])
    assert rows[:2] == ["15", "9"]
    assert "**" not in worst.split("## 台账")[1].split("\n## ")[0]


def test_columns_of_the_ledger(goaltrack: Run, tmp_path: Path) -> None:
    """[report] columns and presets choose what the register shows, empty ones too."""
    text = DISTRICT.read_text(encoding="utf-8")
    chosen = 'columns = ["number", "title", "fields.配合单位", "tags", "state"]'
    (tmp_path / "goals.toml").write_text(
        text.replace('preset = "supervision"', chosen), encoding="utf-8"
    )
    out = goaltrack("export", "-", "--format", "md", "--as-of", "2026-11-10").out
    assert "| 序号 | 目标任务 | 配合单位 | 标签 | 状态 |" in out
    out = goaltrack("export", "-", "--format", "md", "--columns", "public").out
    assert "| 目标任务 | 量化目标 | 完成时限 | 最新进展 | 进度 | 状态 | 来源 |" in out


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ('columns = ["titel"]', "a column is one of"),
        ('columns = ["fields."]', "a column is one of"),
        ('sort = "size"', "must be one of number, urgency"),
        ('preset = "x"', "must be one of supervision, okr, public"),
        ("by = 3", "this must be a text"),
        ("x = 3", "unknown key 'x'"),
    ],
)
def test_bad_settings_have_a_place(
    goaltrack: Run, tmp_path: Path, keys: str, said: str
) -> None:
    """What [report] cannot mean is a problem of the ledger, with line and column."""
    (tmp_path / "goals.toml").write_text(
        f"format = 1\n[report]\n{keys}\n", encoding="utf-8"
    )
    ran = goaltrack("status")
    assert ran.code == 4
    assert ran.err.startswith("goals.toml:3:")
    assert said in ran.err


def test_a_draft_shows_its_sentence(goaltrack: Run, tmp_path: Path) -> None:
    """In a draft the sentence stands beside the row, in HTML and in the workbook."""
    sentence = "到2027年建成新型储能产业园2个"
    (tmp_path / "goals.toml").write_text(
        'format = 1\n[goals.a]\ntitle = "产业园"\nkind = "level"\ntarget = 2\n'
        f'due = "2027"\ntags = ["review"]\nnote = "{sentence}"\n',
        encoding="utf-8",
    )
    assert goaltrack("export", "r.html").code == 0
    page = Path("r.html").read_text(encoding="utf-8")
    register = page[page.index('class="register') :]
    assert sentence in register[: register.index("</table>")]
    assert goaltrack("export", "r.xlsx", "--lang", "zh").code == 0
    rows = CalamineWorkbook.from_path("r.xlsx").get_sheet_by_name("台账").to_python()
    assert any(sentence in row for row in rows)


def test_entries_are_bounded(goaltrack: Run, tmp_path: Path) -> None:
    """A report shows the latest entries, and says how many there are before them."""
    rows = "".join(f"  {{ on = 2025-01-01, value = {n} }},\n" for n in range(1, 3))
    rows += "".join(
        f"  {{ on = 20{10 + n // 300:02}-{n // 25 % 12 + 1:02}-{n % 25 + 1:02}, value = {n} }},\n"
        for n in range(500)
    )
    (tmp_path / "goals.toml").write_text(
        'format = 1\n[goals.a]\ntitle = "A"\nkind = "level"\ntarget = 900\n'
        f'due = "2027"\nprogress = [\n{rows}]\n',
        encoding="utf-8",
    )
    out = goaltrack("export", "-", "--format", "md").out
    assert "462 earlier entries" in out
    assert "export entries.csv --entries" in out
    assert len(re.findall(r"(?m)^\| 20\d\d-", out)) == 40


def test_a_source_is_a_link(goaltrack: Run) -> None:
    """In a page the register leads to sections and sources, the sources to their pages."""
    assert goaltrack("export", "r.html", *ARGS, "--columns", "title,source").code == 0
    page = Path("r.html").read_text(encoding="utf-8")
    assert '<a href="#goal-gdp">地区生产总值' in page
    assert '<article id="goal-gdp">' in page
    link = '<a href="https://example.org/2026/report.html" rel="noreferrer">惠阳区2026'
    assert link in page
    assert 'title="惠阳区2026年政府工作报告">[1]</a>' in page
