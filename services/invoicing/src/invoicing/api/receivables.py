"""`/v1/reports/receivables`, `/collection`: who owes how much since when, the invoices behind it, how fast they pay."""

from typing import Annotated

from fastapi import Query

import web
from invoicing.api.access import Now, Reader
from invoicing.queries import receivables
from invoicing.queries.collection import collected
from invoicing.schemas.collection import CollectionRequest, CollectionResponse
from invoicing.schemas.receivables import (
    OpenInvoicesRequest,
    OpenInvoicesResponse,
    ReceivablesRequest,
    ReceivablesResponse,
)

router = web.router(prefix="/v1/reports", tags=["reports"])


@router.get("/receivables")
async def get_receivables(
    session: web.Session,
    caller: Reader,
    now: Now,
    asked: Annotated[ReceivablesRequest, Query()],
) -> ReceivablesResponse:
    """What each customer owes, by days after the due date, and what credit they have: now, or at the end of a day before."""
    paging = asked.paging()
    found = await receivables.receivables(session, asked.to_domain(), paging, now=now)
    return ReceivablesResponse.of(found, paging)


@router.get("/receivables/invoices")
async def list_open_invoices(
    session: web.Session,
    caller: Reader,
    now: Now,
    asked: Annotated[OpenInvoicesRequest, Query()],
) -> OpenInvoicesResponse:
    """The invoices behind a figure of the receivables: those of which something is owed, the first that was due first."""
    found = await receivables.open_invoices(
        session, asked.to_domain(), now=now, after=asked.after(), limit=asked.limit + 1
    )
    return OpenInvoicesResponse.of(found, asked.limit)


@router.get("/collection")
async def get_collection(
    session: web.Session,
    caller: Reader,
    now: Now,
    asked: Annotated[CollectionRequest, Query()],
) -> CollectionResponse:
    """How fast customers pay: days sales outstanding by month, the days that paid invoices took, and what was sent."""
    found = await collected(session, asked.organization_id, months=asked.months, now=now)
    return CollectionResponse.of(found)
