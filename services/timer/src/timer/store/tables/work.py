"""Kinds of work, projects and their tasks."""

from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from timer.store.tables.base import (
    CATALOGUE,
    Base,
    Named,
    Versioned,
    belongs_to,
    flag,
)


class ServiceType(Versioned, Named, Base):
    """A kind of work."""

    __tablename__ = "service_types"

    billable: Mapped[bool] = flag(True)
    archived: Mapped[bool] = flag(False)

    __table_args__ = (
        UniqueConstraint("account_id", "folded_name", name="service_type_name_taken"),
        CATALOGUE,
    )


class Project(Versioned, Named, Base):
    """Work for an organization, or for nobody in particular."""

    __tablename__ = "projects"

    organization_id: Mapped[UUID | None]
    billable: Mapped[bool] = flag(True)
    archived: Mapped[bool] = flag(False)

    __table_args__ = (
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


class Task(Versioned, Named, Base):
    """A piece of a project."""

    __tablename__ = "tasks"

    project_id: Mapped[UUID]
    service_type_id: Mapped[UUID | None]
    archived: Mapped[bool] = flag(False)

    __table_args__ = (
        belongs_to("projects", "project_id", name="task_project"),
        belongs_to("service_types", "service_type_id", name="task_service_type"),
        UniqueConstraint("account_id", "project_id", "folded_name", name="task_name_taken"),
        CATALOGUE,
    )
