"""Print a timesheet."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from domain_errors import FieldError
from timer.customer_timesheet import CustomerTimesheet, TextNotPrintableError
from timer.printing.placed import placed
from timer.printing.seal import seal
from timer.printing.seal_key import SealKey
from typesetting.pdf import UnprintableCharacterError, print_pdf

_TEMPLATE = Path(__file__).with_name("timesheet.typ")


def print_sealed(sheet: CustomerTimesheet, key: SealKey, *, at: datetime) -> bytes:
    """Render a timesheet as PDF/A and seal it. Raises `TextNotPrintableError`."""
    return seal(print_timesheet(sheet, at=at), key)


def print_timesheet(sheet: CustomerTimesheet, *, at: datetime) -> bytes:
    """Render a timesheet as PDF/A. Raises `TextNotPrintableError`."""
    parties = (sheet.customer, sheet.seller)
    countries = [party.country for party in parties if party.country]
    try:
        return print_pdf(_TEMPLATE, placed(sheet), countries=countries, at=at, tags=False)
    except UnprintableCharacterError as error:
        why = f"no font has the character {error}"
        found = [FieldError(path, why) for path, text in _texts(sheet) if error.character in text]
        raise TextNotPrintableError(str(error), fields=found) from error


def _texts(sheet: CustomerTimesheet) -> Iterator[tuple[str, str]]:
    """Everything that people wrote, with what it is of."""
    for name, party in (("seller", sheet.seller), ("organization", sheet.customer)):
        yield name, "\n".join((party.name, *party.lines))
    yield "project", sheet.project or ""
    for entry in sheet.entries:
        texts = {"agent": entry.agent, "work": "\n".join(entry.work)}
        for name, text in {**texts, "description": entry.description}.items():
            yield f"time_entries.{entry.id}.{name}", text
    for approval in sheet.approvals:
        yield "approved_by", approval.approved_by or ""
