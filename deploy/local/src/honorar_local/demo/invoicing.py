"""The month's invoices, from drafts to payments, and the connection to QuickBooks."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from honorar_local.demo.account import DemoAccount
from honorar_local.demo.client import wait_for
from honorar_local.demo.master_data import Customer

_CONNECTION = "/qbo-sync/v1/connection"
_INVOICES = "/invoicing/v1/invoices"
_BILLABLE_TIME = "/invoicing/v1/billable-time"
Invoice = dict[str, Any]


@dataclass(frozen=True)
class Month:
    """A calendar month."""

    first_day: date
    last_day: date

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month that `day` lies in."""
        first = day.replace(day=1)
        following = (first + timedelta(days=32)).replace(day=1)
        return cls(first, following - timedelta(days=1))

    @property
    def range(self) -> dict[str, str]:
        """Its first and last day as the API takes them."""
        return {"first_day": self.first_day.isoformat(), "last_day": self.last_day.isoformat()}


def connect_quickbooks(account: DemoAccount, currency: str) -> None:
    """Connect the account to a company of its own in QuickBooks, as its owner does in the browser."""
    if account.gateway.get(_CONNECTION)["state"] == "connected":
        return
    company = {"realm": account.realm, "name": "Studio Lind ApS", "currency": currency}
    account.intuit.post("/_fake/companies", company)
    authorize_url = account.gateway.post(_CONNECTION)["authorize_url"]
    approval = {"authorize_url": authorize_url, "realm": account.realm}
    redirect = account.intuit.post("/_fake/oauth/approve", approval)["redirect"]
    account.gateway.follow_redirect(redirect)
    wait_for(
        "the connection to QuickBooks",
        lambda: account.gateway.get(_CONNECTION)["state"] == "connected",
    )


def issue_month(
    account: DemoAccount, customers: list[Customer], month: Month, currency: str
) -> list[Invoice]:
    """Draft and issue what is not yet drafted and issued: one invoice per customer with time to bill.

    Returns the invoices in the order of their numbers, which is the customers'.
    """
    drafts = [
        draft for customer in customers if (draft := _draft(account, customer, month, currency))
    ]
    return [_issue(account, draft, position, len(drafts)) for position, draft in enumerate(drafts)]


def _draft(account: DemoAccount, customer: Customer, month: Month, currency: str) -> Invoice | None:
    for invoice in account.gateway.pages(_INVOICES, organization_id=customer.id):
        if (invoice["first_day"], invoice["last_day"]) == tuple(month.range.values()):
            return dict(invoice)
    selection = {"organization_id": customer.id, **month.range}
    wait_for(f"the prices of {customer.name}'s time", lambda: prices_have_come(account, selection))
    if not account.gateway.get(_BILLABLE_TIME, state="ready", **selection)["items"]:
        return None
    body = {**selection, "group_by": "agent", "currency": currency}
    key = f"demo draft {customer.id} {month.first_day}"
    return dict(account.gateway.post(_INVOICES, body, key=key))


def prices_have_come(account: DemoAccount, selection: dict[str, str]) -> bool:
    """Whether open time has the price of today, one entry looked at of each person at each price.

    Time is priced anew with every rate that is set: a price of before may be here, and that of today still on its way.
    """
    samples = {
        (entry["agent_id"], _hourly_rate(entry)): entry["entry_id"]
        for state in ("ready", "unpriced")
        for entry in account.gateway.pages(_BILLABLE_TIME, state=state, **selection)
    }
    prices = {key: account.gateway.get(f"/rates/v1/prices/{id_}") for key, id_ in samples.items()}
    return all(
        not price["repricing"] and _one_rate(price) == rate for (_, rate), price in prices.items()
    )


def _hourly_rate(entry: dict[str, Any]) -> Decimal | None:
    return Decimal(entry["hourly_rate"]["amount"]) if entry["hourly_rate"] else None


def _one_rate(price: dict[str, Any]) -> Decimal | None:
    rates = {Decimal(one["hourly_rate"]) for one in price["segments"]}
    return rates.pop() if len(rates) == 1 else None


def _issue(account: DemoAccount, draft: Invoice, position: int, count: int) -> Invoice:
    """Issue a draft. The first of several was due yesterday, so that one is overdue; the others have 30 days."""
    receivables = account.gateway.get("/invoicing/v1/reports/receivables")
    today = date.fromisoformat(receivables["as_of"])
    terms: dict[str, Any] = {
        "issue_date": today.isoformat(),
        "terms": {"kind": "net-days", "days": 30},
    }
    if position == 0 and count > 1:
        yesterday = (today - timedelta(days=1)).isoformat()
        terms = {"issue_date": yesterday, "due_date": yesterday}
    if draft.get("number") is None:
        body, key = {**terms, "delivery": "email"}, f"demo issue {draft['id']} {today}"
        path = f"{_INVOICES}/{draft['id']}"
        account.gateway.post(f"{path}/issue", body, key=key, etag=account.gateway.etag(path))
    return get_invoice(account, draft["id"])


def get_invoice(account: DemoAccount, invoice_id: str) -> Invoice:
    """The invoice as it is now."""
    return dict(account.gateway.get(f"{_INVOICES}/{invoice_id}"))


def wait_for_delivery(account: DemoAccount, invoices: list[Invoice]) -> None:
    """Wait until every invoice was taken by the mail server and exists in QuickBooks.

    A mail that may not have arrived, because a process was killed just then, is sent once more, as a person would.
    """

    def arrived() -> bool:
        now = [get_invoice(account, invoice["id"]) for invoice in invoices]
        for invoice in now:
            if invoice["delivery"]["state"] == "unknown":
                _send_again(account, invoice)
        return all(
            i["delivery"]["state"] == "sent" and i["quickbooks"]["state"] == "copied" for i in now
        )

    wait_for("the invoices to arrive by e-mail and in QuickBooks", arrived)


def _send_again(account: DemoAccount, invoice: Invoice) -> None:
    messages = account.gateway.pages("/notifier/v1/messages", invoice_id=invoice["id"])
    for message in messages:
        if message["state"] == "unknown":
            key = f"demo resend {message['id']}"
            account.gateway.post(f"/notifier/v1/messages/{message['id']}/resend", key=key)


def pay_in_quickbooks(account: DemoAccount, invoice: Invoice) -> None:
    """Let the customer's payment be entered in QuickBooks; it arrives here by webhook."""
    company, number = f"/_fake/qbo/{account.realm}", invoice["number"]
    exported = account.intuit.get(f"{company}/entities/Invoice")
    balance = next(e["Balance"] for e in exported if e.get("DocNumber") == number)
    if Decimal(str(balance)) > 0:
        payment = {"invoice": number, "amount": "all", "reference": "demonstration"}
        account.intuit.post(f"{company}/payments", payment)
    wait_for(
        f"invoice {number} to be paid by webhook",
        lambda: get_invoice(account, invoice["id"])["payment"] == "paid",
    )


def pay_half_by_bank(account: DemoAccount, invoice: Invoice) -> None:
    """Record a bank transfer of half the total."""
    if get_invoice(account, invoice["id"])["payment"] != "unpaid":
        return
    total = Decimal(invoice["total"]["amount"])
    half = str((total / 2).quantize(total, rounding=ROUND_HALF_UP))
    payment = {
        "received_on": invoice["issue_date"],
        "amount": {"amount": half, "currency": invoice["total"]["currency"]},
        "method": "bank",
        "reference": invoice["number"],
        "allocations": [{"invoice_id": invoice["id"], "amount": half}],
    }
    account.gateway.post("/invoicing/v1/payments", payment, key=f"demo payment {invoice['id']}")
