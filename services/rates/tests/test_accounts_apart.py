"""Nothing of one account reaches another."""

import pytest
from sqlalchemy import text

from services.rates.tests.agreement_driver import PATH, Agreements, charged
from services.rates.tests.driver import Driver
from services.rates.tests.factories import billed, recorded
from testkit import OTHER_ACCOUNT, Served


@pytest.fixture
async def other_account(served: Served) -> Driver:
    return Driver(served, await served.as_("owner", account=OTHER_ACCOUNT), OTHER_ACCOUNT)


async def test_rates_of_another_account_are_not_there(
    driver: Driver, other_account: Driver
) -> None:
    rate = await driver.create_rate("1000")
    path = f"/v1/rates/{rate['id']}"
    assert await other_account.rates() == []
    assert (await other_account.client.get(path)).status_code == 404
    assert (await other_account.try_to_end(path, None)).status_code == 404
    assert (await other_account.try_to_withdraw(path)).status_code == 404
    assert await driver.get(path) == rate


async def test_another_accounts_rates_price_nothing_here(
    driver: Driver, other_account: Driver
) -> None:
    await other_account.create_rate("9999")
    entry = recorded()
    await driver.consume(entry)
    await other_account.create_rate("8888", organization_id=entry.organization_id)
    assert [getattr(one, "reason", None) for one in await driver.published()] == ["no-rate"]


async def test_entries_with_the_same_id_in_two_accounts_are_two(
    driver: Driver, other_account: Driver
) -> None:
    ours = recorded()
    theirs = ours.model_copy(update={"account_id": OTHER_ACCOUNT, "seconds": 60})
    await driver.consume(ours, theirs, billed(ours))
    assert (await driver.price(ours.entry_id))["seconds"] == 3000
    explained = await other_account.price(ours.entry_id)
    assert (explained["seconds"], explained["billed_at"]) == (60, None)


async def test_prices_and_revenue_of_another_account_are_not_there(
    driver: Driver, other_account: Driver
) -> None:
    entry = recorded()
    await driver.create_rate("1000")
    await driver.consume(entry)
    assert (await other_account.client.get(f"/v1/prices/{entry.entry_id}")).status_code == 404
    report = await other_account.get("/v1/costs-and-revenue")
    assert (report["revenue"], report["unpriced"]) == ([], [])


async def test_time_without_a_price_of_another_account_is_not_listed(
    driver: Driver, other_account: Driver
) -> None:
    await driver.consume(recorded())
    assert len((await driver.get("/v1/unpriced-entries"))["items"]) == 1
    assert (await other_account.get("/v1/unpriced-entries"))["items"] == []


@pytest.mark.parametrize("table", ["rates", "costs", "time_entries", "prices"])
async def test_a_query_that_forgets_the_account_sees_nothing(driver: Driver, table: str) -> None:
    await driver.create_rate("1000")
    await Driver(driver.served, await driver.served.as_("owner")).create_cost("500")
    await driver.consume(recorded())
    count = text(f"SELECT count(*) FROM {table}")
    async with driver.served.database.transaction() as session:
        assert await session.scalar(count) == 0
    async with driver.served.database.transaction(OTHER_ACCOUNT) as session:
        assert await session.scalar(count) == 0


async def test_agreements_of_another_account_are_not_there(served: Served) -> None:
    ours = Agreements(Driver(served, await served.as_("owner")))
    somebody = await served.as_("owner", account=OTHER_ACCOUNT)
    theirs = Agreements(Driver(served, somebody, OTHER_ACCOUNT))
    made = await ours.create()
    invoice = charged(*await ours.charges(made))
    elsewhere = invoice.model_copy(update={"account_id": OTHER_ACCOUNT})
    await theirs.driver.consume(elsewhere)
    path = f"{PATH}/{made['id']}"
    assert (await theirs.driver.get(PATH))["items"] == []
    for part in ("", "/ledger", "/ledger.csv", "/balance", "/months/2026-01-01/time"):
        assert (await somebody.get(path + part)).status_code == 404
    assert (await theirs.try_to_end(made, "2026-06-30")).status_code == 404
    assert (await theirs.try_to_withdraw(made)).status_code == 404
    assert (await theirs.try_to_post(made, "renew")).status_code == 404
    assert await ours.read(made) == made


async def test_another_accounts_agreements_cover_nothing_here(served: Served) -> None:
    ours = Agreements(Driver(served, await served.as_("owner")))
    somebody = await served.as_("owner", account=OTHER_ACCOUNT)
    theirs = Agreements(Driver(served, somebody, OTHER_ACCOUNT))
    await ours.driver.create_rate("900")
    made = await theirs.create()
    work = recorded(organization_id=made["organization_id"])
    await ours.driver.consume(work)
    assert await ours.driver.published_treatments(work.entry_id) == ["hourly"]
