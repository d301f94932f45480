"""Prices arrive while somebody drafts; neither loses, and no draft keeps an old price."""

import asyncio
import random

from contracts.timer import ApprovedEntry
from services.invoicing.tests.studio import Studio

ROUNDS = 6


async def test_drafting_while_prices_change_ends_with_the_newest_prices(studio: Studio) -> None:
    made = await studio.worked_much(30, seconds=3600)
    statuses, _ = await asyncio.gather(draft_and_discard(studio), reprice(studio, made))
    assert set(statuses) <= {201, 204, 409}
    draft = await studio.draft(group_by="all")
    last = str(1000 + ROUNDS) + ".00"
    assert [line["hourly_rate"]["amount"] for line in draft["lines"]] == [last]
    assert draft["seconds"] == 30 * 3600
    await studio.laws_hold()


async def draft_and_discard(studio: Studio) -> list[int]:
    """Draft everything and throw the draft away, again and again."""
    statuses = []
    for _ in range(ROUNDS * 3):
        drafted = await studio.try_draft(group_by="entry")
        statuses.append(drafted.status_code)
        if drafted.status_code == 201:
            path = f"/v1/invoices/{drafted.json()['id']}"
            statuses.append((await studio.client.delete(path)).status_code)
    return statuses


async def reprice(studio: Studio, entries: list[ApprovedEntry]) -> None:
    """Give all entries a new price, each time in another order, in one transaction."""
    order = random.Random(7)
    for number in range(1, ROUNDS + 1):
        order.shuffle(entries)
        prices = [studio.priced(e, f"{1000 + number}.00", version=1 + number) for e in entries]
        await studio.served.consume(*prices)
