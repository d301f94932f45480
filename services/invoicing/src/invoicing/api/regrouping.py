"""`/v1/invoices/{id}/grouping`: what the lines of time of a draft stand for."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

import web
from invoicing.api.access import Biller, Now, Reader
from invoicing.api.invoices import answer
from invoicing.commands.regrouping import regroup_draft
from invoicing.domain.errors import InvoiceIssuedError, TooManyLinesError
from invoicing.queries.regrouping import preview_regrouping
from invoicing.schemas.invoices import InvoiceResponse
from invoicing.schemas.regrouping import RegroupFilter, RegroupingResponse, RegroupRequest

router = web.router(tags=["invoices"])


@router.get("/invoices/{invoice_id}/grouping")
@web.refuses(TooManyLinesError)
async def preview_grouping(
    invoice_id: UUID,
    asked: Annotated[RegroupFilter, Query()],
    session: web.Session,
    caller: Reader,
    now: Now,
) -> RegroupingResponse:
    """What a draft would be, were its time grouped otherwise, and which texts and discounts would go. Changes nothing."""
    found = await preview_regrouping(session, invoice_id, asked.group_by, now=now)
    return RegroupingResponse.of(found)


@router.put("/invoices/{invoice_id}/grouping")
@web.refuses(InvoiceIssuedError, TooManyLinesError)
async def group_draft(
    invoice_id: UUID,
    body: RegroupRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> InvoiceResponse:
    """Group the time of a draft otherwise: its lines are made anew, of the same seconds. Answers the draft.

    Other lines, discounts on the whole, taxes and what is taken off time in per cent stay, and so do texts and amounts taken
    off lines that have the same time as before.
    """
    view = await regroup_draft(session, invoice_id, body.group_by, expected=expected, now=now)
    return answer(view, response)
