"""Deliveries: one attempt each to bring a message to a person, and how it ended."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from notifier.addresses import objection

State = Literal["queued", "sent", "failed"]


@dataclass(frozen=True)
class Recipient:
    """Whom a message is for."""

    name: str
    email: str


@dataclass(frozen=True)
class Delivery:
    """An attempt at sending. Only a queued one can end, and it ends once."""

    id: UUID
    account_id: UUID
    message_id: UUID
    number: int
    recipient: Recipient | None
    requested_by: str | None
    requested_at: datetime
    state: State = "queued"
    reason: str | None = None
    ended_at: datetime | None = None

    def examined(self) -> "Delivery":
        """Fail at once when there is nobody to send it to (domain rules §7)."""
        if self.recipient is None:
            return self.failed("the customer has no billing contact", self.requested_at)
        if wrong := objection(self.recipient.email):
            return self.failed(wrong, self.requested_at)
        return self

    def waiting(self, reason: str) -> "Delivery":
        """Not sent yet, and why."""
        return replace(self, reason=reason)

    def sent(self, at: datetime) -> "Delivery":
        """A mail server took it."""
        return replace(self, state="sent", reason=None, ended_at=at)

    def failed(self, reason: str, at: datetime) -> "Delivery":
        """It will not be sent without somebody's help."""
        return replace(self, state="failed", reason=reason, ended_at=at)
