"""What customers asked for: tickets, what they are found by, and how many there were."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from timer.store.tables.base import (
    CATALOGUE,
    Base,
    Identified,
    Versioned,
    belongs_to,
    one_of,
)
from timer.ticket import Channel, Priority, Status
from timer.ticket_link import LinkKind


class TicketRow(Versioned, Base):
    """What a contact asked for. `closed`: takes no new time. One that was merged points to the ticket that it goes on in."""

    __tablename__ = "tickets"

    number: Mapped[int]
    name: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    channel: Mapped[str]
    priority: Mapped[str]
    status: Mapped[str]
    requester_id: Mapped[UUID]
    assignee_id: Mapped[UUID | None]
    service_type_id: Mapped[UUID | None]
    project_id: Mapped[UUID | None]
    billable: Mapped[bool | None]
    created_at: Mapped[datetime]
    merged_into_id: Mapped[UUID | None]
    closed: Mapped[bool] = mapped_column(
        Computed("status = 'closed' OR merged_into_id IS NOT NULL", persisted=True)
    )

    __table_args__ = (
        one_of("channel", Channel, name="tickets_channel_check"),
        one_of("priority", Priority, name="tickets_priority_check"),
        one_of("status", Status, name="tickets_status_check"),
        CheckConstraint("merged_into_id <> id", name="tickets_merged_into_check"),
        UniqueConstraint("account_id", "number", name="ticket_number_taken"),
        belongs_to("contacts", "requester_id", name="ticket_requester"),
        belongs_to("agents", "assignee_id", name="ticket_assignee"),
        belongs_to("service_types", "service_type_id", name="ticket_service_type"),
        belongs_to("projects", "project_id", name="ticket_project"),
        belongs_to("tickets", "merged_into_id", name="ticket_merged_into"),
        Index("ticket_by_status", "account_id", "status", "id"),
        Index("ticket_of_requester", "account_id", "requester_id", "id"),
        Index(
            "ticket_of_assignee",
            "account_id",
            "assignee_id",
            "id",
            postgresql_where=text("assignee_id IS NOT NULL"),
        ),
        Index(
            "ticket_of_project",
            "account_id",
            "project_id",
            "id",
            postgresql_where=text("project_id IS NOT NULL"),
        ),
        Index(
            "ticket_merged",
            "account_id",
            "merged_into_id",
            postgresql_where=text("merged_into_id IS NOT NULL"),
        ),
        CATALOGUE,
    )


class TicketCount(AccountOwned, Base):
    """The last number that a ticket got. Its row is locked by who makes a ticket from there until they commit."""

    __tablename__ = "ticket_counts"

    last_number: Mapped[int]

    __table_args__ = (CATALOGUE,)


class TicketWord(AccountOwned, Base):
    """A word by which a ticket is found, of its subject, and its number; as `OrganizationWord`."""

    __tablename__ = "ticket_words"

    ticket_id: Mapped[UUID] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (
        belongs_to("tickets", "ticket_id"),
        Index(
            "ticket_by_word",
            "account_id",
            "word",
            "ticket_id",
            postgresql_ops={"word": "text_pattern_ops"},
        ),
        grants("SELECT, INSERT, DELETE"),
    )


class TicketLinkRow(Identified, Base):
    """A link from a ticket to another or to a task; two tickets have one of a kind, whichever end it is read from."""

    __tablename__ = "ticket_links"

    ticket_id: Mapped[UUID]
    kind: Mapped[str]
    other_ticket_id: Mapped[UUID | None]
    task_id: Mapped[UUID | None]

    __table_args__ = (
        one_of("kind", LinkKind, name="ticket_links_kind_check"),
        CheckConstraint(
            "(other_ticket_id IS NULL) <> (task_id IS NULL)", name="ticket_links_end_check"
        ),
        CheckConstraint("other_ticket_id <> ticket_id", name="ticket_links_itself_check"),
        belongs_to("tickets", "ticket_id"),
        belongs_to("tickets", "other_ticket_id", name="ticket_links_other_ticket"),
        belongs_to("tasks", "task_id", name="ticket_links_task"),
        Index(
            "ticket_link_taken",
            "account_id",
            "kind",
            text("least(ticket_id, other_ticket_id)"),
            text("greatest(ticket_id, other_ticket_id)"),
            unique=True,
            postgresql_where=text("other_ticket_id IS NOT NULL"),
        ),
        Index(
            "task_link_taken",
            "account_id",
            "kind",
            "ticket_id",
            "task_id",
            unique=True,
            postgresql_where=text("task_id IS NOT NULL"),
        ),
        Index("link_of_ticket", "account_id", "ticket_id"),
        Index("link_to_ticket", "account_id", "other_ticket_id"),
        grants("SELECT, INSERT, DELETE"),
    )
