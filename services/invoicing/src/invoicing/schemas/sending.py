"""Sending an invoice, what is disputed of it, and all that happened to it."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, Field

import web
from email_addresses import check_email_address
from invoicing.domain.disputes import Dispute, DisputeOutcome, NewDispute, Resolution
from invoicing.domain.invoice import DeliveryChannel
from invoicing.domain.parties import Contact
from invoicing.domain.sending import Attempt, SendRequest
from invoicing.domain.states import DeliveryState
from invoicing.domain.timeline import HappeningKind
from invoicing.queries.timeline import Timeline
from invoicing.schemas.amounts import AmountOf, Day, respond

_Email = Annotated[
    str, AfterValidator(check_email_address), Field(json_schema_extra={"format": "email"})
]


class RecipientRequest(web.RequestModel):
    """Who is to get it."""

    name: Annotated[str, Field(max_length=200)] = ""
    """Name of the person, as an e-mail greets them."""
    email: _Email
    """One e-mail address by the syntax of RFC 5321, without a name and brackets."""


class SendInvoiceRequest(web.RequestModel):
    """How an issued invoice is sent now."""

    channel: DeliveryChannel
    """`email` mails the PDF, `qbo` has QuickBooks mail its copy, `hand` notes that you sent it yourself."""
    to: RecipientRequest | None = None
    """Who gets it; null: the billing contact that the invoice was issued to."""
    message: Annotated[str, Field(max_length=2000)] = ""
    """What the e-mail says besides, above the facts; only of an e-mail."""
    sent_on: Day | None = None
    """When it was handed over; only with `hand`. Not before the invoice's date, nor in the future; null: today."""
    although_credited: bool = False
    """Whether to send an invoice all of which was credited."""

    def to_domain(self) -> SendRequest:
        """As the command takes it."""
        return SendRequest(
            channel=self.channel,
            to=Contact(self.to.name, self.to.email) if self.to else None,
            message=self.message.strip(),
            sent_on=self.sent_on,
            although_credited=self.although_credited,
        )


class AttemptResponse(web.ResponseModel):
    """One time that an invoice was, or is to be, sent."""

    id: UUID
    """Of this one; the invoice's own: at its issue."""
    channel: DeliveryChannel
    """How."""
    state: DeliveryState
    """`queued`, then `sent`, `failed` or `unknown`; what was handed over is `sent`."""
    recipient: str | None
    """The e-mail address; null where none is known."""
    message: str
    """What the e-mail says besides; may be empty."""
    sent_on: date | None
    """When it was handed over; null for what was mailed."""
    requested_by: str | None
    """Who issued it, or asked for it, by the subject of their token; null: asked for in notifier."""
    requested_at: datetime | None
    """When (UTC)."""
    reason: str | None
    """Why it failed or is unknown, for people; else null."""
    at: datetime | None
    """When it was sent or failed (UTC); null while it is queued."""

    @classmethod
    def of(cls, attempt: Attempt) -> Self:
        """From an attempt."""
        return cls.model_validate(attempt, from_attributes=True)


class AttemptsResponse(web.ResponseModel):
    """Every time that an invoice was, or is to be, sent."""

    items: list[AttemptResponse]
    """Newest first."""


class DisputeRequest(web.RequestModel):
    """What the customer does not accept."""

    reason: Annotated[str, Field(min_length=1, max_length=4000, pattern=r"\S")]
    """Why, for your own people."""
    line_id: UUID | None = None
    """The line that it is about; null: the whole invoice."""
    question_id: UUID | None = None
    """The customer's question that it came from; null: none."""

    def to_domain(self) -> NewDispute:
        """As the command takes it."""
        return NewDispute(self.reason.strip(), self.line_id, self.question_id)


class ResolveDisputeRequest(web.RequestModel):
    """What came of a dispute."""

    outcome: DisputeOutcome
    """`credited`: a credit note was issued; `upheld`: the invoice stands; `withdrawn`: the customer accepts it; `other`."""
    note: Annotated[str, Field(max_length=4000)] = ""
    """What was agreed; may be empty."""

    def to_domain(self, *, by: str, now: datetime) -> Resolution:
        """As the command takes it."""
        return Resolution(self.outcome, self.note.strip(), by, now)


class ResolutionResponse(web.ResponseModel):
    """What came of a dispute."""

    outcome: DisputeOutcome
    """In a word."""
    note: str
    """What was agreed; may be empty."""
    resolved_by: str
    """Who said so, by the subject of their token."""
    resolved_at: datetime
    """When (UTC)."""


class DisputeResponse(web.ResponseModel):
    """What the customer does not accept of an invoice."""

    id: UUID
    """Of the dispute."""
    line_id: UUID | None
    """The line that it is about; null: the whole invoice."""
    question_id: UUID | None
    """The customer's question that it came from; null: none."""
    reason: str
    """Why."""
    opened_by: str
    """Who noted it, by the subject of their token."""
    opened_at: datetime
    """When (UTC)."""
    resolution: ResolutionResponse | None
    """What came of it; null while it is open."""

    @classmethod
    def of(cls, dispute: Dispute) -> Self:
        """From a dispute."""
        return cls.model_validate(dispute, from_attributes=True)


class DisputesResponse(web.ResponseModel):
    """All disputes of an invoice."""

    items: list[DisputeResponse]
    """Oldest first."""


class HappeningResponse(web.ResponseModel):
    """Something that happened to an invoice."""

    kind: HappeningKind
    """What."""
    at: datetime
    """When (UTC)."""
    by: str | None
    """Who did it, by the subject of their token; of `asked` the customer's own name; null: nobody, or it is not known."""
    about: UUID | None
    """The payment, credit note, also of its copy and delivery, dispute, sending, question, or delivery of a reminder; else
    null."""
    number: str | None
    """The number of the invoice or credit note, a payment's reference, the position of a disputed line, the outcome of a
    dispute, QuickBooks' id of the copy, how many reminders it made; else null."""
    channel: DeliveryChannel | None
    """How it was sent, or is to be; else null."""
    recipient: str | None
    """The e-mail address that it went, or goes, to; else null."""
    amount: AmountOf | None
    """What was asked for, paid, taken back, credited, overdue, applied of a credit memo, or owed when it was reminded
    of; else null."""
    text: str | None
    """The reason, question, message, note, or name of the document; else null."""


class TimelineResponse(web.ResponseModel):
    """All that happened to an invoice."""

    items: list[HappeningResponse]
    """Newest first."""

    @classmethod
    def of(cls, timeline: Timeline) -> Self:
        """From a timeline."""
        items = [
            respond(HappeningResponse, one, currency=timeline.currency) for one in timeline.items
        ]
        return cls(items=items)
