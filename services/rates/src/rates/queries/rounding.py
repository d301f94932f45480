"""Rounding policies as they are, or as they were known at another time."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from database import Session
from domain_errors import NotFoundError
from rates.domain.rounding import RoundingPolicy
from rates.store import customers, rounding_policies
from rates.store.rounding_policies import RoundingFilter

__all__ = ["RoundingFilter", "get_policy", "list_policies"]


async def get_policy(
    session: Session, policy_id: UUID, known_at: datetime | None
) -> RoundingPolicy:
    """Read a policy. Raises `NotFoundError`."""
    policy = await rounding_policies.find(session, policy_id, known_at)
    if policy is None:
        raise NotFoundError("rounding policy")
    return policy


async def list_policies(
    session: Session, filter_: RoundingFilter, *, after: UUID | None, limit: int
) -> Sequence[RoundingPolicy]:
    """List policies in the order of their making; of a customer also those of whom was merged into it."""
    customer = await customers.find(session, filter_.organization_id)
    return await rounding_policies.list_policies(session, filter_, customer, after, limit)
