"""Results in the XML of IATI: indicators as goals, what was reached as entries."""

import builtins
from pathlib import Path
from typing import Any

import pytest

from conftest import Run
from goaltrack.ledger.load import load

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03">\n'
TAIL = "</iati-activities>\n"


def period(year: int, *inner: str) -> str:
    return (
        f'<period><period-start iso-date="{year}-01-01"/>'
        f'<period-end iso-date="{year}-12-31"/>{"".join(inner)}</period>'
    )


def indicator(title: str, *inner: str, measure: str = "1", more: str = "") -> str:
    return (
        f'<indicator measure="{measure}"{more}><title><narrative>{title}</narrative>'
        f"</title>{''.join(inner)}</indicator>\n"
    )


def activity(*indicators: str, result: str = "Fewer infants die") -> str:
    return (
        "<iati-activity><title><narrative>Mothers' health</narrative></title>\n"
        f'<result type="2"><title><narrative>{result}</narrative></title>\n'
        f"{''.join(indicators)}</result></iati-activity>\n"
    )


DEATHS = indicator(
    "Deaths of infants",
    '<baseline year="2015" iso-date="2015-12-31" value="48"/>',
    period(2017, '<target value="30"><dimension name="sex" value="f"/></target>'
           '<target value="38"/>', '<actual value="41"/>'),
    period(2016, '<target value="45"/>', '<actual value="44.5"/>'),
    more=' ascending="0"',
)  # fmt: skip
BIRTHS = indicator(
    "Births attended",
    '<baseline year="2015" value="60"/>',
    period(2017, '<target value="80"/>', '<actual value=""/>'),
    measure="2",
)
WORDS = indicator("Opinion", period(2017, '<target value="good"/>'), measure="5")
WATCHED = indicator("Beds", period(2017, '<actual value="1,080"/>'))


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "goals.toml"
    path.write_text("format = 1\n", encoding="utf-8")
    return path


def test_indicators_are_goals(goaltrack: Run, tmp_path: Path, ledger: Path) -> None:
    """The last target is promised, those before are checkpoints; twice is once."""
    text = HEAD + activity(DEATHS, BIRTHS, WORDS, WATCHED) + TAIL
    (tmp_path / "r.xml").write_text(text, encoding="utf-8")
    ran = goaltrack("import", "r.xml", "--dry-run")
    assert ran.code == 0, ran.err
    assert "level*" in ran.out
    assert ledger.read_text(encoding="utf-8") == "format = 1\n"
    assert goaltrack("import", "r.xml").code == 0
    found = load(str(ledger)).ledger.goals
    assert [goal.title for goal in found.values()] == [
        "Deaths of infants",
        "Births attended",
        "Beds",
    ]
    deaths, births, beds = found.values()
    assert (f"{deaths.target}", deaths.aim.value) == ("38", "at-most")
    assert [f"{point.period.last} {point.value}" for point in deaths.plan] == [
        "2016-12-31 45"
    ]
    assert [f"{each.period.last} {each.value}" for each in deaths.progress] == [
        "2016-12-31 44.5",
        "2017-12-31 41",
    ]
    assert deaths.fields == {"result": "Fewer infants die"}
    assert (births.unit, f"{births.target}", births.group) == (
        "%", "80", "Mothers' health",
    )  # fmt: skip
    assert (beds.aim.value, f"{beds.progress[0].value}") == ("watch", "1080")
    before = ledger.read_bytes()
    assert goaltrack("import", "r.xml").code == 0
    assert ledger.read_bytes() == before
    assert goaltrack("undo", "-y").code == 0
    assert ledger.read_text(encoding="utf-8") == "format = 1\n"


def test_one_title_in_several_results(
    goaltrack: Run, tmp_path: Path, ledger: Path
) -> None:
    """Indicators of one title are told apart by their results, then by a number."""
    same = activity(BIRTHS), activity(BIRTHS, result="Other"), activity(BIRTHS)
    (tmp_path / "r.xml").write_text(HEAD + "".join(same) + TAIL, encoding="utf-8")
    assert goaltrack("import", "r.xml").code == 0
    assert [goal.title for goal in load(str(ledger)).ledger.goals.values()] == [
        "Births attended (Fewer infants die)",
        "Births attended (Other)",
        "Births attended (Fewer infants die) (2)",
    ]


