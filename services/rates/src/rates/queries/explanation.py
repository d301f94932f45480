"""Why an entry has its price, what it costs the account, and what price one would have."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from database import Session
from domain_errors import NotFoundError
from rates.domain.costs import CostMatch, EntryCost, explain_cost, match_cost_of
from rates.domain.matching import Customer, Match, Work, match_candidates
from rates.domain.overrides import Override
from rates.domain.prices import Explanation, OnRecord, Price, TimeEntry, explain, explain_billed
from rates.domain.rounding import RoundingExplanation, RoundingPolicy, Together, policy_for
from rates.domain.rules import Rule
from rates.store import (
    currencies,
    customers,
    entries,
    memberships,
    overrides,
    prices,
    rates,
    rounding_policies,
)


async def explain_price(session: Session, entry_id: UUID) -> Explanation:
    """Explain an entry's price by the rules as they are, or were when it was billed. Raises `NotFoundError`."""
    entry = await _entry(session, entry_id)
    history = await prices.history(session, entry.entry_id)
    price = next((one for one in history if one.price_version == entry.price_version), None)
    as_of = entry.billed_at and (price.rules_as_of if price else entry.billed_at)
    record = await _record(session, entry, as_of, history)
    entry = replace(entry, work=replace(entry.work, override=_override(entry, record.overrides)))
    if as_of is None:
        entry = replace(entry, work=await _with_team(session, entry.work))
        rules = await rates.covering(session, entry.work, None)
        return explain(entry, rules, record)
    rules = await rates.covering(session, entry.work, as_of)
    return explain_billed(entry, rules, await _rule(session, entry, as_of), record)


async def _record(
    session: Session, entry: TimeEntry, as_of: datetime | None, history: Sequence[Price]
) -> OnRecord:
    return OnRecord(
        customer_currency=await currencies.find(session, entry.work.scope.organization_id),
        overrides=(await overrides.of(session, [entry.entry_id])).get(entry.entry_id, []),
        rounding=await _rounding(session, entry, as_of),
        history=history,
    )


def _override(entry: TimeEntry, overrides: Sequence[Override]) -> Override | None:
    """The one that is set; of billed time the one that gave the price of the invoice."""
    if entry.billed_at:
        return next((one for one in overrides if one.version == entry.override_version), None)
    return next((one for one in overrides if one.superseded_at is None), None)


async def explain_entry_cost(session: Session, entry_id: UUID) -> EntryCost:
    """Explain what an entry costs by the rules and teams as they are, billed or not. Raises `NotFoundError`."""
    entry = await _entry(session, entry_id)
    entry = replace(entry, work=await _with_team(session, entry.work))
    return explain_cost(entry, await rates.covering(session, entry.work, None, "cost"))


async def match_price(session: Session, work: Work) -> Match:
    """What an hour of some work would cost by the rules as they are, in the agent's team of the day if it names none."""
    work = await _of_customer(session, work)
    if work.scope.team_id is None:
        work = await _with_team(session, work)
    return match_candidates(await rates.covering(session, work, None), work)


async def match_cost(session: Session, work: Work) -> CostMatch:
    """What an hour of some work would cost the account, by the same work and teams as its price."""
    work = await _of_customer(session, work)
    if work.scope.team_id is None:
        work = await _with_team(session, work)
    return match_cost_of(await rates.covering(session, work, None, "cost"), work)


async def _entry(session: Session, entry_id: UUID) -> TimeEntry:
    entry = await entries.find(session, entry_id)
    if entry is None:
        raise NotFoundError("time entry")
    return replace(entry, work=await _of_customer(session, entry.work))


async def _of_customer(session: Session, work: Work) -> Work:
    """The work, for the customer who stands for its own."""
    return work.of(await customers.find(session, work.scope.organization_id))


async def _with_team(session: Session, work: Work) -> Work:
    """The work in the team in which its agent is on its day, as is known now."""
    if (agent_id := work.scope.agent_id) is None:
        return work
    teams = await memberships.teams_on(session, [(agent_id, work.work_date)])
    team_id = teams.get((agent_id, work.work_date))
    return replace(work, scope=replace(work.scope, team_id=team_id))


async def _rule(session: Session, entry: TimeEntry, as_of: datetime) -> Rule | None:
    if entry.rule_id is None:
        return None
    found = await rates.find(session, entry.rule_id, as_of)
    return found or await rates.find_last(session, entry.rule_id)


async def _rounding(
    session: Session, entry: TimeEntry, as_of: datetime | None
) -> RoundingExplanation:
    """By the policies as they are, of time that is billed by the one that was."""
    scope, day = entry.work.scope, entry.work.work_date
    alone = Together(1, entry.seconds, entry.billed_seconds)
    if scope.organization_id is None or entry.hourly_rate is None:
        return RoundingExplanation(entry.seconds, entry.billed_seconds, None, alone)
    customer = Customer(scope.organization_id, entry.work.merged)
    if as_of:
        policy = await _billed_policy(session, entry, as_of)
    else:
        holding = await rounding_policies.holding(session, customer, day)
        policy = policy_for(holding, customer, day)
    together = alone
    if policy and policy.rounding.scope == "day-work-item" and entry.work_item_id:
        together = await entries.together(session, customer, entry.work_item_id, day)
    return RoundingExplanation(entry.seconds, entry.billed_seconds, policy, together)


async def _billed_policy(
    session: Session, entry: TimeEntry, as_of: datetime
) -> RoundingPolicy | None:
    if entry.rounding_policy_id is None:
        return None
    found = await rounding_policies.find(session, entry.rounding_policy_id, as_of)
    return found or await rounding_policies.find_last(session, entry.rounding_policy_id)
