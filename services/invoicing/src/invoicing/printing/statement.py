"""The statement of a customer on paper."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from babel.dates import format_date

from domain_errors import FieldError
from invoicing.domain.ageing import AGES, Ageing
from invoicing.domain.errors import UnprintableTextError
from invoicing.domain.parties import Party
from invoicing.domain.statement import CurrencyStatement, Entry, Statement
from invoicing.printing.statement_words import StatementWords, words_of
from money import format_number
from typesetting import pdf
from typesetting.languages import written_day, written_days
from typesetting.widths import is_plain

TEMPLATE = Path(__file__).with_name("statement.typ")


def print_statement(statement: Statement, *, at: datetime) -> bytes:
    """Render a statement as PDF/A in the customer's language. Raises `UnprintableTextError`."""
    countries = [
        party.address.country for party in (statement.customer, statement.seller) if party.address
    ]
    try:
        return pdf.print_pdf(TEMPLATE, statement_sheet(statement), countries=countries, at=at)
    except pdf.UnprintableCharacterError as error:
        field = FieldError("statement", f"no font has the character {error}")
        raise UnprintableTextError(str(error), fields=[field]) from error


def statement_sheet(statement: Statement) -> dict[str, Any]:
    """All that the template places."""
    words = words_of(statement.language)
    return {
        "language": statement.language,
        "title": words.title,
        "seller": _party(statement.seller, words),
        "customer": _party(statement.customer, words),
        "customer_label": words.customer,
        "details": [
            [words.made_on, written_day(statement.today, words.locale)],
            [words.period, written_days(statement.first_day, statement.last_day, words.locale)],
        ],
        "columns": list(words.columns),
        "parts": [_part(one, statement, words) for one in statement.currencies],
        "nothing": words.nothing,
        "payment": _payment(statement, words),
        "page": words.page,
    }


def _payment(statement: Statement, words: StatementWords) -> dict[str, str] | None:
    owes = any(one.closing > 0 for one in statement.currencies)
    if not owes or not statement.payment_instructions:
        return None
    return {"label": words.payment, "instructions": statement.payment_instructions}


def _party(party: Party, words: StatementWords) -> dict[str, Any]:
    address = party.address
    lines = [*address.lines, f"{address.postal_code} {address.city}".strip()] if address else []
    numbers = (
        (words.registration_number, party.registration_number),
        (words.vat_number, party.vat_number),
    )
    registrations = [f"{label} {number}" for label, number in numbers if number]
    return {"name": party.name, "lines": lines, "registrations": registrations}


def _part(of: CurrencyStatement, statement: Statement, words: StatementWords) -> dict[str, Any]:
    def number(amount: Decimal) -> str:
        return format_number(amount, of.currency, words.locale)

    closing = words.closing if of.closing >= 0 else words.credit
    return {
        "currency": of.currency,
        "opening": [_short(statement.first_day, words), words.opening, number(of.opening)],
        "lines": [_line(entry, of.currency, words) for entry in of.entries],
        "closing": [f"{closing} {of.currency}", number(abs(of.closing))],
        "ageing": _ageing(of.ageing, words) if of.ageing else None,
    }


def _line(entry: Entry, currency: str, words: StatementWords) -> dict[str, Any]:
    moved = entry.movement
    what = " ".join(filter(None, (words.kinds[moved.kind], moved.number)))
    about = _about(entry, words)
    return {
        "day": _short(moved.day, words),
        "what": what,
        "about": about,
        "plain": is_plain(what) and is_plain(about),
        "due": _short(moved.due_date, words) if moved.due_date else "",
        "amount": format_number(moved.amount, currency, words.locale),
        "balance": format_number(entry.balance, currency, words.locale),
    }


def _about(entry: Entry, words: StatementWords) -> str:
    moved = entry.movement
    said = {"credit_note": words.corrects, "invoice": words.reminder_fee}.get(moved.kind)
    return said.format(number=moved.about) if said and moved.about else moved.about


def _ageing(ageing: Ageing, words: StatementWords) -> dict[str, Any]:
    def number(amount: Decimal) -> str:
        return format_number(amount, ageing.currency, words.locale)

    return {
        "label": words.ageing,
        "ages": [
            [name, number(getattr(ageing, age))] for name, age in zip(words.ages, AGES, strict=True)
        ],
        "unused": [words.unused, number(ageing.credit)] if ageing.credit else None,
    }


def _short(day: date, words: StatementWords) -> str:
    return format_date(day, "short", words.locale)
