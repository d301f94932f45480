"""The words of the timesheet, in the customer's language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime

from typesetting.languages import LOCALES


@dataclass(frozen=True)
class Wording:
    """The words of one language, and how it writes days and times."""

    language: str
    locale: Locale
    title: str
    customer: str
    period: str
    project: str
    time_zone: str
    hours: str
    columns: tuple[str, ...]
    total: str
    by_person: str
    by_work: str
    other_work: str
    not_approved: str
    approvals: str
    approval_columns: tuple[str, ...]
    confirmation: Callable[[str], str]
    name: str
    signed_on: str
    signature: str
    electronic_signature: str
    sealed: str
    vat_number: str
    registration_number: str
    page: Callable[[str, str], str]

    def country(self, code: str) -> str:
        """The name of a country (ISO 3166-1 alpha-2)."""
        territories: Mapping[str, str] = self.locale.territories
        return territories.get(code, code)

    def day(self, day: date) -> str:
        """A date in a column: fri 2 Oct 2026."""
        return str(format_date(day, "EEE d MMM y", self.locale))

    def moment(self, at: datetime, zone: ZoneInfo) -> str:
        """A date with its time."""
        return str(format_datetime(at, "d MMM y, HH:mm", zone, self.locale))


_ENGLISH = Wording(
    language="en",
    locale=LOCALES["en"],
    title="Timesheet",
    customer="Customer",
    period="Period",
    project="Project",
    time_zone="Time zone",
    hours="Hours",
    columns=("Date", "Person", "Work", "From – to", "Pauses", "Hours"),
    total="Total",
    by_person="By person",
    by_work="By work",
    other_work="Other work",
    not_approved="not approved",
    approvals="Approved",
    approval_columns=("Person", "Period", "Approved by", "At"),
    confirmation=lambda hours: f"I confirm that the {hours} hours above were worked for us.",
    name="Name",
    signed_on="Date",
    signature="Signature",
    electronic_signature="Electronic signature",
    sealed="This document is sealed: PDF readers show when it was changed after it was made.",
    vat_number="VAT no.",
    registration_number="Company no.",
    page=lambda page, pages: f"Page {page} of {pages}",
)
_DANISH = Wording(
    language="da",
    locale=LOCALES["da"],
    title="Timeseddel",
    customer="Kunde",
    period="Periode",
    project="Projekt",
    time_zone="Tidszone",
    hours="Timer",
    columns=("Dato", "Person", "Arbejde", "Fra – til", "Pauser", "Timer"),
    total="I alt",
    by_person="Pr. person",
    by_work="Pr. opgave",
    other_work="Andet arbejde",
    not_approved="ikke godkendt",
    approvals="Godkendt",
    approval_columns=("Person", "Periode", "Godkendt af", "Tidspunkt"),
    confirmation=lambda hours: f"Jeg bekræfter, at de {hours} timer ovenfor er udført for os.",
    name="Navn",
    signed_on="Dato",
    signature="Underskrift",
    electronic_signature="Elektronisk underskrift",
    sealed="Dokumentet er forseglet: PDF-læsere viser, når det er ændret, efter at det blev lavet.",
    vat_number="Momsnr.",
    registration_number="CVR-nr.",
    page=lambda page, pages: f"Side {page} af {pages}",
)
_GERMAN = Wording(
    language="de",
    locale=LOCALES["de"],
    title="Stundenzettel",
    customer="Kunde",
    period="Zeitraum",
    project="Projekt",
    time_zone="Zeitzone",
    hours="Stunden",
    columns=("Datum", "Person", "Arbeit", "Von – bis", "Pausen", "Stunden"),
    total="Summe",
    by_person="Nach Person",
    by_work="Nach Aufgabe",
    other_work="Sonstige Arbeit",
    not_approved="nicht freigegeben",
    approvals="Freigegeben",
    approval_columns=("Person", "Zeitraum", "Freigegeben von", "Zeitpunkt"),
    confirmation=lambda hours: (
        f"Ich bestätige, dass die obigen {hours} Stunden für uns geleistet wurden."
    ),
    name="Name",
    signed_on="Datum",
    signature="Unterschrift",
    electronic_signature="Elektronische Signatur",
    sealed="Dieses Dokument ist versiegelt: PDF-Programme zeigen an, wenn es danach geändert wurde.",
    vat_number="USt-IdNr.",
    registration_number="Register-Nr.",
    page=lambda page, pages: f"Seite {page} von {pages}",
)
_SWEDISH = Wording(
    language="sv",
    locale=LOCALES["sv"],
    title="Tidrapport",
    customer="Kund",
    period="Period",
    project="Projekt",
    time_zone="Tidszon",
    hours="Timmar",
    columns=("Datum", "Person", "Arbete", "Från – till", "Raster", "Timmar"),
    total="Totalt",
    by_person="Per person",
    by_work="Per uppgift",
    other_work="Annat arbete",
    not_approved="inte godkänt",
    approvals="Godkänt",
    approval_columns=("Person", "Period", "Godkänt av", "Tidpunkt"),
    confirmation=lambda hours: f"Jag bekräftar att de {hours} timmarna ovan har utförts åt oss.",
    name="Namn",
    signed_on="Datum",
    signature="Underskrift",
    electronic_signature="Elektronisk underskrift",
    sealed="Dokumentet är förseglat: PDF-läsare visar om det har ändrats efter att det gjordes.",
    vat_number="Momsreg.nr",
    registration_number="Org.nr",
    page=lambda page, pages: f"Sida {page} av {pages}",
)
_NORWEGIAN = Wording(
    language="nb",
    locale=LOCALES["nb"],
    title="Timeliste",
    customer="Kunde",
    period="Periode",
    project="Prosjekt",
    time_zone="Tidssone",
    hours="Timer",
    columns=("Dato", "Person", "Arbeid", "Fra – til", "Pauser", "Timer"),
    total="Totalt",
    by_person="Per person",
    by_work="Per oppgave",
    other_work="Annet arbeid",
    not_approved="ikke godkjent",
    approvals="Godkjent",
    approval_columns=("Person", "Periode", "Godkjent av", "Tidspunkt"),
    confirmation=lambda hours: f"Jeg bekrefter at de {hours} timene ovenfor er utført for oss.",
    name="Navn",
    signed_on="Dato",
    signature="Underskrift",
    electronic_signature="Elektronisk underskrift",
    sealed="Dokumentet er forseglet: PDF-lesere viser om det er endret etter at det ble laget.",
    vat_number="Mva-nr.",
    registration_number="Org.nr.",
    page=lambda page, pages: f"Side {page} av {pages}",
)
_ALL = {words.language: words for words in (_DANISH, _ENGLISH, _GERMAN, _NORWEGIAN, _SWEDISH)}


def wording(language: str) -> Wording:
    """The words of a language that we can print."""
    return _ALL[language]
