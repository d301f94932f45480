"""Say what holds for the invoices of one customer."""

from datetime import datetime
from uuid import UUID

from database import Session, lock_exclusive
from domain_errors import check_version
from invoicing.domain.customer_billing import CustomerBilling
from invoicing.queries.customer_billing import get_customer_billing
from invoicing.store.customer_billing import save_customer_billing


async def replace_customer_billing(
    session: Session,
    organization_id: UUID,
    new: CustomerBilling,
    *,
    expected: int,
    by: str,
    now: datetime,
) -> CustomerBilling:
    """Replace what a customer's drafts are proposed; drafts that have terms and instructions of the customer follow.

    Raises `InvalidInputError`, `NotFoundError`, `StaleVersionError`.
    """
    new.check()
    await lock_exclusive(session, f"billing of customer {organization_id}")
    known = await get_customer_billing(session, organization_id)
    check_version(expected, known.version)
    changed = known.changed(new)
    await save_customer_billing(session, organization_id, changed, by=by, now=now)
    return changed
