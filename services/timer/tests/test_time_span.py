"""How long work lasted, and when."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_errors import InvalidInputError
from services.timer.tests.factories import INSTANTS
from timer.calendar import LAST_DAY, TIME_ZONES, local_date
from timer.time_span import LONGEST_SECONDS, GivenTime, TimeSpan, whole_second

ZONES = st.sampled_from(sorted(TIME_ZONES))
SECONDS = st.integers(1, LONGEST_SECONDS)


def test_time_with_only_a_date_has_no_place_in_the_day() -> None:
    span = GivenTime(7200, work_date=date(2026, 10, 6)).span("Europe/Copenhagen")
    assert span == TimeSpan(date(2026, 10, 6), None, 7200, "Europe/Copenhagen")
    assert span.ended_at is None


def test_the_zone_that_is_given_goes_before_the_agents() -> None:
    late = datetime(2026, 10, 6, 22, 30, tzinfo=UTC)
    assert GivenTime(60, late).span("Europe/Copenhagen").work_date == date(2026, 10, 7)
    assert GivenTime(60, late, time_zone="UTC").span("Europe/Copenhagen") == TimeSpan(
        date(2026, 10, 6), late, 60, "UTC"
    )


@given(INSTANTS, SECONDS, ZONES)
def test_a_span_starts_on_a_whole_second_and_on_its_local_date(
    at: datetime, seconds: int, zone: str
) -> None:
    span = GivenTime(seconds, at, time_zone=zone).span("UTC")
    assert span.started_at == at.replace(microsecond=0)
    assert span.work_date == local_date(at, zone)
    assert span.ended_at == span.started_at + timedelta(seconds=seconds)


@given(INSTANTS, SECONDS)
def test_giving_up_the_start_keeps_every_second_and_the_date(at: datetime, seconds: int) -> None:
    span = GivenTime(seconds, at).span("Europe/Copenhagen")
    untimed = span.untimed
    assert (untimed.work_date, untimed.seconds) == (span.work_date, span.seconds)
    assert (untimed.started_at, untimed.ended_at) == (None, None)
    assert untimed.untimed == untimed


def test_a_span_may_end_exactly_where_the_next_begins() -> None:
    first = GivenTime(90, datetime(2026, 10, 6, 7, 0, 0, 999_999, tzinfo=UTC)).span("UTC")
    assert first.ended_at is not None
    second = GivenTime(90, first.ended_at + timedelta(milliseconds=3)).span("UTC")
    assert second.started_at == first.ended_at


@pytest.mark.parametrize(
    ("start", "end"),
    [
        # Clocks go back at 01:00 UTC: from 02:30 to 02:30 on the wall is an hour, not nothing.
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        # Clocks go forward at 01:00 UTC: from 01:30 to 03:30 on the wall is an hour, not two.
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
    ],
)
def test_seconds_are_elapsed_time_when_clocks_change(start: datetime, end: datetime) -> None:
    span = GivenTime(3600, start).span("Europe/Copenhagen")
    assert span.ended_at == end


def test_a_start_whose_local_date_no_calendar_counts_is_refused() -> None:
    last = datetime(LAST_DAY.year, 12, 31, 23, 30, tzinfo=UTC)
    assert GivenTime(60, last).span("UTC").work_date == LAST_DAY
    with pytest.raises(InvalidInputError) as refused:
        GivenTime(60, last).span("Europe/Copenhagen")
    assert refused.value.fields[0].field == "started_at"


def test_whole_seconds_are_cut_not_rounded() -> None:
    assert whole_second(datetime(2026, 1, 1, 0, 0, 59, 999_999, tzinfo=UTC)).second == 59
