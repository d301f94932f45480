"""Set, end and withdraw rates. What they touch is re-priced soon after."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

import web
from database import new_id
from rates import repricing
from rates.currencies import padded
from rates.rules import Rule, Scope
from rates.store import entries, rule_book


@dataclass(frozen=True, slots=True)
class NewRate:
    """What a caller wants an hour to cost. Both dates are included."""

    scope: Scope
    amount: Decimal
    currency: str
    valid_from: date
    valid_to: date | None = None


async def set_rate(session: AsyncSession, caller: web.Caller, new: NewRate) -> Rule:
    """Record a new rule."""
    now = await rule_book.open_for_change(session, caller.account_id)
    rule = Rule(
        rule_id=new_id(),
        version=1,
        scope=new.scope,
        amount=padded(new.amount, new.currency),
        currency=new.currency,
        valid_from=new.valid_from,
        valid_to=new.valid_to,
        recorded_at=now,
    )
    await rule_book.add(session, caller.account_id, rule, caller.subject)
    await repricing.schedule(session, caller.account_id, rule.scope, rule.valid_from, rule.valid_to)
    return rule


async def end_rate(
    session: AsyncSession,
    caller: web.Caller,
    rule_id: UUID,
    valid_to: date | None,
    expected: int | None,
) -> Rule:
    """Let the rule end on another day; what it was before stays on record."""
    now = await rule_book.open_for_change(session, caller.account_id)
    old = await _current(session, caller.account_id, rule_id, expected)
    if valid_to == old.valid_to:
        return old
    if valid_to is not None and valid_to < old.valid_from:
        raise web.invalid("valid_to", f"must not be before valid_from, {old.valid_from}")
    rule = await rule_book.revise(session, caller.account_id, old, valid_to, now, caller.subject)
    await repricing.schedule(
        session, caller.account_id, rule.scope, *_days_between(old.valid_to, valid_to)
    )
    return rule


async def withdraw_rate(
    session: AsyncSession, caller: web.Caller, rule_id: UUID, expected: int | None
) -> None:
    """Take back a rule that should never have been; refused when billed time was priced by it."""
    now = await rule_book.open_for_change(session, caller.account_id)
    rule = await _current(session, caller.account_id, rule_id, expected)
    if await entries.any_billed_by(session, caller.account_id, rule_id):
        raise web.ProblemError(
            409,
            "rate-billed",
            "Time was billed at this rate; end it instead",
            detail="PATCH it with the last day on which it holds",
        )
    await rule_book.supersede(session, caller.account_id, rule, now, caller.subject)
    await repricing.schedule(session, caller.account_id, rule.scope, rule.valid_from, rule.valid_to)


async def _current(
    session: AsyncSession, account_id: UUID, rule_id: UUID, expected: int | None
) -> Rule:
    rule = await rule_book.find(session, account_id, rule_id)
    if rule is None:
        raise web.not_found("rate")
    web.check_version(expected, rule.version)
    return rule


def _days_between(one: date | None, other: date | None) -> tuple[date, date | None]:
    """From the earlier of two different last days to the later; None: for ever."""
    ends = sorted(end for end in (one, other) if end is not None)
    return ends[0], ends[1] if len(ends) == 2 else None
