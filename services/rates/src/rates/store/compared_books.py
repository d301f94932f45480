"""Comparisons with the books of other services, how they stand, and what was stated for them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects import postgresql

from contracts.invoicing import ChargedEntriesStated, ChargedTimeStated
from contracts.timer import ApprovedEntriesStated, ApprovedTimeStated
from database import Row, Session, Statement
from database.mapping import as_dataclass, attributes
from rates.domain.books import MOST_ENTRIES, SERVICES, BookEntry
from rates.domain.reconciliation import ComparedBooks, Difference, OtherService
from rates.store.reconciliation_tables import (
    ComparedBooksRow,
    DifferenceRow,
    ReconciliationRow,
    StatedBooksRow,
)
from rates.store.stated_time import OURS

DaysStated = ApprovedTimeStated | ChargedTimeStated
EntriesStated = ApprovedEntriesStated | ChargedEntriesStated
Stated = DaysStated | EntriesStated
_SERVICES: dict[type[Stated], OtherService] = {
    ApprovedTimeStated: "timer",
    ApprovedEntriesStated: "timer",
    ChargedTimeStated: "invoicing",
    ChargedEntriesStated: "invoicing",
}

_KEPT = timedelta(days=30)
# The comparison that ended last, of each account and service; of one that has none, the question that waits longest.
_STANDING = Statement("""
WITH ended AS (
    SELECT DISTINCT ON (account_id, service) account_id, service, finished_at AS at, found FROM compared_books
    WHERE state IN ('agree', 'differ') ORDER BY account_id, service, finished_at DESC
), own AS (
    SELECT DISTINCT ON (account_id) account_id, finished_at AS at, found - (
        SELECT coalesce(sum(found), 0) FROM compared_books AS books
        WHERE books.account_id = run.account_id AND books.reconciliation_id = run.reconciliation_id) AS found
    FROM reconciliations AS run WHERE finished_at IS NOT NULL ORDER BY account_id, reconciliation_id DESC
), standing AS (
    SELECT 'rates' AS service, at, found FROM own
    UNION ALL SELECT service, at, found FROM ended
    UNION ALL SELECT service, min(asked_at), 0 FROM compared_books
        WHERE (account_id, service) NOT IN (SELECT account_id, service FROM ended) GROUP BY account_id, service
)
SELECT service, extract(epoch FROM now() - min(at))::float AS age_seconds, sum(found)::int AS found
FROM standing GROUP BY service
""")
_ENTRY = TypeAdapter(BookEntry)


async def begin(session: Session, reconciliation_id: UUID, now: datetime) -> list[ComparedBooks]:
    """Ask every other service for the first look; what ended long ago is forgotten."""
    row = ComparedBooksRow
    await session.execute(delete(row).where(row.finished_at < now - _KEPT))
    values = [
        {
            "reconciliation_id": reconciliation_id,
            "service": one,
            "state": "asked",
            "look": 1,
            "asked_at": now,
        }
        for one in SERVICES
    ]
    made = await session.scalars(insert(row).returning(row), values)
    return [as_dataclass(ComparedBooks, one) for one in made]


async def lock(
    session: Session, reconciliation_id: UUID, service: OtherService
) -> ComparedBooks | None:
    """How the comparison stands; nobody changes it meanwhile. None when there is none, or it has ended."""
    row = ComparedBooksRow
    query = (
        select(row)
        .where(row.reconciliation_id == reconciliation_id, row.service == service)
        .where(row.finished_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = await session.scalar(query)
    return as_dataclass(ComparedBooks, found) if found else None


async def save(session: Session, reconciliation_id: UUID, books: ComparedBooks) -> None:
    """Keep how it stands now. What was stated for an earlier look, or for one that has ended, is needed no longer."""
    row, stated = ComparedBooksRow, StatedBooksRow
    names = [name for name in ComparedBooks.__dataclass_fields__ if name != "service"]
    await session.execute(
        update(row)
        .where(row.reconciliation_id == reconciliation_id, row.service == books.service)
        .values({name: getattr(books, name) for name in names})
    )
    await session.execute(
        delete(stated).where(
            stated.reconciliation_id == reconciliation_id, stated.service == books.service
        )
    )


async def standing(session: Session) -> list[Row]:
    """By service: how long ago the comparison of the account ended that has waited longest, and what differs in all."""
    return await _STANDING.all(session)


async def under_way(session: Session) -> bool:
    """Whether any of the account has not ended."""
    row = ComparedBooksRow
    return bool(await session.scalar(select(func.count()).where(row.finished_at.is_(None))))


async def of(
    session: Session, reconciliation_ids: Collection[UUID]
) -> dict[UUID, list[ComparedBooks]]:
    """Those of these comparisons, in the order of services."""
    row = ComparedBooksRow
    query = (
        select(row)
        .where(row.reconciliation_id.in_(reconciliation_ids))
        .order_by(row.service.desc())
        .execution_options(populate_existing=True)
    )
    found: dict[UUID, list[ComparedBooks]] = defaultdict(list)
    for one in await session.scalars(query):
        found[one.reconciliation_id].append(as_dataclass(ComparedBooks, one))
    return found


async def keep_stated(session: Session, events: Sequence[Stated]) -> set[tuple[UUID, OtherService]]:
    """Keep parts that answer what is asked now, each once; returns whose comparisons they are of."""
    asked = await of(session, {one.reconciliation_id for one in events})
    looks = {
        (reconciliation_id, one.service): one.look
        for reconciliation_id, books in asked.items()
        for one in books
        if one.state == "asked"
    }
    kept = [
        (one.reconciliation_id, service, one)
        for one in events
        if (service := _SERVICES[type(one)])
        and looks.get((one.reconciliation_id, service)) == one.look
    ]
    if kept:
        values = [
            {
                "reconciliation_id": reconciliation_id,
                "service": service,
                "look": one.look,
                "part": one.part,
                "parts": one.parts,
                "content": one.model_dump(mode="json"),
            }
            for reconciliation_id, service, one in kept
        ]
        adding = postgresql.insert(StatedBooksRow).values(values).on_conflict_do_nothing()
        await session.execute(adding)
    return {(reconciliation_id, service) for reconciliation_id, service, _ in kept}


async def stated(
    session: Session, reconciliation_id: UUID, books: ComparedBooks
) -> list[dict[str, Any]] | None:
    """The parts of the answer to the look, in order; None while some are missing."""
    row = StatedBooksRow
    query = (
        select(row)
        .where(row.reconciliation_id == reconciliation_id, row.service == books.service)
        .where(row.look == books.look)
        .order_by(row.part)
    )
    found = list(await session.scalars(query))
    whole = found and [one.part for one in found] == list(range(1, found[0].parts + 1))
    return [one.content for one in found] if whole else None


def stated_entries(parts: Iterable[Mapping[str, Any]]) -> list[BookEntry]:
    """The entries of an answer, in order."""
    return [_ENTRY.validate_python(one) for part in parts for one in part["entries"]]


async def our_days(
    session: Session, service: OtherService, first_day: date | None, last_day: date | None
) -> list[Row]:
    """What the days of a part come to here."""
    return await OURS[service].by_day(session, first_day, last_day)


async def our_entries(
    session: Session, service: OtherService, days: Sequence[date]
) -> tuple[list[BookEntry], bool]:
    """The entries of some days here, and whether there are more."""
    rows = await OURS[service].of_days(session, days, MOST_ENTRIES + 1)
    found = [BookEntry(**dict(row)) for row in rows[:MOST_ENTRIES]]
    return found, len(rows) > MOST_ENTRIES


async def add_found(
    session: Session, reconciliation_id: UUID, found: Sequence[Difference], count: int
) -> None:
    """Keep what differs; `count` entries do."""
    row = ReconciliationRow
    await session.execute(
        update(row)
        .where(row.reconciliation_id == reconciliation_id)
        .values(found=row.found + count)
    )
    values = [{"reconciliation_id": reconciliation_id, **attributes(one)} for one in found]
    await session.execute(insert(DifferenceRow), values)
