"""`goaltrack merge-driver`: what git runs when two sides changed one ledger."""

from typing import Annotated

import typer

from goaltrack.ledger.find import read_bytes
from goaltrack.ledger.git import CONFLICT, merge_file
from goaltrack.ledger.merge import merged, sides_of


def run(
    base: Annotated[str, typer.Argument(metavar="BASE", help="%O")],
    ours: Annotated[str, typer.Argument(metavar="OURS", help="%A")],
    theirs: Annotated[str, typer.Argument(metavar="THEIRS", help="%B")],
    size: Annotated[int, typer.Argument(metavar="SIZE", help="%L")] = 7,
) -> None:
    """Merge two versions of a ledger for git."""
    sides = sides_of(*map(read_bytes, (base, ours, theirs)))
    text = None
    if sides:
        plain = merge_file(base, ours, theirs)
        both = merge_file(base, ours, theirs, "--union")
        candidates = [out.decode() for code, out in (plain, both) if code == 0]
        text = merged(sides, candidates)
    if sides is None or text is None:
        merge_file(base, ours, theirs, f"--marker-size={size}", in_place=True)
        raise typer.Exit(CONFLICT)
    # git gave us this temporary file to write, and nobody else reads it meanwhile.
    with open(ours, "wb") as file:
        file.write(sides.ours.encoded(text))
