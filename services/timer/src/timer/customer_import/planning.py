"""Decide row by row what becomes of a list of customers. Later rows see what earlier ones will have done."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from timer.addresses import domain_on_the_wire
from timer.customer_import.columns import ONEDESK
from timer.customer_import.known import COMPARED, Known
from timer.customer_import.reading import CustomerFile
from timer.customer_import.rows import ContactPart, CustomerRow
from timer.mail_providers import is_public_provider
from timer.names import folded

Outcome = Literal["create", "update", "unchanged", "conflict"]


@dataclass(slots=True)
class PlannedContact:
    """A person at a customer as they will be; `id` None: a new one. `fills` is what changes of one that is there."""

    id: UUID | None
    name: str
    email: str | None
    phone: str
    billing: bool = False
    fills: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class PlannedCustomer:
    """A customer as they will be; `id` None: a new one. `fills` is what changes of one that is there."""

    id: UUID | None
    name: str
    values: dict[str, Any]
    email_domains: tuple[str, ...] = ()
    kind: str = "business"
    contacts: list[PlannedContact] = field(default_factory=list)
    fills: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that is stored otherwise than the file says."""

    field: str
    stored: str
    in_file: str


@dataclass(slots=True)
class PlannedRow:
    """A row and what becomes of it."""

    row: CustomerRow
    outcome: Outcome
    customer: PlannedCustomer
    filled: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)


class _Directory:
    """The customers that are there or will be, by all that they are known by."""

    def __init__(self, known: Known) -> None:
        self.customers: list[PlannedCustomer] = []
        self._by_key: dict[tuple[str, str], PlannedCustomer] = {}
        self.contact_at: dict[str, PlannedCustomer] = {}
        by_id = {}
        for one in known.customers:
            by_id[one.id] = PlannedCustomer(one.id, one.name, dict(one.values), one.email_domains)
            self.add(by_id[one.id])
        for contact in known.contacts:
            person = PlannedContact(
                contact.id, contact.name, contact.email, contact.phone, contact.billing
            )
            if customer := by_id.get(contact.organization_id):
                self.add_contact(customer, person)
        for domain, owner in known.domains.items():
            if owner in by_id:
                self._by_key["domain", domain] = by_id[owner]

    def add(self, customer: PlannedCustomer) -> None:
        self.customers.append(customer)
        self.note(customer)

    def note(self, customer: PlannedCustomer) -> None:
        """Know a customer by all that it has now."""
        keys = [("name", folded(customer.name))]
        keys += [
            (name, str(customer.values[name]))
            for name in ("vat_number", "registration_number")
            if customer.values.get(name)
        ]
        keys += [("domain", domain_on_the_wire(domain)) for domain in customer.email_domains]
        for key in keys:
            self._by_key.setdefault(key, customer)

    def add_contact(self, customer: PlannedCustomer, contact: PlannedContact) -> None:
        customer.contacts.append(contact)
        if contact.email:
            self.contact_at.setdefault(contact.email, customer)

    def owner(self, domain: str) -> PlannedCustomer | None:
        return self._by_key.get(("domain", domain_on_the_wire(domain)))

    def find(self, row: CustomerRow) -> PlannedCustomer | None:
        """By number, else by name; a row that names nobody by the address of its person."""
        if not row.named and row.contact and row.contact.email:
            email = row.contact.email
            domain = email.rpartition("@")[2]
            return self.contact_at.get(email) or (
                None if is_public_provider(domain) else self.owner(domain)
            )
        for name in ("vat_number", "registration_number"):
            if found := self._by_key.get((name, str(row.values.get(name)))):
                return found
        return self._by_key.get(("name", folded(row.name)))


def plan_import(file: CustomerFile, known: Known) -> tuple[list[PlannedRow], list[PlannedCustomer]]:
    """What becomes of each row, and the customers as they will be."""
    directory = _Directory(known)
    bills = file.columns.source != ONEDESK
    return [_plan(row, directory, bills=bills) for row in file.rows], directory.customers


def _plan(row: CustomerRow, directory: _Directory, *, bills: bool) -> PlannedRow:
    customer = directory.find(row)
    if customer is None:
        return _create(row, directory, bills=bills)
    planned = PlannedRow(row, "unchanged", customer)
    planned.differences = [
        *_differences(row, customer),
        *_taken_domains(row, customer, directory),
        *_contact_differences(row.contact, customer, directory),
    ]
    if planned.differences:
        planned.outcome = "conflict"
    else:
        planned.filled = _fill(row, customer, directory, bills=bills)
        planned.outcome = "update" if planned.filled else "unchanged"
    return planned


