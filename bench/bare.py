"""The least that a Typer program can cost: one word."""

import typer

app = typer.Typer(add_completion=False)


@app.command()
def hello() -> None:
    """Say it."""
    typer.echo("hello")
