"""When an invoice is due, and from when it is overdue."""

from datetime import UTC, date, datetime

import pytest

from invoicing.terms import Terms, local_date, overdue_from


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
