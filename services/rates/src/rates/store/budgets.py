"""Budgets as they are: those of projects, which come from timer, and those of customers, which are set here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from database import Row, Session, Statement
from money import Money
from rates.domain.budgets import DEFAULT_THRESHOLDS, Budget, BudgetKind, NewBudget
from rates.store.budget_tables import OrganizationBudgetRow, ProjectRow, ProjectThresholdsRow
from rates.store.budget_triggers import BUDGETED
from rates.store.customers import names, staying

_PROJECTS, _THRESHOLDS = ProjectRow.__tablename__, ProjectThresholdsRow.__tablename__
_CUSTOMERS = OrganizationBudgetRow.__tablename__
_USUAL = f"ARRAY[{', '.join(map(str, DEFAULT_THRESHOLDS))}]"
# A budget that timer changes and thresholds that are set here make one version together: both only grow.
_COLUMNS = f"""
    projects.project_id AS budget_id, 'project' AS kind, coalesce(chosen.version, 0) AS version, projects.project_id,
    projects.organization_id, budget_seconds, budget_amount, budget_currency, budget_period,
    coalesce(chosen.thresholds, {_USUAL}) AS thresholds, NULL::date AS first_day, NULL::date AS last_day,
    '{{}}'::uuid[] AS customer_ids, known.name
    FROM {_PROJECTS} LEFT JOIN {_THRESHOLDS} chosen ON chosen.project_id = projects.project_id
    LEFT JOIN known_references known ON known.field = 'project_id' AND known.id = projects.project_id
"""
_OF_CUSTOMER = f"""
    budget_id, 'organization' AS kind, budget.version, NULL::uuid AS project_id, budget.organization_id, budget_seconds,
    budget_amount, budget_currency, budget_period, thresholds, valid_from AS first_day, valid_to AS last_day,
    {names(staying("budget.organization_id"))} AS customer_ids, known.name
    FROM {_CUSTOMERS} budget
    LEFT JOIN known_references known ON known.field = 'organization_id' AND known.id = budget.organization_id
"""
_ANY = "CAST(:{0} AS uuid[]) IS NULL OR {1} = ANY(CAST(:{0} AS uuid[]))"
_LIST = Statement(f"""
SELECT * FROM (
    (SELECT {_COLUMNS} WHERE {BUDGETED} AND coalesce(CAST(:kind AS text), 'project') = 'project'
        AND ({_ANY.format("customer_ids", "projects.organization_id")})
        AND (CAST(:after AS uuid) IS NULL OR projects.project_id > :after)
        ORDER BY projects.project_id LIMIT :limit)
    UNION ALL
    (SELECT {_OF_CUSTOMER} WHERE coalesce(CAST(:kind AS text), 'organization') = 'organization'
        AND ({_ANY.format("customer_ids", "budget.organization_id")})
        AND (CAST(:after AS uuid) IS NULL OR budget_id > :after)
        ORDER BY budget_id LIMIT :limit)
) AS budgets ORDER BY budget_id LIMIT :limit
""")
_FIND = Statement(f"""
SELECT {_COLUMNS} WHERE projects.project_id = :id UNION ALL SELECT {_OF_CUSTOMER} WHERE budget_id = :id
""")
_CONCERNED = Statement(f"""
SELECT {_COLUMNS} WHERE {BUDGETED} AND projects.project_id = ANY(CAST(:project_ids AS uuid[]))
UNION ALL
SELECT {_OF_CUSTOMER} WHERE {staying("budget.organization_id")} IN (
    SELECT {staying("touched.id")} FROM unnest(CAST(:organization_ids AS uuid[])) AS touched(id))
""")
_SAVE = Statement("""
INSERT INTO organization_budgets (budget_id, version, organization_id, budget_seconds, budget_amount, budget_currency,
    budget_period, thresholds, valid_from, valid_to, recorded_at, recorded_by)
