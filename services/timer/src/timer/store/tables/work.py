"""Kinds of work, projects and their tasks."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, BigInt, grants
from money import Money
from timer.budget import Budget, BudgetPeriod, Overspend
from timer.store.tables.base import (
    CATALOGUE,
    Base,
    Named,
    Versioned,
    belongs_to,
    flag,
    one_of,
)
from timer.task import TaskStatus


class ServiceType(Versioned, Named, Base):
    """A kind of work."""

    __tablename__ = "service_types"

    billable: Mapped[bool] = flag(True)
    archived: Mapped[bool] = flag(False)

    __table_args__ = (
        UniqueConstraint("account_id", "folded_name", name="service_type_name_taken"),
        CATALOGUE,
    )


class Planned:
    """From which day to which day, both included, work is planned."""

    planned_start: Mapped[date | None]
    planned_finish: Mapped[date | None]


class Project(Versioned, Named, Planned, Base):
    """Work for an organization, or for nobody in particular.

    `closed`: it takes no new time, and yet is not over. `budgets_told`: how often it was published that a part of its
    budget is used up.
    """

    __tablename__ = "projects"

    organization_id: Mapped[UUID | None]
    billable: Mapped[bool] = flag(True)
    archived: Mapped[bool] = flag(False)
    closed: Mapped[bool] = flag(False)
    budget_seconds: Mapped[BigInt | None]
    budget_amount: Mapped[Decimal | None]
    budget_currency: Mapped[str | None]
    budget_period: Mapped[BudgetPeriod] = mapped_column(server_default="total")
    overspend: Mapped[Overspend] = mapped_column(server_default="allow")
    budgets_told: Mapped[int] = mapped_column(server_default=text("0"))

    __table_args__ = (
        CheckConstraint("planned_start <= planned_finish", name="projects_planned_check"),
        CheckConstraint("budget_seconds > 0", name="projects_budget_check"),
        CheckConstraint(
            "(budget_amount IS NULL) = (budget_currency IS NULL)", name="projects_money_check"
        ),
        one_of("budget_period", BudgetPeriod, name="projects_period_check"),
        one_of("overspend", Overspend, name="projects_overspend_check"),
        belongs_to("organizations", "organization_id", name="project_organization"),
        UniqueConstraint(
            "account_id",
            "organization_id",
            "folded_name",
            name="project_name_taken",
            postgresql_nulls_not_distinct=True,
        ),
        CATALOGUE,
    )

    @property
    def budget(self) -> Budget:
        """What of it may be used up by hours."""
        return Budget(self.budget_seconds, self.budget_period, self.overspend)

    @property
    def budget_money(self) -> Money | None:
        """The plan's figure; what was earned is known to rates."""
        if self.budget_amount is None or self.budget_currency is None:
            return None
        return Money(self.budget_amount, self.budget_currency)

    @budget_money.setter
    def budget_money(self, planned: Money | None) -> None:
        self.budget_amount = planned.amount if planned else None
        self.budget_currency = planned.currency if planned else None


def _within_project(column: str, *, name: str) -> ForeignKeyConstraint:
    """`column` holds the id of a task of the same project."""
    target = ["tasks.account_id", "tasks.project_id", "tasks.id"]
    return ForeignKeyConstraint(["account_id", "project_id", column], target, name=name)


class Task(Versioned, Named, Planned, Base):
    """A piece of a project, perhaps a part of another one; `position` orders those of one parent.

    `billable`: whether time on it is, if it says so itself.
    `depends_on` and `assignee_ids` stand in tables of their own (`timer.store.task_links`).
    """

    __tablename__ = "tasks"
    __allow_unmapped__ = True

    project_id: Mapped[UUID]
    parent_id: Mapped[UUID | None]
    position: Mapped[float] = mapped_column(server_default=text("0"))
    service_type_id: Mapped[UUID | None]
    requester_id: Mapped[UUID | None]
    billable: Mapped[bool | None]
    description: Mapped[str] = mapped_column(server_default="")
    estimate_seconds: Mapped[BigInt | None]
    status: Mapped[TaskStatus] = mapped_column(server_default="planned")
    percent_done: Mapped[int | None]
    milestone: Mapped[bool] = flag(False)
    archived: Mapped[bool] = flag(False)
    depends_on: Sequence[UUID] = ()
    assignee_ids: Sequence[UUID] = ()

    __table_args__ = (
        CheckConstraint("planned_start <= planned_finish", name="tasks_planned_check"),
        CheckConstraint("estimate_seconds > 0", name="tasks_estimate_check"),
        CheckConstraint("percent_done BETWEEN 0 AND 100", name="tasks_percent_check"),
        one_of("status", TaskStatus, name="tasks_status_check"),
        CheckConstraint("status <> 'done' OR percent_done = 100", name="tasks_done_check"),
        belongs_to("projects", "project_id", name="task_project"),
        belongs_to("service_types", "service_type_id", name="task_service_type"),
        belongs_to("contacts", "requester_id", name="task_requester"),
        UniqueConstraint("account_id", "project_id", "id", name="task_in_project"),
        _within_project("parent_id", name="task_parent"),
        UniqueConstraint("account_id", "project_id", "folded_name", name="task_name_taken"),
        Index("task_of_parent", "account_id", "project_id", "parent_id"),
        Index("task_by_finish", "account_id", "planned_finish"),
        CATALOGUE,
    )


class TaskDependency(AccountOwned, Base):
    """`task_id` begins when `depends_on` is finished; both are tasks of one project."""

    __tablename__ = "task_dependencies"

    task_id: Mapped[UUID] = mapped_column(primary_key=True)
    depends_on: Mapped[UUID] = mapped_column(primary_key=True)
    project_id: Mapped[UUID]

    __table_args__ = (
        CheckConstraint("task_id <> depends_on", name="task_dependencies_self_check"),
        _within_project("task_id", name="task_dependent"),
        _within_project("depends_on", name="task_dependency"),
        Index("task_dependency_of", "account_id", "depends_on"),
        grants("SELECT, INSERT, DELETE"),
    )


class TaskAssignee(AccountOwned, Base):
    """An agent who is to do a task."""

    __tablename__ = "task_assignees"

    task_id: Mapped[UUID] = mapped_column(primary_key=True)
    agent_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (
        belongs_to("tasks", "task_id", name="task_assigned"),
        belongs_to("agents", "agent_id", name="task_assignee"),
        Index("task_of_assignee", "account_id", "agent_id"),
        grants("SELECT, INSERT, DELETE"),
    )