def _create(row: CustomerRow, directory: _Directory, *, bills: bool) -> PlannedRow:
    customer = _new_customer(row)
    differences = [
        *_taken_domains(row, customer, directory),
        *_contact_differences(row.contact, customer, directory),
    ]
    if differences:
        return PlannedRow(row, "conflict", customer, differences=differences)
    customer.values = {name: row.values.get(name) for name in COMPARED}
    directory.add(customer)
    _add_contact(row.contact, customer, directory, bills=bills)
    return PlannedRow(row, "create", customer)


def _new_customer(row: CustomerRow) -> PlannedCustomer:
    """A row that only has a person makes what a request from there would make."""
    domains = row.domains
    if row.named or row.contact is None or row.contact.email is None:
        return PlannedCustomer(None, row.name, {}, domains)
    domain = row.contact.email.rpartition("@")[2]
    if is_public_provider(domain):
        return PlannedCustomer(None, row.contact.name, {}, domains, kind="private")
    return PlannedCustomer(None, domain, {}, tuple(dict.fromkeys((*domains, domain))))


def _differences(row: CustomerRow, customer: PlannedCustomer) -> list[Difference]:
    found = [
        Difference(name, _shown(customer.values[name]), _shown(row.values[name]))
        for name in COMPARED
        if name in row.values
        and customer.values.get(name)
        and customer.values[name] != row.values[name]
    ]
    if row.named and folded(row.name) != folded(customer.name):
        found.append(Difference("name", customer.name, row.name))
    return found


def _taken_domains(
    row: CustomerRow, customer: PlannedCustomer, directory: _Directory
) -> list[Difference]:
    return [
        Difference("email_domains", f"{domain}: {owner.name}", f"{domain}: {row.name}")
        for domain in row.domains
        if (owner := directory.owner(domain)) not in (None, customer) and owner is not None
    ]


def _contact_differences(
    contact: ContactPart | None, customer: PlannedCustomer, directory: _Directory
) -> list[Difference]:
    if contact is None:
        return []
    where = directory.contact_at.get(contact.email or "")
    if where is not None and where is not customer:
        return [Difference("contact_email", where.name, contact.email or "")]
    there = _contact_there(contact, customer)
    if there is None:
        return []
    pairs = [("contact_phone", there.phone, contact.phone)]
    if contact.named and there.name != there.email:
        pairs.append(("contact_name", there.name, contact.name))
    return [
        Difference(name, stored, written)
        for name, stored, written in pairs
        if stored and written and folded(stored) != folded(written)
    ]


def _contact_there(contact: ContactPart, customer: PlannedCustomer) -> PlannedContact | None:
    for one in customer.contacts:
        if contact.email and one.email == contact.email:
            return one
        if folded(one.name) == folded(contact.name) and not (one.email and contact.email):
            return one
    return None


def _fill(
    row: CustomerRow, customer: PlannedCustomer, directory: _Directory, *, bills: bool
) -> list[str]:
    """Fill what is empty; the names of what was filled."""
    news: dict[str, Any] = {
        name: row.values[name]
        for name in COMPARED
        if name in row.values and not customer.values.get(name)
    }
    customer.values |= news
    if more := [domain for domain in row.domains if domain not in customer.email_domains]:
        customer.email_domains = (*customer.email_domains, *more)
        news["email_domains"] = customer.email_domains
    customer.fills |= news
    directory.note(customer)
    return [*news, *_add_contact(row.contact, customer, directory, bills=bills)]


def _add_contact(
    contact: ContactPart | None, customer: PlannedCustomer, directory: _Directory, *, bills: bool
) -> Sequence[str]:
    """Add the person, or fill what is empty of them; the names of what was filled."""
    if contact is None:
        return ()
    there = _contact_there(contact, customer)
    if there is None:
        billing = bills and not any(one.billing for one in customer.contacts)
        person = PlannedContact(None, contact.name, contact.email, contact.phone, billing)
        directory.add_contact(customer, person)
        return ("contact",)
    news: dict[str, Any] = {}
    if contact.email and not there.email:
        news["email"] = there.email = contact.email
        directory.contact_at.setdefault(contact.email, customer)
    if contact.phone and not there.phone:
        news["phone"] = there.phone = contact.phone
    if contact.named and there.name == there.email and contact.name != there.name:
        news["name"] = there.name = contact.name
    there.fills |= news
    return [f"contact_{name}" for name in news]


def _shown(value: object) -> str:
    return ", ".join(str(one) for one in value) if isinstance(value, tuple) else str(value)
