"""What exists in the account, so that rules do not name what does not."""

from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.dialects.postgresql import insert

from database import Session
from rates.rules import Scope
from rates.store.tables import ReferenceRow


async def add(session: Session, field: str, reference_id: UUID) -> None:
    """Note that there is such a thing; a repetition changes nothing."""
    values = {"field": field, "id": reference_id}
    await session.execute(insert(ReferenceRow).values(values).on_conflict_do_nothing())


async def known(session: Session, scope: Scope) -> set[str]:
    """The fields of a scope that name what there is; nothing is read when it names nothing."""
    if not scope.named:
        return set()
    same = tuple_(ReferenceRow.field, ReferenceRow.id).in_(scope.named.items())
    return set(await session.scalars(select(ReferenceRow.field).where(same)))
