"""The rules of an account: now, and as we thought at another time."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, insert, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from rates.rules import NAMES, Rule, Scope
from rates.store.tables import rates

_NOBODY = UUID(int=0)
_CHANGE = text("""
INSERT INTO rule_books AS book (account_id, changed_at) VALUES (:account_id, clock_timestamp())
ON CONFLICT (account_id) DO UPDATE
SET changed_at = greatest(clock_timestamp(), book.changed_at + interval '1 microsecond')
RETURNING changed_at
""")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rules to list: those that name exactly these, hold on this day, as we thought at this time."""

    named: Scope
    holds_on: date | None = None
    known_at: datetime | None = None


async def open_for_change(session: AsyncSession, account_id: UUID) -> datetime:
    """Wait for other changes of the account's rules; gives this one's time, which is later than theirs.

    Parallel inserts under an exclusion constraint would otherwise end each other by deadlock.
    """
    found = await session.execute(_CHANGE, {"account_id": account_id})
    now: datetime = found.scalar_one()
    return now


async def add(session: AsyncSession, account_id: UUID, rule: Rule, subject: str) -> None:
    """Write a version of a rule; the constraint `rates_never_overlap` may refuse it."""
    await session.execute(
        insert(rates),
        {
            "account_id": account_id,
            "rule_id": rule.rule_id,
            "version": rule.version,
            **asdict(rule.scope),
            "amount": rule.amount,
            "currency": rule.currency,
            "valid_from": rule.valid_from,
            "valid_to": rule.valid_to,
            "recorded_at": rule.recorded_at,
            "recorded_by": subject,
        },
    )


async def supersede(
    session: AsyncSession, account_id: UUID, rule: Rule, now: datetime, subject: str
) -> None:
    """Note that we think so no longer."""
    await session.execute(
        update(rates)
        .where(rates.c.account_id == account_id)
        .where(rates.c.rule_id == rule.rule_id, rates.c.version == rule.version)
        .values(superseded_at=now, superseded_by=subject)
    )


async def revise(
    session: AsyncSession,
    account_id: UUID,
    old: Rule,
    valid_to: date | None,
    now: datetime,
    subject: str,
) -> Rule:
    """Put a version with another last day in the place of the old one."""
    rule = replace(old, version=old.version + 1, valid_to=valid_to, recorded_at=now)
    await supersede(session, account_id, old, now, subject)
    await add(session, account_id, rule, subject)
    return rule


async def find(
    session: AsyncSession, account_id: UUID, rule_id: UUID, known_at: datetime | None = None
) -> Rule | None:
    """Read a rule as it is, or as it was at another time."""
    query = _known(account_id, known_at).where(rates.c.rule_id == rule_id)
    row = (await session.execute(query)).first()
    return None if row is None else rule_of(row)


async def page(
    session: AsyncSession, account_id: UUID, wanted: Wanted, after: UUID | None, limit: int
) -> Sequence[Rule]:
    """List rules in order of their ids, which is that of their making."""
    query = _known(account_id, wanted.known_at).order_by(rates.c.rule_id).limit(limit)
    for name, value in asdict(wanted.named).items():
        if value is not None:
            query = query.where(rates.c[name] == value)
    if wanted.holds_on is not None:
        query = query.where(
            rates.c.valid_from <= wanted.holds_on,
            or_(rates.c.valid_to.is_(None), rates.c.valid_to >= wanted.holds_on),
        )
    if after is not None:
        query = query.where(rates.c.rule_id > after)
    return [rule_of(row) for row in await session.execute(query)]


async def covering(
    session: AsyncSession, account_id: UUID, scope: Scope, known_at: datetime | None
) -> Sequence[Rule]:
    """Read the rules that name nothing but what the scope has, whenever they hold."""
    query = _known(account_id, known_at)
    for name, value in asdict(scope).items():
        query = query.where(or_(rates.c[name].is_(None), rates.c[name] == (value or _NOBODY)))
    return [rule_of(row) for row in await session.execute(query)]


def _known(account_id: UUID, moment: datetime | None) -> Select[Any]:
    query = select(rates).where(rates.c.account_id == account_id)
    if moment is None:
        return query.where(rates.c.superseded_at.is_(None))
    unrevised = or_(rates.c.superseded_at.is_(None), rates.c.superseded_at > moment)
    return query.where(rates.c.recorded_at <= moment, unrevised)


def rule_of(row: Row[Any]) -> Rule:
    """Make the rule that a row holds."""
    return Rule(
        rule_id=row.rule_id,
        version=row.version,
        scope=Scope(**{name: getattr(row, name) for name in NAMES}),
        amount=row.amount,
        currency=row.currency,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        recorded_at=row.recorded_at,
        superseded_at=row.superseded_at,
    )
