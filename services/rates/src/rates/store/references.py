"""What exists in the account, so that rules do not name what does not."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select, text, tuple_

from database import Session
from rates.rules import Scope
from rates.store.tables import ReferenceRow

# Sorted, so that two processes with the same things wait for each other and do not deadlock.
_ADD = text("""
INSERT INTO known_references (field, id)
SELECT field, id FROM unnest(CAST(:fields AS text[]), CAST(:ids AS uuid[])) AS thing(field, id) ORDER BY field, id
ON CONFLICT DO NOTHING
""")


async def add(session: Session, things: Collection[tuple[str, UUID]]) -> None:
    """Note that there are such things, each by the field that names it; a repetition changes nothing."""
    fields, ids = [field for field, _ in things], [id_ for _, id_ in things]
    await session.execute(_ADD, {"fields": fields, "ids": ids})


async def known(session: Session, scope: Scope) -> set[str]:
    """The fields of a scope that name what there is; nothing is read when it names nothing."""
    if not scope.named:
        return set()
    same = tuple_(ReferenceRow.field, ReferenceRow.id).in_(scope.named.items())
    return set(await session.scalars(select(ReferenceRow.field).where(same)))
