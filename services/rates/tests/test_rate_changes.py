"""Changes of rates over HTTP: previewed, applied as seen or refused, shown with their progress."""

import asyncio
from datetime import date
from typing import Any

import asyncpg
import pytest

from database import new_id
from rates.main import service
from rates.settings import Settings
from services.rates.tests.change_driver import (
    Changes,
    create,
    end,
    refusal,
    replace,
    withdraw,
)
from services.rates.tests.driver import Driver
from services.rates.tests.factories import billed, recorded, references
from services.rates.tests.test_merged_customers import merged
from services.rates.tests.test_team_rates import WEB, member, of
from testkit import OTHER_ACCOUNT, Served, serve

UNKNOWN = "not a preview of yours, or one of long ago"


@pytest.fixture
def changes(driver: Driver) -> Changes:
    return Changes(driver)


def _money(amount: str, currency: str = "DKK") -> dict[str, str]:
    return {"amount": amount, "currency": currency}


async def test_a_preview_tells_entries_customers_and_money_before_and_after(
    driver: Driver, changes: Changes
) -> None:
    rate = await driver.create_rate("1000")
    early, late = recorded(work_date=date(2026, 2, 27)), recorded(seconds=3000)
    invoiced = recorded(organization_id=late.organization_id)
    await driver.consume(early, late, invoiced)
    await driver.consume(billed(invoiced))
    seen = await changes.preview(replace(rate, "1200", "2026-03-01"))
    figures = seen["figures"]
    assert figures["looked_at"] == figures["changed"] == {"entries": 1, "seconds": 3000}
    assert figures["billed"] == {"entries": 1, "seconds": 3000}
    assert figures["newly_priced"] == figures["newly_unpriced"] == {"entries": 0, "seconds": 0}
    money = {"before": _money("833.33"), "after": _money("1000.00"), "true_ups": None}
    assert figures["totals"] == [{"entries": 1, "seconds": 3000, **money}]
    assert figures["customers"] == [
        {"organization_id": str(late.organization_id), "entries": 1, "seconds": 3000, **money}
    ]
    [example] = figures["examples"]
    assert example["entry_id"] == str(late.entry_id)
    assert (example["before"], example["after"]) == (_money("1000.00"), _money("1200.00"))
    [act] = seen["acts"]
    assert act["act"] == "replace"
    assert act["before"] == rate
    assert [one["valid_to"] for one in act["after"]] == ["2026-02-28", None]


async def test_a_preview_changes_nothing(driver: Driver, changes: Changes) -> None:
    rate = await driver.create_rate("1000")
    entry = recorded()
    await driver.consume(entry)
    await changes.preview(
        replace(rate, "1200", "2026-03-01"),
        create(agent_id=None, valid_from="2025-01-01", valid_to="2025-12-31"),
    )
    await driver.reprice()
    assert await driver.rates() == [rate]
    assert await driver.published_rates(entry.entry_id) == ["1000.00"]
    assert (await changes.list())["items"] == []


async def test_applying_does_what_was_previewed(driver: Driver, changes: Changes) -> None:
    rate = await driver.create_rate("1000")
    early, late = recorded(work_date=date(2026, 2, 28)), recorded(work_date=date(2026, 3, 1))
    await driver.consume(early, late)
    seen = await changes.preview(replace(rate, "1200", "2026-03-01"))
    change = await changes.apply(seen)
    assert change["figures"] == seen["figures"]
    assert [
        (one["hourly_rate"]["amount"], one["valid_from"], one["valid_to"])
        for one in await driver.rates()
    ] == [
        ("1000.00", "2026-01-01", "2026-02-28"),
        ("1200.00", "2026-03-01", None),
    ]
    assert await driver.published_rates(early.entry_id) == ["1000.00"]
    assert await driver.published_rates(late.entry_id) == ["1000.00", "1200.00"]
    assert change["acts"][0]["after"] == await driver.rates()


async def test_a_preview_tells_what_gets_a_price_and_what_loses_it(
    driver: Driver, changes: Changes
) -> None:
    rate = await driver.create_rate("1000", valid_to="2026-03-31")
    loses, gets = recorded(work_date=date(2026, 3, 20)), recorded(work_date=date(2026, 5, 4))
    elsewhere = recorded(work_date=date(2026, 7, 1))
    await driver.consume(loses, gets, elsewhere)
    euros = create("150", currency="EUR", valid_from="2026-05-01", valid_to="2026-05-31")
    seen = await changes.preview(end(rate, "2026-03-10"), euros)
    figures = seen["figures"]
    one = {"entries": 1, "seconds": 3000}
    assert figures["newly_priced"] == figures["newly_unpriced"] == one
    assert figures["changed"] == {"entries": 2, "seconds": 6000}
    assert figures["totals"] == [
        {**one, "before": _money("833.33"), "after": _money("0"), "true_ups": None},
        {**one, "before": _money("0", "EUR"), "after": _money("125.00", "EUR"), "true_ups": None},
    ]
    await changes.apply(seen)
    assert await driver.published_rates(loses.entry_id) == ["1000.00", "no-rate"]
    assert await driver.published_rates(gets.entry_id) == ["no-rate", "150.00"]
    assert await driver.published_rates(elsewhere.entry_id) == ["no-rate"]


