"""What a change of rates does to time that was priced before it."""

import asyncio
from datetime import date, datetime

from sqlalchemy import text

from contracts.rates import TimePriced
from database import new_id
from rates.commands.pricing import record_time
from rates.main import service
from rates.settings import Settings
from rates.store import rates
from services.rates.tests.driver import Driver
from services.rates.tests.factories import billed, recorded, references
from testkit import ACCOUNT, serve


async def test_a_new_rate_reprices_what_it_covers_and_publishes_nothing_for_the_rest(
    driver: Driver,
) -> None:
    ours, theirs = recorded(), recorded()
    early = recorded(organization_id=ours.organization_id, work_date=date(2026, 2, 28))
    await driver.create_rate("1000")
    await driver.consume(ours, theirs, early)
    await driver.create_rate("1200", organization_id=ours.organization_id, valid_from="2026-03-01")
    assert await driver.published_rates(ours.entry_id) == ["1000.00", "1200.00"]
    assert await driver.published_rates(theirs.entry_id) == ["1000.00"]
    assert await driver.published_rates(early.entry_id) == ["1000.00"]


async def test_a_less_specific_rate_changes_nothing(driver: Driver) -> None:
    entry = recorded()
    await driver.create_rate("1200", organization_id=entry.organization_id)
    await driver.consume(entry)
    await driver.create_rate("1000")
    assert await driver.published_rates(entry.entry_id) == ["1200.00"]


async def test_what_comes_out_as_it_was_is_neither_written_nor_locked(driver: Driver) -> None:
    ours, theirs = recorded(), recorded()
    await driver.create_rate("1200", organization_id=ours.organization_id)
    await driver.consume(ours, theirs)
    await driver.create_rate("1000")
    async with driver.served.database.transaction(ACCOUNT) as session:
        touched = text("SELECT entry_id FROM time_entries WHERE xmax <> 0 OR price_version > 1")
        assert list(await session.scalars(touched)) == [theirs.entry_id]


async def test_the_first_rate_prices_what_had_none(driver: Driver) -> None:
    entry = recorded()
    await driver.consume(entry)
    await driver.create_rate("1000")
    assert await driver.published_rates(entry.entry_id) == ["no-rate", "1000.00"]


async def test_ending_a_rate_reprices_only_the_days_after(driver: Driver) -> None:
    rate = await driver.create_rate("1000", valid_to="2026-03-31")
    kept, lost = recorded(work_date=date(2026, 3, 1)), recorded(work_date=date(2026, 3, 2))
    await driver.consume(kept, lost)
    ended = await driver.end_rate(rate, "2026-03-01")
    assert await driver.published_rates(kept.entry_id) == ["1000.00"]
    assert await driver.published_rates(lost.entry_id) == ["1000.00", "no-rate"]
    await driver.end_rate(ended, None)
    assert await driver.published_rates(lost.entry_id) == ["1000.00", "no-rate", "1000.00"]


async def test_withdrawing_a_rate_gives_the_next_one_its_place(driver: Driver) -> None:
    entry = recorded()
    await driver.create_rate("1000")
    wrong = await driver.create_rate("9999", agent_id=entry.agent_id)
    await driver.consume(entry)
    await driver.withdraw_rate(wrong)
    assert await driver.published_rates(entry.entry_id) == ["9999.00", "1000.00"]


async def test_billed_time_is_never_repriced_and_holds_its_rate(driver: Driver) -> None:
    entry = recorded()
    rate = await driver.create_rate("1000")
    await driver.consume(entry)
    await driver.consume(billed(entry))
    await driver.create_rate("1200", organization_id=entry.organization_id)
    assert await driver.published_rates(entry.entry_id) == ["1000.00"]
    refused = await driver.try_to_withdraw(f"/v1/rates/{rate['id']}")
    assert (refused.status_code, refused.json()["type"].rsplit(":")[-1]) == (409, "rate-billed")


async def test_a_late_version_of_billed_time_changes_nothing_of_its_price(driver: Driver) -> None:
    entry = recorded()
    await driver.create_rate("1000")
    await driver.consume(entry)
    await driver.consume(billed(entry))
    await driver.create_rate("1200", organization_id=entry.organization_id)
    await driver.consume(entry.model_copy(update={"version": 2}))
    assert await driver.published_rates(entry.entry_id) == ["1000.00"]
    explained = await driver.price(entry.entry_id)
    assert explained["entry_version"] == 2
    assert explained["rate"]["hourly_rate"]["amount"] == "1000.00"


async def test_a_change_done_twice_publishes_nothing_new(driver: Driver) -> None:
    entry = recorded()
    await driver.consume(entry)
    await driver.create_rate("1000")
    async with driver.served.database.transaction(ACCOUNT) as session:
        await session.execute(text("UPDATE scheduled_tasks SET state = 'waiting'"))
    await driver.reprice()
    assert await driver.published_rates(entry.entry_id) == ["no-rate", "1000.00"]


async def test_a_message_that_read_the_old_rates_is_repriced_when_it_commits_late(
    driver: Driver,
) -> None:
    await driver.create_rate("1000")
    entry, database = recorded(), driver.served.database
    async with database.transaction(ACCOUNT) as message:
        await record_time(message, [entry])
        await driver.consume(*references(agent_id=entry.agent_id))
        money = {"amount": "1200", "currency": "DKK"}
        body = {
            "hourly_rate": money,
            "valid_from": "2026-01-01",
            "agent_id": str(entry.agent_id),
        }
        assert (await driver.client.post("/v1/rates", json=body)).status_code == 201
        repricing = asyncio.create_task(driver.reprice())
        await driver.until_blocked()
    await repricing
    assert await driver.published_rates(entry.entry_id) == ["1000.00", "1200.00"]


async def test_messages_of_an_account_do_not_wait_for_each_other(driver: Driver) -> None:
    one, other, database = recorded(), recorded(), driver.served.database
    async with database.transaction(ACCOUNT) as first, database.transaction(ACCOUNT) as second:
        await record_time(first, [one])
        async with asyncio.timeout(60):
            await record_time(second, [other])


async def test_changes_of_rates_wait_for_the_change_before(driver: Driver) -> None:
    database = driver.served.database
    async with database.transaction(ACCOUNT) as first:
        before = await rates.begin_change(first)
        other_account = new_id()
        async with database.transaction(other_account) as elsewhere:
            assert await rates.begin_change(elsewhere) > before
        waiting = asyncio.create_task(driver.create_rate("1000"))
        await driver.until_blocked()
        assert not waiting.done()
    assert datetime.fromisoformat((await waiting)["recorded_at"]) > before


async def test_a_change_is_worked_off_in_chunks_that_price_each_entry_once() -> None:
    async with serve(service, Settings, reprice_chunk=10) as small_chunks:
        driver = Driver(small_chunks, await small_chunks.as_("billing"))
        entries = [recorded(work_date=date(2026, 3, 1 + number % 3)) for number in range(45)]
        await driver.consume(*entries)
        await driver.create_rate("1200")
        priced = [one for one in await driver.published() if isinstance(one, TimePriced)]
        assert sorted(one.entry_id for one in priced) == sorted(one.entry_id for one in entries)
        assert {one.version for one in priced} == {2}
