"""Looking at topics as things happen, on a real Kafka."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

import pytest

from database import Database
from database.ids import new_id
from libs.messaging.tests.factories import OURS, THEIRS, OtherEvent, SampleEvent, record, without
from libs.messaging.tests.kafka import committed, produce, temporary_topics
from messaging import Observation, Sightings
from messaging.observer import Observer
from testkit import until

TOPICS = (SampleEvent.topic, OtherEvent.topic)


@dataclass
class Witness:
    """Remembers what was seen, call by call; fails as often as it is told to."""

    calls: list[Sightings] = field(default_factory=list)
    failures: int = 0

    async def act(self, database: Database, seen: Sightings) -> None:
        self.calls.append(seen)
        if self.failures:
            self.failures -= 1
            raise OSError("the database is away")

    def topics(self, account: UUID) -> list[str]:
        """What was seen for the account, as often as it was."""
        return sorted(topic for call in self.calls for topic in call.get(account, ()))


@asynccontextmanager
async def observing(
    witness: Witness, bootstrap: str, prefix: str, db: Database
) -> AsyncIterator[None]:
    """Runs an observer, which sees what happens when the block begins."""
    observation = Observation("onlookers", TOPICS, witness.act, pause_seconds=0.5)
    observer = Observer(observation, db, bootstrap=bootstrap, prefix=prefix)
    await observer.start()
    try:
        await sees(witness, bootstrap, prefix)
        witness.calls.clear()
        yield
    finally:
        await observer.stop()


async def sees(witness: Witness, bootstrap: str, prefix: str) -> None:
    """Wait until the witness sees something new on each partition, which nobody else is told of."""
    somebody = new_id()

    async def seen() -> bool:
        for number, topic in enumerate(TOPICS * 3):
            sample = SampleEvent(number=number, account_id=somebody)
            await produce(bootstrap, prefix + topic, record(sample), partition=number % 3)
        return {*witness.topics(somebody)} == {*TOPICS}

    await until(seen)


@pytest.fixture
async def topics(bootstrap: str, prefix: str) -> AsyncIterator[None]:
    async with temporary_topics(bootstrap, *(prefix + topic for topic in TOPICS)):
        yield


@pytest.mark.usefixtures("topics")
async def test_what_happens_from_now_on_is_seen_by_account_and_topic_in_few_calls(
    bootstrap: str, prefix: str, db: Database
) -> None:
    before = record(SampleEvent(number=0, account_id=THEIRS))
    await produce(bootstrap, prefix + SampleEvent.topic, before)
    witness = Witness()
    async with observing(witness, bootstrap, prefix, db):
        many = [record(SampleEvent(number=n, name=str(n))) for n in range(200)]
        await produce(bootstrap, prefix + SampleEvent.topic, *many)
        await produce(bootstrap, prefix + OtherEvent.topic, record(OtherEvent(number=1)))

        await until(lambda: OtherEvent.topic in witness.topics(OURS))
        assert {*witness.topics(OURS)} == {*TOPICS}
        assert witness.topics(THEIRS) == []
        assert len(witness.calls) < 20
    assert await committed(bootstrap, f"{prefix}onlookers", prefix + SampleEvent.topic) == 0


@pytest.mark.usefixtures("topics")
async def test_a_message_without_account_is_passed_over(
    bootstrap: str, prefix: str, db: Database
) -> None:
    witness = Witness()
    async with observing(witness, bootstrap, prefix, db):
        bad = [
            without(record(SampleEvent(number=1)), "ce_account"),
            record(SampleEvent(number=2), headers={"ce_account": b"\xff"}),
            record(SampleEvent(number=3), headers={"ce_account": None}),
        ]
        good = record(SampleEvent(number=4), value=b"not JSON", headers={"other": b"\xff"})
        await produce(bootstrap, prefix + SampleEvent.topic, *bad, good)
        await until(lambda: witness.topics(OURS) == [SampleEvent.topic])


@pytest.mark.usefixtures("topics")
async def test_a_failure_costs_what_was_seen_and_no_more(
    bootstrap: str, prefix: str, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("messaging.observer._AGAIN_SECONDS", 0.1)
    witness = Witness()
    async with observing(witness, bootstrap, prefix, db):
        witness.failures = 1
        await produce(bootstrap, prefix + SampleEvent.topic, record(SampleEvent(number=1)))
        await until(lambda: witness.failures == 0)
        await sees(witness, bootstrap, prefix)


async def test_it_waits_for_topics_and_for_kafka(
    bootstrap: str, prefix: str, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("messaging.observer._AGAIN_SECONDS", 0.1)
    witness = Witness()
    observation = Observation("onlookers", TOPICS, witness.act)
    nowhere = Observer(observation, db, bootstrap="127.0.0.1:1", prefix=prefix)
    early = Observer(observation, db, bootstrap=bootstrap, prefix=prefix)
    for observer in (nowhere, early):
        await observer.start()
    try:
        async with temporary_topics(bootstrap, *(prefix + topic for topic in TOPICS)):
            await sees(witness, bootstrap, prefix)
            assert [*nowhere.liveness(), *early.readiness()] == []
            await early.stop()
    finally:
        for observer in (nowhere, early):
            await observer.stop()