async def test_time_that_gets_another_rate_of_the_same_amount_is_no_difference(
    driver: Driver, changes: Changes
) -> None:
    await driver.create_rate("1000")
    await driver.consume(entry := recorded())
    seen = await changes.preview(create("1000", valid_to="2025-12-31", valid_from="2025-01-01"))
    assert seen["figures"]["looked_at"]["entries"] == 0
    await driver.create_rate("1000", agent_id=entry.agent_id)
    [default, _] = await driver.rates()
    seen = await changes.preview(withdraw(default))
    assert seen["figures"]["looked_at"]["entries"] == 1
    assert seen["figures"]["changed"]["entries"] == 0


async def test_the_same_token_sent_again_answers_the_same_and_does_nothing_more(
    driver: Driver, changes: Changes
) -> None:
    seen = await changes.preview(create("1000"))
    first, second = await asyncio.gather(changes.try_to_apply(seen), changes.try_to_apply(seen))
    third = await changes.try_to_apply(seen)
    assert first.status_code == second.status_code == third.status_code == 202
    assert first.json() == second.json() == third.json()
    assert first.headers["Location"] == f"/v1/rate-changes/{seen['token']}"
    assert len(await driver.rates()) == 1


async def test_two_people_who_look_at_the_same_time_do_not_both_change(
    served: Served, driver: Driver, changes: Changes
) -> None:
    rate = await driver.create_rate("1000")
    other = Changes(Driver(served, await served.as_("owner", subject="somebody-else")))
    mine = await changes.preview(replace(rate, "1100", "2026-03-01"))
    theirs = await other.preview(replace(rate, "1200", "2026-04-01"))
    responses = await asyncio.gather(changes.try_to_apply(mine), other.try_to_apply(theirs))
    assert sorted(response.status_code for response in responses) == [202, 409]
    [refused] = [refusal(one) for one in responses if one.status_code == 409]
    assert refused == (409, "preview-outdated", {})
    assert len(await driver.rates()) == 2


async def test_a_token_is_its_person_s_own(served: Served, changes: Changes) -> None:
    seen = await changes.preview(create("1000"))
    same_account = await served.as_("owner", subject="somebody-else")
    elsewhere = await served.as_("billing", account=OTHER_ACCOUNT)
    for client in (same_account, elsewhere):
        response = await client.post("/v1/rate-changes", json={"token": seen["token"]})
        assert refusal(response)[::2] == (422, {"token": UNKNOWN})
    assert (await changes.try_to_apply(seen)).status_code == 202


async def test_a_preview_expires(changes: Changes) -> None:
    seen = await changes.preview(create("1000"))
    await _age(changes, "1 hour")
    assert refusal(await changes.try_to_apply(seen)) == (409, "preview-expired", {})
    await _age(changes, "1 day")
    await changes.preview(create("1000"))
    assert refusal(await changes.try_to_apply(seen))[::2] == (422, {"token": UNKNOWN})


async def test_what_was_applied_answers_after_its_preview_expired(changes: Changes) -> None:
    seen = await changes.preview(create("1000"))
    change = await changes.apply(seen)
    await _age(changes, "1 hour")
    assert (await changes.try_to_apply(seen)).json()["id"] == change["id"]


async def _age(changes: Changes, by: str) -> None:
    """The application's role may not change a preview."""
    older = f"made_at = made_at - interval '{by}', expires_at = expires_at - interval '{by}'"
    await changes.as_superuser(f"UPDATE rate_change_previews SET {older}")


async def _record_in_reach(driver: Driver, entry: Any) -> None:
    await driver.consume(recorded())


async def _change_in_reach(driver: Driver, entry: Any) -> None:
    await driver.consume(entry.model_copy(update={"version": 2, "seconds": 60}))


async def _bill_in_reach(driver: Driver, entry: Any) -> None:
    await driver.consume(billed(entry))


async def _change_rates(driver: Driver, entry: Any) -> None:
    await driver.create_rate("1500", agent_id=new_id())


async def _move_agent(driver: Driver, entry: Any) -> None:
    await driver.consume(member(entry.agent_id, 1, of(WEB)))


async def _merge_customer(driver: Driver, entry: Any) -> None:
    await driver.consume(merged(entry.organization_id, into=new_id()))


