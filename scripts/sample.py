"""Print a realistic ledger of any size: the same for the same numbers.

python scripts/sample.py 10 10000    # ten goals, ten thousand entries
"""

import sys
from datetime import date, timedelta

FIRST = date(1999, 1, 1)


def ledger(goals: int, entries: int) -> str:
    """The text of a ledger with so many goals, and so many entries over them all."""
    parts = ['format = 1\ntitle = "Sample"\n']
    for goal in range(goals):
        # A level and a total in turn, a figure a day, each with an id.
        kind = ("level", "total")[goal % 2]
        rows = entries // goals + (goal < entries % goals)
        start = "start = 1999-01-01\n" if kind == "total" else ""
        parts.append(
            f'\n[goals.goal-{goal}]\ntitle = "Goal {goal}"\nkind = "{kind}"\n'
            f'unit = "km"\ntarget = {rows * 2}\n{start}due = "2030"\nprogress = [\n'
        )
        parts += [_row(goal, row) for row in range(rows)]
        parts.append("]\n")
    return "".join(parts)


def _row(goal: int, row: int) -> str:
    day = FIRST + timedelta(days=row % 9_000)
    value = f"{row + 1}.{(row * 37 + goal) % 100:02}"
    # As `goaltrack add` writes them.
    said = f'id = "g{goal}r{row:06}", on = {day}, value = {value}, recorded = {day}'
    return f"  {{ {said} }},\n"


if __name__ == "__main__":
    print(ledger(int(sys.argv[1]), int(sys.argv[2])), end="")
