"""What the demonstration ends with: the invoices, the conservation check, and addresses to open."""

from dataclasses import dataclass
from typing import Any, Literal

from rich.console import Console
from rich.table import Table

_HEADINGS = {"in_quickbooks": "In QBO"}
_FIGURES = ("hours", "total", "balance")


@dataclass(frozen=True)
class Row:
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


def row(invoice: dict[str, Any]) -> Row:
    """Make the row of an invoice."""
    payment, balance = invoice["payment"], invoice["balance"]
    state = "overdue" if invoice["overdue"] else payment
    if invoice["overdue"] and payment == "partial":
        state = "overdue, part paid"
    return Row(
        number=invoice["number"],
        customer=invoice["organization_name"],
        hours=hours(invoice["seconds"]),
        total=_amount(invoice["total"]),
        delivered=invoice["delivery"]["state"],
        in_quickbooks=invoice["quickbooks"]["state"],
        balance=_amount(balance),
        state=state,
        currency=invoice["currency"],
    )


def hours(seconds: int) -> str:
    """Write seconds as hours, minutes and, where there are any, seconds."""
    whole, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{whole}:{minutes:02}" + (f":{left:02}" if left else "")


def counted(number: int, noun: str) -> str:
    """Write 1 invoice, 2 invoices."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def show(console: Console, rows: list[Row]) -> None:
    """Print the invoices; where the terminal is narrow, customers' names are cut, never figures."""
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
        justify: Literal["left", "right"] = "right" if name in _FIGURES else "left"
        table.add_column(
            _heading(name), justify=justify, no_wrap=True, overflow="ellipsis", width=widths[name]
        )
    for one in rows:
        table.add_row(*(vars(one)[name] for name in shown))
    console.print(table)


def _heading(name: str) -> str:
    return _HEADINGS.get(name, name.capitalize())


def _amount(money: dict[str, str]) -> str:
    whole, _, cents = money["amount"].partition(".")
    return f"{int(whole):,}{'.' + cents if cents else ''}"
