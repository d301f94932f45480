"""Billable time as JSON."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

import web
from invoicing.queries.billable_time import BillableTimeFilter, Bucket, UnbilledTime
from invoicing.schemas.amounts import AmountsResponse, Day, PriceOf
from invoicing.schemas.held_back import HeldBackResponse


class BillableTimeFilterRequest(web.FilterModel):
    """Which time is asked for."""

    organization_id: UUID | None = None
    """Only time of this customer, or of one that was merged into it."""
    first_day: Day | None = None
    """First work date."""
    last_day: Day | None = None
    """Last work date, included."""
    state: Bucket | None = None
    """Only time in this state."""
    change_refused: bool | None = None
    """Only entries that were changed after they were billed, or only the others."""
    held_back: bool | None = None
    """Only entries that are held back from drafts, or only the others."""

    def to_domain(self) -> BillableTimeFilter:
        """As the query takes it."""
        return BillableTimeFilter(**dict(self))


class RefusedChangeResponse(web.ResponseModel):
    """Hours that were approved again after they were billed, and differ from what the invoice says: not taken."""

    version: int
    """Timer's version of the entry that was refused."""
    seconds: int
    """Whole seconds, as approved again."""
    billable: bool
    """Whether it was still billable."""
    organization_id: UUID | None
    """The customer that it was approved for; null for none."""
    reason: str
    """Which invoice it contradicts, for people."""


class BillableEntryResponse(AmountsResponse):
    """One approved, billable time entry."""

    entry_id: UUID
    """Timer's id of the entry."""
    version: int
    """Timer's version of the entry; grows with every change."""
    organization_id: UUID | None
    """The customer who pays; null while the entry has none, which keeps it unpriced."""
    project_id: UUID | None
    """The project; null for work outside projects."""
    project_name: str | None
    """The project's name when the time was approved."""
    work_item_id: UUID | None
    """The ticket or task; null where none was named."""
    work_item_name: str | None
    """The ticket's or task's name when the time was approved."""
    agent_id: UUID
    """Who did the work."""
    agent_name: str
    """Their name when the time was approved."""
    service_type_id: UUID | None
    """The kind of work; null where none was named."""
    service_type_name: str | None
    """Its name when the time was approved."""
    work_date: date
    """The agent's local date on which the work started."""
    seconds: int
    """Time worked, in whole seconds."""
    description: str
    """What was done, in the agent's words; may be empty."""
    state: Bucket
    """`unpriced`: no price yet. `ready`: can be drafted. `held`: an agreement covers it, whose charge is on no line yet.
    `claimed`: on a draft. `billed`: on an issued invoice. `written-off`: charged to nobody.
    """
    ready_seconds: int | None
    """How many of its seconds can be drafted, or are held back: fewer than it has where some are billed, on a draft or
    written off. Null unless it is ready.
    """
    hourly_rate: PriceOf | None
    """Price per hour before tax: that of the invoice line once there is one, before that the price from rates.

    Null while unpriced or held, where an agreement covers the time, and where parts of it have different prices.
    """
    currency: web.CurrencyCode | None
    """Currency of the price; null while unpriced."""
    reason: str | None
    """Why it is unpriced, else null: `no-organization`, `not-priced-yet` (the price is on its way), `no-rate`
    (no rate matches; set one in rates) or `not-billable`.
    """
    invoice_id: UUID | None
    """The draft or invoice that charges it; null when unpriced, ready, held or written off."""
    write_off_id: UUID | None
    """The write-off that has it; null unless written off."""
    written_off_because: str | None
    """Why it is written off; null unless it is."""
    charge_id: UUID | None
    """What the agreement charges that holds it, by rates' id; null unless held."""
    charge_name: str | None
    """What that is called; null unless held, and while it is on its way."""
    held_back: HeldBackResponse | None
    """Set when it is ready and no draft takes it, because somebody holds it back."""
    refused_change: RefusedChangeResponse | None
    """Set when the entry was changed after it was billed; the invoice stays as it is."""


class BucketSums(web.ResponseModel):
    """How much time matches the filter, in whole seconds by state, whatever state is asked for."""

    unpriced: int
    """Seconds without a price."""
    ready: int
    """Seconds that can be drafted."""
    held: int
    """Seconds that agreements cover and no draft or invoice bills yet."""
    claimed: int
    """Seconds on drafts."""
    billed: int
    """Seconds on issued invoices."""
    written_off: Annotated[int, Field(validation_alias="written-off")]
    """Seconds that are charged to nobody."""
    held_back: Annotated[int, Field(validation_alias="held-back")]
    """Seconds of `ready` that no draft takes, because somebody holds them back."""


class UnbilledSums(web.ResponseModel):
    """Whole seconds of approved billable time that no invoice has; `ready` with what is held back of it."""

    unpriced: int
    """Seconds without a price."""
    held: int
    """Seconds that agreements cover and whose charges are on no draft or invoice yet."""
    ready: int
    """Seconds that can be drafted."""
    held_back: int
    """Seconds of `ready` that no draft takes, because somebody holds them back."""
    claimed_by_drafts: int
    """Seconds on drafts."""
    written_off: int
    """Seconds that will not be charged."""


class CustomerUnbilledResponse(UnbilledSums):
    """What a customer has that is not billed."""

    organization_id: UUID | None
    """The customer, with those that were merged into it; null for time that has none yet."""


class UnbilledTimeResponse(web.ResponseModel):
    """What is not billed, by customer."""

    sums: UnbilledSums
    """Of all customers."""
    customers: list[CustomerUnbilledResponse]
    """Of each that has something."""

    @classmethod
    def of(cls, found: Sequence[UnbilledTime]) -> Self:
        """With the sums of all."""
        names = UnbilledSums.model_fields
        sums = {name: sum(getattr(one, name) for one in found) for name in names}
        return cls(
            sums=UnbilledSums(**sums),
            customers=[CustomerUnbilledResponse.model_validate(one) for one in found],
        )


class BillableTimePage(web.Page[BillableEntryResponse]):
    """Some entries, by id, and the sums of all that match the filter."""

    sums: BucketSums
    """All time that matches the filter, on this page or not."""
