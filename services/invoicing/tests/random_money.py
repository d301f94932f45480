"""Money of a random life: parts, too much, credit that settles or goes back, small rests, disputes, quotes."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from services.invoicing.tests.driver import Driver

Json = dict[str, Any]
Step = Callable[[], Coroutine[Any, Any, None]]


class NoMoneyError(Exception):
    """There is nothing owed, paid or offered with which this could be done."""


@dataclass
class RandomMoney:
    """What customers pay, get back, do not accept and are offered."""

    driver: Driver
    chance: Random

    def steps(self) -> list[Step]:
        """Everything that can happen to money."""
        return [
            self.pay_more_or_less,
            self.use_credit,
            self.refund,
            self.take_refund_back,
            self.write_off_rest,
            self.dispute,
            self.bill_quote,
        ]

    async def pay_more_or_less(self) -> None:
        """Pay a part of an invoice, or more than is owed: the rest is the customer's credit."""
        invoice = await self._owed()
        balance = Decimal(invoice["balance"]["amount"])
        allocated = self._some_of(balance)
        paid = allocated + self.chance.choice([0, self.chance.randint(1, 900)])
        answer = await self.driver.try_pay(
            str(paid),
            (invoice["id"], str(allocated)),
            currency=invoice["currency"],
            organization_id=invoice["organization_id"],
        )
        assert answer.status_code == 201, answer.text

    async def use_credit(self) -> None:
        """Settle an invoice with its customer's credit, perhaps with more than there is."""
        invoice = await self._owed()
        most = Decimal(invoice["balance"]["amount"])
        body = {
            "organization_id": invoice["organization_id"],
            "currency": invoice["currency"],
            "allocations": [{"invoice_id": invoice["id"], "amount": str(self._some_of(most))}],
        }
        answer = await self.driver.write("credits/use", body)
        assert answer.status_code in (200, 409, 422), answer.text

    async def refund(self) -> None:
        """Pay credit back, perhaps more than there is."""
        credit = self._some((await self.driver.read("credits"))["items"])
        most = Decimal(credit["credit"]["amount"])
        amount = self.chance.choice([self._some_of(most), most, most + 1])
        body = {
            "organization_id": credit["organization_id"],
            "refunded_on": "2026-10-01",
            "amount": {**credit["credit"], "amount": str(amount)},
        }
        answer = await self.driver.write("refunds", body)
        assert answer.status_code == (201 if amount <= most else 422), answer.text

    async def take_refund_back(self) -> None:
        """A refund comes back."""
        refunds = (await self.driver.read("refunds"))["items"]
        refund = self._some([one for one in refunds if not one["reverses"]])
        answer = await self.driver.write(f"refunds/{refund['id']}/reverse", {"reason": "Bounced"})
        assert answer.status_code in (200, 201, 409), answer.text

    async def write_off_rest(self) -> None:
        """Write a small rest of an invoice off; what is too much is refused."""
        invoice = await self._owed()
        amount = min(Decimal(invoice["balance"]["amount"]), Decimal(self.chance.randint(1, 9)))
        body = {"amount": str(amount), "reason": "The bank's fee"}
        answer = await self.driver.write(f"invoices/{invoice['id']}/write-off", body)
        assert answer.status_code in (201, 409, 422), answer.text

    async def dispute(self) -> None:
        """A customer does not accept an invoice, or does after all; what is owed stays."""
        invoice = await self._owed()
        path = f"invoices/{invoice['id']}/disputes"
        known = (await self.driver.read(path))["items"]
        open_ones = [one for one in known if not one["resolution"]]
        if open_ones:
            outcome = {"outcome": self.chance.choice(["upheld", "withdrawn"])}
            answer = await self.driver.write(f"{path}/{open_ones[0]['id']}/resolve", outcome)
            assert answer.status_code == 200, answer.text
        else:
            answer = await self.driver.write(path, {"reason": "Not what we agreed"})
            assert answer.status_code == 201, answer.text

    async def bill_quote(self) -> None:
        """Offer something, have it accepted, and draft it."""
        line = {"kind": "time", "description": "Launch", "seconds": 3000, "hourly_rate": "1000"}
        fixed = {
            "kind": "fixed",
            "description": "Setup",
            "amount": str(self._some_of(Decimal(900))),
        }
        body = {"organization_id": str(self.driver.organization_id), "lines": [line, fixed]}
        quote = await self._done("quotes", body, 201)
        path = f"quotes/{quote['id']}"
        for verb, said in (("send", {"delivery": "hand"}), ("answer", {"answer": "accepted"})):
            await self.driver.read(path)
            await self._done(f"{path}/{verb}", said, 200)
        await self.driver.read(path)
        await self._done(f"{path}/invoices", {}, 201)

    async def _done(self, path: str, body: Json, status: int) -> Json:
        answer = await self.driver.write(path, body)
        assert answer.status_code == status, answer.text
        return dict(answer.json())

    async def _owed(self) -> Json:
        issued = (await self.driver.read("invoices", state="issued", limit=500))["items"]
        return self._some([one for one in issued if Decimal(one["balance"]["amount"]) > 0])

    def _some(self, items: list[Json]) -> Json:
        if not items:
            raise NoMoneyError
        return dict(self.chance.choice(items))

    def _some_of(self, most: Decimal) -> Decimal:
        """More than nothing, and no more than that."""
        return Decimal(self.chance.randint(1, max(1, int(most * 100)))).scaleb(-2)
