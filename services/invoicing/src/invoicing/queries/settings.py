"""The account's billing settings."""

from datetime import datetime

from database import Session
from invoicing.domain.account import Account
from invoicing.store import accounts


async def get_settings(session: Session, *, now: datetime) -> Account:
    """The settings of today; defaults where nothing was set yet."""
    account = await accounts.load_account(session)
    return account.on(account.settings.today(now))
