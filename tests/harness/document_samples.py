"""Twelve documents as bookkeepers meet them, for `docs/users/documents.md`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from invoicing.domain.ageing import AGES, Ageing
from invoicing.domain.appendix import Appendix, AppendixEntry
from invoicing.domain.credit_note import CreditNoteContent
from invoicing.domain.document import NOTHING_ENCLOSED, Enclosed
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.lines import Line, add_up, decimal_hours, time_amount
from invoicing.domain.logos import checked_logo
from invoicing.domain.parties import Address, Party
from invoicing.domain.payment_details import PaymentDetails, payment_reference
from invoicing.domain.statement import CurrencyStatement, Entry, Movement, Statement
from invoicing.domain.tax import Tax
from invoicing.printing.sheet import Printed

LOGO = checked_logo(
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 64"><circle cx="30" cy="30" r="28" fill="#1f5c70"/>'
    b'<path d="M18 42V18h6v19h15v5z" fill="#fff"/><path d="M78 17h7v20h13v6H78zM106 17h7v26h-7zM122 17h8l13 16V17h7v26h-7'
    b'l-14-17v17h-7zM160 17h12c9 0 15 5 15 13s-6 13-15 13h-12zm7 6v14h5c5 0 8-3 8-7s-3-7-8-7z" fill="#1f5c70"/></svg>'
)
LIND = Party(
    "Studio Lind ApS",
    Address(("Kajen 4",), "1400", "København K", "DK"),
    "DK87654321",
    "87654321",
)
NORDLYS = Party(
    "Nordlys ApS",
    Address(("Havnegade 1, 2. tv",), "8000", "Aarhus C", "DK"),
    "DK12345674",
    "12345674",
    "5790000000005",
)
DANISH_BANK = PaymentDetails(
    registration_number="0040", account_number="0440116243", fik_creditor="87654321"
)
EURO_BANK = PaymentDetails(iban="DK5000400440116243", bic="NDEADKKK")
VAT = Tax("standard", Decimal(25))
SEPTEMBER = (date(2026, 9, 1), date(2026, 9, 30))


@dataclass(frozen=True)
class Sample:
    """A document, what is enclosed, and which of its pages are shown."""

    name: str
    content: Printed | Statement
    enclosed: Enclosed = NOTHING_ENCLOSED
    pages: tuple[int, ...] = (1,)


def _time(text: str, seconds: int, rate: str, currency: str, tax: Tax = VAT) -> Line:
    amount = time_amount(seconds, Decimal(rate), currency)
    known = {"seconds": seconds, "hourly_rate": Decimal(rate), "billed_seconds": seconds}
    return Line(UUID(int=0), 0, "time", text, amount, tax, **known)  # type: ignore[arg-type]


def _fee(text: str, amount: str, tax: Tax = VAT) -> Line:
    return Line(UUID(int=0), 0, "fee", text, Decimal(amount), tax)


def _numbered(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(
        replace(line, line_id=UUID(int=place), position=place)
        for place, line in enumerate(lines, 1)
    )


def _invoice(
    language: str,
    currency: str,
    buyer: Party,
    lines: Sequence[Line],
    details: PaymentDetails,
    *,
    seller: Party = LIND,
    number: str = "2026-0042",
    instructions: str = "",
    reference: str = "",
    notes: str = "",
) -> InvoiceContent:
    return InvoiceContent(
        id=UUID(int=1),
        organization_id=UUID(int=2),
        currency=currency,
        language=language,
        seller=seller,
        buyer=buyer,
        lines=_numbered(lines),
        first_day=SEPTEMBER[0],
        last_day=SEPTEMBER[1],
        notes=notes,
        reference=reference,
        payment_instructions=instructions,
        payment_details=details,
        payment_reference=payment_reference(details, number, currency),
        number=number,
        issue_date=date(2026, 10, 1),
        due_date=date(2026, 10, 31),
    )


def danish() -> Sample:
    """At home: VAT, the line that Danish banks read, a public buyer's EAN."""
    lines = (
        _time("Webshop: Betaling med kort", 27_000, "1200", "DKK"),
        _time("Webshop: Kvitteringer på e-mail", 9_300, "1200", "DKK"),
        _fee("Hosting, september", "350.00"),
        replace(_fee("Rabat 5 %", "-611.00"), kind="discount"),
    )
    content = _invoice("da", "DKK", NORDLYS, lines, DANISH_BANK, reference="PO 4711, Eva Holm")
    return Sample("danish", replace(content, logo=LOGO.sha256), Enclosed(LOGO))


