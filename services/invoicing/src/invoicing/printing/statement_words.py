"""What a statement says, in the customer's language."""

from collections.abc import Mapping
from dataclasses import dataclass

from babel import Locale

from invoicing.domain.statement import MovementKind
from typesetting.languages import LOCALES


@dataclass(frozen=True)
class StatementWords:
    """The words of one language."""

    locale: Locale
    title: str
    customer: str
    period: str
    made_on: str
    columns: tuple[str, str, str, str, str]
    opening: str
    closing: str
    credit: str
    ageing: str
    ages: tuple[str, str, str, str, str]
    overdue: str
    unused: str
    nothing: str
    payment: str
    vat_number: str
    registration_number: str
    page: str
    kinds: Mapping[MovementKind, str]
    corrects: str
    reminder_fee: str


_ENGLISH = StatementWords(
    locale=LOCALES["en"],
    title="Statement of account",
    customer="Customer",
    period="Period",
    made_on="Date",
    columns=("Date", "Document", "Due", "Amount", "Balance"),
    opening="Balance brought forward",
    closing="Balance to pay",
    credit="Balance in your favour",
    ageing="What is open, by age",
    ages=("Not due", "1–30 days", "31–60 days", "61–90 days", "Over 90 days"),
    overdue="Of this overdue",
    unused="Payments not used yet",
    nothing="Nothing was invoiced or paid in this period.",
    payment="Payment",
    vat_number="VAT no.",
    registration_number="Company no.",
    page="Page {page} of {pages}",
    kinds={
        "invoice": "Invoice",
        "credit_note": "Credit note",
        "payment": "Payment",
        "credit": "Credit applied",
        "write_off": "Difference",
        "refund": "Paid back",
        "reversal": "Reversed",
        "transfer": "Transferred",
    },
    corrects="of invoice {number}",
    reminder_fee="Reminder fee, invoice {number}",
)
_DANISH = StatementWords(
    locale=LOCALES["da"],
    title="Kontoudtog",
    customer="Kunde",
    period="Periode",
    made_on="Dato",
    columns=("Dato", "Bilag", "Forfald", "Beløb", "Saldo"),
    opening="Saldo fra før",
    closing="Saldo at betale",
    credit="Saldo til gode",
    ageing="Åbne poster efter alder",
    ages=("Ikke forfalden", "1–30 dage", "31–60 dage", "61–90 dage", "Over 90 dage"),
    overdue="Heraf forfalden",
    unused="Betalinger, der ikke er brugt endnu",
    nothing="Der er intet faktureret eller betalt i perioden.",
    payment="Betaling",
    vat_number="Momsnr.",
    registration_number="CVR-nr.",
    page="Side {page} af {pages}",
    kinds={
        "invoice": "Faktura",
        "credit_note": "Kreditnota",
        "payment": "Betaling",
        "credit": "Modregnet",
        "write_off": "Difference",
        "refund": "Tilbagebetalt",
        "reversal": "Tilbageført",
        "transfer": "Overført",
    },
    corrects="til faktura {number}",
    reminder_fee="Rykkergebyr, faktura {number}",
)
_GERMAN = StatementWords(
    locale=LOCALES["de"],
    title="Kontoauszug",
    customer="Kunde",
    period="Zeitraum",
    made_on="Datum",
    columns=("Datum", "Beleg", "Fällig", "Betrag", "Saldo"),
    opening="Saldovortrag",
    closing="Zu zahlender Saldo",
    credit="Guthaben",
    ageing="Offene Posten nach Alter",
    ages=("Nicht fällig", "1–30 Tage", "31–60 Tage", "61–90 Tage", "Über 90 Tage"),
    overdue="Davon überfällig",
    unused="Noch nicht verrechnete Zahlungen",
    nothing="In diesem Zeitraum wurde nichts berechnet oder bezahlt.",
    payment="Zahlung",
    vat_number="USt-IdNr.",
    registration_number="Registernr.",
    page="Seite {page} von {pages}",
    kinds={
        "invoice": "Rechnung",
        "credit_note": "Rechnungskorrektur",
        "payment": "Zahlung",
        "credit": "Verrechnet",
        "write_off": "Differenz",
        "refund": "Erstattet",
        "reversal": "Storniert",
        "transfer": "Umgebucht",
    },
    corrects="zu Rechnung {number}",
    reminder_fee="Mahngebühr, Rechnung {number}",
)
_NORWEGIAN = StatementWords(
    locale=LOCALES["nb"],
    title="Kontoutdrag",
    customer="Kunde",
    period="Periode",
    made_on="Dato",
    columns=("Dato", "Bilag", "Forfall", "Beløp", "Saldo"),
    opening="Saldo fra før",
    closing="Saldo å betale",
    credit="Saldo til gode",
    ageing="Åpne poster etter alder",
    ages=("Ikke forfalt", "1–30 dager", "31–60 dager", "61–90 dager", "Over 90 dager"),
    overdue="Herav forfalt",
    unused="Betalinger som ikke er brukt ennå",
    nothing="Ingenting er fakturert eller betalt i perioden.",
    payment="Betaling",
    vat_number="MVA-nr.",
    registration_number="Org.nr.",
    page="Side {page} av {pages}",
    kinds={
        "invoice": "Faktura",
        "credit_note": "Kreditnota",
        "payment": "Betaling",
        "credit": "Motregnet",
        "write_off": "Differanse",
        "refund": "Tilbakebetalt",
        "reversal": "Tilbakeført",
        "transfer": "Overført",
    },
    corrects="til faktura {number}",
    reminder_fee="Purregebyr, faktura {number}",
)
_SWEDISH = StatementWords(
    locale=LOCALES["sv"],
    title="Kontoutdrag",
    customer="Kund",
    period="Period",
    made_on="Datum",
    columns=("Datum", "Verifikation", "Förfaller", "Belopp", "Saldo"),
    opening="Ingående saldo",
    closing="Saldo att betala",
    credit="Saldo till godo",
    ageing="Öppna poster efter ålder",
    ages=("Ej förfallet", "1–30 dagar", "31–60 dagar", "61–90 dagar", "Över 90 dagar"),
    overdue="Varav förfallet",
    unused="Betalningar som inte har använts än",
    nothing="Inget har fakturerats eller betalats under perioden.",
    payment="Betalning",
    vat_number="Momsreg.nr",
    registration_number="Org.nr",
    page="Sida {page} av {pages}",
    kinds={
        "invoice": "Faktura",
        "credit_note": "Kreditfaktura",
        "payment": "Betalning",
        "credit": "Kvittat",
        "write_off": "Differens",
        "refund": "Återbetalt",
        "reversal": "Återfört",
        "transfer": "Överfört",
    },
    corrects="till faktura {number}",
    reminder_fee="Påminnelseavgift, faktura {number}",
)
_ALL = {"en": _ENGLISH, "da": _DANISH, "de": _GERMAN, "nb": _NORWEGIAN, "sv": _SWEDISH}
_ALIKE = {"no": "nb", "nn": "nb"}


def words_of(language: str) -> StatementWords:
    """The words of a language; English where we have none."""
    return _ALL.get(language, _ENGLISH)


def language_of(tag: str, otherwise: str) -> str:
    """The language that a statement is printed in for a BCP 47 tag."""
    primary = tag.lower().replace("_", "-").split("-")[0]
    known = _ALIKE.get(primary, primary)
    return known if known in _ALL else otherwise
