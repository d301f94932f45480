"""What agreements came to, month by month and block by block, as people open it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from rates.domain.agreements import Agreement
from rates.domain.segments import Segment


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A row of the ledger of a closed month: what it adds to a figure, why, and which entries a correction is about."""

    row_id: int
    month: date
    kind: str
    seconds: int | None
    amount: Decimal | None
    reason: str
    entries: Sequence[dict[str, Any]]
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class LedgerMonth:
    """A month as it comes out now, what it charges, and the invoice that bills that (`closed_at`: since when)."""

    month: date
    first_day: date
    last_day: date
    charge_id: UUID
    amount: Decimal
    fees: Decimal
    minimum: Decimal | None
    base_seconds: int
    rolled_over: Sequence[dict[str, Any]]
    rolled_over_seconds: int
    used_seconds: int
    overage_seconds: int
    unused_seconds: int
    expiring_seconds: int
    billable_from: date | None
    closed_at: datetime | None
    invoice_id: UUID | None
    invoice_number: str | None
    rows: Sequence[LedgerEntry] = ()

    @property
    def included_seconds(self) -> int:
        """All that it had."""
        return self.base_seconds + self.rolled_over_seconds


@dataclass(frozen=True, slots=True)
class BlockOnRecord:
    """A block, what is drawn of it, and the invoice that bills it."""

    block_id: UUID
    bought_on: date
    expires_on: date | None
    usable_from: date | None
    price: Decimal
    seconds: int | None
    amount: Decimal | None
    drawn_seconds: int
    drawn_amount: Decimal
    invoice_id: UUID | None
    invoice_number: str | None

    @property
    def remaining_seconds(self) -> int | None:
        """What is left of hours; what expired is, too."""
        return None if self.seconds is None else max(0, self.seconds - self.drawn_seconds)

    @property
    def remaining_amount(self) -> Decimal | None:
        """What is left of an amount; what expired is, too."""
        return None if self.amount is None else max(Decimal(0), self.amount - self.drawn_amount)

    def can_be_drawn(self, day: date) -> bool:
        """Whether it is paid and has not expired on a day."""
        paid = self.usable_from is not None and self.usable_from <= day
        return paid and (self.expires_on is None or day <= self.expires_on)


@dataclass(frozen=True, slots=True)
class Balance:
    """How an agreement stands on a day: its month, and its blocks, of which `drawable` can be drawn."""

    agreement: Agreement
    day: date
    month: LedgerMonth | None
    blocks: Sequence[BlockOnRecord]

    @property
    def drawable(self) -> Sequence[BlockOnRecord]:
        """Blocks that are paid and have not expired."""
        return [block for block in self.blocks if block.can_be_drawn(self.day)]

    @property
    def remaining_seconds(self) -> int | None:
        """Hours that can still be used, of the month or of blocks; None where the agreement has no hours."""
        if self.agreement.kind == "monthly-minimum":
            return self.month.unused_seconds if self.month else 0
        if self.agreement.kind == "prepaid-hours":
            return sum(block.remaining_seconds or 0 for block in self.drawable)
        return None

    @property
    def remaining_amount(self) -> Decimal | None:
        """Money that can still be drawn; None where none is prepaid."""
        if self.agreement.kind != "prepaid-amount":
            return None
        return sum((block.remaining_amount or Decimal(0) for block in self.drawable), Decimal(0))


@dataclass(frozen=True, slots=True)
class CoveredEntry:
    """An entry that an agreement covers, and how its seconds are charged."""

    entry_id: UUID
    work_date: date
    agent_id: UUID
    work_item_id: UUID | None
    project_id: UUID | None
    service_type_id: UUID | None
    seconds: int
    currency: str | None
    billed: bool
    segments: Sequence[Segment]
