"""Requests and responses of the notifier's API."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AliasPath, Field

from email_addresses import check_email_address
from notifier.deliveries import Recipient, State
from web import FilterModel, Name, RequestModel, ResponseModel


class MessageFilterRequest(FilterModel):
    """Which messages are asked for."""

    invoice_id: UUID | None = None
    """Only messages of this invoice, by its id in invoicing."""
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
    requested_by: str | None
    """The caller who asked for it, by the subject of their token; null: the issue of the invoice."""
    requested_at: datetime
    """When it was asked for."""
    ended_at: datetime | None
    """When it was sent, failed or became unknown; null: it is queued."""


class MessageResponse(ResponseModel):
    """What is to reach a person. Its `state`, `recipient` and `reason` are those of its newest delivery."""

    id: UUID
    """Its id."""
    step: str
    """What the message is for; each step of an invoice has one. `invoice`: it brings the invoice."""
    invoice_id: UUID
    """The invoice, by its id in invoicing."""
    invoice_number: str = Field(validation_alias=AliasPath("content", "number"))
    """Number of the invoice."""
    language: str = Field(validation_alias=AliasPath("content", "language"))
    """Language of the customer as a tag of BCP 47. The message is in Danish or English, else in English."""
    state: State = Field(validation_alias=AliasPath("newest", "state"))
    """How it stands: `queued`, `sent`, `failed`, or `unknown` where the mail may have arrived."""
    recipient: RecipientResponse | None = Field(validation_alias=AliasPath("newest", "recipient"))
    """Whom it is for; null: the customer has no billing contact."""
    reason: str | None = Field(validation_alias=AliasPath("newest", "reason"))
    """Why it failed, is unknown or waits, in English; null: it was sent, or not tried yet."""
    created_at: datetime
    """When the message was made, soon after the invoice was issued."""
    ended_at: datetime | None = Field(validation_alias=AliasPath("newest", "ended_at"))
    """When the newest delivery was sent, failed or became unknown; null: it is queued."""


class MessageDetailResponse(MessageResponse):
    """A message with its deliveries."""

    deliveries: list[DeliveryResponse]
    """Every delivery, the first one first."""
