"""Bring the message catalogues up to date with the program, and compile them.

python scripts/catalogue.py            # rewrite src/goaltrack/locale
python scripts/catalogue.py --check    # exit 1 if anything is missing or stale
"""

import ast
import string
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from typer.core import TyperArgument, TyperOption
from typer.main import get_command

from goaltrack import __version__
from goaltrack.cli.app import LazyCommand, app
from goaltrack.cli.registry import COMMANDS, PARTS
from goaltrack.i18n.messages import MESSAGES
from goaltrack.reports import messages as words

SOURCE = Path(__file__).parent.parent / "src" / "goaltrack"
LOCALE = SOURCE / "i18n" / "locale"
LANGUAGES = ("zh",)
HOLDERS = {"Phrase": 0, "_wanted": 0, "Message": 1}
"""Callables that take a message, and as which of their arguments."""


def messages() -> Iterator[tuple[str, str]]:
    """Each message with its context: of code, of reports, of the help."""
    yield from words.messages()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            match node:
                case ast.Call(ast.Name(name), args) if name in HOLDERS:
                    match args[HOLDERS[name] :][:1]:
                        case [ast.Constant(str(text))] if text:
                            yield "", text
    yield from (("", text) for text in MESSAGES.values())
    yield from (("", part.title) for part in PARTS)
    yield from (("", row.summary) for row in COMMANDS)
    commands = [LazyCommand(row).load() for part in PARTS for row in part.rows]
    for command in (get_command(app), *commands):
        for param in command.params:
            if isinstance(param, (TyperArgument, TyperOption)) and param.help:
                yield "", param.help


class Timeless(Catalog):
    """A catalogue that does not say which Babel wrote it: any writes the same."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """Its headers."""
        return [each for each in super().mime_headers if each[0] != "Generated-By"]

    @mime_headers.setter
    def mime_headers(self, headers: Iterable[tuple[str, str]]) -> None:
        self._set_mime_headers(headers)


def updated(path: Path, language: str) -> Catalog:
    """The catalogue of a language with just the messages that the program has."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    template = Catalog(project="goaltrack", version=__version__)
    template.creation_date = catalogue.creation_date
    for context, message in messages():
        template.add(message, context=context or None)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.__class__ = Timeless
    return catalogue


def faults(catalogue: Catalog) -> Iterator[str]:
    """Faults of a translation: none given, or other facts than in English."""
    for message in catalogue:
        text = str(message.id)
        if not text:
            continue
        said = str(message.string or "")
        if not said or message.fuzzy:
            yield f"not translated: {text!r}"
        elif _facts(text) != _facts(said):
            yield f"names other facts than {text!r}: {said!r}"


def _facts(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _written(catalogue: Catalog) -> tuple[bytes, bytes]:
    """The catalogue as text for people, and as the program reads it."""
    po, mo = BytesIO(), BytesIO()
    write_po(po, catalogue, width=88, sort_output=True, no_location=True)
    write_mo(mo, catalogue)
    return po.getvalue(), mo.getvalue()


def main() -> int:
    """Rewrite the catalogues, or with --check say what is wrong with them."""
    is_check = "--check" in sys.argv
    said = []
    for language in LANGUAGES:
        path = LOCALE / language / "LC_MESSAGES" / "goaltrack.po"
        catalogue = updated(path, language)
        said += [f"{path.name}: {fault}" for fault in faults(catalogue)]
        for file, text in zip(
            (path, path.with_suffix(".mo")), _written(catalogue), strict=True
        ):
            if not file.exists() or file.read_bytes() != text:
                said.append(f"{'stale' if is_check else 'rewritten'}: {file.name}")
                if not is_check:
                    file.write_bytes(text)
    print("\n".join(said) or "the catalogues are complete")
    return 1 if said and is_check else 0


if __name__ == "__main__":
    sys.exit(main())
