"""What happened to an invoice, as one list."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from invoicing.domain.invoice import DeliveryChannel

HappeningKind = Literal[
    "drafted",
    "issued",
    "document-made",
    "sending-requested",
    "handed-over",
    "sent",
    "not-sent",
    "maybe-sent",
    "copied",
    "not-copied",
    "asked",
    "overdue",
    "paid",
    "difference-written-off",
    "payment-reversed",
    "allocation-taken-back",
    "credited",
    "credit-note-sent",
    "credit-note-not-sent",
    "credit-note-maybe-sent",
    "memo-copied",
    "memo-not-copied",
    "disputed",
    "dispute-resolved",
    "reminded",
    "not-reminded",
    "maybe-reminded",
    "reminder-passed-over",
    "fee-charged",
]


@dataclass(frozen=True)
class Happening:
    """Something that happened to an invoice.

    `by` is a person of the account, by the subject of their token, or the customer who asked. `about` names the payment,
    credit note, dispute, sending or question; `text` is what was said of it.
    """

    kind: HappeningKind
    at: datetime
    by: str | None = None
    about: UUID | None = None
    number: str | None = None
    channel: DeliveryChannel | None = None
    recipient: str | None = None
    amount: Decimal | None = None
    text: str | None = None
