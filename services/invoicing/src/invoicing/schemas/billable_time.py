"""Billable time as JSON."""

from datetime import date
from typing import Self
from uuid import UUID

import web
from invoicing.queries.billable_time import BillableEntry, Bucket
from invoicing.schemas.amounts import PriceOf


class RefusedChangeResponse(web.ResponseModel):
    """Hours that were approved again and differ from those on an issued invoice: not taken, for the reason given."""

    version: int
    seconds: int
    billable: bool
    organization_id: UUID | None
    reason: str


class BillableEntryResponse(web.ResponseModel):
    """One approved billable entry. `reason` says why it is unpriced, `invoice_id` who has claimed it.

    The rate is what it is billed at once a line has it, before that its price. `refused_change` is set when the entry was
    changed after it was billed.
    """

    entry_id: UUID
    version: int
    organization_id: UUID | None
    project_id: UUID | None
    project_name: str | None
    work_item_id: UUID | None
    work_item_name: str | None
    agent_id: UUID
    agent_name: str
    service_type_id: UUID | None
    service_type_name: str | None
    work_date: date
    seconds: int
    description: str
    state: Bucket
    hourly_rate: PriceOf | None
    reason: str | None
    invoice_id: UUID | None
    refused_change: RefusedChangeResponse | None

    @classmethod
    def of(cls, entry: BillableEntry) -> Self:
        """From an entry."""
        return cls.model_validate(entry, context=entry.currency)


class BucketSums(web.ResponseModel):
    """Seconds of the filtered time in each bucket, whatever state is asked for."""

    unpriced: int
    ready: int
    claimed: int
    billed: int


class BillableTimePage(web.Page[BillableEntryResponse]):
    """Some entries, by id, and the sums of all that the filter finds."""

    sums: BucketSums
