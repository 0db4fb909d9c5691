"""A table from the web: over http(s) alone, bounded, and kept with its ETag."""

import os
import time
from hashlib import sha256
from http.client import HTTPException
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from goaltrack import __version__
from goaltrack.errors import Inaccessible, Message
from goaltrack.i18n.catalog import Phrase

_NOT_FETCHED = Message("not-fetched", "cannot fetch {url}: {why}")
_TOO_LARGE = Phrase("it has more than {most} MB")
_TOO_SLOW = Phrase("it was not complete after {seconds} seconds")
_TRUNCATED = Phrase("it broke off before its end")
_STATUS = Phrase("the server answered {status}")
_ELSEWHERE = Phrase("it leads to an address that is not http or https")

MOST_BYTES = 50_000_000
MOST_SECONDS = 60
_STALLED = 15
"""Seconds in which nothing comes."""
_NOT_MODIFIED = 304
_CHUNK = 65_536
_SCHEMES = ("http://", "https://")


class _Redirects(HTTPRedirectHandler):
    """Follows redirects to pages of the web alone."""

    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: object,
        newurl: str,
    ) -> Request | None:
        """Return the request to go on with.

        Raises:
            URLError: it would leave the web.
        """
        if not newurl.startswith(_SCHEMES):
            raise URLError(_Refused(_ELSEWHERE))
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


class _Refused(OSError):
    """An answer that is not taken, and why."""

    def __init__(self, phrase: Phrase) -> None:
        self.phrase = phrase
        super().__init__(phrase.text)


def fetch(url: str, folder: str) -> bytes:
    """Return what is at an address; what was fetched before, if it is the same still.

    It is kept in the folder, with the ETag by which the server is asked.

    Raises:
        Inaccessible: it cannot be had, or is too large or too slow.
    """
    kept = os.path.join(folder, sha256(url.encode()).hexdigest()[:32])
    tag = _read(f"{kept}.etag").decode("ascii", "ignore")
    request = Request(url, headers={"User-Agent": f"goaltrack/{__version__}"})  # noqa: S310 - checked where the ledger is read
    if tag and os.path.exists(f"{kept}.body"):
        request.add_header("If-None-Match", tag)
    try:
        with build_opener(_Redirects).open(request, timeout=_STALLED) as answer:
            body = _bounded(answer, answer.headers.get("Content-Length"))
            tag = answer.headers.get("ETag") or ""
    except HTTPError as error:
        with error:
            if error.code == _NOT_MODIFIED:
                return _read(f"{kept}.body")
        why: object = _STATUS.about(status=f"{error.code} {error.reason}")
        raise Inaccessible(_NOT_FETCHED, url=url, why=why) from None
    except (OSError, HTTPException, ValueError) as error:
        cause = getattr(error, "reason", error)
        why = getattr(cause, "phrase", None) or str(cause) or type(cause).__name__
        raise Inaccessible(_NOT_FETCHED, url=url, why=why) from None
    _keep(kept, body, tag)
    return body


def _bounded(answer: IO[bytes], length: str | None) -> bytes:
    """Read an answer to its end.

    Raises:
        _Refused: it is too large, too slow, or broke off.
    """
    ends, parts, size = time.monotonic() + MOST_SECONDS, [], 0
    while part := answer.read(_CHUNK):
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise _Refused(_TOO_LARGE.about(most=MOST_BYTES // 1_000_000))
        if time.monotonic() > ends:
            raise _Refused(_TOO_SLOW.about(seconds=MOST_SECONDS))
    if length and length.isdecimal() and size < int(length):
        raise _Refused(_TRUNCATED)
    return b"".join(parts)


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def _keep(path: str, body: bytes, tag: str) -> None:
    """Keep an answer that has an ETag; where that fails, it is fetched anew."""
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(f"{path}.body", "wb") as file:
            file.write(body)
        with open(f"{path}.etag", "wb") as file:
            file.write(tag.encode())
    except OSError:
        return
