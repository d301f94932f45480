"""The supervisor is killed while three accounts work at once; nothing is lost, doubled or mixed up in the topics."""

import asyncio
import json
import threading
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from honorar_local import installation
from honorar_local.demo.walkthrough import Outcome
from honorar_local.services import SERVICES
from tests.harness.databases import open_dead_letters, outbox_ids
from tests.harness.demo import run_demo
from tests.harness.system import System, excerpt
from tests.harness.topics import StoredEvent, dump, first_occurrences

NAMES = ("first", "second", "third")
CUSTOMERS, SINCE, KILLED_AT_STEP = 2, "2026-09-21", 6


@pytest.fixture(scope="module")
def outcomes(system: System, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """How three accounts end with the same time; all were at work when the supervisor was killed."""
    folder = tmp_path_factory.mktemp("load")
    files = {
        name: excerpt(folder / f"{name}.csv", customers=CUSTOMERS, since=SINCE, name=name)
        for name in NAMES
    }
    reached = threading.Event()

    def at_step(step: int) -> None:
        if step == KILLED_AT_STEP:
            reached.set()

    with ThreadPoolExecutor() as pool:
        running = {name: pool.submit(run_demo, system, files[name], at_step) for name in NAMES}
        assert reached.wait(180)
        system.kill("supervisor")
        installation.up(system.folder)
        ended = {name: future.result() for name, future in running.items()}
    system.wait_until_healthy()
    return ended


@pytest.fixture(scope="module")
def stored(system: System, outcomes: dict[str, Outcome]) -> list[StoredEvent]:
    """Everything in Kafka afterwards."""
    return dump(system.state.kafka_bootstrap)


def test_every_account_ends_as_an_undisturbed_one(
    system: System, outcomes: dict[str, Outcome], tmp_path: Path
) -> None:
    calm = excerpt(tmp_path / "calm.csv", customers=CUSTOMERS, since=SINCE, name="calm")
    undisturbed = run_demo(system, calm)
    for name in NAMES:
        assert outcomes[name].rows == undisturbed.rows
        assert outcomes[name].conservation == undisturbed.conservation


def test_no_offset_is_missing(stored: list[StoredEvent]) -> None:
    offsets = defaultdict[tuple[str, int], list[int]](list)
    for event in stored:
        offsets[event.topic, event.partition].append(event.offset)
    assert offsets
    assert all(found == list(range(len(found))) for found in offsets.values())


def test_a_repeated_event_is_the_same_in_every_byte(stored: list[StoredEvent]) -> None:
    bodies = defaultdict[str, set[bytes]](set)
    for event in stored:
        bodies[event.id].add(event.body)
    assert all(len(found) == 1 for found in bodies.values())


def test_an_aggregate_is_of_one_account_and_stays_in_one_partition(
    stored: list[StoredEvent],
) -> None:
    places = defaultdict[tuple[str, str], set[tuple[str, int]]](set)
    for event in stored:
        assert json.loads(event.body)["account_id"] == event.account
        places[event.topic, event.key].add((event.account, event.partition))
    assert all(len(found) == 1 for found in places.values())


def test_versions_of_an_aggregate_only_grow(stored: list[StoredEvent]) -> None:
    newest: dict[tuple[str, str], int] = {}
    for event in first_occurrences(stored):
        version = json.loads(event.body).get("version")
        if version is not None:
            assert version >= newest.get((event.topic, event.key), 0), event
            newest[event.topic, event.key] = version
    assert newest


def test_what_was_committed_was_sent_and_nothing_became_a_dead_letter(
    system: System, stored: list[StoredEvent]
) -> None:
    sent = {event.id for event in stored}
    for service in SERVICES:
        committed = asyncio.run(outbox_ids(system, service.database))
        assert committed - sent == set()
        assert asyncio.run(open_dead_letters(system, service.database)) == 0
