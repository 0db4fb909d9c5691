"""Files that come with the program."""

import os

import goaltrack

_PACKAGE = os.path.dirname(goaltrack.__file__)


def shipped(folder: str, name: str) -> str:
    """The text of the file in that folder: a schema, a template."""
    with open(os.path.join(_PACKAGE, folder, name), encoding="utf-8") as file:
        return file.read()
