"""What becomes of agreements: the ledger of each month and the balance of each block."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from rates.domain.segments import Segment, Treatment


class Source(Protocol):
    """Something that covers time: hours of a month, a block, a fixed price.

    `by_seconds`: it counts time rather than money, so it covers time that has no rate, too.
    """

    @property
    def charge_id(self) -> UUID: ...
    @property
    def treatment(self) -> Treatment: ...
    @property
    def by_seconds(self) -> bool: ...

    def room(self, segment: Segment) -> int:
        """How many billed seconds of a segment it can cover, or more; none is 0."""

    def draw(self, segment: Segment) -> None:
        """Take out what a segment uses."""


@dataclass(frozen=True, slots=True)
class RolledOverFrom:
    """Seconds of a month (its first day) that a later one had at its beginning, and used."""

    month: date
    seconds: int
    used_seconds: int


@dataclass(frozen=True, slots=True)
class AgreementMonth:
    """A month of an agreement with a fee or a minimum: what it had, used and charges. Seconds are billed ones.

    `amount`: the fee, or the true-up as it comes out when all time is approved. `fees`: what time earns by the hour, of a
    monthly fee beyond what it includes. `minimum`: that of spending. `closed`: an invoice bills it.
    `expiring_seconds`: what was not used and cannot be used later.
    """

    agreement_id: UUID
    charge_id: UUID
    first_day: date
    last_day: date
    closed: bool
    amount: Decimal
    fees: Decimal
    minimum: Decimal | None = None
    base_seconds: int = 0
    rolled_over: tuple[RolledOverFrom, ...] = ()
    used_seconds: int = 0
    overage_seconds: int = 0
    unused_seconds: int = 0
    expiring_seconds: int = 0

    @property
    def rolled_over_seconds(self) -> int:
        """All that it had of months before it."""
        return sum(one.seconds for one in self.rolled_over)

    @property
    def included_seconds(self) -> int:
        """All that it had."""
        return self.base_seconds + self.rolled_over_seconds


@dataclass(frozen=True, slots=True)
class BlockBalance:
    """What is drawn from a block and what is left, in seconds or in money; what cannot be drawn any more is left, too."""

    agreement_id: UUID
    block_id: UUID
    charge_id: UUID
    drawn_seconds: int
    remaining_seconds: int | None
    drawn_amount: Decimal | None
    remaining_amount: Decimal | None
