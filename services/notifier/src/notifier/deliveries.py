"""Deliveries: one attempt each to bring a message to a person, and what can stop it."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from domain_errors import ConflictError
from email_addresses import InvalidEmailAddressError, on_the_wire

State = Literal["queued", "sent", "failed", "unknown"]
"""A queued delivery ends once: as sent, as failed, or as unknown when the mail server may have taken the mail."""


@dataclass(frozen=True)
class Recipient:
    """Whom a message is for."""

    name: str
    email: str


@dataclass(frozen=True)
class Request:
    """Somebody asked in invoicing for an invoice to be mailed once more, with a note of theirs; `id` names it there, too."""

    id: UUID
    recipient: Recipient | None
    note: str
    requested_by: str


class DeliveryQueuedError(ConflictError):
    """The message is about to be sent."""


class NoRecipientError(ConflictError):
    """The message has nobody to go to."""


class TransientDeliveryError(Exception):
    """Not now: a server is away, busy or wrongly set up. The same call may succeed later."""


class PermanentDeliveryError(Exception):
    """Never: the same call would be refused again."""


class UnknownOutcomeError(Exception):
    """The mail server had the whole message and its reply was lost: it may have taken it, or not."""


def outcome_unknown(detail: str) -> str:
    """The reason of a delivery that may have arrived, for those who decide whether to send it again."""
    return f"outcome unknown: the mail may have arrived; ask the recipient before it is sent again ({detail})"


def why_undeliverable(
    recipient: Recipient | None, nobody: str = "the customer has no billing contact"
) -> str | None:
    """Tell why nothing can be sent to the recipient (domain rules §7); None: it can. `nobody`: why there is none."""
    if recipient is None:
        return nobody
    try:
        on_the_wire(recipient.email)
    except InvalidEmailAddressError as error:
        return str(error)
    return None