def discounts() -> Sample:
    """Hours as decimals, discounts of a line and of the whole, a quantity, and an expense."""
    design = _decimal("Webshop: Betaling med kort", 26_940, "1200")
    licences = replace(
        _fee("Licenser til kassen", "1188.00"),
        quantity=Decimal(12),
        unit="stk.",
        unit_price=Decimal("99.00"),
    )
    lines = (
        replace(design, line_id=UUID(int=1)),
        replace(_discount("Introduktion", "10", "-897.60"), of_line_id=UUID(int=1)),
        _decimal("Webshop: Kvitteringer på e-mail", 9_300, "1200"),
        licences,
        replace(_fee("Tog til Aarhus, 12. sep. 2026", "320.00"), kind="expense"),
        _discount("Fast kunde", "5", "-634.12"),
    )
    content = _invoice("da", "DKK", NORDLYS, lines, DANISH_BANK, number="2026-0043")
    return Sample("discounts", replace(content, logo=LOGO.sha256), Enclosed(LOGO))


def _decimal(text: str, seconds: int, rate: str) -> Line:
    amount = time_amount(seconds, Decimal(rate), "DKK", 2)
    return replace(
        _time(text, seconds, rate, "DKK"), hours=decimal_hours(seconds, 2), amount=amount
    )


def _discount(text: str, percent: str, amount: str) -> Line:
    return replace(_fee(text, amount), kind="discount", percent=Decimal(percent))


def german() -> Sample:
    """To a business in another member state: reverse charge, in euro, with the code that banks' apps read."""
    reverse = Tax("reverse-charge", Decimal(0))
    brand = Party(
        "Brand & Söhne GmbH",
        Address(("Lindenstraße 12", "3. OG"), "10969", "Berlin", "DE"),
        "DE123456789",
    )
    lines = (
        _time("Webshop: Bezahlung mit Karte", 54_000, "160", "EUR", reverse),
        _time("Webshop: Belege per E-Mail", 12_600, "160", "EUR", reverse),
    )
    content = _invoice("de", "EUR", brand, lines, EURO_BANK, reference="Bestellung 8812")
    return Sample("german", replace(content, logo=LOGO.sha256), Enclosed(LOGO))


def swedish() -> Sample:
    """Bankgiro with an OCR number."""
    seller = Party(
        "Ateljé Björk AB",
        Address(("Storgatan 5",), "111 22", "Stockholm", "SE"),
        "SE556036079301",
        "556036-0793",
    )
    buyer = Party("Norrsken Bygg AB", Address(("Hamngatan 10",), "411 06", "Göteborg", "SE"))
    lines = (
        _time("Ritningar: Entré", 32_400, "950", "SEK"),
        _time("Ritningar: Trapphus", 18_000, "950", "SEK"),
    )
    bank = PaymentDetails(bankgiro="9912346")
    content = _invoice("sv", "SEK", buyer, lines, bank, seller=seller, number="1042")
    return Sample("swedish", replace(content, colour="#8a3324"))


