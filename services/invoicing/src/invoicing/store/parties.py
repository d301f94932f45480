"""Parties, contacts and terms as JSON columns."""

from dataclasses import asdict
from datetime import date
from typing import Any

from invoicing.parties import Address, Contact, Party
from invoicing.terms import Terms


def party_json(party: Party) -> dict[str, Any]:
    """Write a party."""
    return asdict(party)


def party(value: dict[str, Any]) -> Party:
    """Read a party."""
    return Party(**{**value, "address": address(value["address"])})


def address(value: dict[str, Any] | None) -> Address | None:
    """Read an address."""
    return None if value is None else Address(**{**value, "lines": tuple(value["lines"])})


def contact_json(contact: Contact | None) -> dict[str, Any] | None:
    """Write a contact."""
    return None if contact is None else asdict(contact)


def contact(value: dict[str, Any] | None) -> Contact | None:
    """Read a contact."""
    return None if value is None else Contact(**value)


def terms_json(terms: Terms) -> dict[str, Any]:
    """Write terms."""
    due = terms.due_date
    return {"kind": terms.kind, "days": terms.days, "due_date": due and due.isoformat()}


def terms(value: dict[str, Any]) -> Terms:
    """Read terms."""
    due = value["due_date"]
    return Terms(value["kind"], value["days"], date.fromisoformat(due) if due else None)
