"""The agreements of an account: as they are, and each version as it was recorded."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update

from database import Row, Session, Statement
from database.mapping import attributes
from rates.domain.agreements import Agreement, AgreementKind
from rates.domain.charges import block_charge_id
from rates.domain.matching import Customer
from rates.domain.terms import Terms
from rates.store.agreement_rows import PARTS, SAME, agreement_in
from rates.store.agreement_tables import (
    ENDS_ON,
    AgreementRow,
    BlockRow,
    MilestoneRow,
    TermsRow,
)

ANY = "EXISTS (SELECT FROM agreements WHERE superseded_at IS NULL)"
"""SQL of whether the account has any agreement."""

_BILLED = """EXISTS (SELECT FROM agreement_charges AS charge
        WHERE charge.agreement_id = agreement.agreement_id AND charge.billed_at IS NOT NULL)"""
_FIND = Statement(f"""
SELECT agreement.*, {_BILLED} AS billed, {PARTS}
FROM agreements AS agreement WHERE superseded_at IS NULL AND agreement_id = :agreement_id
""")
_CUSTOMERS = Statement(
    "SELECT DISTINCT organization_id FROM agreements WHERE superseded_at IS NULL"
)
_LIST = Statement(f"""
SELECT agreement.*, {_BILLED} AS billed, {PARTS} FROM agreements AS agreement
WHERE superseded_at IS NULL
    AND (CAST(:organization_ids AS uuid[]) IS NULL OR organization_id = ANY(CAST(:organization_ids AS uuid[])))
    AND (CAST(:kind AS text) IS NULL OR kind = :kind)
    AND (CAST(:day AS date) IS NULL OR daterange(first_day, {ENDS_ON}, '[]') @> CAST(:day AS date))
    AND agreement_id > coalesce(CAST(:after AS uuid), '00000000-0000-0000-0000-000000000000'::uuid)
ORDER BY agreement_id LIMIT :limit
""")


@dataclass(frozen=True, slots=True)
class AgreementFilter:
    """Which agreements to list: a customer's, of this kind, active on this day."""

    organization_id: UUID | None = None
    kind: AgreementKind | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class AgreementOnRecord:
    """An agreement as it is: when this version was recorded, and whether an invoice bills any of it."""

    agreement: Agreement
    recorded_at: datetime
    billed: bool

    @property
    def agreement_id(self) -> UUID:
        """Its id."""
        return self.agreement.agreement_id


async def find(session: Session, agreement_id: UUID) -> AgreementOnRecord | None:
    """Read an agreement, unless it was withdrawn."""
    row = await _FIND.first(session, {"agreement_id": agreement_id})
    return None if row is None else _on_record(row)


async def customers(session: Session) -> list[UUID]:
    """All customers with agreements."""
    return [row.organization_id for row in await _CUSTOMERS.all(session)]


async def list_agreements(
    session: Session,
    filter_: AgreementFilter,
    customer: Customer | None,
    after: UUID | None,
    limit: int,
) -> Sequence[AgreementOnRecord]:
    """List agreements in the order of their making; those of all that the customer is."""
    values = {
        "organization_ids": list(customer.names) if customer else None,
        "kind": filter_.kind,
        "day": filter_.on,
        "after": after,
        "limit": limit,
    }
    return [_on_record(row) for row in await _LIST.all(session, values)]


async def add(session: Session, agreement: Agreement, now: datetime, by: str) -> None:
    """Write a new agreement; the constraint `agreements_never_overlap` may refuse it."""
    await session.execute(insert(AgreementRow), [_values(agreement, now, by)])
    await _add_terms(session, agreement, agreement.terms, now, by)
    if agreement.milestones:
        rows = [
            {
                **attributes(one),
                "agreement_id": agreement.agreement_id,
                "place": place,
                "recorded_at": now,
                "recorded_by": by,
            }
            for place, one in enumerate(agreement.milestones)
        ]
        await session.execute(insert(MilestoneRow), rows)


async def replace(
    session: Session, before: Agreement, after: Agreement, now: datetime, by: str
) -> None:
    """Write the next version of an agreement, and what of its parts is new or another."""
    await _supersede(session, before, now, by)
    await session.execute(insert(AgreementRow), [_values(after, now, by)])
    gone = set(before.terms) - set(after.terms)
    if gone:
        await _supersede_terms(session, before, [one.valid_from for one in gone], now, by)
    new = [one for one in after.terms if one not in before.terms]
    await _add_terms(session, after, new, now, by)
    await _add_blocks(session, before, after, now, by)
    for one in set(after.milestones) - set(before.milestones):
        await session.execute(
            update(MilestoneRow)
            .where(MilestoneRow.milestone_id == one.milestone_id)
            .values(reached_on=one.reached_on, recorded_at=now, recorded_by=by)
        )


async def withdraw(session: Session, agreement: Agreement, now: datetime, by: str) -> None:
    """Note that there is no such agreement any more."""
    await _supersede(session, agreement, now, by)
    days = [one.valid_from for one in agreement.terms]
    await _supersede_terms(session, agreement, days, now, by)


async def _supersede(session: Session, agreement: Agreement, now: datetime, by: str) -> None:
    row = AgreementRow
    await session.execute(
        update(row)
        .where(row.agreement_id == agreement.agreement_id, row.version == agreement.version)
        .values(superseded_at=now, superseded_by=by)
    )


async def _supersede_terms(
    session: Session, agreement: Agreement, days: Collection[date], now: datetime, by: str
) -> None:
    row = TermsRow
    await session.execute(
        update(row)
        .where(row.agreement_id == agreement.agreement_id, row.superseded_at.is_(None))
        .where(row.valid_from.in_(days))
        .values(superseded_at=now, superseded_by=by)
    )


async def _add_terms(
    session: Session, agreement: Agreement, terms: Collection[Terms], now: datetime, by: str
) -> None:
    if terms:
        of = {"agreement_id": agreement.agreement_id, "version": agreement.version}
        recorded = {"recorded_at": now, "recorded_by": by}
        rows = [{**attributes(one), **of, **recorded} for one in terms]
        await session.execute(insert(TermsRow), rows)


async def _add_blocks(
    session: Session, before: Agreement, after: Agreement, now: datetime, by: str
) -> None:
    known = {block.block_id for block in before.blocks}
    rows = [
        {
            **attributes(one),
            "agreement_id": after.agreement_id,
            "charge_id": block_charge_id(after, one),
            "recorded_at": now,
            "recorded_by": by,
        }
        for one in after.blocks
        if one.block_id not in known
    ]
    if rows:
        await session.execute(insert(BlockRow), rows)


def _values(agreement: Agreement, now: datetime, by: str) -> dict[str, Any]:
    rollover, indexing = agreement.rollover, agreement.indexing
    return {
        **{name: getattr(agreement, name) for name in SAME},
        "project_ids": sorted(set(agreement.coverage.project_ids)),
        "service_type_ids": sorted(set(agreement.coverage.service_type_ids)),
        "rollover_mode": rollover.mode,
        "rollover_cap_seconds": rollover.cap_seconds,
        "rollover_expiry_months": rollover.expiry_months,
        "indexing_percent": indexing and indexing.percent,
        "indexing_month": indexing and indexing.month,
        "indexing_day": indexing and indexing.day,
        "recorded_at": now,
        "recorded_by": by,
    }


def _on_record(row: Row) -> AgreementOnRecord:
    return AgreementOnRecord(agreement_in(row), row.recorded_at, row.billed)
