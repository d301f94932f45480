"""What agreements charge, as it was last published, and which of it invoices bill."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from database import Row, Session, Statement
from database.mapping import as_dataclass
from rates.domain.charges import Charge
from rates.store.charge_tables import ChargeRow, ChargeVersionRow
from rates.store.customers import staying
from rates.store.openings import StoredSpan, in_spans, span_values

_COLUMNS = {
    "charge_id": "uuid",
    "agreement_id": "uuid",
    "organization_id": "uuid",
    "kind": "text",
    "name": "text",
    "first_day": "date",
    "last_day": "date",
    "amount": "numeric",
    "currency": "text",
    "in_advance": "bool",
    "billable_from": "date",
    "cancelled": "bool",
    "included_seconds": "int",
    "rolled_over_seconds": "int",
    "used_seconds": "int",
    "overage_seconds": "int",
    "minimum": "numeric",
}
_NAMES, _CHARGES = ", ".join(_COLUMNS), ChargeRow.__tablename__
_VERSIONS = ChargeVersionRow.__tablename__
_STAY = (
    *("organization_id", "name", "first_day", "last_day", "amount", "currency", "in_advance"),
    *("billable_from", "cancelled", "included_seconds", "rolled_over_seconds"),
    "minimum",
)
"""What stays of a charge while an invoice bills it."""
_MOVE = ("used_seconds", "overage_seconds")
_MONTH = (
    "CASE WHEN kind IN ('fee', 'true-up') THEN date_trunc('month', first_day::timestamp)::date END"
)
_PROJECT = """
(SELECT project_ids[1] FROM agreements AS covering WHERE covering.agreement_id = given.agreement_id AND covering.version = 1
    AND cardinality(project_ids) = 1)
"""
"""What an agreement covers never changes."""


def _different() -> str:
    old = ", ".join(f"stored.{name}" for name in (*_STAY, *_MOVE))
    new = [
        f"CASE WHEN stored.billed_at IS NULL THEN excluded.{name} ELSE stored.{name} END"
        for name in _STAY
    ]
    return (
        f"({old}) IS DISTINCT FROM ({', '.join((*new, *(f'excluded.{name}' for name in _MOVE)))})"
    )


_ASSIGN = ", ".join(
    [
        f"{name} = CASE WHEN stored.billed_at IS NULL THEN excluded.{name} ELSE stored.{name} END"
        for name in _STAY
    ]
    + [f"{name} = excluded.{name}" for name in _MOVE]
)
_GONE = """billed_at IS NULL AND NOT cancelled
        AND charge_id NOT IN (SELECT charge_id FROM given)"""
# Nothing is said of what was never charged. What an agreement does not charge any more is cancelled.
_STORE = Statement(f"""
WITH given AS MATERIALIZED (
    SELECT * FROM unnest({", ".join(f"CAST(:{name} AS {type_}[])" for name, type_ in _COLUMNS.items())})
    AS charge({_NAMES})
), stored AS (
    INSERT INTO {_CHARGES} AS stored ({_NAMES}, month, project_id, version)
    SELECT {_NAMES}, {_MONTH}, {_PROJECT}, 1 FROM given
    WHERE NOT cancelled
        OR (SELECT true FROM {_CHARGES} AS known WHERE known.charge_id = given.charge_id LIMIT 1)
    ORDER BY charge_id
    ON CONFLICT (account_id, charge_id) DO UPDATE SET {_ASSIGN}, version = stored.version + 1
    WHERE {_different()}
    RETURNING {_NAMES}, version
), history AS (
    INSERT INTO {_VERSIONS} (charge_id, version, included_seconds, rolled_over_seconds, minimum)
    SELECT charge_id, version, included_seconds, rolled_over_seconds, minimum FROM stored
), gone AS (
    UPDATE {_CHARGES} AS stored SET cancelled = true, version = stored.version + 1
    WHERE {in_spans("stored")} AND {_GONE} RETURNING {_NAMES}, version
), gone_of_no_month AS (
    UPDATE {_CHARGES} AS stored SET cancelled = true, version = stored.version + 1
    WHERE stored.agreement_id = ANY(CAST(:to_the_end AS uuid[])) AND stored.month IS NULL AND {_GONE}
    RETURNING {_NAMES}, version
)
SELECT * FROM stored UNION ALL SELECT * FROM gone UNION ALL SELECT * FROM gone_of_no_month ORDER BY charge_id
""")
_TRUE_UPS = Statement(f"""
SELECT {staying(f"{_CHARGES}.organization_id")} AS payer, currency, sum(amount) AS amount FROM {_CHARGES}
WHERE kind = 'true-up' AND NOT cancelled AND agreement_id = ANY(CAST(:agreements AS uuid[])) GROUP BY 1, 2
""")
_IS_BILLED = Statement(f"""
SELECT EXISTS (SELECT FROM {_CHARGES} WHERE charge_id = :charge_id AND billed_at IS NOT NULL)
""")


@dataclass(frozen=True, slots=True)
class ChangedCharge:
    """A charge that is new or another than it was, with its new version."""

    charge: Charge
    version: int


async def store(
    session: Session, spans: Iterable[StoredSpan], charges: Collection[Charge]
) -> list[ChangedCharge]:
    """Keep all that agreements charge for these months, what is of no month with the last; returns what is another.

    Of what is billed only the use of it changes.
    """
    known = list(spans)
    to_the_end = [one.agreement_id for one in known if one.last == date.max]
    values = {name: [getattr(one, name) for one in charges] for name in _COLUMNS}
    rows = await _STORE.all(session, values | span_values(known) | {"to_the_end": to_the_end})
    return [_changed(row) for row in rows]


async def cancel(session: Session, agreement_id: UUID) -> list[ChangedCharge]:
    """Note that nothing of an agreement is to be billed, but for what is; returns what is another than before."""
    return await store(session, [StoredSpan(agreement_id)], [])


async def true_ups(
    session: Session, agreement_ids: Collection[UUID]
) -> dict[tuple[UUID, str], Decimal]:
    """What minimums of spending among these agreements charge, by customer and currency."""
    rows = await _TRUE_UPS.all(session, {"agreements": list(agreement_ids)})
    return {(row.payer, row.currency): row.amount for row in rows}


async def is_billed(session: Session, charge_id: UUID) -> bool:
    """Whether an invoice bills this charge."""
    return bool(await _IS_BILLED.scalar(session, {"charge_id": charge_id}))


def _changed(row: Row) -> ChangedCharge:
    return ChangedCharge(as_dataclass(Charge, row), row.version)
