"""Whatever happens in whatever order, no second and no øre is lost or counted twice (domain §6)."""

from collections import Counter
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.invoicing import PaymentRecorded, PaymentReversed, TimeBilled
from contracts.timer import ApprovedEntry
from services.invoicing.tests.studio import Studio, entry
from testkit import Served

STEPS = st.sampled_from(
    [
        "work",
        "work",
        "work unpriced",
        "work for nobody",
        "change the price",
        "change the hours",
        "draft",
        "draft",
        "add a discount",
        "remove a line",
        "discard",
        "issue",
        "issue",
        "pay",
        "pay",
        "reverse",
    ]
)
GROUPINGS = ["entry", "work_item", "project", "agent", "service_type", "day", "all"]


class Walk:
    """One random life of an account; `chance` makes its choices."""

    def __init__(self, studio: Studio, chance: st.DataObject) -> None:
        self.studio, self.chance = studio, chance
        self.entries: dict[UUID, ApprovedEntry] = {}
        self.prices: Counter[UUID] = Counter()

    async def step(self, name: str) -> None:
        """Do something, if there is anything to do it to."""
        await getattr(self, "_" + name.replace(" ", "_"))()

    async def _work(self, *, price: bool = True, nobody: bool = False) -> None:
        organization = None if nobody else self.studio.organization_id
        made = entry(organization, self.chance.draw(st.integers(1, 86_400)))
        self.entries[made.entry_id] = made
        await self.studio.served.deliver(self.studio.approved(made))
        if price:
            await self._priced(made)

    async def _work_unpriced(self) -> None:
        await self._work(price=False)

    async def _work_for_nobody(self) -> None:
        await self._work(nobody=True)

    async def _priced(self, made: ApprovedEntry) -> None:
        self.prices[made.entry_id] += 1
        rate = str(Decimal(self.chance.draw(st.integers(1, 200_000))) / 100)
        version = self.prices[made.entry_id]
        await self.studio.served.deliver(self.studio.priced(made, rate, version=version))

    async def _change_the_price(self) -> None:
        if self.entries:
            await self._priced(self.chance.draw(st.sampled_from(list(self.entries.values()))))

    async def _change_the_hours(self) -> None:
        sums = await self.studio.read("billable-time")
        free = [UUID(i["entry_id"]) for i in sums["items"] if i["state"] != "billed"]
        if free:
            old = self.entries[self.chance.draw(st.sampled_from(free))]
            seconds = self.chance.draw(st.integers(1, 86_400))
            new = old.model_copy(update={"version": old.version + 1, "seconds": seconds})
            self.entries[new.entry_id] = new
            await self.studio.served.deliver(self.studio.approved(new, version=new.version))
            await self._priced(new)

    async def _draft(self) -> None:
        answer = await self.studio.try_draft(group_by=self.chance.draw(st.sampled_from(GROUPINGS)))
        assert answer.status_code in (201, 409)

    async def _one(self, state: str) -> dict[str, Any] | None:
        found = (await self.studio.read("invoices", state=state))["items"]
        return self.chance.draw(st.sampled_from(found)) if found else None

    async def _add_a_discount(self) -> None:
        if draft := await self._one("draft"):
            percent = str(self.chance.draw(st.integers(1, 100)))
            body = {"kind": "discount", "description": "Rabat", "percent": percent}
            answer = await self.studio.client.post(f"/v1/invoices/{draft['id']}/lines", json=body)
            assert answer.status_code == 201

    async def _remove_a_line(self) -> None:
        if draft := await self._one("draft"):
            lines = (await self.studio.read(f"invoices/{draft['id']}"))["lines"]
            if lines:
                line = self.chance.draw(st.sampled_from(lines))["line_id"]
                await self.studio.client.delete(f"/v1/invoices/{draft['id']}/lines/{line}")

    async def _discard(self) -> None:
        if draft := await self._one("draft"):
            assert (
                await self.studio.client.delete(f"/v1/invoices/{draft['id']}")
            ).status_code == 204

    async def _issue(self) -> None:
        if draft := await self._one("draft"):
            answer = await self.studio.try_issue(draft["id"])
            assert answer.status_code in (200, 422)

    async def _pay(self) -> None:
        invoice = await self._one("issued")
        if invoice and Decimal(invoice["balance"]["amount"]) > 0:
            owed = Decimal(invoice["balance"]["amount"])
            share = self.chance.draw(st.integers(1, int(owed * 100)))
            amount = str(Decimal(share) / 100)
            body = {
                "received_on": "2026-10-01",
                "amount": {"amount": amount, "currency": "DKK"},
                "allocations": [{"invoice_id": invoice["id"], "amount": amount}],
            }
            assert (await self.studio.client.post("/v1/payments", json=body)).status_code == 201

    async def _reverse(self) -> None:
        items = (await self.studio.read("payments"))["items"]
        payments = [p for p in items if not p["reverses"]]
        if payments:
            chosen = self.chance.draw(st.sampled_from(payments))["id"]
            path = f"/v1/payments/{chosen}/reverse"
            assert (await self.studio.client.post(path, json={"reason": "x"})).status_code == 200

    async def rebuilt_from_what_was_said(self) -> None:
        """Fail unless the facts that went out tell the same state."""
        billed = sum(
            e.seconds for fact in await self.studio.published(TimeBilled) for e in fact.entries
        )
        assert billed == (await self.studio.read("reports/conservation"))["seconds"]["billed"]
        paid = sum(f.amount.amount for f in await self.studio.published(PaymentRecorded))
        back = sum(f.amount.amount for f in await self.studio.published(PaymentReversed))
        items = (await self.studio.read("invoices", state="issued"))["items"]
        assert paid - back == sum(Decimal(item["paid"]["amount"]) for item in items)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(steps=st.lists(STEPS, min_size=8, max_size=25), chance=st.data())
