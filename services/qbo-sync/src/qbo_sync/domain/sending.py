"""Asking QuickBooks to mail its copy of an invoice: what is asked for, and what QuickBooks shows of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from domain_errors import ConflictError
from qbo_sync.domain import Entity, reads_entity
from qbo_sync.domain.invoice_entity import LONGEST_EMAIL

SendingState = Literal["queued", "asked", "sent", "failed", "unknown"]
"""`asked`: QuickBooks was asked and the outcome is not known; `unknown`: it never will be."""
BY_EMAIL = "or send it by e-mail"


class NotSendableError(ConflictError):
    """QuickBooks is not asked to mail the invoice: the reason says why, and what to do."""


@dataclass(frozen=True)
class NewSending:
    """One request that the invoice be mailed; `id` is the invoice's own for the one made at issue."""

    id: UUID
    invoice_id: UUID
    recipient: str | None
    requested_at: datetime

    @property
    def is_of_issue(self) -> bool:
        """Whether it was chosen when the invoice was issued."""
        return self.id == self.invoice_id


@dataclass(frozen=True)
class Mailed:
    """Whether QuickBooks says that it mailed the invoice, and when it last did."""

    status: str
    at: str
    address: str | None

    @classmethod
    @reads_entity
    def of(cls, invoice: Entity) -> "Mailed":
        """What an `Invoice` says."""
        info: Mapping[str, Any] = invoice.get("DeliveryInfo") or {}
        address = (invoice.get("BillEmail") or {}).get("Address")
        return cls(
            status=str(invoice.get("EmailStatus") or "NotSet"),
            at=str(info.get("DeliveryTime") or ""),
            address=str(address) if address else None,
        )

    @property
    def sent(self) -> bool:
        """Whether it was mailed, by whomever."""
        return self.status == "EmailSent"

    @property
    def mark(self) -> str:
        """What changes with each mail: kept before asking, it tells afterwards whether one went out."""
        return f"{self.status} {self.at}".strip()


def mailable(invoice: Entity | None, *, voided: bool, to: str | None) -> Entity:
    """The invoice, if QuickBooks may be asked to mail it. Raises `NotSendableError`."""
    if invoice is None:
        raise NotSendableError(
            f"the invoice was deleted in QuickBooks; enter it there again, {BY_EMAIL}"
        )
    if voided:
        raise NotSendableError(
            f"the invoice was voided in QuickBooks; enter it there again, {BY_EMAIL}"
        )
    if not (to or Mailed.of(invoice).address):
        raise NotSendableError(
            "the customer has no billing contact and no e-mail address in QuickBooks: "
            "add one and send it again"
        )
    if to and len(to) > LONGEST_EMAIL:
        raise NotSendableError(
            f"QuickBooks takes e-mail addresses of at most {LONGEST_EMAIL} characters; name a shorter one, {BY_EMAIL}"
        )
    return invoice


def why_not_copied(state: str, reason: str | None) -> str | None:
    """Why a copy in this state is not mailed; None: it can be, now or later."""
    if state == "variance":
        return (
            "QuickBooks shows another invoice than ours, so it was not asked to mail it: "
            f"{reason}; mend it there and mail it from there, {BY_EMAIL}"
        )
    if state == "failed":
        return (
            f"the invoice is not in QuickBooks: {reason}; "
            f"have it copied again and then send it again, {BY_EMAIL}"
        )
    return None
