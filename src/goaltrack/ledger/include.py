"""The other files of a ledger: found by its patterns, and only below its folder."""

import os
from glob import glob, has_magic

from goaltrack.i18n.catalog import Phrase
from goaltrack.ledger.validate import Problem

_OUTSIDE = Phrase(
    "'{name}' leads out of the ledger's folder, where its files must be",
)
_NONE = Phrase("no file is called '{name}'")
_NO_MATCH = Phrase("no file matches '{name}'")
_ITSELF = Phrase("a ledger does not include itself")


def included(path: str, patterns: object) -> tuple[list[str], list[Problem]]:
    """The files that the ledger at the path includes, in order, and what is wrong.

    A path is given as the ledger's own was: relative to where the user stands, or
    absolute. What the reader of keys will report anyway is passed over.
    """
    folder = os.path.dirname(path)
    found: dict[str, str] = {}
    problems = []
    for number, name in enumerate(patterns if isinstance(patterns, list) else []):
        if not isinstance(name, str) or not name.strip():
            continue
        phrase = None
        if _leaves(name):
            phrase = _OUTSIDE
        else:
            names = sorted(glob(name, root_dir=folder or ".", recursive=True))
            if not names:
                phrase = _NO_MATCH if has_magic(name) else _NONE
            for match in names:
                file = os.path.join(folder, match)
                phrase = _wrong(path, file) or phrase
                found.setdefault(os.path.realpath(file), file)
        if phrase:
            place = ("include", number)
            problems.append(
                Problem(place, at_key=False, phrase=phrase.about(name=name))
            )
    return list(found.values()), problems


def _leaves(name: str) -> bool:
    """Whether the pattern itself names a place that is not below the folder."""
    parts = name.replace("\\", "/").split("/")
    return os.path.isabs(name) or name[0] == "~" or ".." in parts or "\0" in name


def _wrong(path: str, file: str) -> Phrase | None:
    real, home = os.path.realpath(file), os.path.realpath(path)
    if real == home:
        return _ITSELF
    inside = os.path.join(os.path.dirname(home), "")
    return None if real.startswith(inside) else _OUTSIDE
