"""What is printed, as finished text: the template only places it."""

from typing import Any

from babel import Locale

from invoicing.domain.credit_note import CreditNoteContent
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.lines import Line
from invoicing.domain.parties import Party
from invoicing.domain.quote import QuoteContent
from invoicing.domain.tax import TaxTotal
from invoicing.domain.wording import Wording, wording
from money import format_number, format_price
from typesetting.languages import hours

Printed = InvoiceContent | CreditNoteContent | QuoteContent


def sheet(content: Printed) -> dict[str, Any]:
    """All that the template places. Content without a number is a draft, and says so."""
    words = wording(content.language)
    if isinstance(content, CreditNoteContent):
        return {
            **_shared(content, words),
            "title": words.credit_note,
            "buyer_label": words.credited_to,
            "details": _details_of_credit(content, words),
            "notes": f"{words.reason}: {content.reason}",
            "payment": None,
            "total": _total(words.credited, content, words),
        }
    if isinstance(content, QuoteContent):
        return {
            **_shared(content, words),
            "title": words.quote,
            "buyer_label": words.quoted_to,
            "details": _details_of_quote(content, words),
            "notes": "\n".join(
                filter(None, (_how_hours_are_charged(content, words), content.notes))
            ),
            "payment": None,
            "total": _total(words.total, content, words),
        }
    return {
        **_shared(content, words),
        "title": words.invoice,
        "details": _details(content, words),
        "notes": content.notes,
        "payment": _payment(content, words),
        "total": _total(words.total, content, words),
    }


def _shared(content: Printed, words: Wording) -> dict[str, Any]:
    """What invoices and credit notes have alike."""
    return {
        "language": words.language,
        "draft": None if content.number else words.draft,
        "number": content.number,
        "seller": _party(content.seller, words, abroad=_abroad(content)),
        "buyer": _party(content.buyer, words, abroad=_abroad(content)),
        "buyer_label": words.bill_to,
        "columns": [words.description, words.hours, words.rate, words.amount],
        "timed": any(line.kind == "time" for line in content.lines),
        "lines": [_line(line, content.currency, words) for line in content.lines],
        "subtotal": [
            words.subtotal,
            format_number(content.totals.subtotal, content.currency, words.locale),
        ],
        "taxes": [_tax(total, content.currency, words) for total in content.totals.tax_totals],
        "clauses": _clauses(content, words),
        "page": words.page("{page}", "{pages}"),
    }


def _total(label: str, content: Printed, words: Wording) -> list[str]:
    total = format_number(content.totals.total, content.currency, words.locale)
    return [f"{label} {content.currency}", total]


def _party(party: Party, words: Wording, *, abroad: bool) -> dict[str, Any]:
    address = party.address
    lines: list[str] = []
    if address:
        town = f"{address.postal_code} {address.city}".strip()
        lines = [*address.lines, town, *([_country(address.country, words)] if abroad else [])]
    return {"name": party.name, "lines": lines, "registrations": _registrations(party, words)}


def _registrations(party: Party, words: Wording) -> list[str]:
    numbers = (
        (words.registration_number, party.registration_number),
        (words.vat_number, party.vat_number),
        (words.gln, party.gln),
    )
    return [f"{label} {number}" for label, number in numbers if number]


def _abroad(content: Printed) -> bool:
    seller, buyer = content.seller.address, content.buyer.address
    return bool(seller and buyer and seller.country != buyer.country)


def _country(code: str, words: Wording) -> str:
    territories: Locale = words.locale
    return str(territories.territories.get(code, code))


def _details(content: InvoiceContent, words: Wording) -> list[list[str]]:
    details = [
        (words.number, content.number),
        (words.issue_date, content.issue_date and words.day(content.issue_date)),
        (words.due_date, content.due_date and words.day(content.due_date)),
        (words.reference, content.reference),
    ]
    if content.first_day and content.last_day:
        details.insert(3, (words.period, words.days(content.first_day, content.last_day)))
    return [[label, value] for label, value in details if value]


