"""The rules of an account: as they are, and as they were known at another time."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, or_, select, text, update

from database import Session
from database.mapping import as_dataclass, attributes
from rates.rules import Rule, Scope
from rates.store.tables import RateRow

_BEGIN_CHANGE = text("""
INSERT INTO rate_cards AS card (changed_at) VALUES (clock_timestamp())
ON CONFLICT (account_id) DO UPDATE
SET changed_at = greatest(clock_timestamp(), card.changed_at + interval '1 microsecond')
RETURNING changed_at
""")


@dataclass(frozen=True, slots=True)
class RateFilter:
    """Which rules to list: those that name exactly these, hold on this day, as known at this time."""

    scope: Scope
    on: date | None = None
    known_at: datetime | None = None


async def begin_change(session: Session) -> datetime:
    """Wait for other changes of the account's rules; returns this one's time, which is later than theirs.

    Parallel inserts under an exclusion constraint would otherwise end each other by deadlock.
    """
    now: datetime = (await session.execute(_BEGIN_CHANGE)).scalar_one()
    return now


async def add(session: Session, rule: Rule, by: str) -> None:
    """Write a version of a rule; the constraint `rates_never_overlap` may refuse it."""
    session.add(RateRow(**attributes(rule), recorded_by=by))
    await session.flush()


async def supersede(session: Session, rule: Rule, now: datetime, by: str) -> None:
    """Note that this version is our knowledge no longer."""
    await session.execute(
        update(RateRow)
        .where(RateRow.rule_id == rule.rule_id, RateRow.version == rule.version)
        .values(superseded_at=now, superseded_by=by)
    )


async def find(session: Session, rule_id: UUID, known_at: datetime | None = None) -> Rule | None:
    """Read a rule as it is, or as it was at another time."""
    row = await session.scalar(_known(known_at).where(RateRow.rule_id == rule_id))
    return None if row is None else as_dataclass(Rule, row)


async def find_last(session: Session, rule_id: UUID) -> Rule | None:
    """Read a rule as it last was, also when it was withdrawn."""
    query = select(RateRow).where(RateRow.rule_id == rule_id).order_by(RateRow.version.desc())
    row = await session.scalar(query.limit(1))
    return None if row is None else as_dataclass(Rule, row)


async def list_rules(
    session: Session, filter_: RateFilter, after: UUID | None, limit: int
) -> Sequence[Rule]:
    """List rules in order of their ids, which is that of their making."""
    query = _known(filter_.known_at).order_by(RateRow.rule_id).limit(limit)
    for name, value in asdict(filter_.scope).items():
        if value is not None:
            query = query.where(getattr(RateRow, name) == value)
    if filter_.on is not None:
        query = query.where(
            RateRow.valid_from <= filter_.on,
            or_(RateRow.valid_to.is_(None), RateRow.valid_to >= filter_.on),
        )
    if after is not None:
        query = query.where(RateRow.rule_id > after)
    return [as_dataclass(Rule, row) for row in await session.scalars(query)]


async def covering(session: Session, scope: Scope, known_at: datetime | None) -> Sequence[Rule]:
    """Read the rules that name nothing but what the scope has, whenever they hold."""
    query = _known(known_at)
    for name, value in asdict(scope).items():
        column = getattr(RateRow, name)
        query = query.where(or_(column.is_(None), column == value) if value else column.is_(None))
    return [as_dataclass(Rule, row) for row in await session.scalars(query)]


def _known(moment: datetime | None) -> Select[RateRow]:
    query = select(RateRow)
    if moment is None:
        return query.where(RateRow.superseded_at.is_(None))
    unrevised = or_(RateRow.superseded_at.is_(None), RateRow.superseded_at > moment)
    return query.where(RateRow.recorded_at <= moment, unrevised)
