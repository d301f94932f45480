"""All that is agreed with customers, as allocation needs it."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from database import Row, Session, Statement
from rates.domain.agreement_months import first_of_month, month_number
from rates.domain.agreements import Agreement
from rates.domain.allocated_months import LastAllocation
from rates.domain.charges import ClosedCharge
from rates.domain.openings import Opening
from rates.store.agreement_rows import PARTS, agreement_in
from rates.store.currencies import ZONE_OF_ACCOUNT
from rates.store.customers import names, staying
from rates.store.openings import (
    AGREEMENTS,
    Closing,
    billed_draws,
    closing,
    closing_in,
    opening_in,
)

_CLOSED = """jsonb_build_array(charge_id, amount::text, included_seconds - rolled_over_seconds, minimum::text,
    CASE WHEN included_seconds IS NOT NULL THEN rolled_over_seconds END)::text"""
_LOAD = Statement(f"""
WITH customer AS (
    SELECT {staying("given.id")} AS id, min(since) AS since, max(ends) AS ends
    FROM unnest(CAST(:organization_ids AS uuid[]), CAST(:since AS date[]), CAST(:ends AS date[])) AS given(id, since, ends)
    GROUP BY 1
), named AS (
    SELECT id AS customer_id, {names("customer.id")} AS names, since, ends,
        (coalesce(CAST(:at AS timestamptz), now()) AT TIME ZONE {ZONE_OF_ACCOUNT})::date AS today
    FROM customer
), kept AS MATERIALIZED (
    SELECT customer_id, named.names, today, ends, last.names AS last_names, last.agreements AS last_agreements,
        current_month, last_month, changed_from, in_order,
        CASE WHEN in_order AND last.names @> named.names AND last.names <@ named.names
            THEN least(since, changed_from, current_month, last_month, date_trunc('month', today::timestamp)::date)
            ELSE DATE '0001-01-01' END AS since
    FROM named LEFT JOIN allocations AS last ON last.organization_id = customer_id
)
SELECT kept.*, agreement.*, {PARTS},
    ARRAY(
        SELECT {_CLOSED} FROM agreement_charges AS one
        WHERE one.agreement_id = agreement.agreement_id AND month >= kept.since AND billed_at IS NOT NULL
        UNION ALL SELECT {_CLOSED} FROM agreement_charges AS one
        WHERE one.agreement_id = agreement.agreement_id AND month IS NULL AND billed_at IS NOT NULL
    ) AS closed,
    (SELECT sources FROM agreement_openings AS opening
        WHERE opening.agreement_id = agreement.agreement_id AND opening.month = kept.since) AS opening,
    closing.sources, {billed_draws("agreement.agreement_id")} AS billed
FROM kept JOIN agreements AS agreement ON organization_id = ANY(kept.names)
{closing("agreement.agreement_id", "kept.ends")}
WHERE superseded_at IS NULL
ORDER BY customer_id, agreement_id
""")


@dataclass(frozen=True, slots=True)
class Books:
    """All agreements of a customer and the account's day, and what is kept of its months.

    `names`: its ids, with those of customers that were merged into it. `since`: from this month on those charges are here
    that invoices bill (`closed`), and with this one begin the `openings`; `closings` are how the month `ends` begins.
    """

    customer_id: UUID
    names: Sequence[UUID]
    agreements: Sequence[Agreement]
    closed: Sequence[ClosedCharge]
    today: date
    since: int
    openings: Mapping[UUID, Opening]
    ends: int | None
    closings: Mapping[UUID, Closing]
    last: LastAllocation | None


async def load(session: Session, organization_ids: Collection[UUID]) -> list[Agreement]:
    """All agreements of customers with these ids, whatever they cover and when."""
    found = await load_books(session, dict.fromkeys(organization_ids, ()))
    return [one for books in found for one in books.agreements]


async def load_whole_books(session: Session, organization_ids: Collection[UUID]) -> list[Books]:
    """All agreements of customers with any of these ids, with all charges that invoices bill."""
    return await load_books(session, dict.fromkeys(organization_ids, (date.min,)))


async def load_books(
    session: Session, days: Mapping[UUID, Collection[date]], at: datetime | None = None
) -> list[Books]:
    """All agreements of customers with any of these ids, of each what is kept of the months since these days or earlier.

    `at`: as of this moment, or now.
    """
    asked = {
        "organization_ids": list(days),
        "since": [min(known).replace(day=1) if known else None for known in days.values()],
        "ends": [_next_month(max(known)) if known else None for known in days.values()],
        "at": at,
    }
    rows = await _LOAD.all(session, asked)
    return [
        _books(list(of_customer)) for _, of_customer in groupby(rows, attrgetter("customer_id"))
    ]


def _next_month(day: date) -> date:
    return first_of_month(month_number(day) + 1)


def _books(rows: Sequence[Row]) -> Books:
    first = rows[0]
    return Books(
        first.customer_id,
        first.names,
        [agreement_in(row) for row in rows],
        [_closed(one) for row in rows for one in row.closed],
        first.today,
        month_number(first.since),
        {row.agreement_id: opening_in(row.opening) for row in rows if row.opening},
        None if first.ends is None else month_number(first.ends),
        {row.agreement_id: closing_in(row) for row in rows},
        None if first.last_names is None else _last(first),
    )


def _last(row: Row) -> LastAllocation:
    return LastAllocation(
        frozenset(row.last_names),
        AGREEMENTS.validate_json(row.last_agreements),
        month_number(row.current_month),
        month_number(row.last_month),
        None if row.changed_from is None else month_number(row.changed_from),
        row.in_order,
    )


def _closed(part: str) -> ClosedCharge:
    charge_id, amount, base_seconds, minimum, rolled_over = json.loads(part)
    return ClosedCharge(
        UUID(charge_id),
        Decimal(amount),
        base_seconds,
        None if minimum is None else Decimal(minimum),
        rolled_over,
    )
