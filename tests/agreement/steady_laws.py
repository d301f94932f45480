"""What holds of an account at every moment, whatever is on its way."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from services.invoicing.tests.auditor import audit
from services.invoicing.tests.driver import Driver
from tests.agreement.ledger import Ledger

Json = dict[str, Any]


class SteadyLaws:
    """Looks at the books after each step, and at the documents that changed since."""

    def __init__(self, billing: Driver, ledger: Ledger) -> None:
        self._billing, self._ledger = billing, ledger
        self._seen: dict[str, Json] = {}

    async def check(self) -> None:
        """Fail unless every law holds that needs no message to arrive."""
        report = await self._billing.read("reports/conservation")
        assert report["holds"], [one for one in report["checks"] if not one["holds"]]
        self._agree_with_events(report["seconds"])
        invoices = (await self._billing.read("invoices", limit=500))["items"]
        for one in invoices:
            self._owes_what_events_say(one)
            if self._seen.get(one["id"]) != one:
                await self._audit(one["id"])
        self._seen = {one["id"]: one for one in invoices}
        await self.check_numbers()

    async def check_numbers(self, *, verify: bool = False) -> None:
        """Numbers are 1..n in an unbroken chain, and those that the events name; with `verify` nothing was changed since."""
        report = await self._billing.read("reports/numbering", verify=verify)
        told = {"invoice": self._ledger.numbers, "credit-note": self._ledger.notes}
        kinds = {one["kind"]: one for one in report["series"]}
        for kind, numbers in told.items():
            assert len(numbers) == len(set(numbers)), numbers
            series = kinds.get(kind, {"count": 0})
            assert series["count"] == len(numbers), (kind, numbers, series)
            if numbers:
                ends = [int(series[name][-4:]) for name in ("first_number", "last_number")]
                assert ends == [1, len(numbers)]
                assert series["last_number"] == max(numbers)
                assert (series["gaps"], series["chained"], series["dated"]) == ([], True, True)
        assert report["astray"] == []

    def _agree_with_events(self, seconds: Json) -> None:
        ledger = self._ledger
        assert seconds["billed"] == ledger.seconds(ledger.billed)
        assert seconds["written_off"] == ledger.seconds(ledger.written_off)

    def _owes_what_events_say(self, one: Json) -> None:
        if one["state"] == "issued":
            invoice_id = UUID(one["id"])
            assert Decimal(one["balance"]["amount"]) == self._ledger.balance(invoice_id), one
            assert Decimal(one["total"]["amount"]) == self._ledger.total[invoice_id], one

    async def _audit(self, invoice_id: str) -> None:
        """Lines + tax = total, and allocations + balance = total − credits, as a program of others computes them."""
        explained = await self._billing.read(f"invoices/{invoice_id}/explain")
        notes = [
            await self._billing.read(f"credit-notes/{one['id']}/explain")
            for one in explained["settlements"]
            if one["kind"] == "credit-note"
        ]
        audit({"invoice": explained, "credit_notes": notes})
