"""The state of this run: the program's own options, and the file it has written."""

import typer

from goaltrack.i18n.text import clean


class RunState:
    """The options of the program itself, and the file that was written last.

    Once a ledger is written, nothing that fails afterwards may make the user repeat the
    command: `cli.errors` asks for `written`.
    """

    def __init__(self) -> None:
        self.begin()

    def begin(self, *, quiet: bool = False, pager: bool = True) -> None:
        """Begin a run, in which nothing is written yet."""
        self.quiet = quiet
        self.pager = pager
        self.written: str | None = None
        self.as_json = False
        """Whether a writing command answers a program."""

    def say(self, text: str) -> None:
        """Print what was recorded, unless it is to be quiet or answer a program."""
        if not self.quiet and not self.as_json:
            typer.echo(clean(text))


RUN = RunState()
