"""What agreements came to: month by month, how they stand, and the time behind it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from database import Session
from domain_errors import InvalidInputError
from rates.domain.agreement_ledgers import Balance, CoveredEntry, LedgerMonth
from rates.domain.agreement_months import ONE_DAY, first_of_month, month_number
from rates.queries.agreements import get_agreement
from rates.store import currencies, customers, ledger_pages
from rates.store.agreements import AgreementOnRecord

MOST_MONTHS = 120


async def get_ledger(
    session: Session, agreement_id: UUID, first: date | None, last: date | None, now: datetime
) -> tuple[AgreementOnRecord, Sequence[LedgerMonth]]:
    """The months of an agreement from one to another, by their first days; of the last twelve if none is named.

    Raises `NotFoundError`, and `InvalidInputError` for days that begin no month, or too many months.
    """
    found = await get_agreement(session, agreement_id)
    today = now.astimezone(await currencies.time_zone(session)).date()
    last = _month("last_month", last or _latest(found, today).replace(day=1))
    first = _month("first_month", first or first_of_month(month_number(last) - 11))
    if first > last:
        raise InvalidInputError("first_month", "must not be after last_month")
    if month_number(last) - month_number(first) >= MOST_MONTHS:
        raise InvalidInputError("first_month", f"at most {MOST_MONTHS} months at once")
    return found, await ledger_pages.months(session, agreement_id, first, last)


async def get_balance(
    session: Session, agreement_id: UUID, on: date | None, now: datetime
) -> Balance:
    """How an agreement stands on a day, or today. Raises `NotFoundError`."""
    found = await get_agreement(session, agreement_id)
    day = on or now.astimezone(await currencies.time_zone(session)).date()
    month = day.replace(day=1)
    months = await ledger_pages.months(session, agreement_id, month, month)
    blocks = await ledger_pages.blocks(session, agreement_id)
    return Balance(found.agreement, day, months[0] if months else None, blocks)


async def list_time(
    session: Session, agreement_id: UUID, month: date, *, after: UUID | None, limit: int
) -> Sequence[CoveredEntry]:
    """The time of a month, by its first day, that an agreement covers. Raises `NotFoundError` and `InvalidInputError`."""
    found = await get_agreement(session, agreement_id)
    first = _month("month", month)
    last = first_of_month(month_number(first) + 1) - ONE_DAY
    customer = await customers.find(session, found.agreement.organization_id)
    assert customer is not None
    return await ledger_pages.time(
        session, found.agreement, customer.names, (first, last), after, limit
    )


def _latest(found: AgreementOnRecord, today: date) -> date:
    ends_on = found.agreement.ends_on
    return max(found.agreement.first_day, today if ends_on is None else min(today, ends_on))


def _month(field: str, day: date) -> date:
    if day.day != 1:
        raise InvalidInputError(field, "must be the first day of a month")
    return day
