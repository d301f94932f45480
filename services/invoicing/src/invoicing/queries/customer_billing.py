"""What holds for the invoices of one customer."""

from uuid import UUID

from database import Session
from domain_errors import NotFoundError
from invoicing.domain.customer_billing import CustomerBilling
from invoicing.store.accounts import load_customer


async def get_customer_billing(session: Session, organization_id: UUID) -> CustomerBilling:
    """What a customer's drafts are proposed. Raises `NotFoundError`."""
    found = await load_customer(session, organization_id)
    if found is None:
        raise NotFoundError("customer")
    _, customer = found
    return customer.billing
