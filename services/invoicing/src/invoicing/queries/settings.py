"""The account's billing settings."""

from database import Session
from invoicing.domain.account import Account
from invoicing.store import accounts


async def get_settings(session: Session) -> Account:
    """The settings; defaults where nothing was set yet."""
    return await accounts.load_account(session)
