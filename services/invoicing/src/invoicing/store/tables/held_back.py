"""Time that is held back from drafts."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, grants
from invoicing.store.tables.base import Base


class HeldBackRow(AccountOwned, Base):
    """An entry that no draft takes before `until`, or before somebody lets it go; its time stays ready."""

    __tablename__ = "held_back"

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    until: Mapped[date | None]
    reason: Mapped[str]
    held_back_at: Mapped[datetime]
    held_back_by: Mapped[str]

    __table_args__ = (grants("SELECT, INSERT, UPDATE, DELETE"),)
