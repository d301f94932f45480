"""Sending an issued invoice besides the way that was chosen at issue: each time an act of its own, which is kept."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain_errors import InvalidInputError
from invoicing.domain.allocation import Receivable
from invoicing.domain.errors import (
    CreditedNotSentError,
    NobodyToSendToError,
    SendingQueuedError,
)
from invoicing.domain.invoice import DeliveryChannel, InvoiceContent
from invoicing.domain.parties import Contact
from invoicing.domain.states import DeliveryOutcome, DeliveryState, DeliveryStatus


@dataclass(frozen=True)
class SendRequest:
    """By which channel, and to whom if not to the billing contact. `sent_on`: when it was handed over."""

    channel: DeliveryChannel
    to: Contact | None = None
    message: str = ""
    sent_on: date | None = None
    although_credited: bool = False

    def check(self, *, today: date, issue_date: date) -> None:
        """Refuse what does not fit together. Raises `InvalidInputError`."""
        if self.message and self.channel != "email":
            what = (
                "QuickBooks writes its own mail" if self.channel == "qbo" else "nothing is mailed"
            )
            raise InvalidInputError("message", f"belongs to an e-mail; {what}")
        if self.sent_on is None:
            return
        if self.channel != "hand":
            raise InvalidInputError("sent_on", "belongs to what was handed over")
        if not issue_date <= self.sent_on <= today:
            reason = f"is not between the invoice's date, {issue_date}, and today, {today}"
            raise InvalidInputError("sent_on", reason)


@dataclass(frozen=True)
class Attempt:
    """One time that an invoice was, or is to be, sent, and what became of it.

    `requested_by` is who issued it, or asked; None: somebody who had the mail sent once more in notifier.
    """

    id: UUID
    channel: DeliveryChannel
    recipient: str | None
    message: str
    sent_on: date | None
    requested_by: str | None
    requested_at: datetime | None
    outcome: DeliveryOutcome | None
    reason: str | None
    at: datetime | None

    @property
    def state(self) -> DeliveryState:
        """As the invoice's own, were this the newest."""
        return DeliveryStatus(self.channel, self.outcome).state


@dataclass(frozen=True)
class Sending:
    """What somebody asked for."""

    id: UUID
    invoice_id: UUID
    channel: DeliveryChannel
    recipient: Contact | None
    message: str
    sent_on: date | None
    requested_by: str
    requested_at: datetime

    def attempt(self) -> Attempt:
        """The sending as it stands at first: handed over, or on its way."""
        by_hand = self.channel == "hand"
        return Attempt(
            id=self.id,
            channel=self.channel,
            recipient=self.recipient.email if self.recipient else None,
            message=self.message,
            sent_on=self.sent_on,
            requested_by=self.requested_by,
            requested_at=self.requested_at,
            outcome="sent" if by_hand else None,
            reason=None,
            at=self.requested_at if by_hand else None,
        )


def sending(
    request: SendRequest,
    content: InvoiceContent,
    receivable: Receivable,
    *,
    sending_id: UUID,
    is_queued: bool,
    by: str,
    now: datetime,
    today: date,
) -> Sending:
    """What is to be sent. Raises `CreditedNotSentError`, `NobodyToSendToError`, `SendingQueuedError`."""
    if receivable.balance.credit == "full" and not request.although_credited:
        raise CreditedNotSentError("say although_credited to send it all the same")
    by_hand = request.channel == "hand"
    recipient = request.to if by_hand else request.to or content.billing_contact
    if request.channel == "email" and recipient is None:
        raise NobodyToSendToError("the customer has no billing contact; name a recipient")
    if is_queued and not by_hand:
        raise SendingQueuedError("wait for what becomes of it, or send it another way")
    return Sending(
        id=sending_id,
        invoice_id=content.id,
        channel=request.channel,
        recipient=recipient,
        message=request.message,
        sent_on=request.sent_on or (today if by_hand else None),
        requested_by=by,
        requested_at=now,
    )
