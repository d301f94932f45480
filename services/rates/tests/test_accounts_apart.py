"""Nothing of one account reaches another."""

import pytest
from sqlalchemy import text

from database import new_id
from rates.rules import Scope
from rates.store import rule_book
from services.rates.tests.office import Office, billed, recorded
from testkit import OTHER_ACCOUNT, Served


@pytest.fixture
async def neighbour(served: Served) -> Office:
    return Office(served, await served.as_("owner", account=OTHER_ACCOUNT))


async def test_rates_of_another_account_are_not_there(office: Office, neighbour: Office) -> None:
    rate = await office.sets("1000")
    path = f"/v1/rates/{rate['id']}"
    assert (await neighbour.gets("/v1/rates"))["items"] == []
    assert (await neighbour.client.get(path)).status_code == 404
    assert (await neighbour.client.patch(path, json={"valid_to": None})).status_code == 404
    assert (await neighbour.client.delete(path)).status_code == 404
    assert await office.gets(path) == rate


async def test_another_accounts_rates_price_nothing_here(office: Office, neighbour: Office) -> None:
    await neighbour.sets("9999")
    entry = recorded()
    await office.served.deliver(entry)
    await neighbour.sets("8888", organization_id=entry.organization_id)
    assert [getattr(one, "reason", None) for one in await office.said()] == ["no-rate"]


async def test_entries_with_the_same_id_in_two_accounts_are_two(
    office: Office, neighbour: Office
) -> None:
    ours = recorded()
    theirs = ours.model_copy(update={"account_id": OTHER_ACCOUNT, "seconds": 60})
    await office.served.deliver(ours, theirs, billed(ours))
    assert (await office.gets(f"/v1/prices/{ours.entry_id}"))["seconds"] == 3000
    explained = await neighbour.gets(f"/v1/prices/{ours.entry_id}")
    assert (explained["seconds"], explained["billed_at"]) == (60, None)


async def test_prices_and_revenue_of_another_account_are_not_there(
    office: Office, neighbour: Office
) -> None:
    entry = recorded()
    await office.sets("1000")
    await office.served.deliver(entry)
    assert (await neighbour.client.get(f"/v1/prices/{entry.entry_id}")).status_code == 404
    report = await neighbour.gets("/v1/costs-and-revenue")
    assert (report["revenue"], report["unpriced"]) == ([], [])


@pytest.mark.parametrize("table", ["rates", "time_entries", "prices"])
async def test_a_query_that_forgets_the_account_sees_nothing(office: Office, table: str) -> None:
    await office.sets("1000")
    await office.served.deliver(recorded())
    count = text(f"SELECT count(*) FROM {table}")
    async with office.served.database.transaction() as session:
        assert await session.scalar(count) == 0
    async with office.served.database.transaction(OTHER_ACCOUNT) as session:
        assert await session.scalar(count) == 0


async def test_the_code_asks_for_its_account_even_where_the_database_would_show_all(
    office: Office,
) -> None:
    await office.sets("1000")
    async with office.served.database.transaction(new_id()) as session:
        await session.execute(
            text("SELECT set_config('honorar.account', :own, true)"), {"own": str(OTHER_ACCOUNT)}
        )
        assert await rule_book.covering(session, OTHER_ACCOUNT, Scope(), None) == []
