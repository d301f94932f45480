"""Passkeys as rows. All of it works across accounts: they belong to people."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.engine import CursorResult

from database import Session
from identity.store.tables import PasskeyRow


async def of_person(session: Session, person_id: UUID) -> Sequence[PasskeyRow]:
    """A person's passkeys, oldest first."""
    found = select(PasskeyRow).where(PasskeyRow.person_id == person_id)
    return (await session.scalars(found.order_by(PasskeyRow.id))).all()


async def by_credential(session: Session, credential_id: bytes) -> PasskeyRow | None:
    """The passkey that a browser names, locked."""
    found = select(PasskeyRow).where(PasskeyRow.credential_id == credential_id)
    return await session.scalar(found.with_for_update())


async def forget(session: Session, person_id: UUID, passkey_id: UUID) -> bool:
    """Delete one of a person's passkeys; whether there was one."""
    one = delete(PasskeyRow).where(PasskeyRow.id == passkey_id, PasskeyRow.person_id == person_id)
    gone = await session.execute(one)
    assert isinstance(gone, CursorResult)
    return gone.rowcount > 0
