"""Which whole months are in a period."""

from datetime import date, timedelta

import pytest

from domain_errors import InvalidInputError
from rates.domain.revenue import Period


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2026-02-01", "2026-02-28", ("2026-02-01", "2026-03-01")),
        ("2026-02-01", "2026-02-27", None),
        ("2026-02-02", "2026-03-30", None),
        ("2026-02-02", "2026-03-31", ("2026-03-01", "2026-04-01")),
        ("2026-01-31", "2027-01-01", ("2026-02-01", "2027-01-01")),
    ],
)
def test_whole_months(first: str, last: str, months: tuple[str, str] | None) -> None:
    period = Period(date.fromisoformat(first), date.fromisoformat(last))
    found = period.whole_months
    assert (found and tuple(day.isoformat() for day in found)) == months


def test_what_has_no_end_has_all_months_to_come() -> None:
    assert Period().whole_months == (date.min, date.max)
    assert Period(date(2026, 2, 2)).whole_months == (date(2026, 3, 1), date.max)
    assert Period(None, date(2026, 2, 2)).whole_months == (date.min, date(2026, 2, 1))


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidInputError):
        Period(date(2026, 2, 2), date(2026, 2, 2) - timedelta(days=1))
