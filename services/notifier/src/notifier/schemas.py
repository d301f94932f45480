"""Requests and responses of the notifier's API."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AliasPath, Field

from email_addresses import check_email_address
from notifier.deliveries import Recipient, State
from web import Name, RequestModel, ResponseModel


class RecipientRequest(RequestModel):
    """Somebody else to send the message to."""

    name: Name
    email: Annotated[str, AfterValidator(check_email_address)]


class ResendRequest(RequestModel):
    """Options of sending a message once more."""

    recipient: RecipientRequest | None = Field(
        None, description="None: whom it was sent to the last time"
    )

    @property
    def to(self) -> Recipient | None:
        """The new recipient, if any."""
        return Recipient(**self.recipient.model_dump()) if self.recipient else None


class RecipientResponse(ResponseModel):
    """Whom a message is for."""

    name: str
    email: str


class DeliveryResponse(ResponseModel):
    """One attempt to bring a message to its recipient. `reason`: why it failed, is unknown or waits."""

    id: UUID
    number: int
    state: State
    recipient: RecipientResponse | None
    reason: str | None
    requested_by: str | None = Field(description="Who asked for it; null: the issue of the invoice")
    requested_at: datetime
    ended_at: datetime | None


class MessageResponse(ResponseModel):
    """A message; `state`, `recipient` and `reason` are those of its newest delivery."""

    id: UUID
    step: str
    invoice_id: UUID
    invoice_number: str = Field(validation_alias=AliasPath("content", "number"))
    language: str = Field(validation_alias=AliasPath("content", "language"))
    state: State = Field(validation_alias=AliasPath("newest", "state"))
    recipient: RecipientResponse | None = Field(validation_alias=AliasPath("newest", "recipient"))
    reason: str | None = Field(validation_alias=AliasPath("newest", "reason"))
    created_at: datetime
    ended_at: datetime | None = Field(validation_alias=AliasPath("newest", "ended_at"))


class MessageDetailResponse(MessageResponse):
    """A message with all its deliveries, the first one first."""

    deliveries: list[DeliveryResponse]
