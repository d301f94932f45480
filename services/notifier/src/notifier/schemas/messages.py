"""Requests and responses of the notifier's API."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AliasPath, Field

from email_addresses import check_email_address
from notifier.deliveries import Recipient, State
from notifier.notices import Kind
from web import FilterModel, Name, RequestModel, ResponseModel


class MessageFilterRequest(FilterModel):
    """Which messages are asked for."""

    invoice_id: UUID | None = None
    """Only messages that bring this invoice, by its id in invoicing."""
    subject_id: UUID | None = None
    """Only messages about this: an invoice, a credit note, whatever a notice is about."""
    kind: Kind | None = None
    """Only messages of this kind: `invoice`, `credit-note` and `reminder` for customers, the others are notices for
    one's own people."""
    state: State | None = None
    """Only messages whose newest delivery is in this state."""


class RecipientRequest(RequestModel):
    """Whom to send the message to, instead of whom it was sent to the last time."""

    name: Name
    """Name of the person, as the e-mail greets them."""
    email: Annotated[
        str, AfterValidator(check_email_address), Field(json_schema_extra={"format": "email"})
    ]
    """E-mail address by the syntax of RFC 5321; one address, without a name and brackets."""


class ResendRequest(RequestModel):
    """Options of sending a message once more; no body at all is the same as none of them."""

    recipient: RecipientRequest | None = None
    """Whom to send it to; null: whom it was sent to the last time."""

    @property
    def to(self) -> Recipient | None:
        """The new recipient, if any."""
        return Recipient(**self.recipient.model_dump()) if self.recipient else None


class RecipientResponse(ResponseModel):
    """Whom a message is for."""

    name: str
    """Name of the person."""
    email: str
    """Their e-mail address."""


class DeliveryResponse(ResponseModel):
    """One attempt to bring a message to its recipient."""

    id: UUID
    """Its id."""
    number: int
    """Counts the deliveries of the message from 1."""
    state: State
    """`queued`: about to be sent, or tried again while servers are away; `sent`: a mail server took the mail; `failed`: it
    was not taken and will not be tried again by itself; `unknown`: it may have arrived, and is not sent again by itself."""
    recipient: RecipientResponse | None
    """Whom it is for; null: nobody was named, so it failed."""
    reason: str | None
    """Why it failed, is unknown or waits, in English; null: it was sent, or not tried yet."""
    note: str
    """What whoever sent it wrote above the facts; may be empty."""
    requested_by: str | None
    """The caller who asked for it, by the subject of their token; null: what happened, such as the issue of the invoice."""
    requested_at: datetime
    """When it was asked for."""
    ended_at: datetime | None
    """When it was sent, failed or became unknown; null: it is queued."""


class MessageResponse(ResponseModel):
    """What is to reach a person. Its `state`, `recipient` and `reason` are those of its newest delivery."""

    id: UUID
    """Its id."""
    kind: Kind
    """`invoice`, `credit-note`: it brings one to a customer. `reminder`: it asks a customer for what is owed. A notice to
    the account's own people: `timer-forgotten`, `timesheet-missing` or `timesheet-rejected` to the agent,
    `project-budget-reached` (of its hours) or `budget-reached` (of money, of a customer's hours, of
    a forecast) to an owner or a manager."""
    subject_id: UUID
    """What it is about: the invoice, the credit note, the timer by the id of its time entry, the agent whose timesheet is
    missing, the rejected timesheet, the project, or the budget."""
    step: str
    """Which message about it: each has one. `invoice`: it brings the invoice; of a missing timesheet its first day; of a
    reminder the step, or the reminder itself when a person asked for it."""
    invoice_id: UUID | None
    """The invoice, by its id in invoicing; null for notices."""
    invoice_number: str | None
    """Number of the invoice; null for notices."""
    language: str = Field(validation_alias=AliasPath("content", "language"))
    """Language of the customer, or of whom a notice goes to, as a tag of BCP 47. The message is in Danish or English,
    else in English."""
    state: State = Field(validation_alias=AliasPath("newest", "state"))
    """How it stands: `queued`, `sent`, `failed`, or `unknown` where the mail may have arrived."""
    recipient: RecipientResponse | None = Field(validation_alias=AliasPath("newest", "recipient"))
    """Whom it is for; null: the customer has no billing contact, or no address of the person is known."""
    reason: str | None = Field(validation_alias=AliasPath("newest", "reason"))
    """Why it failed, is unknown or waits, in English; null: it was sent, or not tried yet."""
    created_at: datetime
    """When the message was made, soon after what it is about."""
    ended_at: datetime | None = Field(validation_alias=AliasPath("newest", "ended_at"))
    """When the newest delivery was sent, failed or became unknown; null: it is queued."""


class MessageDetailResponse(MessageResponse):
    """A message with its deliveries."""

    deliveries: list[DeliveryResponse]
    """Every delivery, the first one first."""


class NoticeSettingsRequest(RequestModel):
    """Which kinds of notices are sent, all of them."""

    timer_forgotten: bool
    """Whether an agent is told that their timer runs beyond the account's limit."""
    timesheet_missing: bool
    """Whether an agent is told that a period's time was not handed in. When is a setting of the timer service."""
    timesheet_rejected: bool
    """Whether an agent is told why their timesheet was rejected."""
    project_budget_reached: bool
    """Whether owners and managers are told of budgets: that 80 % or all of a project's hours are used up, that a threshold
    of another budget is reached, and that what is planned exceeds one."""


class NoticeSettingsResponse(ResponseModel):
    """Which kinds of notices the account sends."""

    version: int
    """Counts the changes; the number in the `ETag`. 0: nothing was chosen yet, all are sent."""
    timer_forgotten: bool
    """Whether an agent is told that their timer runs beyond the account's limit."""
    timesheet_missing: bool
    """Whether an agent is told that a period's time was not handed in. When is a setting of the timer service."""
    timesheet_rejected: bool
    """Whether an agent is told why their timesheet was rejected."""
    project_budget_reached: bool
    """Whether owners and managers are told of budgets: that 80 % or all of a project's hours are used up, that a threshold
    of another budget is reached, and that what is planned exceeds one."""
