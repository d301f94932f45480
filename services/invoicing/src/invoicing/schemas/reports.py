"""Conservation, receivables and numbering as JSON."""

from datetime import date
from typing import Self
from uuid import UUID

import web
from invoicing.queries.receivables import Receivables
from invoicing.schemas.amounts import AmountOf


class BucketsResponse(web.ResponseModel):
    """Whole seconds in each bucket; `balanced` says that they add up to `approved`."""

    approved: int
    unpriced: int
    held: int
    ready: int
    claimed_by_drafts: int
    billed: int
    written_off: int
    total: int
    balanced: bool


class OrganizationBucketsResponse(BucketsResponse):
    """The buckets of one customer; null for time that has none yet."""

    organization_id: UUID | None


class InvariantResponse(web.ResponseModel):
    """One law, and how much breaks it."""

    name: str
    holds: bool
    broken: int


class ConservationResponse(web.ResponseModel):
    """Every approved billable second is in exactly one bucket, and the books add up."""

    holds: bool
    seconds: BucketsResponse
    checks: list[InvariantResponse]
    organizations: list[OrganizationBucketsResponse]


class CustomerReceivablesResponse(web.ResponseModel):
    """What one customer owes in one currency, by days after the due date, and what credit they have."""

    organization_id: UUID
    organization_name: str | None
    currency: str
    not_due: AmountOf
    days_1_30: AmountOf
    days_31_60: AmountOf
    days_61_90: AmountOf
    days_over_90: AmountOf
    total: AmountOf
    credit: AmountOf


class ReceivablesResponse(web.ResponseModel):
    """Who owes how much on this day; currencies are never added up."""

    as_of: date
    items: list[CustomerReceivablesResponse]

    @classmethod
    def of(cls, found: Receivables) -> Self:
        """From the report; each item is in its own currency."""
        items = [
            CustomerReceivablesResponse.model_validate(item, context=item.currency)
            for item in found.items
        ]
        return cls(as_of=found.as_of, items=items)


class SeriesResponse(web.ResponseModel):
    """One number series; `gaps` lists missing sequence numbers, and must be empty.

    `chained`: each hash is that of the one before, up to where the series stands; with `verify` also that every
    hash, document and sum is what comes out when it is made again from what is stored.
    """

    series: str
    count: int
    first_number: str
    last_number: str
    first_date: date
    last_date: date
    gaps: list[int]
    chained: bool
    dated: bool


class NumberingResponse(web.ResponseModel):
    """All number series: gapless, each document linked to the one before, dates in the order of numbers."""

    series: list[SeriesResponse]
