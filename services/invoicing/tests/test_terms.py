"""When an invoice is due, and from when it is overdue."""

import zoneinfo
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.terms import Terms, end_of_month, local_date, overdue_from

DAYS = st.dates(date(1970, 1, 2), date(2199, 12, 30))
ZONES = st.sampled_from(sorted(zoneinfo.available_timezones() - {"localtime"}))


@pytest.mark.parametrize(
    ("terms", "due"),
    [
        (Terms("net-days", 30), date(2026, 3, 2)),
        (Terms("net-days", 0), date(2026, 1, 31)),
        (Terms("end-of-month", 0), date(2026, 1, 31)),
        (Terms("end-of-month", 14), date(2026, 2, 14)),
        (Terms("on-receipt"), date(2026, 1, 31)),
        (Terms("fixed-date", due_date=date(2026, 5, 1)), date(2026, 5, 1)),
    ],
)
def test_the_due_date_follows_the_terms(terms: Terms, due: date) -> None:
    assert terms.due(date(2026, 1, 31)) == due


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2028, 2, 1), date(2028, 2, 29)),
        (date(2027, 2, 28), date(2027, 2, 28)),
        (date(2026, 12, 31), date(2026, 12, 31)),
    ],
)
def test_a_month_ends_on_its_last_day(day: date, last: date) -> None:
    assert end_of_month(day) == last


@given(DAYS, st.integers(0, 365))
def test_nothing_is_due_before_it_is_issued(day: date, days: int) -> None:
    for terms in (Terms("net-days", days), Terms("end-of-month", days), Terms("on-receipt")):
        assert terms.due(day) >= day


@pytest.mark.parametrize(
    ("due", "zone", "begin"),
    [
        (date(2026, 11, 4), "Europe/Copenhagen", datetime(2026, 11, 4, 23, tzinfo=UTC)),
        (date(2026, 7, 4), "Europe/Copenhagen", datetime(2026, 7, 4, 22, tzinfo=UTC)),
        (date(2026, 11, 4), "Pacific/Auckland", datetime(2026, 11, 4, 11, tzinfo=UTC)),
    ],
)
def test_overdue_begins_with_the_next_local_day(due: date, zone: str, begin: datetime) -> None:
    assert overdue_from(due, zone) == begin
    assert local_date(begin, zone) > due


@given(st.dates(date(1971, 1, 1), date(2037, 12, 30)), ZONES)
def test_an_invoice_is_in_time_until_just_before_it_is_overdue(due: date, zone: str) -> None:
    begin = overdue_from(due, zone)
    assert local_date(begin, zone) > due
    assert local_date(begin - timedelta(hours=1), zone) <= due
