"""The month's invoices: one draft per customer with time to bill, then numbers in the customers' order."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from honorar_local.demo.calls import wait_for
from honorar_local.demo.people import Customer
from honorar_local.demo.stage import Stage


@dataclass(frozen=True)
class Month:
    """A calendar month."""

    first_day: date
    last_day: date

    @classmethod
    def of(cls, day: date) -> "Month":
        """Make the month that `day` lies in."""
        first = day.replace(day=1)
        after = (first + timedelta(days=32)).replace(day=1)
        return cls(first, after - timedelta(days=1))

    @property
    def range(self) -> dict[str, str]:
        """Its days as the API takes them."""
        return {"first_day": self.first_day.isoformat(), "last_day": self.last_day.isoformat()}


def invoice_month(
    stage: Stage, customers: list[Customer], month: Month, currency: str
) -> list[dict[str, Any]]:
    """Draft and issue what is not yet drafted and issued; gives the invoices in the order of their numbers."""
    drafts = [
        draft for customer in customers if (draft := _draft(stage, customer, month, currency))
    ]
    return [_issue(stage, draft, position, len(drafts)) for position, draft in enumerate(drafts)]


def _draft(stage: Stage, customer: Customer, month: Month, currency: str) -> dict[str, Any] | None:
    known = list(stage.gateway.pages("/invoicing/v1/invoices", organization_id=customer.id))
    for invoice in known:
        if (invoice["first_day"], invoice["last_day"]) == tuple(month.range.values()):
            return dict(invoice)
    ready = stage.gateway.get(
        "/invoicing/v1/billable-time",
        organization_id=customer.id,
        state="ready",
        **month.range,
    )
    if not ready["items"]:
        return None
    body = {
        "organization_id": customer.id,
        **month.range,
        "group_by": "agent",
        "currency": currency,
    }
    key = f"demo draft {customer.id} {month.first_day}"
    return dict(stage.gateway.post("/invoicing/v1/invoices", body, key=key))


def _issue(stage: Stage, draft: dict[str, Any], position: int, count: int) -> dict[str, Any]:
    """Issue a draft. The first of several was due yesterday, so that one is overdue; the others have 30 days."""
    today = date.fromisoformat(stage.gateway.get("/invoicing/v1/reports/receivables")["as_of"])
    terms: dict[str, Any] = {
        "issue_date": today.isoformat(),
        "terms": {"kind": "net-days", "days": 30},
    }
    if position == 0 and count > 1:
        yesterday = (today - timedelta(days=1)).isoformat()
        terms = {"issue_date": yesterday, "due_date": yesterday}
    path = f"/invoicing/v1/invoices/{draft['id']}"
    if draft.get("number") is None:
        key = f"demo issue {draft['id']} {today}"
        stage.gateway.post(f"{path}/issue", {**terms, "delivery": "email"}, key=key)
    return dict(stage.gateway.get(path))


def wait_for_delivery(stage: Stage, ids: list[str]) -> None:
    """Wait until every invoice was taken by the mail server and exists in QuickBooks."""

    def arrived() -> bool:
        now = [stage.gateway.get(f"/invoicing/v1/invoices/{id_}") for id_ in ids]
        return all(
            i["delivery"]["state"] == "sent" and i["quickbooks"]["state"] == "copied" for i in now
        )

    wait_for("the invoices to arrive by e-mail and in QuickBooks", arrived)
