"""Any order of taking, undoing, refunding, writing off, crediting and reversing keeps the laws of payments."""

import os
import random
from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any

import pytest

from contracts.qbo_sync import PaymentSeen
from services.invoicing.tests.adding_up import adds_up
from services.invoicing.tests.bank_driver import as_proposed, came, decide, transactions, undo
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.test_refunds import try_refund
from testkit import Served

SEED = os.environ.get("BANK_SEED")
STEPS = 40


class Life:
    """A customer with invoices, whose money comes and goes by the bank and otherwise."""

    def __init__(self, driver: Driver, seed: int) -> None:
        self.driver, self.chance = driver, random.Random(seed)
        self.invoices: list[dict[str, Any]] = []
        self.seen: list[PaymentSeen] = []

    async def begin(self) -> None:
        """Three invoices, and more to come."""
        for _ in range(3):
            self.invoices.append(await self.driver.invoice(self.chance.choice((600, 3000))))

    def some(self) -> dict[str, Any]:
        return self.chance.choice(self.invoices)

    def amount(self) -> str:
        return self.chance.choice(("250.00", "1000.00", "1245.00", "1250.00", "1500.00", "0.50"))

    async def receive(self) -> None:
        await came(self.driver, self.amount(), f"Faktura {self.some()['number']}", name="Nordlys")

    async def pay_out(self) -> None:
        await came(self.driver, f"-{self.amount()}", "Nordlys tilbage", name="Nordlys")

    async def take(self) -> None:
        for one in await transactions(self.driver, state="open"):
            if one["proposals"] and self.chance.random() < 0.5:
                await self.done(decide(self.driver, one, "take", **as_proposed(one)))

    async def take_certain(self) -> None:
        await self.post("bank-transactions/take-certain", {})

    async def set_aside(self) -> None:
        for one in (await transactions(self.driver, state="open"))[:1]:
            await self.done(decide(self.driver, one, "set-aside", reason="Not ours"))

    async def undo(self) -> None:
        decided = [one for one in await transactions(self.driver) if one["state"] != "open"]
        if decided:
            one = self.chance.choice(decided)
            if one["payment_id"]:
                await self.done(decide(self.driver, one, "undo", reason="Wrong"))
            else:
                await undo(self.driver, one)

    async def refund(self) -> None:
        await self.done(try_refund(self.driver, self.amount()))

    async def reverse_a_refund(self) -> None:
        made = [one for one in await self.items("refunds") if not one["reverses"]]
        if made:
            await self.post(f"refunds/{self.chance.choice(made)['id']}/reverse", {"reason": "x"})

    async def reverse_a_payment(self) -> None:
        made = [one for one in await self.items("payments") if not one["reverses"]]
        if made:
            await self.done(self.driver.try_reverse(self.chance.choice(made)["id"]))

    async def take_back(self) -> None:
        made = [
            one
            for one in await self.items("payments")
            if one["allocations"] and not one["reverses"]
        ]
        if made:
            one = self.chance.choice(made)
            await self.done(
                self.driver.try_take_back(one["id"], one["allocations"][0]["invoice_id"])
            )

    async def use_credit(self) -> None:
        parts = [{"invoice_id": self.some()["id"], "amount": self.amount()}]
        who = {"organization_id": str(self.driver.organization_id), "currency": "DKK"}
        await self.post("credits/use", {**who, "allocations": parts})

    async def write_off(self) -> None:
        amount = self.chance.choice(("0.50", "5.00", "10.00"))
        path = f"invoices/{self.some()['id']}/write-off"
        await self.post(path, {"amount": amount, "reason": "Rounding"})

    async def credit(self) -> None:
        await self.done(self.driver.try_credit(self.some()["id"]))

    async def credit_a_part(self) -> None:
        invoice = self.some()
        [line] = (await self.driver.read(f"invoices/{invoice['id']}/credit"))["lines"]
        if line["entries"]:
            entry = line["entries"][0]
            part = {**{n: entry[n] for n in ("entry_id", "start")}, "end": entry["start"] + 60}
            asked = {"line_id": line["line_id"], "entries": [part]}
            await self.done(self.driver.try_credit(invoice["id"], asked))

    async def see_credit(self) -> None:
        """Credit is applied in QuickBooks, perhaps more than is owed."""
        self.seen.append(
            self.driver.events.payment_seen(self.some()["id"], self.amount(), kind="credit")
        )
        await self.driver.served.consume(self.seen[-1])

    async def undo_credit(self) -> None:
        """It is taken back there."""
        if self.seen:
            undone = self.driver.events.payment_undone(self.chance.choice(self.seen))
            await self.driver.served.consume(undone)

    async def invoice(self) -> None:
        self.invoices.append(await self.driver.invoice())

    async def items(self, path: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.driver.read(path, limit=500))["items"]
        return found

    async def post(self, path: str, body: dict[str, Any]) -> None:
        await self.done(self.driver.client.post(f"/v1/{path}", json=body))

    async def done(self, request: Awaitable[Any]) -> None:
        """Done, or refused by a rule; never a constraint's own words or a failure."""
        answer = await request
        assert answer.status_code in (200, 201, 409, 422), answer.text

    def steps(self) -> list[Callable[[], Awaitable[None]]]:
        """What happens, in a random order; money comes more often than it goes."""
        often = [self.receive, self.take, self.receive, self.take_certain]
        every = [
            *(self.pay_out, self.set_aside, self.undo, self.refund, self.reverse_a_refund),
            *(self.reverse_a_payment, self.take_back, self.use_credit, self.write_off),
            *(self.credit, self.credit_a_part, self.invoice, self.see_credit, self.undo_credit),
        ]
        return self.chance.choices([*often, *often, *every], k=STEPS)

    async def check(self) -> None:
        """Fail unless the books add up, and every krone is on an invoice, credit, or back."""
        await self.driver.invariants_hold()
        credit = Decimal(0)
        came = await self._sum("payments", "amount", lambda one: one["kind"] != "difference")
        for one in await self.items("payments"):
            assert one["reverses"] or Decimal(one["credit"]["amount"]) >= 0
            credit += Decimal(one["credit"]["amount"])
        settled = Decimal(0)
        for one in await self.items("invoices"):
            settled += sum(Decimal(one[name]["amount"]) for name in ("paid", "credit_applied"))
        back = await self._sum("refunds", "amount", lambda _: True)
        assert came == settled + credit + back
        taken = [
            one for one in await transactions(self.driver, limit=500) if one["state"] == "taken"
        ]
        assert len({one["payment_id"] or one["refund_id"] for one in taken}) == len(taken)

    async def _sum(self, path: str, name: str, counts: Callable[[dict[str, Any]], bool]) -> Decimal:
        found = await self.items(path)
        return sum((Decimal(one[name]["amount"]) for one in found if counts(one)), Decimal(0))


@pytest.mark.parametrize("seed", range(int(SEED), int(SEED) + 1) if SEED else range(2))
async def test_a_random_life_of_a_bank_account_keeps_every_law(served: Served, seed: int) -> None:
    life, done = Life(await Driver.begin(served), seed), list[str]()
    await life.begin()
    try:
        for number, step in enumerate(life.steps()):
            done.append(step.__name__)
            await step()
            if number % 10 == 9:
                await life.check()
        await adds_up(life.driver)
    except BaseException as error:
        error.add_note(f"BANK_SEED={seed} lives this again; so far: {', '.join(done)}")
        raise
