"""What invoices are owed, and what credit customers have, now or at the end of a day before.

Now is read from the open balances alone. A day in the past is now without what came after it: the cost is that of what is
open and of what happened since, never of history.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from database import Session, Statement
from invoicing.domain.ageing import AGES, Age, By, Standing


def is_of_age(age: Age, days: str = "days") -> str:
    """SQL of whether something is so late; `days` is SQL of how many days."""
    first, last = AGES[age]
    bounds = [f"{days} >= {first}"] * (first is not None) + [f"{days} <= {last}"] * (
        last is not None
    )
    return " AND ".join(bounds)


PAYMENT_DAY = """CASE WHEN p.reverses IS NULL THEN p.received_on
        ELSE (p.recorded_at AT TIME ZONE :zone)::date END"""
"""SQL of the day to which a payment `p` belongs: a counter-entry's own, so that it changes no day before it."""
REFUND_DAY = PAYMENT_DAY.replace("p.received_on", "p.refunded_on")
"""SQL of the day to which a refund `p` belongs."""
ALLOCATION_DAY = f"""greatest({PAYMENT_DAY}, b.issue_date, CASE WHEN a.allocated_at = p.recorded_at THEN NULL
        ELSE (a.allocated_at AT TIME ZONE :zone)::date END)"""
