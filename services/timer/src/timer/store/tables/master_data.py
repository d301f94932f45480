"""The account's settings, its customers, people and work."""

from uuid import UUID

from sqlalchemy import CheckConstraint, Index, PrimaryKeyConstraint, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from timer.store.tables.base import (
    CATALOGUE,
    Base,
    Named,
    Texts,
    Versioned,
    belongs_to,
    flag,
    texts,
)


class AccountSettingsRow(AccountOwned, Base):
    """What the account has chosen; an account without a row has chosen nothing yet."""

    __tablename__ = "account_settings"

    version: Mapped[int]
    time_zone: Mapped[str]
    currency: Mapped[str]
    language: Mapped[str] = mapped_column(server_default="en")
    allow_self_approval: Mapped[bool]
    allow_overlaps: Mapped[bool]

    __table_args__ = (
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="account_settings_currency_check"),
        CATALOGUE,
    )


class Organization(Versioned, Named, Base):
    """A customer."""

    __tablename__ = "organizations"

    address_lines: Mapped[Texts] = texts()
    postal_code: Mapped[str] = mapped_column(server_default="")
    city: Mapped[str] = mapped_column(server_default="")
    country: Mapped[str | None]
    vat_number: Mapped[str | None]
    language: Mapped[str] = mapped_column(server_default="en")
    currency: Mapped[str | None]
    email_domains: Mapped[Texts] = texts()
    archived: Mapped[bool] = flag(False)

    __table_args__ = (
        CheckConstraint("country ~ '^[A-Z]{2}$'", name="organizations_country_check"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="organizations_currency_check"),
        UniqueConstraint("account_id", "folded_name", name="organization_name_taken"),
        CATALOGUE,
    )


class Contact(Versioned, Base):
    """A person at an organization, which has at most one who gets the invoices."""

    __tablename__ = "contacts"

    organization_id: Mapped[UUID]
    name: Mapped[str]
    email: Mapped[str | None]
    phone: Mapped[str] = mapped_column(server_default="")
    billing: Mapped[bool] = flag(False)

    __table_args__ = (
        belongs_to("organizations", "organization_id", name="contact_organization"),
        Index(
            "one_billing_contact",
            "account_id",
            "organization_id",
            unique=True,
            postgresql_where=text("billing"),
        ),
        Index("contact_of_organization", "account_id", "organization_id", "id"),
        CATALOGUE,
    )


class Agent(Versioned, Base):
    """A person who does work and logs time."""

    __tablename__ = "agents"

    name: Mapped[str]
    email: Mapped[str | None]
    aliases: Mapped[Texts] = texts()
    time_zone: Mapped[str]
    active: Mapped[bool] = flag(True)

    __table_args__ = (CATALOGUE,)


class AgentAddress(AccountOwned, Base):
    """An e-mail address or alias, which belongs to one agent only."""

    __tablename__ = "agent_addresses"

    email: Mapped[str] = mapped_column(primary_key=True)
    agent_id: Mapped[UUID]

    __table_args__ = (
        PrimaryKeyConstraint("account_id", "email", name="agent_email_taken"),
        belongs_to("agents", "agent_id"),
        grants("SELECT, INSERT, DELETE"),
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


class Ticket(Versioned, Base):
    """Support that a contact asked for."""

    __tablename__ = "tickets"

    name: Mapped[str]
    requester_id: Mapped[UUID]
    service_type_id: Mapped[UUID | None]
    closed: Mapped[bool] = flag(False)

    __table_args__ = (
        belongs_to("contacts", "requester_id", name="ticket_requester"),
        belongs_to("service_types", "service_type_id", name="ticket_service_type"),
        CATALOGUE,
    )
