"""Name the accounts of the ledger, and export the journal."""

from dataclasses import replace
from datetime import date, datetime

from database import Session, lock_exclusive, new_id
from domain_errors import InvalidInputError, check_version
from invoicing.domain.errors import NothingToExportError
from invoicing.domain.journal import JournalExport, LedgerSettings
from invoicing.store import accounts, journal


async def update_ledger_settings(
    session: Session, new: LedgerSettings, *, expected: int
) -> LedgerSettings:
    """Replace the accounts. What was exported stays as it was booked."""
    await lock_exclusive(session, "journal")
    known = await journal.load_ledger_settings(session)
    check_version(expected, known.version)
    settings = replace(new, version=known.version + 1)
    await journal.save_ledger_settings(session, settings)
    return settings


async def export_journal(
    session: Session, last_day: date, *, by: str, now: datetime
) -> JournalExport:
    """Export all that is booked up to a day and that no export has.

    Raises `LedgerIncompleteError`, `NothingToExportError`.
    """
    await lock_exclusive(session, "journal")
    settings = await journal.load_ledger_settings(session)
    settings.check()
    account = await accounts.load_account(session)
    today = account.settings.today(now)
    if last_day > today:
        raise InvalidInputError("last_day", f"is in the future; today is {today}")
    export = JournalExport(new_id(), last_day, 0, now, by)
    zone = account.settings.time_zone
    transactions = await journal.insert_export(session, export, settings, zone)
    if not transactions:
        raise NothingToExportError(f"everything up to {last_day} was exported")
    return replace(export, transactions=transactions)
