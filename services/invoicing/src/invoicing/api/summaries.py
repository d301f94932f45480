"""Invoices at a glance, as JSON."""

from datetime import date, datetime
from uuid import UUID

import web
from contracts.invoicing import DeliveryChannel
from invoicing.api.access import money
from invoicing.queries.summaries import State, Summary
from invoicing.states import CopyState, DeliveryState, PaymentState, copy_state, delivery_state


class DeliveryAnswer(web.ResponseModel):
    """Where the invoice is on its way to the customer."""

    state: DeliveryState
    channel: DeliveryChannel | None
    recipient: str | None
    reason: str | None
    at: datetime | None


class QuickbooksAnswer(web.ResponseModel):
    """How the copy in QuickBooks is; `reason` says what failed or differs."""

    state: CopyState
    qbo_id: str | None
    reason: str | None
    at: datetime | None


class SummaryAnswer(web.ResponseModel):
    """A draft or invoice without its lines. `state` is draft or issued; the rest is derived from facts."""

    id: UUID
    state: State
    number: str | None
    organization_id: UUID
    organization_name: str
    first_day: date | None
    last_day: date | None
    issue_date: date | None
    due_date: date | None
    seconds: int
    currency: str
    subtotal: web.Money
    tax: web.Money
    total: web.Money
    paid: web.Money
    balance: web.Money
    payment: PaymentState
    overdue: bool
    delivery: DeliveryAnswer
    quickbooks: QuickbooksAnswer
    created_at: datetime

    @classmethod
    def of(cls, summary: Summary, today: date) -> "SummaryAnswer":
        """Write it, as things are on `today` in the account's time zone."""
        return cls(**summary_fields(summary, today))


def summary_fields(summary: Summary, today: date) -> dict[str, object]:
    """The fields that every answer about an invoice has. A draft owes nothing yet, so it is unpaid."""
    balance, zero = summary.balance, summary.total * 0
    return {
        **{
            name: getattr(summary, name)
            for name in SummaryAnswer.model_fields
            if hasattr(summary, name)
        },
        "subtotal": money(summary.subtotal, summary.currency),
        "tax": money(summary.tax, summary.currency),
        "total": money(summary.total, summary.currency),
        "paid": money(zero + balance.allocated if balance else zero, summary.currency),
        "balance": money(balance.owed if balance else zero, summary.currency),
        "payment": balance.payment if balance else "unpaid",
        "overdue": bool(balance and summary.due_date and balance.overdue(summary.due_date, today)),
        "delivery": _delivery(summary),
        "quickbooks": _quickbooks(summary),
    }


def _delivery(summary: Summary) -> DeliveryAnswer:
    last = summary.delivery
    return DeliveryAnswer(
        state=delivery_state(summary.channel, last),
        channel=summary.channel,
        recipient=summary.recipient,
        reason=last and last.detail,
        at=last and last.at,
    )


def _quickbooks(summary: Summary) -> QuickbooksAnswer:
    last = summary.copy
    return QuickbooksAnswer(
        state=copy_state(last),
        qbo_id=summary.qbo_id,
        reason=last and last.detail,
        at=last and last.at,
    )
