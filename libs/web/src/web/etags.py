"""ETag and If-Match (RFC 9110 §13): nobody overwrites a change they have not seen."""

from typing import Annotated

from fastapi import Depends, Header

from domain_errors import InvalidInputError
from web.problems import IF_MATCH_MISSING


def etag(version: int) -> str:
    """The version as an entity tag."""
    return f'"{version}"'


_PATTERN = r'^\s*(\*|(W/)?"?[0-9]{1,18}"?)\s*$'
_DESCRIPTION = (
    "The `ETag` of what the caller read. The change is refused when somebody else changed it since."
)


async def _version_of(
    if_match: Annotated[str | None, Header(description=_DESCRIPTION, pattern=_PATTERN)] = None,
) -> int | None:
    if if_match is None or if_match.strip() == "*":
        return None
    try:
        return _number(if_match.strip().removeprefix("W/").strip('"'))
    except ValueError as error:
        raise InvalidInputError("If-Match", "not an ETag that we gave") from error


def _number(text: str) -> int:
    """Raises ValueError, also for the spellings of numbers that only Python takes: `1_0`, `٣`."""
    if not (text.isascii() and text.isdecimal()):
        raise ValueError("no digits")
    return int(text)


async def required_version(version: Annotated[int | None, Depends(_version_of)]) -> int:
    if version is None:
        raise IF_MATCH_MISSING.error()
    return version


IfMatch = Annotated[int | None, Depends(_version_of)]
"""The version that the caller read; None when they name none. For `domain_errors.check_version`."""
RequiredIfMatch = Annotated[int, Depends(required_version)]
"""The same where a lost update would cost money or time: 428 without it (RFC 6585 §3)."""
