"""ETag and If-Match (RFC 9110 §13): nobody overwrites a change they have not seen."""

from typing import Annotated

from fastapi import Depends, Header

from web.problems import ProblemError, invalid


def etag(version: int) -> str:
    """Write a version as an entity tag."""
    return f'"{version}"'


def _expected(if_match: Annotated[str | None, Header()] = None) -> int | None:
    if if_match is None or if_match.strip() == "*":
        return None
    try:
        return int(if_match.strip().removeprefix("W/").strip('"'))
    except ValueError as error:
        raise invalid("If-Match", "not an ETag that we gave") from error


IfMatch = Annotated[int | None, Depends(_expected)]


def check_version(expected: int | None, actual: int) -> None:
    """Refuse a change made against another version than the stored one."""
    if expected is not None and expected != actual:
        raise ProblemError(
            412,
            "changed-meanwhile",
            "Somebody changed this since you read it",
            detail=f"you have version {expected}, the current one is {actual}",
        )
