"""What a customer does not accept of an issued invoice."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from domain_errors import InvalidInputError, NotFoundError
from invoicing.domain.errors import AlreadyDisputedError, DisputeResolvedError
from invoicing.domain.lines import Line

DisputeOutcome = Literal["credited", "upheld", "withdrawn", "other"]
"""What came of it: something was credited, the invoice stands, the customer accepts it, or something else."""


@dataclass(frozen=True)
class NewDispute:
    """What is disputed and why; without a line the whole. It may be a question that the customer asked."""

    reason: str
    line_id: UUID | None = None
    question_id: UUID | None = None


@dataclass(frozen=True)
class Resolution:
    """What came of a dispute."""

    outcome: DisputeOutcome
    note: str
    resolved_by: str
    resolved_at: datetime


@dataclass(frozen=True)
class Dispute:
    """A dispute of an invoice, open until it is resolved."""

    id: UUID
    invoice_id: UUID
    line_id: UUID | None
    question_id: UUID | None
    reason: str
    opened_by: str
    opened_at: datetime
    resolution: Resolution | None = None

    @property
    def is_open(self) -> bool:
        """Whether nothing came of it yet."""
        return self.resolution is None

    def came_to(self, resolution: Resolution) -> bool:
        """Whether just this came of it, whoever said so."""
        known = self.resolution
        return known is not None and (known.outcome, known.note) == (
            resolution.outcome,
            resolution.note,
        )

    def resolve(self, resolution: Resolution) -> "Dispute":
        """With what came of it. Raises `DisputeResolvedError` when something else did before."""
        if self.resolution:
            raise DisputeResolvedError(f"it was resolved before: {self.resolution.outcome}")
        return replace(self, resolution=resolution)


def open_dispute(
    new: NewDispute,
    *,
    dispute_id: UUID,
    invoice_id: UUID,
    lines: Sequence[Line],
    questions: Collection[UUID],
    known: Sequence[Dispute],
    by: str,
    now: datetime,
) -> Dispute:
    """A new dispute. Raises `InvalidInputError` for a line or question of another invoice, `AlreadyDisputedError`."""
    if new.line_id and new.line_id not in {line.line_id for line in lines}:
        raise InvalidInputError("line_id", "is no line of this invoice")
    if new.question_id and new.question_id not in questions:
        raise InvalidInputError("question_id", "was not asked about this invoice")
    if any(one.is_open and one.line_id in (None, new.line_id) for one in known):
        raise AlreadyDisputedError("resolve the open dispute first")
    return Dispute(
        id=dispute_id,
        invoice_id=invoice_id,
        line_id=new.line_id,
        question_id=new.question_id,
        reason=new.reason,
        opened_by=by,
        opened_at=now,
    )


def find(disputes: Sequence[Dispute], dispute_id: UUID) -> Dispute:
    """One of an invoice's disputes. Raises `NotFoundError`."""
    found = next((one for one in disputes if one.id == dispute_id), None)
    if found is None:
        raise NotFoundError("dispute")
    return found
