"""draft and review: from a text to a ledger that somebody has looked at."""

import json
import subprocess
import sys
import tomllib
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from conftest import Run
from goaltrack.drafting.documents import LARGEST, LONGEST
from terminal import typed

REPORT = """滨江市2024年政府工作报告
一、2023年工作回顾
地区生产总值1200亿元，新增泊位20个。
二、2024年工作安排
地区生产总值突破1300亿元。新增示范村30个，城镇调查失业率控制在5.5%左右。
6月底前建成滨江大桥。推进老城更新。
"""
DAY = ("--published", "2024-01-18")
TITLES = ["地区生产总值", "新增示范村", "城镇调查失业率", "建成滨江大桥"]


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def _titles(text: str) -> list[str]:
    return [goal["title"] for goal in tomllib.loads(text)["goals"].values()]


@pytest.mark.usefixtures("report")
def test_a_draft_is_a_ledger_that_can_be_read(goaltrack: Run) -> None:
    """Each goal has what was read, its sentence, its line and the mark of a draft."""
    ran = goaltrack("draft", "report.txt", *DAY)
    assert (ran.code, ran.err) == (0, "")
    ledger = tomllib.loads(ran.out)
    assert _titles(ran.out) == TITLES
    gdp = ledger["goals"]["地区生产总值"]
    assert gdp.pop("progress")[0].items() >= {"period": "2023", "value": 1200}.items()
    assert gdp == {
        "title": "地区生产总值",
        "kind": "year-total",
        "unit": "亿元",
        "target": 1300,
        "aim": "above",
        "due": "2024",
        "source": "report",
        "tags": ["review"],
        "note": "地区生产总值突破1300亿元。",
        "fields": {"line": "5", "due": "2024 (heading)"},
    }
    rate = ledger["goals"]["城镇调查失业率"]
    assert (rate["aim"], rate["tolerance"]) == ("at-most", "about")
    assert ledger["sources"]["report"]["file"] == "report.txt"
    assert "#   新增泊位: 20个 (2023)" in ran.out
    Path("goals.toml").write_text(ran.out, encoding="utf-8")
    checked = goaltrack("check", "--json")
    assert checked.code == 0
    assert "its due date 2024 (heading) does not stand beside it" in checked.out


@pytest.mark.usefixtures("report")
def test_a_draft_is_written_once(goaltrack: Run) -> None:
    """`-o` writes a new file, and never over one that is there."""
    ran = goaltrack("draft", "report.txt", *DAY, "-o", "draft.toml")
    assert ran.code == 0
    assert ran.out == (
        "draft.toml written: 4 goals to look at with `goaltrack -f draft.toml review`\n"
    )
    before = Path("draft.toml").read_bytes()
    again = goaltrack("draft", "report.txt", *DAY, "-o", "draft.toml")
    assert again.code == 3
    assert "draft.toml exists already" in again.err
    assert Path("draft.toml").read_bytes() == before


@pytest.mark.usefixtures("report")
def test_all_drafts_what_is_pushed_forward_and_what_is_only_told(
    goaltrack: Run,
) -> None:
    """`--all`: what has no end to be seen, and figures without a goal to be watched."""
    titles = _titles(goaltrack("draft", "report.txt", *DAY, "--all").out)
    assert titles == [*TITLES, "推进老城更新", "新增泊位"]


@pytest.mark.usefixtures("report")
def test_a_text_is_read_from_a_heading_on(goaltrack: Run) -> None:
    """`--from` names the beginning of a heading, with or without its number."""
    for begin in ("二、", "2024年工作安排"):
        out = goaltrack("draft", "report.txt", *DAY, "--from", begin).out
        assert _titles(out) == TITLES
        assert "1200" not in out
    ran = goaltrack("draft", "report.txt", *DAY, "--from", "九、")
    assert ran.code == 3
    assert "no line of report.txt begins with '九、'" in ran.err


@pytest.mark.usefixtures("report")
def test_json_has_the_place_of_each(goaltrack: Run) -> None:
    """Every key is there, and the quote stands at its place in the file."""
    data = json.loads(goaltrack("draft", "report.txt", *DAY, "--json").out)
    assert data["schema"] == "goaltrack/draft/1"
    assert (data["file"], data["published"]) == ("report.txt", "2024-01-18")
    gdp = data["goals"][0]
    start = REPORT.index("地区生产总值突破")
    assert gdp == {
        "quote": "地区生产总值突破1300亿元",
        "start": start,
        "end": start + len("地区生产总值突破1300亿元"),
        "title": "地区生产总值",
        "kind": "year-total",
        "aim": "above",
        "target": "1300",
        "unit": "亿元",
        "tolerance": None,
        "due": "2024",
        "due_from": "heading",
        "confidence": "low",
    }
    figure = data["figures"][0]
    assert REPORT[figure["start"] : figure["end"]] == figure["quote"]
    assert figure["period"] == "2023"


