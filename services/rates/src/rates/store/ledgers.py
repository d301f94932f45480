"""Ledgers of agreements: rows that are written when a month is closed, and when it comes out differently afterwards.

A month is closed while an invoice bills its charge; what it used is final once it is over, too. What a row adds is what the
rows of its kind miss of what the month now comes to, so nothing is ever written twice, however often this is done.
"""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from database import Session, Statement
from rates.store.charge_tables import LedgerRow
from rates.store.openings import StoredSpan, in_spans, span_values

_LEDGER = LedgerRow.__tablename__
_WRITE = Statement(f"""
WITH closed AS MATERIALIZED (
    SELECT month.*, charge.kind AS charge_kind,
        coalesce(charge.included_seconds - charge.rolled_over_seconds, base_seconds) AS hours,
        charge.amount AS billed, charge.billed_at IS NOT NULL AS is_billed,
        month.last_day < CAST(:today AS date) AS is_over
    FROM agreement_months AS month JOIN agreement_charges AS charge USING (charge_id)
    WHERE {in_spans("month")} AND (charge.billed_at IS NOT NULL
        OR EXISTS (SELECT FROM {_LEDGER} AS known
            WHERE known.agreement_id = month.agreement_id AND known.month = month.month))
), figures AS (
    SELECT agreement_id, month, charge_id, figure.kind, figure.seconds, figure.amount
    FROM closed CROSS JOIN LATERAL (VALUES
        ('base', hours, NULL::numeric, is_billed),
        ('rolled-over', rolled_over_seconds, NULL, is_billed),
        ('used', used_seconds, NULL, is_billed AND is_over),
        ('overage', overage_seconds, NULL, is_billed AND is_over),
        ('expired', expiring_seconds, NULL, is_billed AND is_over),
        ('fees', NULL, fees, is_billed AND is_over),
        (charge_kind, NULL, CASE WHEN is_billed THEN billed ELSE 0 END, true)
    ) AS figure(kind, seconds, amount, is_final)
    WHERE is_final
), written AS (
    SELECT agreement_id, month, kind, sum(seconds)::int AS seconds, sum(amount) AS amount
    FROM {_LEDGER} JOIN (SELECT DISTINCT agreement_id, month FROM closed) AS wanted USING (agreement_id, month)
    GROUP BY agreement_id, month, kind
), missing AS (
    SELECT figures.agreement_id, figures.month, figures.charge_id, figures.kind,
        figures.seconds - coalesce(written.seconds, 0) AS seconds, figures.amount - coalesce(written.amount, 0) AS amount,
        CASE WHEN written.kind IS NULL THEN 'closed' WHEN figures.kind NOT IN ('fee', 'true-up') THEN 'corrected'
            WHEN figures.amount < written.amount THEN 'credited' ELSE 'billed again' END AS reason
    FROM figures LEFT JOIN written USING (agreement_id, month, kind)
)
INSERT INTO {_LEDGER} (agreement_id, month, kind, seconds, amount, reason, entries, charge_id, recorded_at)
SELECT agreement_id, month, kind, seconds, amount, reason,
    CASE WHEN reason = 'corrected' THEN (
        SELECT jsonb_agg(jsonb_build_object('entry_id', entry_id, 'work_date', work_date, 'seconds', seconds))
        FROM time_entries AS entry WHERE entry_id = ANY(CAST(:entry_ids AS uuid[]))
            AND date_trunc('month', work_date::timestamp)::date = missing.month
    ) END, charge_id, statement_timestamp()
FROM missing WHERE coalesce(seconds::numeric, amount) <> 0 ORDER BY agreement_id, month, kind
""")


async def write(
    session: Session,
    spans: Iterable[StoredSpan],
    today: date,
    entry_ids: Collection[UUID] = (),
) -> None:
    """Bring the ledgers of these months of agreements up to what the closed ones come to, on the account's day.

    `entry_ids`: the entries that have changed, which corrections are about.
    """
    asked = {
        **span_values(spans),
        "today": today,
        "entry_ids": list(entry_ids),
    }
    await _WRITE.all(session, asked)
