"""What operators do with dead letters: look, replay, discard."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from messaging.burying import describe
from messaging.dispatch import Dispatch
from messaging.record import Record
from messaging.tables import dead_letter

_SUMMARY = (
    dead_letter.c.id,
    dead_letter.c.consumer,
    dead_letter.c.type,
    dead_letter.c.account_id,
    dead_letter.c.topic,
    dead_letter.c.partition,
    dead_letter.c.offset,
    dead_letter.c.error_class,
    dead_letter.c.attempts,
    dead_letter.c.first_failed_at,
    dead_letter.c.last_failed_at,
    dead_letter.c.state,
)

_FAILED_AGAIN = text("""
UPDATE dead_letter SET attempts = attempts + 1, error_class = :error_class, error = :error,
    last_failed_at = now()
WHERE id = :id AND state = 'open'
""")


class DeadLetterNotOpenError(LookupError):
    """There is no open dead letter of this id."""


class ReplayFailedError(Exception):
    """The handler failed again; the dead letter stays open with one attempt more."""


async def list_dead_letters(
    engine: AsyncEngine, *, state: str | None = "open", group: str | None = None, limit: int = 100
) -> Sequence[Mapping[str, Any]]:
    """The oldest dead letters, without their content."""
    query = select(*_SUMMARY).order_by(dead_letter.c.first_failed_at, dead_letter.c.id)
    if state is not None:
        query = query.where(dead_letter.c.state == state)
    if group is not None:
        query = query.where(dead_letter.c.consumer == group)
    async with engine.connect() as connection:
        rows = await connection.execute(query.limit(limit))
        return [dict(row) for row in rows.mappings()]


async def show(engine: AsyncEngine, dead_letter_id: UUID) -> Mapping[str, Any] | None:
    """Everything that is known of one, headers and content as text where they are text."""
    query = select(dead_letter).where(dead_letter.c.id == dead_letter_id)
    async with engine.connect() as connection:
        row = (await connection.execute(query)).mappings().first()
    if row is None:
        return None
    shown = {name: row[name] for name in row if not name.startswith("header_")}
    headers = zip(row["header_names"], row["header_values"], strict=True)
    return shown | {
        "key": _readable(row["key"]),
        "value": _readable(row["value"]),
        "headers": {name: _readable(value) for name, value in headers},
    }


async def replay(engine: AsyncEngine, dispatch: Dispatch, dead_letter_id: UUID) -> None:
    """Process one as when it came. Raises `DeadLetterNotOpenError`, `ReplayFailedError`."""
    try:
        async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
            record = await _opened(session, dead_letter_id, dispatch.subscription.group)
            await dispatch.replay(session, record)
            await session.execute(_become(dead_letter_id, "replayed"))
    except DeadLetterNotOpenError:
        raise
    except Exception as error:
        await _note_failure(engine, dead_letter_id, error)
        raise ReplayFailedError(f"{type(error).__name__}: {error}") from error


async def discard(engine: AsyncEngine, dead_letter_id: UUID) -> None:
    """Decide that one will never take effect; it stays to be looked at. Raises `DeadLetterNotOpenError`."""
    async with engine.begin() as connection:
        if (await connection.execute(_become(dead_letter_id, "discarded"))).rowcount == 0:
            raise DeadLetterNotOpenError(dead_letter_id)


async def _opened(session: AsyncSession, dead_letter_id: UUID, group: str) -> Record:
    found = await session.execute(
        select(dead_letter)
        .where(dead_letter.c.id == dead_letter_id, dead_letter.c.state == "open")
        .where(dead_letter.c.consumer == group)
        .with_for_update()
    )
    row = found.mappings().first()
    if row is None:
        raise DeadLetterNotOpenError(dead_letter_id)
    return Record(
        row["topic"],
        row["partition"],
        row["offset"],
        row["key"],
        row["value"],
        tuple(zip(row["header_names"], row["header_values"], strict=True)),
    )


async def _note_failure(engine: AsyncEngine, dead_letter_id: UUID, error: Exception) -> None:
    async with engine.begin() as connection:
        await connection.execute(
            _FAILED_AGAIN,
            {
                "id": dead_letter_id,
                "error_class": type(error).__name__,
                "error": describe(error),
            },
        )


def _become(dead_letter_id: UUID, state: str) -> Any:
    return (
        update(dead_letter)
        .where(dead_letter.c.id == dead_letter_id, dead_letter.c.state == "open")
        .values(state=state)
    )


def _readable(value: bytes | None) -> Any:
    if value is None:
        return None
    try:
        return json.loads(value) if value[:1] in b"{[" else value.decode()
    except ValueError:
        return f"0x{value.hex()}"
