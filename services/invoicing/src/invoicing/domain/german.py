"""The words in German.

A correction is not called *Gutschrift*: by § 14 UStG that is an invoice which the customer writes. The clause of reverse
charge is worded as § 14a UStG demands.
"""

from invoicing.domain.words import Wording
from typesetting.languages import LOCALES

GERMAN = Wording(
    language="de",
    locale=LOCALES["de"],
    invoice="Rechnung",
    draft="Entwurf",
    number="Rechnungsnummer",
    issue_date="Rechnungsdatum",
    due_date="Zahlbar bis",
    period="Leistungszeitraum",
    reference="Ihr Zeichen",
    purchase_order="Bestellnummer",
    bill_to="Rechnungsempfänger",
    description="Leistung",
    hours="Stunden",
    billed=lambda hours: f"{hours} berechnet",
    included=lambda hours: f"{hours} Stunden enthalten",
    used=lambda used, included: f"{used} von {included} Stunden verbraucht",
    rolled_over=lambda hours: f"davon {hours} übertragen",
    overage=lambda what: f"{what} (über die Vereinbarung hinaus)",
    rate="Stundensatz",
    amount="Betrag",
    subtotal="Nettobetrag",
    tax=lambda rate, base: f"USt {rate} auf {base}",
    total="Gesamtbetrag",
    to_pay=lambda amount, day: f"Bitte zahlen Sie {amount} bis zum {day}",
    payment="Zahlung",
    vat_number="USt-IdNr.",
    registration_number="Register-Nr.",
    gln="GLN",
    reverse_charge=lambda number: (
        f"Steuerschuldnerschaft des Leistungsempfängers (Reverse Charge). USt-IdNr. des Kunden: {number}"
    ),
    exempt="Umsatzsteuerfrei",
    outside_scope="Nicht im Inland steuerbar",
    zero="USt-Satz 0 %",
    page=lambda page, pages: f"Seite {page} von {pages}",
    work="Arbeit",
    credit_note="Rechnungskorrektur",
    credit_note_number="Korrekturnummer",
    credit_note_date="Datum",
    corrects="Zur Rechnung",
    invoice_date="Rechnungsdatum",
    reason="Grund",
    credited="Gutgeschriebener Betrag",
    credited_to="Empfänger",
    quote="Angebot",
    quote_number="Angebotsnummer",
    quote_date="Datum",
    valid_until="Gültig bis",
    subject="Betreff",
    quoted_to="Angebot an",
    estimated="Die Stunden sind geschätzt; abgerechnet wird nach tatsächlichem Aufwand.",
    account="Konto",
    payment_reference="Verwendungszweck",
    scan_to_pay="In der Banking-App scannen",
    appendix="Stundennachweis",
    appendix_to=lambda title, number: f"Anlage zu {title} {number}",
    work_date="Datum",
    person="Person",
)
