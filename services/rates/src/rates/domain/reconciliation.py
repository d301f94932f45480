"""Comparisons of figures that should be equal: what is kept of the value of time, and what the entries say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from domain_errors import ConflictError
from money import Money, hourly_amount

DifferenceKind = Literal[
    "day-sums", "month-sums", "segments", "price", "approved", "billed", "held", "buckets"
]
OtherService = Literal["timer", "invoicing"]
BooksState = Literal["asked", "waiting", "agree", "differ", "unanswered"]
"""Asked, or waiting until it is asked again; then how it ended."""
MOST_KEPT = 500
"""So many differences of a comparison are kept, with their entries; all are counted."""
MOST_ENTRIES = 100


class AlreadyReconcilingError(ConflictError):
    """A comparison of the account's figures is under way."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Figures of a customer's day (of months: its first) that differ from what its entries say, and the entries.

    `rate_seconds` is the exact Σ(billed seconds × hourly rate). `service`: whose books say otherwise.
    """

    kind: DifferenceKind
    work_date: date
    organization_id: UUID | None
    currency: str
    seconds: int
    other_seconds: int
    rate_seconds: Decimal
    other_rate_seconds: Decimal
    entry_ids: Sequence[UUID]
    service: str = "rates"

    @property
    def amount(self) -> Money | None:
        """What the entries earn."""
        return self._money(self.rate_seconds)

    @property
    def other_amount(self) -> Money | None:
        """What differs from that."""
        return self._money(self.other_rate_seconds)

    def _money(self, rate_seconds: Decimal) -> Money | None:
        if not self.currency:
            return None
        return Money(hourly_amount(rate_seconds, self.currency), self.currency)


@dataclass(frozen=True, slots=True)
class ComparedBooks:
    """The comparison with one service: how it stands, and what it found. `buckets`: where invoicing has the time."""

    service: OtherService
    state: BooksState
    look: int
    asked_at: datetime
    finished_at: datetime | None
    entries: int
    seconds: int
    found: int
    buckets: Mapping[str, int] | None = None
    days: Sequence[date] = ()
    suspects: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A comparison of all figures of an account; `finished_at` is None while it is under way.

    Beside it `books` are compared with other services, which takes longer.
    """

    reconciliation_id: UUID
    asked_at: datetime
    asked_by: str | None
    finished_at: datetime | None
    entries: int
    seconds: int
    found: int
    differences: Sequence[Difference] = ()
    books: Sequence[ComparedBooks] = ()
