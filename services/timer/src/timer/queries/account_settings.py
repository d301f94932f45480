"""What the account has chosen, alone or beside the agent whom it concerns."""

from uuid import UUID

from sqlalchemy import select

from contracts.timer import DEFAULT_ACCOUNT_SETTINGS
from database import Session
from database.mapping import as_dataclass
from timer.account_settings import AccountSettings
from timer.store.tables.master_data import AccountSettingsRow, Agent

_DEFAULTS = AccountSettings(version=0, **DEFAULT_ACCOUNT_SETTINGS.model_dump())


async def account_settings(session: Session) -> AccountSettings:
    """The account's settings, or the defaults."""
    return _settings(await session.scalar(select(AccountSettingsRow)))


async def agent_with_settings(
    session: Session, agent_id: UUID, *, lock: bool = False
) -> tuple[Agent | None, AccountSettings]:
    """An agent of the account, locked if asked for, and the account's settings."""
    statement = (
        select(Agent, AccountSettingsRow)
        .outerjoin(AccountSettingsRow, AccountSettingsRow.account_id == Agent.account_id)
        .where(Agent.id == agent_id)
    )
    if lock:
        statement = statement.with_for_update(of=Agent, key_share=True)
    row = (await session.execute(statement)).one_or_none()
    return (row[0], _settings(row[1])) if row else (None, _DEFAULTS)


def _settings(row: AccountSettingsRow | None) -> AccountSettings:
    return as_dataclass(AccountSettings, row) if row else _DEFAULTS
