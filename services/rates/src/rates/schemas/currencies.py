"""Responses about time in foreign currencies."""

from datetime import date
from uuid import UUID

import web


class ForeignCurrencyEntryResponse(web.ResponseModel):
    """A time entry that is priced in another currency than its customer is invoiced in. Nothing is converted: drafts in
    the customer's currency leave it out."""

    entry_id: UUID
    """The time entry, by its id in timer."""
    agent_id: UUID
    """Whose time it is."""
    organization_id: UUID
    """The customer, an organization of timer."""
    work_date: date
    """The day of work."""
    seconds: int
    """How long it took, in whole seconds."""
    currency: str
    """ISO 4217 code of its price."""
    customer_currency: str
    """ISO 4217 code of the currency in which the customer is invoiced."""
