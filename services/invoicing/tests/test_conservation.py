"""Whatever happens in whatever order, no second and no øre is lost or counted twice (domain §6)."""

from collections import Counter
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.invoicing import PaymentRecorded, PaymentReversed, TimeBilled
from contracts.timer import ApprovedEntry
from services.invoicing.tests.studio import Studio, entry
from services.invoicing.tests.test_payments import pay
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
        await self.studio.served.consume(self.studio.approved(made))
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
        await self.studio.served.consume(self.studio.priced(made, rate, version=version))

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
            await self.studio.served.consume(self.studio.approved(new, version=new.version))
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
    await studio.served.consume(studio.approved(entry(studio.organization_id, 4)))
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


MINE = "WHERE account_id = '{account}'"
CLAIMS = "the claims are the time on drafts and invoices"
CLAIMED = "entries know how much of them is claimed"
SUMS = "lines + tax = total"
NUMBERS = "numbers have no gaps"
BALANCES = "allocations + balance = total − credits"
PAYERS = "payments settle invoices of their own customer and currency"


@pytest.mark.parametrize(
    ("wrong", "law"),
    [
        ("DELETE FROM claim {mine} AND upper(seconds) = 100", CLAIMS),
        ("UPDATE claim SET line_id = uuidv7() {mine} AND upper(seconds) = 100", CLAIMS),
        (
            "UPDATE claim SET seconds = int4range(0, 300 - upper(seconds)) {mine} AND upper(seconds) < 300",
            CLAIMS,
        ),
        ("UPDATE time_entry SET claimed_seconds = claimed_seconds - 1 {mine}", CLAIMED),
        ("UPDATE invoice SET seconds = seconds - 1 {mine}", SUMS),
        ("UPDATE invoice_line SET amount = amount + 1 {mine} AND seconds = 100", SUMS),
        ("UPDATE invoice SET total = total + 1, subtotal = subtotal + 1 {mine}", SUMS),
        ("DELETE FROM invoice_line {mine} AND seconds = 100", SUMS),
        ("DELETE FROM invoice_tax {mine}", SUMS),
        ("UPDATE invoice SET sequence = sequence + 1 {mine} AND sequence > 1", NUMBERS),
        ("DELETE FROM invoice {mine} AND sequence = 2", NUMBERS),
        ("UPDATE balance SET allocated = 1 {mine}", BALANCES),
        ("UPDATE balance SET total = total + 1 {mine}", BALANCES),
        ("UPDATE balance SET currency = 'EUR' {mine}", BALANCES),
        ("DELETE FROM balance {mine}", BALANCES),
        ("DELETE FROM invoice {mine}", BALANCES),
        ("UPDATE payment SET allocated = 1 {mine}", "allocations are within their payment"),
        ("UPDATE payment SET organization_id = uuidv7() {mine}", PAYERS),
        ("UPDATE invoice SET currency = 'EUR' {mine}", PAYERS),
    ],
)
async def test_the_report_notices_when_the_books_are_wrong(
    studio: Studio, wrong: str, law: str
) -> None:
    paid, _ = await studio.invoice(100), await studio.invoice(200)
    owed = paid["total"]["amount"]
    await pay(studio, owed, (paid["id"], owed))
    await studio.laws_hold()
    await studio.tamper(wrong.format(mine=MINE.format(account=studio.account)))
    report = await studio.read("reports/conservation")
    assert report["holds"] is False
    assert law in {check["name"] for check in report["checks"] if not check["holds"]}


async def test_the_report_notices_an_unbalanced_bucket_and_names_the_gaps(studio: Studio) -> None:
    await studio.invoice()
    mine = MINE.format(account=studio.account)
    await studio.tamper(f"UPDATE invoice SET seconds = seconds - 1, sequence = 7 {mine}")
    assert (await studio.read("reports/conservation"))["seconds"]["balanced"] is False
    [series] = (await studio.read("reports/numbering"))["series"]
    assert series["gaps"] == [1, 2, 3, 4, 5, 6]
