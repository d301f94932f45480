"""Log-in links, sessions and pending log-ins. All of it works across accounts."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select, text, update
from sqlalchemy.engine import CursorResult

from database import Session
from identity.log_in_rules import Request
from identity.store.tables import LogInLinkRow, PendingLogInRow, SessionRow

_KEEP_LINKS = timedelta(days=1)

_LOCKS = text("""
SELECT pg_advisory_xact_lock(hashtextextended(name, 0))
FROM (SELECT unnest(CAST(:names AS text[])) AS name ORDER BY 1) AS ordered
""")


async def recent_requests(
    session: Session, email: str, network: str, *, since: datetime
) -> Sequence[Request]:
    """Requests of a link for the address or from the network, oldest first; nobody adds one until we are done."""
    await session.execute(_LOCKS, {"names": [f"log-in of {email}", f"log-in from {network}"]})
    found = select(LogInLinkRow.created_at, LogInLinkRow.email, LogInLinkRow.network).where(
        or_(LogInLinkRow.email == email, LogInLinkRow.network == network),
        LogInLinkRow.created_at > since,
        LogInLinkRow.browser_hash.is_not(None),
    )
    rows = await session.execute(found.order_by(LogInLinkRow.created_at))
    return [Request(row.created_at, row.email == email, row.network == network) for row in rows]


async def link_for_update(session: Session, token_hash: bytes) -> LogInLinkRow | None:
    """A log-in link, locked."""
    found = select(LogInLinkRow).where(LogInLinkRow.token_hash == token_hash)
    return await session.scalar(found.with_for_update())


async def forget_old(session: Session, at: datetime) -> None:
    """Delete links and pending log-ins that nothing hangs on any more."""
    await session.execute(delete(LogInLinkRow).where(LogInLinkRow.created_at < at - _KEEP_LINKS))
    await session.execute(delete(PendingLogInRow).where(PendingLogInRow.expires_at < at))


async def take_pending(
    session: Session, kind: str, secret_hash: bytes, at: datetime
) -> dict[str, Any] | None:
    """The content of a pending log-in that is not too old; it can be had once."""
    taken = delete(PendingLogInRow).where(
        PendingLogInRow.secret_hash == secret_hash,
        PendingLogInRow.kind == kind,
        PendingLogInRow.expires_at > at,
    )
    return await session.scalar(taken.returning(PendingLogInRow.content))


async def session_by_hash(session: Session, token_hash: bytes) -> SessionRow | None:
    """A session by the hash of its cookie."""
    return await session.scalar(select(SessionRow).where(SessionRow.token_hash == token_hash))


async def sessions_of(session: Session, person_id: UUID) -> Sequence[SessionRow]:
    """A person's sessions, newest use first."""
    found = select(SessionRow).where(SessionRow.person_id == person_id)
    return (await session.scalars(found.order_by(SessionRow.last_used_at.desc()))).all()


async def end_sessions(session: Session, *conditions: Any) -> int:
    """Delete the sessions for which all conditions hold; returns how many there were."""
    ended = await session.execute(delete(SessionRow).where(*conditions))
    assert isinstance(ended, CursorResult)
    return ended.rowcount


async def switch(session: Session, row: SessionRow, account_id: UUID, member_id: UUID) -> None:
    """Let a session go on in another account."""
    changed = update(SessionRow).where(SessionRow.id == row.id)
    await session.execute(changed.values(account_id=account_id, member_id=member_id))
