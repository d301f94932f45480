"""What a draft had and lost."""

from uuid import UUID

from sqlalchemy import select

from database import Session
from domain_errors import NotFoundError
from invoicing.domain.attributes import build
from invoicing.domain.lost_time import LostTime
from invoicing.store.tables.drafts import DraftRow
from invoicing.store.tables.lost_time import LostTimeRow


async def lost_time(session: Session, draft_id: UUID) -> list[LostTime]:
    """What the draft lost, in the order in which it did. Raises `NotFoundError`."""
    if await session.scalar(select(DraftRow.id).where(DraftRow.id == draft_id)) is None:
        raise NotFoundError("draft")
    query = select(LostTimeRow).where(LostTimeRow.draft_id == draft_id).order_by(LostTimeRow.id)
    return [build(LostTime, row) for row in await session.scalars(query)]
