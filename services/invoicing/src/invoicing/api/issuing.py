"""`POST /v1/invoices/{id}/issue`."""

from typing import Self
from uuid import UUID

from fastapi import Request, Response
from pydantic import model_validator

import web
from contracts.invoicing import DeliveryChannel
from invoicing.api.access import Biller, Day, Now
from invoicing.api.account import TermsBody
from invoicing.api.invoices import answer
from invoicing.api.views import InvoiceAnswer
from invoicing.commands.issuing import Wish, issue
from invoicing.documents import Addresses

router = web.router(tags=["invoices"])


class IssueBody(web.RequestModel):
    """How to issue. The date is today in the account's time zone, and the terms are the account's, unless said."""

    issue_date: Day | None = None
    due_date: Day | None = None
    terms: TermsBody | None = None
    delivery: DeliveryChannel = "email"

    @model_validator(mode="after")
    def _one_due_date(self) -> Self:
        if self.due_date and self.terms:
            raise ValueError("give due_date or terms, not both")
        return self

    def wish(self) -> Wish:
        """Read it, or refuse it."""
        terms = self.terms.terms() if self.terms else None
        return Wish(self.delivery, self.issue_date, self.due_date, terms)


@router.post("/invoices/{invoice_id}/issue")
async def issue_invoice(
    invoice_id: UUID,
    body: IssueBody,
    request: Request,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.IfMatch,
    response: Response,
) -> InvoiceAnswer:
    """Give the draft its number, freeze it and send it on its way; an issued invoice is answered as it is."""
    addresses: Addresses = request.app.state.addresses
    await issue(
        session,
        caller.account_id,
        invoice_id,
        body.wish(),
        addresses,
        expected=expected,
        by=caller.subject,
        now=now,
    )
    return await answer(session, invoice_id, now, response)
