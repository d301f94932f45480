"""`/v1/customer-billing`: what holds for the invoices of one customer."""

from uuid import UUID

from fastapi import Response

import web
from invoicing.api.access import Biller, Now, Reader
from invoicing.commands import customer_billing as commands
from invoicing.domain.customer_billing import CustomerBilling
from invoicing.queries import customer_billing as queries
from invoicing.schemas.customer_billing import CustomerBillingRequest, CustomerBillingResponse

router = web.router(tags=["settings"])


def _answer(billing: CustomerBilling, response: Response) -> CustomerBillingResponse:
    response.headers["ETag"] = web.etag(billing.version)
    return CustomerBillingResponse.of(billing)


@router.get("/customer-billing/{organization_id}")
async def get_customer_billing(
    organization_id: UUID, session: web.Session, caller: Reader, response: Response
) -> CustomerBillingResponse:
    """What a customer's drafts are proposed: purchase order, terms, how to pay. All null where nothing was said."""
    return _answer(await queries.get_customer_billing(session, organization_id), response)


@router.put("/customer-billing/{organization_id}")
async def replace_customer_billing(
    organization_id: UUID,
    body: CustomerBillingRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> CustomerBillingResponse:
    """Replace what a customer's drafts are proposed. Drafts follow in terms and how to pay, unless they say otherwise."""
    changed = await commands.replace_customer_billing(
        session, organization_id, body.to_domain(), expected=expected, by=caller.subject, now=now
    )
    return _answer(changed, response)
