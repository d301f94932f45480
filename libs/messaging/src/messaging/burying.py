"""Put a record among the dead letters: kept in the database, announced on the group's dead-letter topic."""

import traceback
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from messaging import inbox, outbox
from messaging.envelope import readable_headers
from messaging.event_ids import new_event_id
from messaging.record import Record
from messaging.subscription import dead_letter_topic

LONGEST_ERROR = 4000
_MOST_HEADERS = 32 * 1024

_KEEP = text("""
INSERT INTO dead_letter (id, consumer, event_id, type, account_id, topic, partition, "offset", key, value,
    header_names, header_values, error_class, error, attempts)
VALUES (:id, :consumer, :event_id, :type, :account_id, :topic, :partition, :offset, :key, :value,
    CAST(:header_names AS text[]), CAST(:header_values AS bytea[]), :error_class, :error, :attempts)
ON CONFLICT (consumer, topic, partition, "offset") DO NOTHING
RETURNING id
""")


async def bury(
    session: AsyncSession,
    consumer: str,
    record: Record,
    error: BaseException,
    *,
    attempts: int,
    event_id: UUID | None = None,
    account_id: UUID | None = None,
) -> bool:
    """Write dead letter, inbox row (when the event has an id) and announcement in this transaction.

    False when the event was known or the record is a dead letter already: nothing is written then.
    """
    if event_id and not await inbox.remember(session, consumer, [event_id], status="dead"):
        return False
    letter = _letter(consumer, record, error, attempts, event_id, account_id)
    if (await session.execute(_KEEP, letter)).first() is None:
        return False
    await outbox.put(session, [_announcement(letter, record)])
    return True


def describe(error: BaseException) -> str:
    """The error for operators: message and the innermost frames, as text that PostgreSQL can hold."""
    lines = "".join(traceback.format_exception(error)).strip()
    return plain(f"{error}\n\n{lines[-(LONGEST_ERROR // 2) :]}")[:LONGEST_ERROR]


def plain(text: str) -> str:
    """Text without what PostgreSQL refuses: NUL and lone surrogates."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode(errors="replace").decode()


def _letter(
    consumer: str,
    record: Record,
    error: BaseException,
    attempts: int,
    event_id: UUID | None,
    account_id: UUID | None,
) -> dict[str, Any]:
    event_type = readable_headers(record.headers).get("ce_type")
    return {
        "id": new_event_id(),
        "consumer": consumer,
        "event_id": event_id,
        "type": plain(event_type) if event_type else None,
        "account_id": account_id,
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "key": record.key,
        "value": record.value,
        "header_names": [plain(name) for name, _ in record.headers],
        "header_values": [value for _, value in record.headers],
        "error_class": type(error).__name__,
        "error": describe(error),
        "attempts": attempts,
    }


def _announcement(letter: dict[str, Any], record: Record) -> outbox.Outgoing:
    headers = {plain(k): plain(v) for k, v in readable_headers(record.headers).items()}
    if sum(len(k) + len(v) for k, v in headers.items()) > _MOST_HEADERS:
        headers = {}
    headers |= {
        "dead_letter_id": str(letter["id"]),
        "dead_letter_error": letter["error_class"],
        "dead_letter_topic": record.topic,
        "dead_letter_partition": str(record.partition),
        "dead_letter_offset": str(record.offset),
    }
    payload = record.value or b""
    if len(payload) > outbox.LARGEST:  # the table has it whole
        payload, headers["dead_letter_cut"] = b"", "true"
    return outbox.Outgoing(
        event_id=letter["id"],
        topic=dead_letter_topic(letter["consumer"]),
        key=plain((record.key or b"").decode(errors="replace"))[:500],
        type=letter["type"] or "unreadable",
        account_id=letter["account_id"],
        headers=headers,
        payload=payload,
    )
