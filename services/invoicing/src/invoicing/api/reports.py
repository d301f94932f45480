"""`/v1/reports`: conservation, receivables, numbering."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row

import web
from invoicing.api.access import Now, Reader, money
from invoicing.conservation import Buckets, Conservation
from invoicing.queries import laws, numbering
from invoicing.queries import receivables as receivables_query
from invoicing.store.accounts import load_account
from invoicing.terms import local_date

router = web.router(prefix="/v1/reports", tags=["reports"])


class BucketsAnswer(web.ResponseModel):
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


class OrganizationBuckets(BucketsAnswer):
    """The buckets of one customer; null for time that has none yet."""

    organization_id: UUID | None

    @classmethod
    def of(cls, organization_id: UUID | None, buckets: Buckets) -> "OrganizationBuckets":
        """Write it."""
        return cls(**dict(BucketsAnswer.model_validate(buckets)), organization_id=organization_id)


class CheckAnswer(web.ResponseModel):
    """One law, and how much breaks it."""

    name: str
    holds: bool
    broken: int


class ConservationAnswer(web.ResponseModel):
    """Every approved billable second is in exactly one bucket, and the books add up."""

    holds: bool
    seconds: BucketsAnswer
    checks: list[CheckAnswer]
    organizations: list[OrganizationBuckets]

    @classmethod
    def of(cls, found: Conservation) -> "ConservationAnswer":
        """Write it."""
        return cls(
            holds=found.holds,
            seconds=BucketsAnswer.model_validate(found.overall),
            checks=[
                CheckAnswer(name=c.name, holds=not c.broken, broken=c.broken) for c in found.checks
            ],
            organizations=[OrganizationBuckets.of(*item) for item in found.organizations.items()],
        )


@router.get("/conservation")
async def read_conservation(session: web.Session, caller: Reader) -> ConservationAnswer:
    """Where every approved billable second is, counted now."""
    return ConservationAnswer.of(await laws.conservation(session))


class ReceivableAnswer(web.ResponseModel):
    """What one customer owes in one currency, by days after the due date, and what credit they have."""

    organization_id: UUID
    organization_name: str | None
    currency: str
    not_due: web.Money
    days_1_30: web.Money
    days_31_60: web.Money
    days_61_90: web.Money
    days_over_90: web.Money
    total: web.Money
    credit: web.Money

    @classmethod
    def of(cls, row: Row[Any]) -> "ReceivableAnswer":
        """Write it."""
        amounts = {
            name: money(row._mapping[name], row.currency)
            for name, field in cls.model_fields.items()
            if field.annotation is web.Money
        }
        return cls(
            organization_id=row.organization_id,
            organization_name=row.organization_name,
            currency=row.currency,
            **amounts,
        )


class ReceivablesAnswer(web.ResponseModel):
    """Who owes how much on this day; currencies are never added up."""

    as_of: date
    items: list[ReceivableAnswer]


@router.get("/receivables")
async def read_receivables(session: web.Session, caller: Reader, now: Now) -> ReceivablesAnswer:
    """What customers owe today, in the account's time zone."""
    today = local_date(now, (await load_account(session)).time_zone)
    rows = await receivables_query.receivables(session, today=today)
    return ReceivablesAnswer(as_of=today, items=[ReceivableAnswer.of(row) for row in rows])


class SeriesAnswer(web.ResponseModel):
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

    @classmethod
    def of(cls, found: numbering.Numbers) -> "SeriesAnswer":
        """Write it."""
        values = {name: found.row._mapping[name] for name in cls.model_fields if name != "gaps"}
        return cls(**{**values, "gaps": found.gaps, "chained": found.chained})


class NumberingAnswer(web.ResponseModel):
    """All number series: gapless, each document linked to the one before, dates in the order of numbers."""

    series: list[SeriesAnswer]


@router.get("/numbering")
async def read_numbering(
    session: web.Session, caller: Reader, verify: bool = False
) -> NumberingAnswer:
    """The number series and whether they are whole. `verify` reads and hashes every invoice, which takes a while."""
    found = await numbering.series(session, verify=verify)
    return NumberingAnswer(series=[SeriesAnswer.of(numbers) for numbers in found])
