"""What the account has chosen."""

from sqlalchemy import select

from contracts.timer import DEFAULT_ACCOUNT_SETTINGS
from database import Session
from database.mapping import as_dataclass
from timer.account_settings import AccountSettings
from timer.store.tables.account import AccountSettingsRow

_DEFAULTS = AccountSettings(version=0, **DEFAULT_ACCOUNT_SETTINGS.model_dump())


async def account_settings(session: Session) -> AccountSettings:
    """The account's settings, or the defaults."""
    return _settings(await session.scalar(select(AccountSettingsRow)))


def _settings(row: AccountSettingsRow | None) -> AccountSettings:
    return as_dataclass(AccountSettings, row) if row else _DEFAULTS
