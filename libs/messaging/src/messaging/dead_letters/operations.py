"""What operators do with dead letters."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Update, func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.orm import defer

from background.logs import error_text
from database import Database, work_across_accounts
from messaging.dispatch import Dispatch
from messaging.envelope import Record
from messaging.errors import DeadLetterNotOpenError, ReplayFailedError
from messaging.tables import DeadLetter

_NOT_LISTED = (
    DeadLetter.event_id,
    DeadLetter.digest,
    DeadLetter.key,
    DeadLetter.value,
    DeadLetter.header_names,
    DeadLetter.header_values,
    DeadLetter.error,
)


async def list_dead_letters(
    engine: AsyncEngine, *, state: str | None = "open", group: str | None = None, limit: int = 100
) -> Sequence[DeadLetter]:
    """The oldest dead letters of one consumer group or all, without content and full error."""
    query = select(DeadLetter).order_by(DeadLetter.first_failed_at, DeadLetter.id).limit(limit)
    if state is not None:
        query = query.where(DeadLetter.state == state)
    if group is not None:
        query = query.where(DeadLetter.consumer == group)
    async with Database(engine).transaction(across_accounts=True) as session:
        return (await session.scalars(query.options(*map(defer, _NOT_LISTED)))).all()


async def get_dead_letter(engine: AsyncEngine, dead_letter_id: UUID) -> DeadLetter | None:
    """Everything that is known of one, whatever its state."""
    async with Database(engine).transaction(across_accounts=True) as session:
        return await session.get(DeadLetter, dead_letter_id)


async def replay(engine: AsyncEngine, dispatch: Dispatch, dead_letter_id: UUID) -> None:
    """Process one as when it came. Raises `DeadLetterNotOpenError`, `ReplayFailedError`."""
    try:
        async with Database(engine).transaction(across_accounts=True) as session:
            record = await _lock_open(session, dead_letter_id, dispatch.subscription.group)
            await dispatch.replay(session, record)
            await work_across_accounts(session)
            await session.execute(_update_open(dead_letter_id).values(state="replayed"))
    except DeadLetterNotOpenError:
        raise
    except Exception as error:
        await _record_failure(engine, dead_letter_id, error)
        raise ReplayFailedError(f"{type(error).__name__}: {error}") from error


async def discard(engine: AsyncEngine, dead_letter_id: UUID) -> None:
    """Decide that one will never take effect; its row stays. Raises `DeadLetterNotOpenError`."""
    discarding = _update_open(dead_letter_id).values(state="discarded").returning(DeadLetter.id)
    async with Database(engine).transaction(across_accounts=True) as session:
        if await session.scalar(discarding) is None:
            raise DeadLetterNotOpenError(dead_letter_id)


async def _lock_open(session: AsyncSession, dead_letter_id: UUID, group: str) -> Record:
    found = await session.scalar(
        select(DeadLetter)
        .where(DeadLetter.id == dead_letter_id, DeadLetter.state == "open")
        .where(DeadLetter.consumer == group)
        .with_for_update()
    )
    if found is None:
        raise DeadLetterNotOpenError(dead_letter_id)
    headers = tuple(zip(found.header_names, found.header_values, strict=True))
    return Record(found.topic, found.partition, found.offset, found.key, found.value, headers)


async def _record_failure(engine: AsyncEngine, dead_letter_id: UUID, error: Exception) -> None:
    async with Database(engine).transaction(across_accounts=True) as session:
        await session.execute(
            _update_open(dead_letter_id).values(
                attempts=DeadLetter.attempts + 1,
                error_class=type(error).__name__,
                error=error_text(error),
                last_failed_at=func.now(),
            )
        )


def _update_open(dead_letter_id: UUID) -> Update:
    return update(DeadLetter).where(DeadLetter.id == dead_letter_id, DeadLetter.state == "open")
