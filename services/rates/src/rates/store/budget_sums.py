"""What the time of budgets adds up to, each in its own period, in one statement for any number of them.

Lines are rounded as in costs and revenue (`store/valued_days.py`), so a budget says the same to the cent.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from database import Row, Session, Statement
from money import hourly_amount, minor_units
from rates.domain.budgets import BudgetWindow, LoggedSums
from rates.store.valued_days import rounded
from rates.store.valued_triggers import PRICED

_SUMS = ("parts", "seconds", "billed_seconds", "cost_seconds")
_KEYS = ("line", "amount", "currency", "reason", "halves", "cost_currency", "state")
_VALUES = ", ".join(f"v.{name}" for name in (*_KEYS, *_SUMS))


def _cells() -> str:
    """Months by an index of their own; days at the ends of a customer's budget one by one; changes, which are few."""
    sources = (
        (
            "JOIN valued_months v ON v.{key} = w.{key} AND v.work_date >= w.first_month AND v.work_date < w.end_month",
            ("project_id", "organization_id"),
        ),
        (
            "JOIN valued_changes v ON v.{key} = w.{key} AND v.work_date BETWEEN w.first_day AND w.last_day",
            ("project_id", "organization_id"),
        ),
        (
            (
                "CROSS JOIN LATERAL (SELECT w.first_day + n AS day FROM generate_series(0, w.before - 1) n"
                " UNION ALL SELECT w.last_day - n FROM generate_series(0, w.after - 1) n) AS edge"
                " JOIN valued_days v ON v.{key} = w.{key} AND v.work_date = edge.day"
            ),
            ("organization_id",),
        ),
    )
    return " UNION ALL ".join(
        f"SELECT w.number, v.organization_id, {_VALUES} FROM wanted w {source.format(key=key)}"
        for source, keys in sources
        for key in keys
    )


_ADDED = ", ".join(f"sum({name}) AS {name}" for name in _SUMS)
_STATES = {"billed": "'billed'", "approved": "'approved', 'written-off'"}
"""Time that is written off was approved, and is worth nothing."""
_OF_STATES = ", ".join(
    f"coalesce(sum({name}) FILTER (WHERE state IN ({states})), 0) AS {state}_{name}"
    for state, states in _STATES.items()
    for name in ("seconds", "billed_seconds")
)
_READ = Statement(f"""
WITH wanted AS MATERIALIZED (
    SELECT * FROM unnest(CAST(:numbers AS int[]), CAST(:project_id AS uuid[]), CAST(:organization_id AS uuid[]),
        CAST(:first_day AS date[]), CAST(:last_day AS date[]), CAST(:first_month AS date[]), CAST(:end_month AS date[]),
        CAST(:before AS int[]), CAST(:after AS int[]))
        AS w(number, project_id, organization_id, first_day, last_day, first_month, end_month, before, after)
), cells AS MATERIALIZED (
    SELECT cells.*, coalesce(o.merged_into, cells.organization_id) AS home FROM ({_cells()}) AS cells
    LEFT JOIN (SELECT organization_id AS id, merged_into FROM organizations WHERE merged_into IS NOT NULL) AS o
        ON o.id = cells.organization_id
), lines AS (
    SELECT number, any_value(amount) AS amount, any_value(currency) AS currency, any_value(reason) AS reason,
        any_value(halves) AS halves, sum(seconds) AS seconds, sum(billed_seconds) AS charged, {_OF_STATES}
    FROM cells GROUP BY number, home, line HAVING sum(parts) <> 0
)
SELECT number, currency, reason, NULL AS cost_currency, sum(seconds)::bigint AS seconds,
    sum(billed_seconds)::bigint AS billed_seconds, sum(approved_seconds)::bigint AS approved_seconds,
    sum({rounded("(charged - billed_billed_seconds)")})::bigint AS to_invoice,
    sum({rounded("approved_billed_seconds")})::bigint AS approved,
    sum({rounded("billed_billed_seconds")})::bigint AS billed, 0 AS cost_seconds
FROM lines GROUP BY number, currency, reason
UNION ALL
SELECT number, '', '', cost_currency, sum(seconds)::bigint, 0, 0, 0, 0, 0, sum(cost_seconds) FROM cells
GROUP BY number, cost_currency HAVING sum(parts) <> 0
""")
_PREPARE = Statement(
    "SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)"
)
_FAR = date(9999, 1, 1)
_WANTED = (
    *("numbers", "project_id", "organization_id", "first_day", "last_day"),
    *("first_month", "end_month", "before", "after"),
)


async def logged_sums(session: Session, windows: Sequence[BudgetWindow]) -> list[LoggedSums]:
    """The sums of each window, in their order."""
    await _PREPARE.all(session)
    rows = [row for number, one in enumerate(windows) for row in _wanted(number, one)]
    columns = zip(*rows, strict=True) if rows else [()] * len(_WANTED)
    values = {name: list(column) for name, column in zip(_WANTED, columns, strict=True)}
    found: list[list[Row]] = [[] for _ in windows]
    for row in await _READ.all(session, values):
        found[row.number].append(row)
    return [_sums(one) for one in found]


def _wanted(number: int, window: BudgetWindow) -> list[tuple[object, ...]]:
    """A row for each id of whose time it is."""
    budget, period = window.budget, window.period
    first, last = period.first_day or date.min, period.last_day or _FAR
    months = period.whole_months
    if months:
        start, end = months
        edges = ((start - first).days if period.first_day else 0, (last - end).days + 1)
        end_month = min(end, _FAR)
        before, after = edges[0], edges[1] if period.last_day else 0
    else:
        start = end_month = first
        before, after = (last - first).days + 1, 0
    days = (first, last, start, end_month, before, after)
    if budget.project_id is not None and budget.kind == "project":
        return [(number, budget.project_id, None, *days)]
    return [(number, None, one, *days) for one in budget.customer_ids]


def _sums(rows: Sequence[Row]) -> LoggedSums:
    earned = [row for row in rows if row.cost_currency is None]
    spent = [row for row in rows if row.cost_currency is not None]
    unpriced = (row for row in earned if row.reason not in (PRICED, "not-billable"))

    def money(name: str) -> dict[str, Decimal]:
        return {
            row.currency: Decimal(row[name]).scaleb(-minor_units(row.currency))
            for row in earned
            if row.reason == PRICED
        }

    return LoggedSums(
        seconds=sum(row.seconds for row in earned),
        approved_seconds=sum(row.approved_seconds for row in earned),
        billed_seconds=sum(row.billed_seconds for row in earned),
        billed=money("billed"),
        approved=money("approved"),
        to_invoice=money("to_invoice"),
        spent={
            row.cost_currency: hourly_amount(row.cost_seconds, row.cost_currency)
            for row in spent
            if row.cost_currency
        },
        unpriced_seconds=sum(row.seconds for row in unpriced),
        seconds_without_cost=sum(row.seconds for row in spent if not row.cost_currency),
    )
