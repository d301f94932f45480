"""Pages of lists whose order is not that of ids: the cursor says what the last row was found by."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import Field

import web
from domain_errors import InvalidInputError
from invoicing.domain.customer_order import OfCustomer

Cursor = Annotated[str, Field(max_length=500, pattern="^[A-Za-z0-9_-]+$")]
T = TypeVar("T")


class CustomersPageRequest(web.FilterModel):
    """A page of a list by customer and currency."""

    cursor: Cursor | None = None
    """`next_cursor` of the page before; the first page without."""
    limit: Annotated[int, Field(ge=1, le=500)] = 100
    """How many items a page has at most."""

    def after(self) -> OfCustomer | None:
        """The last row of the page before."""
        if not self.cursor:
            return None
        try:
            name, organization_id, currency = opened(self.cursor)
            return OfCustomer(name, UUID(organization_id), currency)
        except (TypeError, ValueError) as error:
            raise no_cursor() from error

    def page(self, rows: Sequence[Any], item: Callable[[Any], T]) -> dict[str, Any]:
        """Items and cursor, of up to `limit + 1` rows."""
        shown = rows[: self.limit]
        last = shown[-1] if len(rows) > self.limit else None
        behind = last and sealed(last.organization_name, str(last.organization_id), last.currency)
        return {"items": [item(one) for one in shown], "next_cursor": behind}


def sealed(*parts: str) -> str:
    """A cursor of these parts."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def opened(cursor: str) -> list[str]:
    """The parts of a cursor; `ValueError` where it is none."""
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, UnicodeDecodeError) as error:
        raise ValueError from error
    if not (isinstance(found, list) and all(isinstance(one, str) for one in found)):
        raise ValueError
    if any("\0" in one.encode().decode() for one in found):
        raise ValueError
    return found


def no_cursor() -> InvalidInputError:
    """That it is of no page of the list."""
    return InvalidInputError("cursor", "not a cursor of this list")