def norwegian() -> Sample:
    """A KID number."""
    seller = Party(
        "Fjordlys AS",
        Address(("Storgata 7",), "0155", "Oslo", "NO"),
        "NO 987 654 325 MVA",
        "987 654 325",
    )
    buyer = Party("Havblikk AS", Address(("Bryggen 3",), "5003", "Bergen", "NO"))
    lines = (
        _time("Nettbutikk: Rådgivning", 21_600, "1100", "NOK"),
        _time("Nettbutikk: Opplæring", 10_800, "1100", "NOK"),
    )
    bank = PaymentDetails(kid=True)
    content = _invoice(
        "nb", "NOK", buyer, lines, bank, seller=seller, instructions="Konto 1503 40 12345"
    )
    return Sample("norwegian", replace(content, colour="#14507a"))


def english() -> Sample:
    """To a customer outside the EU."""
    outside = Tax("outside-scope", Decimal(0))
    buyer = Party(
        "Harbor Light Inc.", Address(("200 Main Street", "Suite 4"), "04101", "Portland, ME", "US")
    )
    lines = (
        _time("Web shop: Payments by card", 50_400, "175", "USD", outside),
        _time("Web shop: Receipts by e-mail", 9_000, "175", "USD", outside),
    )
    content = _invoice(
        "en",
        "USD",
        buyer,
        lines,
        EURO_BANK,
        notes="Thank you for working with us.",
        instructions="International transfer, charges shared.",
    )
    return Sample("outside-eu", replace(content, logo=LOGO.sha256), Enclosed(LOGO))


def credit_note() -> Sample:
    """What is taken back, of which invoice, and why."""
    lines = _numbered([_time("Webshop: Betaling med kort", 9_000, "1200", "DKK")])
    content = CreditNoteContent(
        id=UUID(int=3),
        invoice_id=UUID(int=1),
        invoice_number="2026-0042",
        invoice_date=date(2026, 10, 1),
        organization_id=UUID(int=2),
        currency="DKK",
        language="da",
        seller=LIND,
        buyer=NORDLYS,
        lines=lines,
        totals=add_up(lines, "DKK"),
        reason="2 timer og 30 minutter hørte til et andet projekt",
        delivery="email",
        issue_date=date(2026, 10, 7),
        logo=LOGO.sha256,
        reference="PO 4711, Eva Holm",
        number="CN-2026-0003",
    )
    return Sample("credit-note", content, Enclosed(LOGO))


def agreement() -> Sample:
    """A month of an agreement, and what went beyond it."""
    month = replace(
        _fee("Drift og pleje af webshop, september 2026", "18000.00"),
        kind="agreement",
        first_day=SEPTEMBER[0],
        last_day=SEPTEMBER[1],
        seconds=79_200,
        billed_seconds=79_200,
        included_seconds=79_200,
        rolled_over_seconds=7_200,
        charge_id=UUID(int=5),
    )
    over = _time("Webshop: Julekampagne (ud over aftalen)", 13_500, "1100", "DKK")
    content = _invoice("da", "DKK", NORDLYS, (month, over), DANISH_BANK, number="2026-0051")
    return Sample("agreement", replace(content, logo=LOGO.sha256), Enclosed(LOGO))


def long() -> Sample:
    """200 lines over pages: the titles again on each, no line torn apart, the totals with the last of them."""
    work = (
        "Checkout with cards",
        "Receipts by e-mail",
        "Search that bears typing mistakes, in two languages, with what it found marked in the text of each product",
        "Vouchers",
        "Review of the code of the shop's own module for shipping",
    )
    lines = [
        _time(f"Web shop: {work[n % 5]}, part {n + 1}", 1800 + n % 7 * 900, "1200", "DKK")
        for n in range(200)
    ]
    return Sample(
        "many-lines", _invoice("en", "DKK", NORDLYS, lines, DANISH_BANK), pages=(1, 2, -1)
    )


