"""The account's tax codes: a name for how something is taxed, with the rate that holds from a day on.

Every account has those of its seller's country without doing anything; what it changes, and makes itself, stands beside
them. Codes are retired, never deleted, and what is issued keeps code, category and rate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache

from domain_errors import InvalidInputError
from invoicing.domain.errors import TaxCodeExistsError, UnknownTaxCodeError
from invoicing.domain.tax import Tax, TaxCategory

BEGINNING = date(1970, 1, 1)
"""From when the first rate of a code holds."""
# fmt: off
STANDARD_RATES: Mapping[str, Decimal] = {country: Decimal(rate) for country, rate in {
    "AT": "20", "BE": "21", "BG": "20", "CH": "8.1", "CY": "19", "CZ": "21", "DE": "19", "DK": "25", "EE": "24",
    "ES": "21", "FI": "25.5", "FR": "20", "GB": "20", "GR": "24", "HR": "25", "HU": "27", "IE": "23", "IS": "24",
    "IT": "22", "LT": "21", "LU": "17", "LV": "21", "MT": "18", "NL": "21", "NO": "25", "PL": "23", "PT": "23",
    "RO": "21", "SE": "25", "SI": "22", "SK": "23",
}.items()}
# fmt: on
"""Standard rates by the seller's country, as of 2026."""
_NOTHING = Decimal(0)
_HOME = "DK"
"""Whose rate holds for a seller whose country is not known yet."""


@dataclass(frozen=True)
class DatedRate:
    """The rate from a day on, until that of a later day."""

    valid_from: date
    rate: Decimal


@dataclass(frozen=True)
class TaxCode:
    """How something is taxed. Version 0: it is the country's, and nobody changed it.

    `ledger_account` is where its VAT is booked, `ledger_code` what the ledger program calls it.
    """

    code: str
    name: str
    category: TaxCategory
    rates: tuple[DatedRate, ...]
    ledger_account: str | None = None
    ledger_code: str | None = None
    retired: bool = False
    version: int = 0

    def rate_on(self, day: date) -> Decimal:
        """The rate of that day; before the first, the first."""
        held = [one.rate for one in self.rates if one.valid_from <= day]
        return held[-1] if held else self.rates[0].rate

    def tax_on(self, day: date) -> Tax:
        """How what is issued on that day is taxed."""
        return Tax(self.category, self.rate_on(day), self.code)

    def changed(self, *, name: str, retired: bool, **ledger: str | None) -> "TaxCode":
        """With another name or ledger account, retired or in use again."""
        return replace(self, name=name, retired=retired, version=self.version + 1, **ledger)  # type: ignore[arg-type]

    def with_rate(self, new: DatedRate, *, today: date) -> "TaxCode":
        """With the rate that follows on a later day. Raises `InvalidInputError`.

        Neither a day that has been nor one before a rate that is known: what was issued, and what is announced, holds.
        """
        if problem := Tax(self.category, new.rate).problem():
            raise InvalidInputError("rate", problem)
        if new.valid_from <= max(today, self.rates[-1].valid_from):
            after = max(today, self.rates[-1].valid_from)
            raise InvalidInputError("valid_from", f"must be after {after}; what was before holds")
        return replace(self, rates=(*self.rates, new), version=self.version + 1)


def new_tax_code(
    code: str,
    name: str,
    category: TaxCategory,
    rate: Decimal | None,
    *,
    ledger_account: str | None,
    ledger_code: str | None,
) -> TaxCode:
    """A code that the account makes. Raises `InvalidInputError` where the rate is missing or does not fit."""
    if rate is None and category == "standard":
        raise InvalidInputError("rate", "is missing: the standard category needs one")
    if problem := Tax(category, rate or _NOTHING).problem():
        raise InvalidInputError("rate", problem)
    rates = (DatedRate(BEGINNING, rate or _NOTHING),)
    return TaxCode(code, name, category, rates, ledger_account, ledger_code, version=1)


@cache
def codes_of_country(country: str | None) -> tuple[TaxCode, ...]:
    """What an account has without making anything, by the letters of UNCL 5305, which electronic invoices use, too."""
    standard = STANDARD_RATES.get(country or _HOME)
    found = [] if standard is None else [_code("S", "Sales with VAT", "standard", standard)]
    return (
        *found,
        _code("Z", "Zero-rated sales", "zero"),
        _code("E", "Sales exempt from VAT", "exempt"),
        _code("AE", "Services to businesses in the EU, reverse charge", "reverse-charge"),
        _code("O", "Services outside the scope of VAT", "outside-scope"),
    )


def _code(code: str, name: str, category: TaxCategory, rate: Decimal = _NOTHING) -> TaxCode:
    return TaxCode(code, name, category, (DatedRate(BEGINNING, rate),))


@dataclass(frozen=True)
class TaxCodes:
    """All that an account has: the country's, and its own in place of or beside them, in the order of the codes."""

    known: Mapping[str, TaxCode]

    @classmethod
    def of(cls, country: str | None, own: Sequence[TaxCode]) -> "TaxCodes":
        """Of a seller in that country."""
        found = {one.code: one for one in (*codes_of_country(country), *own)}
        return cls({code: found[code] for code in sorted(found)})

    def get(self, code: str) -> TaxCode:
        """One of them. Raises `UnknownTaxCodeError`."""
        if code not in self.known:
            raise UnknownTaxCodeError(code)
        return self.known[code]

    def check_new(self, code: str) -> None:
        """Refuse a code that is taken, by one that is retired too. Raises `TaxCodeExistsError`."""
        if code in self.known:
            raise TaxCodeExistsError(f"{code} is {self.known[code].name}")

    def chosen(self, tax: Tax | str, day: date, *, field: str = "tax") -> Tax:
        """What a person chose, by code, by category and rate, or by all three. Raises `InvalidInputError`."""
        name = tax if isinstance(tax, str) else tax.code
        if name is None:
            assert isinstance(tax, Tax)
            return self.coded(tax, day)
        code = self.known.get(name)
        if code is None or code.retired:
            raise InvalidInputError(
                f"{field}.code", "is retired" if code else "is no tax code of this account"
            )
        found = code.tax_on(day)
        if isinstance(tax, Tax) and tax != found:
            raise InvalidInputError(
                f"{field}.rate", f"{name} is {found.category} at {found.rate} % on {day}"
            )
        return found

    def coded(self, tax: Tax, day: date) -> Tax:
        """A tax with the first code in use that says the same; without one where none does."""
        fitting = (one for one in self.known.values() if not one.retired)
        found = (one.tax_on(day) for one in fitting)
        return next((one for one in found if one.uncoded == tax.uncoded), tax.uncoded)

    def on(self, tax: Tax, day: date) -> Tax:
        """The tax with the rate that its code has on that day."""
        code = self.known.get(tax.code) if tax.code else None
        if code is None or code.category != tax.category:
            return tax
        return code.tax_on(day)
