"""Completions that a shell is offered at each TAB."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import REPOSITORY, Run
from goaltrack.cli import completion
from goaltrack.cli.app import LazyCommand
from goaltrack.cli.completion_table import OFFERS
from goaltrack.cli.registry import PARTS

DAY = {"GOALTRACK_TODAY": "2026-11-25"}


@pytest.fixture(autouse=True)
def ledger(tmp_path: Path) -> Path:
    copy = tmp_path / "goals.toml"
    copy.write_bytes((REPOSITORY / "tests" / "rich.toml").read_bytes())
    return copy


def offered(line: str, shell: str = "fish", **env: str) -> list[str]:
    """The program's offers for the line, a value and its meaning each."""
    words = line.split(" ")[1:]
    command = [sys.executable, "-m", "goaltrack", *words]
    more = {
        "GOALTRACK_COMPLETE": shell,
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
    }
    done = subprocess.run(
        command,
        env={**os.environ, **DAY, **more, **env},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("goaltrack stat", ["status\tShow where every goal stands, worst first in its group."]),
        ("goaltrack --v", ["--version\tShow the version."]),
        ("goaltrack show ra", ["range\tSleep between seven and eight hours"]),
        ("goaltrack status whole par", ["part\tWeight down", "parent:\t"]),
        ("goaltrack status whole whole", []),
        ("goaltrack done road ", ["plan\tPlan drawn", "dig\t"]),
        ("goaltrack add whole 5 --source m", ["mail\tA letter"]),
        ("goaltrack add whole --source=m", ["--source=mail\tA letter"]),
        ("goaltrack add whole 5 --status p", ["preliminary\t"]),
        ("goaltrack add whole 5 --period 2026H", ["2026H2\t", "2026H1\t"]),
        ("goaltrack add whole 5 --on y", ["yesterday\t"]),
        ("goaltrack status --lang z", ["zh\t"]),
        ("goaltrack set whole tar", ["target=\t"]),
        ("goaltrack set whole target=1 ti", ["title=\t"]),
        ("goaltrack set whole --unset tag", ["tags\t"]),
        ("goaltrack check --fail-on no", ["no-result\t", "no-data\t"]),
        ("goaltrack correct a5", ["a5\twhole 640 2023-12-31"]),
        ("goaltrack status status:mi", ["status:missed\t"]),
        ("goaltrack status sta", ["status:\t", "state:\t"]),
        ("goaltrack status owner:", ["owner:me\t"]),
        ("goaltrack status whole tag:", ["tag:run\t", "tag:health\t"]),
        ("goaltrack export ", [""]),
        ("goaltrack export --template ", [""]),
        ("goaltrack completion z", ["zsh\t"]),
        ("goaltrack status -f nowhere.toml wh", []),
        ("goaltrack nothing ", []),
        ("goaltrack show whole ", []),
    ],
)  # fmt: skip
def test_what_may_come_next(line: str, found: list[str]) -> None:
    """Each place is offered what fits there, with its meaning, and nothing else."""
    assert offered(line) == found


def test_meanings_in_chinese() -> None:
    """Commands and options are explained in the user's language."""
    assert offered("goaltrack stat", LANG="zh_CN.UTF-8") == [
        "status\t查看各项目标的进展，同类中最差的在前。"
    ]
    assert offered("goaltrack add --lang zh --dry") == [
        "--dry-run\t只显示改动，不写入。"
    ]


def test_the_newest_entries_come_first(ledger: Path) -> None:
    """Of many entries those are offered that were recorded last; then the goals."""
    rows = "".join(
        f'{{ id = "e{n}", on = 2026-01-{n:02}, value = {n} }},\n' for n in range(1, 10)
    )
    text = f'[goals.it]\ntitle = "It"\nprogress = [\n{rows}]\n'
    ledger.write_text(text, encoding="utf-8")
    found = offered("goaltrack correct ")
    assert found[0] == "e9\tit 9 2026-01-09"
    assert found[8:] == ["e1\tit 1 2026-01-01", "it\tIt"]


def test_an_included_file(tmp_path: Path) -> None:
    """Goals of included files are offered, too."""
    (tmp_path / "goals.toml").write_text(
        'format = 1\ninclude = ["b/*.toml"]\n', encoding="utf-8"
    )
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x.toml").write_text(
        '[goals.it]\ntitle = "In it"\n', encoding="utf-8"
    )
    assert offered("goaltrack show ") == ["it\tIn it"]


def test_a_broken_ledger_offers_nothing(ledger: Path) -> None:
    """Between two keys there is no place for an error."""
    ledger.write_text("[", encoding="utf-8")
    assert offered("goaltrack show ") == []
    ledger.unlink()
    assert offered("goaltrack show ") == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("goaltrack show ra", ["range"]),
        ("goaltrack add --lang=z", ["zh"]),
        ("goaltrack set whole tar", ["target="]),
        ("goaltrack add  whole   --stat", ["--status"]),
    ],
)
def test_bash(line: str, found: list[str]) -> None:
    """Bash itself, with the script that is printed, fills the words in."""
    program = (
        f'goaltrack() {{ {sys.executable} -m goaltrack "$@"; }}\n'
        'compopt() { :; }\neval "$(goaltrack completion bash)"\n'
        f"COMP_LINE='{line}' COMP_POINT={len(line)}\n_goaltrack goaltrack\n"
        "printf '%s\\n' \"${COMPREPLY[@]}\""
    )
    done = subprocess.run(
        ["/bin/bash", "-c", program],
        env={**os.environ, **DAY},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == found


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_each_shell_has_a_script(goaltrack: Run, shell: str) -> None:
    """`completion SHELL` prints a script that says how to install it."""
    ran = goaltrack("completion", shell)
    assert ran.code == 0
    assert f"goaltrack completion {shell}" in ran.out
    assert (
        goaltrack("completion", "xx").err
        == "error: SHELL takes one of bash, zsh, fish, powershell\n"
    )


def test_zsh_gets_no_colon_too_many(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, ledger: Path
) -> None:
    """A colon in a value is not taken for the one before its meaning."""
    ledger.write_text('[sources."a:b"]\ntitle = "c: d"\n', encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["goaltrack", "add", "x", "--source", ""])
    monkeypatch.setattr(sys.stdout, "reconfigure", lambda **_: None, raising=False)
    completion.main("zsh")
    assert capsys.readouterr().out == "a\\:b:c: d\n"


def test_the_list_is_that_of_the_program() -> None:
    """Each command has its options in the list, and completion loads none of them."""
    for row in (row for part in PARTS for row in part.rows):
        options = {
            name
            for p in LazyCommand(row).load().params
            if p.param_type_name == "option"
            for name in p.opts
        }
        assert set(OFFERS[row.name][1]) == options
    program = "import sys, os; sys.argv = ['goaltrack', 'show', '']; from goaltrack.__main__ import main; main(); print(*sys.modules, file=sys.stderr)"
    env = {**os.environ, "GOALTRACK_COMPLETE": "fish"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert not {
        "typer",
        "rich",
        "goaltrack.cli.app",
        "goaltrack.analysis.assess",
    } & set(done.stderr.split())
