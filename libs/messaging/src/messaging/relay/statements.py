"""The relay's statements: leadership, unpublished messages, retention, measures."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg

_LOCK = (0x6D657367, 1)
"""Two halves of the advisory lock's number; advisory locks are per database, as the outbox is."""

_TRY_LOCK = "SELECT pg_try_advisory_lock($1, $2)"
_HOLDS_LOCK = """
SELECT EXISTS (
    SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND classid = $1 AND objid = $2 AND objsubid = 2 AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND pid = pg_backend_pid()
)
"""

_MAX_BATCH_BYTES = 8 * 1024 * 1024

# Not "what comes after the last seq": transactions commit out of order, and a later look would miss the late ones.
_UNPUBLISHED = """
SELECT seq, event_id, topic, key, headers, payload FROM (
    SELECT *, sum(octet_length(payload) + pg_column_size(headers)) OVER (ORDER BY seq) AS bytes
    FROM (
        SELECT seq, event_id, topic, key, headers, payload FROM outbox_messages
        WHERE published_at IS NULL AND topic <> ALL ($1) ORDER BY seq LIMIT $2
    ) AS oldest
) AS summed
WHERE bytes <= $3 OR bytes = octet_length(payload) + pg_column_size(headers) ORDER BY seq
"""
"""The first is fetched whatever its size. The sum reads lengths only, no stored-apart payload."""
_MARK_PUBLISHED = """
UPDATE outbox_messages SET published_at = clock_timestamp() WHERE seq = ANY ($1::bigint[])
"""

_DELETE_PUBLISHED = """
DELETE FROM outbox_messages WHERE seq IN (
    SELECT seq FROM (SELECT seq, published_at FROM outbox_messages ORDER BY seq LIMIT $1) AS oldest
    WHERE published_at < now() - interval '7 days'
)
"""
_DELETE_PROCESSED = """
DELETE FROM inbox_messages WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM inbox_messages
    WHERE received_at < now() - interval '30 days' AND status = 'done' LIMIT $1
))
"""

_PENDING = """
SELECT (SELECT count(*) FROM (
        SELECT FROM outbox_messages WHERE published_at IS NULL LIMIT 100000) AS waiting),
    extract(epoch FROM clock_timestamp() - (
        SELECT created_at FROM outbox_messages WHERE published_at IS NULL ORDER BY seq LIMIT 1))
"""


@dataclass(frozen=True, slots=True)
class UnpublishedMessage:
    """One row of the outbox that is not known to be on Kafka."""

    seq: int
    event_id: UUID
    topic: str
    key: bytes
    headers: Mapping[str, str]
    payload: bytes


async def try_to_lead(connection: asyncpg.Connection) -> bool:
    """Try to become the leader: the lock lasts as long as the connection."""
    return bool(await connection.fetchval(_TRY_LOCK, *_LOCK))


async def leads(connection: asyncpg.Connection) -> bool:
    """Whether this very session still holds the lock."""
    return bool(await connection.fetchval(_HOLDS_LOCK, *_LOCK))


async def unpublished(
    connection: asyncpg.Connection,
    limit: int,
    *,
    without: Collection[str],
    max_bytes: int = _MAX_BATCH_BYTES,
) -> list[UnpublishedMessage]:
    """The oldest unpublished messages in order, without those of some topics.

    At most `limit` of them, and at most `max_bytes` together, but at least one.
    """
    return [
        UnpublishedMessage(
            seq=row["seq"],
            event_id=row["event_id"],
            topic=row["topic"],
            key=row["key"].encode(),
            headers=json.loads(row["headers"]),
            payload=row["payload"],
        )
        for row in await connection.fetch(_UNPUBLISHED, list(without), limit, max_bytes)
    ]


async def mark_published(connection: asyncpg.Connection, seqs: Sequence[int]) -> None:
    """Note that these messages are on Kafka."""
    if seqs:
        await connection.execute(_MARK_PUBLISHED, seqs)


async def delete_old(connection: asyncpg.Connection, limit: int = 2000) -> bool:
    """Delete published messages after 7 days and processed events after 30; True when there may be more."""
    deleted = [
        int((await connection.execute(statement, limit)).split()[-1])
        for statement in (_DELETE_PUBLISHED, _DELETE_PROCESSED)
    ]
    return max(deleted) == limit


async def pending(connection: asyncpg.Connection) -> tuple[int, float]:
    """How many messages wait (counted up to 100,000) and for how many seconds the oldest has."""
    count, age = await connection.fetchrow(_PENDING)
    return int(count), float(age or 0)