def right_to_left() -> Sample:
    """A customer, and work, in scripts that run from right to left."""
    outside = Tax("outside-scope", Decimal(0))
    buyer = Party(
        "شركة الأفق للتجارة",
        Address(("شارع الشيخ زايد ١٢",), "", "دبي", "AE"),
        "100123456700003",
    )
    lines = (
        _time("تطوير المتجر الإلكتروني: الدفع بالبطاقة", 36_000, "160", "EUR", outside),
        _time("פיתוח אתר: קבלות בדואר אלקטרוני (2026)", 12_600, "160", "EUR", outside),
        _time("ร้านค้าออนไลน์: ใบเสร็จทางอีเมล", 7_200, "160", "EUR", outside),
        _time("网上商店的银行卡支付", 5_400, "160", "EUR", outside),
        _time("Ηλεκτρονικό κατάστημα · Интернет-магазин", 3_600, "160", "EUR", outside),
    )
    content = _invoice("en", "EUR", buyer, lines, EURO_BANK, notes="شكراً لتعاونكم معنا.")
    return Sample("scripts", content)


def draft() -> Sample:
    """A draft with the time behind its lines."""
    lines = (
        _time("Webshop: Betaling med kort", 27_000, "1200", "DKK"),
        _time("Webshop: Kvitteringer på e-mail", 9_000, "1200", "DKK"),
    )
    content = replace(
        _invoice("da", "DKK", NORDLYS, lines, DANISH_BANK),
        number=None,
        issue_date=None,
        due_date=None,
        time_appendix="entries",
        logo=LOGO.sha256,
    )
    said = (
        "Kortbetaling: formular og fejlbeskeder",
        "Kortbetaling: test hos indløseren",
        "Kortbetaling: afstemning med bogføringen, og hvad der sker, når en betaling trækkes tilbage",
        "Kvitteringer: skabelon på dansk og engelsk",
    )
    people = ("Ida Holm", "Jonas Krogh", "Ida Holm", "Ida Holm")
    entries = tuple(
        AppendixEntry(UUID(int=1 if n < 3 else 2), date(2026, 9, 3 + n * 6), who, text, 9000, 9000)
        for n, (who, text) in enumerate(zip(people, said, strict=True))
    )
    return Sample("draft", content, Enclosed(LOGO, Appendix(entries)), pages=(1, 2))


def statement() -> Sample:
    """What a customer was asked for and paid in a quarter, and how old what they owe is."""
    moved = (
        ("07-15", "invoice", "2026-0029", "", "08-14", "18250.00"),
        ("08-12", "payment", None, "2026-0029", None, "-18250.00"),
        ("08-15", "invoice", "2026-0035", "", "09-14", "24500.00"),
        ("09-02", "credit_note", "CN-2026-0003", "2026-0035", None, "-3750.00"),
        ("09-21", "payment", None, "2026-0035", None, "-15000.00"),
    )
    owed, entries = Decimal(4200), []
    for day, kind, number, about, due, amount in moved:
        owed += Decimal(amount)
        said = {"number": number, "about": about, "currency": "DKK", "amount": Decimal(amount)}
        until = date.fromisoformat(f"2026-{due}") if due else None
        on = date.fromisoformat(f"2026-{day}")
        movement = Movement(day=on, kind=kind, document_id=UUID(int=1), due_date=until, **said)  # type: ignore[arg-type]
        entries.append(Entry(movement, owed))
    ages = dict.fromkeys(AGES, Decimal(0)) | {
        "days_1_30": Decimal(5750),
        "days_over_90": Decimal(4200),
    }
    ageing = Ageing(currency="DKK", invoices=2, total=owed, credit=Decimal(0), **ages)
    part = CurrencyStatement("DKK", Decimal(4200), entries, ageing)
    bank = "Reg. 0040, konto 0440116243"
    quarter = (date(2026, 7, 1), date(2026, 9, 30))
    content = Statement(UUID(int=2), NORDLYS, LIND, "da", bank, *quarter, quarter[1], (part,))
    return Sample("statement", content)


SAMPLES = (
    danish,
    discounts,
    german,
    swedish,
    norwegian,
    english,
    credit_note,
    agreement,
    long,
    right_to_left,
    draft,
    statement,
)