"""SQL of the day to which an allocation `a` of a payment `p` to the invoice of `b` belongs."""
_ZONES = timedelta(days=2)
"""What was recorded so shortly before is looked at too: the account's time zone may have been another then."""
_OPEN = "b.total - b.credited - b.allocated"
_ROW = "b.invoice_id, b.organization_id, b.currency, b.issue_date, b.due_date, b.total"
_NOW = f"""
    owed AS (SELECT {_ROW}, {_OPEN} AS owed FROM balances b WHERE {_OPEN} > 0),
    credits AS (
        SELECT organization_id, currency, sum(amount - allocated) AS credit FROM payments WHERE amount <> allocated
        GROUP BY 1, 2
    )
"""
_RECORDED_SINCE = """
        SELECT invoice_id, amount, amount AS allocated FROM allocations WHERE allocated_at >= :since
        UNION ALL
        SELECT invoice_id, total, 0 FROM credit_notes WHERE issued_at >= :since
"""
_DATED_SINCE = f"""
        SELECT a.invoice_id, a.amount, a.amount AS allocated
        FROM allocations a JOIN payments p ON p.account_id = a.account_id AND p.id = a.payment_id
            JOIN balances b ON b.account_id = a.account_id AND b.invoice_id = a.invoice_id
        WHERE a.allocated_at >= :since AND {ALLOCATION_DAY} > :day
        UNION ALL
        SELECT invoice_id, total, 0 FROM credit_notes WHERE issued_at >= :since AND issue_date > :day
"""
_THEN = f"""
    settled AS (
        SELECT invoice_id, sum(amount) AS amount, sum(allocated) AS allocated FROM ({{since}}) parts GROUP BY 1
    ),
    changed AS MATERIALIZED (
        SELECT {_ROW}, b.issued_at, {_OPEN} AS open, s.amount, s.allocated
        FROM settled s CROSS JOIN LATERAL (SELECT * FROM balances b WHERE b.invoice_id = s.invoice_id OFFSET 0) b
    ),
    signed AS (
        SELECT {_ROW}, {_OPEN} + coalesce(c.amount, 0) AS owed FROM balances b LEFT JOIN changed c USING (invoice_id)
        WHERE {_OPEN} > 0 AND {{was_there}}
        UNION ALL
        SELECT {_ROW}, b.amount FROM changed b WHERE open <= 0 AND {{was_there}}
    ),
    owed AS (SELECT * FROM signed WHERE owed > 0),
    credits AS (
        SELECT organization_id, currency, sum(credit) AS credit FROM (
            SELECT organization_id, currency, amount - allocated AS credit FROM payments WHERE amount <> allocated
            UNION ALL
            SELECT p.organization_id, p.currency, -p.amount FROM payments p WHERE p.recorded_at >= :since {{and_later}}
            UNION ALL
            SELECT p.organization_id, p.currency, p.amount FROM refunds p
            WHERE p.recorded_at >= :since {{and_refunded_later}}
            UNION ALL
            SELECT organization_id, currency, allocated FROM changed
            UNION ALL
            SELECT organization_id, currency, -owed FROM signed WHERE owed < 0
        ) parts GROUP BY 1, 2
    )
"""
_BY: Mapping[By, str] = {
    "recorded": _THEN.format(
        since=_RECORDED_SINCE, was_there="b.issued_at < :since", and_later="", and_refunded_later=""
    ),
    "dated": _THEN.format(
        since=_DATED_SINCE,
        was_there="b.issue_date <= :day",
        and_later=f"AND {PAYMENT_DAY} > :day",
        and_refunded_later=f"AND {REFUND_DAY} > :day",
    ),
}
_BUCKETS = ", ".join(
    f"coalesce(sum(owed) FILTER (WHERE {is_of_age(age)}), 0) AS {age}" for age in AGES
)
_PARTS = """
    (SELECT organization_id, currency, :day - due_date AS days, owed, 0 AS credit FROM owed WHERE {invoices}
    UNION ALL SELECT organization_id, currency, NULL, NULL, credit FROM credits WHERE credit <> 0 AND {credits}) parts
"""
_BY_INDEX = Statement(
    "SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)"
)
_FIGURES = ("invoices", *AGES, "total", "credit", "days_late")
CUSTOMERS_OWING = f"""
    WITH {{open}}, sums AS MATERIALIZED (
        SELECT coalesce(o.merged_into, parts.organization_id) AS organization_id, parts.currency,
            count(owed)::int AS invoices, {_BUCKETS}, coalesce(sum(owed), 0) AS total, sum(credit) AS credit,
            coalesce(max(days), 0) AS days_late
        FROM {_PARTS}
        LEFT JOIN organizations o ON o.organization_id = parts.organization_id AND o.merged_into IS NOT NULL
        GROUP BY 1, 2
    ), named AS (
        SELECT sums.*, name, {{key}} AS key FROM sums LEFT JOIN organizations USING (organization_id)
    ), page AS (
        SELECT row_number() OVER (ORDER BY currency, key {{way}}, organization_id {{way}}) AS place, organization_id,
            name AS organization_name, key, currency, {", ".join(_FIGURES)}
        FROM named WHERE {{where}} ORDER BY place LIMIT :limit
    )
    SELECT * FROM page
    UNION ALL
    SELECT NULL, NULL, NULL, NULL, currency, {", ".join(f"sum({one})" for one in _FIGURES[:-1])}, max(days_late)
    FROM sums GROUP BY currency
    ORDER BY place NULLS LAST, currency
"""
TOTALS_OWED = f"""
    WITH {{open}}
    SELECT currency, count(owed)::int AS invoices, {_BUCKETS}, coalesce(sum(owed), 0) AS total, sum(credit) AS credit
    FROM {_PARTS} GROUP BY 1 ORDER BY 1
"""
INVOICES_OWED = """
    WITH {open}
    SELECT invoice_id, i.number, coalesce(o.merged_into, owed.organization_id) AS organization_id,
        i.buyer ->> 'name' AS organization_name, owed.currency, owed.issue_date, owed.due_date,
        :day - owed.due_date AS days_late, owed.total, owed.owed,
        EXISTS (SELECT FROM disputes d WHERE d.account_id = i.account_id AND d.invoice_id = i.id AND NOT EXISTS (
            SELECT FROM dispute_resolutions r WHERE r.account_id = d.account_id AND r.dispute_id = d.id)) AS disputed
    FROM (SELECT *, :day - due_date AS days FROM owed) owed JOIN invoices i ON i.id = invoice_id
    LEFT JOIN organizations o ON o.organization_id = owed.organization_id
    WHERE {where} ORDER BY owed.due_date, invoice_id LIMIT :limit
"""


def open_balances(standing: Standing) -> str:
    """SQL of what is `owed` of each invoice and the `credits` of each customer, to stand behind WITH."""
    return _BY[standing.by] if standing.past else _NOW


def values_of(standing: Standing) -> dict[str, Any]:
    """The values of its parameters."""
    recorded = standing.by == "recorded"
    return {
        "day": standing.day,
        "zone": standing.zone,
        "since": standing.cutoff if recorded else standing.cutoff - _ZONES,
    }


async def by_index(session: Session) -> None:
    """Let the rest of the transaction read by index alone: the planner knows nothing of how few balances are open."""
    await _BY_INDEX.all(session)
