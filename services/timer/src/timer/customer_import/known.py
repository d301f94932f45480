"""What the account has of the customers in a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from timer.customer_import.reading import CustomerFile
from timer.names import folded

COMPARED = (
    "address_lines",
    "postal_code",
    "city",
    "country",
    "vat_number",
    "registration_number",
    "gln",
    "code",
    "language",
    "currency",
    "notes",
)
"""Fields that are filled when they are empty, and must be the same when they are not."""


@dataclass(frozen=True, slots=True)
class KnownContact:
    """A person at a customer."""

    id: UUID
    organization_id: UUID
    name: str
    email: str | None
    phone: str
    billing: bool


@dataclass(frozen=True, slots=True)
class KnownCustomer:
    """A customer; `values` are those of `COMPARED`."""

    id: UUID
    name: str
    values: Mapping[str, object]
    email_domains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """All of the account that decides what becomes of the rows; domains are as they are on the wire."""

    customers: Sequence[KnownCustomer] = ()
    contacts: Sequence[KnownContact] = ()
    domains: Mapping[str, UUID] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """By what the rows of a file may be known."""

    names: list[str]
    vat_numbers: list[str]
    registration_numbers: list[str]
    emails: list[str]
    domains: list[str]

    @classmethod
    def of(cls, file: CustomerFile) -> "Wanted":
        numbers = ("vat_number", "registration_number")
        vat, registered = (
            [str(row.values[name]) for row in file.rows if name in row.values] for name in numbers
        )
        emails = [row.contact.email for row in file.rows if row.contact and row.contact.email]
        domains = {domain for row in file.rows for domain in row.domains}
        return cls(
            [folded(row.name) for row in file.rows], vat, registered, emails, sorted(domains)
        )
