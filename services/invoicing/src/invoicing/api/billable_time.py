"""`/v1/billable-time`: approved billable hours, and what keeps them from being billed."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row

import web
from invoicing.api.access import Day, Reader, price
from invoicing.queries import billable_time
from invoicing.queries.billable_time import Bucket

router = web.router(tags=["billable time"])


class TimeAnswer(web.ResponseModel):
    """One approved billable entry. `reason` says why it is unpriced, `invoice_id` who has claimed it.

    The rate is what it is billed at once a line has it, before that its price.
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
    hourly_rate: web.Money | None
    reason: str | None
    invoice_id: UUID | None

    @classmethod
    def of(cls, row: Row[Any]) -> "TimeAnswer":
        """Write it."""
        values = {name: row._mapping[name] for name in cls.model_fields if name in row._mapping}
        return cls(
            **{
                **values,
                "hourly_rate": price(row.rate, row.rate_currency) if row.rate is not None else None,
                "reason": _reason(row),
            }
        )


def _reason(row: Row[Any]) -> str | None:
    if row.state != "unpriced":
        return None
    if row.organization_id is None:
        return "no-organization"
    if row.price_entry_version != row.version:
        return "not-priced-yet"
    return str(row.unpriced_reason)


class Sums(web.ResponseModel):
    """Seconds of the filtered time in each bucket, whatever state is asked for."""

    unpriced: int
    ready: int
    claimed: int
    billed: int


class TimePage(web.Page[TimeAnswer]):
    """Some entries, by id, and the sums of all that the filter finds."""

    sums: Sums


@router.get("/billable-time")
async def list_billable_time(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    organization_id: UUID | None = None,
    first_day: Day | None = None,
    last_day: Day | None = None,
    state: Bucket | None = None,
) -> TimePage:
    """Approved billable time, by id."""
    wanted = billable_time.Filter(organization_id, first_day, last_day, state)
    rows = await billable_time.list_time(
        session, wanted, after=paging.after, limit=paging.limit + 1
    )
    page = web.Page[TimeAnswer].of(rows, paging, TimeAnswer.of, id_name="entry_id")
    sums = Sums(**await billable_time.sums(session, wanted))
    return TimePage(items=page.items, next_cursor=page.next_cursor, sums=sums)
