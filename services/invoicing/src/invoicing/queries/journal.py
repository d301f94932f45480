"""Exports of the journal."""

from collections.abc import Sequence
from uuid import UUID

from database import Session
from domain_errors import NotFoundError
from invoicing.domain.journal import JournalExport, JournalLine, LedgerSettings
from invoicing.store import journal


async def get_ledger_settings(session: Session) -> LedgerSettings:
    """The accounts of the ledger."""
    return await journal.load_ledger_settings(session)


async def list_exports(
    session: Session, *, after: UUID | None, limit: int
) -> Sequence[JournalExport]:
    """Exports, the newest first."""
    return await journal.load_exports(session, after=after, limit=limit)


async def get_export(session: Session, export_id: UUID) -> JournalExport:
    """One export. Raises `NotFoundError`."""
    found = await journal.load_exports(session, after=None, limit=1, export_id=export_id)
    if not found:
        raise NotFoundError("export of the journal")
    return found[0]


async def lines_after(
    session: Session, export_id: UUID, after: tuple[int, int], limit: int
) -> list[JournalLine]:
    """Lines of an export, in their order."""
    return await journal.load_lines(session, export_id, after, limit)
