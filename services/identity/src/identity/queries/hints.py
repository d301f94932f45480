"""What the caller may be told of."""

from uuid import UUID

from database import Session
from identity.hints import readable_kinds
from identity.store import credentials


async def kinds_of(session: Session, credential_id: UUID) -> frozenset[str] | None:
    """The kinds that a session or API token may be told of now; None when it is over."""
    roles = await credentials.roles_of(session, credential_id)
    return None if roles is None else readable_kinds(roles)
