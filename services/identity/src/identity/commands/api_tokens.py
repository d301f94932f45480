"""Make and revoke API tokens."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from database import Session, new_id
from domain_errors import ForbiddenError, InvalidInputError, NotFoundError
from identity.members import check_roles
from identity.roles import EVERYTHING
from identity.secret_tokens import hashed, new_api_token
from identity.store import api_tokens as store
from identity.store.tables import ApiTokenRow

_SHOWN = 12
"""Characters of a token that stay known, to tell tokens apart."""


@dataclass(frozen=True)
class NewToken:
    """A token that is to be made; of the member `member_id`, or of the account."""

    name: str
    roles: tuple[str, ...]
    expires_at: datetime | None
    member_id: UUID | None


async def create_token(
    session: Session,
    new: NewToken,
    callers_roles: Collection[str],
    *,
    created_by: str,
    at: datetime,
    made_with: UUID | None = None,
) -> tuple[ApiTokenRow, str]:
    """Make a token; returns it with its text, which is never to be seen again.

    `made_with` is the caller's credential: what a token makes does not outlive it; a session sets no bound.
    Raises `InvalidInputError`, or `ForbiddenError` for more than the caller has.
    """
    check_roles(new.roles)
    owner = EVERYTHING in callers_roles
    if not owner and (new.member_id is None or not set(new.roles) <= set(callers_roles)):
        raise ForbiddenError("a token of your own has at most your roles; others are an owner's")
    if new.expires_at and new.expires_at <= at:
        raise InvalidInputError("expires_at", "must be in the future")
    await _check_end(session, new, made_with)
    text = new_api_token()
    row = ApiTokenRow(
        id=new_id(),
        member_id=new.member_id,
        name=new.name,
        beginning=text[:_SHOWN],
        token_hash=hashed(text),
        roles=list(new.roles),
        created_by=created_by,
        created_at=at,
        expires_at=new.expires_at,
        last_used_at=None,
    )
    session.add(row)
    await session.flush()
    return row, text


async def _check_end(session: Session, new: NewToken, made_with: UUID | None) -> None:
    end = await store.expiry(session, made_with) if made_with else None
    if end and (new.expires_at is None or new.expires_at > end):
        raise InvalidInputError(
            "expires_at",
            f"must be {end.isoformat()} at the latest, when the token that makes it expires",
        )


async def revoke_token(
    session: Session, token_id: UUID, callers_roles: Collection[str], member_id: UUID | None
) -> None:
    """Revoke a token: an owner any one, others their own. Raises `NotFoundError`."""
    owner = EVERYTHING in callers_roles
    if not owner and member_id is None:
        raise NotFoundError("API token")
    if not await store.revoke(session, token_id, of=None if owner else member_id):
        raise NotFoundError("API token")
