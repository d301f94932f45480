"""Which charges of agreements invoices bill, whether they are paid, and what follows from that for blocks.

What is billed and released is a set that only grows, and whether a charge is billed follows from it: so it does not matter
in which order invoices, credit notes and payments are consumed, nor how often.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from contracts.invoicing import AgreementBilled, AgreementReleased, InvoicePaid, PaymentReversed
from database import Session, Statement
from database.mapping import as_dataclass
from rates.store.agreements import ANY
from rates.store.charge_tables import ChargeBillingRow, ChargeVersionRow, InvoicePaymentRow

_COLUMNS = {
    "charge_id": "uuid",
    "line_id": "uuid",
    "invoice_id": "uuid",
    "number": "text",
    "charge_version": "int",
    "amount": "numeric",
    "billed_at": "timestamptz",
    "released_at": "timestamptz",
}
_NAMES = ", ".join(_COLUMNS)
_GROW = ("charge_version", "amount", "billed_at", "released_at")
_BILLINGS, _PAYMENTS = ChargeBillingRow.__tablename__, InvoicePaymentRow.__tablename__
_VERSIONS = ChargeVersionRow.__tablename__
_BILL = Statement(f"""
INSERT INTO {_BILLINGS} AS stored ({_NAMES})
SELECT * FROM unnest({", ".join(f"CAST(:{name} AS {type_}[])" for name, type_ in _COLUMNS.items())})
ORDER BY 1, 2
ON CONFLICT (account_id, charge_id, line_id) DO UPDATE SET
    {", ".join(f"{name} = coalesce(stored.{name}, excluded.{name})" for name in _GROW)}
""")
_PAY = Statement(f"""
INSERT INTO {_PAYMENTS} AS stored (invoice_id, version, paid_on)
SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:versions AS int[]), CAST(:days AS date[])) AS new(id, version, day)
WHERE {ANY} ORDER BY id
ON CONFLICT (account_id, invoice_id) DO UPDATE SET version = excluded.version, paid_on = excluded.paid_on
    WHERE stored.version < excluded.version
""")
# Time is allocated again from the month of the charge on, which nothing else would tell (`reached`).
# Should two invoices bill a charge, the first one holds. A charge that is billed has the amount of its invoice, and hours
# and minimum of the version that this bills.
_DERIVE = Statement(f"""
WITH touched AS MATERIALIZED (
    SELECT unnest(CAST(:charges AS uuid[])) AS charge_id
    UNION SELECT charge_id FROM {_BILLINGS} WHERE invoice_id = ANY(CAST(:invoices AS uuid[]))
), live AS MATERIALIZED (
    SELECT DISTINCT ON (billing.charge_id) billing.charge_id, line_id, amount, billed_at, payment.paid_on,
        version.version, version.included_seconds, version.rolled_over_seconds, version.minimum
    FROM {_BILLINGS} AS billing JOIN touched ON touched.charge_id = billing.charge_id
    LEFT JOIN {_PAYMENTS} AS payment USING (invoice_id)
    LEFT JOIN {_VERSIONS} AS version
        ON version.charge_id = billing.charge_id AND version.version = billing.charge_version
    WHERE billed_at IS NOT NULL AND released_at IS NULL ORDER BY billing.charge_id, billed_at, line_id
), charges AS (
    UPDATE agreement_charges AS charge SET billed_at = live.billed_at, billed_line_id = live.line_id,
        amount = coalesce(live.amount, charge.amount),
        included_seconds = CASE WHEN live.version IS NULL THEN charge.included_seconds ELSE live.included_seconds END,
        rolled_over_seconds = coalesce(live.rolled_over_seconds, charge.rolled_over_seconds),
        minimum = CASE WHEN live.version IS NULL THEN charge.minimum ELSE live.minimum END
    FROM touched LEFT JOIN live USING (charge_id)
    WHERE charge.charge_id = touched.charge_id AND charge.billed_line_id IS DISTINCT FROM live.line_id
    RETURNING charge.agreement_id, charge.organization_id, charge.month
), blocks AS (
    UPDATE agreement_blocks AS block SET usable_from = live.paid_on
    FROM touched LEFT JOIN live USING (charge_id)
    WHERE block.charge_id = touched.charge_id AND block.usable_from IS DISTINCT FROM live.paid_on
    RETURNING block.agreement_id
), reached AS (
    UPDATE allocations AS known SET changed_from = least(changed_from, touched.month)
    FROM (SELECT known.organization_id, min(coalesce(charges.month, known.current_month)) AS month
        FROM charges JOIN allocations AS known ON charges.organization_id = ANY(known.names) GROUP BY 1) AS touched
    WHERE known.organization_id = touched.organization_id
)
SELECT agreement_id, organization_id FROM charges
UNION SELECT agreement_id, organization_id FROM agreements JOIN blocks USING (agreement_id)
WHERE superseded_at IS NULL
""")


@dataclass(frozen=True, slots=True)
class Settled:
    """An agreement of which something is billed, paid or given back since."""

    agreement_id: UUID
    organization_id: UUID


ChargeEvent = AgreementBilled | AgreementReleased
PaymentEvent = InvoicePaid | PaymentReversed


async def store(
    session: Session, billed: Sequence[ChargeEvent], paid: Sequence[PaymentEvent]
) -> list[Settled]:
    """Keep what invoices bill and give back of agreements, and which are paid; returns whose state is another.

    Nothing is kept of payments where the account has no agreement.
    """
    rows = _rows(billed)
    if rows:
        await _BILL.all(session, {name: [row[name] for row in rows.values()] for name in _COLUMNS})
    owed = (one for one in paid if isinstance(one, InvoicePaid) or one.balance.amount > 0)
    newest = {one.invoice_id: one for one in sorted(owed, key=lambda event: event.version)}
    if newest:
        payments = {
            "ids": list(newest),
            "versions": [one.version for one in newest.values()],
            "days": [_paid_on(one) for one in newest.values()],
        }
        await _PAY.all(session, payments)
    touched = {"charges": [charge for charge, _ in rows], "invoices": list(newest)}
    return [as_dataclass(Settled, row) for row in await _DERIVE.all(session, touched)]


Row = dict[str, Any]


def _rows(events: Iterable[ChargeEvent]) -> dict[tuple[UUID, UUID], Row]:
    """One row for each charge and line: billed and released in one set are one."""
    rows: dict[tuple[UUID, UUID], Row] = {}
    for event in events:
        for key, known in _known(event):
            row = rows.setdefault(key, dict.fromkeys(_COLUMNS))
            row |= {name: value for name, value in known.items() if row[name] is None}
    return rows


def _known(event: ChargeEvent) -> Iterator[tuple[tuple[UUID, UUID], Row]]:
    """What an event says of each charge."""
    invoice = {"invoice_id": event.invoice_id, "number": event.number}
    if isinstance(event, AgreementBilled):
        for charge in event.charges:
            yield (
                (charge.charge_id, charge.line_id),
                {**invoice, **dict(charge), "billed_at": event.billed_at},
            )
    else:
        for given in event.charges:
            yield (
                (given.charge_id, given.line_id),
                {**invoice, **dict(given), "released_at": event.released_at},
            )


def _paid_on(event: PaymentEvent) -> date | None:
    return event.paid_on if isinstance(event, InvoicePaid) else None
