"""What months of agreements include and cost, day by day: the calendar of the oracle."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from rates.domain.agreements import Agreement
from rates.domain.terms import Terms

Month = tuple[int, int]


def month_of(day: date) -> Month:
    """Year and month."""
    return day.year, day.month


def days_of(agreement: Agreement, month: Month) -> list[date]:
    """The days of a month in which an agreement holds."""
    days = (date(*month, 1) + timedelta(days=number) for number in range(31))
    return [day for day in days if month_of(day) == month and agreement.holds_on(day)]


def share(agreement: Agreement, month: Month) -> Fraction:
    """What each day of a month counts."""
    days = (date(*month, 1) + timedelta(days=number) for number in range(31))
    whole = sum(month_of(day) == month for day in days)
    return Fraction(1, whole if agreement.prorate else len(days_of(agreement, month)))


def base_seconds(agreement: Agreement, month: Month) -> int:
    """What the fee of a month includes."""
    days = days_of(agreement, month)
    exact = sum(Fraction(_terms(agreement, day).included_seconds) for day in days)
    return int(exact * share(agreement, month) + Fraction(1, 2))


def amount(agreement: Agreement, month: Month) -> Decimal:
    """The fee or the minimum of a month, in a currency with two decimals."""
    days = days_of(agreement, month)
    exact = sum(Fraction(_amount_on(agreement, day)) for day in days) * share(agreement, month)
    cents = int(exact * 100 + Fraction(1, 2))
    return Decimal(cents) / 100


def _terms(agreement: Agreement, day: date) -> Terms:
    return [one for one in agreement.terms if one.valid_from <= day][-1]


def _amount_on(agreement: Agreement, day: date) -> Decimal:
    terms, indexing = _terms(agreement, day), agreement.indexing
    factor = Decimal(1)
    if indexing is not None:
        month = indexing.month or agreement.first_day.month
        number = indexing.day or agreement.first_day.day
        after = (terms.valid_from + timedelta(days=n) for n in range(1, 10_000))
        for each in after:
            if each > day:
                break
            if (each.month, each.day) == (month, number):
                factor *= 1 + indexing.percent / 100
    return (terms.amount * factor).quantize(Decimal("0.01"), ROUND_HALF_UP)
