"""The time that a timer has measured when it stops."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.timer.tests.factories import running_timer
from timer.running_timer import EndedBeforeStartError, TimerTooLongError
from timer.time_span import LONGEST_SECONDS

START = datetime(2026, 10, 6, 7, tzinfo=UTC)


@given(st.timedeltas(timedelta(seconds=1), timedelta(seconds=LONGEST_SECONDS)))
def test_a_timer_measures_elapsed_whole_seconds(ran: timedelta) -> None:
    span = running_timer(START).span_until(START + ran, None)
    assert span is not None
    assert span.seconds == int(ran.total_seconds())
    assert (span.started_at, span.work_date) == (START, date(2026, 10, 6))


def test_the_start_is_a_whole_second_on_the_agents_local_date() -> None:
    timer = running_timer(datetime(2026, 10, 6, 22, 0, 0, 7, tzinfo=UTC))
    assert timer.started_at == datetime(2026, 10, 6, 22, tzinfo=UTC)
    assert timer.work_date == date(2026, 10, 7)


@pytest.mark.parametrize("ran", [timedelta(0), timedelta(milliseconds=999)])
def test_less_than_a_second_is_no_time(ran: timedelta) -> None:
    assert running_timer(START).span_until(START + ran, None) is None


def test_exactly_a_day_is_time_and_a_second_more_asks_when_work_ended() -> None:
    timer, day = running_timer(START), timedelta(days=1)
    span = timer.span_until(START + day, None)
    assert span is not None
    assert span.seconds == 86_400
    with pytest.raises(TimerTooLongError):
        timer.span_until(START + day + timedelta(seconds=1), None)
    ended = timer.span_until(START + 3 * day, START + timedelta(hours=2))
    assert ended is not None
    assert ended.seconds == 7200


def test_work_cannot_have_ended_before_it_began() -> None:
    with pytest.raises(EndedBeforeStartError):
        running_timer(START).span_until(START + timedelta(hours=1), START - timedelta(seconds=1))


def test_a_clock_that_is_behind_the_one_that_started_measures_nothing_rather_than_less() -> None:
    assert running_timer(START).span_until(START - timedelta(seconds=5), None) is None


@pytest.mark.parametrize(
    "start",
    [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 0, 30, tzinfo=UTC)],
)
def test_a_timer_that_runs_through_a_change_of_clocks_measures_what_elapsed(
    start: datetime,
) -> None:
    timer = running_timer(start)
    span = timer.span_until(start + timedelta(hours=2), None)
    assert span is not None
    assert span.seconds == 7200
