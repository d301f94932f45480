"""The story that the examples of the API's document are taken from: January's hours become a paid invoice."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import httpx

from database import new_id
from invoicing.api.access import current_time
from services.invoicing.tests.driver import remember_etags
from services.invoicing.tests.factories import SETTINGS as BILLING
from services.invoicing.tests.factories import EventFactory, approved_entry
from testkit import Served

SETTINGS = {"document_secret": "a secret for examples only"}
PERIOD = {"first_day": "2026-01-01", "last_day": "2026-01-31"}
ISSUED = datetime(2026, 2, 2, 9, 30, tzinfo=UTC)
PAID = datetime(2026, 2, 12, 8, 0, tzinfo=UTC)
CUSTOMER = UUID("0199a1c0-0000-7000-8000-00000000c0de")


async def story(served: Served) -> dict[str, str]:
    """Call every operation once, as a bookkeeper would. Time stands still, so nothing needs to be shown otherwise."""
    served.app.dependency_overrides[current_time] = lambda: ISSUED
    account = new_id()
    client = await served.as_("billing", account=account, subject="eva@studiolind.example")
    remember_etags(client)
    await _work(served, EventFactory(account))
    books = _Books(client)
    await books.settings()
    invoice_id = await books.draft_and_issue()
    served.app.dependency_overrides[current_time] = lambda: PAID
    await books.pay(invoice_id)
    await books.reports()
    return {}


async def _work(served: Served, events: EventFactory) -> None:
    """What timer and rates publish: two entries with a price and one without, of a customer."""
    described = (
        (3000, "Fix the pay button", date(2026, 1, 5)),
        (7200, "Checkout in two languages", date(2026, 1, 12)),
        (900, "Call about vouchers", date(2026, 1, 13)),
    )
    made = [
        approved_entry(
            CUSTOMER, seconds, description=text, work_date=day, entry_id=UUID(int=100 + number)
        )
        for number, (seconds, text, day) in enumerate(described)
    ]
    *priced, unpriced = made
    await served.consume(
        events.account_settings(),
        events.organization(CUSTOMER),
        events.timesheet(*made),
        *(events.price(one) for one in priced),
        events.no_price(unpriced.entry_id),
    )


class _Books:
    """The calls of a person with the billing role."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def call(self, method: str, path: str, body: Any = None, **query: Any) -> httpx.Response:
        """Make a call that succeeds."""
        response = await self._client.request(method, f"/v1/{path}", json=body, params=query)
        assert response.is_success, response.text
        return response

    async def settings(self) -> None:
        """Say what invoices must have."""
        await self.call("PUT", "settings", BILLING)
        await self.call("PATCH", "settings", {"terms": {"kind": "net-days", "days": 14}})
        await self.call("GET", "settings")

    async def draft_and_issue(self) -> str:
        """Draft a month, change the draft, look at it from all sides, issue it."""
        customer = {"organization_id": str(CUSTOMER)}
        await self.call("GET", "billable-time", **customer, **PERIOD)
        draft = (await self.call("POST", "invoices", {**customer, **PERIOD})).json()
        path = f"invoices/{draft['id']}"
        fee = {"kind": "fee", "description": "Hosting, January", "amount": "350.00"}
        text = {"kind": "text", "description": "See you in February"}
        await self.call("POST", f"{path}/lines", fee)
        changed = (await self.call("POST", f"{path}/lines", text)).json()
        await self.call("DELETE", f"{path}/lines/{changed['lines'][-1]['line_id']}")
        await self.call("GET", f"{path}/explain")
        issue = {"delivery": "email", "customer_version": draft["customer_version"]}
        await self.call("POST", f"{path}/issue", issue)
        await self.call("GET", path)
        await self.call("GET", f"{path}.pdf")
        empty = (await self.call("POST", "invoices", customer)).json()
        await self.call("DELETE", f"invoices/{empty['id']}")
        await self.call("GET", "invoices", **customer, state="issued")
        return str(draft["id"])

    async def pay(self, invoice_id: str) -> None:
        """Pay the invoice in two parts, and correct a mistake."""
        first = {"invoice_id": invoice_id, "amount": "4000.00"}
        payment = {
            "received_on": "2026-02-11",
            "amount": {"amount": "4687.50", "currency": "DKK"},
            "method": "bank",
            "reference": "2026-0001 Nordlys",
            "allocations": [first],
        }
        path = f"payments/{(await self.call('POST', 'payments', payment)).json()['id']}"
        rest = {"invoice_id": invoice_id, "amount": "687.50"}
        await self.call("POST", f"{path}/allocations", {"allocations": [rest]})
        await self.call("GET", path)
        await self.call("GET", "payments", invoice_id=invoice_id)
        undo = {"reason": "It was meant for another invoice"}
        await self.call("POST", f"{path}/allocations/{invoice_id}/reverse", undo)
        await self.call("POST", f"{path}/reverse", {"reason": "The bank took it back"})

    async def reports(self) -> None:
        """Read the books."""
        for name in ("conservation", "receivables", "numbering"):
            await self.call("GET", f"reports/{name}")
