"""One row of a list of customers in our fields."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from domain_errors import InvalidInputError
from timer.addresses import checked, checked_domain
from timer.company_numbers import NUMBERS, checks
from timer.countries import country_code
from timer.customer_import.columns import Columns
from timer.importing.errors import CellError
from timer.mail_providers import PUBLIC_PROVIDER, is_public_provider

MAX_TEXT = 255
MAX_NOTES = 5000
_SEPARATORS = re.compile(r"[\s,;]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class RowError:
    """A row that cannot be read."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Warned:
    """What of a row was left out, and why."""

    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class ContactPart:
    """The person of a row. `named`: the file says what they are called."""

    name: str
    email: str | None
    phone: str
    named: bool


@dataclass(slots=True)
class CustomerRow:
    """A row: the customer's name, their fields that the file fills, and the person there.

    `named`: the file says what the customer is called; else it only has the person.
    """

    line: int
    name: str
    values: dict[str, object]
    contact: ContactPart | None
    named: bool = True
    domains: tuple[str, ...] = ()
    warnings: list[Warned] = field(default_factory=list)


def parse_row(line: int, cells: Sequence[str], columns: Columns) -> CustomerRow:
    """Read one row. Raises CellError."""
    read = partial(_text, columns, cells)
    contact = _contact(columns, cells)
    written = " ".join(read("name").split())
    name = written or (contact.email or "" if contact else "")
    if not name:
        raise CellError(columns.name("name"), "", "the customer has no name")
    row = CustomerRow(line, name, {}, contact, named=bool(written))
    row.domains = _domains(columns, cells, row)
    values: dict[str, object] = {
        "address_lines": _address_lines(columns, cells),
        "postal_code": read("postal_code"),
        "city": read("city"),
        "country": (country := _country(columns, cells)),
        "language": _matching(columns, cells, "language", _LANGUAGE),
        "currency": _matching(columns, cells, "currency", _CURRENCY),
        "notes": read("notes", MAX_NOTES),
    }
    values |= _numbers(columns, cells, row, country)
    row.values = {name: value for name, value in values.items() if value}
    return row


def _text(columns: Columns, cells: Sequence[str], field: str, limit: int = MAX_TEXT) -> str:
    text = columns.cell(cells, field)
    if len(text) > limit:
        raise CellError(columns.name(field), text[:80], f"longer than {limit} characters")
    return text


def _address_lines(columns: Columns, cells: Sequence[str]) -> tuple[str, ...]:
    text = _text(columns, cells, "address", MAX_NOTES)
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    if len(lines) > 50 or any(len(line) > MAX_TEXT for line in lines):
        raise CellError(columns.name("address"), text[:80], "too long for an address")
    return lines


def _country(columns: Columns, cells: Sequence[str]) -> str | None:
    text = columns.cell(cells, "country")
    if not text:
        return None
    code = country_code(text)
    if code is None:
        reason = "no country that is known by this name; write the two letters of its code"
        raise CellError(columns.name("country"), text[:80], reason)
    return code


def _matching(
    columns: Columns, cells: Sequence[str], field: str, shape: re.Pattern[str]
) -> str | None:
    text = columns.cell(cells, field)
    if text and not shape.fullmatch(text):
        raise CellError(columns.name(field), text[:80], f"not a code of a {field}")
    return text or None


def _domains(columns: Columns, cells: Sequence[str], row: CustomerRow) -> tuple[str, ...]:
    found = []
    for domain in _SEPARATORS.split(columns.cell(cells, "email_domains").lower()):
        if not domain:
            continue
        try:
            checked_domain(domain)
        except ValueError as error:
            raise CellError(columns.name("email_domains"), domain[:80], str(error)) from None
        if is_public_provider(domain):
            row.warnings.append(Warned(columns.name("email_domains"), domain, PUBLIC_PROVIDER))
        elif domain not in found:
            found.append(domain)
    if len(found) > 50:
        raise CellError(columns.name("email_domains"), "", "more than 50 domains")
    return tuple(found)


def _numbers(
    columns: Columns, cells: Sequence[str], row: CustomerRow, country: str | None
) -> dict[str, str]:
    """Numbers that cannot be are left out with a warning: lists are full of them."""
    numbers = {}
    for name in NUMBERS:
        text = _text(columns, cells, name)
        if not text:
            continue
        try:
            numbers[name] = checks(country or columns.country(name))[name](text)
        except InvalidInputError as error:
            row.warnings.append(Warned(columns.name(name), text, error.fields[0].reason))
    return numbers


def _contact(columns: Columns, cells: Sequence[str]) -> ContactPart | None:
    read = partial(_text, columns, cells)
    written = read("contact_name") or f"{read('contact_first_name')} {read('contact_last_name')}"
    name = " ".join(written.split())
    email = _email(columns, cells)
    phone = read("contact_phone")
    if not (name or email):
        return None
    return ContactPart(name or email or "", email, phone, bool(name))


def _email(columns: Columns, cells: Sequence[str]) -> str | None:
    """The first of several addresses, as QuickBooks lets people write them."""
    text = _text(columns, cells, "contact_email", MAX_NOTES)
    first = _SEPARATORS.split(text)[0].lower() if text else ""
    if not first:
        return None
    try:
        return checked(first)
    except ValueError:
        raise CellError(columns.name("contact_email"), text[:80], "not an e-mail address") from None
