"""QuickBooks and payments: a connection, one customer who pays there, one who pays part by bank."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from honorar_local.demo.calls import wait_for
from honorar_local.demo.stage import Stage

_CONNECTION = "/qbo-sync/v1/connection"


def connect_quickbooks(stage: Stage, currency: str) -> None:
    """Connect the account to a company of its own in QuickBooks, as its owner does in the browser."""
    if stage.gateway.get(_CONNECTION)["state"] == "connected":
        return
    company = {"realm": stage.realm, "name": "Studio Lind ApS", "currency": currency}
    stage.double.post("/_fake/companies", company)
    asked = stage.gateway.post(_CONNECTION)
    approval = {"authorize_url": asked["authorize_url"], "realm": stage.realm}
    stage.gateway.follow(stage.double.post("/_fake/oauth/approve", approval)["redirect"])
    wait_for(
        "the connection to QuickBooks",
        lambda: stage.gateway.get(_CONNECTION)["state"] == "connected",
    )


def pay_in_quickbooks(stage: Stage, invoice: dict[str, Any]) -> None:
    """Let the customer's payment be entered in QuickBooks; it turns up here by webhook."""
    copies = stage.double.get(f"/_fake/qbo/{stage.realm}/entities/Invoice")
    copy = next(c for c in copies if c.get("DocNumber") == invoice["number"])
    if Decimal(str(copy["Balance"])) > 0:
        payment = {"invoice": invoice["number"], "amount": "all", "reference": "demonstration"}
        stage.double.post(f"/_fake/qbo/{stage.realm}/payments", payment)
    path = f"/invoicing/v1/invoices/{invoice['id']}"
    wait_for(
        f"invoice {invoice['number']} to be paid by webhook",
        lambda: stage.gateway.get(path)["payment"] == "paid",
    )


def pay_part_by_bank(stage: Stage, invoice: dict[str, Any]) -> None:
    """Record a transfer of half the total."""
    path = f"/invoicing/v1/invoices/{invoice['id']}"
    if stage.gateway.get(path)["payment"] != "unpaid":
        return
    total = invoice["total"]
    whole = Decimal(total["amount"])
    half = (whole / 2).quantize(whole, rounding=ROUND_HALF_UP)
    amount = {"amount": str(half), "currency": total["currency"]}
    payment = {
        "received_on": invoice["issue_date"],
        "amount": amount,
        "method": "bank",
        "reference": invoice["number"],
        "allocations": [{"invoice_id": invoice["id"], "amount": amount["amount"]}],
    }
    stage.gateway.post("/invoicing/v1/payments", payment, key=f"demo payment {invoice['id']}")
