"""What is printed, as finished text: the template only places it."""

from typing import Any

from babel import Locale

from invoicing.bill import Bill
from invoicing.lines import Line
from invoicing.parties import Party
from invoicing.tax import TaxTotal
from invoicing.wording import Wording, hours, wording


def sheet(bill: Bill) -> dict[str, Any]:
    """Write everything that the template places. A bill without a number is a draft, and says so."""
    words = wording(bill.language)
    return {
        "language": words.language,
        "title": words.invoice,
        "draft": None if bill.number else words.draft,
        "number": bill.number,
        "seller": _party(bill.seller, words, abroad=_abroad(bill)),
        "buyer": _party(bill.buyer, words, abroad=_abroad(bill)),
        "buyer_label": words.bill_to,
        "facts": _facts(bill, words),
        "columns": [words.description, words.hours, words.rate, words.amount],
        "timed": any(line.kind == "time" for line in bill.lines),
        "lines": [_line(line, bill.currency, words) for line in bill.lines],
        "subtotal": [words.subtotal, words.money(bill.totals.subtotal, bill.currency)],
        "taxes": [_tax(total, bill.currency, words) for total in bill.totals.taxes],
        "total": [
            f"{words.total} {bill.currency}",
            words.money(bill.totals.total, bill.currency),
        ],
        "clauses": _clauses(bill, words),
        "notes": bill.notes,
        "payment": _payment(bill, words),
        "page": words.page("{page}", "{pages}"),
    }


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
    )
    return [f"{label} {number}" for label, number in numbers if number]


def _abroad(bill: Bill) -> bool:
    seller, buyer = bill.seller.address, bill.buyer.address
    return bool(seller and buyer and seller.country != buyer.country)


def _country(code: str, words: Wording) -> str:
    territories: Locale = words.locale
    return str(territories.territories.get(code, code))


def _facts(bill: Bill, words: Wording) -> list[list[str]]:
    facts = [
        (words.number, bill.number),
        (words.issue_date, bill.issue_date and words.day(bill.issue_date)),
        (words.due_date, bill.due_date and words.day(bill.due_date)),
        (words.reference, bill.reference),
    ]
    if bill.first_day and bill.last_day:
        facts.insert(3, (words.period, words.days(bill.first_day, bill.last_day)))
    return [[label, value] for label, value in facts if value]


def _line(line: Line, currency: str, words: Wording) -> dict[str, str]:
    rate = "" if line.hourly_rate is None else words.rate_of(line.hourly_rate, currency)
    return {
        "description": line.description,
        "hours": "" if line.seconds is None else hours(line.seconds),
        "rate": rate,
        "amount": "" if line.kind == "text" else words.money(line.amount, currency),
    }


def _tax(total: TaxTotal, currency: str, words: Wording) -> list[str]:
    base = words.money(total.base, currency)
    match total.tax.category:
        case "standard":
            label = words.tax(words.percent(total.tax.rate), base)
        case "zero":
            label = f"{words.zero}: {base}"
        case "exempt":
            label = f"{words.exempt}: {base}"
        case "reverse-charge":
            label = words.tax(words.percent(total.tax.rate), base)
        case "outside-scope":
            label = f"{words.outside_scope}: {base}"
    return [label, words.money(total.amount, currency)]


def _clauses(bill: Bill, words: Wording) -> list[str]:
    reversed_charge = any(t.tax.category == "reverse-charge" for t in bill.totals.taxes)
    return [words.reverse_charge(bill.buyer.vat_number or "–")] if reversed_charge else []


def _payment(bill: Bill, words: Wording) -> dict[str, Any] | None:
    if bill.due_date is None or bill.totals.total == 0:
        return None
    amount = f"{words.money(bill.totals.total, bill.currency)} {bill.currency}"
    return {
        "label": words.payment,
        "ask": words.to_pay(amount, words.day(bill.due_date)),
        "instructions": bill.payment_instructions,
    }
