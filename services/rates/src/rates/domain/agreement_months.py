"""Months of an agreement: the part of each that it holds in, and what that part includes and costs by the dated terms."""

from calendar import isleap, monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from money import round_money
from rates.domain.agreements import Agreement
from rates.domain.openings import EVERYTHING, Span
from rates.domain.terms import Terms

ONE_DAY = timedelta(days=1)


def month_number(day: date) -> int:
    """The months up to that of a day, counted: what follows in the calendar follows in numbers."""
    return day.year * 12 + day.month - 1


def first_of_month(number: int) -> date:
    """The first day of a month."""
    return date(number // 12, number % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class MonthPart:
    """The days of a calendar month in which an agreement holds, both included."""

    first_day: date
    last_day: date

    @property
    def number(self) -> int:
        """Of its month."""
        return month_number(self.first_day)

    @property
    def days(self) -> int:
        """How many."""
        return (self.last_day - self.first_day).days + 1

    @property
    def days_of_month(self) -> int:
        """How many its month has, inside and outside of the agreement."""
        return monthrange(self.first_day.year, self.first_day.month)[1]


def months_until(agreement: Agreement, day: date, span: Span = EVERYTHING) -> Iterator[MonthPart]:
    """The months of an agreement up to that of a day, in order, as far as they are in a span."""
    first, last = month_number(agreement.first_day), month_number(day)
    if span.first is not None:
        first = max(first, span.first)
    if span.last is not None:
        last = min(last, span.last)
    for number in range(first, last + 1):
        last_day = first_of_month(number + 1) - ONE_DAY
        if agreement.ends_on is not None:
            last_day = min(last_day, agreement.ends_on)
        first_day = max(first_of_month(number), agreement.first_day)
        if last_day < first_day:
            return
        yield MonthPart(first_day, last_day)


def amount_of(agreement: Agreement, part: MonthPart) -> Decimal:
    """The fee or the minimum of a month: what each of its days has, added up and rounded once."""
    spans = _spans(agreement, part)
    exact = sum(_indexed(agreement, terms, day) * days for terms, day, days in spans)
    return round_money(Decimal(exact) / _counted_days(agreement, part), agreement.currency)


def included_seconds_of(agreement: Agreement, part: MonthPart) -> int:
    """What the fee of a month includes, without what was rolled over; half a second counts as one."""
    spans = _spans(agreement, part)
    exact = Decimal(sum(terms.included_seconds * days for terms, _, days in spans))
    return int((exact / _counted_days(agreement, part)).quantize(Decimal(1), ROUND_HALF_UP))


def _counted_days(agreement: Agreement, part: MonthPart) -> int:
    """Of how many days the days of a part are a share: all of the month where it is prorated, else those of the part."""
    return part.days_of_month if agreement.prorate else part.days


def _spans(agreement: Agreement, part: MonthPart) -> list[tuple[Terms, date, int]]:
    """Days of a part on which the same is charged: the terms, the first of the days, how many."""
    inside = (day for day in _changes(agreement, part) if part.first_day < day <= part.last_day)
    starts = sorted({part.first_day, *inside})
    ends = [*starts[1:], part.last_day + ONE_DAY]
    return [
        (_terms_on(agreement.terms, start), start, (end - start).days)
        for start, end in zip(starts, ends, strict=True)
    ]


def _changes(agreement: Agreement, part: MonthPart) -> Iterator[date]:
    yield from (terms.valid_from for terms in agreement.terms)
    if agreement.indexing is not None:
        yield _indexing_day(agreement, part.first_day.year)


def _terms_on(terms: Iterable[Terms], day: date) -> Terms:
    return max((one for one in terms if one.valid_from <= day), key=lambda one: one.valid_from)


def _indexed(agreement: Agreement, terms: Terms, day: date) -> Decimal:
    """The amount of terms on a day: raised once on each day of indexing since they were agreed, rounded once."""
    if agreement.indexing is None:
        return terms.amount
    times = _indexings(agreement, day) - _indexings(agreement, terms.valid_from)
    factor = (1 + agreement.indexing.percent / 100) ** times
    return round_money(terms.amount * factor, agreement.currency)


def _indexings(agreement: Agreement, day: date) -> int:
    """How many days of indexing there were up to a day, from the beginning of our calendar on."""
    return day.year - (day < _indexing_day(agreement, day.year))


def _indexing_day(agreement: Agreement, year: int) -> date:
    """When amounts rise in a year; in a year without 29 February on the 28th."""
    assert agreement.indexing is not None
    month = agreement.indexing.month or agreement.first_day.month
    day = agreement.indexing.day or agreement.first_day.day
    return date(year, month, 28 if (month, day) == (2, 29) and not isleap(year) else day)
