"""Events are what was committed: each once at least, in order, of one account, and no other."""

import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from messaging.relay.relay import BATCH_SIZE
from tests.chaos.evidence import Evidence, by_key
from tests.harness.topics import first_occurrences

_PARTS = ("timer.timesheet-approved.v1", "invoicing.time-billed.v1", "invoicing.time-released.v1")
"""Types of which several events may share a version: they are parts of one change."""


def what_was_committed_was_sent(evidence: Evidence) -> Iterator[str]:
    """The ids on the topics are those of the outboxes."""
    sent = {event.id for event in evidence.events}
    committed = {row["id"] for rows in evidence.outbox.values() for row in rows}
    if missing := committed - sent:
        yield f"{len(missing)} events were committed and never sent"
    if foreign := sent - committed:
        yield f"{len(foreign)} events were sent and never committed"


def a_repetition_is_the_same(evidence: Evidence) -> Iterator[str]:
    """An event that was sent again is the same in every byte, and in the same partition."""
    seen = defaultdict[str, set[tuple[bytes, int]]](set)
    for event in evidence.events:
        seen[event.id].add((event.body, event.partition))
    for id_, variants in seen.items():
        if len(variants) > 1:
            yield f"{id_} was sent in {len(variants)} variants"


def repetitions_come_from_harm(evidence: Evidence) -> Iterator[str]:
    """Each kill may make a relay send its batch once more; nothing else does."""
    repeated = len(evidence.events) - len({event.id for event in evidence.events})
    if repeated > BATCH_SIZE * len(evidence.harm):
        yield f"{repeated} events were sent again, after {len(evidence.harm)} times harm"


def first_occurrences_are_in_order(evidence: Evidence) -> Iterator[str]:
    """Each aggregate's events came onto the topic in the order of their commits."""
    committed = defaultdict[tuple[str, str], list[str]](list)
    for rows in evidence.outbox.values():
        for row in rows:
            committed[row["topic"], row["key"]].append(row["id"])
    for key, events in by_key(first_occurrences(evidence.events)).items():
        if [event.id for event in events] != committed[key]:
            yield f"{key}: sent in another order than committed"


def versions_grow(evidence: Evidence) -> Iterator[str]:
    """Versions of an aggregate never fall, and no two changes share one."""
    for key, events in by_key(first_occurrences(evidence.events)).items():
        versions = [(_version(event.body), event.type in _PARTS) for event in events]
        for (before, _), (after, part) in pairwise(versions):
            if after < before or (after == before and not part):
                yield f"{key}: version {after} after {before}"


def an_aggregate_is_of_one_account(evidence: Evidence) -> Iterator[str]:
    """Header and body name one account, and it is the same for all events of an aggregate."""
    accounts = {str(account.id) for account in evidence.accounts}
    for key, events in by_key(evidence.events).items():
        named = {e.account for e in events} | {str(_body(e.body)["account_id"]) for e in events}
        if len(named) > 1:
            yield f"{key}: events of {len(named)} accounts"
        elif not named <= accounts:
            yield f"{key}: of an account that nobody opened"


def entries_are_as_last_published(evidence: Evidence) -> Iterator[str]:
    """The newest event of each entry has the version and the seconds that timer has."""
    newest = {
        key: events[-1]
        for (topic, key), events in by_key(first_occurrences(evidence.events)).items()
        if topic == "timer.time-entries"
    }
    statement = "SELECT id::text AS id, version, seconds FROM time_entries"
    stored = {row["id"]: row for row in evidence.rows("timer", statement)}
    for entry_id, event in newest.items():
        body, row = _body(event.body), stored.get(entry_id)
        if event.type == "timer.time-entry-discarded.v1":
            if row:
                yield f"entry {entry_id} is discarded for others and exists in timer"
        elif row is None or (row["version"], row["seconds"]) != (body["version"], body["seconds"]):
            yield f"entry {entry_id} is {dict(row) if row else None} in timer, {body} for others"
    if unknown := stored.keys() - newest.keys():
        yield f"{len(unknown)} entries were never published"


def billed_time_has_the_price_of_rates(evidence: Evidence) -> Iterator[str]:
    """Each billed range names a version of the entry's price, and has its rate."""
    prices = {
        (body["entry_id"], body["version"]): body
        for event in evidence.events_of("rates.time-priced.v1")
        if (body := _body(event.body))
    }
    for event in evidence.events_of("invoicing.time-billed.v1"):
        for billed in _body(event.body)["ranges"]:
            price = prices.get((billed["entry_id"], billed["price_version"]))
            if price is None or not _covers(price["segments"], billed):
                yield f"{billed} was billed; rates published {price}"


def _covers(segments: list[dict[str, Any]], billed: dict[str, Any]) -> bool:
    return any(
        segment["start"] <= billed["start"]
        and billed["end"] <= segment["end"]
        and segment["hourly_rate"] == billed["hourly_rate"]
        for segment in segments
    )


def _body(body: bytes) -> dict[str, Any]:
    return dict(json.loads(body))


def _version(body: bytes) -> int:
    return int(_body(body)["version"])


CHECKS = (
    what_was_committed_was_sent,
    a_repetition_is_the_same,
    repetitions_come_from_harm,
    first_occurrences_are_in_order,
    versions_grow,
    an_aggregate_is_of_one_account,
    entries_are_as_last_published,
    billed_time_has_the_price_of_rates,
)
