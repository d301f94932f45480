"""Hours that months of an agreement include, by the month that they are of: the oldest are used first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rates.domain.openings import NOTHING, Drawn, Opened
from rates.domain.terms import Rollover


@dataclass(frozen=True, slots=True)
class RolledOver:
    """Seconds of a month (`origin`, its number) that a later month had at its beginning, and used."""

    origin: int
    seconds: int
    used_seconds: int


@dataclass(frozen=True, slots=True)
class HoursOfMonth:
    """What a month had and used: its own seconds, and those of months before it. What expires is lost at its end."""

    base_seconds: int
    rolled_over: tuple[RolledOver, ...]
    used_seconds: int
    expiring_seconds: int

    @property
    def rolled_over_seconds(self) -> int:
        """All that it had of months before it."""
        return sum(one.seconds for one in self.rolled_over)

    @property
    def unused_seconds(self) -> int:
        """What it had and did not use; none where invoices use more than it has by now."""
        return max(0, self.base_seconds + self.rolled_over_seconds - self.used_seconds)


@dataclass(slots=True)
class _Hours:
    """Seconds of a month, of which later months may use some; `drawn`: what each of the months at hand drew of them."""

    number: int
    included: int
    rolling: int
    own: int = 0
    others: int = 0
    drawn: dict[int, int] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """How many are left; below nothing where invoices use more."""
        return self.included - self.own - self.others

    def room(self, month: int) -> int:
        left = self.left if month == self.number else min(self.left, self.rolling - self.others)
        return max(0, left)

    def draw(self, month: int, seconds: int) -> None:
        if seconds:
            self.count(Drawn(seconds) if month == self.number else Drawn(0, seconds))
            self.drawn[month] = self.drawn.get(month, 0) + seconds

    def count(self, drawn: Drawn) -> None:
        """Take out what other months drew."""
        self.own += drawn.own_seconds
        self.others += drawn.seconds

    @property
    def unused_seconds(self) -> int:
        """What its own work left of it."""
        return max(0, self.included - self.own)


class IncludedHours:
    """The hours of an agreement that its entries draw from, month by month.

    `included` by the numbers of the months. `current`: the month that is not over yet; nothing of it rolls over.
    `last`: that in which the agreement ends, after which everything is lost. `billed_with`: what months that are billed had
    of months before them. `opening`: hours of months before those included, as the first of these begins.
    """

    def __init__(
        self,
        rollover: Rollover,
        included: Mapping[int, int],
        current: int,
        last: int | None,
        billed_with: Mapping[int, int],
        opening: Iterable[Opened] = (),
    ) -> None:
        self._rollover, self._current, self._last = rollover, current, last
        self._opening = {one.month: one for one in opening if one.month is not None}
        before = {number: one.included for number, one in self._opening.items()}
        self._included = list(included)
        self._months = {
            number: _Hours(number, seconds, self._rolling(number, seconds))
            for number, seconds in (before | dict(included)).items()
        }
        for number, one in self._opening.items():
            self._months[number].count(one.billed)
        self._sources: dict[int, list[_Hours]] = {}
        self._alive: dict[int, list[int]] = {}
        self._billed_with = dict(billed_with)
        self._billed: dict[int, dict[int, int]] = {}
        self._totals: dict[int, Drawn] = {}

    def begin_free(self, later: Mapping[int, Drawn]) -> None:
        """Take out what other months draw, before time that is not billed does; `later`: what billed time of later ones."""
        self._billed = {number: dict(one.drawn) for number, one in self._months.items()}
        for number, hours in self._months.items():
            hours.count(later.get(number, NOTHING))
            self._totals[number] = Drawn(hours.own, hours.others)
            if number in self._opening:
                hours.count(self._opening[number].free)

    def totals(self) -> Mapping[int, Drawn]:
        """What billed time of all months draws of the hours of each at hand."""
        return self._totals

    def opened(self, month: int) -> Iterator[tuple[int, int, Drawn, Drawn]]:
        """Hours that are there as a month begins: their month, how many, what billed and other time before it drew."""
        if self._rollover.mode == "none" or (self._last is not None and month > self._last):
            return
        for number in self._origins(month):
            if number < month:
                hours = self._months[number]
                billed = _drawn(number, self._billed[number], month)
                free = _drawn(number, hours.drawn, month) - billed
                if number in self._opening:
                    billed += self._opening[number].billed
                    free += self._opening[number].free
                if hours.included > billed.own_seconds + billed.seconds:
                    yield number, hours.included, billed, free

    def room(self, month: int, wanted: int) -> int:
        """How many seconds work of a month can draw, `wanted` at the most."""
        room = 0
        for hours in self._sources_of(month):
            room += hours.room(month)
            if room >= wanted:
                return wanted
        return room

    def draw_billed(self, month: int, seconds: int) -> None:
        """Draw seconds of billed work: of months before it first what its month was billed with.

        Else a month that is given back would lose to it what its own work used.
        """
        if month in self._billed_with:
            for origin in self._origins(month):
                drawn = min(seconds, self._billed_room(origin, month))
                self._months[origin].draw(month, drawn)
                seconds -= drawn
                if origin != month:
                    self._billed_with[month] -= drawn
        self.draw(month, seconds)

    def _billed_room(self, origin: int, month: int) -> int:
        room = self._months[origin].room(month)
        return room if origin == month else min(room, self._billed_with[month])

    def draw(self, month: int, seconds: int) -> None:
        """Draw seconds for work of a month, the oldest first.

        What is billed is drawn whatever there is by now: late time of a month before may have been billed after it, and then
        hours add up in another way than they did. So more than the cap may be used of a month, and at last more than it has.
        """
        for hours in self._sources_of(month):
            drawn = min(seconds, hours.room(month))
            hours.draw(month, drawn)
            seconds -= drawn
            if not seconds:
                return
        for origin in self._origins(month):
            drawn = min(seconds, max(0, self._months[origin].left))
            self._months[origin].draw(month, drawn)
            seconds -= drawn
        self._months[month].draw(month, seconds)

    def months(self) -> dict[int, HoursOfMonth]:
        """What each month had and used, by its number."""
        drawn: dict[int, dict[int, int]] = {number: {} for number in self._included}
        for origin, hours in self._months.items():
            for number, seconds in hours.drawn.items():
                drawn[number][origin] = seconds
        left = self._rolled_over()
        return {number: self._month(number, left, drawn[number]) for number in self._included}

    def _rolled_over(self) -> dict[int, int]:
        """What the first month has of those before it."""
        left: dict[int, int] = {}
        for number, one in self._opening.items():
            unused = max(0, one.included - one.drawn.own_seconds)
            kept = self._capped(unused) - one.drawn.seconds
            if kept > 0 and number < self._current:
                left[number] = kept
        return left

    def _month(self, number: int, left: dict[int, int], drawn: dict[int, int]) -> HoursOfMonth:
        """What a month had, and drew of each; `left` of months before it, and afterwards of it as well."""
        rolled = tuple(
            RolledOver(origin, left.get(origin, 0), drawn.get(origin, 0))
            for origin in sorted({*left, *drawn} - {number})
        )
        left[number] = self._months[number].unused_seconds
        for one in rolled:
            left[one.origin] = max(0, one.seconds - one.used_seconds)
        unused = sum(left.values())
        self._expire(number, left)
        expiring = unused - sum(left.values())
        if number >= self._current:
            left.pop(number, None)
        return HoursOfMonth(self._months[number].included, rolled, sum(drawn.values()), expiring)

    def _expire(self, number: int, left: dict[int, int]) -> None:
        """Take out what no month after this one can use."""
        most = self._rollover.expiry_months
        left[number] = self._capped(left[number])
        lost = self._rollover.mode == "none" or number == self._last
        for origin, seconds in list(left.items()):
            if lost or not seconds or (most is not None and number - origin >= most):
                del left[origin]

    def _capped(self, seconds: int) -> int:
        cap = self._rollover.cap_seconds
        return seconds if cap is None else min(seconds, cap)

    def _rolling(self, number: int, seconds: int) -> int:
        """The most of a month's seconds that later months may use."""
        if self._rollover.mode == "none" or number >= self._current:
            return 0
        return seconds if self._rollover.cap_seconds is None else self._rollover.cap_seconds

    def _sources_of(self, month: int) -> list[_Hours]:
        """Months whose hours work of a month can draw, the oldest first, without those that have no more."""
        if month not in self._sources:
            alive = [self._months[origin] for origin in self._origins(month)]
            self._sources[month] = [one for one in alive if one.room(month) or one.number == month]
        sources = self._sources[month]
        while len(sources) > 1 and not sources[0].room(month):
            del sources[0]
        return sources

    def _origins(self, month: int) -> list[int]:
        """Months whose hours do not expire before this one, and itself."""
        if month not in self._alive:
            most = 0 if self._rollover.mode == "none" else self._rollover.expiry_months
            first = 0 if most is None else month - most
            self._alive[month] = [one for one in self._months if first <= one <= month]
        return self._alive[month]


def _drawn(number: int, by_month: Mapping[int, int], before: int) -> Drawn:
    """What months before one drew of the hours of a month."""
    others = sum(seconds for month, seconds in by_month.items() if number != month < before)
    return Drawn(by_month.get(number, 0), others)
