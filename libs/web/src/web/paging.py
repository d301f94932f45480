"""Lists in pages. The cursor is the id of the last item seen; ids are UUIDv7, so the order is that of creation."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from fastapi import Depends, Query
from pydantic import ConfigDict

from domain_errors import InvalidInputError
from web.schemas import ResponseModel

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What page the caller asks for: fetch `limit + 1` rows with an id above `after`."""

    limit: int
    after: UUID | None


async def _page_request(
    cursor: Annotated[
        str | None,
        Query(
            description="`next_cursor` of the page before; the first page without.",
            pattern="^[A-Za-z0-9_-]{22}$",
        ),
    ] = None,
    limit: Annotated[
        int, Query(ge=1, le=500, description="How many items a page has at most.")
    ] = 100,
) -> PageRequest:
    return PageRequest(limit, _decode(cursor) if cursor else None)


Paging = Annotated[PageRequest, Depends(_page_request)]


def _describe(schema: dict[str, Any]) -> None:
    """A page of something has no docstring of its own."""
    schema.setdefault("description", Page.__doc__)


class Page(ResponseModel, Generic[T]):
    """Some items, and the cursor for those that follow."""

    model_config = ConfigDict(json_schema_extra=_describe)

    items: list[T]
    """What was found, in the order in which it was made."""
    next_cursor: str | None = None
    """Send it as `cursor` to get the next page; null on the last."""

    @classmethod
    def of(
        cls,
        rows: Sequence[Any],
        request: PageRequest,
        item: Callable[[Any], T],
        *,
        id_name: str = "id",
    ) -> "Page[T]":
        """Make a page from up to `limit + 1` rows, whose ids are in the attribute `id_name`."""
        shown = rows[: request.limit]
        more = len(rows) > request.limit
        cursor = _encode(getattr(shown[-1], id_name)) if more else None
        return cls(items=[item(row) for row in shown], next_cursor=cursor)


def _encode(last: UUID) -> str:
    return base64.urlsafe_b64encode(last.bytes).decode().rstrip("=")


def _decode(cursor: str) -> UUID:
    try:
        return UUID(bytes=base64.urlsafe_b64decode(cursor + "=="))
    except ValueError as error:
        raise InvalidInputError("cursor", "not a cursor of this list") from error
