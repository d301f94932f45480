"""What is printed, as finished text: the template only places it."""

from typing import Any

from babel import Locale

from invoicing.domain.credit_note import CreditNoteContent
from invoicing.domain.document import NOTHING_ENCLOSED, Enclosed
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.parties import Party
from invoicing.domain.quote import QuoteContent
from invoicing.domain.tax import TaxTotal
from invoicing.domain.wording import Wording, wording
from invoicing.printing.lines import table
from invoicing.printing.logos import as_svg
from invoicing.printing.payment import payment
from invoicing.printing.time_appendix import time_appendix
from money import format_number
from typesetting.widths import is_plain, width

_FOOTER_EMS = 80
"""Two rows of the footer."""
Printed = InvoiceContent | CreditNoteContent | QuoteContent


def sheet(content: Printed, enclosed: Enclosed = NOTHING_ENCLOSED) -> dict[str, Any]:
    """All that the template places. Content without a number is a draft, and says so."""
    words = wording(content.language)
    if isinstance(content, CreditNoteContent):
        return {
            **_shared(content, enclosed, words),
            "title": words.credit_note,
            "buyer_label": words.credited_to,
            "details": _details_of_credit(content, words),
            "notes": f"{words.reason}: {content.reason}",
            "payment": None,
            "appendix": None,
            "total": _total(words.credited, content, words),
        }
    if isinstance(content, QuoteContent):
        return {
            **_shared(content, enclosed, words),
            "title": words.quote,
            "buyer_label": words.quoted_to,
            "details": _details_of_quote(content, words),
            "notes": "\n".join(
                filter(None, (_how_hours_are_charged(content, words), content.notes))
            ),
            "payment": None,
            "appendix": None,
            "total": _total(words.total, content, words),
        }
    return {
        **_shared(content, enclosed, words),
        "title": words.invoice,
        "details": _details(content, words),
        "notes": content.notes,
        "payment": payment(content, words),
        "appendix": enclosed.appendix and time_appendix(content, enclosed.appendix, words),
        "total": _total(words.total, content, words),
    }


def _shared(content: Printed, enclosed: Enclosed, words: Wording) -> dict[str, Any]:
    """What invoices and credit notes have alike."""
    seller = _party(content.seller, words, abroad=_abroad(content))
    return {
        "language": words.language,
        "draft": None if content.number else words.draft,
        "number": content.number,
        "seller": seller,
        "buyer": _party(content.buyer, words, abroad=_abroad(content)),
        "buyer_label": words.bill_to,
        "footer": footer(content.seller.name, seller["lines"], seller["registrations"]),
        "colour": content.colour,
        "logo": enclosed.logo and as_svg(enclosed.logo),
        "lines": table(content.lines, content.currency, words),
        "subtotal": [
            words.subtotal,
            format_number(content.totals.subtotal, content.currency, words.locale),
        ],
        "taxes": [_tax(total, content.currency, words) for total in content.totals.tax_totals],
        "clauses": _clauses(content, words),
        "page": words.page("{page}", "{pages}"),
    }


def footer(name: str, lines: list[str], registrations: list[str]) -> dict[str, Any]:
    """The seller in two rows at most. The letterhead has it all; what is repeated on each page has to fit."""
    all_ = (name, *lines, *registrations)
    texts = ["  ·  ".join(some) for some in (all_, (name, *registrations))]
    text = next((one for one in texts if width(one) <= _FOOTER_EMS), name)
    return {"text": text, "plain": is_plain(text) and is_plain(name)}


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
        (words.purchase_order, content.purchase_order),
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
        (words.purchase_order, content.purchase_order),
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
