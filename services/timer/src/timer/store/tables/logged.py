"""Sums of logged time that the database keeps by itself, whichever way an entry is written.

Each statement that writes time entries adds what it changed to the sums by project, task, agent and day, and to the hours
that a project's budget has used up. So a budget that refuses more holds under parallel writes, too.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, BigInt, grants
from timer.store.tables.base import Base, belongs_to


class LoggedDay(AccountOwned, Base):
    """What an agent logged in a day on a task of a project; `task_id` is all zeros for time on the project itself.

    Agents have rows of their own, so that none waits for another's, and so have imports, which write for long; all zeros
    stand for none.
    """

    __tablename__ = "logged_days"

    project_id: Mapped[UUID] = mapped_column(primary_key=True)
    task_id: Mapped[UUID] = mapped_column(primary_key=True)
    agent_id: Mapped[UUID] = mapped_column(primary_key=True)
    work_date: Mapped[date] = mapped_column(primary_key=True)
    import_id: Mapped[UUID] = mapped_column(primary_key=True)
    seconds: Mapped[BigInt]

    __table_args__ = (grants("SELECT, INSERT, UPDATE"),)


class SpentPeriod(AccountOwned, Base):
    """The hours that a budget has used up in a period. `reached`: up to which percent that was told.

    Only projects with a budget of hours have rows, so nobody waits for a sum that nothing hangs on.
    """

    __tablename__ = "spent_budgets"

    project_id: Mapped[UUID] = mapped_column(primary_key=True)
    first_day: Mapped[date] = mapped_column(primary_key=True)
    seconds: Mapped[BigInt]
    reached: Mapped[int] = mapped_column(server_default=text("0"))

    __table_args__ = (
        belongs_to("projects", "project_id", name="spent_budget_project"),
        grants("SELECT, INSERT, UPDATE, DELETE"),
    )
