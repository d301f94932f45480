"""The work that agents keep as their favourites."""

from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import grants
from timer.store.tables.base import Base, Identified, belongs_to


class FavouriteRow(Identified, Base):
    """Work of an agent's own choice, in an order of their own."""

    __tablename__ = "favourites"

    agent_id: Mapped[UUID]
    position: Mapped[int]
    organization_id: Mapped[UUID | None]
    project_id: Mapped[UUID | None]
    task_id: Mapped[UUID | None]
    ticket_id: Mapped[UUID | None]
    service_type_id: Mapped[UUID | None]
    description: Mapped[str] = mapped_column(server_default="")

    __table_args__ = (
        CheckConstraint("task_id IS NULL OR ticket_id IS NULL", name="favourites_item_check"),
        belongs_to("agents", "agent_id", name="favourite_agent"),
        belongs_to("organizations", "organization_id", name="favourite_organization"),
        belongs_to("projects", "project_id", name="favourite_project"),
        belongs_to("tasks", "task_id", name="favourite_task"),
        belongs_to("tickets", "ticket_id", name="favourite_ticket"),
        belongs_to("service_types", "service_type_id", name="favourite_service_type"),
        Index("favourite_of_agent", "account_id", "agent_id", "position"),
        grants("SELECT, INSERT, UPDATE, DELETE"),
    )
