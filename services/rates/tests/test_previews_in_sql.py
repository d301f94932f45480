"""What a preview says is what re-pricing then does, whatever the rules, the change and the time."""

from collections import Counter
from datetime import UTC, datetime
from uuid import UUID

from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import select

from database import Session, new_id
from money import Money
from rates.domain.changes import plan
from rates.domain.matching import Work
from rates.domain.previews import Repriced
from rates.domain.rules import Rule
from rates.store import customers, memberships, prices, proposed, rates
from rates.store.proposed import Proposal
from rates.store.tables import TimeEntryRow
from services.rates.tests.strategies import acts_on, rosters, rule_books, works
from services.rates.tests.test_matching_in_sql import (
    Roster,
    _in_team,
    _lists,
    _merging,
    _recorded,
    _write,
    law,
)
from testkit import Served

NOW = datetime(2026, 4, 1, tzinfo=UTC)
Hours = Counter[tuple[UUID | None, Money | None, Money | None]]
"""Seconds by customer, and by price of an hour before and after."""


@law
@given(
    st.data(),
    rule_books(),
    st.lists(works, min_size=4, max_size=10),
    rosters,
    st.booleans(),
    st.booleans(),
)
async def test_a_preview_says_what_re_pricing_does(
    served: Served,
    data: st.DataObject,
    book: list[Rule],
    work: list[Work],
    roster: Roster,
    merging: bool,
    rounds: bool,
) -> None:
    done = plan(data.draw(acts_on(book)), book, NOW)
    assume(not done.errors)
    account = new_id()
    events = [_recorded(account, new_id(), _in_team(one, roster)) for one in work]
    async with served.database.transaction(account) as session:
        await memberships.replace(session, _lists(account, roster))
        if merging:
            await customers.store(session, {UUID(int=2): _merging(account)})
        await _write(session, book)
        await prices.record(session, events)
        before = await _prices(session)
        proposal = Proposal("rate", done.regions, done.superseded, done.added)
        seen = await proposed.alike(session, proposal, rounds=rounds)
        assert await _prices(session) == before
        await rates.replace_all(session, done.superseded, done.added, NOW, "somebody")
        await prices.reprice(session, [event.entry_id for event in events])
        after = await _prices(session)
        again = await proposed.alike(session, Proposal("rate", done.regions, [], []), rounds=rounds)
    assert again == []
    assert _previewed(seen) == _repriced(before, after, merging=merging)


Prices = dict[UUID, tuple[UUID | None, int, Money | None]]


async def _prices(session: Session) -> Prices:
    """Customer, seconds and price of an hour by entry."""
    session.expire_all()
    rows = (await session.scalars(select(TimeEntryRow))).all()
    return {
        row.entry_id: (
            row.organization_id,
            row.seconds or 0,
            Money(row.amount, row.currency) if row.amount is not None and row.currency else None,
        )
        for row in rows
    }


def _repriced(before: Prices, after: Prices, *, merging: bool) -> Hours:
    hours: Hours = Counter()
    for entry_id, (organization_id, seconds, price) in before.items():
        if price != after[entry_id][2]:
            assert organization_id is not None
            payer = UUID(int=1) if merging else organization_id
            hours[payer, price, after[entry_id][2]] += seconds
    return hours


def _previewed(repriced: list[Repriced]) -> Hours:
    hours: Hours = Counter()
    for one in repriced:
        hours[one.organization_id, one.before, one.after] += one.seconds
    return hours
