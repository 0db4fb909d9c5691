"""What the program says, in each language: gettext catalogues, and days.

A message is looked up by its English text and, where a word of that spelling has
several meanings, by the name that code asks for it by: its context.
"""

import os
from datetime import date
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO

from goaltrack.i18n.resources import read_bytes


def translated(message: str, language: str, context: str = "") -> str:
    """The message in `language`: itself in English, and where no one translated it."""
    if language == "en" or not message:
        return message
    found = _catalogue(language)
    return found.pgettext(context, message) if context else found.gettext(message)


def written(day: date, language: str) -> str:
    """A day as it stands in a sentence: the ISO form in English, 2023年8月4日."""
    if language == "zh":
        return f"{day.year:04}年{day.month}月{day.day}日"
    return day.isoformat()[:10]


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
