"""Create, end and withdraw rules, rates or costs. What they touch is valued again soon after."""

from datetime import date
from uuid import UUID

from database import Session, new_id
from domain_errors import NotFoundError, check_version
from money import Money
from rates.commands.repricing import schedule_repricing
from rates.domain.rules import (
    ONE_DAY,
    Days,
    NewRule,
    RateBilledError,
    Rule,
    RuleKind,
    check_known,
    check_replaced,
    days_changed,
)
from rates.store import entries, rates, references


async def create_rule(session: Session, new: NewRule, *, by: str, kind: RuleKind = "rate") -> Rule:
    """Record a new rule; a constraint of its table refuses what overlaps another of its combination.

    Raises `UnknownReferenceError` when it names what is not known here.
    """
    check_known(new.scope, await references.known(session, new.scope))
    now = await rates.begin_change(session)
    rule = Rule.first(new_id(), new, now)
    await rates.add(session, rule, by, kind)
    await _reprice(session, rule, rule.days, kind)
    return rule


async def end_rule(
    session: Session,
    rule_id: UUID,
    valid_to: date | None,
    *,
    expected: int,
    by: str,
    kind: RuleKind = "rate",
) -> Rule:
    """Let the rule end on another day; what it was before stays on record."""
    now = await rates.begin_change(session)
    rule = await _current(session, rule_id, expected, kind)
    if valid_to == rule.valid_to:
        return rule
    ended = rule.ended(valid_to, now)
    await rates.supersede(session, rule, now, by, kind)
    await rates.add(session, ended, by, kind)
    await _reprice(session, ended, days_changed(rule, ended), kind)
    return ended


async def replace_rule(
    session: Session,
    rule_id: UUID,
    hourly: Money,
    valid_from: date,
    *,
    expected: int,
    by: str,
    kind: RuleKind,
) -> Rule:
    """Another amount from a day on: the rule ends the day before, and a new one of its scope takes its days.

    From its own first day on it is withdrawn. The same amount changes nothing.
    """
    now = await rates.begin_change(session)
    rule = await _current(session, rule_id, expected, kind)
    check_replaced(rule, valid_from, kind)
    after = Rule.first(new_id(), NewRule(rule.scope, hourly, valid_from, rule.valid_to), now)
    if after.hourly_rate == rule.hourly_rate:
        return rule
    kept = [rule.ended(valid_from - ONE_DAY, now)] if valid_from > rule.valid_from else []
    if not kept and kind == "rate" and await entries.any_billed_by(session, rule_id):
        raise RateBilledError
    await rates.replace_all(session, [rule], [*kept, after], now, by, kind)
    await _reprice(session, after, after.days, kind)
    return after


async def withdraw_rule(
    session: Session, rule_id: UUID, *, expected: int, by: str, kind: RuleKind = "rate"
) -> None:
    """Take back a rule that should never have been. Raises `RateBilledError` when billed time was priced by it.

    No invoice holds what time costs, so a cost can always be withdrawn.
    """
    now = await rates.begin_change(session)
    rule = await _current(session, rule_id, expected, kind)
    if kind == "rate" and await entries.any_billed_by(session, rule_id):
        raise RateBilledError
    await rates.supersede(session, rule, now, by, kind)
    await _reprice(session, rule, rule.days, kind)


async def _reprice(session: Session, rule: Rule, days: Days, kind: RuleKind) -> None:
    await schedule_repricing(session, (rule.scope, days), billed=kind == "cost")


async def _current(session: Session, rule_id: UUID, expected: int, kind: RuleKind) -> Rule:
    rule = await rates.find(session, rule_id, kind=kind)
    if rule is None:
        raise NotFoundError(kind)
    check_version(expected, rule.version)
    return rule
