"""A credit note and its copy in QuickBooks, a credit memo: whether it is made, how it is applied, what is left to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Self
from uuid import UUID

from domain_errors import ConflictError
from money import pad
from qbo_sync.domain import Entity, reads_entity
from qbo_sync.domain.remote import RemoteState

MemoState = Literal[
    "waiting_for_invoice",
    "waiting_for_connection",
    "queued",
    "creating",
    "applying",
    "copied",
    "variance",
    "not_needed",
    "failed",
]
"""How far the copy of a credit note is; `applying`: it is there and not yet applied to the invoice."""
NEEDLESS_BY_HAND = "credit memos that were entered in QuickBooks by hand settle it"


class EnteredByHandError(ConflictError):
    """Some of what a credit note takes back was entered in QuickBooks by hand: ours would take it back twice."""


@dataclass(frozen=True)
class CreditNote:
    """What was taken back of an invoice, with tax, and its copy. `credited_because` is printed on it."""

    credit_note_id: UUID
    invoice_id: UUID
    number: str
    issue_date: date
    total: Decimal
    credited_because: str
    state: MemoState = "queued"
    reason: str | None = None
    qbo_id: str | None = None
    doc_number: str | None = None
    qbo_total: Decimal | None = None
    unapplied: Decimal | None = None
    copied_at: datetime | None = None

    @property
    def was_attempted(self) -> bool:
        """Whether QuickBooks has it, or may have it."""
        return self.qbo_id is not None or self.state == "creating"

    @property
    def missing(self) -> Decimal:
        """What of it settles nothing in QuickBooks."""
        return self.total if self.qbo_id is None else self.unapplied or Decimal(0)


@dataclass(frozen=True)
class Credit:
    """What was credited of an invoice with us, and how much of it credit memos settle in QuickBooks."""

    notes: Sequence[CreditNote] = ()
    entered: Decimal = Decimal(0)

    @property
    def by_hand(self) -> Decimal:
        """What credit memos settle that are none of ours."""
        ours = sum((note.total for note in self.notes if note.was_attempted), Decimal(0))
        return max(self.entered - ours, Decimal(0))


NO_CREDIT = Credit()


def needless(note: CreditNote, credit: Credit, remote: RemoteState | None) -> str | None:
    """Why QuickBooks needs no credit memo for a note, in English; None: it does.

    Raises `EnteredByHandError` when some of it was entered there by hand, and not all.
    """
    if remote is not None:
        return f"the invoice was {remote} in QuickBooks"
    others = (other for other in credit.notes if other.state == "not_needed")
    left = credit.by_hand - sum((other.total for other in others), Decimal(0))
    if left <= 0:
        return None
    if left < note.total:
        raise EnteredByHandError(
            f"a credit memo of {left.normalize():f} was entered in QuickBooks by hand: enter the rest there"
        )
    return NEEDLESS_BY_HAND


def to_do(
    credit: Credit, *, currency: str, doc_number: str | None, remote: RemoteState | None
) -> str | None:
    """What a person is to do in QuickBooks, in English; None: nothing, or nothing more."""
    failed = [note for note in credit.notes if note.state == "failed"]
    left = sum((note.missing for note in failed), Decimal(0)) - credit.by_hand
    if remote is not None or not failed or left <= 0:
        return None
    amount = f"{pad(left, currency):f} {currency}"
    numbers = ", ".join(note.number for note in failed)
    return (
        f"{amount} of it was credited and settles nothing in QuickBooks ({numbers}): mend the reason and try again,"
        f" or enter a credit memo there and apply it to {doc_number}"
    )


@dataclass(frozen=True)
class RemoteMemo:
    """What we keep of QuickBooks' credit memo. `left` is what no payment has used."""

    total: Decimal
    left: Decimal
    customer_id: str

    @classmethod
    @reads_entity
    def of(cls, entity: Entity) -> Self:
        """Read a `CreditMemo`."""
        total = Decimal(str(entity["TotalAmt"]))
        left = entity.get("RemainingCredit", entity.get("Balance", total))
        return cls(total, Decimal(str(left)), str(entity["CustomerRef"]["value"]))


def application(
    memo: Entity, invoice: Entity, day: date, *, currency: str | None
) -> tuple[Entity, Decimal]:
    """The payment that applies a credit memo to an invoice, and how much: as much as both have left; 0: nothing.

    QuickBooks links the two by a payment of 0, with a line for each.
    """
    left = RemoteMemo.of(memo)
    amount = min(left.left, Decimal(str(invoice.get("Balance", 0))))
    linked = (("Invoice", invoice), ("CreditMemo", memo))
    payment: Entity = {
        "CustomerRef": {"value": left.customer_id},
        "TotalAmt": Decimal(0),
        "TxnDate": day.isoformat(),
        "Line": [
            {"Amount": amount, "LinkedTxn": [{"TxnId": str(entity["Id"]), "TxnType": kind}]}
            for kind, entity in linked
        ],
    }
    if currency:
        payment["CurrencyRef"] = {"value": currency}
    return payment, max(amount, Decimal(0))


def why_unapplied(unapplied: Decimal, currency: str) -> str | None:
    """For people: what the credit memo does not settle."""
    if unapplied <= 0:
        return None
    return f"{pad(unapplied, currency):f} {currency} of it settle nothing there: they are the customer's credit"


@reads_entity
def why_gone(memo: Entity | None) -> str | None:
    """For people: what became of a credit memo that credits nothing any more; None: it does."""
    if memo is None or memo.get("status") == "Deleted":
        return "the credit memo was deleted in QuickBooks"
    if str(memo.get("PrivateNote") or "").startswith("Voided") and not RemoteMemo.of(memo).total:
        return "the credit memo was voided in QuickBooks"
    return None
