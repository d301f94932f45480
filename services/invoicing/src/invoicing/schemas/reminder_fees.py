"""Fees of reminders: what is answered."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

import web
from invoicing.domain.reminder_fees import FeeState, ShownFee
from invoicing.queries.reminder_fees import FeesOfInvoice
from invoicing.schemas.billing_runs import FailureResponse


class RemindedInvoiceResponse(web.ResponseModel):
    """The invoice for whose reminder a fee is charged."""

    id: UUID
    """Its id."""
    number: str
    """Its number."""
    issue_date: date
    """Its date."""


class ReminderFeeResponse(web.ResponseModel):
    """A fee that a reminder of an invoice charged."""

    reminder_id: UUID
    """The reminder, by notifier's id."""
    invoice_id: UUID
    """The invoice that was reminded."""
    days: int
    """After the due date, when the account has that reminder sent."""
    fee: web.Money
    """What it charged."""
    charged_on: date
    """The day of the reminder, by the account's calendar."""
    charged_at: datetime
    """When the reminder was sent (UTC)."""
    state: FeeState
    """How its own invoice is: `waiting` to be drafted, `failed` to be, a `draft` that waits for a person, `issued`; or
    `dropped`, since somebody deleted the draft."""
    fee_invoice_id: UUID | None
    """The draft or invoice that charges it; null: there is none."""
    number: str | None
    """The number of that invoice; null: it has none yet."""
    balance: web.Money | None
    """What is owed of that invoice; null: it is not issued."""
    failure: FailureResponse | None
    """What kept it from being drafted, or from being issued by itself; null: nothing did."""

    @classmethod
    def of(cls, fee: ShownFee) -> Self:
        """A fee with its money."""
        balance = None if fee.balance is None else _money(fee.balance, fee.currency)
        shown = {**vars(fee), "fee": _money(fee.amount, fee.currency), "balance": balance}
        return cls.model_validate(shown, from_attributes=True)


class ReminderFeesResponse(web.ResponseModel):
    """The fees of an invoice's reminders, or the fee that an invoice charges."""

    charged_for: RemindedInvoiceResponse | None
    """The invoice that was reminded, where this one charges a fee for that; null: it does not."""
    items: list[ReminderFeeResponse]
    """The first one first; of an invoice that charges a fee, just this one."""

    @classmethod
    def of(cls, found: FeesOfInvoice) -> Self:
        """All of an invoice."""
        items = [ReminderFeeResponse.of(one) for one in found.fees]
        made = {"charged_for": found.charged_for, "items": items}
        return cls.model_validate(made, from_attributes=True)


def _money(amount: object, currency: str) -> dict[str, object]:
    return {"amount": amount, "currency": currency}
