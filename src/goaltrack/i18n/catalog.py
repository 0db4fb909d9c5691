"""Translations: gettext catalogues, sentences with facts, and days.

A message is looked up by its English text and, where a word of that spelling has
several meanings, by the name that code asks for it by: its context.
"""

import os
from collections.abc import Mapping
from datetime import date
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from typing import NamedTuple

from goaltrack.i18n.resources import read_bytes


def translated(message: str, language: str, context: str = "") -> str:
    """The message in `language`: itself in English, and where no one translated it."""
    if language == "en" or not message:
        return message
    found = _catalogue(language)
    return found.pgettext(context, message) if context else found.gettext(message)


def written(day: date, language: str) -> str:
    """Return a day for a sentence: in ISO form, or in Chinese as 2023年8月4日."""
    if language == "zh":
        return f"{day.year:04}年{day.month}月{day.day}日"
    return day.isoformat()[:10]


class Phrase(NamedTuple):
    """A sentence in English, by which its translations are found, and its facts."""

    text: str
    facts: Mapping[str, object] = {}
    is_cut: bool = False

    def about(self, **facts: object) -> "Phrase":
        """The same sentence about these facts."""
        return self._replace(facts=facts)

    @property
    def first_line(self) -> "Phrase":
        """The sentence without its second line, which says how to go on."""
        return self._replace(is_cut=True)

    def say(self, language: str) -> str:
        """The sentence in `language` ("zh", or else English), facts filled in."""
        facts = {name: _filled(fact, language) for name, fact in self.facts.items()}
        text = translated(self.text, language)
        if self.is_cut:
            text = text.partition("\n")[0]
        return text.format_map(facts)


def _filled(fact: object, language: str) -> object:
    if isinstance(fact, Phrase):
        return fact.say(language)
    return written(fact, language) if isinstance(fact, date) else fact


def language(asked: str | None = None, ledger: str | None = None) -> str:
    """`--lang`, GOALTRACK_LANG, the ledger, the locale, else English: "zh" or "en"."""
    environ = os.environ
    locale = (environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    said = asked or environ.get("GOALTRACK_LANG") or ledger
    found = said or next(filter(None, locale), "en")
    return "zh" if found[:2].lower() == "zh" else "en"


@cache
def _catalogue(language: str) -> NullTranslations:
    path = f"i18n/locale/{language}/LC_MESSAGES/goaltrack.mo"
    try:
        data = read_bytes(path)
    except OSError:
        return NullTranslations()
    return GNUTranslations(BytesIO(data))