def _details_of_credit(content: CreditNoteContent, words: Wording) -> list[list[str]]:
    """Its own number and date, and those of the invoice that it corrects (domain §8)."""
    details = [
        (words.credit_note_number, content.number),
        (words.credit_note_date, words.day(content.issue_date)),
        (words.corrects, content.invoice_number),
        (words.invoice_date, words.day(content.invoice_date)),
        (words.reference, content.reference),
    ]
    return [[label, value] for label, value in details if value]


def _details_of_quote(content: QuoteContent, words: Wording) -> list[list[str]]:
    details = [
        (words.quote_number, content.number),
        (words.quote_date, content.issue_date and words.day(content.issue_date)),
        (words.valid_until, content.valid_until and words.day(content.valid_until)),
        (words.subject, content.title),
        (words.reference, content.reference),
    ]
    return [[label, value] for label, value in details if value]


def _how_hours_are_charged(content: QuoteContent, words: Wording) -> str:
    if content.pricing == "fixed" or not any(line.kind == "time" for line in content.lines):
        return ""
    return words.estimated


def _line(line: Line, currency: str, words: Wording) -> dict[str, str]:
    rate = (
        "" if line.hourly_rate is None else format_price(line.hourly_rate, currency, words.locale)
    )
    return {
        "description": line.description,
        "detail": _detail(line, words),
        "hours": _hours(line, words),
        "rate": rate,
        "amount": "" if line.amount is None else format_number(line.amount, currency, words.locale),
    }


def _hours(line: Line, words: Wording) -> str:
    """The time worked and, where rounding makes that another, the time that is charged."""
    if line.seconds is None or line.billed_seconds is None or line.kind == "agreement":
        return ""
    worked = hours(line.seconds)
    return f"{worked} ({words.billed(hours(line.billed_seconds))})" if line.is_rounded else worked


def _detail(line: Line, words: Wording) -> str:
    """Of an agreement's line: its days, and how much of what it includes is used."""
    if line.kind != "agreement":
        return ""
    days = words.days(line.first_day, line.last_day) if line.first_day and line.last_day else ""
    return " · ".join(filter(None, (days, _agreed(line, words))))


def _agreed(line: Line, words: Wording) -> str:
    """How much of what an agreement includes is used: hours, after rounding."""
    if line.included_seconds is None:
        return ""
    included = hours(line.included_seconds)
    text = (
        words.used(hours(line.billed_seconds), included)
        if line.billed_seconds
        else words.included(included)
    )
    if line.rolled_over_seconds:
        return f"{text}, {words.rolled_over(hours(line.rolled_over_seconds))}"
    return text


def _tax(total: TaxTotal, currency: str, words: Wording) -> list[str]:
    base = format_number(total.base, currency, words.locale)
    match total.category:
        case "standard":
            label = words.tax(words.percent(total.rate), base)
        case "zero":
            label = f"{words.zero}: {base}"
        case "exempt":
            label = f"{words.exempt}: {base}"
        case "reverse-charge":
            label = words.tax(words.percent(total.rate), base)
        case "outside-scope":
            label = f"{words.outside_scope}: {base}"
    return [label, format_number(total.tax, currency, words.locale)]


def _clauses(content: Printed, words: Wording) -> list[str]:
    if not content.is_reverse_charged:
        return []
    return [words.reverse_charge(content.buyer.vat_number or "–")]


def _payment(content: InvoiceContent, words: Wording) -> dict[str, Any] | None:
    if content.due_date is None or content.totals.total == 0:
        return None
    amount = (
        f"{format_number(content.totals.total, content.currency, words.locale)} {content.currency}"
    )
    return {
        "label": words.payment,
        "ask": words.to_pay(amount, words.day(content.due_date)),
        "instructions": content.payment_instructions,
    }
