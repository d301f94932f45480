"""An outage is told when it begins, now and then, and when it is over; each failure is counted."""

import logging
import time
from collections.abc import Iterator

import pytest
from prometheus_client import REGISTRY

from telemetry.outages import OutageFilter


class Told(logging.Handler):
    """What passed the filter."""

    def __init__(self, outages: OutageFilter) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []
        self.addFilter(outages)

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    @property
    def messages(self) -> list[str]:
        return [record.getMessage() for record in self.records]


@pytest.fixture
def told() -> Iterator[Told]:
    yield from _told(OutageFilter(remind_seconds=60, quiet_seconds=0.5))


@pytest.fixture
def reminded() -> Iterator[Told]:
    yield from _told(OutageFilter(remind_seconds=0.2, quiet_seconds=1.5))


def _told(outages: OutageFilter) -> Iterator[Told]:
    handler = Told(outages)
    logger = logging.getLogger("telemetry.outages")
    level = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    yield handler
    while outages._open:
        time.sleep(0.05)
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


def test_an_outage_that_lasts_is_told_again_with_the_number_of_failures(reminded: Told) -> None:
    said = 0
    while len(reminded.messages) < 2:
        say(reminded, "no answer", outage="database")
        said += 1
        time.sleep(0.01)
    assert reminded.messages == ["no answer"] * 2
    assert reminded.records[1].__dict__["repeated"] == said - 1


def test_the_end_of_an_outage_is_told_and_the_next_one_is_another(told: Told) -> None:
    for _ in range(3):
        say(told, "no answer", outage="database")
    deadline = time.monotonic() + 10
    while len(told.messages) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert told.messages == ["no answer", "database: over, 3 failures in 0 s"]
    say(told, "no answer", outage="database")
    assert told.messages[-1] == "no answer"


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
