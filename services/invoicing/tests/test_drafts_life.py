"""Drafts whose time is split, moved, grouped and priced anew at random keep every law, and charge each line once."""

import os
import random
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from contracts.timer import ApprovedEntry
from database import new_id
from money import hourly_amount
from services.invoicing.tests.agreement_driver import agreed
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.test_grouping import GROUPINGS

SEED = os.environ.get("CONSERVATION_SEED")
RATES = ("1000.00", "1200.00", "333.33")
STEPS = 40


class DraftsLife:
    """A customer with a few entries, on drafts; the seed decides what becomes of them."""

    def __init__(self, driver: Driver, seed: int) -> None:
        self.driver, self.chance = driver, random.Random(seed)
        self.entries: list[ApprovedEntry] = []
        self.versions: Counter[Any] = Counter()

    async def begin(self) -> None:
        self.charge = await agreed(self.driver)
        for number in range(9):
            day = f"2026-09-{number + 1:02}"
            seconds = self.chance.randint(2, 9000)
            made = await self.driver.worked(seconds, self.chance.choice(RATES), work_date=day)
            self.entries.append(made)
            self.versions[made.entry_id] = 1
        for part in (self.entries[:4], self.entries[4:7]):
            ids = [str(one.entry_id) for one in part]
            await self.driver.draft(entry_ids=ids, group_by=self.chance.choice(GROUPINGS))

    async def price(self) -> None:
        """Let some entries cost something else, perhaps in parts, rounded, or beyond or within an agreement."""
        prices = []
        for made in self.chance.sample(self.entries, self.chance.randint(1, 4)):
            self.versions[made.entry_id] += 1
            version = self.versions[made.entry_id]
            cut = self.chance.randint(1, made.seconds - 1)
            events, rate = self.driver.events, self.chance.choice(RATES)
            parts = (cut, rate), (made.seconds, self.chance.choice(RATES))
            treated = (cut, self.chance.choice(("included", "hourly"))), (made.seconds, "overage")
            prices.append(
                self.chance.choice(
                    (
                        events.price(made, rate, version=version),
                        events.price(made, rate, version=version),
                        events.rounded_price(
                            made, self.chance.randint(0, 9000), rate, version=version
                        ),
                        events.price_in_segments(made, *parts, version=version),
                        events.covered_price(
                            made, self.charge.charge_id, *treated, version=version
                        ),
                        events.price(
                            made, rate, self.chance.choice(("DKK", "EUR")), version=version
                        ),
                    )
                )
            )
        records = await self.driver.served.consume(*prices)
        await self.driver.served.process(records)

    async def draft(self) -> None:
        await self.driver.try_draft(group_by=self.chance.choice(GROUPINGS))

    async def some_draft(self) -> dict[str, Any] | None:
        found = (await self.driver.read("invoices", state="draft"))["items"]
        if not found:
            return None
        draft: dict[str, Any] = await self.driver.read(
            f"invoices/{self.chance.choice(found)['id']}"
        )
        return draft

    async def move(self) -> None:
        """Split a line, or move some of it to any line there is; what cannot be is refused."""
        draft, other = await self.some_draft(), await self.some_draft()
        times = [one for one in draft["lines"] if one["kind"] == "time"] if draft else []
        if not draft or not other or not times:
            return
        line = self.chance.choice(times)["line_id"]
        explained = await self.driver.read(f"invoices/{draft['id']}/explain")
        [its] = [one["entries"] for one in explained["lines"] if one["line_id"] == line]
        entry = self.chance.choice(its)
        seconds = self.chance.randint(1, entry["seconds"])
        body: dict[str, Any] = {"entries": [{"entry_id": entry["entry_id"], "seconds": seconds}]}
        if other["id"] != draft["id"]:
            answer = await self.driver.client.get(f"/v1/invoices/{other['id']}")
            version = int(answer.headers["etag"].strip('"'))
            body |= {"to_invoice_id": other["id"], "to_version": version}
        lines = [one["line_id"] for one in other["lines"]]
        if lines and self.chance.random() < 0.7:
            body["to_line_id"] = self.chance.choice(lines)
        path = f"/v1/invoices/{draft['id']}/lines/{line}/move"
        answer = await self.driver.client.post(
            path, json=body, headers={"Idempotency-Key": str(new_id())}
        )
        assert answer.status_code in {200, 422}, answer.text

    async def group(self) -> None:
        if draft := await self.some_draft():
            path = f"/v1/invoices/{draft['id']}/grouping"
            body = {"group_by": self.chance.choice(GROUPINGS)}
            assert (await self.driver.client.put(path, json=body)).status_code == 200

    async def remove_a_line(self) -> None:
        draft = await self.some_draft()
        if draft and draft["lines"]:
            line = self.chance.choice(draft["lines"])["line_id"]
            answer = await self.driver.try_remove_line(draft["id"], line)
            assert answer.status_code == 200, answer.text

    async def issue(self) -> None:
        draft = await self.some_draft()
        if draft and draft["lines"] and self.chance.random() < 0.3:
            await self.driver.issue(draft["id"])

    async def write_off(self) -> None:
        draft = await self.some_draft()
        times = [one for one in draft["lines"] if one["kind"] == "time"] if draft else []
        if draft and times and self.chance.random() < 0.3:
            line = self.chance.choice(times)["line_id"]
            path = f"/v1/invoices/{draft['id']}/lines/{line}/write-off"
            answer = await self.driver.client.post(path, json={"reason": "A favour"})
            assert answer.status_code == 200, answer.text

    async def step(self) -> str:
        """Do something."""
        often = (self.price, self.move, self.move, self.move)
        rarely = (self.group, self.draft, self.remove_a_line, self.issue, self.write_off)
        chosen = self.chance.choice((*often, *rarely))
        await chosen()
        return chosen.__name__

    async def check(self) -> None:
        """Every law holds, and each line of time costs its seconds at its rate, rounded once."""
        await self.driver.invariants_hold()
        for draft in (await self.driver.read("invoices", state="draft"))["items"]:
            for line in (await self.driver.read(f"invoices/{draft['id']}"))["lines"]:
                if line["kind"] == "time":
                    rate = Decimal(line["hourly_rate"]["amount"])
                    whole = hourly_amount(line["billed_seconds"] * rate, draft["currency"])
                    assert Decimal(line["amount"]["amount"]) == whole


@pytest.mark.parametrize("life", range(2))
async def test_a_random_life_of_drafts_keeps_every_law(driver: Driver, life: int) -> None:
    seed = int(SEED) if SEED else random.SystemRandom().randrange(10**9)
    lived, done = DraftsLife(driver, seed), list[str]()
    try:
        await lived.begin()
        for _ in range(STEPS):
            done.append(await lived.step())
            await lived.check()
    except BaseException as error:
        error.add_note(f"CONSERVATION_SEED={seed} lives this again; so far: {', '.join(done)}")
        raise
