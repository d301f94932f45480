"""What Intuit cannot give: named until it can be read, or is old."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func
from sqlalchemy.dialects.postgresql import insert

from database import Session
from qbo_sync.domain import brief
from qbo_sync.store.tables import UnreadableEntity


async def record(
    session: Session, realm_id: str, entity: str, names: Sequence[str], reason: str
) -> None:
    """Name entities, by id or by when they changed, with the reason why they cannot be read."""
    rows = [
        {"realm_id": realm_id, "entity": entity, "name": name, "reason": brief("", reason)}
        for name in names
    ]
    new = insert(UnreadableEntity).values(rows)
    await session.execute(
        new.on_conflict_do_update(
            index_elements=["account_id", "realm_id", "entity", "name"],
            set_={"reason": new.excluded.reason, "seen_at": func.now()},
        )
    )


async def forget(session: Session, realm_id: str, entity: str, entity_id: str) -> None:
    """It can be read."""
    await session.execute(
        delete(UnreadableEntity).where(
            UnreadableEntity.realm_id == realm_id,
            UnreadableEntity.entity == entity,
            UnreadableEntity.name == entity_id,
        )
    )


async def forget_old(session: Session, before: datetime) -> None:
    """What was seen last before a time."""
    await session.execute(delete(UnreadableEntity).where(UnreadableEntity.seen_at < before))
