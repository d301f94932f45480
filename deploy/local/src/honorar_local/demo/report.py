"""What the demonstration ends with: the table of invoices and the conservation check."""

from dataclasses import dataclass
from typing import Any, Literal

from rich.console import Console
from rich.table import Table

from honorar_local.demo.account import DemoAccount

_HEADINGS = {"in_quickbooks": "In QBO"}
_RIGHT_ALIGNED = ("hours", "total", "balance")
_BUCKETS = ("unpriced", "held", "ready", "claimed_by_drafts", "billed", "written_off")


@dataclass(frozen=True)
class InvoiceRow:
    """One invoice as it stands."""

    number: str
    customer: str
    hours: str
    total: str
    delivered: str
    in_quickbooks: str
    balance: str
    state: str
    currency: str


def invoice_row(invoice: dict[str, Any]) -> InvoiceRow:
    """The row of an invoice."""
    state = invoice["payment"]
    if invoice["overdue"]:
        state = "overdue, part paid" if state == "partial" else "overdue"
    return InvoiceRow(
        number=invoice["number"],
        customer=invoice["organization_name"],
        hours=format_hours(invoice["seconds"]),
        total=_amount(invoice["total"]),
        delivered=invoice["delivery"]["state"],
        in_quickbooks=invoice["quickbooks"]["state"],
        balance=_amount(invoice["balance"]),
        state=state,
        currency=invoice["currency"],
    )


def format_hours(seconds: int) -> str:
    """Seconds as hours, minutes and, where there are any, seconds: `7:30`, `0:00:05`."""
    whole, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{whole}:{minutes:02}" + (f":{left:02}" if left else "")


def counted(number: int, noun: str) -> str:
    """`1 invoice`, `2 invoices`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def print_invoices(console: Console, rows: list[InvoiceRow]) -> None:
    """Print the table; where the terminal is narrow, customers' names are cut, never figures."""
    if not rows:
        console.print("No time to bill in this month.")
        return
    console.print(f"Invoices, in {rows[0].currency}", style="bold")
    shown = [name for name in vars(rows[0]) if name != "currency"]
    widths = {n: max(len(v) for v in (_heading(n), *(vars(r)[n] for r in rows))) for n in shown}
    for_others = sum(widths[name] + 1 for name in shown if name != "customer")
    widths["customer"] = min(widths["customer"], max(10, console.width - for_others - 1))
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="dim")
    for name in shown:
        justify: Literal["left", "right"] = "right" if name in _RIGHT_ALIGNED else "left"
        table.add_column(
            _heading(name), justify=justify, no_wrap=True, overflow="ellipsis", width=widths[name]
        )
    for row in rows:
        table.add_row(*(vars(row)[name] for name in shown))
    console.print(table)


def _heading(name: str) -> str:
    return _HEADINGS.get(name, name.capitalize())


def _amount(money: dict[str, str]) -> str:
    whole, _, cents = money["amount"].partition(".")
    return f"{int(whole):,}{'.' + cents if cents else ''}"


@dataclass(frozen=True)
class Conservation:
    """Every approved billable second is in exactly one bucket, in the eyes of timer and of invoicing.

    `invariants` are the names of invoicing's own checks, with whether each holds.
    """

    approved_by_timer: int
    billed_by_timer: int
    buckets: dict[str, int]
    invariants: dict[str, bool]

    @property
    def billed(self) -> int:
        """Seconds on issued invoices."""
        return self.buckets["billed"]

    @property
    def holds(self) -> bool:
        """Whether nothing is lost and nothing counted twice."""
        return (
            self.approved_by_timer == sum(self.buckets.values())
            and self.billed_by_timer == self.billed
            and all(self.invariants.values())
        )

    def print(self, console: Console) -> None:
        buckets = [f"{format_hours(self.buckets[n])} {n.replace('_', ' ')}" for n in _BUCKETS]
        approved = format_hours(self.approved_by_timer)
        console.print("\nConservation of time", style="bold")
        console.print(f"  approved {approved} = {' + '.join(buckets)}", soft_wrap=True)
        for name, holds in self.invariants.items():
            console.print(f"  {'[green]✓[/]' if holds else '[red]✗[/]'} {name}", highlight=False)
        verdict = "[green]holds: no second lost, none billed twice[/]"
        console.print(f"  {verdict if self.holds else '[bold red]is broken[/]'}", highlight=False)


def conservation(account: DemoAccount) -> Conservation:
    """The check as it stands now, from the reports of both services."""
    work = account.gateway.get("/timer/v1/reports/work")
    report = _conservation_report(account)
    return Conservation(
        approved_by_timer=work["approved_billable_seconds"],
        billed_by_timer=work["billed_seconds"],
        buckets={name: report["seconds"][name] for name in _BUCKETS},
        invariants={check["name"]: check["holds"] for check in report["checks"]},
    )


def everything_is_priced(account: DemoAccount, approved_seconds: int) -> bool:
    """Whether all approved time has reached invoicing, and none waits for its price."""
    if _conservation_report(account)["seconds"]["approved"] != approved_seconds:
        return False
    unpriced = account.gateway.pages("/invoicing/v1/billable-time", state="unpriced")
    return all(entry["reason"] != "not-priced-yet" for entry in unpriced)


def _conservation_report(account: DemoAccount) -> dict[str, Any]:
    return dict(account.gateway.get("/invoicing/v1/reports/conservation"))
