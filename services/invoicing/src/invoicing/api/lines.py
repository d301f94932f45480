"""`/v1/invoices/{id}/lines` and `/explain`: other lines than time, and what is behind a line."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

import web
from invoicing.api.access import Biller, Now, Reader
from invoicing.api.invoices import answer
from invoicing.commands import edit, retax
from invoicing.domain.errors import InvoiceIssuedError, TooManyLinesError
from invoicing.queries import explanation
from invoicing.schemas.explanation import ExplanationResponse
from invoicing.schemas.invoices import InvoiceResponse
from invoicing.schemas.lines import AddLineRequest, ChangeLineRequest, DraftTaxRequest

router = web.router(tags=["invoices"])


@router.post("/invoices/{invoice_id}/lines", status_code=201)
@web.refuses(InvoiceIssuedError, TooManyLinesError)
async def add_line(
    invoice_id: UUID,
    body: AddLineRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> InvoiceResponse:
    """Put a fee, fixed price, expense, discount or text on a draft, after its other lines. Answers the draft."""
    view = await edit.add_line(session, invoice_id, body.to_domain(), expected=expected, now=now)
    return answer(view, response)


@router.patch("/invoices/{invoice_id}/lines/{line_id}")
@web.refuses(InvoiceIssuedError)
async def change_line(
    invoice_id: UUID,
    line_id: Annotated[
        UUID, Path(description="Id of the line; of a discount, that of any of its lines.")
    ],
    body: ChangeLineRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> InvoiceResponse:
    """Change what a line of a draft says or charges, how it is taxed, or its place on the page. Answers the draft."""
    view = await edit.change_line(
        session, invoice_id, line_id, body.to_domain(), expected=expected, now=now
    )
    return answer(view, response)


@router.delete("/invoices/{invoice_id}/lines/{line_id}")
@web.refuses(InvoiceIssuedError)
async def remove_line(
    invoice_id: UUID,
    line_id: Annotated[
        UUID, Path(description="Id of the line; of a discount, that of any of its lines.")
    ],
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> InvoiceResponse:
    """Take a line off a draft; its time is ready again. Answers the draft."""
    view = await edit.remove_line(session, invoice_id, line_id, expected=expected, now=now)
    return answer(view, response)


@router.put("/invoices/{invoice_id}/tax")
@web.refuses(InvoiceIssuedError)
async def change_tax(
    invoice_id: UUID,
    body: DraftTaxRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> InvoiceResponse:
    """Tax a draft, or lines of it, otherwise than was proposed. Discounts follow the lines. Answers the draft."""
    view = await retax.change_tax(
        session, invoice_id, body.tax.to_domain(), body.line_ids, expected=expected, now=now
    )
    return answer(view, response)


@router.get("/invoices/{invoice_id}/explain")
async def explain_invoice(
    invoice_id: UUID, session: web.Session, caller: Reader, now: Now
) -> ExplanationResponse:
    """How every amount comes about: the time and the price behind each line, discounts, taxes and settlements."""
    return ExplanationResponse.of(await explanation.explain(session, invoice_id, now=now))
