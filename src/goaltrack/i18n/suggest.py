"""Did you mean: the known name that is nearest to a mistyped one."""

from collections.abc import Iterable
from difflib import get_close_matches

from goaltrack.i18n.catalog import Phrase

_NOTHING = Phrase("")
_DID_YOU_MEAN = Phrase("; did you mean '{name}'?")


def nearest(name: str, known: Iterable[str], cutoff: float = 0.5) -> Phrase:
    """Return a hint at the known name that is nearest, or an empty phrase."""
    close = get_close_matches(name, list(known), n=1, cutoff=cutoff)
    return _DID_YOU_MEAN.about(name=close[0]) if close else _NOTHING
