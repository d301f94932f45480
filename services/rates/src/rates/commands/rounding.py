"""Create, end and withdraw rounding policies. What they round and is not billed is priced again soon after."""

from datetime import date
from uuid import UUID

from database import Session, new_id
from domain_errors import NotFoundError, check_version
from rates.commands.repricing import schedule_repricing
from rates.domain.rounding import (
    NewRoundingPolicy,
    Rounding,
    RoundingBilledError,
    RoundingPolicy,
)
from rates.domain.rules import ONE_DAY, Scope, check_known, check_replaced, days_changed
from rates.store import entries, rates, references, rounding_policies


async def create_policy(session: Session, new: NewRoundingPolicy, *, by: str) -> RoundingPolicy:
    """Record a new policy; the constraint `rounding_policies_never_overlap` refuses what overlaps another of the customer.

    Raises `UnknownReferenceError` for a customer who is not known here, `InvalidInputError` for what cannot round.
    """
    scope = Scope(organization_id=new.organization_id)
    check_known(scope, await references.known(session, scope))
    now = await rates.begin_change(session)
    policy = RoundingPolicy.first(new_id(), new, now)
    await rounding_policies.add(session, policy, by)
    await schedule_repricing(session, (scope, policy.days))
    return policy


async def end_policy(
    session: Session, policy_id: UUID, valid_to: date | None, *, expected: int, by: str
) -> RoundingPolicy:
    """Let the policy end on another day; what it was before stays on record."""
    now = await rates.begin_change(session)
    policy = await _current(session, policy_id, expected)
    if valid_to == policy.valid_to:
        return policy
    ended = policy.ended(valid_to, now)
    await rounding_policies.supersede(session, policy, now, by)
    await rounding_policies.add(session, ended, by)
    await schedule_repricing(session, (_scope(ended), days_changed(policy, ended)))
    return ended


async def replace_policy(
    session: Session,
    policy_id: UUID,
    rounding: Rounding,
    valid_from: date,
    *,
    expected: int,
    by: str,
) -> RoundingPolicy:
    """Round otherwise from a day on: the policy ends the day before, and another of the same customer takes its days.

    From its own first day on it is withdrawn. Asked for what holds already, it changes nothing. Raises
    `RoundingBilledError` when it would be withdrawn and time was billed as it rounds.
    """
    now = await rates.begin_change(session)
    policy = await _current(session, policy_id, expected)
    new = NewRoundingPolicy(policy.organization_id, rounding, valid_from, policy.valid_to)
    check_replaced(policy, valid_from, "policy")
    after = RoundingPolicy.first(new_id(), new, now)
    if rounding == policy.rounding:
        return policy
    await rounding_policies.supersede(session, policy, now, by)
    if valid_from > policy.valid_from:
        await rounding_policies.add(session, policy.ended(valid_from - ONE_DAY, now), by)
    elif await entries.any_billed_as_rounded(session, policy_id):
        raise RoundingBilledError
    await rounding_policies.add(session, after, by)
    await schedule_repricing(session, (_scope(after), after.days))
    return after


async def withdraw_policy(session: Session, policy_id: UUID, *, expected: int, by: str) -> None:
    """Take back a policy that should never have been. Raises `RoundingBilledError` when time was billed as it rounds."""
    now = await rates.begin_change(session)
    policy = await _current(session, policy_id, expected)
    if await entries.any_billed_as_rounded(session, policy_id):
        raise RoundingBilledError
    await rounding_policies.supersede(session, policy, now, by)
    await schedule_repricing(session, (_scope(policy), policy.days))


def _scope(policy: RoundingPolicy) -> Scope:
    return Scope(organization_id=policy.organization_id)


async def _current(session: Session, policy_id: UUID, expected: int) -> RoundingPolicy:
    policy = await rounding_policies.find(session, policy_id)
    if policy is None:
        raise NotFoundError("rounding policy")
    check_version(expected, policy.version)
    return policy
