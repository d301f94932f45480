"""The statement that prices many entries agrees with the plain rule for one."""

from datetime import datetime
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from contracts.invoicing import BilledEntry
from database import Session, new_id
from database.mapping import attributes
from rates.commands.pricing import price_entries
from rates.matching import Work, match
from rates.rules import Rule
from rates.store import entries
from rates.store.tables import RateRow, TimeEntryRow
from services.rates.tests.factories import recorded
from services.rates.tests.strategies import MOMENTS, rule_books, works
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
        await price_entries(session, list(by_id))
        first = await _outcomes(session)
        await _write(session, book)
        await price_entries(session, list(by_id))
        second = await _outcomes(session)
    assert first == {entry_id: _plain([], *one) for entry_id, one in by_id.items()}
    assert second == {entry_id: _plain(book, *one) for entry_id, one in by_id.items()}


def _plain(book: list[Rule], work: Work, billed_at: datetime | None) -> object:
    known = [
        rule
        for rule in book
        if (rule.superseded_at is None if billed_at is None else rule.known_at(billed_at))
    ]
    outcome = match(known, work)
    return outcome.rule_id if isinstance(outcome, Rule) else outcome


async def _record(
    session: Session,
    account: UUID,
    entry_id: UUID,
    work: Work,
    billed_at: datetime | None,
) -> None:
    scope = work.scope
    agent = scope.agent_id or UUID(int=99)
    event = recorded(
        account_id=account,
        entry_id=entry_id,
        project_id=scope.project_id,
        organization_id=scope.organization_id,
        agent_id=agent,
        service_type_id=scope.service_type_id,
        work_date=work.work_date,
        billable=work.billable,
    )
    await entries.record(session, event)
    if billed_at is not None:
        billed = BilledEntry(entry_id=entry_id, seconds=1)
        await entries.bill(session, [billed], billed_at)


async def _write(session: Session, rules: list[Rule]) -> None:
    session.add_all(RateRow(**attributes(rule), recorded_by="somebody") for rule in rules)
    await session.flush()


async def _outcomes(session: Session) -> Outcomes:
    rows = await session.scalars(select(TimeEntryRow))
    return {
        row.entry_id: row.rule_id or row.unpriced_reason or (row.billable or "not-billable")
        for row in rows.all()
    }
