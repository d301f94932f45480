"""The account's billing settings."""

from datetime import datetime

from database import Session
from invoicing.domain.account import Account
from invoicing.domain.appearance import Logo
from invoicing.domain.line_texts import LineText
from invoicing.domain.sample import sample_line_text
from invoicing.store import accounts
from invoicing.store.enclosed import load_logo


async def get_settings(session: Session, *, now: datetime) -> Account:
    """The settings of today; defaults where nothing was set yet."""
    account = await accounts.load_account(session)
    return account.on(account.settings.today(now))


def line_text_example(text: LineText, language: str) -> str:
    """What a line would say with this text. Raises `InvalidInputError`."""
    return sample_line_text(text, language)


async def get_logo(session: Session) -> Logo | None:
    """The logo that documents have now; None without one."""
    sha256 = (await accounts.load_account(session)).billing.logo
    return await load_logo(session, sha256) if sha256 else None
