"""What agreements charge apart from plain hours, as figures beside those of time.

There are few of them, and each is what a line of an invoice is or will be: so they are added up as they are.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID

from database import Row, Session, Statement
from money import minor_units
from rates.domain.figures import AGREEMENT, MOST_FIGURES, Charged, Dimension, Figure, Key, charge_of
from rates.store.charge_tables import AgreementMonthRow, ChargeRow
from rates.store.currencies import ZONE_OF_ACCOUNT
from rates.store.valued_sources import first_day_of

_TODAY = f"(SELECT (now() AT TIME ZONE {ZONE_OF_ACCOUNT})::date)"
EXPECTED = f"""
    SELECT charge.*, coalesce(o.merged_into, charge.organization_id) AS home,
        CASE WHEN charge.billed_at IS NOT NULL THEN charge.amount ELSE 0 END AS billed,
        CASE WHEN charge.billed_at IS NULL AND charge.billable_from <= {_TODAY} THEN charge.amount ELSE 0 END AS ready,
        CASE WHEN charge.billed_at IS NULL AND charge.kind = 'true-up' THEN coalesce(month.amount, charge.amount)
            ELSE charge.amount END AS expected
    FROM {ChargeRow.__tablename__} AS charge
    LEFT JOIN {AgreementMonthRow.__tablename__} AS month
        ON charge.kind = 'true-up' AND month.agreement_id = charge.agreement_id AND month.month = charge.month
    LEFT JOIN organizations AS o ON o.organization_id = charge.organization_id AND o.merged_into IS NOT NULL
    WHERE (charge.billed_at IS NOT NULL OR NOT charge.cancelled)"""
"""SQL of charges that there are, with what of each is billed, can be billed now, and is `expected` in all: of a true-up what
it comes to when all time of its month is approved."""
BEGUN = f"""(charge.billed_at IS NOT NULL
    OR charge.counts_on <= {_TODAY} AND NOT (charge.kind = 'milestone' AND charge.billable_from IS NULL))"""
"""SQL of whether a charge is one of days that are not to come."""
_COLUMNS: dict[Dimension, str] = {
    "organization": "home::text",
    "project": f"coalesce(project_id::text, '{AGREEMENT}')",
    "state": "part.state",
    **{one: first_day_of(one, "counts_on") for one in ("day", "week", "month")},
}
_CONDITIONS = {
    "organization_ids": "charge.organization_id = ANY(:organization_ids)",
    "project_id": "charge.project_id = :project_id",
}


async def charge_figures(
    session: Session, by: tuple[Dimension, ...], values: Mapping[str, Any]
) -> list[Figure]:
    """What agreements charge by both dimensions; `values`: of `valued_sources.prepare`.

    What they charge has no agent, team or kind of work, nor a project unless the agreement covers that alone.
    """
    rows = await _charged(by, frozenset(values)).all(session, values)
    return [_figure(row, len(by)) for row in rows]


def _figure(row: Row, count: int) -> Figure:
    scale = minor_units(row.currency)
    billed, ready, amount = (
        int(row[name].scaleb(scale)) for name in ("billed", "ready", "expected")
    )
    keys = tuple([_key(row[f"key{number}"]) for number in range(count)])
    return charge_of(keys, row.currency, Charged(amount, ready, billed))


def _key(found: Any) -> Key:
    """Ids come as text, because words may stand in their place."""
    return UUID(found) if isinstance(found, str) and len(found) == _ID else found


_ID = len(str(UUID(int=0)))


@cache
def _charged(by: tuple[Dimension, ...], asked: frozenset[str]) -> Statement:
    conditions = [sql for name, sql in _CONDITIONS.items() if name in asked]
    conditions.append("charge.counts_on BETWEEN :first_day AND :last_day")
    columns = [_COLUMNS.get(one, f"'{AGREEMENT}'") for one in by]
    keys = "".join(f"{sql} AS key{number}, " for number, sql in enumerate(columns))
    state = "WHERE part.state = :state" if "state" in asked else ""
    return Statement(f"""
SELECT {keys}currency, sum(part.billed) AS billed, sum(part.ready) AS ready, sum(part.amount) AS expected
FROM ({EXPECTED} AND {" AND ".join(conditions)}) AS charge
CROSS JOIN LATERAL (VALUES ('billed', billed, billed, 0), ('ready', ready, 0, ready),
    ('expected', expected - ready - billed, 0, 0)) AS part(state, amount, billed, ready) {state}
GROUP BY {"".join(f"key{number}, " for number in range(len(by)))}currency
HAVING bool_or(part.amount <> 0) LIMIT {MOST_FIGURES + 1}
""")
