"""What is printed, in the customer's language."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel import Locale
from babel.dates import format_date, format_interval
from babel.numbers import format_decimal


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

    def day(self, day: date) -> str:
        """A date in full: 5. oktober 2026."""
        return format_date(day, "long", self.locale)

    def days(self, first: date, last: date) -> str:
        """A period: 1.–30. sep. 2026."""
        if first == last:
            return self.day(first)
        return str(format_interval(first, last, "yMMMd", locale=self.locale))

    def percent(self, rate: Decimal) -> str:
        """A tax rate: 25 %."""
        return f"{format_decimal(rate, '#,##0.##', self.locale)} %"


def hours(seconds: int) -> str:
    """Time as text, so that the reader can check the amount: 0:50, and 0:50:30 where whole minutes do not do."""
    minutes, rest = divmod(seconds, 60)
    text = f"{minutes // 60}:{minutes % 60:02}"
    return f"{text}:{rest:02}" if rest else text


_ENGLISH = Wording(
    language="en",
    locale=Locale("en", "GB"),
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
)
_DANISH = Wording(
    language="da",
    locale=Locale("da", "DK"),
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
)
_ALL = {words.language: words for words in (_DANISH, _ENGLISH)}
LANGUAGES = frozenset(_ALL)


def language_of(tag: str, otherwise: str) -> str:
    """The language that we can print for a BCP 47 tag, else the account's own."""
    primary = tag.lower().replace("_", "-").split("-")[0]
    return primary if primary in _ALL else otherwise


def wording(language: str) -> Wording:
    """The words of a language that we can print."""
    return _ALL[language]
