"""`/v1/billable-time`: approved billable hours, and what keeps them from being billed."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

import web
from invoicing.api.access import Reader
from invoicing.queries import billable_time
from invoicing.queries.billable_time import BillableTimeFilter, Bucket
from invoicing.schemas.amounts import Day
from invoicing.schemas.billable_time import BillableEntryResponse, BillableTimePage, BucketSums

router = web.router(tags=["billable time"])


@router.get("/billable-time")
async def list_billable_time(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    organization_id: Annotated[UUID | None, Query(description="Only this customer's time")] = None,
    first_day: Annotated[Day | None, Query(description="First work date")] = None,
    last_day: Annotated[Day | None, Query(description="Last work date, included")] = None,
    state: Annotated[Bucket | None, Query(description="Only time in this state")] = None,
    change_refused: Annotated[
        bool | None,
        Query(
            description="Only entries that were changed after they were billed, or only the others"
        ),
    ] = None,
) -> BillableTimePage:
    """Approved billable time entries, in the order of their ids, and how much there is in each state.

    Hours arrive from timer when a timesheet is approved, prices from rates; both take a moment.
    """
    filters = BillableTimeFilter(organization_id, first_day, last_day, state, change_refused)
    entries = await billable_time.list_time(
        session, filters, after=paging.after, limit=paging.limit + 1
    )
    page = web.Page[BillableEntryResponse].of(
        entries, paging, BillableEntryResponse.of, id_name="entry_id"
    )
    sums = BucketSums.model_validate(await billable_time.sum_time(session, filters))
    return BillableTimePage(items=page.items, next_cursor=page.next_cursor, sums=sums)
