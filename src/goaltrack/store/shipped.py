"""Files that come with the program."""

import os

import goaltrack

_FOLDER = os.path.join(os.path.dirname(goaltrack.__file__), "schemas")


def shipped(name: str) -> str:
    """The text of the JSON Schema of that file name."""
    with open(os.path.join(_FOLDER, name), encoding="utf-8") as file:
        return file.read()
