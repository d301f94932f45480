"""When those who have not handed in are told."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from timer.missing_timesheet import deadline
from timer.sheet_period import PeriodChange, Periods

MONTHS: Periods = (PeriodChange(date(2020, 1, 1), "month"),)


@given(
    st.integers(1_578_268_800, 1_893_456_000).map(lambda at: datetime.fromtimestamp(at, UTC)),
    st.integers(0, 31),
    st.sampled_from(["UTC", "Europe/Copenhagen", "America/New_York", "Pacific/Auckland"]),
    st.sampled_from([(), MONTHS]),
)
def test_a_period_is_due_at_eight_after_the_days_for_it(
    now: datetime, days: int, zone: str, periods: Periods
) -> None:
    found = deadline(now, periods, days, zone)
    told = datetime.combine(
        found.period.last + timedelta(days=days + 1), datetime.min.time(), ZoneInfo(zone)
    ).replace(hour=8)
    assert told <= now < found.next_at
    assert found.next_at.astimezone(ZoneInfo(zone)).hour == 8
    at_next = deadline(found.next_at, periods, days, zone).period
    assert at_next.first == found.period.last + timedelta(days=1)
