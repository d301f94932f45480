"""What an account is called."""

from database import Session, current_account
from domain_errors import check_version
from identity.store import people
from identity.store.tables import AccountRow


async def rename(session: Session, name: str, *, expected: int | None) -> AccountRow:
    """Call the account so. Raises `StaleVersionError`."""
    account = await people.account(session)
    check_version(expected, account.version if account else 0)
    if account is None:
        account = AccountRow(account_id=current_account(session), name=name, version=1)
        session.add(account)
    else:
        account.name, account.version = name, account.version + 1
    return account