def test_a_text_without_goals_is_the_answer_no(goaltrack: Run) -> None:
    """Exit code 1, and a ledger without goals."""
    Path("text.txt").write_text("会议通报\n会议听取了汇报。\n", encoding="utf-8")
    for more in ((), ("--json",)):
        ran = goaltrack("draft", "text.txt", *DAY, *more)
        assert ran.code == 1
        assert ran.err


@pytest.mark.usefixtures("report")
def test_stdin_is_a_text() -> None:
    """`-` reads what is piped in, and names its source `text`."""
    ran = subprocess.run(
        [sys.executable, "-m", "goaltrack", "draft", "-", *DAY],
        input=REPORT.encode("gb18030"),
        capture_output=True,
        check=True,
    )
    ledger = tomllib.loads(ran.stdout.decode())
    assert list(ledger["sources"]) == ["text"]
    assert len(ledger["goals"]) == len(TITLES)


@pytest.mark.usefixtures("report")
def test_the_source_has_the_id_that_is_said(goaltrack: Run) -> None:
    """`--source ID`; what is no id is refused."""
    out = goaltrack("draft", "report.txt", *DAY, "--source", "gov-2024").out
    assert list(tomllib.loads(out)["sources"]) == ["gov-2024"]
    ran = goaltrack("draft", "report.txt", *DAY, "--source", "a b")
    assert ran.code == 3
    assert "'a b' is no id of a source" in ran.err


def _page() -> bytes:
    body = "".join(f"<p>{line}</p>" for line in REPORT.splitlines())
    hidden = "<script>新增学校9所。</script><style>p{}</style>"
    return f"<!DOCTYPE html><html><body>{hidden}{body}</body></html>".encode()


def _word() -> bytes:
    document = Document()
    *paragraphs, last = REPORT.splitlines()
    for line in paragraphs:
        document.add_paragraph(line)
    table = document.add_table(1, 1)
    table.cell(0, 0).text = last
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("report.md", REPORT.replace("一、", "# 一、").encode()),
        ("report.txt", b"\xef\xbb\xbf" + REPORT.replace("\n", "\r\n").encode()),
        ("report.txt", REPORT.encode("gb18030")),
        ("report.txt", REPORT.encode("utf-16")),
        ("report.html", _page()),
        ("page", _page()),
        ("report.docx", _word()),
    ],
    ids=["markdown", "windows", "gb18030", "utf-16", "html", "page", "word"],
)
def test_the_same_text_in_any_form_is_the_same_draft(
    goaltrack: Run, name: str, raw: bytes
) -> None:
    """Plain text, Markdown, a web page or a Word document, in any usual encoding."""
    Path(name).write_bytes(raw)
    out = goaltrack("draft", name, *DAY).out
    assert _titles(out) == TITLES


def _bomb() -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(60_000_000))
    return kept.getvalue()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"%PDF-1.7\n", "is not a text in UTF-8 or GB 18030: PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Word 97-2003"),
        (b"PK\x03\x04", "is not a text"),
        (_bomb(), "has 60 MB, and at most 50 MB are read"),
        (b"\xff\xff\xff", "is not a text"),
        (b"ab\x00", "is not a text"),
        (b"Ten thousand homes will be built by 2026.\n", "is not in Chinese"),
        (b"", "is not in Chinese"),
        (b"x" * (LARGEST + 1), "has 2 MB, and at most 2 MB are read"),
        (("新" * (LONGEST + 1)).encode(), "has 150001, and at most 150000 are read"),
    ],
    ids=[
        "pdf",
        "doc",
        "zip",
        "bomb",
        "bytes",
        "zero",
        "english",
        "empty",
        "large",
        "long",
    ],
)
def test_what_is_no_chinese_text_is_refused(
    goaltrack: Run, raw: bytes, said: str
) -> None:
    """One sentence that names what it is, and what to do; nothing is written."""
    Path("report").write_bytes(raw)
    ran = goaltrack("draft", "report", *DAY, "-o", "draft.toml")
    assert ran.code == 3
    assert said in ran.err
    assert not Path("draft.toml").exists()


