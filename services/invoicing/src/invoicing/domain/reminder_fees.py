"""Fees that reminders charge: each becomes an invoice of its own, and the invoice that was reminded never changes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from domain_errors import ConflictError
from invoicing.domain.account import Account
from invoicing.domain.billing_runs import Failure
from invoicing.domain.draft import Draft, DraftRequest, NewLine, new_draft
from invoicing.domain.invoice import DeliveryChannel, InvoiceContent
from invoicing.domain.lines import Line
from invoicing.domain.parties import Customer
from invoicing.domain.tax import Tax
from invoicing.domain.wording import wording
from typesetting.languages import written_day

FeeState = Literal["waiting", "failed", "draft", "issued", "dropped"]
"""Dropped: somebody deleted the draft."""
_UNTAXED = Tax("outside-scope", Decimal(0))
"""Compensation for the cost of a late payment is no consideration for a supply (in Denmark SKM2003.541.LSR)."""
_TEXTS = {
    "da": "Rykkergebyr for faktura {number} af {issued}, påmindelse af {reminded}",
    "de": "Mahngebühr zur Rechnung {number} vom {issued}, Mahnung vom {reminded}",
    "en": "Reminder fee for invoice {number} of {issued}, reminder of {reminded}",
    "nb": "Purregebyr for faktura {number} av {issued}, påminnelse av {reminded}",
    "sv": "Påminnelseavgift för faktura {number} av den {issued}, påminnelse den {reminded}",
}


class FeeInvoicedError(ConflictError):
    """The fee is on an invoice, or on a draft of one."""


@dataclass(frozen=True)
class ReminderFee:
    """What a reminder charged, and what came of it. `days`: after the due date, when the account has it sent."""

    reminder_id: UUID
    invoice_id: UUID
    days: int
    amount: Decimal
    currency: str
    charged_on: date
    charged_at: datetime
    fee_invoice_id: UUID | None = None
    failure: Failure | None = None


@dataclass(frozen=True, kw_only=True)
class ShownFee(ReminderFee):
    """With how its invoice stands; `balance` is what is owed of that."""

    state: FeeState
    number: str | None
    balance: Decimal | None


def fee_text(language: str, invoice: InvoiceContent, charged_on: date) -> str:
    """What its line says."""
    assert invoice.number
    assert invoice.issue_date
    locale = wording(language).locale
    days = {"issued": invoice.issue_date, "reminded": charged_on}
    written = {name: written_day(day, locale) for name, day in days.items()}
    return _TEXTS[language].format(number=invoice.number, **written)


def fee_draft(
    fee: ReminderFee,
    invoice: InvoiceContent,
    account: Account,
    customer: Customer,
    new_id: Callable[[], UUID],
    *,
    by: str,
    now: datetime,
) -> Draft:
    """The draft that charges a fee, and nothing else: outside the scope of VAT, by the customer's terms."""
    request = DraftRequest(
        customer.organization_id,
        currency=fee.currency,
        tax=_UNTAXED,
        reference=invoice.reference,
        purchase_order=invoice.purchase_order,
    )
    draft = new_draft(new_id(), request, account, customer, by=by, now=now)
    text = fee_text(draft.language, invoice, fee.charged_on)
    line = draft.make_line(NewLine("fee", text, fee.amount), new_id())
    assert isinstance(line, Line)
    return replace(draft, reminder_fee_of=invoice.id, lines=(line,))


def channel_of(invoice: InvoiceContent) -> DeliveryChannel:
    """How its invoice goes: by QuickBooks as the reminded one did, else by e-mail as the reminder did."""
    return "qbo" if invoice.delivery == "qbo" else "email"
