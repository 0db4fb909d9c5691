"""Which file is the ledger."""

import os

from goaltrack.errors import NoLedger

NAME = "goals.toml"


def locate(named: str | None) -> str:
    """The path of the ledger: as named, else found here or in a folder above.

    A ledger that is found, not named, is given relative to the folder that the
    user stands in.

    Raises:
        NoLedger: nothing was named and nothing found.
    """
    if named:
        return named
    folder = os.getcwd()
    while not os.path.lexists(os.path.join(folder, NAME)):
        folder, below = os.path.dirname(folder), folder
        if folder == below:
            raise NoLedger
    return os.path.relpath(os.path.join(folder, NAME))