def test_without_python_docx_a_word_document_names_the_extra(
    goaltrack: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line says how to install it."""
    Path("report.docx").write_bytes(_word())
    monkeypatch.setitem(sys.modules, "docx", None)
    ran = goaltrack("draft", "report.docx", *DAY)
    assert ran.code == 3
    assert "goaltrack[docx]" in ran.err


# review


@pytest.fixture
def drafts(goaltrack: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = Path("goals.toml")
    Path("report.txt").write_text(REPORT, encoding="utf-8")
    assert goaltrack("draft", "report.txt", *DAY, "-o", "goals.toml").code == 0
    monkeypatch.setenv("COLUMNS", "100")
    return path


def _marked(path: Path) -> list[str]:
    goals = tomllib.loads(path.read_text(encoding="utf-8"))["goals"]
    return [name for name, goal in goals.items() if "review" in goal.get("tags", ())]


def test_status_marks_drafts_until_they_are_reviewed(
    goaltrack: Run, drafts: Path
) -> None:
    """The mark goes with the tag."""
    wide = {"COLUMNS": "200"}
    out = goaltrack("status", "--lang", "zh", env=wide).out
    assert out.count("（草稿）") == len(TITLES)
    ran = goaltrack("review", "新增示范村", "--keep")
    assert (ran.code, ran.out) == (0, "1 reviewed\n")
    assert goaltrack("status", env=wide).out.count("(draft)") == len(TITLES) - 1
    text = drafts.read_text(encoding="utf-8")
    assert "tags" not in tomllib.loads(text)["goals"]["新增示范村"]


def test_other_tags_stay(goaltrack: Run, drafts: Path) -> None:
    """Only the mark of a draft is taken away."""
    text = drafts.read_text(encoding="utf-8")
    drafts.write_text(
        text.replace('tags = ["review"]', 'tags = ["vow", "review"]', 1), "utf-8"
    )
    assert goaltrack("review", "地区生产总值", "--keep").code == 0
    goals = tomllib.loads(drafts.read_text(encoding="utf-8"))["goals"]
    assert goals["地区生产总值"]["tags"] == ["vow"]


def test_a_draft_that_is_dropped_is_gone_until_undo(
    goaltrack: Run, drafts: Path
) -> None:
    """Its whole table goes, and comes back."""
    assert goaltrack("review", "建成滨江大桥", "--drop").code == 0
    before = drafts.read_bytes()
    assert goaltrack("review", "地区生产总值", "--drop").code == 0
    assert _marked(drafts) == ["新增示范村", "城镇调查失业率"]
    assert goaltrack("undo", "--yes").code == 0
    assert drafts.read_bytes() == before


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("新增示范村", "--keep", "--drop"), "say --keep or --drop, not both"),
        (("--keep",), "--keep and --drop are of goals that are named"),
        ((), "no terminal"),
    ],
)
def test_a_review_says_what_it_needs(
    goaltrack: Run, drafts: Path, args: tuple[str, ...], said: str
) -> None:
    """What is not clear is refused, with the option that settles it."""
    before = drafts.read_bytes()
    ran = goaltrack("review", *args)
    assert ran.code == 2
    assert said in ran.err or said == "no terminal"
    assert drafts.read_bytes() == before


def test_only_drafts_are_reviewed(goaltrack: Run, drafts: Path) -> None:
    """A goal that is none is refused; where none is left, that is said."""
    assert goaltrack("review", *_marked(drafts), "--keep").code == 0
    ran = goaltrack("review", "新增示范村", "--keep")
    assert ran.code == 3
    assert "新增示范村 is no draft" in ran.err
    assert goaltrack("review").out == "no drafts are left\n"


def test_a_review_goes_through_all_drafts(drafts: Path) -> None:
    """Keep, change and keep, drop, skip: each is written at once."""
    ran = typed(
        "review", answers="k\nc\ntarget=31 due=2025\n\nd\nx\ns\n", env={"COLUMNS": "80"}
    )
    assert ran.code == 0
    goals = tomllib.loads(drafts.read_text(encoding="utf-8"))["goals"]
    assert list(goals) == ["地区生产总值", "新增示范村", "建成滨江大桥"]
    assert (goals["新增示范村"]["target"], goals["新增示范村"]["due"]) == (31, "2025")
    assert _marked(drafts) == ["建成滨江大桥"]
    shown = ran.out + ran.err
    assert "(2/4) 新增示范村" in shown
    assert "2024 (heading)" in shown


def test_a_change_that_cannot_be_read_is_told_and_asked_again(drafts: Path) -> None:
    """Nothing is written of it; quitting leaves the rest as drafts."""
    before = drafts.read_bytes()
    ran = typed("review", answers="c\ntarget=viele\nc\nx='\nc\n\nq\n")
    assert ran.code == 0
    assert "viele" in ran.err
    assert "a quotation mark in x=' is not closed" in ran.err
    assert drafts.read_bytes() == before


def test_a_review_in_chinese_takes_chinese_answers(drafts: Path) -> None:
    """保, 弃 and 退 are keep, drop and quit."""
    ran = typed("review", "--lang", "zh", answers="保\n弃\n退\n")
    assert ran.code == 0
    assert _marked(drafts) == ["城镇调查失业率", "建成滨江大桥"]


LABELLED = json.loads(
    (Path(__file__).parent / "drafting" / "labelled.json").read_text("utf-8")
)


@pytest.mark.parametrize("text", LABELLED, ids=lambda text: text["id"])
def test_every_draft_is_a_ledger_without_errors(
    goaltrack: Run, text: dict[str, str]
) -> None:
    """Of each labelled text, with all that `--all` adds: it loads, and is judged."""
    Path("text.txt").write_text(text["text"], encoding="utf-8")
    day = text["published"]
    ran = goaltrack("draft", "text.txt", "--published", day, "--all", "-o", "x.toml")
    assert ran.code == 0
    for command in ("check", "status", "next"):
        ran = goaltrack("-f", "x.toml", command)
        assert ran.code == 0, ran.err


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "2025年，集装箱吞吐量比2022年翻一番。",
            {"target": "x2", "baseline": {"period": "2022"}, "due": "2025"},
        ),
        (
            "到2025年，单位产值能耗比2020年下降14%。",
            {"target": "-14%", "baseline": {"period": "2020"}, "aim": "at-most"},
        ),
        (
            "到2026年，工业增加值年均增长7%。",
            {"target": "+7%/year", "baseline": {"period": "2023"}},
        ),
        (
            "今后，工业增加值年均增长7%。",
            {"kind": "rate", "target": 7, "title": "工业增加值年均增长"},
        ),
        (
            "2024年，集装箱吞吐量在2024年基础上翻一番。",
            {"target": "x2", "baseline": {"period": "2024"}, "due": None},
        ),
        (
            "集装箱吞吐量在2044年基础上翻一番。",
            {"target": "x2", "baseline": {"period": "2023"}},
        ),
        ("失业率控制在5%—6%。", {"target": [5, 6], "aim": "within"}),
        ("3月15日前滨江大桥通车。", {"due": date(2024, 3, 15)}),
        ("到2027年，新增示范村30个。", {"kind": "total", "due": "2027"}),
        ("“十四五”期间，新增示范村30个。", {"start": date(2021, 1, 1)}),
    ],
)
def test_a_promise_is_written_as_it_was_made(
    goaltrack: Run, sentence: str, expected: dict[str, object]
) -> None:
    """Multiples, decreases and growth stand as such, with the year of their base."""
    Path("text.txt").write_text(f"滨江市工作要点\n{sentence}\n", encoding="utf-8")
    out = goaltrack("draft", "text.txt", *DAY).out
    (goal,) = tomllib.loads(out)["goals"].values()
    assert {key: goal.get(key) for key in expected} == expected


def test_what_is_to_grow_has_the_figures_of_its_size(goaltrack: Run) -> None:
    """做大做强 says no number: the figure of the industry is of it."""
    text = "滨江市工作要点\n2022年，电子信息产业产值990亿元。要做大做强电子信息产业。\n"
    Path("text.txt").write_text(text, encoding="utf-8")
    out = goaltrack("draft", "text.txt", *DAY, "--all").out
    (goal,) = tomllib.loads(out)["goals"].values()
    assert (goal["aim"], goal["kind"], goal["unit"]) == ("up", "year-total", "亿元")
    assert goal["progress"][0]["period"] == "2022"


def test_what_is_said_twice_is_one_goal(goaltrack: Run) -> None:
    """In the summary and in its chapter; a long sentence is noted by its clause."""
    long = "要" + "坚持稳中求进" * 80
    text = f"滨江市2024年工作要点\n新增示范村30个。\n{long}，新增示范村30个。\n"
    Path("text.txt").write_text(text, encoding="utf-8")
    (goal,) = tomllib.loads(goaltrack("draft", "text.txt", *DAY).out)["goals"].values()
    assert goal["note"] == "新增示范村30个。"


def test_goals_of_one_title_have_ids_of_their_own(goaltrack: Run) -> None:
    """The same thing with another number is another promise; so is one of its name."""
    text = "滨江市工作要点\n新增学校3所。新增学校4所。新增学校 2所。新增学校5所。\n"
    Path("text.txt").write_text(text, encoding="utf-8")
    goals = tomllib.loads(goaltrack("draft", "text.txt", *DAY).out)["goals"]
    assert list(goals) == ["新增学校", "新增学校-2", "新增学校-3", "新增学校-4"]


def test_a_control_character_does_no_harm(goaltrack: Run) -> None:
    """Neither in a title nor in the comment of a figure: the draft is TOML."""
    text = "滨江市工作要点\n去年新增学\x11校3所。今年新增公\x1b园3个。\n"
    Path("text.txt").write_text(text, encoding="utf-8")
    out = goaltrack("draft", "text.txt", *DAY).out
    assert len(tomllib.loads(out)["goals"]) == 1
    assert "\x11" not in out
