"""Value added tax: per category and rate, on the sum of the lines (EN 16931 BR-CO-17)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Literal

from money import round_money

TaxCategory = Literal["standard", "zero", "exempt", "reverse-charge", "outside-scope"]


@dataclass(frozen=True)
class Tax:
    """How something is taxed; `rate` is per cent and 0 in every category but standard.

    `code` is the account's tax code that says so; None: it was named by category and rate alone, and fits no code.
    """

    category: TaxCategory
    rate: Decimal
    code: str | None = None

    def __lt__(self, other: "Tax") -> bool:
        """Whether it comes first where taxes are listed."""
        return self._place < other._place

    @property
    def uncoded(self) -> "Tax":
        """What totals are made of: documents add up by category and rate, whichever codes they have."""
        return replace(self, code=None)

    def problem(self) -> str | None:
        """What is wrong with the combination, if anything."""
        if self.rate != round(self.rate, 2):
            return "has at most two decimals"
        if self.category == "standard" and not 0 < self.rate < 100:
            return "the standard category needs a rate between 0 and 100"
        if self.category != "standard" and self.rate != 0:
            return f"{self.category} has the rate 0"
        return None

    @property
    def _place(self) -> tuple[str, Decimal, str]:
        return self.category, self.rate, self.code or ""


class Taxed:
    """What has a tax; rows, events and responses hold its two parts side by side."""

    tax: Tax

    @property
    def tax_category(self) -> TaxCategory:
        """The category of the tax."""
        return self.tax.category

    @property
    def tax_rate(self) -> Decimal:
        """Per cent."""
        return self.tax.rate

    @property
    def tax_code(self) -> str | None:
        """The account's code of the tax."""
        return self.tax.code


@dataclass(frozen=True)
class TaxTotal:
    """Tax of one category and rate, on the sum of its lines."""

    category: TaxCategory
    rate: Decimal
    base: Decimal
    tax: Decimal


@dataclass(frozen=True)
class Totals:
    """What the invoice adds up to."""

    tax_totals: tuple[TaxTotal, ...]
    subtotal: Decimal
    tax: Decimal
    total: Decimal


def totals(amounts: Iterable[tuple[Tax, Decimal]], currency: str) -> Totals:
    """Add up lines, given as (tax, amount before tax); each tax is rounded once, on its sum."""
    zero = round_money(Decimal(0), currency)
    coded: dict[Tax, Decimal] = defaultdict(lambda: zero)
    # by runs of the same tax, since hashing one for each of hundreds of lines is most of the work
    for tax, run in groupby(amounts, itemgetter(0)):
        coded[tax] += sum((amount for _, amount in run), zero)
    bases: dict[Tax, Decimal] = defaultdict(lambda: zero)
    for tax, amount in coded.items():
        bases[tax.uncoded] += amount
    taxes = tuple(
        TaxTotal(tax.category, tax.rate, base, round_money(base * tax.rate / 100, currency))
        for tax, base in sorted(bases.items())
    )
    subtotal = sum((t.base for t in taxes), zero)
    tax_sum = sum((t.tax for t in taxes), zero)
    return Totals(taxes, subtotal, tax_sum, subtotal + tax_sum)
