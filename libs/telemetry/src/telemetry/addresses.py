"""Addresses as traces and logs show them: without what would let a reader in.

The address of a calendar, of a document or of a log-in is a secret (capability URL), and what is searched for was typed by
people. So of a path only words of an API and ids are shown, of a query only the names.
"""

import re
from urllib.parse import parse_qsl, urlsplit, urlunsplit

HIDDEN = "…"
_LONGEST_WORD = 24
"""Of the shortest secrets we make, 128 bits, Base64 needs 22 characters: a word has small letters alone and few digits."""
_WORD = re.compile(r"v[0-9]+|[a-z]+[0-9]?(?:[-_][a-z]+)*(?:\.[a-z]+)?|\.well-known")
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:\.[a-z]{1,5})?|[0-9]{1,20}", re.I)


def shown_path(path: str) -> str:
    """`/v1/calendars/018f…/kZ3….ics` is `/v1/calendars/018f…/…`."""
    return "/".join(part if _is_plain(part) else HIDDEN for part in path.split("/"))


def shown_query(query: str) -> str:
    """`status=open&q=ida` is `status&q`."""
    return "&".join(
        name if _is_plain(name) else HIDDEN for name, _ in parse_qsl(query, keep_blank_values=True)
    )


def shown_url(url: str) -> str:
    """An absolute URL, whose host is shown and whose user is not."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
    except ValueError:
        return HIDDEN
    return urlunsplit((parts.scheme, host, shown_path(parts.path), shown_query(parts.query), ""))


def _is_plain(part: str) -> bool:
    word = len(part) <= _LONGEST_WORD and _WORD.fullmatch(part)
    return bool(not part or word or _ID.fullmatch(part))
