"""`/v1/billable-time`: approved billable hours, and what keeps them from being billed."""

from typing import Annotated

from fastapi import Query

import web
from invoicing.api.access import Reader
from invoicing.queries import billable_time
from invoicing.schemas.billable_time import (
    BillableEntryResponse,
    BillableTimeFilterRequest,
    BillableTimePage,
    BucketSums,
    UnbilledTimeResponse,
)

router = web.router(tags=["billable time"])


@router.get("/billable-time")
async def list_billable_time(
    session: web.Session,
    caller: Reader,
    asked: Annotated[BillableTimeFilterRequest, Query()],
    paging: web.Paging,
) -> BillableTimePage:
    """Approved billable time entries, in the order of their ids, and how much there is in each state.

    Hours arrive from timer when a timesheet is approved, prices from rates; both take a moment.
    """
    filters = asked.to_domain()
    entries = await billable_time.list_time(
        session, filters, after=paging.after, limit=paging.limit + 1
    )
    page = web.Page[BillableEntryResponse].of(
        entries, paging, BillableEntryResponse.of, id_name="entry_id"
    )
    sums = BucketSums.model_validate(await billable_time.sum_time(session, filters))
    return BillableTimePage(items=page.items, next_cursor=page.next_cursor, sums=sums)


@router.get("/billable-time/customers")
async def list_unbilled_time(session: web.Session, caller: Reader) -> UnbilledTimeResponse:
    """List what each customer has of approved billable time that no invoice has, by what keeps it.

    However much is billed makes no difference to how long this takes.
    """
    return UnbilledTimeResponse.of(await billable_time.unbilled_by_customer(session))