VALUES (:budget_id, :version, :organization_id, :seconds, :amount, :currency, :period, CAST(:thresholds AS int[]),
    :first_day, :last_day, :now, :by)
ON CONFLICT (account_id, budget_id) DO UPDATE SET version = excluded.version, organization_id = excluded.organization_id,
    budget_seconds = excluded.budget_seconds, budget_amount = excluded.budget_amount,
    budget_currency = excluded.budget_currency, budget_period = excluded.budget_period,
    thresholds = excluded.thresholds, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
    recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by
""")
_DELETE = Statement("DELETE FROM organization_budgets WHERE budget_id = :id")
_SAVE_THRESHOLDS = Statement("""
INSERT INTO project_thresholds (project_id, version, thresholds, recorded_at, recorded_by)
VALUES (:id, :version, CAST(:thresholds AS int[]), :now, :by)
ON CONFLICT (account_id, project_id) DO UPDATE SET version = excluded.version, thresholds = excluded.thresholds,
    recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by
""")


@dataclass(frozen=True, slots=True)
class BudgetFilter:
    """Which budgets; None for any value. A customer's are its own and those of its projects."""

    kind: BudgetKind | None = None
    organization_id: UUID | None = None


async def list_budgets(
    session: Session,
    kind: BudgetKind | None,
    customer_ids: Collection[UUID] | None,
    after: UUID | None,
    limit: int,
) -> list[Budget]:
    """In the order of their ids: those of projects that are not archived, and of customers."""
    ids = None if customer_ids is None else list(customer_ids)
    values = {"kind": kind, "customer_ids": ids, "after": after, "limit": limit}
    return [_budget(row) for row in await _LIST.all(session, values)]


async def find(session: Session, budget_id: UUID) -> Budget | None:
    """The budget of a project, with or without one, or of a customer."""
    row = await _FIND.first(session, {"id": budget_id})
    return None if row is None else _budget(row)


async def concerned(
    session: Session, project_ids: Collection[UUID], organization_ids: Collection[UUID]
) -> Sequence[Budget]:
    """The budgets of these projects and of these customers."""
    values = {"project_ids": list(project_ids), "organization_ids": list(organization_ids)}
    return [_budget(row) for row in await _CONCERNED.all(session, values)]


async def save(session: Session, new: NewBudget, version: int, now: datetime, by: str) -> None:
    """Write a customer's budget; the constraint `organization_budgets_never_overlap` may refuse it."""
    values = {
        "budget_id": new.budget_id,
        "version": version,
        "organization_id": new.organization_id,
        "seconds": new.seconds,
        "amount": new.money and new.money.amount,
        "currency": new.money and new.money.currency,
        "period": new.period,
        "thresholds": list(new.thresholds),
        "first_day": new.first_day,
        "last_day": new.last_day,
    }
    await _SAVE.all(session, {**values, "now": now, "by": by})


async def delete(session: Session, budget_id: UUID) -> None:
    """A customer's budget is no more; what it reached stays known."""
    await _DELETE.all(session, {"id": budget_id})


async def save_thresholds(
    session: Session,
    project_id: UUID,
    thresholds: Sequence[int],
    version: int,
    now: datetime,
    by: str,
) -> None:
    """Write of which percents of a project's budget people are told."""
    values = {"id": project_id, "version": version, "thresholds": list(thresholds)}
    await _SAVE_THRESHOLDS.all(session, {**values, "now": now, "by": by})


def _budget(row: Row) -> Budget:
    amount: Any = row.budget_amount
    return Budget(
        budget_id=row.budget_id,
        kind=row.kind,
        version=row.version,
        project_id=row.project_id,
        organization_id=row.organization_id,
        name=row.name,
        seconds=row.budget_seconds,
        money=None if amount is None else Money(amount, row.budget_currency),
        period=row.budget_period,
        thresholds=tuple(sorted(row.thresholds)),
        first_day=row.first_day,
        last_day=row.last_day,
        customer_ids=tuple(row.customer_ids),
    )
