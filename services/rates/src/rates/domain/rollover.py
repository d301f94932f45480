"""Hours that months of an agreement include, by the month that they are of: the oldest are used first."""

from collections.abc import Mapping
from dataclasses import dataclass, field

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
    """Seconds of a month: how many are left, how many of them later months may use, and what each month drew."""

    number: int
    included: int
    rolls_over: int
    left: int
    drawn: dict[int, int] = field(default_factory=dict)

    def room(self, month: int) -> int:
        return max(0, self.left if month == self.number else min(self.left, self.rolls_over))

    def draw(self, month: int, seconds: int) -> None:
        if not seconds:
            return
        self.left -= seconds
        if month != self.number:
            self.rolls_over -= seconds
        self.drawn[month] = self.drawn.get(month, 0) + seconds

    @property
    def unused_seconds(self) -> int:
        """What its own work left of it."""
        return max(0, self.included - self.drawn.get(self.number, 0))


class IncludedHours:
    """The hours of an agreement that its entries draw from, month by month.

    `included` by the numbers of the months. `current`: the month that is not over yet; nothing of it rolls over.
    `last`: that in which the agreement ends, after which everything is lost. `billed_with`: what months that are billed had
    of months before them.
    """

    def __init__(
        self,
        rollover: Rollover,
        included: Mapping[int, int],
        current: int,
        last: int | None,
        billed_with: Mapping[int, int],
    ) -> None:
        self._rollover, self._current, self._last = rollover, current, last
        self._months = {
            number: _Hours(number, seconds, self._rolling(number, seconds), seconds)
            for number, seconds in included.items()
        }
        self._sources: dict[int, list[_Hours]] = {}
        self._billed_with = dict(billed_with)

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
        drawn: dict[int, dict[int, int]] = {number: {} for number in self._months}
        for origin, hours in self._months.items():
            for number, seconds in hours.drawn.items():
                drawn[number][origin] = seconds
        left: dict[int, int] = {}
        return {number: self._month(number, left, drawn[number]) for number in self._months}

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
        cap, most = self._rollover.cap_seconds, self._rollover.expiry_months
        if cap is not None:
            left[number] = min(left[number], cap)
        lost = self._rollover.mode == "none" or number == self._last
        for origin, seconds in list(left.items()):
            if lost or not seconds or (most is not None and number - origin >= most):
                del left[origin]

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

    def _origins(self, month: int) -> range:
        """Months whose hours do not expire before this one, and itself."""
        if self._rollover.mode == "none":
            return range(month, month + 1)
        first, most = next(iter(self._months)), self._rollover.expiry_months
        return range(first if most is None else max(first, month - most), month + 1)
