"""Import a list of customers: the dry run and the real one go the same way, only the last step differs."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from database import Session, lock_exclusive
from timer.commands import master_data
from timer.customer_import.column_mapping import CustomerMapping
from timer.customer_import.known import COMPARED, Known, Wanted
from timer.customer_import.planning import PlannedCustomer, plan_import
from timer.customer_import.reading import CustomerFile, SeenFile, look_at, read
from timer.customer_import.report import CustomerImportReport, report_on
from timer.importing.errors import DataMovedError
from timer.queries.exports import Transaction
from timer.queries.master_data import CONTACTS, ORGANIZATIONS
from timer.store.import_jobs import column_mappings
from timer.store.known_customers import load_known

_WITHOUT = {
    "address_lines": (),
    "postal_code": "",
    "city": "",
    "notes": "",
}
"""What a new customer has where the file has nothing; null where nothing stands here."""


async def look_at_file(begin: Transaction, data: bytes) -> SeenFile:
    """How a file is understood. Raises FileError."""
    return await asyncio.to_thread(look_at, data, await _mappings(begin))


async def read_customers(
    begin: Transaction, data: bytes, columns: Mapping[str, str]
) -> CustomerFile:
    """Read a file beside whatever else goes on, without a connection. Raises FileError."""
    mappings = () if columns else await _mappings(begin)
    return await asyncio.to_thread(read, data, columns, mappings)


async def _mappings(begin: Transaction) -> Sequence[CustomerMapping]:
    async with begin() as session:
        return await column_mappings(session, CustomerMapping)


async def import_customers(
    session: Session, file: CustomerFile, language: str, *, dry_run: bool, token: str | None
) -> CustomerImportReport:
    """Plan, then do exactly that or nothing; new customers have this language unless the file says otherwise.

    Raises DataMovedError when the plan is no longer that of the preview that `token` stands for.
    """
    if not dry_run:
        await lock_exclusive(session, "import of customers")
    known = await load_known(session, Wanted.of(file))
    customers, report = await asyncio.to_thread(_plan, file, known)
    fingerprint = _fingerprint(file, report)
    if dry_run:
        return replace(report, token=fingerprint)
    if token not in (None, fingerprint):
        raise DataMovedError
    await _apply(session, customers, language)
    return replace(report, dry_run=False, token=fingerprint)


def _plan(file: CustomerFile, known: Known) -> tuple[list[PlannedCustomer], CustomerImportReport]:
    planned, customers = plan_import(file, known)
    return customers, report_on(file, planned)


def _fingerprint(file: CustomerFile, report: CustomerImportReport) -> str:
    """Of the file, how it is read, and what would be done with it now."""
    digest = hashlib.blake2b(file.digest, digest_size=24)
    digest.update(repr(report).encode())
    return digest.hexdigest()


async def _apply(session: Session, customers: Sequence[PlannedCustomer], language: str) -> None:
    new = [one for one in customers if one.id is None]
    rows = await master_data.create_all(
        session, ORGANIZATIONS, (_values_of(one, language) for one in new)
    )
    for one, row in zip(new, rows, strict=True):
        one.id = row.id
    await master_data.update_all(
        session, ORGANIZATIONS, {one.id: one.fills for one in customers if one.id and one.fills}
    )
    people = [(one.id, person) for one in customers for person in one.contacts]
    await master_data.create_all(
        session,
        CONTACTS,
        (
            {
                "organization_id": organization_id,
                "name": person.name,
                "email": person.email,
                "phone": person.phone,
                "billing": person.billing,
            }
            for organization_id, person in people
            if person.id is None
        ),
    )
    changes = {person.id: person.fills for _, person in people if person.id and person.fills}
    await master_data.update_all(session, CONTACTS, changes)


def _values_of(customer: PlannedCustomer, language: str) -> dict[str, Any]:
    filled = {name: customer.values.get(name) or _WITHOUT.get(name) for name in COMPARED}
    return {
        **filled,
        "name": customer.name,
        "language": customer.values.get("language") or language,
        "email_domains": customer.email_domains,
        "kind": customer.kind,
    }
