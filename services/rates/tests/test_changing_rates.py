"""What a change of rates does to time that was priced before it."""

import asyncio
import time
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text

from contracts.rates import TimePriced
from database import new_id
from rates.pricing import price_entries
from rates.store import entries, rule_book
from services.rates.tests.office import Office, billed, recorded
from testkit import ACCOUNT


async def _rates_of(office: Office, entry_id: UUID) -> list[str]:
    said = await office.said(entry_id)
    return [
        str(one.hourly_rate.amount) if isinstance(one, TimePriced) else one.reason for one in said
    ]


async def test_a_new_rate_reprices_what_it_covers_and_says_nothing_of_the_rest(
    office: Office,
) -> None:
    ours, theirs = recorded(), recorded()
    early = recorded(organization_id=ours.organization_id, work_date=date(2026, 2, 28))
    await office.sets("1000")
    await office.served.deliver(ours, theirs, early)
    await office.sets("1200", organization_id=ours.organization_id, valid_from="2026-03-01")
    assert await _rates_of(office, ours.entry_id) == ["1000.00", "1200.00"]
    assert await _rates_of(office, theirs.entry_id) == ["1000.00"]
    assert await _rates_of(office, early.entry_id) == ["1000.00"]


async def test_a_less_specific_rate_changes_nothing(office: Office) -> None:
    entry = recorded()
    await office.sets("1200", organization_id=entry.organization_id)
    await office.served.deliver(entry)
    await office.sets("1000")
    assert await _rates_of(office, entry.entry_id) == ["1200.00"]


async def test_the_first_rate_prices_what_had_none(office: Office) -> None:
    entry = recorded()
    await office.served.deliver(entry)
    await office.sets("1000")
    assert await _rates_of(office, entry.entry_id) == ["no-rate", "1000.00"]


async def test_ending_a_rate_reprices_only_the_days_after(office: Office) -> None:
    rate = await office.sets("1000", valid_to="2026-03-31")
    kept, lost = recorded(work_date=date(2026, 3, 1)), recorded(work_date=date(2026, 3, 2))
    await office.served.deliver(kept, lost)
    await office.client.patch(f"/v1/rates/{rate['id']}", json={"valid_to": "2026-03-01"})
    await office.settles()
    assert await _rates_of(office, kept.entry_id) == ["1000.00"]
    assert await _rates_of(office, lost.entry_id) == ["1000.00", "no-rate"]
    await office.client.patch(f"/v1/rates/{rate['id']}", json={"valid_to": None})
    await office.settles()
    assert await _rates_of(office, lost.entry_id) == ["1000.00", "no-rate", "1000.00"]


async def test_withdrawing_a_rate_gives_the_next_one_its_place(office: Office) -> None:
    entry = recorded()
    await office.sets("1000")
    wrong = await office.sets("9999", agent_id=entry.agent_id)
    await office.served.deliver(entry)
    await office.client.delete(f"/v1/rates/{wrong['id']}")
    await office.settles()
    assert await _rates_of(office, entry.entry_id) == ["9999.00", "1000.00"]


async def test_billed_time_is_never_repriced_and_holds_its_rate(office: Office) -> None:
    entry = recorded()
    rate = await office.sets("1000")
    await office.served.deliver(entry)
    await office.served.deliver(billed(entry))
    await office.sets("1200", organization_id=entry.organization_id)
    assert await _rates_of(office, entry.entry_id) == ["1000.00"]
    refused = await office.client.delete(f"/v1/rates/{rate['id']}")
    assert (refused.status_code, refused.json()["type"].rsplit(":")[-1]) == (409, "rate-billed")


async def test_a_late_version_of_billed_time_is_priced_as_we_thought_when_it_was_billed(
    office: Office,
) -> None:
    entry = recorded()
    await office.sets("1000")
    await office.served.deliver(entry, billed(entry))
    await office.sets("1200", organization_id=entry.organization_id)
    await office.served.deliver(entry.model_copy(update={"version": 2}))
    assert await _rates_of(office, entry.entry_id) == ["1000.00", "1000.00"]
    explained = await office.gets(f"/v1/prices/{entry.entry_id}")
    assert explained["rate"]["hourly_rate"]["amount"] == "1000.00"


async def test_a_change_done_twice_says_nothing_new(office: Office) -> None:
    entry = recorded()
    await office.served.deliver(entry)
    await office.sets("1000")
    async with office.served.database.transaction() as session:
        await session.execute(text("UPDATE task SET state = 'waiting'"))
    await office.settles()
    assert await _rates_of(office, entry.entry_id) == ["no-rate", "1000.00"]


async def test_a_message_that_read_the_old_rates_is_repriced_when_it_commits_late(
    office: Office,
) -> None:
    await office.sets("1000")
    entry, database = recorded(), office.served.database
    async with database.transaction(ACCOUNT) as message:
        await entries.record(message, entry)
        await price_entries(message, ACCOUNT, [entry.entry_id])
        money = {"amount": "1200", "currency": "DKK"}
        body = {
            "hourly_rate": money,
            "valid_from": "2026-01-01",
            "agent_id": str(entry.agent_id),
        }
        assert (await office.client.post("/v1/rates", json=body)).status_code == 201
        repricing = asyncio.create_task(office.settles())
        await office.waiting()
    await repricing
    assert await _rates_of(office, entry.entry_id) == ["1000.00", "1200.00"]


async def test_messages_of_an_account_do_not_wait_for_each_other(office: Office) -> None:
    one, other, database = recorded(), recorded(), office.served.database
    async with database.transaction(ACCOUNT) as first, database.transaction(ACCOUNT) as second:
        await entries.record(first, one)
        async with asyncio.timeout(5):
            await entries.record(second, other)


async def test_changes_of_rates_wait_for_the_change_before(office: Office) -> None:
    database = office.served.database
    async with database.transaction(ACCOUNT) as first:
        before = await rule_book.open_for_change(first, ACCOUNT)
        neighbour = new_id()
        async with database.transaction(neighbour) as elsewhere:
            assert await rule_book.open_for_change(elsewhere, neighbour) > before
        waiting = asyncio.create_task(office.sets("1000"))
        await office.waiting()
        assert not waiting.done()
    assert datetime.fromisoformat((await waiting)["recorded_at"]) > before


async def test_ten_thousand_entries_are_repriced_within_seconds(office: Office) -> None:
    async with office.served.database.transaction(ACCOUNT) as session:
        await session.execute(_MANY, {"account": ACCOUNT, "organization": new_id()})
    begun = time.monotonic()
    await office.sets("1200")
    assert time.monotonic() - begun < 15
    said = await office.said()
    assert len({one.entry_id for one in said if isinstance(one, TimePriced)}) == 10_000
    assert [one.price_version for one in said] == [1] * 10_000
    [line] = (await office.gets("/v1/costs-and-revenue"))["revenue"]
    assert line["amount"]["amount"] == "10000000.00"


_MANY = text("""
INSERT INTO time_entries (account_id, entry_id, version, live, organization_id, agent_id, work_date, seconds, billable)
SELECT :account, gen_random_uuid(), 1, true, :organization, gen_random_uuid(), date '2026-03-01' + number % 28, 3000, true
FROM generate_series(1, 10000) AS number
""")
