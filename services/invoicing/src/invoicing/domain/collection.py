"""How fast customers pay: days sales outstanding, and the days that paid invoices took."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

BILLED_DAYS = 90
"""Sales of so many days stand against what is owed."""
_TENTH = Decimal("0.1")
_NOTHING = Decimal(0)


@dataclass(frozen=True)
class Change:
    """What was invoiced, less what was credited, and what came in on one day in one currency."""

    currency: str
    day: date
    billed: Decimal
    received: Decimal


@dataclass(frozen=True, kw_only=True)
class MonthEnd:
    """How things stood at the end of a month, or today: `receivables` are what was owed less customers' credit.

    `billed` is of the 90 days up to `day`, `invoiced` and `received` of the month.
    """

    month: date
    day: date
    receivables: Decimal
    billed: Decimal
    invoiced: Decimal
    received: Decimal

    @property
    def days_sales_outstanding(self) -> Decimal | None:
        """Receivables ÷ sales of the last 90 days × 90; None when nothing was sold.

        0 when credit is more than what is owed: nobody waits for money then.
        """
        if self.billed <= 0:
            return None
        days = max(self.receivables, _NOTHING) / self.billed * BILLED_DAYS
        return days.quantize(_TENTH, ROUND_HALF_UP)


def month_ends(today: date, months: int) -> tuple[date, ...]:
    """The last days of the months before this one, and today; `months` of them, the earliest first."""
    ends = [today]
    while len(ends) < months:
        ends.append(ends[-1].replace(day=1) - timedelta(days=1))
    return tuple(reversed(ends))


def looked_back_to(ends: Sequence[date]) -> date:
    """The last day before all that counts: sales of 90 days up to the first end, and its whole month."""
    first = ends[0]
    return min(first - timedelta(days=BILLED_DAYS), first.replace(day=1) - timedelta(days=1))


def trend(
    now: Mapping[str, Decimal], changes: Iterable[Change], ends: Sequence[date]
) -> dict[str, tuple[MonthEnd, ...]]:
    """By currency, how each month ended: what is owed `now` without what changed it afterwards."""
    of: dict[str, list[Change]] = {currency: [] for currency in now}
    for change in changes:
        of.setdefault(change.currency, []).append(change)
    return {
        currency: tuple(_end(now.get(currency, _NOTHING), of[currency], day) for day in ends)
        for currency in sorted(of)
    }


def _end(now: Decimal, changes: Sequence[Change], day: date) -> MonthEnd:
    later = [one for one in changes if one.day > day]
    month = [one for one in changes if day.replace(day=1) <= one.day <= day]
    since = day - timedelta(days=BILLED_DAYS)
    return MonthEnd(
        month=day.replace(day=1),
        day=day,
        receivables=now - sum((one.billed - one.received for one in later), _NOTHING),
        billed=sum((one.billed for one in changes if since < one.day <= day), _NOTHING),
        invoiced=sum((one.billed for one in month), _NOTHING),
        received=sum((one.received for one in month), _NOTHING),
    )
