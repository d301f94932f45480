"""Prices arrive while somebody drafts; neither loses, and no draft keeps an old price."""

import asyncio
import random
from decimal import Decimal

from contracts.invoicing import TimeBilled
from contracts.timer import ApprovedEntry
from services.invoicing.tests.driver import Driver

ROUNDS = 6


async def test_drafting_while_prices_change_ends_with_the_newest_prices(driver: Driver) -> None:
    made = await driver.worked_much(30, seconds=3600)
    statuses, _ = await asyncio.gather(draft_and_discard(driver), reprice(driver, made))
    assert set(statuses) <= {201, 204, 409}
    draft = await driver.draft(group_by="all")
    last = str(1000 + ROUNDS) + ".00"
    assert [line["hourly_rate"]["amount"] for line in draft["lines"]] == [last]
    assert draft["seconds"] == 30 * 3600
    await driver.invariants_hold()


async def draft_and_discard(driver: Driver) -> list[int]:
    """Draft everything and throw the draft away, again and again."""
    statuses = []
    for _ in range(ROUNDS * 3):
        drafted = await driver.try_draft(group_by="entry")
        statuses.append(drafted.status_code)
        if drafted.status_code == 201:
            path = f"/v1/invoices/{drafted.json()['id']}"
            while (discarded := await driver.client.delete(path)).status_code == 412:
                await driver.client.get(path)
            statuses.append(discarded.status_code)
    return statuses


async def reprice(driver: Driver, entries: list[ApprovedEntry]) -> None:
    """Give all entries a new price, each time in another order, in one transaction."""
    order = random.Random(7)
    for number in range(1, ROUNDS + 1):
        order.shuffle(entries)
        prices = [
            driver.events.price(e, f"{1000 + number}.00", version=1 + number) for e in entries
        ]
        await driver.served.consume(*prices)


async def test_issuing_while_prices_change_bills_each_second_once_at_its_lines_price(
    driver: Driver,
) -> None:
    made = await driver.worked_much(20, seconds=3600)
    draft = await driver.draft(group_by="entry")
    answer, _ = await asyncio.gather(driver.try_issue(draft["id"]), reprice(driver, made[:10]))
    if answer.status_code == 412:
        await driver.read(f"invoices/{draft['id']}")
        answer = await driver.try_issue(draft["id"])
    assert answer.status_code == 200
    for event in await driver.published(TimeBilled):
        rates = {billed.hourly_rate for billed in event.ranges}
        assert rates <= {Decimal(f"{rate}.00") for rate in (1200, *range(1001, 1007))}
        assert sum(billed.end - billed.start for billed in event.ranges) == answer.json()["seconds"]
    await driver.invariants_hold()


async def test_parallel_drafts_edits_and_issues_of_one_account_keep_every_law(
    driver: Driver,
) -> None:
    await driver.worked_much(60)

    async def draft_and_issue(number: int) -> None:
        drafted = await driver.try_draft(group_by="all")
        if drafted.status_code == 201:
            await driver.try_add_line(drafted.json()["id"], kind="fee", amount=f"{number}.00")
            await driver.try_issue(drafted.json()["id"])

    async def keep_working() -> None:
        for _ in range(6):
            await driver.worked(60)

    await asyncio.gather(keep_working(), *(draft_and_issue(n) for n in range(1, 9)))
    [series] = (await driver.read("reports/numbering", verify=True))["series"]
    assert (series["gaps"], series["chained"]) == ([], True)
    await driver.invariants_hold()
