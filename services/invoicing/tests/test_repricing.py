"""Drafts follow the prices of their time until they are issued, and show what that changed."""

import asyncio
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import text

from contracts.rates import TimePriced
from contracts.timer import ApprovedEntry
from database import new_id
from services.invoicing.tests.agreement_driver import agreed, covered, lines_of, sums
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.test_moving import line_id, move, other_draft, version
from services.invoicing.tests.test_prices_of_billed_time import blocked, half_billed
from services.invoicing.tests.test_write_offs import off_the_line
from testkit import count_statements, until


def dearer(
    driver: Driver, made: ApprovedEntry, rate: str = "1500.00", version: int = 2
) -> TimePriced:
    return driver.events.price(made, rate, version=version)


async def priced(driver: Driver, *prices: TimePriced) -> None:
    """Let prices come, twice."""
    records = await driver.served.consume(*prices)
    await driver.served.process(records)
    await driver.invariants_hold()


async def read(driver: Driver, draft: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = await driver.read(f"invoices/{draft['id']}")
    return found


async def charged(driver: Driver, draft: dict[str, Any]) -> list[tuple[int, str, str]]:
    """Seconds, rates and amounts of the lines."""
    lines = (await read(driver, draft))["lines"]
    return [
        (line["seconds"], line["hourly_rate"]["amount"], line["amount"]["amount"]) for line in lines
    ]


async def changes(driver: Driver, draft: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await driver.read(f"invoices/{draft['id']}/repriced-time"))[
        "items"
    ]
    return found


async def lost(driver: Driver, draft: dict[str, Any]) -> list[tuple[int, str]]:
    items = (await driver.read(f"invoices/{draft['id']}/lost-time"))["items"]
    return [(one["seconds"], one["reason"]) for one in items]


async def hours_at_1000(driver: Driver, count: int) -> list[ApprovedEntry]:
    return [await driver.worked(3600, "1000.00") for _ in range(count)]


async def test_a_line_whose_price_changed_as_a_whole_stays_and_costs_that(driver: Driver) -> None:
    made = await driver.worked(3600, "1000.00")
    draft = await driver.draft()
    path = f"/v1/invoices/{draft['id']}/lines/{line_id(draft, 0)}"
    await driver.client.patch(path, json={"description": "As agreed"})
    before = await version(driver, draft)
    await priced(driver, dearer(driver, made))
    [line] = (await read(driver, draft))["lines"]
    assert (line["line_id"], line["description"]) == (line_id(draft, 0), "As agreed")
    assert await charged(driver, draft) == [(3600, "1500.00", "1500.00")]
    assert await version(driver, draft) == before + 1
    [change] = await changes(driver, draft)
    assert (change["hourly_rate_before"]["amount"], change["hourly_rate"]["amount"]) == (
        "1000.00",
        "1500.00",
    )
    assert (change["from_line_id"], change["line_id"]) == (line["line_id"], line["line_id"])
    assert (change["price_version_before"], change["price_version"]) == (1, 2)
    assert (change["entry_id"], change["agent_name"]) == (str(made.entry_id), "Mette Friis")
    assert await lost(driver, draft) == []
    assert await sums(driver) == {"claimed": 3600}
    issued = await driver.issue(draft["id"])
    assert issued["subtotal"]["amount"] == "1500.00"
    await driver.invariants_hold()


async def test_what_differs_goes_on_a_line_of_its_own_where_more_follows(driver: Driver) -> None:
    first, second, third = await hours_at_1000(driver, 3)
    draft = await driver.draft(group_by="all")
    await driver.add_line(draft["id"], kind="fee", amount="10.00")
    await priced(driver, dearer(driver, first))
    lines = (await read(driver, draft))["lines"]
    assert [(x["kind"], x["seconds"]) for x in lines] == [
        ("time", 7200),
        ("time", 3600),
        ("fee", None),
    ]
    assert lines[1]["description"] == lines[0]["description"]
    await priced(driver, dearer(driver, second))
    assert [x["amount"]["amount"] for x in (await read(driver, draft))["lines"]] == [
        "1000.00",
        "3000.00",
        "10.00",
    ]
    await priced(driver, dearer(driver, third))
    after = await read(driver, draft)
    assert lines_of(after) == [("time", 10800, "4500.00"), ("fee", None, "10.00")]
    assert len(await changes(driver, draft)) == 3
    back = [dearer(driver, one, "1000.00", version=3) for one in (first, second, third)]
    await priced(driver, *back)
    assert lines_of(await read(driver, draft)) == [
        ("time", 10800, "3000.00"),
        ("fee", None, "10.00"),
    ]


async def test_another_rounding_stays_on_its_line(driver: Driver) -> None:
    first, _ = await hours_at_1000(driver, 2)
    draft = await driver.draft(group_by="all")
    await priced(driver, driver.events.rounded_price(first, 4500, "1000.00", version=2))
    assert await charged(driver, draft) == [(7200, "1000.00", "2250.00")]
    [change] = await changes(driver, draft)
    assert (change["billed_seconds_before"], change["billed_seconds"]) == (3600, 4500)


async def test_an_entry_that_costs_two_rates_now_is_on_two_lines(driver: Driver) -> None:
    made = await driver.worked(3600, "1000.00")
    draft = await driver.draft()
    parts = (1200, "1000.00"), (3600, "2000.00")
    await priced(driver, driver.events.price_in_segments(made, *parts, version=2))
    assert await charged(driver, draft) == [
        (1200, "1000.00", "333.33"),
        (2400, "2000.00", "1333.33"),
    ]
    [change] = await changes(driver, draft)
    assert (change["seconds"], change["line_id"] == change["from_line_id"]) == (2400, False)
    await priced(driver, dearer(driver, made, "3000.00", version=3))
    assert await charged(driver, draft) == [(3600, "3000.00", "3000.00")]


async def test_pieces_of_an_entry_follow_on_each_line_and_draft(driver: Driver) -> None:
    made = await driver.worked(3600, "1000.00")
    draft = await driver.draft()
    split = await move(driver, draft, 0, (made, 1000))
    there = await other_draft(driver, await driver.worked(600, "1000.00"))
    where = {"to_invoice_id": there["id"], "to_version": await version(driver, there)}
    await move(driver, split, 0, (made, 1), **where, to_line_id=line_id(there, 0))
    await priced(driver, driver.events.rounded_price(made, 1800, "1500.00", version=2))
    assert await charged(driver, draft) == [
        (2599, "1500.00", "541.25"),
        (1000, "1500.00", "208.33"),
    ]
    assert await charged(driver, there) == [(600, "1000.00", "166.67"), (1, "1500.00", "0.42")]
    billed = [
        x["billed_seconds"] for one in (draft, there) for x in (await read(driver, one))["lines"]
    ]
    assert sum(billed) == 1800 + 600
    assert len(await changes(driver, draft)) == 2


@pytest.mark.parametrize("order", list(permutations((2, 3, 4))))
async def test_the_newest_price_holds_in_whatever_order_they_come(
    driver: Driver, order: tuple[int, ...]
) -> None:
    made = await driver.worked(3600, "1000.00")
    draft = await driver.draft()
    for number in order:
        await priced(driver, dearer(driver, made, f"{number}000.00", version=number))
    assert await charged(driver, draft) == [(3600, "4000.00", "4000.00")]
    seen = [(x["price_version_before"], x["price_version"]) for x in await changes(driver, draft)]
    rising = [number for n, number in enumerate(order) if number == max(order[: n + 1])]
    assert seen == list(zip([1, *rising[:-1]], rising, strict=True))


async def test_a_price_that_changes_nothing_on_the_draft_leaves_its_version(driver: Driver) -> None:
    made = await driver.worked(3600, "1000.00")
    draft = await driver.draft()
    await move(driver, draft, 0, (made, 600))
    await driver.client.delete(
        f"/v1/invoices/{draft['id']}/lines/{line_id(await read(driver, draft), 1)}"
    )
    before = await version(driver, draft)
    parts = (3000, "1000.00"), (3600, "2000.00")
    await priced(driver, driver.events.price_in_segments(made, *parts, version=2))
    assert await version(driver, draft) == before
    assert await changes(driver, draft) == []
    assert await charged(driver, draft) == [(3000, "1000.00", "833.33")]


async def test_what_cannot_follow_is_lost_with_its_reason(driver: Driver) -> None:
    none, euros, stays = await hours_at_1000(driver, 3)
    draft = await driver.draft(group_by="all")
    unpriced = driver.events.no_price(none.entry_id, version=2)
    await driver.served.consume(unpriced, driver.events.price(euros, "100.00", "EUR", version=2))
    await driver.invariants_hold()
    assert await charged(driver, draft) == [(3600, "1000.00", "1000.00")]
    assert await lost(driver, draft) == [(3600, "price-changed")] * 2
    assert await changes(driver, draft) == []
    assert await sums(driver) == {"unpriced": 3600, "ready": 3600, "claimed": 3600}
    await priced(driver, dearer(driver, none, version=3))
    assert await sums(driver) == {"ready": 7200, "claimed": 3600}
    assert stays.seconds == 3600


async def test_what_an_agreement_covers_now_is_held_and_what_exceeds_it_follows(
    driver: Driver,
) -> None:
    made = await driver.worked(3600, "1200.00")
    draft = await driver.draft()
    charge = await agreed(driver)
    price = driver.events.covered_price(
        made, charge.charge_id, (1800, "included"), (3600, "overage"), version=2
    )
    await priced(driver, price)
    [line] = (await read(driver, draft))["lines"]
    assert (line["seconds"], line["description"]) == (
        1800,
        "Webshop: Checkout (ud over aftalen)",
    )
    assert await lost(driver, draft) == [(1800, "price-changed")]
    [change] = await changes(driver, draft)
    assert (change["overage_before"], change["overage"]) == (False, True)
    await priced(driver, driver.events.price(made, "1200.00", version=3))
    [line] = (await read(driver, draft))["lines"]
    assert (line["seconds"], line["description"]) == (1800, "Webshop: Checkout")
    assert await sums(driver) == {"ready": 1800, "claimed": 1800}


async def test_what_the_drafts_own_agreement_covers_now_joins_its_line(driver: Driver) -> None:
    charge = await agreed(driver)
    made = await driver.worked(3600, "1200.00")
    draft = await driver.draft()
    await priced(driver, driver.events.covered_price(made, charge.charge_id, version=2))
    assert lines_of(await read(driver, draft)) == [("agreement", 3600, "18000.00")]
    assert await lost(driver, draft) == []
    await priced(driver, driver.events.price(made, version=3))
    assert lines_of(await read(driver, draft)) == [("agreement", None, "18000.00")]
    assert await lost(driver, draft) == [(3600, "price-changed")]


async def test_what_a_write_off_or_an_invoice_holds_keeps_its_price_on_drafts_too(
    driver: Driver,
) -> None:
    made, _ = await half_billed(driver)
    other = await driver.worked(3600, "1000.00")
    draft = await driver.draft(group_by="all")
    place = [x["hourly_rate"]["amount"] for x in draft["lines"]].index("1000.00")
    written = (await off_the_line(driver, draft, place, (other, 600))).json()
    await priced(driver, dearer(driver, made), dearer(driver, other))
    assert (await read(driver, draft))["lines"] == written["lines"]
    assert await changes(driver, draft) == []


async def test_a_line_that_is_taxed_otherwise_gets_no_other_time(driver: Driver) -> None:
    first, second, _ = await hours_at_1000(driver, 3)
    draft = await driver.draft(group_by="all")
    await priced(driver, dearer(driver, first))
    lines = (await read(driver, draft))["lines"]
    taxed = {"tax": {"code": "Z"}, "line_ids": [lines[1]["line_id"]]}
    await driver.client.put(f"/v1/invoices/{draft['id']}/tax", json=taxed)
    await priced(driver, dearer(driver, second))
    after = (await read(driver, draft))["lines"]
    assert [(x["seconds"], x["tax_code"]) for x in after] == [
        (3600, "S"),
        (3600, "S"),
        (3600, "Z"),
    ]


async def test_who_read_the_draft_before_the_price_came_does_not_issue_it(driver: Driver) -> None:
    made = await driver.worked(3600, "1000.00")
    draft = await driver.draft()
    stale = {"If-Match": f'"{await version(driver, draft)}"', "Idempotency-Key": str(new_id())}
    await priced(driver, dearer(driver, made))
    path = f"/v1/invoices/{draft['id']}/issue"
    assert (await driver.client.post(path, json={}, headers=stale)).status_code == 412


async def test_a_price_that_waits_for_an_issue_comes_too_late(driver: Driver) -> None:
    await driver.invoice()
    made = await driver.worked(3600, "1000.00")
    draft = await driver.draft()
    async with driver.served.database.transaction(driver.account) as session:
        await session.execute(text("SELECT FROM number_series FOR UPDATE"))
        issuing = asyncio.create_task(driver.issue(draft["id"]))
        await until(lambda: blocked(driver, 1))
        pricing = asyncio.create_task(driver.served.consume(dearer(driver, made)))
        await until(lambda: blocked(driver, 2))
    invoice, _ = await asyncio.gather(issuing, pricing)
    assert invoice["lines"] == draft["lines"]
    await driver.invariants_hold()


async def test_changes_are_shown_until_somebody_dismisses_them(driver: Driver) -> None:
    first, second = await hours_at_1000(driver, 2)
    draft = await driver.draft(group_by="all")
    await priced(driver, dearer(driver, first))
    [seen] = await changes(driver, draft)
    await priced(driver, dearer(driver, second))
    before = await read(driver, draft)
    path = f"/v1/invoices/{draft['id']}/repriced-time/dismiss"
    for _ in range(2):
        answer = await driver.client.post(path, json={"ids": [seen["id"]]})
        assert answer.status_code == 204, answer.text
    assert [x["entry_id"] for x in await changes(driver, draft)] == [str(second.entry_id)]
    assert await read(driver, draft) == before
    gone = f"/v1/invoices/{new_id()}/repriced-time"
    assert (
        await driver.client.post(f"{gone}/dismiss", json={"ids": [seen["id"]]})
    ).status_code == 404
    assert (await driver.client.get(gone)).status_code == 404


async def test_lines_that_were_grouped_anew_are_no_kin_any_more(driver: Driver) -> None:
    first, _ = await hours_at_1000(driver, 2)
    draft = await driver.draft(group_by="all")
    await priced(driver, dearer(driver, first))
    path = f"/v1/invoices/{draft['id']}/grouping"
    await read(driver, draft)
    assert (await driver.client.put(path, json={"group_by": "entry"})).status_code == 200
    await priced(driver, dearer(driver, first, "1000.00", version=3))
    assert await charged(driver, draft) == [(3600, "1000.00", "1000.00")] * 2
    await driver.issue(draft["id"])
    await driver.invariants_hold()


async def test_a_draft_of_more_lines_than_can_be_says_so_and_is_grouped_otherwise(
    driver: Driver,
) -> None:
    made = await driver.worked_much(251)
    draft = await driver.draft(group_by="entry")
    until = (20, "1000.00"), (40, "1100.00"), (60, "1200.00")
    prices = [driver.events.price_in_segments(one, *until, version=2) for one in made]
    await driver.served.consume(*prices)
    grown = await read(driver, draft)
    assert len(grown["lines"]) == 753
    assert [one["field"] for one in grown["missing"]] == ["line_count"]
    refused = await driver.try_issue(draft["id"])
    assert (refused.status_code, "753" in refused.text) == (422, True)
    path = f"/v1/invoices/{draft['id']}"
    assert (
        await driver.client.put(f"{path}/grouping", json={"group_by": "all"})
    ).status_code == 200
    assert len((await driver.issue(draft["id"]))["lines"]) == 3
    await driver.invariants_hold()


async def test_statements_do_not_grow_with_the_prices(driver: Driver) -> None:
    counts = []
    for number in (2, 30):
        made = await driver.worked_much(number)
        await driver.draft()
        half = made[: number // 2]
        with count_statements(driver.served.database) as statements:
            await driver.served.consume(*(dearer(driver, one) for one in half))
        counts.append(statements.count)
    assert counts == [19, 19], str(statements)


@pytest.mark.parametrize(("role", "status"), [("manager", 200), ("agent", 403), ("client", 403)])
async def test_managers_may_look_and_only_billing_dismisses(
    driver: Driver, role: str, status: int
) -> None:
    await driver.worked()
    draft = await driver.draft()
    client = await driver.served.as_(role, account=driver.account)
    path = f"/v1/invoices/{draft['id']}/repriced-time"
    assert (await client.get(path)).status_code == status
    assert (await client.post(f"{path}/dismiss", json={"ids": [str(new_id())]})).status_code == 403


async def test_covered_time_of_others_is_left(driver: Driver) -> None:
    charge = await agreed(driver)
    made = await covered(driver, charge, 3600)
    draft = await driver.draft()
    await priced(
        driver,
        driver.events.covered_price(
            made, charge.charge_id, (1800, "included"), (3600, "overage"), version=2
        ),
    )
    assert lines_of(await read(driver, draft)) == [("agreement", 1800, "18000.00")]
    assert await lost(driver, draft) == [(1800, "price-changed")]


async def test_the_report_notices_a_line_that_charges_at_another_price(driver: Driver) -> None:
    await driver.worked()
    await driver.draft()
    wrong = f"UPDATE draft_lines SET hourly_rate = 1 WHERE account_id = '{driver.account}'"
    await driver.tamper(wrong)
    broken = [
        x["name"] for x in (await driver.read("reports/conservation"))["checks"] if not x["holds"]
    ]
    assert broken == ["lines of drafts charge their time as it is priced, and alike"]
