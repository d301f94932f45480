"""All that is agreed with customers, as allocation needs it."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from database import Row, Session, Statement
from rates.domain.agreements import Agreement
from rates.domain.charges import ClosedCharge
from rates.store.agreement_rows import PARTS, agreement_in
from rates.store.currencies import ZONE_OF_ACCOUNT
from rates.store.customers import names, staying

_LOAD = Statement(f"""
WITH customer AS (
    SELECT DISTINCT {staying("given.id")} AS id FROM unnest(CAST(:organization_ids AS uuid[])) AS given(id)
), named AS (SELECT id AS customer_id, {names("customer.id")} AS names FROM customer)
SELECT customer_id, names, agreement.*, {PARTS},
    ARRAY(SELECT jsonb_build_array(charge_id, amount::text, included_seconds - rolled_over_seconds, minimum::text,
            CASE WHEN included_seconds IS NOT NULL THEN rolled_over_seconds END)::text
        FROM agreement_charges AS one WHERE one.agreement_id = agreement.agreement_id AND billed_at IS NOT NULL) AS closed,
    (coalesce(CAST(:at AS timestamptz), now()) AT TIME ZONE {ZONE_OF_ACCOUNT})::date AS today
FROM named JOIN agreements AS agreement ON organization_id = ANY(names) WHERE superseded_at IS NULL
ORDER BY customer_id, agreement_id
""")


@dataclass(frozen=True, slots=True)
class Books:
    """All agreements of a customer, the charges of them that invoices bill, and the account's day.

    `names`: its ids, with those of customers that were merged into it.
    """

    names: Sequence[UUID]
    agreements: Sequence[Agreement]
    closed: Sequence[ClosedCharge]
    today: date


async def load(session: Session, organization_ids: Collection[UUID]) -> list[Agreement]:
    """All agreements of customers with these ids, whatever they cover and when."""
    return [
        one for books in await load_books(session, organization_ids) for one in books.agreements
    ]


async def load_books(
    session: Session, organization_ids: Collection[UUID], at: datetime | None = None
) -> list[Books]:
    """All agreements of customers with any of these ids; `at`: as of this moment, or now."""
    rows = await _LOAD.all(session, {"organization_ids": list(organization_ids), "at": at})
    return [
        _books(list(of_customer)) for _, of_customer in groupby(rows, attrgetter("customer_id"))
    ]


def _books(rows: Sequence[Row]) -> Books:
    closed = [_closed(one) for row in rows for one in row.closed]
    return Books(rows[0].names, [agreement_in(row) for row in rows], closed, rows[0].today)


def _closed(part: str) -> ClosedCharge:
    charge_id, amount, base_seconds, minimum, rolled_over = json.loads(part)
    return ClosedCharge(
        UUID(charge_id),
        Decimal(amount),
        base_seconds,
        None if minimum is None else Decimal(minimum),
        rolled_over,
    )
