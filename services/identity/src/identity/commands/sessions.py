"""End sessions, and go on in another account."""

from uuid import UUID

from database import Session, across_accounts
from domain_errors import ForbiddenError, NotFoundError
from identity.secret_tokens import hashed
from identity.store import log_in as store
from identity.store import people
from identity.store.tables import SessionRow


async def log_out(session: Session, secret: str) -> None:
    """End the session of a cookie, if it has one. Works across accounts."""
    await store.end_sessions(session, SessionRow.token_hash == hashed(secret))


async def end_session(session: Session, person_id: UUID, session_id: UUID) -> None:
    """End one of a person's sessions, whatever account it is in. Raises `NotFoundError`."""
    async with across_accounts(session):
        ended = await store.end_sessions(
            session, SessionRow.person_id == person_id, SessionRow.id == session_id
        )
    if not ended:
        raise NotFoundError("session")


async def end_other_sessions(session: Session, person_id: UUID, secret: str) -> None:
    """End a person's sessions but the one of the cookie."""
    async with across_accounts(session):
        await store.end_sessions(
            session, SessionRow.person_id == person_id, SessionRow.token_hash != hashed(secret)
        )


async def check_session(session: Session, person_id: UUID, secret: str) -> None:
    """Raise `ForbiddenError` unless the cookie is of a session of this person.

    What lets in later asks for it: an API token would make itself a log-in with more roles than its own.
    """
    async with across_accounts(session):
        row = await store.session_by_hash(session, hashed(secret))
    if row is None or row.person_id != person_id:
        raise ForbiddenError("only a browser that is logged in does this, not an API token")


async def switch_account(session: Session, secret: str, account_id: UUID) -> None:
    """Let the session of a cookie go on in another account of its person.

    Raises `ForbiddenError` without a session, `NotFoundError` when the person is no active member there.
    """
    async with across_accounts(session):
        row = await store.session_by_hash(session, hashed(secret))
        if row is None:
            raise ForbiddenError("only a browser that is logged in switches between accounts")
        memberships = await people.active_memberships(session, person_id=row.person_id)
        found = next((m for m in memberships if m.account_id == account_id), None)
        if found is None:
            raise NotFoundError("account")
        await store.switch(session, row, account_id, found.member_id)


async def end_open_id_sessions(session: Session, subject: str | None, sid: str | None) -> int:
    """End what the OpenID Connect provider says is over: one of its sessions, or all of a person."""
    conditions = [SessionRow.way == "open-id"]
    if sid:
        conditions.append(SessionRow.open_id_session == sid)
    if subject:
        conditions.append(SessionRow.open_id_subject == subject)
    assert len(conditions) > 1, "a log-out names a subject or a session"
    return await store.end_sessions(session, *conditions)