def test_titles_of_older_versions(goaltrack: Run, tmp_path: Path, ledger: Path) -> None:
    """Up to 1.05 a title is the text itself, and a file may have no declaration."""
    old = BIRTHS.replace("<narrative>", "").replace("</narrative>", "")
    text = f"<iati-activities>{activity(old)}</iati-activities>"
    (tmp_path / "r.dat").write_text(text, encoding="utf-8")
    assert goaltrack("import", "r.dat").code == 0
    assert "births-attended" in load(str(ledger)).ledger.goals


def test_what_is_not_said(goaltrack: Run, tmp_path: Path, ledger: Path) -> None:
    """A baseline without a year, a period without an end, and titles may be missing."""
    bare = indicator(
        "Beds",
        '<baseline value="5"/><baseline year="2015"/>',
        '<period><period-start iso-date="2016-01-01"/></period>',
    )
    text = activity(bare).replace(
        "<title><narrative>Mothers' health</narrative></title>", ""
    )
    text = text.replace("<title><narrative>Fewer infants die</narrative></title>", "")
    (tmp_path / "r.xml").write_text(HEAD + text + TAIL, encoding="utf-8")
    assert goaltrack("import", "r.xml").code == 0
    beds = load(str(ledger)).ledger.goals["beds"]
    assert (beds.baseline, beds.group, beds.fields, beds.due) == (None, "", None, None)
    nameless = text.replace("<title><narrative>Beds</narrative></title>", "")
    (tmp_path / "r.xml").write_text(HEAD + nameless + TAIL, encoding="utf-8")
    ran = goaltrack("import", "r.xml")
    assert ran.code == 3
    assert "r.xml:5:1: " in ran.err


ENTITY = '<!DOCTYPE l [<!ENTITY a "x">]>'
OUTSIDE = '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<a><b></a>", "r.xml:1:1: this is not XML: mismatched tag"),
        ("<a/>", "r.xml:1:1: this is XML, and has no results of IATI"),
        (f"{ENTITY}<l>&a;</l>", "this XML defines entities, and is not read"),
        (f"{OUTSIDE}<l>&a;</l>", "this XML defines entities, and is not read"),
        ('<?xml version="1.0" encoding="klingon"?><a/>', "unknown encoding: klingon"),
        ("<a>" * 60, "r.xml:1:1: an element stands within more than 50 others"),
        (
            HEAD + activity(DEATHS.replace("2016-12-31", "2016")) + TAIL,
            "r.xml:5:1: '2016' is not a day",
        ),
        (
            HEAD + activity(BIRTHS.replace('"80"', '"most"')) + TAIL,
            "r.xml:5:1: this must be a number",
        ),
        (
            HEAD + activity(WATCHED.replace("1,080", "some")) + TAIL,
            "r.xml:5:3: beds, value: 'some' is not an amount",
        ),
    ],
)
def test_what_is_no_result(
    goaltrack: Run, tmp_path: Path, ledger: Path, text: str, said: str
) -> None:
    """What is not XML, not safe, or says no number is refused with its line."""
    (tmp_path / "r.xml").write_text(text, encoding="utf-8")
    ran = goaltrack("import", "r.xml")
    assert ran.code == 3
    assert said in ran.err
    assert ledger.read_text(encoding="utf-8") == "format = 1\n"


def test_without_its_package(
    goaltrack: Run, tmp_path: Path, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without defusedxml it says how to install it."""
    assert ledger.exists()
    found: Any = builtins.__import__

    def missing(name: str, *rest: object, **named: object) -> object:
        if name.partition(".")[0] == "defusedxml":
            raise ModuleNotFoundError(name)
        return found(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", missing)
    (tmp_path / "r.xml").write_text("<a/>", encoding="utf-8")
    ran = goaltrack("import", "r.xml")
    assert ran.code == 3
    assert "pip install 'goaltrack[xml]'" in ran.err
