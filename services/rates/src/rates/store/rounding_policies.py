"""The rounding policies of an account: as they are, and as they were known at another time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, or_, select, update

from database import Session
from database.mapping import as_dataclass, attributes
from rates.domain.matching import Customer
from rates.domain.rounding import RoundingPolicy
from rates.store.rounding_tables import RoundingPolicyRow as Row


@dataclass(frozen=True, slots=True)
class RoundingFilter:
    """Which policies to list: a customer's, or (`of_account`) the account's; that hold on this day; known at this time."""

    organization_id: UUID | None = None
    of_account: bool = False
    on: date | None = None
    known_at: datetime | None = None


async def add(session: Session, policy: RoundingPolicy, by: str) -> None:
    """Write a version of a policy; the constraint `rounding_policies_never_overlap` may refuse it."""
    values = attributes(policy)
    session.add(Row(**values, recorded_by=by))
    await session.flush()


async def supersede(session: Session, policy: RoundingPolicy, now: datetime, by: str) -> None:
    """Note that this version is our knowledge no longer."""
    await session.execute(
        update(Row)
        .where(Row.policy_id == policy.policy_id, Row.version == policy.version)
        .values(superseded_at=now, superseded_by=by)
    )


async def find(
    session: Session, policy_id: UUID, known_at: datetime | None = None
) -> RoundingPolicy | None:
    """Read a policy as it is, or as it was at another time."""
    row = await session.scalar(_known(known_at).where(Row.policy_id == policy_id))
    return None if row is None else as_dataclass(RoundingPolicy, row)


async def find_last(session: Session, policy_id: UUID) -> RoundingPolicy | None:
    """Read a policy as it last was, also when it was withdrawn."""
    query = select(Row).where(Row.policy_id == policy_id).order_by(Row.version.desc()).limit(1)
    row = await session.scalar(query)
    return None if row is None else as_dataclass(RoundingPolicy, row)


async def list_policies(
    session: Session,
    filter_: RoundingFilter,
    customer: Customer | None,
    after: UUID | None,
    limit: int | None,
) -> Sequence[RoundingPolicy]:
    """List policies in the order of their making; those of all that the customer is."""
    query = _known(filter_.known_at).order_by(Row.policy_id).limit(limit)
    if customer is not None:
        query = query.where(Row.organization_id.in_(customer.names))
    if filter_.of_account:
        query = query.where(Row.organization_id.is_(None))
    if filter_.on is not None:
        query = query.where(
            Row.valid_from <= filter_.on,
            or_(Row.valid_to.is_(None), Row.valid_to >= filter_.on),
        )
    if after is not None:
        query = query.where(Row.policy_id > after)
    return [as_dataclass(RoundingPolicy, row) for row in await session.scalars(query)]


async def holding(session: Session, customer: Customer, day: date) -> Sequence[RoundingPolicy]:
    """Read the policies that may round a customer's time of a day: its own, of whom was merged into it, the account's."""
    query = _known(None).where(
        or_(Row.organization_id.is_(None), Row.organization_id.in_(customer.names)),
        Row.valid_from <= day,
        or_(Row.valid_to.is_(None), Row.valid_to >= day),
    )
    return [as_dataclass(RoundingPolicy, row) for row in await session.scalars(query)]


def _known(moment: datetime | None) -> Select[Row]:
    query = select(Row)
    if moment is None:
        return query.where(Row.superseded_at.is_(None))
    unrevised = or_(Row.superseded_at.is_(None), Row.superseded_at > moment)
    return query.where(Row.recorded_at <= moment, unrevised)
