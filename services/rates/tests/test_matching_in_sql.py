"""The statement that prices a set of entries agrees with the plain rule for one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from contracts.stored import example
from contracts.timer import (
    Membership,
    MembershipsChanged,
    OrganizationMerged,
    TimeEntryRecorded,
)
from database import Session, new_id
from database.mapping import attributes
from rates.domain.matching import Work, match, winning_rule
from rates.domain.overrides import Override
from rates.domain.rules import Rule
from rates.store import customers, memberships, overrides, prices
from rates.store.tables import CostRow, RateRow, TimeEntryRow
from services.rates.tests.factories import recorded
from services.rates.tests.strategies import (
    NOBODY,
    merged,
    overridden_works,
    rosters,
    rule_books,
    works,
)
from testkit import Served

Outcomes = dict[UUID, object]
Roster = Mapping[tuple[UUID, date], UUID]
law = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@law
@given(
    rule_books(superseded=True),
    st.lists(overridden_works, min_size=4, max_size=10),
    rosters,
    st.booleans(),
)
async def test_sql_and_the_plain_rule_choose_the_same(
    served: Served, book: list[Rule], work: list[Work], roster: Roster, merging: bool
) -> None:
    account = new_id()
    work = [_in_team(one, roster) for one in work]
    by_id = {new_id(): one for one in work}
    events = [_recorded(account, entry_id, one) for entry_id, one in by_id.items()]
    async with served.database.transaction(account) as session:
        await memberships.replace(session, _lists(account, roster))
        await prices.record(session, events)
        first = await _outcomes(session)
        await _write(session, book)
        await overrides.add(session, _overrides(by_id))
        await prices.reprice(session, list(by_id))
        second = await _outcomes(session)
        if merging:
            await customers.store(session, {UUID(int=2): _merging(account)})
            work = [merged(one) for one in work]
            await prices.reprice(session, list(by_id))
            second = await _outcomes(session)
        newer = [event.model_copy(update={"version": 2}) for event in events]
        await prices.record(session, newer)
        third = await _outcomes(session)
    assert first == {
        entry_id: _plain([], replace(one, override=None)) for entry_id, one in by_id.items()
    }
    assert second == third
    assert third == {entry_id: _plain(book, one) for entry_id, one in zip(by_id, work, strict=True)}


@law
@given(
    rule_books(superseded=True), st.lists(works, min_size=4, max_size=10), rosters, st.booleans()
)
async def test_what_time_costs_is_chosen_like_its_price_billable_or_not(
    served: Served, book: list[Rule], work: list[Work], roster: Roster, merging: bool
) -> None:
    account = new_id()
    work = [_in_team(one, roster) for one in work]
    by_id = {new_id(): one for one in work}
    events = [_recorded(account, entry_id, one) for entry_id, one in by_id.items()]
    async with served.database.transaction(account) as session:
        await memberships.replace(session, _lists(account, roster))
        await prices.record(session, events)
        await _write(session, book, CostRow)
        assert (await prices.reprice(session, list(by_id))).new == []
        if merging:
            await customers.store(session, {UUID(int=2): _merging(account)})
            work = [merged(one) for one in work]
            await prices.reprice(session, list(by_id))
        repriced = await _costs(session)
        newer = [event.model_copy(update={"version": 2}) for event in events]
        await prices.record(session, newer)
        recorded_anew = await _costs(session)
    now = [rule for rule in book if rule.superseded_at is None]
    plain = (winning_rule(now, one) for one in work)
    assert repriced == recorded_anew
    assert recorded_anew == {
        entry_id: rule and (rule.rule_id, rule.hourly_rate)
        for entry_id, rule in zip(by_id, plain, strict=True)
    }


def _merging(account: UUID) -> OrganizationMerged:
    shown = example(OrganizationMerged)
    ids = {"organization_id": UUID(int=2), "into_organization_id": UUID(int=1)}
    return shown.model_copy(update={"account_id": account, **ids})


def _plain(book: list[Rule], work: Work) -> object:
    outcome = match([rule for rule in book if rule.superseded_at is None], work)
    if isinstance(outcome, Override):
        return outcome.version, outcome.hourly_rate
    return (outcome.rule_id, outcome.hourly_rate) if isinstance(outcome, Rule) else outcome


def _overrides(work: dict[UUID, Work]) -> list[Override]:
    """What was set on the entries, and on others before and after."""
    by_entry = {entry_id: one.override for entry_id, one in work.items() if one.override}
    held = [replace(override, entry_id=entry_id) for entry_id, override in by_entry.items()]
    return [*held, *(replace(override, entry_id=new_id()) for override in held)]


def _recorded(account: UUID, entry_id: UUID, work: Work) -> TimeEntryRecorded:
    scope = work.scope
    return recorded(
        account_id=account,
        entry_id=entry_id,
        project_id=scope.project_id,
        organization_id=scope.organization_id,
        agent_id=scope.agent_id,
        service_type_id=scope.service_type_id,
        work_date=work.work_date,
        billable=work.billable,
    )


def _in_team(work: Work, roster: Roster) -> Work:
    agent_id = work.scope.agent_id or NOBODY
    team_id = roster.get((agent_id, work.work_date))
    return replace(work, scope=replace(work.scope, agent_id=agent_id, team_id=team_id))


def _lists(account: UUID, roster: Roster) -> dict[UUID, MembershipsChanged]:
    days: dict[UUID, list[Membership]] = {}
    for (agent_id, day), team_id in roster.items():
        member = Membership(team_id=team_id, first_day=day, last_day=day)
        days.setdefault(agent_id, []).append(member)
    return {
        agent_id: MembershipsChanged(
            account_id=account, version=1, agent_id=agent_id, memberships=tuple(some)
        )
        for agent_id, some in days.items()
    }


async def _write(
    session: Session, rules: list[Rule], table: type[RateRow | CostRow] = RateRow
) -> None:
    session.add_all(table(**attributes(rule), recorded_by="somebody") for rule in rules)
    await session.flush()


async def _outcomes(session: Session) -> Outcomes:
    session.expire_all()
    rows = await session.scalars(select(TimeEntryRow))
    return {
        row.entry_id: row.unpriced_reason or (row.rule_id or row.override_version, row.hourly_rate)
        for row in rows.all()
    }


async def _costs(session: Session) -> Outcomes:
    session.expire_all()
    rows = await session.scalars(select(TimeEntryRow))
    return {row.entry_id: row.cost_rule_id and (row.cost_rule_id, row.hourly_cost) for row in rows}
