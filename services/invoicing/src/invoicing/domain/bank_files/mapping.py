"""Which column of a CSV file holds what: presets of banks whose exports are known, and what an account says itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from invoicing.domain.bank_files.amounts import DateOrder, DecimalMark

_BOOKED = ("", "udført", "bogført", "gennemført", "executed", "booked")


@dataclass(frozen=True, kw_only=True)
class CsvMapping:
    """Columns by their headers. Amounts are one signed column, or two of what came in and went out.

    Without a column `currency` or `bank_account` the file's are those that the caller says.
    """

    date: str
    amount: str = ""
    money_in: str = ""
    money_out: str = ""
    text: tuple[str, ...] = ()
    counterparty: str = ""
    counterparty_account: str = ""
    reference: str = ""
    end_to_end_id: str = ""
    bank_reference: str = ""
    currency: str = ""
    bank_account: str = ""
    status: str = ""
    date_order: DateOrder = "day-first"
    decimal_mark: DecimalMark | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that it names."""
        named = (
            *(self.date, self.amount, self.money_in, self.money_out, *self.text),
            *(self.counterparty, self.counterparty_account, self.reference, self.end_to_end_id),
            *(self.bank_reference, self.currency, self.bank_account, self.status),
        )
        return tuple(dict.fromkeys(one for one in named if one))

    def is_booked(self, status: str) -> bool:
        """Whether a line with this status is booked, not waiting or taken back."""
        return status.strip().lower() in _BOOKED


PresetName = Literal[
    "danske-bank",
    "danske-bank-business",
    "nordea",
    "jyske-bank",
    "sydbank",
    "nykredit",
    "bec",
    "sdc",
]


@dataclass(frozen=True)
class Preset:
    """The export of a bank, known by columns that no other has."""

    name: PresetName
    bank: str
    mapping: CsvMapping
    known_by: tuple[str, ...] = ()

    def fits(self, headers: Sequence[str]) -> bool:
        """Whether a file with these headers is of this bank."""
        there = {one.lower() for one in headers}
        return all(one.lower() in there for one in (*self.known_by, *self.mapping.columns))


PRESETS = (
    Preset(
        "danske-bank-business",
        "Danske Bank (business)",
        CsvMapping(
            date="Bogført dato",
            amount="Beløb i DKK",
            text=("Tekst",),
            status="Status",
            bank_reference="Bankens arkivreference",
        ),
    ),
    Preset(
        "nordea",
        "Nordea",
        CsvMapping(
            date="Bogføringsdato",
            amount="Beløb",
            text=("Beskrivelse",),
            counterparty="Navn",
            counterparty_account="Afsender",
            currency="Valuta",
            decimal_mark=",",
        ),
        ("Modtager", "Saldo"),
    ),
    Preset(
        "nykredit",
        "Nykredit",
        CsvMapping(
            date="Dato",
            amount="Beløb",
            text=("Tekst", "Tekst til modtager", "Supp. tekst til modtager"),
            counterparty="Indbetaler",
            counterparty_account="Afsenderkonto",
            reference="Betalingsident",
            end_to_end_id="End2end",
            currency="Valuta",
            bank_account="Exportkonto",
        ),
    ),
    Preset(
        "sdc",
        "SDC (savings banks)",
        CsvMapping(
            date="Dato",
            amount="Beløb",
            text=("Tekst", "Advis 1", "Advis 2", "Advis 3"),
            counterparty="Navn-adresse 1",
            counterparty_account="Mod-konto",
            reference="Betaler-id",
            bank_reference="Bankens reference",
            currency="Valuta",
            bank_account="Kontonr.",
        ),
    ),
    Preset(
        "bec",
        "Spar Nord and other banks of BEC",
        CsvMapping(date="Dato", amount="Beløb", text=("Tekst", "Adviseringer")),
        ("Saldo", "Valørdato", "Type"),
    ),
    Preset(
        "sydbank",
        "Sydbank",
        CsvMapping(date="Dato", amount="Beløb", text=("Tekst",)),
        ("Valør", "Saldo", "Afstemt"),
    ),
    Preset(
        "jyske-bank",
        "Jyske Bank, Sydbank and other banks of Bankdata",
        CsvMapping(date="Dato", amount="Beløb", text=("Tekst",)),
        ("Saldo", "Hovedkategori", "Kategori"),
    ),
    Preset(
        "danske-bank",
        "Danske Bank",
        CsvMapping(date="Dato", amount="Beløb", text=("Tekst",), status="Status"),
        ("Saldo", "Afstemt"),
    ),
)
"""The more a preset asks for, the earlier it comes."""


def preset_for(headers: Sequence[str]) -> Preset | None:
    """The preset of the bank whose export has these headers."""
    return next((one for one in PRESETS if one.fits(headers)), None)


def preset_named(name: str | None) -> Preset | None:
    """The preset of this name."""
    return next((one for one in PRESETS if one.name == name), None)
