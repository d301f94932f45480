"""The statement that prices a set of entries agrees with the plain rule for one."""

from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from contracts.timer import TimeEntryRecorded
from database import Session, new_id
from database.mapping import attributes
from rates.matching import Work, match
from rates.rules import Rule
from rates.store import prices
from rates.store.tables import RateRow, TimeEntryRow
from services.rates.tests.factories import recorded
from services.rates.tests.strategies import rule_books, works
from testkit import Served

Outcomes = dict[UUID, object]
law = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@law
@given(rule_books(superseded=True), st.lists(works, min_size=4, max_size=10))
async def test_sql_and_the_plain_rule_choose_the_same(
    served: Served, book: list[Rule], work: list[Work]
) -> None:
    account = new_id()
    by_id = {new_id(): one for one in work}
    events = [_recorded(account, entry_id, one) for entry_id, one in by_id.items()]
    async with served.database.transaction(account) as session:
        await prices.record(session, events)
        first = await _outcomes(session)
        await _write(session, book)
        await prices.reprice(session, list(by_id))
        second = await _outcomes(session)
        newer = [event.model_copy(update={"version": 2}) for event in events]
        await prices.record(session, newer)
        third = await _outcomes(session)
    assert first == {entry_id: _plain([], one) for entry_id, one in by_id.items()}
    assert second == third == {entry_id: _plain(book, one) for entry_id, one in by_id.items()}


def _plain(book: list[Rule], work: Work) -> object:
    outcome = match([rule for rule in book if rule.superseded_at is None], work)
    return outcome.rule_id if isinstance(outcome, Rule) else outcome


def _recorded(account: UUID, entry_id: UUID, work: Work) -> TimeEntryRecorded:
    scope = work.scope
    return recorded(
        account_id=account,
        entry_id=entry_id,
        project_id=scope.project_id,
        organization_id=scope.organization_id,
        agent_id=scope.agent_id or UUID(int=99),
        service_type_id=scope.service_type_id,
        work_date=work.work_date,
        billable=work.billable,
    )


async def _write(session: Session, rules: list[Rule]) -> None:
    session.add_all(RateRow(**attributes(rule), recorded_by="somebody") for rule in rules)
    await session.flush()


async def _outcomes(session: Session) -> Outcomes:
    session.expire_all()
    rows = await session.scalars(select(TimeEntryRow))
    return {row.entry_id: row.rule_id or row.unpriced_reason for row in rows.all()}
