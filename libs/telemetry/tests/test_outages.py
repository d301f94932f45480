"""An outage is told when it begins, now and then, and when it is over; each failure is counted."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from prometheus_client import REGISTRY

from telemetry.outages import Clock, OutageFilter


class Told(logging.Handler):
    """What passed the filter."""

    def __init__(self, outages: OutageFilter) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []
        self.said = threading.Condition()
        self.addFilter(outages)

    def emit(self, record: logging.LogRecord) -> None:
        with self.said:
            self.records.append(record)
            self.said.notify()

    @property
    def messages(self) -> list[str]:
        return [record.getMessage() for record in self.records]


class HandClock(Clock):
    """It goes on only when a test says so: a machine that stands still ends no outage."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.planned: list[tuple[float, Callable[[], None]]] = []

    def now(self) -> float:
        return self.seconds

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        self.planned.append((self.seconds + seconds, act))

    def go_on(self, seconds: float) -> None:
        end = self.seconds + seconds
        while self.planned and (due := min(self.planned, key=lambda plan: plan[0]))[0] <= end:
            self.planned.remove(due)
            self.seconds, act = due
            act()
        self.seconds = end


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def told(clock: HandClock) -> Iterator[Told]:
    with listening(OutageFilter(remind_seconds=60, quiet_seconds=15, clock=clock)) as told:
        yield told


@contextmanager
def listening(outages: OutageFilter) -> Iterator[Told]:
    handler = Told(outages)
    logger = logging.getLogger("telemetry.outages")
    level = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    yield handler
    logger.removeHandler(handler)
    logger.setLevel(level)


def say(
    told: Told, message: str, name: str = "app", level: int = logging.WARNING, **extra: str
) -> None:
    logger = logging.Logger(name)
    logger.addHandler(told)
    logger.log(level, message, extra=extra)


def failures(outage: str) -> float:
    return REGISTRY.get_sample_value("outage_failures_total", {"outage": outage}) or 0.0


def test_a_thousand_failures_are_one_line_and_a_count(told: Told) -> None:
    before = failures("database")
    for number in range(1000):
        say(told, f"no answer {number}", outage="database")
    assert told.messages == ["no answer 0"]
    assert failures("database") - before == 1000


def test_an_outage_that_lasts_is_told_again_with_the_number_of_failures(
    told: Told, clock: HandClock
) -> None:
    for _ in range(62):
        say(told, "no answer", outage="database")
        clock.go_on(1)
    assert told.messages == ["no answer"] * 2
    assert told.records[1].__dict__["repeated"] == 60


def test_the_end_of_an_outage_is_told_and_the_next_one_is_another(
    told: Told, clock: HandClock
) -> None:
    for _ in range(3):
        say(told, "no answer", outage="database")
        clock.go_on(14)
    assert told.messages == ["no answer"]
    clock.go_on(15)
    assert told.messages == ["no answer", "database: over, 3 failures in 28 s"]
    say(told, "no answer", outage="database")
    assert told.messages[-1] == "no answer"


def test_the_end_is_told_though_nobody_logs_any_more() -> None:
    with listening(OutageFilter(quiet_seconds=0.05)) as told:
        say(told, "no answer", outage="database")
        with told.said:
            assert told.said.wait_for(lambda: "over" in told.messages[-1], timeout=60)


def test_outages_of_different_things_are_told_apart(told: Told) -> None:
    say(told, "one", outage="database")
    say(told, "two", outage="kafka")
    assert told.messages == ["one", "two"]


def test_a_client_library_that_repeats_itself_is_told_once_for_each_kind(told: Told) -> None:
    for _ in range(100):
        say(told, "Unable connect to node", name="aiokafka.conn", level=logging.ERROR)
        say(told, "Heartbeat failed", name="aiokafka.consumer.group_coordinator")
    assert told.messages == ["Unable connect to node", "Heartbeat failed"]


def test_what_is_no_outage_is_always_told(told: Told) -> None:
    for _ in range(3):
        say(told, "dead letter", level=logging.ERROR)
        say(told, "connected", name="aiokafka.conn", level=logging.INFO)
    assert len(told.messages) == 6
