"""Reports in a form of one's own: ours comes out the same, and nothing gets out."""

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from conftest import REPOSITORY, Run

DAY = ("--as-of", "2023-08-04")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("ledger", ["goals.toml", "tests/rich.toml"])
@pytest.mark.parametrize(
    "since", [(), ("--since", "2023-05-01"), ("--since", "2023-08-04")]
)
def test_our_own_form(
    goaltrack: Run, tmp_path: Path, ledger: str, language: str, since: tuple[str, ...]
) -> None:
    """The template that --show-template prints gives the report itself, byte for byte."""
    (tmp_path / "house.md").write_text(
        goaltrack("export", "--show-template", "md").out, encoding="utf-8"
    )
    args = ("-f", str(REPOSITORY / ledger), "--lang", language, *DAY, *since)
    ours = goaltrack("export", "-", "--format", "md", *args).out
    assert (
        goaltrack("export", "-", "--format", "md", "--template", "house.md", *args).out
        == ours
    )


def _formed(
    goaltrack: Run, tmp_path: Path, text: str, out: str = "-", form: str = "md"
) -> str:
    (tmp_path / "form").write_text(text, encoding="utf-8")
    ran = goaltrack(
        "export", out, "--format", form, "--template", "form", *DAY, "--lang", "zh"
    )
    return ran.out + ran.err


@pytest.fixture
def shipped_ledger(tmp_path: Path) -> Path:
    copy = tmp_path / "goals.toml"
    copy.write_bytes((REPOSITORY / "goals.toml").read_bytes())
    return copy


@pytest.mark.usefixtures("shipped_ledger")
def test_a_form_says_what_it_wants(goaltrack: Run, tmp_path: Path) -> None:
    """Texts, numbers, days and words of a goal are there by their documented names."""
    text = (
        "{% for group in groups %}{% for goal in group.goals if goal.id == 'gdp' %}"
        "{{ goal.title }}|{{ goal.target }}|{{ goal.figure }}|{{ goal.state }}|{{ goal.source }}\n"
        "{{ goal.data.figure.value * 2 }} {{ goal.data.due.last }} {{ word('register') }}"
        "{% endfor %}{% endfor %}"
    )
    assert _formed(goaltrack, tmp_path, text, form="txt") == (
        "经济总量迈上千亿台阶|≥1,000 亿元|367.83 亿元（2023年上半年）|暂不评判|nanfang-2023#1\n"
        "735.66 2025年12月31日 台账"
    )


@pytest.mark.usefixtures("shipped_ledger")
def test_every_documented_name_is_there(goaltrack: Run, tmp_path: Path) -> None:
    """Each name in the tables of docs/export.md can be written."""
    page = (REPOSITORY / "docs" / "export.md").read_text(encoding="utf-8")
    tables = page.partition("## A form of your own")[2].split("\n\n| ")[1:]
    report, goal = (
        [
            name.strip("` ")
            for row in table.splitlines()[2:]
            if row.startswith("| ")
            for name in row.split("|")[1].split(",")
        ]
        for table in tables
    )
    names = [name for name in report if "(" not in name]
    text = "".join(f"{{{{ {name} is defined }}}}" for name in names)
    text += "{% set goal = groups[0].goals[0] %}"
    text += "".join(f"{{{{ goal.{name} is defined }}}}" for name in goal)
    assert _formed(goaltrack, tmp_path, text) == "True" * (len(names) + len(goal))


