"""Make, change and retire tax codes. What is issued keeps its code, category and rate."""

from datetime import datetime

from database import Session, lock_exclusive
from domain_errors import check_version
from invoicing.domain.account import Account
from invoicing.domain.tax_codes import DatedRate, TaxCode
from invoicing.store import accounts
from invoicing.store.tax_codes import save_tax_code


async def create_tax_code(session: Session, new: TaxCode) -> TaxCode:
    """Make a code of the account's own. Raises `TaxCodeExistsError`."""
    account = await _lock(session)
    account.tax_codes.check_new(new.code)
    await save_tax_code(session, new)
    return new


async def change_tax_code(session: Session, changed: TaxCode, *, expected: int) -> TaxCode:
    """Give a code another name or place in the ledger, retire it or take it back into use.

    Raises `UnknownTaxCodeError`, `StaleVersionError`.
    """
    account = await _lock(session)
    code = account.tax_codes.get(changed.code)
    check_version(expected, code.version)
    code = code.changed(
        name=changed.name,
        retired=changed.retired,
        ledger_account=changed.ledger_account,
        ledger_code=changed.ledger_code,
    )
    await save_tax_code(session, code)
    return code


async def add_rate(
    session: Session, name: str, rate: DatedRate, *, expected: int, now: datetime
) -> TaxCode:
    """Let another rate hold from a later day on. Raises `UnknownTaxCodeError`, `InvalidInputError`, `StaleVersionError`."""
    account = await _lock(session)
    code = account.tax_codes.get(name)
    check_version(expected, code.version)
    code = code.with_rate(rate, today=account.settings.today(now))
    await save_tax_code(session, code)
    return code


async def _lock(session: Session) -> Account:
    await lock_exclusive(session, "tax codes")
    return await accounts.load_account(session)
