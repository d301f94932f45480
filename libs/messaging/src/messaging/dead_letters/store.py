"""Store a record as a dead letter, and announce it on the group's dead-letter topic."""

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from background.logs import error_text, storable
from database import new_id
from messaging import inbox, outbox
from messaging.envelope import Message, Record, readable_headers
from messaging.tables import DeadLetter

_MAX_HEADER_BYTES = 32 * 1024
_MAX_KEY_CHARACTERS = 500


async def store_dead_letter(
    session: AsyncSession,
    consumer: str,
    record: Record,
    error: BaseException,
    *,
    attempts: int,
    message: Message | None = None,
) -> bool:
    """Write dead letter, inbox row (when `message` says which event it is) and announcement in this transaction.

    False when the event was known or the record is a dead letter already: nothing is written then.
    """
    if message and not await inbox.insert_new(session, consumer, [message.event_id], status="dead"):
        return False
    values = _values(consumer, record, error, attempts, message)
    stored = await session.execute(
        insert(DeadLetter).values(values).on_conflict_do_nothing().returning(DeadLetter.id)
    )
    if stored.first() is None:
        return False
    await outbox.insert(session, [_announcement(values, record)])
    return True


def _values(
    consumer: str, record: Record, error: BaseException, attempts: int, message: Message | None
) -> dict[str, Any]:
    event_type = readable_headers(record.headers).get("ce_type")
    return {
        "id": new_id(),
        "consumer": consumer,
        "event_id": message.event_id if message else None,
        "type": storable(event_type) if event_type else None,
        "account_id": message.account_id if message else None,
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "digest": _digest(record),
        "key": record.key,
        "value": record.value,
        "header_names": [storable(name) for name, _ in record.headers],
        "header_values": [value for _, value in record.headers],
        "error_class": type(error).__name__,
        "error": error_text(error),
        "attempts": attempts,
    }


def _digest(record: Record) -> bytes:
    """SHA-256 over key, value and headers, each with its length; null differs from empty."""
    digest = hashlib.sha256()
    for part in _parts(record):
        digest.update(b"-" if part is None else b"%d:" % len(part) + part)
    return digest.digest()


def _parts(record: Record) -> Iterator[bytes | None]:
    yield from (record.key, record.value)
    for name, value in record.headers:
        yield from (name.encode(errors="surrogatepass"), value)


def _announcement(values: dict[str, Any], record: Record) -> outbox.OutgoingMessage:
    headers = {storable(k): storable(v) for k, v in readable_headers(record.headers).items()}
    if sum(len(k) + len(v) for k, v in headers.items()) > _MAX_HEADER_BYTES:
        headers = {}
    headers |= {
        "dead_letter_id": str(values["id"]),
        "dead_letter_error": values["error_class"],
        "dead_letter_topic": record.topic,
        "dead_letter_partition": str(record.partition),
        "dead_letter_offset": str(record.offset),
    }
    payload = record.value or b""
    if len(payload) > outbox.MAX_PAYLOAD_BYTES:  # the table has it whole
        payload, headers["dead_letter_cut"] = b"", "true"
    return outbox.OutgoingMessage(
        event_id=values["id"],
        topic=f"{values['consumer']}.dlq",
        key=storable((record.key or b"").decode(errors="replace"))[:_MAX_KEY_CHARACTERS],
        type=values["type"] or "unreadable",
        account_id=values["account_id"],
        headers=headers,
        payload=payload,
    )
