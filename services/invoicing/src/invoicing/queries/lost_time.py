"""What a draft had and lost, and what new prices changed on it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from database import Session
from domain_errors import NotFoundError
from invoicing.domain.lost_time import LostTime
from invoicing.domain.repricing import RepricedTime
from invoicing.store import lost_time as store
from invoicing.store import repricing
from invoicing.store.tables.drafts import DraftRow


async def lost_time(session: Session, draft_id: UUID) -> list[LostTime]:
    """What the draft lost, in the order in which it did. Raises `NotFoundError`."""
    if await session.scalar(select(DraftRow.id).where(DraftRow.id == draft_id)) is None:
        raise NotFoundError("draft")
    return await store.lost_time(session, draft_id)


@dataclass(frozen=True)
class RepricedTimes:
    """What changed, with the draft's currency."""

    currency: str
    items: list[RepricedTime]


async def repriced_time(session: Session, draft_id: UUID) -> RepricedTimes:
    """What new prices changed on the draft and nobody dismissed. Raises `NotFoundError`."""
    query = select(DraftRow.currency).where(DraftRow.id == draft_id)
    currency = await session.scalar(query)
    if currency is None:
        raise NotFoundError("draft")
    return RepricedTimes(currency, await repricing.repriced_time(session, draft_id))
