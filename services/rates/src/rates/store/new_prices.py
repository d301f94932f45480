"""What comes of valuing entries: prices that are new, and what they left behind."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from database import Row
from rates.domain.matching import UnpricedReason
from rates.domain.segments import Segment, segments_of
from rates.store.segments import segments_in


@dataclass(frozen=True, slots=True)
class NewPrice:
    """A price that is new: `amount` and `currency` per hour, by a rule or an override, or the reason why there is none.

    `divided`: its segments where time is not all charged alike; in `divided_currency` where it has no rate.
    """

    entry_id: UUID
    price_version: int
    entry_version: int
    seconds: int
    rule_id: UUID | None
    override_version: int | None
    amount: Decimal | None
    currency: str | None
    unpriced_reason: UnpricedReason | None
    rounding_policy_id: UUID | None
    rounding_seconds: int
    work_date: date
    priced_at: datetime
    divided: Sequence[Segment] | None = None
    divided_currency: str | None = None

    @property
    def segments(self) -> Sequence[Segment]:
        """The seconds that are charged alike."""
        if self.divided is not None:
            return self.divided
        return segments_of(self.seconds, self.rounding_seconds, self.amount, self.rule_id)


@dataclass(frozen=True, slots=True)
class Priced:
    """What came of a set of entries that were valued.

    `new`: prices that are new. `billed`: entries that have the price which their invoice names. Where the account divides
    time: all that were `written`, and the customers, and the agents, with the days that they `left` or are still at.
    """

    new: Sequence[NewPrice]
    billed: Sequence[UUID] = ()
    written: Collection[UUID] = ()
    left: Collection[tuple[UUID, date]] = ()
    left_by_agents: Collection[tuple[UUID, date]] = ()


_PRICE = [field.name for field in fields(NewPrice)][: -len(("divided", "divided_currency"))]


def new_price(row: Row) -> NewPrice:
    """The price in a row."""
    return NewPrice(*(row[name] for name in _PRICE))


def divided_price(row: Row) -> NewPrice:
    """The price in a row, which may be divided."""
    segments, currency = segments_in(row["segments"]), row["segments_currency"]
    return replace(new_price(row), divided=segments, divided_currency=currency)


def priced(rows: Sequence[Row]) -> Priced:
    """What came of a set, of the rows of the pricing statement."""
    new = [new_price(row) for row in rows if row["is_new"]]
    billed = [row["entry_id"] for row in rows if row["billed"]]
    if not (rows and rows[0]["divides"]):
        return Priced(new, billed)
    written = {row["entry_id"] for row in rows}
    return Priced(new, billed, written, _left(rows, "organization_id"), _left(rows, "agent_id"))


def _left(rows: Sequence[Row], whose: str) -> set[tuple[UUID, date]]:
    name = f"left_{whose}"
    return {(row[name], row["left_day"]) for row in rows if row[name] and row["left_day"]}