@pytest.mark.usefixtures("shipped_ledger")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ titel }}", "form:1: 'titel' is undefined"),
        ("a\n{% for x in groups %}\n", "form:2: Unexpected end of template."),
        ("\n\n{{ 1 / 0 }}", "form:3: division by zero"),
        (
            "{{ groups[0].goals[0].nothing }}",
            "form:1: 'dict object' has no attribute 'nothing'",
        ),
        ("{{ ''.__class__.__mro__ }}", "form:1: access to attribute '__class__'"),
        ("{{ word.__globals__ }}", "form:1: access to attribute '__globals__'"),
        (
            "{% include '/etc/passwd' %}",
            "form:1: no loader for this environment specified",
        ),
        ("{% for x in range(10 ** 9) %}{% endfor %}", "form:1: Range too big."),
        ("{{ groups.append(1) }}", "form:1: access to attribute 'append'"),
        ("{{ word('no such word') }}", "form:1: 'no such word'"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    goaltrack: Run, tmp_path: Path, text: str, said: str
) -> None:
    """A template that is none, asks in vain or reaches out is refused with its line."""
    (tmp_path / "form").write_text(text, encoding="utf-8")
    ran = goaltrack("export", "out.md", "--template", "form")
    assert ran.code == 3
    assert ran.err.startswith(f"error: {said}")
    assert ran.err.endswith(
        "`goaltrack export --show-template md` prints one that works\n"
    )
    assert not (tmp_path / "out.md").exists()


@pytest.mark.usefixtures("shipped_ledger")
def test_not_every_format_has_a_form(goaltrack: Run, tmp_path: Path) -> None:
    """Only text formats take a template, which must be UTF-8; FILE must be named."""
    (tmp_path / "form").write_bytes(b"\xff\xfe")
    assert goaltrack("export", "x.xlsx", "--template", "form").code == 2
    assert goaltrack("export", "--show-template", "pdf").code == 2
    assert goaltrack("export").code == 2
    assert goaltrack("export", "x.md", "--template", "missing").code == 5
    ran = goaltrack("export", "x.md", "--template", "form")
    assert (ran.code, ran.err.splitlines()[0]) == (
        3,
        "error: form:1: it is not UTF-8 text",
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    title=st.text(
        st.characters(codec="utf-8", categories=("L", "N", "P", "S")),
        min_size=1,
        max_size=30,
    )
)
def test_values_are_shown_as_they_are(
    goaltrack: Run, tmp_path: Path, title: str
) -> None:
    """Whatever a title says, Markdown and HTML of a template show that and nothing else."""
    quoted = "".join(f"\\U{ord(char):08x}" for char in title)
    ledger = f'format = 1\n[goals.a]\ntitle = "{quoted}"\nkind = "level"\ntarget = 1\n'
    (tmp_path / "goals.toml").write_text(ledger, encoding="utf-8")
    (tmp_path / "form").write_text(
        "x {{ groups[0].goals[0].title }}\n", encoding="utf-8"
    )
    for form in ("md", "html"):
        ran = goaltrack("export", "-", "--format", form, "--template", "form")
        html = (
            MarkdownIt("gfm-like", {"linkify": False}).render(ran.out)
            if form == "md"
            else f"<p>{ran.out}</p>"
        )
        tree = _text(html)
        assert tree == f"x {title}".strip() or _same(tree, f"x {title}")


def _text(html: str) -> str:
    from html.parser import HTMLParser  # noqa: PLC0415 - for this one question

    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            assert tag == "p", (tag, attrs)

        def handle_data(self, data: str) -> None:
            found.append(data)

    Reader().feed(html)
    return "".join(found).strip()


def _same(one: str, other: str) -> bool:
    """Markdown has blanks of its own kind only at the end of a line."""
    return one.split() == other.split()


def test_a_form_needs_jinja(
    goaltrack: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where Jinja2 is not installed, the error names the command that installs it."""
    (tmp_path / "goals.toml").write_bytes((REPOSITORY / "goals.toml").read_bytes())
    (tmp_path / "form").write_text("", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "jinja2", None)
    monkeypatch.delitem(sys.modules, "goaltrack.formats.template", raising=False)
    ran = goaltrack("export", "x.md", "--template", "form")
    assert ran.code == 3
    assert "pip install 'goaltrack[template]'" in ran.err
