"""The statement that prices many entries says the same as the plain rule for one."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.invoicing import BilledEntry
from database import new_id
from rates.choosing import Work, price
from rates.pricing import price_entries
from rates.rules import Rule
from rates.store import entries
from rates.store.tables import rates, time_entries
from services.rates.tests.books import MOMENTS, rule_books, works
from services.rates.tests.office import recorded
from testkit import Served

Outcomes = dict[UUID, object]
law = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
some_work = st.lists(
    st.tuples(works, st.none() | st.sampled_from(MOMENTS)), min_size=4, max_size=10
)


@law
@given(rule_books(superseded=True), some_work)
async def test_sql_and_the_plain_rule_choose_the_same(
    served: Served, book: list[Rule], work: list[tuple[Work, datetime | None]]
) -> None:
    account = new_id()
    by_id = {new_id(): one for one in work}
    async with served.database.transaction(account) as session:
        for entry_id, (one, billed_at) in by_id.items():
            await _record(session, account, entry_id, one, billed_at)
        await price_entries(session, account, list(by_id))
        first = await _said(session, account)
        await _write(session, account, book)
        await price_entries(session, account, list(by_id))
        second = await _said(session, account)
    assert first == {entry_id: _plain([], *one) for entry_id, one in by_id.items()}
    assert second == {entry_id: _plain(book, *one) for entry_id, one in by_id.items()}


def _plain(book: list[Rule], work: Work, billed_at: datetime | None) -> object:
    known = [
        rule
        for rule in book
        if (rule.superseded_at is None if billed_at is None else rule.known_at(billed_at))
    ]
    outcome = price(known, work)
    return outcome.rule_id if isinstance(outcome, Rule) else outcome


async def _record(
    session: AsyncSession,
    account: UUID,
    entry_id: UUID,
    work: Work,
    billed_at: datetime | None,
) -> None:
    scope = work.scope
    agent = scope.agent_id or UUID(int=99)
    fact = recorded(
        account_id=account,
        entry_id=entry_id,
        project_id=scope.project_id,
        organization_id=scope.organization_id,
        agent_id=agent,
        service_type_id=scope.service_type_id,
        work_date=work.work_date,
        billable=work.billable,
    )
    await entries.record(session, fact)
    if billed_at is not None:
        billed = BilledEntry(entry_id=entry_id, seconds=1)
        await entries.bill(session, account, [billed], billed_at)


async def _write(session: AsyncSession, account: UUID, book: list[Rule]) -> None:
    for rule in book:
        columns = {**asdict(rule), **asdict(rule.scope)}
        del columns["scope"]
        row = {**columns, "account_id": account, "recorded_by": "somebody"}
        await session.execute(insert(rates), row)


async def _said(session: AsyncSession, account: UUID) -> Outcomes:
    rows = await session.execute(select(time_entries).where(time_entries.c.account_id == account))
    return {
        row.entry_id: row.rule_id or row.unpriced_reason or (row.billable or "not-billable")
        for row in rows
    }
