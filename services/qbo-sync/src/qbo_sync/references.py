"""Which QuickBooks ids stand for our things, in each company."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from qbo_sync.store import qbo_reference

_KEY = ["account_id", "realm_id", "kind", "ours"]


async def find(session: AsyncSession, realm_id: str, kind: str, ours: str) -> str | None:
    return await session.scalar(
        select(qbo_reference.c.qbo_id).where(
            qbo_reference.c.realm_id == realm_id,
            qbo_reference.c.kind == kind,
            qbo_reference.c.ours == ours,
        )
    )


async def holder(session: AsyncSession, realm_id: str, kind: str, qbo_id: str) -> str | None:
    """Which of our things this id stands for already."""
    return await session.scalar(
        select(qbo_reference.c.ours)
        .where(
            qbo_reference.c.realm_id == realm_id,
            qbo_reference.c.kind == kind,
            qbo_reference.c.qbo_id == qbo_id,
        )
        .limit(1)
    )


async def keep(
    session: AsyncSession, account_id: UUID, realm_id: str, kind: str, ours: str, qbo_id: str
) -> None:
    row = {"account_id": account_id, "realm_id": realm_id, "kind": kind, "ours": ours}
    await session.execute(
        insert(qbo_reference)
        .values(**row, qbo_id=qbo_id)
        .on_conflict_do_update(index_elements=_KEY, set_={"qbo_id": qbo_id})
    )


async def forget(session: AsyncSession, realm_id: str, *, kinds: Sequence[str]) -> None:
    """Forget what a company's ids stood for: they are looked up anew."""
    await session.execute(
        delete(qbo_reference).where(
            qbo_reference.c.realm_id == realm_id, qbo_reference.c.kind.in_(kinds)
        )
    )
