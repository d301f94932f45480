"""Receivables at the end of a day in the past: as they were shown then, and by the dates of what was recorded."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.invoicing.tests.driver import Driver

MORNING = datetime(2026, 11, 2, 9, tzinfo=UTC)
AGES = ("not_due", "days_1_30", "days_31_60", "days_61_90", "days_over_90")


async def shown(driver: Driver, **query: Any) -> list[dict[str, Any]]:
    found = await driver.read("reports/receivables", **query)
    items: list[dict[str, Any]] = found["items"]
    return items


def figures(items: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    return [
        (
            one["organization_id"],
            one["currency"],
            *(one[name]["amount"] for name in (*AGES, "credit")),
        )
        for one in items
    ]


class Life:
    """Bookkeeping at random, day after day."""

    def __init__(self, driver: Driver, seed: int) -> None:
        self.driver, self.random = driver, random.Random(seed)
        self.invoices: list[dict[str, Any]] = []
        self.payments: list[dict[str, Any]] = []
        self.refunds: list[dict[str, Any]] = []

    async def act(self, today: date) -> None:
        """One thing that a bookkeeper does."""
        acts = [
            *(self.invoice, self.pay, self.pay_ahead, self.allocate, self.reverse, self.take_back),
            *(self.credit, self.pay_back, self.undo_refund),
        ]
        await self.random.choice(acts)(today)

    def earlier(self, today: date) -> str:
        return (today - timedelta(days=self.random.randrange(6))).isoformat()

    async def invoice(self, today: date) -> None:
        due = (today + timedelta(days=self.random.randrange(3))).isoformat()
        made = await self.driver.worked(self.random.choice((600, 1800, 3600)), "100.00")
        draft = await self.driver.draft(entry_ids=[str(made.entry_id)])
        day = today.isoformat() if self.random.random() < 0.5 else self.earlier(today)
        answer = await self.driver.try_issue(draft["id"], issue_date=day, due_date=due)
        if answer.status_code == 422:  # before the series' last
            answer = await self.driver.try_issue(
                draft["id"], issue_date=today.isoformat(), due_date=due
            )
        self.invoices.append(answer.json())

    async def pay(self, today: date) -> None:
        if self.invoices:
            invoice = self.random.choice(self.invoices)
            amount = self.random.choice(("5.00", "20.00", "41.67"))
            answer = await self.driver.try_pay(
                amount, (invoice["id"], amount), received_on=self.earlier(today)
            )
            if answer.status_code == 201:
                self.payments.append(answer.json())

    async def pay_ahead(self, today: date) -> None:
        paid = await self.driver.pay(
            "30.00",
            received_on=self.earlier(today),
            organization_id=str(self.driver.organization_id),
        )
        self.payments.append(paid)

    async def allocate(self, today: date) -> None:
        if self.payments and self.invoices:
            payment, invoice = self.random.choice(self.payments), self.random.choice(self.invoices)
            await self.driver.try_allocate(payment["id"], (invoice["id"], "7.00"))

    async def reverse(self, today: date) -> None:
        if self.payments:
            await self.driver.try_reverse(self.random.choice(self.payments)["id"])

    async def take_back(self, today: date) -> None:
        if self.payments and self.invoices:
            payment, invoice = self.random.choice(self.payments), self.random.choice(self.invoices)
            await self.driver.try_take_back(payment["id"], invoice["id"])

    async def pay_back(self, today: date) -> None:
        body = {
            "organization_id": str(self.driver.organization_id),
            "refunded_on": self.earlier(today),
            "amount": {"amount": "6.00", "currency": "DKK"},
        }
        answer = await self.driver.client.post("/v1/refunds", json=body)
        if answer.status_code == 201:
            self.refunds.append(answer.json())

    async def undo_refund(self, today: date) -> None:
        if self.refunds:
            path = f"/v1/refunds/{self.random.choice(self.refunds)['id']}/reverse"
            await self.driver.client.post(path, json={"reason": "it came back"})

    async def credit(self, today: date) -> None:
        if self.invoices:
            await self.driver.try_credit(
                self.random.choice(self.invoices)["id"], issue_date=today.isoformat()
            )


@pytest.mark.parametrize("seed", range(3))
async def test_a_day_in_the_past_is_as_it_was_shown_then(driver: Driver, seed: int) -> None:
    life, then = Life(driver, seed), dict[str, Any]()
    for number in range(8):
        moment = MORNING + timedelta(days=number)
        with driver.at(moment):
            for _ in range(life.random.randrange(1, 5)):
                await life.act(moment.date())
        with driver.at(moment + timedelta(hours=8)):
            then[moment.date().isoformat()] = figures(await shown(driver))
            today = moment.date().isoformat()
            assert figures(await shown(driver, as_of=today)) == then[today]
    with driver.at(moment + timedelta(hours=9)):
        for day, before in then.items():
            assert figures(await shown(driver, as_of=day)) == before, day
        assert figures(await shown(driver, as_of=today, by="dated")) == then[today]
    await driver.invariants_hold()


async def test_the_sums_of_ages_are_all_that_is_owed(driver: Driver) -> None:
    life = Life(driver, 7)
    for number in range(6):
        moment = MORNING + timedelta(days=20 * number)
        with driver.at(moment):
            for _ in range(3):
                await life.act(moment.date())
    with driver.at(moment):
        for query in ({}, {"as_of": "2026-12-12"}, {"as_of": "2026-12-12", "by": "dated"}):
            found = await driver.read("reports/receivables", **query)
            invoices = await driver.read("reports/receivables/invoices", **query)
            for row in found["totals"]:
                assert sum(Decimal(row[age]["amount"]) for age in AGES) == Decimal(
                    row["total"]["amount"]
                )
            owed = sum(Decimal(one["owed"]["amount"]) for one in invoices["items"])
            assert owed == sum(Decimal(row["total"]["amount"]) for row in found["totals"])
            assert invoices["totals"] == found["totals"]


async def test_a_payment_that_is_recorded_late_counts_on_its_own_day_by_dates_alone(
    driver: Driver,
) -> None:
    with driver.at(MORNING - timedelta(days=5)):
        invoice = await driver.invoice(issue_date="2026-10-28", due_date="2026-10-28")
    with driver.at(MORNING):
        await driver.pay("250.00", (invoice["id"], "250.00"), received_on="2026-10-30")
        [as_shown] = await shown(driver, as_of="2026-10-31")
        [dated] = await shown(driver, as_of="2026-10-31", by="dated")
        [before] = await shown(driver, as_of="2026-10-29", by="dated")
    assert [one["total"]["amount"] for one in (as_shown, dated, before)] == [
        "1250.00",
        "1000.00",
        "1250.00",
    ]


async def test_the_day_ends_at_the_accounts_midnight(driver: Driver) -> None:
    with driver.at(datetime(2026, 11, 1, 22, 59, tzinfo=UTC)):  # 23:59 in Copenhagen
        await driver.invoice(issue_date="2026-11-01")
    with driver.at(datetime(2026, 11, 1, 23, tzinfo=UTC)):
        await driver.invoice(issue_date="2026-11-02")
        [first] = await shown(driver, as_of="2026-11-01")
        [second] = await shown(driver, as_of="2026-11-02")
        assert await shown(driver, as_of="2026-10-31") == []
    assert (first["total"]["amount"], second["total"]["amount"]) == ("1250.00", "2500.00")


async def test_a_day_to_come_is_refused(driver: Driver) -> None:
    answer = await driver.client.get("/v1/reports/receivables", params={"as_of": "2027-01-01"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "as_of"


async def as_dated(driver: Driver, day: str) -> tuple[str, str, str]:
    """What is owed and what credit there is by dates, and the closing balance of the statement."""
    [row] = await shown(driver, as_of=day, by="dated")
    path = f"customers/{driver.organization_id}/statement"
    [stated] = (await driver.read(path, last_day=day))["currencies"]
    amounts = (row["total"], row["credit"], stated["closing"])
    return amounts[0]["amount"], amounts[1]["amount"], amounts[2]["amount"]


async def test_a_payment_from_before_its_invoice_is_credit_until_then(driver: Driver) -> None:
    with driver.at(MORNING):
        invoice = await driver.invoice(issue_date="2026-10-28", due_date="2026-11-28")
        await driver.pay("250.00", (invoice["id"], "250.00"), received_on="2026-10-25")
        assert await as_dated(driver, "2026-10-26") == ("0.00", "250.00", "-250.00")
        assert await as_dated(driver, "2026-10-28") == ("1000.00", "0.00", "1000.00")


async def test_what_a_credit_note_from_before_lets_go_of_is_credit_at_once(driver: Driver) -> None:
    with driver.at(MORNING - timedelta(days=7)):
        invoice = await driver.invoice(issue_date="2026-10-20", due_date="2026-10-20")
        await driver.pay("1250.00", (invoice["id"], "1250.00"), received_on="2026-10-25")
    with driver.at(MORNING):
        await driver.credit(invoice["id"], issue_date="2026-10-28")
        assert await as_dated(driver, "2026-10-29") == ("0.00", "1250.00", "-1250.00")
        [shown_then] = await shown(driver, as_of="2026-11-02")
        assert shown_then["credit"]["amount"] == "1250.00"
        assert await shown(driver, as_of="2026-10-29") == []


async def test_what_is_paid_back_is_credit_until_then(driver: Driver) -> None:
    with driver.at(MORNING):
        await driver.pay(
            "300.00", organization_id=str(driver.organization_id), received_on="2026-10-25"
        )
        body = {
            "organization_id": str(driver.organization_id),
            "refunded_on": "2026-10-30",
            "amount": {"amount": "100.00", "currency": "DKK"},
        }
        answer = await driver.client.post("/v1/refunds", json=body)
        assert answer.status_code == 201, answer.text
        assert await as_dated(driver, "2026-10-29") == ("0.00", "300.00", "-300.00")
        assert await as_dated(driver, "2026-10-30") == ("0.00", "200.00", "-200.00")
        path = f"customers/{driver.organization_id}/statement"
        [stated] = (await driver.read(path))["currencies"]
    assert [one["kind"] for one in stated["entries"]] == ["payment", "refund"]
