"""Time that is priced in another currency than its customer is invoiced in."""

from collections.abc import Sequence
from uuid import UUID

from database import Session
from rates.domain.revenue import ForeignCurrencyEntry, Period
from rates.store import currencies


async def list_foreign_currency(
    session: Session, period: Period, *, after: UUID | None, limit: int
) -> Sequence[ForeignCurrencyEntry]:
    """List the entries of a period that are priced so and that no invoice bills, in the order of their ids."""
    return await currencies.list_foreign(session, period, after, limit)
