"""Rates as they are, or as they were known at another time."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from database import Session
from domain_errors import NotFoundError
from rates.rules import Rule
from rates.store import rates
from rates.store.rates import RateFilter

__all__ = ["RateFilter", "get_rate", "list_rates"]


async def get_rate(session: Session, rule_id: UUID, known_at: datetime | None) -> Rule:
    """Read a rate. Raises `NotFoundError`."""
    rule = await rates.find(session, rule_id, known_at)
    if rule is None:
        raise NotFoundError("rate")
    return rule


async def list_rates(
    session: Session, filter_: RateFilter, *, after: UUID | None, limit: int
) -> Sequence[Rule]:
    """List rates in the order in which they were first created."""
    return await rates.list_rules(session, filter_, after, limit)