async def test_a_random_life_of_an_account_keeps_every_law(
    served: Served, steps: list[str], chance: st.DataObject
) -> None:
    walk = Walk(await Studio.begin(served), chance)
    for name in steps:
        await walk.step(name)
        await walk.studio.laws_hold()
    await walk.rebuilt_from_what_was_said()


async def test_the_report_says_where_the_time_of_each_customer_is(studio: Studio) -> None:
    await studio.invoice(100)
    await studio.worked(20)
    await studio.draft()
    await studio.worked(3)
    await studio.served.deliver(studio.approved(entry(studio.organization_id, 4)))
    await studio.worked(5, organization_id=None)
    report = await studio.read("reports/conservation")
    expected = {
        "approved": 132,
        "unpriced": 9,
        "held": 0,
        "ready": 3,
        "claimed_by_drafts": 20,
        "billed": 100,
        "written_off": 0,
        "total": 132,
        "balanced": True,
    }
    assert report["seconds"] == expected
    by_customer = {row["organization_id"]: row["total"] for row in report["organizations"]}
    assert by_customer == {str(studio.organization_id): 127, None: 5}


async def test_the_report_notices_when_the_books_are_wrong(studio: Studio) -> None:
    await studio.invoice()
    await studio.as_owner(
        f"UPDATE invoice SET seconds = seconds - 1 WHERE account_id = '{studio.account}'",
        f"UPDATE invoice_line SET amount = 1 WHERE account_id = '{studio.account}'",
        f"UPDATE invoice SET sequence = 7 WHERE account_id = '{studio.account}'",
        f"UPDATE balance SET allocated = 1 WHERE account_id = '{studio.account}'",
    )
    report = await studio.read("reports/conservation")
    assert report["holds"] is False
    assert report["seconds"]["balanced"] is False
    assert [check["broken"] for check in report["checks"]] == [1, 1, 1, 1, 0]
    [series] = (await studio.read("reports/numbering"))["series"]
    assert series["gaps"] == [1, 2, 3, 4, 5, 6]