@pytest.mark.parametrize(
    "move",
    [
        _record_in_reach,
        _change_in_reach,
        _bill_in_reach,
        _change_rates,
        _move_agent,
        _merge_customer,
    ],
)
async def test_what_moved_since_the_preview_refuses_it(
    driver: Driver, changes: Changes, move: Any
) -> None:
    rate = await driver.create_rate("1000")
    await driver.consume(entry := recorded())
    seen = await changes.preview(replace(rate, "1200", "2026-03-01"))
    await move(driver, entry)
    before = await driver.rates()
    assert refusal(await changes.try_to_apply(seen)) == (409, "preview-outdated", {})
    assert await driver.rates() == before
    assert (await changes.list())["items"] == []
    again = await changes.preview(replace(rate, "1200", "2026-03-01"))
    assert (await changes.try_to_apply(again)).status_code == 202


async def test_a_preview_tells_that_earlier_changes_are_still_priced(
    driver: Driver, changes: Changes
) -> None:
    [done, under_way] = [
        create("1000"),
        create("900", valid_from="2025-01-01", valid_to="2025-12-31"),
    ]
    assert (await changes.preview(under_way))["figures"]["repricing"] is False
    await changes.try_to_apply(await changes.preview(done))
    assert (await changes.preview(under_way))["figures"]["repricing"] is True
    await driver.reprice()
    assert (await changes.preview(under_way))["figures"]["repricing"] is False


async def test_time_out_of_reach_may_move(driver: Driver, changes: Changes) -> None:
    rate = await driver.create_rate("1000")
    await driver.consume(entry := recorded(work_date=date(2026, 2, 1)))
    seen = await changes.preview(replace(rate, "1200", "2026-03-01"))
    await driver.consume(
        recorded(work_date=date(2026, 2, 28)), entry.model_copy(update={"version": 2})
    )
    assert (await changes.try_to_apply(seen)).status_code == 202


async def test_an_apply_that_is_killed_leaves_nothing_and_can_be_repeated(
    driver: Driver, changes: Changes
) -> None:
    rate = await driver.create_rate("1000")
    await driver.consume(entry := recorded())
    seen = await changes.preview(replace(rate, "1200", "2026-03-01"))
    holder = await asyncpg.connect(driver.served.urls.superuser)
    async with holder.transaction():
        await holder.execute("LOCK TABLE scheduled_tasks IN EXCLUSIVE MODE")
        applying = asyncio.create_task(changes.try_to_apply(seen))
        await driver.until_blocked()
        await holder.execute(_KILL)
        assert (await applying).status_code == 503
    await holder.close()
    assert await driver.rates() == [rate]
    assert (await changes.list())["items"] == []
    change = await changes.apply(seen)
    assert await driver.published_rates(entry.entry_id) == ["1000.00", "1200.00"]
    assert change["id"] == seen["token"]


_KILL = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


async def test_progress_counts_entries_until_all_are_done() -> None:
    async with serve(service, Settings, reprice_chunk=10) as small_chunks:
        driver = Driver(small_chunks, await small_chunks.as_("billing"))
        changes = Changes(driver)
        rate = await driver.create_rate("1000")
        time = [recorded(work_date=date(2026, 3, 1 + number % 3)) for number in range(25)]
        await driver.consume(*time)
        seen = await changes.preview(replace(rate, "1200", "2026-03-02"))
        change = (await changes.try_to_apply(seen)).json()
        assert change["progress"] == {
            "entries": 16,
            "entries_done": 0,
            "prices_changed": 0,
            "finished_at": None,
        }
        await small_chunks.run_due()
        assert (await changes.read(change))["progress"]["entries_done"] == 10
        await driver.reprice()
        progress = (await changes.read(change))["progress"]
        assert (progress["entries_done"], progress["prices_changed"]) == (16, 16)
        assert progress["finished_at"] is not None


async def test_changes_are_listed_newest_first_with_what_they_did(
    driver: Driver, changes: Changes
) -> None:
    agents = [new_id() for _ in range(4)]
    for agent in agents:
        await driver.consume(*references(agent_id=agent))
    first = await changes.change(create("1000"))
    second = await changes.change(*(create("1100", agent_id=agent) for agent in agents))
    page = await changes.list(limit="1")
    assert [one["id"] for one in page["items"]] == [second["id"]]
    assert (page["items"][0]["acts_total"], len(page["items"][0]["acts"])) == (4, 3)
    rest = await changes.list(limit="1", cursor=page["next_cursor"])
    assert [one["id"] for one in rest["items"]] == [first["id"]]
    assert len((await changes.read(second))["acts"]) == 4
    assert second["applied_by"] == first["applied_by"] != ""
