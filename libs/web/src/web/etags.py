"""ETag and If-Match (RFC 9110 §13): nobody overwrites a change they have not seen."""

import re
from typing import Annotated

from fastapi import Depends, Header, Request

from domain_errors import InvalidInputError
from web.known_values import known_by
from web.problems import IF_MATCH_MISSING


def etag(version: int) -> str:
    """The version as an entity tag."""
    return f'"{version}"'


_PATTERN = r'^\s*(\*|(W/)?"?[0-9]{1,18}"?)\s*$'
_VERSION = re.compile(r'\s*(\*|(W/)?"?(?P<version>[0-9]{1,18})"?)\s*', re.ASCII)
_DESCRIPTION = (
    "The `ETag` of what the caller read. The change is refused when somebody else changed it since."
)


def _version_in(request: Request) -> int | None:
    given = request.headers.get("if-match")
    return None if given is None else _version(given)


def _required_in(request: Request) -> int:
    return _required(_version_in(request))


@known_by(_version_in)
async def _version_of(
    if_match: Annotated[str | None, Header(description=_DESCRIPTION, pattern=_PATTERN)] = None,
) -> int | None:
    return None if if_match is None else _version(if_match)


@known_by(_required_in)
async def required_version(version: Annotated[int | None, Depends(_version_of)]) -> int:
    return _required(version)


def _version(given: str) -> int | None:
    found = _VERSION.fullmatch(given)
    if found is None:
        raise InvalidInputError("if-match", f"should be an ETag that we gave: {_PATTERN}")
    return int(found["version"]) if found["version"] else None


def _required(version: int | None) -> int:
    if version is None:
        raise IF_MATCH_MISSING.error()
    return version


IfMatch = Annotated[int | None, Depends(_version_of)]
"""The version that the caller read; None when they name none. For `domain_errors.check_version`."""
RequiredIfMatch = Annotated[int, Depends(required_version)]
"""The same where a lost update would cost money or time: 428 without it (RFC 6585 §3)."""
