"""Opening balances: what months before one took of what it and later months can draw from.

A month can be allocated from its opening balance as if all before it had been. What is billed draws before all else, also
before what is not billed of earlier months: so both are told apart, and of billed time it is known what all of it draws.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Drawn:
    """Billed seconds that are drawn of a source: by its own month, and by others or where it has none.

    `money`: the same as seconds × rate.
    """

    own_seconds: int = 0
    seconds: int = 0
    money: Decimal = Decimal(0)

    def __add__(self, other: "Drawn") -> "Drawn":
        return Drawn(
            self.own_seconds + other.own_seconds,
            self.seconds + other.seconds,
            self.money + other.money,
        )

    def __sub__(self, other: "Drawn") -> "Drawn":
        return Drawn(
            self.own_seconds - other.own_seconds,
            self.seconds - other.seconds,
            self.money - other.money,
        )


NOTHING = Drawn()


@dataclass(frozen=True, slots=True)
class Opened:
    """A source at the beginning of a month: what billed time of months before drew of it, and time that is not billed.

    `month`: of hours, the number of the month that they are of, which `included` so many; they are there no more when they
    have expired, or billed time has used them up.
    """

    charge_id: UUID
    billed: Drawn = NOTHING
    free: Drawn = NOTHING
    month: int | None = None
    included: int = 0

    @property
    def drawn(self) -> Drawn:
        """All that is drawn of it."""
        return self.billed + self.free


Opening = tuple[Opened, ...]
"""The opening balance of an agreement and month: its sources of which anything may be drawn, and was, or is left over."""


@dataclass(frozen=True, slots=True)
class BilledDraws:
    """What billed time of all months draws of a source; `month`: the number of that which its hours are of."""

    agreement_id: UUID
    charge_id: UUID
    month: int | None
    drawn: Drawn


@dataclass(frozen=True, slots=True)
class Span:
    """Months that are allocated: from `first` on, None: the first of all; up to `last`, None: to the last of all.

    `openings` of the first, by agreement. `later`: what billed time of months after the last draws, by source.
    """

    first: int | None = None
    last: int | None = None
    openings: Mapping[UUID, Opening] = field(default_factory=dict)
    later: Mapping[UUID, Drawn] = field(default_factory=dict)

    def opening(self, agreement_id: UUID) -> Opening:
        """The opening balance of an agreement."""
        return self.openings.get(agreement_id, ())


EVERYTHING = Span()


def later_draws(totals: Iterable[BilledDraws], closing: Iterable[Opened]) -> dict[UUID, Drawn]:
    """What billed time draws after a day: of all that it draws, what the balance at the end of the day does not have.

    Nothing is drawn any more of hours that are not in it.
    """
    drawn = {one.charge_id: one.billed for one in closing}
    return {
        one.charge_id: one.drawn - drawn.get(one.charge_id, NOTHING)
        for one in totals
        if one.month is None or one.charge_id in drawn
    }


class DrawnByMonths:
    """What is drawn of a source that is of no month, and what of it at the end of which month."""

    def __init__(self, charge_id: UUID, span: Span, opening: Opening) -> None:
        opened = (one for one in opening if one.charge_id == charge_id)
        self._opened = next(opened, Opened(charge_id))
        self._later = span.later.get(charge_id, NOTHING)
        self._billed: dict[int, Drawn] = {}
        self._all: dict[int, Drawn] = {}
        self.drawn = self.billed = self._opened.billed

    def draw(self, seconds: int, money: Decimal) -> None:
        """Take out what a segment uses."""
        self.drawn += Drawn(0, seconds, money)

    def begin_free(self) -> None:
        """Take out what other months draw, before time that is not billed does."""
        self._billed, self._all = self._all, {}
        self.billed = self.drawn + self._later
        self.drawn = self.billed + self._opened.free

    def close(self, month: int) -> None:
        """Remember how it stands at the end of a month."""
        self._all[month] = self.drawn

    def opened(self, month: int) -> Opened:
        """How it stands at the beginning of a month, when all is drawn."""
        billed = _before(self._billed, month, self._opened.billed)
        drawn = _before(self._all, month, self.billed + self._opened.free)
        return Opened(self._opened.charge_id, billed, drawn - self.billed)


def _before(standing: Mapping[int, Drawn], month: int, at_first: Drawn) -> Drawn:
    months = list(standing)
    place = bisect_left(months, month)
    return standing[months[place - 1]] if place else at_first
