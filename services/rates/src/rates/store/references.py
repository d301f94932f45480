"""What exists in the account, so that rules do not name what does not, and what it is called."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text, tuple_

from database import Session, Statement
from rates.domain.figures import Key
from rates.domain.rules import Scope
from rates.store.tables import ReferenceRow

# Sorted, so that two processes with the same things wait for each other and do not deadlock.
_ADD = text("""
INSERT INTO known_references AS stored (field, id, version, name)
SELECT * FROM unnest(
    CAST(:fields AS text[]), CAST(:ids AS uuid[]), CAST(:versions AS integer[]), CAST(:names AS text[])
) AS thing(field, id, version, name) ORDER BY field, id
ON CONFLICT (account_id, field, id) DO UPDATE SET version = excluded.version, name = excluded.name
    WHERE stored.version < excluded.version
""")
_NAMES = Statement("""
SELECT id, name FROM known_references WHERE field = ANY(CAST(:fields AS text[])) AND id = ANY(CAST(:ids AS uuid[]))
""")

_CALLED = Statement("""
SELECT known.field, lower(known.name) AS name, known.id
FROM unnest(CAST(:fields AS text[]), CAST(:names AS text[])) AS asked(field, name)
JOIN known_references known ON known.field = asked.field AND lower(known.name) = asked.name
ORDER BY known.id
""")


@dataclass(frozen=True, slots=True)
class Named:
    """What a thing is called since this version of it."""

    version: int
    name: str


async def add(session: Session, things: Mapping[tuple[str, UUID], Named]) -> None:
    """Note that there are such things, each by the field that names it; a repetition changes nothing."""
    values = {
        "fields": [field for field, _ in things],
        "ids": [id_ for _, id_ in things],
        "versions": [named.version for named in things.values()],
        "names": [named.name for named in things.values()],
    }
    await session.execute(_ADD, values)


async def names(
    session: Session, fields: Collection[str], ids: Collection[object]
) -> dict[Key, str]:
    """What things are called; those that were not heard of yet have no name here."""
    rows = await _NAMES.all(session, {"fields": list(fields), "ids": list(ids)})
    return {row.id: row.name for row in rows}


async def known(session: Session, scope: Scope) -> set[str]:
    """The fields of a scope that name what there is; nothing is read when it names nothing."""
    if not scope.named:
        return set()
    same = tuple_(ReferenceRow.field, ReferenceRow.id).in_(scope.named.items())
    return set(await session.scalars(select(ReferenceRow.field).where(same)))


async def which_known(
    session: Session, things: Collection[tuple[str, UUID]]
) -> set[tuple[str, UUID]]:
    """Those of these things that there are, each by the field that names it."""
    if not things:
        return set()
    same = tuple_(ReferenceRow.field, ReferenceRow.id).in_(things)
    rows = await session.execute(select(ReferenceRow.field, ReferenceRow.id).where(same))
    return {(row.field, row.id) for row in rows}


async def called(
    session: Session, named: Collection[tuple[str, str]]
) -> dict[tuple[str, str], list[UUID]]:
    """The things of these kinds that have these names in small letters."""
    if not named:
        return {}
    asked = {"fields": [f"{thing}_id" for thing, _ in named], "names": [name for _, name in named]}
    found: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    for row in await _CALLED.all(session, asked):
        found[row["field"].removesuffix("_id"), row["name"]].append(row["id"])
    return found
