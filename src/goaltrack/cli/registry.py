"""The commands: names, summaries and examples. Nothing is loaded here."""

from keyword import iskeyword
from typing import NamedTuple


class Row(NamedTuple):
    """A command: its name, summary and examples."""

    name: str
    summary: str
    examples: tuple[str, ...] = ()


class Part(NamedTuple):
    """Commands that belong together, under a heading."""

    title: str
    rows: tuple[Row, ...]


PARTS = (
    Part(
        "Look",
        (
            Row(
                "status",
                "Show where every goal stands, worst first in its group.",
                (
                    "goaltrack status",
                    "goaltrack status gdp storage-output --as-of 2023-08-04",
                    "goaltrack status --what-if gdp=990@2025",
                ),
            ),
            Row(
                "show",
                "Show one goal in full: figures, gap, reasons, history.",
                ("goaltrack show gdp",),
            ),
            Row(
                "why",
                "Explain a state: its numbers, formulas and rules.",
                ("goaltrack why gdp",),
            ),
            Row(
                "next",
                "Show what needs a figure or a decision, most urgent first.",
                ("goaltrack next", "goaltrack next --line"),
            ),
            Row(
                "timeline",
                "Show what is due when, goals and steps, on a calendar line.",
                ("goaltrack timeline",),
            ),
            Row(
                "diff",
                "Show what changed since a day: states, figures, targets.",
                (
                    "goaltrack diff --since 2023-06-30",
                    "goaltrack diff --known-since yesterday",
                ),
            ),
            Row(
                "log",
                "List the entries, newest last, corrections marked.",
                ("goaltrack log", "goaltrack log gdp --json"),
            ),
        ),
    ),
    Part(
        "Record",
        (
            Row(
                "add",
                "Record a figure, for a day (--on) or a --period.",
                (
                    "goaltrack add gdp 367.83亿元 --period 2023H1",
                    "goaltrack add weight 71.2",
                    "goaltrack add running +7.5 --on yesterday",
                ),
            ),
            Row(
                "done",
                "Record that a milestone, or a step of it, is reached.",
                (
                    "goaltrack done first-race",
                    "goaltrack done road paved --on 2023-05-12",
                ),
            ),
            Row(
                "correct",
                "Correct an entry: a new one replaces it, and the old one stays.",
                (
                    "goaltrack correct gdp 376.83",
                    "goaltrack correct k3v9q2xa --retract --note 'counted twice'",
                ),
            ),
            Row(
                "note",
                "Record a remark of a day: what happened, what is in the way.",
                (
                    "goaltrack note road 'the bridge was inspected'",
                    "goaltrack note gdp --field problem='figures come late'",
                ),
            ),
            Row(
                "ask",
                "Ask for each missing figure in turn.",
                ("goaltrack ask", "goaltrack ask --by 'Li Ming'"),
            ),
            Row(
                "undo",
                "Take back this machine's last change, which is shown first.",
                ("goaltrack undo", "goaltrack undo --redo"),
            ),
        ),
    ),
    Part(
        "Change goals",
        (
            Row(
                "new",
                "Add a goal; on a terminal, what is missing is asked for.",
                (
                    "goaltrack new",
                    "goaltrack new savings --title 'Save 20,000' --kind level "
                    "--target 20000",
                ),
            ),
            Row(
                "set",
                "Change fields of a goal; an old target or due date is kept.",
                (
                    "goaltrack set gdp target=1100 --reason 'plan revised'",
                    "goaltrack set road --unset owner",
                ),
            ),
            Row(
                "drop",
                "Give a goal up, or let it rest, with the reason.",
                (
                    "goaltrack drop road --reason 'moved to the next plan'",
                    "goaltrack drop running --pause --reason injury",
                ),
            ),
            Row(
                "rename",
                "Give a goal another id, everywhere it is used.",
                ("goaltrack rename running run",),
            ),
            Row(
                "delete",
                "Take a goal and its entries out; `undo` brings them back.",
                ("goaltrack delete first-race",),
            ),
            Row(
                "edit",
                "Edit the ledger in $EDITOR; checked before it is saved.",
                ("goaltrack edit gdp",),
            ),
        ),
    ),
    Part(
        "Hand in, take in",
        (
            Row(
                "export",
                "Write the report, or the goals and entries as tables.",
                (
                    "goaltrack export report.md --since 2023-06-30",
                    "goaltrack export page.html --lang zh",
                    "goaltrack export entries.csv --entries",
                    "goaltrack export --show-template md > house.md",
                    "goaltrack export report.md --template house.md",
                ),
            ),
            Row(
                "draft",
                "Draft goals from a Chinese report, plan or news text.",
                ("goaltrack draft report.txt --published 2024-01-18 -o draft.toml",),
            ),
            Row(
                "review",
                "Go through drafted goals: keep, change or drop each.",
                ("goaltrack review",),
            ),
            Row(
                "import",
                "Take in entries or goals of a table: all or none, and twice is once.",
                (
                    "goaltrack import figures.csv --dry-run",
                    "goaltrack import table.xlsx --goal gdp --map value=产值",
                ),
            ),
        ),
    ),
    Part(
        "Keep the ledger",
        (
            Row(
                "init",
                "Start a small commented ledger; never overwrites.",
                ("goaltrack init", "goaltrack init --title '2026 年目标' --lang zh"),
            ),
            Row(
                "check",
                "Show each problem of the ledger; silent if there is none.",
                ("goaltrack check --strict", "goaltrack check --fail-on missed"),
            ),
            Row(
                "help",
                "Explain a topic: ledger, periods, amounts, states, rules, filters.",
                ("goaltrack help filters", "goaltrack help add"),
            ),
            Row(
                "completion",
                "Print what lets bash, zsh, fish or PowerShell complete goaltrack.",
                (
                    "goaltrack completion bash >> ~/.bashrc",
                    "goaltrack completion zsh >> ~/.zshrc",
                    "goaltrack completion fish >> ~/.config/fish/config.fish",
                ),
            ),
            Row(
                "schema",
                "Print the JSON Schema of the ledger, or of a --json.",
                ("goaltrack schema > goals.schema.json", "goaltrack schema status"),
            ),
            Row(
                "git-setup",
                "Let git merge ledgers entry by entry, in this clone.",
                ("goaltrack git-setup",),
            ),
        ),
    ),
)
HIDDEN = (Row("merge-driver", "Merge two versions of a ledger for git."),)
COMMANDS = (*(row for part in PARTS for row in part.rows), *HIDDEN)


def module_of(name: str) -> str:
    """The module of a command: no hyphen, and no word of Python's own."""
    plain = name.replace("-", "_")
    return f"{plain}_" if iskeyword(plain) else plain


ALIASES = {"st": "status", "ls": "status", "list": "status", "board": "status"}
"""Words that people type for a command."""
