"""`/v1/reports/receivables`: who owes how much since when, and the invoices behind it."""

from typing import Annotated

from fastapi import Query

import web
from invoicing.api.access import Now, Reader
from invoicing.queries import receivables
from invoicing.schemas.receivables import (
    OpenInvoicesRequest,
    OpenInvoicesResponse,
    ReceivablesRequest,
    ReceivablesResponse,
)

router = web.router(prefix="/v1/reports/receivables", tags=["reports"])


@router.get("")
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


@router.get("/invoices")
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
