"""Timesheets whose approval is known."""

from uuid import UUID

from sqlalchemy import Integer, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from rates.store.base import Base


class TimesheetRow(AccountOwned, Base):
    """The newest version of a timesheet that is known here, and which of its parts have arrived.

    `entry_ids` are in these parts, `former_ids` were in those of earlier versions and are in none of them: approved no
    longer when all parts have arrived. One that was reopened has no parts and no entries.
    """

    __tablename__ = "timesheets"

    timesheet_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    parts: Mapped[int]
    arrived: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    entry_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    former_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))

    __table_args__ = (grants("SELECT, INSERT, UPDATE"),)
