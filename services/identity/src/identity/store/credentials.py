"""What a cookie or an API token stands for now: read for each one that is not known, so written as SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from database import Session
from identity.roles import effective

_SESSION = text("""
SELECT s.id, s.account_id, s.member_id, NULL::text[] AS own_roles, m.roles AS member_roles, m.agent_id,
    s.last_used_at, s.expires_at
FROM sessions AS s JOIN members AS m ON m.account_id = s.account_id AND m.id = s.member_id
WHERE s.token_hash = :hash AND m.state = 'active' AND s.expires_at > :at AND s.last_used_at > :used_since
""")
_API_TOKEN = text("""
SELECT t.id, t.account_id, t.member_id, t.roles AS own_roles, m.roles AS member_roles, m.agent_id,
    t.last_used_at, t.expires_at
FROM api_tokens AS t LEFT JOIN members AS m ON m.account_id = t.account_id AND m.id = t.member_id
WHERE t.token_hash = :hash AND (t.member_id IS NULL OR m.state = 'active')
    AND (t.expires_at IS NULL OR t.expires_at > :at)
""")
_ROLES = text("""
SELECT NULL::text[] AS own_roles, m.roles AS member_roles
FROM sessions AS s JOIN members AS m ON m.account_id = s.account_id AND m.id = s.member_id
WHERE s.id = :id AND m.state = 'active'
UNION ALL
SELECT t.roles, m.roles
FROM api_tokens AS t LEFT JOIN members AS m ON m.account_id = t.account_id AND m.id = t.member_id
WHERE t.id = :id AND (t.member_id IS NULL OR m.state = 'active')
""")
_SESSION_USED = text("UPDATE sessions SET last_used_at = :at WHERE id = :id")
_API_TOKEN_USED = text("UPDATE api_tokens SET last_used_at = :at WHERE id = :id")


@dataclass(frozen=True)
class Credential:
    """A session or an API token that holds now. A session's roles are its member's, an account's token has no member."""

    id: UUID
    account_id: UUID
    member_id: UUID | None
    own_roles: tuple[str, ...] | None
    member_roles: tuple[str, ...] | None
    agent_id: UUID | None
    last_used_at: datetime | None
    expires_at: datetime | None

    @property
    def roles(self) -> frozenset[str]:
        """What it may do."""
        return _smaller(self.own_roles, self.member_roles)


async def find_session(
    session: Session, token_hash: bytes, *, at: datetime, idle: timedelta
) -> Credential | None:
    """The session of a cookie, unless it ended or its member may not come in."""
    return await _find(session, _SESSION, hash=token_hash, at=at, used_since=at - idle)


async def find_api_token(session: Session, token_hash: bytes, *, at: datetime) -> Credential | None:
    """An API token, unless it ended or its member may not come in."""
    return await _find(session, _API_TOKEN, hash=token_hash, at=at)


async def roles_of(session: Session, credential_id: UUID) -> frozenset[str] | None:
    """The roles of a session or an API token of the account, which has not run out; None when it was ended."""
    row = (await session.execute(_ROLES, {"id": credential_id})).one_or_none()
    return None if row is None else _smaller(row.own_roles, row.member_roles)


async def note_use(session: Session, credential: Credential, at: datetime) -> None:
    """Store when it was used."""
    statement = _SESSION_USED if credential.own_roles is None else _API_TOKEN_USED
    await session.execute(statement, {"id": credential.id, "at": at})


async def _find(session: Session, query: object, **values: object) -> Credential | None:
    row = (await session.execute(query, values)).one_or_none()  # type: ignore[call-overload]
    if row is None:
        return None
    return Credential(
        id=row.id,
        account_id=row.account_id,
        member_id=row.member_id,
        own_roles=_roles(row.own_roles),
        member_roles=_roles(row.member_roles),
        agent_id=row.agent_id,
        last_used_at=row.last_used_at,
        expires_at=row.expires_at,
    )


def _smaller(own: Sequence[str] | None, of_member: Sequence[str] | None) -> frozenset[str]:
    """A session has all roles of its member, and an account's token has no member."""
    assert own is not None or of_member is not None
    return effective(
        own if own is not None else of_member or (),
        of_member if of_member is not None else own or (),
    )


def _roles(found: list[str] | None) -> tuple[str, ...] | None:
    return None if found is None else tuple(found)
