"""Multipliers as they are, or as they were known at another time; holidays."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from database import Session
from domain_errors import NotFoundError
from rates.domain.holidays import Holiday
from rates.domain.multiplier_candidates import MultipliedExplanation, explain_multipliers
from rates.domain.multipliers import Multiplier
from rates.domain.overtime import NOTHING_EARLIER, earlier_of
from rates.domain.rules import Days
from rates.store import agent_weeks, customers, divided_time, holidays, multipliers
from rates.store.multipliers import MultiplierFilter

__all__ = [
    "MultiplierFilter",
    "explain_multiplied",
    "get_multiplier",
    "list_holidays",
    "list_multipliers",
]


async def get_multiplier(
    session: Session, multiplier_id: UUID, known_at: datetime | None
) -> Multiplier:
    """Read a multiplier. Raises `NotFoundError`."""
    multiplier = await multipliers.find(session, multiplier_id, known_at)
    if multiplier is None:
        raise NotFoundError("multiplier")
    return multiplier


async def list_multipliers(
    session: Session, filter_: MultiplierFilter, *, after: UUID | None, limit: int
) -> Sequence[Multiplier]:
    """List multipliers in the order of their making; of a customer also those of whom was merged into it."""
    customer = await customers.find(session, filter_.scope.organization_id)
    return await multipliers.list_multipliers(session, filter_, customer, after, limit)


async def list_holidays(
    session: Session, days: Days | None, *, after: UUID | None, limit: int
) -> Sequence[Holiday]:
    """List holidays in the order of their making."""
    return await holidays.list_holidays(session, days, after, limit)


async def explain_multiplied(
    session: Session, entry_id: UUID, known_at: datetime | None
) -> MultipliedExplanation:
    """Explain by which multipliers an entry is charged, as they are, or were known when it was billed."""
    found = await divided_time.load(session, [entry_id])
    entry = found[0] if found else None
    if entry is None or entry.work_date is None or entry.agent_id is None or not entry.amount:
        return MultipliedExplanation()
    book = await multipliers.book(session, [entry.work_date], known_at)
    if not book.multipliers or entry.currency is None:
        return MultipliedExplanation()
    weeks = [(entry.agent_id, entry.work_date)] if book.counts_overtime else []
    earlier = earlier_of(one.worked for one in await agent_weeks.load(session, weeks))
    payers = await customers.find_all(
        session, [entry.organization_id] if entry.organization_id else []
    )
    timed = entry.timed(earlier.get(entry_id, NOTHING_EARLIER), payers)
    told = explain_multipliers(timed, book, entry.currency, entry.whole, entry.hourly)
    return replace(told, repricing=False) if entry.billed else told
