"""Builds multipliers and timed work for tests, and says by whom each second is charged in another way than the service."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from money import Money
from rates.domain.matching import Work
from rates.domain.multiplied_time import MultiplierBook, TimedWork, split
from rates.domain.multipliers import Multiplier, Window, WindowKind
from rates.domain.overtime import Earlier
from rates.domain.rules import Scope
from rates.domain.segments import Segment, segments_of

RATE = UUID(int=77)
COPENHAGEN = "Europe/Copenhagen"
CUSTOMER = UUID(int=1)
MIDNIGHT = time(0)
WORKDAYS, EVERY_DAY = (1, 2, 3, 4, 5), (1, 2, 3, 4, 5, 6, 7)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def hours(starts_at: str, ends_at: str, *weekdays: int) -> Window:
    """Hours of these weekdays, or of all."""
    times = time.fromisoformat(starts_at), time.fromisoformat(ends_at)
    return Window("hours", weekdays or EVERY_DAY, *times)


HOLIDAY = Window("holiday")
WEEKEND = hours("00:00", "00:00", 6, 7)
EVENING = hours("18:00", "22:00", *WORKDAYS)
NIGHT = hours("22:00", "06:00")


def overtime(hours: float, per: str = "day") -> Window:
    """More than so many hours of an agent a day, or a week."""
    kind: WindowKind = "overtime-day" if per == "day" else "overtime-week"
    return Window(kind, above_seconds=int(hours * 3600))


def multiplier(
    number: int, window: Window, effect: str = "1.5", scope: Scope | None = None, **changes: Any
) -> Multiplier:
    """A multiplier with a factor or (`900 DKK`) a rate of its own, for everything from 2026 on."""
    amount, *currency = effect.split()
    money = Money(Decimal(amount), currency[0]) if currency else None
    values: dict[str, Any] = {"valid_from": date(2026, 1, 1), "valid_to": None, **changes}
    return Multiplier(
        *(UUID(int=1000 + number), 1, f"Number {number}", scope or Scope(), window),
        factor=None if currency else Decimal(amount),
        hourly_rate=money,
        recorded_at=LONG_AGO,
        **values,
    )


def worked(
    start: str | None,
    seconds: int,
    zone: str | None = COPENHAGEN,
    earlier: Earlier | None = None,
    **changes: Any,
) -> TimedWork:
    """Work of the customer that began when a clock of the zone showed this."""
    local = datetime.fromisoformat(start) if start else None
    work_date = local.date() if local else date(2026, 3, 2)
    work = Work(Scope(organization_id=CUSTOMER, **changes), work_date)
    started_at = local.replace(tzinfo=local.tzinfo or ZoneInfo(zone or "UTC")) if local else None
    return TimedWork(work, seconds, started_at, zone, earlier or Earlier())


def divided(
    entry: TimedWork, *multipliers: Multiplier, holidays: Iterable[date] = (), rounding: int = 0
) -> tuple[Segment, ...]:
    """The segments of an entry at 1,000 DKK an hour."""
    base = segments_of(entry.seconds, rounding, Decimal(1000), RATE)
    return split(entry, base, "DKK", MultiplierBook(multipliers, frozenset(holidays)))


def told(segments: Iterable[Segment]) -> str:
    """Segments in short: how many minutes at which rate."""
    return ", ".join(f"{one.seconds / 60:g} at {one.hourly_rate:f}" for one in segments)


@dataclass(frozen=True)
class Oracle:
    """Asks for one second at a time, from how people say when a rule holds."""

    entry: TimedWork
    multipliers: Iterable[Multiplier]
    holidays: frozenset[date]

    def charged_by(self, second: int) -> UUID | None:
        """The multiplier that charges a second of the entry."""
        assert self.entry.started_at
        assert self.entry.time_zone
        instant = self.entry.started_at.astimezone(UTC) + timedelta(seconds=second)
        local = instant.astimezone(ZoneInfo(self.entry.time_zone))
        for kind in ("holiday", "overtime-day", "overtime-week", "hours"):
            of_kind = [one for one in self._holding(kind) if self._is_in(one.window, second, local)]
            if of_kind:
                of_kind.sort(
                    key=lambda one: (
                        one.scope.weight,
                        one.window.above_seconds or 0,
                        one.multiplier_id,
                    )
                )
                return of_kind[-1].multiplier_id
        return None

    def _holding(self, kind: str) -> list[Multiplier]:
        work, day = self.entry.work, self.entry.work.work_date
        return [
            one
            for one in self.multipliers
            if one.window.kind == kind
            and one.valid_from <= day <= (one.valid_to or date.max)
            and one.scope.named.items() <= work.scope.named.items()
            and (one.hourly_rate is None or one.hourly_rate.currency == "DKK")
        ]

    def _is_in(self, window: Window, second: int, local: datetime) -> bool:
        if window.kind == "holiday":
            return local.date() in self.holidays
        if window.above_seconds is not None:
            earlier = self.entry.earlier
            before = earlier.day_seconds if window.kind == "overtime-day" else earlier.week_seconds
            return before + second + 1 > window.above_seconds
        assert window.starts_at is not None
        assert window.ends_at is not None
        clock = local.time()
        today, yesterday = local.isoweekday(), (local - timedelta(days=1)).isoweekday()
        if window.starts_at < window.ends_at:
            return today in window.weekdays and window.starts_at <= clock < window.ends_at
        return (today in window.weekdays and clock >= window.starts_at) or (
            yesterday in window.weekdays and clock < window.ends_at
        )
