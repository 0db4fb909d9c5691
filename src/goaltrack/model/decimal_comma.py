"""Numbers whose decimal mark is a comma, as much of the world writes them."""

import re

NUMBER = re.compile(r"[-+=＋－]? ?([0-9][0-9.,'\u00a0\u202f]*)")
_GROUPS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")


def with_point(text: str) -> str:
    """Return the text with its number written with a point, from one with a comma.

    `1.234,5 kg` becomes `1234.5 kg`. Where the points do not stand before each three
    digits the text stays, to be refused.
    """
    found = NUMBER.match(text)
    if not found:
        return text
    whole, comma, part = found[1].partition(",")
    is_grouped = "." not in whole or _GROUPS.fullmatch(whole) is not None
    if not is_grouped or "," in part or "." in part:
        return text
    number = whole.replace(".", "") + ("." if comma else "") + part
    return text[: found.start(1)] + number + text[found.end(1) :]
