"""The demonstration from beginning to end."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from honorar_local.demo.bookkeeping import connect_quickbooks, pay_in_quickbooks, pay_part_by_bank
from honorar_local.demo.calls import wait_for
from honorar_local.demo.conservation import (
    Conservation,
    conservation,
    everything_is_priced,
)
from honorar_local.demo.invoices import Month, invoice_month, wait_for_delivery
from honorar_local.demo.people import complete_customers
from honorar_local.demo.pricing import set_rates
from honorar_local.demo.sellers import introduce_seller
from honorar_local.demo.stage import Stage
from honorar_local.demo.table import Row, counted, hours, row
from honorar_local.demo.timekeeping import (
    Imported,
    approve_everything,
    approved_billable_seconds,
    complaints,
    import_time,
)

Say = Callable[[str], None]


@dataclass(frozen=True)
class Ending:
    """What the demonstration ends with."""

    rows: list[Row]
    conservation: Conservation
    invoices: list[dict[str, Any]]


@dataclass(frozen=True)
class Story:
    """Tells each step when it begins (`working`), what came of it (`done`), and what was left out (`but`)."""

    stage: Stage
    options: dict[str, str]
    working: Say
    done: Say
    but: Say

    def tell(self) -> Ending:
        """Do all that is not yet done, and say how it stands then."""
        imported = self._import()
        currency = imported.currency
        with self._step("completing customers") as result:
            customers = complete_customers(self.stage, currency)
            introduce_seller(self.stage, currency)
            result(
                f"{counted(len(customers), 'customer')}, with made-up addresses and billing contacts"
            )
        with self._step("setting rates") as result:
            rates = set_rates(self.stage, currency, f"{imported.first_day.year}-01-01")
            result(f"made-up rates per hour, in {currency}: {rates}")
        self._approve()
        with self._step("connecting QuickBooks") as result:
            connect_quickbooks(self.stage, currency)
            result("connected to QuickBooks (the local double) by OAuth")
        month = Month.of(imported.last_day)
        with self._step(f"invoicing {month.first_day:%B %Y}") as result:
            invoices = invoice_month(self.stage, customers, month, currency)
            result(f"{counted(len(invoices), 'invoice')} issued for {month.first_day:%B %Y}")
        if invoices:
            self._deliver(invoices)
            self._be_paid(invoices)
        return self._ending(invoices)

    def _import(self) -> Imported:
        with self._step(f"importing {self.stage.file.name}") as result:
            imported = import_time(self.stage, self.options)
            rows = imported.report["rows"]
            kept = rows["create"]["count"] + rows["unchanged"]["count"]
            seconds = rows["create"]["seconds"] + rows["unchanged"]["seconds"]
            result(
                f"{kept} of {rows['read']} rows imported, {hours(seconds)} hours, "
                f"{imported.first_day} to {imported.last_day}"
            )
        if left := complaints(imported.report):
            self.but(f"rows that were not taken:\n{left}")
        if imported.other_currencies:
            others = ", ".join(imported.other_currencies)
            self.but(
                f"the file has money in {others} too; this bills everything in {imported.currency}"
            )
        return imported

    def _approve(self) -> None:
        with self._step("submitting and approving timesheets") as result:
            sheets = approve_everything(self.stage)
            result(f"{counted(sheets, 'timesheet')} approved")
        with self._step("pricing") as result:
            expected = approved_billable_seconds(self.stage)
            wait_for(
                "every approved second to be priced",
                lambda: everything_is_priced(self.stage, expected),
            )
            result(f"{hours(expected)} approved billable hours reached invoicing")
        if unpriced := conservation(self.stage).buckets["unpriced"]:
            self.but(f"{hours(unpriced)} of them have no price, because they have no customer")

    def _deliver(self, invoices: list[dict[str, Any]]) -> None:
        with self._step("delivering by e-mail and to QuickBooks") as result:
            wait_for_delivery(self.stage, [invoice["id"] for invoice in invoices])
            result("every invoice arrived by e-mail with its PDF, and exists once in QuickBooks")

    def _be_paid(self, invoices: list[dict[str, Any]]) -> None:
        """The first of several invoices stays overdue, the next is paid in QuickBooks, the next in part by bank."""
        payers = invoices[1:] or invoices
        for invoice, how in zip(payers, ("in QuickBooks", "part by bank"), strict=False):
            with self._step(f"{invoice['number']} is paid {how}") as result:
                if how == "in QuickBooks":
                    pay_in_quickbooks(self.stage, invoice)
                    result(
                        f"{invoice['number']} was paid in QuickBooks and is paid here by webhook"
                    )
                else:
                    pay_part_by_bank(self.stage, invoice)
                    result(
                        f"half of {invoice['number']} came by bank and is recorded here "
                        "(QuickBooks is not told of it yet)"
                    )

    def _ending(self, invoices: list[dict[str, Any]]) -> Ending:
        wait_for("timer to know what is billed", self._timer_knows)
        now = [
            dict(self.stage.gateway.get(f"/invoicing/v1/invoices/{invoice['id']}"))
            for invoice in invoices
        ]
        return Ending([row(invoice) for invoice in now], conservation(self.stage), now)

    def _timer_knows(self) -> bool:
        seen = conservation(self.stage)
        return seen.billed_by_timer == seen.billed

    @contextmanager
    def _step(self, doing: str) -> Iterator[Say]:
        self.working(doing)
        begun = time.monotonic()
        yield lambda result: self.done(f"{result} [dim]({time.monotonic() - begun:.1f} s)[/]")
