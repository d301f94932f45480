"""QuickBooks ids that stand for our customers, items and tax codes in a company: looked up once and remembered."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from database import Session
from qbo_sync.store.tables import IdMapping

CUSTOMER, ITEM, TAX_CODE = "customer", "item", "tax code"
"""Kinds of ids."""
KnownIds = dict[tuple[str, str], str]
"""QuickBooks ids by kind and our key."""


async def known_ids(session: Session, realm_id: str, keys: Collection[tuple[str, str]]) -> KnownIds:
    """The ids that are remembered of these things."""
    found = select(IdMapping.kind, IdMapping.ours, IdMapping.qbo_id).where(
        IdMapping.realm_id == realm_id, tuple_(IdMapping.kind, IdMapping.ours).in_(keys)
    )
    return {(kind, ours): qbo_id for kind, ours, qbo_id in await session.execute(found)}


async def ours_of(session: Session, realm_id: str, kind: str, qbo_id: str) -> str | None:
    """Which of our things an id stands for already."""
    found = select(IdMapping.ours).where(
        IdMapping.realm_id == realm_id, IdMapping.kind == kind, IdMapping.qbo_id == qbo_id
    )
    return await session.scalar(found.limit(1))


async def remember(session: Session, realm_id: str, found: KnownIds) -> None:
    """Remember ids, instead of those known before."""
    rows = [
        {"realm_id": realm_id, "kind": kind, "ours": ours, "qbo_id": qbo_id}
        for (kind, ours), qbo_id in found.items()
    ]
    new = insert(IdMapping).values(rows)
    key = ["account_id", "realm_id", "kind", "ours"]
    newest = {"qbo_id": new.excluded.qbo_id}
    await session.execute(new.on_conflict_do_update(index_elements=key, set_=newest))


async def forget(session: Session, realm_id: str, kinds: Sequence[str]) -> None:
    """Forget what a company's ids stand for: they are looked up anew."""
    await session.execute(
        delete(IdMapping).where(IdMapping.realm_id == realm_id, IdMapping.kind.in_(kinds))
    )
