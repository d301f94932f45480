"""The words of a document, and how a language writes days and rates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel import Locale
from babel.numbers import format_decimal

from typesetting.languages import written_day, written_days


@dataclass(frozen=True)
class Wording:
    """The words of one language, and how it writes dates and amounts."""

    language: str
    locale: Locale
    invoice: str
    draft: str
    number: str
    issue_date: str
    due_date: str
    period: str
    reference: str
    purchase_order: str
    bill_to: str
    description: str
    hours: str
    billed: Callable[[str], str]
    included: Callable[[str], str]
    used: Callable[[str, str], str]
    rolled_over: Callable[[str], str]
    overage: Callable[[str], str]
    rate: str
    quantity: str
    unit_price: str
    amount: str
    subtotal: str
    tax: Callable[[str, str], str]
    total: str
    to_pay: Callable[[str, str], str]
    payment: str
    vat_number: str
    registration_number: str
    gln: str
    reverse_charge: Callable[[str], str]
    exempt: str
    outside_scope: str
    zero: str
    page: Callable[[str, str], str]
    work: str
    credit_note: str
    credit_note_number: str
    credit_note_date: str
    corrects: str
    invoice_date: str
    reason: str
    credited: str
    credited_to: str
    quote: str
    quote_number: str
    quote_date: str
    valid_until: str
    subject: str
    quoted_to: str
    estimated: str
    account: str
    payment_reference: str
    scan_to_pay: str
    appendix: str
    appendix_to: Callable[[str, str], str]
    work_date: str
    person: str

    def day(self, day: date) -> str:
        """A date in full: 5. oktober 2026."""
        return written_day(day, self.locale)

    def days(self, first: date, last: date) -> str:
        """A period: 1.–30. sep. 2026."""
        return written_days(first, last, self.locale)

    def number_of(self, quantity: Decimal) -> str:
        """How many: 1.250,5."""
        return format_decimal(quantity, "#,##0.####", self.locale)

    def percent(self, rate: Decimal) -> str:
        """A tax rate: 25 %."""
        return f"{format_decimal(rate, '#,##0.##', self.locale)} %"
