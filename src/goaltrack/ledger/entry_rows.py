"""The entries of a goal that were read without the TOML reader."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, overload

import tomli

from goaltrack.model.ledger import Entry


class Rows(Sequence[dict[str, Any]]):
    """The tables in an array, read from their text only when they are looked at.

    Stands in the data of a document where `tomli` gives a list, and equals that list.
    """

    def __init__(
        self,
        text: str,
        span: tuple[int, int],
        entries: tuple[Entry, ...],
        sources: frozenset[str],
        *,
        is_plain: bool,
    ) -> None:
        self._text = text
        self._span = span
        self.entries = entries
        """The entries of the rows, one by one."""
        self.sources = sources
        """The sources that they cite."""
        self.is_plain = is_plain
        """Whether each says a value or change, and none of a step or other entry."""

    @property
    def text(self) -> str:
        """The lines of the rows."""
        return self._text[slice(*self._span)]

    @cached_property
    def tables(self) -> list[dict[str, Any]]:
        """The rows as the TOML reader gives them."""
        found = tomli.loads(f"it = [\n{self.text}]", parse_float=Decimal)
        return list(found["it"])

    @property
    def ids(self) -> list[str]:
        """The ids of those that have one."""
        return [entry.id for entry in self.entries if entry.id]

    @cached_property
    def numbers(self) -> dict[str | None, int]:
        """The place of each entry by its id, from 0."""
        return {entry.id: number for number, entry in enumerate(self.entries)}

    def has_text_of(self, other: object) -> bool:
        """Whether both are rows, and the same lines."""
        return self is other or (isinstance(other, Rows) and self.text == other.text)

    def __len__(self) -> int:
        return len(self.entries)

    @overload
    def __getitem__(self, at: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, at: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, at: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        return self.tables[at]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.tables)

    def __eq__(self, other: object) -> bool:
        if self.has_text_of(other):
            return True
        if isinstance(other, (list, Rows)):
            return len(self) == len(other) and self.tables == list(other)
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self.tables)
