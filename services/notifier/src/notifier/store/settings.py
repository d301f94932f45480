"""Which notices the account sends."""

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from database import Session
from database.mapping import AccountOwned, grants
from notifier.notices import NoticeSettings
from notifier.store.base import Base


def _on() -> Mapped[bool]:
    return mapped_column(server_default=text("true"))


class NoticeSettingsRow(AccountOwned, Base):
    """What the account has chosen; without a row every kind is on."""

    __tablename__ = "notice_settings"

    version: Mapped[int]
    timer_forgotten: Mapped[bool] = _on()
    timesheet_missing: Mapped[bool] = _on()
    timesheet_rejected: Mapped[bool] = _on()
    project_budget_reached: Mapped[bool] = _on()

    __table_args__ = (grants("SELECT, INSERT, UPDATE"),)


_NAMES = [
    column.name for column in NoticeSettingsRow.__table__.columns if column.name != "account_id"
]


async def save(session: Session, settings: NoticeSettings) -> None:
    """Write what was chosen."""
    values = {name: getattr(settings, name) for name in _NAMES}
    new = insert(NoticeSettingsRow).values(values)
    await session.execute(new.on_conflict_do_update(index_elements=["account_id"], set_=values))
