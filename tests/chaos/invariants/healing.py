"""Some time after the last kill nothing is left over: nothing unsent, unread, due, dead or half done."""

import asyncio
import time
from collections.abc import Iterator
from importlib import import_module

from contracts.topics import TOPICS
from honorar_local.services import SERVICES
from tests.chaos.evidence import Evidence
from tests.harness.system import System
from tests.harness.topics import lag

HEAL_SECONDS = 180.0
_PENDING = """
    SELECT (SELECT count(*) FROM outbox_messages WHERE published_at IS NULL) AS unsent,
        (SELECT count(*) FROM scheduled_tasks WHERE state = 'running' OR state = 'waiting' AND due_at < now()) AS due,
        (SELECT count(*) FROM dead_letters WHERE state = 'open') AS dead,
        (SELECT count(*) FROM scheduled_tasks WHERE state = 'failed') AS failed
"""
_OPEN = """
    SELECT count(*) AS number FROM pg_stat_activity
    WHERE state LIKE 'idle in transaction%' AND now() - state_change > interval '5 s'
"""


def wait_until_quiet(evidence: Evidence) -> None:
    """Wait until nothing is under way any more, or too long."""
    deadline = time.monotonic() + HEAL_SECONDS
    while [*_under_way(evidence)] and time.monotonic() < deadline:
        time.sleep(1)


def everything_is_done(evidence: Evidence) -> Iterator[str]:
    """No row waits to be sent, no event to be consumed, no task to be run."""
    yield from _under_way(evidence)


def nothing_is_dead(evidence: Evidence) -> Iterator[str]:
    """No event became a dead letter, no task failed for good, no transaction was left open.

    A mail of which nobody knows whether it arrived is such a task of the notifier: `outside` looks at those.
    """
    for service in SERVICES:
        [found] = evidence.rows(service.database, _PENDING)
        if found["dead"] or (found["failed"] and service.path != "notifier"):
            yield f"{service.path}: {found['dead']} dead letters, {found['failed']} failed tasks"
        [idle] = evidence.rows(service.database, _OPEN)
        if idle["number"]:
            yield f"{service.path}: {idle['number']} transactions were left open"


def every_event_was_processed(evidence: Evidence) -> Iterator[str]:
    """The inbox of each consumer has every event that it handles: none was passed over, none processed unnoticed."""
    for topic in TOPICS:
        for group in topic.consumers:
            yield from _unprocessed(evidence, topic.name, group)


def _unprocessed(evidence: Evidence, topic: str, group: str) -> Iterator[str]:
    handled = _handled_types(group)
    sent = {e.id for e in evidence.events if e.topic == topic and e.type in handled}
    statement = "SELECT event_id::text AS id FROM inbox_messages"
    known = {row["id"] for row in evidence.rows(group.replace("-", "_"), statement)}
    if missing := sent - known:
        yield f"{group} has not processed {len(missing)} of {len(sent)} events of {topic}"


def _handled_types(group: str) -> set[str]:
    consumers = import_module(f"{group.replace('-', '_')}.consumers")
    return {event.type for event in consumers.HANDLERS}


def _under_way(evidence: Evidence) -> Iterator[str]:
    for service in SERVICES:
        [found] = evidence.rows(service.database, _PENDING)
        if found["unsent"] or found["due"]:
            yield f"{service.path}: {found['unsent']} events unsent, {found['due']} tasks due"
    yield from _lagging(evidence.system)


def _lagging(system: System) -> Iterator[str]:
    for group, count in asyncio.run(lag(system.state.kafka_bootstrap)).items():
        if count:
            yield f"{group} has {count} events before it"


CHECKS = (everything_is_done, nothing_is_dead, every_event_was_processed)
