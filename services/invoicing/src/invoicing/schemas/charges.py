"""What agreements charge, as JSON."""

from datetime import date
from typing import Self
from uuid import UUID

import web
from invoicing.domain.charges import ChargeKind, ChargeState
from invoicing.queries.charges import ChargeFilter, ListedCharge
from invoicing.schemas.amounts import AmountOf, respond


class ChargeFilterRequest(web.FilterModel):
    """Which charges are asked for."""

    organization_id: UUID | None = None
    """Only charges of this customer, or of one that was merged into it."""
    agreement_id: UUID | None = None
    """Only charges of this agreement, by rates' id."""
    charge_id: UUID | None = None
    """Only this one."""
    state: ChargeState | None = None
    """Only charges in this state."""

    def to_domain(self) -> ChargeFilter:
        """As the query takes it."""
        return ChargeFilter(**dict(self))


class ChargeResponse(web.ResponseModel):
    """Something that an agreement charges apart from plain hours: billed once, as a line of its own."""

    charge_id: UUID
    """Rates' id of it; a draft is made for it by this."""
    agreement_id: UUID
    """The agreement, by rates' id."""
    organization_id: UUID
    """The customer who pays."""
    kind: ChargeKind
    """`fee` of a month; `true-up`: what a month misses of its minimum; `block`: bought up front; `milestone` of a fixed
    price.
    """
    name: str
    """As the line says it."""
    first_day: date
    """Of the month or the time that it is for."""
    last_day: date | None
    """Included; null without end."""
    amount: AmountOf
    """Before tax."""
    in_advance: bool
    """Whether it is billed before the time that it is for."""
    billable_from: date | None
    """The first day, by the account's calendar, on which it may be billed; null while that is not known."""
    included_seconds: int | None
    """How much time it covers, with what was rolled over; null for no hours."""
    rolled_over_seconds: int
    """What of that is left of months before."""
    used_seconds: int
    """What is drawn of it, after rounding, approved or not."""
    overage_seconds: int
    """What exceeds it, after rounding."""
    held_seconds: int
    """Approved time that it covers and no draft or invoice has yet, raw."""
    state: ChargeState
    """`waiting`: may be billed later. `billable`: can be drafted. `drafted`: on a draft. `billed`: on an issued invoice.
    `nothing`: not to be billed, since it was cancelled or a month misses nothing of its minimum.
    """
    invoice_id: UUID | None
    """The draft or invoice that bills it; null for none."""

    @classmethod
    def of(cls, listed: ListedCharge) -> Self:
        """From a listed charge."""
        return respond(cls, listed, listed.charge, currency=listed.currency)
