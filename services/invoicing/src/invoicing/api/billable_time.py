"""`/v1/billable-time`: approved billable hours, and what keeps them from being billed."""

from uuid import UUID

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
    organization_id: UUID | None = None,
    first_day: Day | None = None,
    last_day: Day | None = None,
    state: Bucket | None = None,
    change_refused: bool | None = None,
) -> BillableTimePage:
    """Approved billable time, by id. `change_refused` finds what was changed after it was billed."""
    filters = BillableTimeFilter(organization_id, first_day, last_day, state, change_refused)
    entries = await billable_time.list_time(
        session, filters, after=paging.after, limit=paging.limit + 1
    )
    page = web.Page[BillableEntryResponse].of(
        entries, paging, BillableEntryResponse.of, id_name="entry_id"
    )
    sums = BucketSums.model_validate(await billable_time.sum_time(session, filters))
    return BillableTimePage(items=page.items, next_cursor=page.next_cursor, sums=sums)
