"""The relay's statements: the lead, the rows to send, what is kept, what is measured."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import asyncpg

CHANNEL = "messaging_outbox"

_LOCK = (0x6D657367, 1)
"""Two halves of the advisory lock's number; advisory locks are per database, as the outbox is."""

_LEAD = "SELECT pg_try_advisory_lock($1, $2)"
_HELD = """
SELECT EXISTS (
    SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND classid = $1 AND objid = $2 AND objsubid = 2 AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND pid = pg_backend_pid()
)
"""

# Not "what comes after the last seq": transactions commit out of order, and a later look would miss the late ones.
_UNPUBLISHED = """
SELECT seq, event_id, topic, key, headers, payload FROM outbox
WHERE published_at IS NULL AND topic <> ALL ($1) ORDER BY seq LIMIT $2
"""
_PUBLISHED = "UPDATE outbox SET published_at = clock_timestamp() WHERE seq = ANY ($1::bigint[])"

_FORGET_SENT = """
DELETE FROM outbox WHERE seq IN (
    SELECT seq FROM (SELECT seq, published_at FROM outbox ORDER BY seq LIMIT $1) AS oldest
    WHERE published_at < now() - interval '7 days'
)
"""
_FORGET_HEARD = """
DELETE FROM inbox WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM inbox WHERE received_at < now() - interval '30 days' AND status = 'done' LIMIT $1
))
"""

_PENDING = """
SELECT (SELECT count(*) FROM (SELECT FROM outbox WHERE published_at IS NULL LIMIT 100000) AS waiting),
    extract(epoch FROM clock_timestamp() - (
        SELECT created_at FROM outbox WHERE published_at IS NULL ORDER BY seq LIMIT 1))
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One unpublished message."""

    seq: int
    event_id: str
    topic: str
    key: bytes
    headers: Mapping[str, str]
    payload: bytes


async def lead(connection: asyncpg.Connection) -> bool:
    """Try to become the leader: the lock lasts as long as the connection."""
    return bool(await connection.fetchval(_LEAD, *_LOCK))


async def leads(connection: asyncpg.Connection) -> bool:
    """Whether this very session still holds the lock."""
    return bool(await connection.fetchval(_HELD, *_LOCK))


async def unpublished(
    connection: asyncpg.Connection, limit: int, *, without: Collection[str]
) -> list[Row]:
    """The oldest unpublished rows in order, but for some topics."""
    found = await connection.fetch(_UNPUBLISHED, list(without), limit)
    return [
        Row(
            record["seq"],
            str(record["event_id"]),
            record["topic"],
            record["key"].encode(),
            json.loads(record["headers"]),
            record["payload"],
        )
        for record in found
    ]


async def mark_published(connection: asyncpg.Connection, seqs: Sequence[int]) -> None:
    """Note that these rows are on Kafka."""
    if seqs:
        await connection.execute(_PUBLISHED, seqs)


async def forget(connection: asyncpg.Connection, limit: int = 2000) -> bool:
    """Delete some of what is too old to matter; True when there may be more."""
    deleted = [
        int((await connection.execute(statement, limit)).split()[-1])
        for statement in (_FORGET_SENT, _FORGET_HEARD)
    ]
    return max(deleted) == limit


async def pending(connection: asyncpg.Connection) -> tuple[int, float]:
    """How many rows wait (counted up to 100,000) and for how many seconds the oldest has."""
    count, age = await connection.fetchrow(_PENDING)
    return int(count), float(age or 0)
