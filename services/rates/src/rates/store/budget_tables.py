"""The tables of budgets: what projects and customers may use, what is planned, and what was reached."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Identity, Index, Integer, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, BigInt, grants
from rates.store.base import Base
from rates.store.budget_triggers import BUDGETED


class ProjectRow(AccountOwned, Base):
    """The version of a project that is known here, as far as its budget and what is planned need it."""

    __tablename__ = "projects"

    project_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    organization_id: Mapped[UUID | None]
    billable: Mapped[bool]
    budget_seconds: Mapped[int | None] = mapped_column(Integer)
    budget_amount: Mapped[Decimal | None]
    budget_currency: Mapped[str | None]
    budget_period: Mapped[str]
    closed: Mapped[bool]
    archived: Mapped[bool]

    __table_args__ = (
        CheckConstraint(
            "(budget_amount IS NULL) = (budget_currency IS NULL)", name="projects_money_is_whole"
        ),
        Index("projects_with_budget", "account_id", "project_id", postgresql_where=text(BUDGETED)),
        Index(
            "projects_of_customer",
            "account_id",
            "organization_id",
            postgresql_where=text("organization_id IS NOT NULL"),
        ),
        grants("SELECT, INSERT, UPDATE"),
    )


class PlannedTaskRow(AccountOwned, Base):
    """The version of a task that is known here. `open`: something may be left to do."""

    __tablename__ = "planned_tasks"

    task_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    project_id: Mapped[UUID]
    service_type_id: Mapped[UUID | None]
    planned_start: Mapped[date | None]
    planned_finish: Mapped[date | None]
    estimate_seconds: Mapped[int | None]
    percent_done: Mapped[int | None]
    assignee_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    open: Mapped[bool]

    __table_args__ = (
        Index("planned_tasks_open", "account_id", "project_id", postgresql_where=text("open")),
        grants("SELECT, INSERT, UPDATE"),
    )


class OrganizationBudgetRow(AccountOwned, Base):
    """What a customer may use on some days, in all or each month."""

    __tablename__ = "organization_budgets"

    budget_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    organization_id: Mapped[UUID]
    budget_seconds: Mapped[int | None]
    budget_amount: Mapped[Decimal | None]
    budget_currency: Mapped[str | None]
    budget_period: Mapped[str]
    thresholds: Mapped[list[int]] = mapped_column(ARRAY(Integer()))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]

    __table_args__ = (
        CheckConstraint(
            "(budget_amount IS NULL) = (budget_currency IS NULL)"
            " AND num_nonnulls(budget_seconds, budget_amount) > 0",
            name="organization_budgets_are_whole",
        ),
        CheckConstraint(
            "budget_seconds > 0 AND budget_amount > 0", name="organization_budgets_are_positive"
        ),
        CheckConstraint(
            "budget_period IN ('total', 'month')", name="organization_budgets_period_check"
        ),
        CheckConstraint("valid_to >= valid_from", name="organization_budgets_end_after_start"),
        ExcludeConstraint(
            ("account_id", "="),
            ("organization_id", "="),
            (text("daterange(valid_from, valid_to, '[]')"), "&&"),
            name="organization_budgets_never_overlap",
        ),
        grants("SELECT, INSERT, UPDATE, DELETE"),
    )


class ProjectThresholdsRow(AccountOwned, Base):
    """Of which percents of a project's budget people are told, where somebody chose them."""

    __tablename__ = "project_thresholds"

    project_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    thresholds: Mapped[list[int]] = mapped_column(ARRAY(Integer()))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]

    __table_args__ = (grants("SELECT, INSERT, UPDATE"),)


class ReachedBudgetRow(AccountOwned, Base):
    """That so much of a budget was reached in a period, once and for ever; a budget of another size is another.

    `goal`, `used`: seconds (then `currency` is empty) or money. `number` only grows.
    """

    __tablename__ = "reached_budgets"

    budget_id: Mapped[UUID] = mapped_column(primary_key=True)
    first_day: Mapped[date] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(primary_key=True)
    forecast: Mapped[bool] = mapped_column(primary_key=True)
    percent: Mapped[int] = mapped_column(primary_key=True)
    goal: Mapped[Decimal] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(primary_key=True)
    used: Mapped[Decimal]
    number: Mapped[BigInt] = mapped_column(Identity(always=True))
    reached_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("measure IN ('hours', 'money')", name="reached_budgets_measure_check"),
        grants("SELECT, INSERT"),
    )


class BudgetTouchRow(AccountOwned, Base):
    """That something of a project's or a customer's time or plan has changed, in a month (None: of the plan)."""

    __tablename__ = "budget_touches"

    id: Mapped[BigInt] = mapped_column(Identity(always=True), primary_key=True)
    project_id: Mapped[UUID | None]
    organization_id: Mapped[UUID | None]
    month: Mapped[date | None]

    __table_args__ = (grants("SELECT, INSERT, DELETE"),)
