"""What agreements charge that counts against budgets, each in its own period, in one statement for any number of them."""

from collections.abc import Sequence
from datetime import date

from database import Session, Statement
from rates.domain.budgets import BudgetWindow
from rates.domain.planned_agreements import BudgetCharge
from rates.store.valued_charges import BEGUN, EXPECTED

_OF = {"project_id": "charge.project_id", "organization_id": "charge.organization_id"}
_READ = Statement(f"""
WITH wanted AS MATERIALIZED (
    SELECT * FROM unnest(CAST(:numbers AS int[]), CAST(:project_id AS uuid[]), CAST(:organization_id AS uuid[]),
        CAST(:first_day AS date[]), CAST(:last_day AS date[])) AS w(number, project_id, organization_id, first_day, last_day)
)
{
    " UNION ALL ".join(
        f'''SELECT number, charge_id, currency, expected, ready, billed FROM wanted AS w CROSS JOIN LATERAL (
    {EXPECTED} AND {BEGUN} AND {column} = w.{name} AND charge.counts_on BETWEEN w.first_day AND w.last_day) AS charge'''
        for name, column in _OF.items()
    )
}
""")
_WANTED = ("numbers", "project_id", "organization_id", "first_day", "last_day")


async def begun_charges(
    session: Session, windows: Sequence[BudgetWindow]
) -> list[list[BudgetCharge]]:
    """What has begun, is reached, bought or billed in the period of each window, in their order."""
    rows = [row for number, one in enumerate(windows) for row in _wanted(number, one)]
    columns = zip(*rows, strict=True) if rows else [()] * len(_WANTED)
    values = {name: list(column) for name, column in zip(_WANTED, columns, strict=True)}
    found: list[list[BudgetCharge]] = [[] for _ in windows]
    for row in await _READ.all(session, values):
        charge = BudgetCharge(row.charge_id, row.currency, row.expected, row.ready, row.billed)
        found[row.number].append(charge)
    return found


def _wanted(number: int, window: BudgetWindow) -> list[tuple[object, ...]]:
    """A row for each id of whose charges count."""
    budget, period = window.budget, window.period
    days = (period.first_day or date.min, period.last_day or date.max)
    if budget.kind == "project":
        return [(number, budget.project_id, None, *days)]
    return [(number, None, one, *days) for one in budget.customer_ids]
