"""What holds for the invoices of one customer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from database import Session
from invoicing.domain.customer_billing import CustomerBilling
from invoicing.store.mapping import to_values
from invoicing.store.tables.customer_billing import CustomerBillingRow


async def save_customer_billing(
    session: Session, organization_id: UUID, billing: CustomerBilling, *, by: str, now: datetime
) -> None:
    """Write what holds for a customer."""
    values = to_values(CustomerBillingRow, billing, changed_by=by, changed_at=now)
    statement = insert(CustomerBillingRow).values(organization_id=organization_id, **values)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["account_id", "organization_id"], set_=values
        )
    )
