"""The story that the examples of the API's document are taken from: January's hours become a paid invoice."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

import httpx

from contracts.notifier import ReminderFeeCharged
from contracts.stored import example
from contracts.timer import ApprovedEntry
from invoicing.api.access import current_time
from invoicing.commands.reminder_fees import Work, invoice_fee
from invoicing.tasks import _told
from services.invoicing.tests.bank_samples import camt, camt_entry
from services.invoicing.tests.driver import remember_etags
from services.invoicing.tests.factories import SETTINGS as BILLING
from services.invoicing.tests.factories import EventFactory, approved_entry
from testkit import Served
from testkit.tokens import ACCOUNT

SETTINGS: dict[str, Any] = {"document_secret": "a secret for examples only"}
BEYOND_SCHEMAS = (
    *(
        "is beyond the last",
        "belongs to a discount",
        "of a line of kind",
        "says what the agreement",
    ),
    *(
        "of what is charged",
        "more than the",
        "has no time here",
        "are priced in",
        "only time is",
        "behind all lines",
        "has a discount already",
        "is that of the lines",
    ),
    *("only time is moved", "the line itself", "nothing is left", "no line of that", "is no draft"),
    *("an hour, this line", "is taxed otherwise", "of another customer", "this draft in"),
    *("alike within", "belongs to a new line"),
    *("unit_price belong", "belongs to a quantity", "has no quantity", "a quantity and its unit"),
    *("comes to nothing", "comes to more than", "a unit price is of", "a quantity has a unit"),
    *("is no placeholder", "is not known of", "belongs to no placeholder", "language already"),
    *("and be as proposed", "a fixed date belongs"),
    *("belong together", "is before", "give a period", "give due_date", "give an amount"),
    *("a text has no", "only a discount", "a discount is spread", "belongs to"),
    *(
        "start and end",
        "end is not after",
        "amount or entries",
        "is no line",
        "is before the invoice",
    ),
    *(
        "look like those",
        "named twice",
        "must say who paid",
        "of several customers",
        "in the future",
        "numbers follow dates",
    ),
    *("decimals than", "the decimals of", "has the rate 0", "a rate between", "makes numbers of"),
    *("give a code", "is that of the code", "is no tax code"),
    *("is retired", "is missing", "must be after", "with a tax", "S is standard"),
    *(
        "belongs to an e-mail",
        "belongs to what was handed",
        "is not between",
        "was not asked about",
    ),
    "is no draft of this run",
    "is no draft;",
    *(
        "seconds and hourly_rate",
        "time and texts have none",
        "draft cannot become",
        "no quote to this",
    ),
    *(
        "weeks have none",
        "a last day or a number",
        "stands for nothing",
        "charges nothing",
        "discounts are more",
        "made at once",
        "start after it",
        "give a price",
        "no quantity and no tax",
    ),
    *("not a cursor of", "is after last_day"),
    *("is no IBAN", "is no BIC", "is no Bankgiro"),
    *("makes nothing of", "is no category", "is what it was spent", "say what they are"),
    *("only PDF, PNG", "is broken", "the file is empty", "pixels"),
    *("give a way for", "named twice", "group by entry"),
    *("too light to read", "is no PNG or JPEG", "is no Base64"),
)
"""Words of the rules that tie fields to each other, to the currency or to the day: schemas cannot say them."""
CUSTOMER = UUID("0199a1c0-0000-7000-8000-0000000000c0")
JANUARY = {"first_day": "2025-01-01", "last_day": "2025-01-31"}
ISSUED = datetime(2025, 2, 2, 9, 30, tzinfo=UTC)
PAID = datetime(2025, 2, 12, 8, 0, tzinfo=UTC)
WORK = (
    (3000, "Fix the pay button", date(2025, 1, 6)),
    (7200, "Checkout in two languages", date(2025, 1, 13)),
    (1800, "Vouchers: first sketch", date(2025, 2, 3)),
    (2700, "Updates of the webshop", date(2025, 1, 20)),
    (900, "Call about vouchers", date(2025, 1, 14)),
)
LOGO = b64encode(
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path d="M0 0h2v1z" fill="#1f5c70"/></svg>'
).decode()
ACCOUNTS = {
    "iban": "DK5000400440116243",
    "registration_number": "0040",
    "account_number": "0440116243",
    "fik_creditor": "87654321",
}
RECEIPT = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
_JSON = "application/json"
JANUARYS_FEE: dict[str, Any] = {
    "charge_id": UUID(int=96),
    "name": "Care of the webshop, January 2025",
    "first_day": date(2025, 1, 1),
    "last_day": date(2025, 1, 31),
    "amount": Decimal("3000.00"),
    "billable_from": date(2025, 2, 1),
    "included_seconds": 18_000,
    "used_seconds": 2700,
}


async def story(served: Served) -> dict[str, str]:
    """Call every operation, as a bookkeeper and a customer would. Time stands still; links are other in each run."""
    served.app.dependency_overrides[current_time] = lambda: ISSUED
    client = await served.as_("billing", account=ACCOUNT, subject="eva@studiolind.example")
    remember_etags(client)
    work = await _approve(served, EventFactory(ACCOUNT))
    books = _Books(served, client)
    await books.settings()
    await books.tax_codes()
    await books.customer_billing()
    invoice_id = await books.issue()
    served.app.dependency_overrides[current_time] = lambda: PAID
    token = await books.link(invoice_id)
    await _read_and_ask(await served.client({"Authorization": f"Bearer {token}"}))
    await books.dispute(invoice_id)
    await books.send(invoice_id)
    await books.charge_fees(invoice_id)
    renewed = await books.renew_link(invoice_id)
    await books.change_draft(work[2])
    await books.pay(invoice_id)
    await books.read_bank_file(invoice_id)
    await books.pay_back(invoice_id)
    await books.credit(invoice_id)
    await books.bill_a_month(served)
    await books.quote()
    await books.recur(served)
    await books.spend(await served.as_("owner", account=ACCOUNT, subject="mia@studiolind.example"))
    await books.reports()
    return {token: "cus_AZmhwAAAcACAAAAAAAA", renewed: "cus_AZmhwAAAcACAAAAAAAE"}


async def _approve(served: Served, events: EventFactory) -> Sequence[ApprovedEntry]:
    """Have timer and rates publish a customer and their hours, the last of them without a price."""
    work = [
        approved_entry(
            CUSTOMER, seconds, description=text, work_date=day, entry_id=UUID(int=100 + number)
        )
        for number, (seconds, text, day) in enumerate(WORK)
    ]
    *priced, covered, unpriced = work
    fee = events.charge(CUSTOMER, **JANUARYS_FEE)
    await served.consume(
        events.account_settings(),
        events.organization(CUSTOMER),
        events.timesheet(*work),
        fee,
        *(events.price(one) for one in priced),
        events.covered_price(covered, fee.charge_id),
        events.no_price(unpriced.entry_id),
    )
    return work


async def _read_and_ask(customer: httpx.AsyncClient) -> None:
    """What the customer does with the link to the invoice."""
    for path in ("customer-page", "customer-page/document"):
        read = await customer.get(f"/v1/{path}")
        assert read.is_success, read.text
    question = {"name": "Eva Holm", "text": "Were the vouchers part of this?"}
    once = {"Idempotency-Key": "1"}
    asked = await customer.post("/v1/customer-page/questions", json=question, headers=once)
    assert asked.is_success, asked.text


class _Books:
    """The calls of a person with the billing role."""

    def __init__(self, served: Served, client: httpx.AsyncClient) -> None:
        self._served, self._client = served, client
        self._customer = {"organization_id": str(CUSTOMER)}

    async def call(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """Make a call that succeeds; returns its JSON."""
        response = await self._client.request(method, f"/v1/{path}", json=body, params=query)
        assert response.is_success, response.text
        is_json = response.headers.get("content-type") == _JSON and bool(response.content)
        return response.json() if is_json else None

    async def settings(self) -> None:
        """Say what invoices must have."""
        await self.call("PUT", "settings", BILLING)
        changes = {"terms": {"kind": "net-days", "days": 14}, "customer_sees": "entries"}
        await self.call("PATCH", "settings", {**changes, "payment_details": ACCOUNTS})
        text = {"group_by": "work_item", "language": "da", "text": "{task} ({project}), {period}"}
        await self.call("GET", "settings/line-text-example", **text)
        await self.call("PATCH", "settings", {"line_texts": [text]})
        await self.call("PUT", "settings/logo", {"content": LOGO})
        await self.call("GET", "settings/logo")
        await self.call("GET", "settings/sample.png", language="de", colour="#7a3b9e")
        await self.call("DELETE", "settings/logo")
        await self.call("GET", "settings")

    async def customer_billing(self) -> None:
        """Say under which number the customer ordered, and when they pay."""
        path = f"customer-billing/{CUSTOMER}"
        await self.call("GET", path)
        order = {"number": "4500012345", "valid_from": "2025-02-01", "valid_until": "2025-12-31"}
        terms = {"kind": "net-days", "days": 21}
        nothing = {"payment_instructions": None, "public_buyer": None}
        await self.call("PUT", path, {"purchase_order": order, "terms": terms, **nothing})

    async def tax_codes(self) -> None:
        """Make a code for books, let the state change its rate, and give the standard code its account in the ledger."""
        books = {"code": "BOOKS", "name": "Books", "category": "standard", "rate": "12.5"}
        await self.call("POST", "tax-codes", books)
        await self.call("POST", "tax-codes/BOOKS/rates", {"rate": "10", "valid_from": "2026-01-01"})
        await self.call("GET", "tax-codes/S")
        await self.call("PATCH", "tax-codes/S", {"ledger_account": "66200", "ledger_code": "U25"})
        await self.call("GET", "tax-codes")

    async def issue(self) -> str:
        """Invoice January."""
        await self.call("GET", "billable-time", **self._customer, **JANUARY)
        await self.call("GET", "billable-time/customers")
        await self.call("GET", "agreement-charges", **self._customer, state="billable")
        draft = await self.call("POST", "invoices", {**self._customer, **JANUARY})
        path = f"invoices/{draft['id']}"
        await self.call("GET", f"{path}/explain")
        options = {"delivery": "email", "customer_version": draft["customer_version"]}
        await self.call("POST", f"{path}/issue", options)
        await self.call("GET", path)
        await self.call("GET", f"{path}.pdf")
        return str(draft["id"])

    async def link(self, invoice_id: str) -> str:
        """Find the token of the link that the customer got."""
        found = await self.call("GET", f"invoices/{invoice_id}/customer-link")
        return str(found["path"]).partition("#")[2]

    async def renew_link(self, invoice_id: str) -> str:
        """Make a new link and revoke it; returns its token."""
        made = await self.call("POST", f"invoices/{invoice_id}/customer-link")
        await self.call("DELETE", f"invoices/{invoice_id}/customer-link")
        return str(made["path"]).partition("#")[2]

    async def dispute(self, invoice_id: str) -> None:
        """Note that the customer does not accept a line, and that they do after all."""
        path = f"invoices/{invoice_id}/disputes"
        [question] = (await self.call("GET", f"invoices/{invoice_id}/questions"))["items"]
        line = (await self.call("GET", f"invoices/{invoice_id}"))["lines"][0]
        about = {"line_id": line["line_id"], "question_id": question["id"]}
        said = {"reason": "They thought that vouchers were part of the fee"}
        opened = await self.call("POST", path, {**said, **about})
        came = {"outcome": "withdrawn", "note": "They found it in the agreement"}
        await self.call("POST", f"{path}/{opened['id']}/resolve", came)
        await self.call("GET", path)

    async def send(self, invoice_id: str) -> None:
        """Hand the invoice over, read how it was sent, and all that happened to it."""
        path = f"invoices/{invoice_id}"
        await self.call("POST", f"{path}/send", {"channel": "hand", "sent_on": "2025-02-11"})
        await self.call("GET", f"{path}/deliveries")
        await self.call("GET", f"{path}/timeline")

    async def charge_fees(self, invoice_id: str) -> None:
        """Invoice what a reminder charged; what another one did cannot be issued, and is drafted again."""
        events = EventFactory(ACCOUNT)
        await self._charge_fee(invoice_id, UUID(int=81), date(2025, 2, 24))
        await self._served.consume(events.organization(CUSTOMER, version=2, address=None))
        await self._charge_fee(invoice_id, UUID(int=82), date(2025, 3, 6))
        *_, fee = (await self.call("GET", f"invoices/{invoice_id}/reminder-fees"))["items"]
        await self.call("GET", f"invoices/{fee['fee_invoice_id']}")
        await self.call("DELETE", f"invoices/{fee['fee_invoice_id']}")
        draft = await self.call("POST", f"reminder-fees/{fee['reminder_id']}/draft")
        await self._served.consume(events.organization(CUSTOMER, version=3))
        await self.call("GET", f"invoices/{draft['id']}")
        await self.call("DELETE", f"invoices/{draft['id']}")

    async def _charge_fee(self, invoice_id: str, reminder_id: UUID, day: date) -> None:
        about = {"account_id": ACCOUNT, "reminder_id": reminder_id, "invoice_id": UUID(invoice_id)}
        charged = {"organization_id": CUSTOMER, "charged_on": day, "charged_at": PAID}
        event = example(ReminderFeeCharged).model_copy(update={**about, **charged})
        await self._served.consume(event)
        begin = partial(self._served.database.transaction, ACCOUNT)
        links = self._served.app.state.links
        await invoice_fee(Work(reminder_id, begin, _told, links, PAID))

    async def change_draft(self, work: ApprovedEntry) -> None:
        """Draft some work of February, put lines on the draft and take one off; discard another draft."""
        drafted = {**self._customer, "entry_ids": [str(work.entry_id)], "group_by": "entry"}
        draft = f"invoices/{(await self.call('POST', 'invoices', drafted))['id']}"
        await self.lose_and_take_back(draft, work)
        await self.follow_a_price(draft, work)
        said = {"reference": "Eva Holm", "purchase_order": "PO 7731", "time_appendix": "entries"}
        await self.call("PATCH", draft, {**said, "terms": {"kind": "end-of-month", "days": 15}})
        path = f"{draft}/lines"
        fee = {"kind": "fee", "description": "Hosting, February", "amount": "350.00"}
        text = {"kind": "text", "description": "See you in March"}
        await self.call("POST", path, fee)
        seats = {"quantity": "3", "unit": "licence", "unit_price": "49.50"}
        added = await self.call("POST", path, {"kind": "fee", "description": "Editor", **seats})
        editor = next(x["line_id"] for x in added["lines"] if x["description"] == "Editor")
        off = {"kind": "discount", "description": "New customer", "percent": "10"}
        await self.call("POST", path, {**off, "of_line_id": editor})
        changed = await self.call("POST", path, text)
        first = f"{path}/{changed['lines'][-1]['line_id']}"
        await self.call("PATCH", first, {"position": 1, "description": "See you in spring"})
        await self.call("DELETE", f"{path}/{changed['lines'][-1]['line_id']}")
        await self.move(draft, work)
        await self.call("PUT", f"{draft}/tax", {"tax": {"code": "Z"}})
        await self.write_off(draft, work)
        empty = await self.call("POST", "invoices", self._customer)
        await self.call("DELETE", f"invoices/{empty['id']}")
        await self.call("GET", "invoices", **self._customer, state="issued")

    async def lose_and_take_back(self, draft: str, work: ApprovedEntry) -> None:
        """Let the work have no price for a while, and take it back onto the draft."""
        events = EventFactory(ACCOUNT)
        await self._served.consume(events.no_price(work.entry_id, version=2))
        await self._served.consume(events.price(work, "1200.00", version=3))
        await self.call("GET", f"{draft}/lost-time")
        await self.call("GET", draft)
        await self.call("POST", f"{draft}/lost-time/take-back")

    async def follow_a_price(self, draft: str, work: ApprovedEntry) -> None:
        """Let the work cost more while it is on the draft, and say that somebody has seen it."""
        await self._served.consume(EventFactory(ACCOUNT).price(work, "1250.00", version=4))
        path = f"{draft}/repriced-time"
        changed = (await self.call("GET", path))["items"]
        await self.call("GET", draft)
        await self.call("POST", f"{path}/dismiss", {"ids": [one["id"] for one in changed]})

    async def move(self, draft: str, work: ApprovedEntry) -> None:
        """Split ten minutes off the line of time, put them back, and have a line for each day."""
        lines = [one for one in (await self.call("GET", draft))["lines"] if one["kind"] == "time"]
        part = {"entries": [{"entry_id": str(work.entry_id), "seconds": 600}]}
        split = {**part, "description": "Vouchers: the wording"}
        path = f"{draft}/lines/{lines[0]['line_id']}/move"
        [kept, new] = [
            one for one in (await self.call("POST", path, split))["lines"] if one["kind"] == "time"
        ]
        path = f"{draft}/lines/{new['line_id']}/move"
        await self.call("POST", path, {"to_line_id": kept["line_id"]})
        await self.call("GET", f"{draft}/grouping", group_by="day")
        await self.call("PUT", f"{draft}/grouping", {"group_by": "day"})

    async def quote(self) -> None:
        """Quote a new shop, change it, send it, bill it when the customer accepts; discard another quote."""
        design = {
            "kind": "time",
            "description": "Design",
            "seconds": 36_000,
            "hourly_rate": "1200.00",
        }
        set_up = {"kind": "fixed", "description": "Set up", "amount": "5000.00"}
        off = {"kind": "discount", "description": "Welcome", "percent": "10", "of_line": 1}
        asked = {
            "lines": [design, off, set_up],
            "title": "New webshop",
            "valid_until": "2025-03-31",
        }
        made = await self.call("POST", "quotes", {**self._customer, **asked})
        path = f"quotes/{made['id']}"
        await self.call("PUT", path, {**asked, "reference": "PO 7731"})
        await self.call("POST", f"{path}/send")
        await self.call("GET", f"{path}.pdf")
        await self.call("POST", f"{path}/answer", {"answer": "accepted", "name": "Eva Holm"})
        await self.call("POST", f"{path}/invoices", {})
        await self.call("GET", path)
        await self.call("GET", "quotes", **self._customer, state="accepted")
        other = await self.call("POST", "quotes", {**self._customer, "lines": [set_up]})
        await self.call("DELETE", f"quotes/{other['id']}")

    async def recur(self, served: Served) -> None:
        """Let hosting be billed each month; delete a draft of it and make it again; pause it and go on."""
        hosting = {"kind": "fee", "description": "Hosting, {month} {year}", "price": "350.00"}
        off = {"kind": "discount", "of_line": 1}
        asked = {
            "name": "Hosting of the webshop",
            "recurrence": {"starts_on": "2025-02-01", "times": 2},
            "lines": [hosting, {**off, "description": "For a year", "percent": "5"}],
        }
        whole = {**self._customer, **asked}
        await self.call("POST", "recurring-invoices/preview", whole)
        made = await self.call("POST", "recurring-invoices", whole)
        path = f"recurring-invoices/{made['id']}"
        await served.run_due()
        [_, february] = (await self.call("GET", f"{path}/periods"))["items"]
        draft = f"invoices/{february['invoice_id']}"
        await self.call("GET", draft)
        await self.call("DELETE", draft)
        await self.call("POST", f"{path}/periods/{february['id']}/make")
        going_on = {**asked, "recurrence": {"starts_on": "2025-02-01"}}
        await self.call("POST", f"{path}/preview", going_on)
        await self.call("PUT", path, {**going_on, "reference": "PO 7731"})
        await self.call("POST", f"{path}/pause")
        await self.call("POST", f"{path}/resume", {"catch_up": True})
        await self.call("GET", path)
        await self.call("GET", "recurring-invoices", **self._customer, state="active")
        await self.call("GET", "recurring-invoices/forecast", months=3)
        other = await self.call("POST", "recurring-invoices", whole)
        await self.call("DELETE", f"recurring-invoices/{other['id']}")

    async def spend(self, owner: httpx.AsyncClient) -> None:
        """Record what was spent, with a receipt; the owner approves it, and it is billed at a rate."""
        travel = {"name": "Travel", "tax_code": "S", "mark_up": "5"}
        category = await self.call("POST", "expense-categories", travel)
        await self.call("PUT", f"expense-categories/{category['id']}", {**travel, "mark_up": "0"})
        await self.call("GET", "expense-categories")
        said = {"spent_on": "2025-01-20", "description": "Hotel in Malmö", "currency": "SEK"}
        whole = {**self._customer, **said, "category_id": category["id"], "amount": "1200.00"}
        made = await self.call("POST", "expenses", whole)
        path = f"expenses/{made['id']}"
        await self.call("PUT", path, {**whole, "amount": "1250.00"})
        query = {"file_name": "hotel.pdf"}
        for _ in range(2):
            sent = await self._client.post(f"/v1/{path}/receipts", content=RECEIPT, params=query)
            assert sent.is_success, sent.text
        receipt = f"{path}/receipts/{sent.json()['id']}"
        await self.call("GET", receipt)
        await self.call("DELETE", receipt)
        remember_etags(owner)
        books = _Books(self._served, owner)
        await books.call("GET", path)
        await books.call("POST", f"{path}/reject", {"reason": "For which customer is it?"})
        await books.call("POST", f"{path}/approve")
        billing = {"mark_up": "0", "billed_currency": "DKK", "exchange_rate": "0.6512"}
        await self.call("GET", path)
        billed = await self.call("PUT", f"{path}/billing", {"billable": True, **billing})
        named = {"expenses": [{"id": made["id"], "version": billed["version"]}]}
        await books.call("POST", "expenses/approve", named)
        await self.call("GET", "expenses", **self._customer, state="ready")
        await self.call("GET", "expenses/ready")
        draft = await self.call("POST", "invoices", self._customer)
        taken = {"expense_ids": [made["id"]]}
        await self.call("POST", f"invoices/{draft['id']}/expenses", taken)
        issued = await self.call("POST", f"invoices/{draft['id']}/issue", {"delivery": "hand"})
        [kept] = issued["receipts"]
        await self.call("GET", f"invoices/{draft['id']}/receipts/{kept['receipt_id']}")
        wrong = await self.call("POST", "expenses", whole)
        await self.call("DELETE", f"expenses/{wrong['id']}")

    async def write_off(self, draft: str, work: ApprovedEntry) -> None:
        """Write five minutes of the draft's line off, undo that, and write another five minutes off."""
        lines = (await self.call("GET", draft))["lines"]
        line = next(one for one in lines if one["kind"] == "time")
        part = {"entry_id": str(work.entry_id), "seconds": 300}
        said = {"reason": "The sketch was not what you asked for", "entries": [part]}
        await self.call("POST", f"{draft}/lines/{line['line_id']}/write-off", said)
        [made] = (await self.call("GET", "write-offs", **self._customer))["items"]
        await self.call("GET", f"write-offs/{made['id']}")
        undone = {"entry_ids": [str(work.entry_id)]}
        await self.call("POST", f"write-offs/{made['id']}/undo", undone)
        named = {**self._customer, "entry_ids": [str(work.entry_id)]}
        held = {**named, "reason": "They still look at it", "until": "2099-03-01"}
        await self.call("POST", "held-back-time", held)
        await self.call("POST", "held-back-time/release", named)
        await self.call("POST", "write-offs", {**self._customer, **said})

    async def pay(self, invoice_id: str) -> None:
        """Pay the invoice in two parts, take one back, and reverse another payment."""
        money = {"amount": {"amount": "8000.00", "currency": "DKK"}, "received_on": "2025-02-11"}
        about = {"method": "bank", "reference": "2025-0001 Nordlys"}
        first, rest = (
            {"allocations": [{"invoice_id": invoice_id, "amount": amount}]}
            for amount in ("7500.00", "500.00")
        )
        path = (
            f"payments/{(await self.call('POST', 'payments', {**money, **about, **first}))['id']}"
        )
        await self.call("POST", f"{path}/allocations", rest)
        await self.call("GET", path)
        await self.call("GET", "payments", invoice_id=invoice_id)
        wrong = {"reason": "It was meant for another invoice"}
        await self.call("POST", f"{path}/allocations/{invoice_id}/reverse", wrong)
        twice = await self.call("POST", "payments", {**money, **about, **self._customer})
        await self.call("POST", f"payments/{twice['id']}/reverse", {"reason": "Entered twice"})

    async def read_bank_file(self, invoice_id: str) -> None:
        """Read what the bank says; take a payment, undo it, let all that are certain be taken, set a fee aside."""
        part = camt_entry("400.00", "Faktura 2025-0001", name="Nordlys ApS", day="2025-02-11")
        fee = camt_entry("-12.50", "Gebyr", day="2025-02-11")
        for path in ("bank-files/preview", "bank-files"):
            query = {"name": "february.xml"}
            sent = await self._client.post(f"/v1/{path}", content=camt(part, fee), params=query)
            assert sent.is_success, sent.text
        await self.call("GET", "bank-files")
        await self.call("GET", "bank-transactions/summary")
        listed = await self.call("GET", "bank-transactions", state="open")
        first, second = (f"bank-transactions/{one['id']}" for one in listed["items"])
        for path in (first, second):
            await self.call("GET", path)
        allocations = [{"invoice_id": invoice_id, "amount": "400.00"}]
        await self.call("POST", f"{first}/take", {"allocations": allocations})
        await self.call("POST", f"{first}/undo", {"reason": "It is for the next invoice"})
        await self.call("POST", f"{second}/set-aside", {"reason": "The bank's own fee"})
        await self.call("POST", "bank-transactions/take-certain", {})

    async def pay_back(self, invoice_id: str) -> None:
        """Use some of the customer's credit, pay some back, and write a small rest off."""
        await self.call("GET", "payment-settings")
        chosen = {"difference_limit": "10.00", "credit_on_issue": False}
        await self.call("PUT", "payment-settings", chosen)
        await self.call("GET", "credits", **self._customer)
        parts = {"allocations": [{"invoice_id": invoice_id, "amount": "100.00"}]}
        await self.call("POST", "credits/use", {**self._customer, "currency": "DKK", **parts})
        rest = {"amount": "0.50", "reason": "The bank took a fee"}
        await self.call("POST", f"invoices/{invoice_id}/write-off", rest)
        money = {"amount": {"amount": "250.00", "currency": "DKK"}, "refunded_on": "2025-02-12"}
        said = {"method": "bank", "reference": "Paid too much"}
        path = f"refunds/{(await self.call('POST', 'refunds', {**money, **said, **self._customer}))['id']}"
        await self.call("GET", path)
        await self.call("GET", "refunds", **self._customer)
        await self.call("POST", f"{path}/reverse", {"reason": "The account was closed"})
        path = f"customers/{self._customer['organization_id']}/transfers"
        await self.call("GET", path)
        await self.call("POST", f"{path}/reverse", {"reason": "They are two customers"})

    async def credit(self, invoice_id: str) -> None:
        """Credit a quarter of an hour of the invoice, which was too much."""
        path = f"invoices/{invoice_id}/credit"
        lines_left = (await self.call("GET", path))["lines"]
        line = next(one for one in lines_left if one["kind"] == "time")
        long = max(line["entries"], key=lambda one: int(one["seconds"]))
        part = {"entry_id": long["entry_id"], "start": long["end"] - 900, "end": long["end"]}
        lines = {"lines": [{"line_id": line["line_id"], "entries": [part]}]}
        await self.call("POST", f"{path}/preview", lines)
        said = {"reason": "A quarter of an hour was a call about another project"}
        note = await self.call("POST", path, {**said, **lines, "delivery": "email"})
        await self.call("GET", "credit-notes", invoice_id=invoice_id)
        await self.call("GET", f"credit-notes/{note['id']}")
        await self.call("GET", f"credit-notes/{note['id']}/explain")
        await self.call("GET", f"credit-notes/{note['id']}.pdf")

    async def bill_a_month(self, served: Served) -> None:
        """Bill a month of all customers, issue what was drafted, and let the next months be billed by themselves."""
        month = {"first_day": "2025-01-01", "last_day": "2025-02-28"}
        path = f"billing-runs/{(await self.call('POST', 'billing-runs', month))['id']}"
        await served.run_due()
        await served.run_due()
        await self.call("GET", "billing-runs")
        await self.call("GET", path)
        await self.call("GET", f"{path}/customers")
        await self.call("POST", f"{path}/continue")
        await self.call("POST", f"{path}/cancel")
        await self.call("POST", f"{path}/issue", {"delivery": "hand"})
        await self.issue_many()
        await self.call("GET", "billing-schedule")
        await self.call("PUT", "billing-schedule", {"day_of_month": 2, "issue": "automatic"})
        chosen = f"billing-schedule/customers/{CUSTOMER}"
        await self.call("GET", chosen)
        await self.call("PUT", chosen, {"issue": "none"})

    async def issue_many(self) -> None:
        """Issue the drafts that wait, as they are seen."""
        found = (await self.call("GET", "invoices", state="draft"))["items"]
        drafts = [{"invoice_id": one["id"], "version": one["version"]} for one in found]
        await self.call("POST", "invoices/issue", {"drafts": drafts, "delivery": "hand"})

    async def reports(self) -> None:
        """Read the books."""
        for name in ("conservation", "turnover", "numbering"):
            await self.call("GET", f"reports/{name}")
        period = {"first_day": "2025-01-01", "last_day": "2025-03-31"}
        line = {"currency": "DKK", "category": "standard", "rate": "25", "tax_code": "S"}
        await self.call("GET", "reports/vat", **period)
        await self.call("GET", "reports/vat/documents", **period, **line)
        await self.call("GET", "reports/vat.csv", **period)
        await self.call("GET", "reports/receivables", sort="overdue", descending=True)
        await self.call("GET", "reports/receivables/invoices", age="not_due", currency="DKK")
        await self.call("GET", "reports/collection", months=2)
        statement = f"customers/{CUSTOMER}/statement"
        for ending in ("", ".pdf", ".csv"):
            await self.call("GET", f"{statement}{ending}", **JANUARY)
        for noun in (
            "invoices",
            "invoice-lines",
            "payments",
            "credit-notes",
            "expenses",
            "receivables",
        ):
            await self.call("GET", f"exports/{noun}.csv")
        await self._journal()

    async def _journal(self) -> None:
        """Name the accounts of the ledger, and export January and February."""
        accounts = {"receivables": "5600", "revenue": "1000", "vat": "6902", "bank": "5820"}
        rules = [{"account": "1010", "kind": "agreement"}]
        await self.call("PUT", "ledger-settings", {**accounts, "revenue_rules": rules})
        await self.call("GET", "ledger-settings")
        made = await self.call("POST", "journal-exports", {"last_day": "2025-02-12"})
        await self.call("GET", "journal-exports")
        await self.call("GET", f"journal-exports/{made['id']}.csv", format="semicolon")
