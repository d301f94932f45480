"""How much was worked, kept as sums that the database adds to, whichever way an entry is written.

Each statement that writes time entries appends what it changed to `worked_changes`, so nobody waits for anybody's sum. A
task moves the changes into `worked_days`. The sum of both tables is what the entries say, at every moment.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, BigInt, grants
from timer.store.tables.base import Base


class Sums:
    """What is added up; approved time includes billed time. The rest is time in drafts."""

    entries: Mapped[BigInt]
    seconds: Mapped[BigInt]
    billable_seconds: Mapped[BigInt]
    submitted_seconds: Mapped[BigInt]
    submitted_billable_seconds: Mapped[BigInt]
    approved_seconds: Mapped[BigInt]
    approved_billable_seconds: Mapped[BigInt]
    billed_seconds: Mapped[BigInt]


class WorkedChange(AccountOwned, Sums, Base):
    """By how much a statement changed the time of a day. All zeros stand for no customer, project or service type."""

    __tablename__ = "worked_changes"

    id: Mapped[BigInt] = mapped_column(Identity(always=True), primary_key=True)
    work_date: Mapped[date]
    agent_id: Mapped[UUID]
    organization_id: Mapped[UUID]
    project_id: Mapped[UUID]
    service_type_id: Mapped[UUID]

    __table_args__ = (grants("SELECT, INSERT, DELETE"),)


class WorkedDay(AccountOwned, Sums, Base):
    """The time of an agent in a day by what it was spent on, without the changes that are not moved here yet."""

    __tablename__ = "worked_days"

    work_date: Mapped[date] = mapped_column(primary_key=True)
    agent_id: Mapped[UUID] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID] = mapped_column(primary_key=True)
    project_id: Mapped[UUID] = mapped_column(primary_key=True)
    service_type_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (
        Index("worked_days_of_agent", "account_id", "agent_id", "work_date"),
        grants("SELECT, INSERT, UPDATE, DELETE"),
    )
