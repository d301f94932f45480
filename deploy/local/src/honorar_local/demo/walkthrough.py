"""The demonstration from beginning to end."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from honorar_local.demo import invoicing, report, timesheets
from honorar_local.demo.account import DemoAccount
from honorar_local.demo.client import wait_for
from honorar_local.demo.invoicing import Month
from honorar_local.demo.master_data import (
    complete_customers,
    set_account_settings,
    set_rates,
    set_seller,
)
from honorar_local.demo.report import Conservation, InvoiceRow, counted, format_hours
from honorar_local.demo.timesheets import ImportResult

Report = Callable[[str], None]


@dataclass(frozen=True)
class Outcome:
    """What the demonstration ends with."""

    rows: list[InvoiceRow]
    conservation: Conservation
    invoices: list[dict[str, Any]]


@dataclass(frozen=True)
class Walkthrough:
    """All steps. Each reports that it begins (`working`), its result (`done`), and what was left out (`warn`)."""

    account: DemoAccount
    options: dict[str, str]
    working: Report
    done: Report
    warn: Report

    def run(self) -> Outcome:
        """Do all that is not yet done. Returns how it stands then."""
        imported = self._import()
        currency = imported.currency
        with self._step("completing customers") as result:
            customers = complete_customers(self.account, currency)
            set_seller(self.account, currency)
            result(
                f"{counted(len(customers), 'customer')}, with made-up addresses and billing contacts"
            )
        with self._step("setting rates") as result:
            rates = set_rates(self.account, currency, f"{imported.first_day.year}-01-01")
            result(f"made-up rates per hour, in {currency}: {rates}")
        self._approve()
        with self._step("connecting QuickBooks") as result:
            invoicing.connect_quickbooks(self.account, currency)
            result("connected to QuickBooks (the local double) by OAuth")
        month = Month.of(imported.last_day)
        with self._step(f"invoicing {month.first_day:%B %Y}") as result:
            invoices = invoicing.issue_month(self.account, customers, month, currency)
            result(f"{counted(len(invoices), 'invoice')} issued for {month.first_day:%B %Y}")
        if invoices:
            self._deliver(invoices)
            self._pay(invoices)
        return self._outcome(invoices)

    def _import(self) -> ImportResult:
        with self._step(f"importing {self.account.file.name}") as result:
            set_account_settings(self.account, timesheets.currency_of(self.account, self.options))
            imported = timesheets.import_time(self.account, self.options)
            rows = imported.report["rows"]
            taken = rows["create"]["count"] + rows["unchanged"]["count"]
            seconds = rows["create"]["seconds"] + rows["unchanged"]["seconds"]
            result(
                f"{taken} of {rows['read']} rows imported, {format_hours(seconds)} hours, "
                f"{imported.first_day} to {imported.last_day}"
            )
        if rejected := timesheets.rejected_rows(imported.report):
            self.warn(f"rows that were not taken:\n{rejected}")
        if imported.other_currencies:
            others = ", ".join(imported.other_currencies)
            self.warn(
                f"the file has money in {others} too; this bills everything in {imported.currency}"
            )
        return imported

    def _approve(self) -> None:
        with self._step("submitting and approving timesheets") as result:
            sheets = timesheets.approve_all(self.account)
            result(f"{counted(sheets, 'timesheet')} approved")
        with self._step("pricing") as result:
            approved = timesheets.approved_billable_seconds(self.account)
            wait_for(
                "every approved second to be priced",
                lambda: report.everything_is_priced(self.account, approved),
            )
            result(f"{format_hours(approved)} approved billable hours reached invoicing")
        if unpriced := report.conservation(self.account).buckets["unpriced"]:
            hours = format_hours(unpriced)
            self.warn(f"{hours} of them have no price, because they have no customer")

    def _deliver(self, invoices: list[dict[str, Any]]) -> None:
        with self._step("delivering by e-mail and to QuickBooks") as result:
            invoicing.wait_for_delivery(self.account, invoices)
            result("every invoice arrived by e-mail with its PDF, and exists once in QuickBooks")

    def _pay(self, invoices: list[dict[str, Any]]) -> None:
        """The first of several invoices stays overdue, the next is paid in QuickBooks, the next in part by bank."""
        in_quickbooks, by_bank, *_ = [*(invoices[1:] or invoices), None, None]
        if in_quickbooks:
            number = in_quickbooks["number"]
            with self._step(f"{number} is paid in QuickBooks") as result:
                invoicing.pay_in_quickbooks(self.account, in_quickbooks)
                result(f"{number} was paid in QuickBooks and is paid here by webhook")
        if by_bank:
            number = by_bank["number"]
            with self._step(f"{number} is paid part by bank") as result:
                invoicing.pay_half_by_bank(self.account, by_bank)
                result(
                    f"half of {number} came by bank and is recorded here "
                    "(QuickBooks is not told of it yet)"
                )

    def _outcome(self, invoices: list[dict[str, Any]]) -> Outcome:
        wait_for("timer to know what is billed", self._timer_is_up_to_date)
        now = [invoicing.get_invoice(self.account, invoice["id"]) for invoice in invoices]
        rows = [report.invoice_row(invoice) for invoice in now]
        return Outcome(rows, report.conservation(self.account), now)

    def _timer_is_up_to_date(self) -> bool:
        now = report.conservation(self.account)
        return now.billed_by_timer == now.billed

    @contextmanager
    def _step(self, doing: str) -> Iterator[Report]:
        self.working(doing)
        begun = time.monotonic()
        yield lambda result: self.done(f"{result} [dim]({time.monotonic() - begun:.1f} s)[/]")
