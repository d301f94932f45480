"""What agreements charge, and which line bills it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select

from database import Row, Session, Statement
from invoicing.domain.attributes import build
from invoicing.domain.charges import AgreementCharge, ChargeCandidate
from invoicing.domain.draft import Draft
from invoicing.store.mapping import column_names, insert_sql, prepared, to_json, to_values
from invoicing.store.merged_time import BILLED_TO, NAMES
from invoicing.store.organization_locks import shared_locks
from invoicing.store.tables.agreements import AgreementChargeRow, ChargeClaimRow

_NEWEST = ", ".join(
    f"{name} = excluded.{name}"
    for name in sorted(column_names(AgreementChargeRow) - {"account_id", "charge_id"})
)
# Drafts hold the customer's lock alone: none is made with a charge that changes meanwhile.
_SAVE = Statement(f"""
    WITH asked AS MATERIALIZED (
        SELECT DISTINCT organization_id FROM unnest(CAST(:organization_ids AS uuid[])) AS asked(organization_id)
    ), {shared_locks(f"SELECT organization_id FROM asked UNION ALL SELECT {BILLED_TO} FROM asked")}
    {insert_sql(AgreementChargeRow, "charges")}
    WHERE (SELECT count(*) FROM locked) >= 0 ORDER BY charge_id
    ON CONFLICT (account_id, charge_id) DO UPDATE SET {_NEWEST}
    WHERE agreement_charges.version < excluded.version
    RETURNING charge_id
""")
_CANDIDATES = f"""
    SELECT c.*, c.organization_id = {NAMES} AS of_customer, b.invoice_id,
        EXISTS (SELECT FROM drafts d WHERE d.account_id = b.account_id AND d.id = b.invoice_id) AS on_draft
    FROM agreement_charges c
    LEFT JOIN charge_claims b ON b.account_id = c.account_id AND b.charge_id = c.charge_id AND b.released_by IS NULL
"""
_NAMED = Statement(f"{_CANDIDATES} WHERE c.charge_id = ANY(CAST(:charge_ids AS uuid[]))")
_OF_PERIOD = Statement(f"""
    {_CANDIDATES} WHERE c.organization_id = {NAMES} AND b.charge_id IS NULL AND NOT c.cancelled
        AND c.first_day <= CAST(:last_day AS date) + CASE WHEN c.in_advance THEN 1 ELSE 0 END
""")
_BY_ID = Statement(
    "SELECT * FROM agreement_charges WHERE charge_id = ANY(CAST(:charge_ids AS uuid[]))"
)
_DRAFTED = Statement("""
    SELECT b.charge_id, b.invoice_id, b.line_id FROM charge_claims b
    WHERE b.charge_id = ANY(CAST(:charge_ids AS uuid[])) AND b.released_by IS NULL
""")
_FOLLOWED = Statement("""
    UPDATE charge_claims b SET charge_version = c.version FROM agreement_charges c
    WHERE c.account_id = b.account_id AND c.charge_id = b.charge_id AND b.line_id = ANY(CAST(:line_ids AS uuid[]))
        AND b.released_by IS NULL AND b.charge_id = ANY(CAST(:charge_ids AS uuid[]))
""")
_BILLED = prepared(
    select(ChargeClaimRow.charge_id, ChargeClaimRow.line_id, ChargeClaimRow.charge_version)
    .where(ChargeClaimRow.invoice_id == bindparam("invoice_id"))
    .order_by(ChargeClaimRow.line_id)
)
_RELEASE = Statement("""
    WITH released AS (
        UPDATE charge_claims SET released_by = CAST(:credit_note_id AS uuid)
        WHERE invoice_id = :invoice_id AND line_id = ANY(CAST(:line_ids AS uuid[])) AND released_by IS NULL
        RETURNING charge_id, line_id
    )
    SELECT charge_id, line_id, true AS now FROM released
    UNION ALL SELECT charge_id, line_id, false FROM charge_claims
        WHERE invoice_id = :invoice_id AND line_id = ANY(CAST(:line_ids AS uuid[]))
            AND released_by = CAST(:credit_note_id AS uuid)
""")


@dataclass(frozen=True)
class ChargeLine:
    """The line of a draft or invoice that bills a charge."""

    charge_id: UUID
    invoice_id: UUID
    line_id: UUID


@dataclass(frozen=True)
class BilledCharge:
    """A charge on an invoice, in the version that it bills."""

    charge_id: UUID
    line_id: UUID
    charge_version: int


@dataclass(frozen=True)
class ReleasedCharge:
    """A charge that a credit note gave back, now or before."""

    charge_id: UUID
    line_id: UUID
    now: bool


async def save_charges(session: Session, charges: Sequence[AgreementCharge]) -> list[UUID]:
    """Store charges newer than what is there, each once, under their customers' shared locks; returns which those are."""
    rows = [to_values(AgreementChargeRow, charge) for charge in charges]
    customers = [charge.organization_id for charge in charges]
    given = {"charges": to_json(rows), "organization_ids": customers}
    return [row["charge_id"] for row in await _SAVE.all(session, given)]


async def candidates(
    session: Session, draft: Draft, charge_ids: Collection[UUID]
) -> list[ChargeCandidate]:
    """These charges, else the customer's that no line bills and that begin in the draft's period or before."""
    about = {"organization_id": draft.organization_id}
    if charge_ids:
        rows = await _NAMED.all(session, about | {"charge_ids": list(charge_ids)})
    else:
        rows = await _OF_PERIOD.all(session, about | {"last_day": draft.last_day})
    return [build(ChargeCandidate, row, charge=charge_of(row)) for row in rows]


async def load_charges(
    session: Session, charge_ids: Collection[UUID]
) -> dict[UUID, AgreementCharge]:
    """These charges as rates published them last, by id."""
    rows = await _BY_ID.all(session, {"charge_ids": list(charge_ids)})
    return {row["charge_id"]: charge_of(row) for row in rows}


def charge_of(row: Row) -> AgreementCharge:
    """The charge of a row that has all its columns."""
    return build(AgreementCharge, row)


async def lines_of(session: Session, charge_ids: Sequence[UUID]) -> list[ChargeLine]:
    """The live lines that bill these charges, on drafts and invoices."""
    rows = await _DRAFTED.all(session, {"charge_ids": charge_ids})
    return [ChargeLine(**row) for row in rows]


async def follow(session: Session, lines: Sequence[ChargeLine]) -> None:
    """Note that lines of drafts bill the newest versions of their charges."""
    columns = {
        "line_ids": [one.line_id for one in lines],
        "charge_ids": [one.charge_id for one in lines],
    }
    await _FOLLOWED.all(session, columns)


async def billed_by(session: Session, invoice_id: UUID) -> list[BilledCharge]:
    """What of agreements an invoice bills."""
    return [BilledCharge(**row) for row in await _BILLED.all(session, {"invoice_id": invoice_id})]


async def release(
    session: Session, invoice_id: UUID, credit_note_id: UUID, line_ids: Collection[UUID]
) -> list[ReleasedCharge]:
    """Release the charges on these lines of an issued invoice; returns those that this credit note has released."""
    about = {"invoice_id": invoice_id, "credit_note_id": credit_note_id, "line_ids": list(line_ids)}
    return [ReleasedCharge(**row) for row in await _RELEASE.all(session, about)]
