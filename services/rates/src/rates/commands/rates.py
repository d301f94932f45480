"""Create, end and withdraw rates. What they touch is priced again soon after."""

from datetime import date
from uuid import UUID

from database import Session, new_id
from domain_errors import NotFoundError, check_version
from rates.commands.repricing import schedule_repricing
from rates.rules import NewRule, RateBilledError, Rule, check_known, days_changed
from rates.store import entries, rates, references


async def create_rate(session: Session, new: NewRule, *, by: str) -> Rule:
    """Record a new rule; the constraint `rates_never_overlap` refuses what overlaps another of its combination.

    Raises `UnknownReferenceError` when it names what is not known here.
    """
    check_known(new.scope, await references.known(session, new.scope))
    now = await rates.begin_change(session)
    rule = Rule.first(new_id(), new, now)
    await rates.add(session, rule, by)
    await schedule_repricing(session, rule.scope, rule.days)
    return rule


async def end_rate(
    session: Session, rule_id: UUID, valid_to: date | None, *, expected: int, by: str
) -> Rule:
    """Let the rule end on another day; what it was before stays on record."""
    now = await rates.begin_change(session)
    rule = await _current(session, rule_id, expected)
    if valid_to == rule.valid_to:
        return rule
    ended = rule.ended(valid_to, now)
    await rates.supersede(session, rule, now, by)
    await rates.add(session, ended, by)
    await schedule_repricing(session, ended.scope, days_changed(rule, ended))
    return ended


async def withdraw_rate(session: Session, rule_id: UUID, *, expected: int, by: str) -> None:
    """Take back a rule that should never have been. Raises `RateBilledError` when billed time was priced by it."""
    now = await rates.begin_change(session)
    rule = await _current(session, rule_id, expected)
    if await entries.any_billed_by(session, rule_id):
        raise RateBilledError
    await rates.supersede(session, rule, now, by)
    await schedule_repricing(session, rule.scope, rule.days)


async def _current(session: Session, rule_id: UUID, expected: int) -> Rule:
    rule = await rates.find(session, rule_id)
    if rule is None:
        raise NotFoundError("rate")
    check_version(expected, rule.version)
    return rule
