"""The least that a board can cost: Typer, Rich, and one table of the same rows."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

app = typer.Typer(add_completion=False)


@app.command()
def status(rows: Annotated[int, typer.Argument()] = 18) -> None:
    """Print one table."""
    table = Table(title="Goals")
    for name in ("state", "goal", "latest", "target", "due", "gap"):
        table.add_column(name)
    for number in range(rows):
        goal = f"新型储能产业产值突破350亿元 {number}"
        table.add_row(
            "on track", goal, "367.83 亿元", "≥1,000 亿元", "2025", "258.24 亿元"
        )
    Console().print(table)
