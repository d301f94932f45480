"""What is printed, in the customer's language."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel import Locale
from babel.numbers import format_decimal

from typesetting.languages import LOCALES, written_day, written_days


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
    bill_to: str
    description: str
    hours: str
    billed: Callable[[str], str]
    included: Callable[[str], str]
    used: Callable[[str, str], str]
    rolled_over: Callable[[str], str]
    overage: Callable[[str], str]
    rate: str
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

    def day(self, day: date) -> str:
        """A date in full: 5. oktober 2026."""
        return written_day(day, self.locale)

    def days(self, first: date, last: date) -> str:
        """A period: 1.–30. sep. 2026."""
        return written_days(first, last, self.locale)

    def percent(self, rate: Decimal) -> str:
        """A tax rate: 25 %."""
        return f"{format_decimal(rate, '#,##0.##', self.locale)} %"


_ENGLISH = Wording(
    language="en",
    locale=LOCALES["en"],
    invoice="Invoice",
    draft="Draft",
    number="Invoice number",
    issue_date="Issue date",
    due_date="Due date",
    period="Period",
    reference="Your reference",
    bill_to="Billed to",
    description="Description",
    hours="Hours",
    billed=lambda hours: f"{hours} billed",
    included=lambda hours: f"{hours} hours included",
    used=lambda used, included: f"{used} of {included} hours used",
    rolled_over=lambda hours: f"{hours} of them rolled over",
    overage=lambda what: f"{what} (beyond the agreement)",
    rate="Rate",
    amount="Amount",
    subtotal="Subtotal excl. VAT",
    tax=lambda rate, base: f"VAT {rate} of {base}",
    total="Total",
    to_pay=lambda amount, day: f"Please pay {amount} by {day}",
    payment="Payment",
    vat_number="VAT no.",
    registration_number="Company no.",
    gln="GLN",
    reverse_charge=lambda number: f"Reverse charge. The customer’s VAT number: {number}",
    exempt="Exempt from VAT",
    outside_scope="Outside the scope of VAT",
    zero="Zero-rated",
    page=lambda page, pages: f"Page {page} of {pages}",
    work="Work",
    credit_note="Credit note",
    credit_note_number="Credit note number",
    credit_note_date="Date",
    corrects="Corrects invoice",
    invoice_date="Invoice date",
    reason="Reason",
    credited="Total credited",
    credited_to="Credited to",
)
_DANISH = Wording(
    language="da",
    locale=LOCALES["da"],
    invoice="Faktura",
    draft="Udkast",
    number="Fakturanummer",
    issue_date="Fakturadato",
    due_date="Forfaldsdato",
    period="Periode",
    reference="Deres reference",
    bill_to="Faktureres til",
    description="Beskrivelse",
    hours="Timer",
    billed=lambda hours: f"{hours} faktureret",
    included=lambda hours: f"{hours} timer inkluderet",
    used=lambda used, included: f"{used} af {included} timer brugt",
    rolled_over=lambda hours: f"heraf {hours} overført",
    overage=lambda what: f"{what} (ud over aftalen)",
    rate="Timepris",
    amount="Beløb",
    subtotal="Subtotal ekskl. moms",
    tax=lambda rate, base: f"Moms {rate} af {base}",
    total="I alt",
    to_pay=lambda amount, day: f"Betal venligst {amount} senest {day}",
    payment="Betaling",
    vat_number="Momsnr.",
    registration_number="CVR-nr.",
    gln="EAN-nr.",
    reverse_charge=lambda number: f"Omvendt betalingspligt. Kundens momsnummer: {number}",
    exempt="Momsfritaget",
    outside_scope="Uden for momslovens anvendelsesområde",
    zero="Momssats 0 %",
    page=lambda page, pages: f"Side {page} af {pages}",
    work="Arbejde",
    credit_note="Kreditnota",
    credit_note_number="Kreditnotanummer",
    credit_note_date="Dato",
    corrects="Krediterer faktura",
    invoice_date="Fakturadato",
    reason="Årsag",
    credited="Krediteret i alt",
    credited_to="Krediteres til",
)
_ALL = {words.language: words for words in (_DANISH, _ENGLISH)}


def wording(language: str) -> Wording:
    """The words of a language that we can print."""
    return _ALL[language]
