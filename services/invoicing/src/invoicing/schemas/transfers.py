"""What stands between customers who are not merged any more, as JSON."""

from datetime import datetime
from typing import Self
from uuid import UUID

import web
from invoicing.queries.transfers import Transfers
from invoicing.schemas.amounts import AmountOf, AmountsResponse


class TransferResponse(AmountsResponse):
    """Money of one customer that settles an invoice of another, or was paid out to another."""

    payment_id: UUID
    """The payment that it is of."""
    invoice_id: UUID | None
    """The invoice that it settles; null for what was paid out."""
    number: str | None
    """The invoice's number; null for what was paid out."""
    refund_id: UUID | None
    """The refund that it was paid out with; null for what settles an invoice."""
    from_organization_id: UUID
    """Whose money it is."""
    from_name: str
    """Their name; empty when it is not known here yet."""
    to_organization_id: UUID
    """Whose invoice it settles, or who got it."""
    to_name: str
    """Their name; empty when it is not known here yet."""
    amount: AmountOf
    """How much."""
    at: datetime
    """When it was done (UTC)."""


class TransfersResponse(web.ResponseModel):
    """What stands between a customer and others with whom it was merged."""

    items: list[TransferResponse]
    """At most 100, by payment."""
    in_all: int
    """How many there are; more than are listed when many crossed."""

    @classmethod
    def of(cls, found: Transfers) -> Self:
        """From what was found."""
        return cls(items=[TransferResponse.of(one) for one in found.items], in_all=found.in_all)
