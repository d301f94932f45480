"""Value added tax: per category and rate, on the sum of the lines (EN 16931 BR-CO-17)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from contracts.invoicing import TaxCategory
from invoicing.money import rounded

_TAXED: frozenset[TaxCategory] = frozenset({"standard"})


@dataclass(frozen=True, order=True)
class Tax:
    """How something is taxed; `rate` is per cent and 0 in every category but standard."""

    category: TaxCategory
    rate: Decimal

    def problem(self) -> str | None:
        """Say what is wrong with the combination, if anything."""
        if self.category in _TAXED and not 0 < self.rate < 100:
            return "the standard category needs a rate between 0 and 100"
        if self.category not in _TAXED and self.rate != 0:
            return f"{self.category} has the rate 0"
        return None


@dataclass(frozen=True)
class TaxTotal:
    """Tax of one category and rate."""

    tax: Tax
    base: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Totals:
    """What the invoice adds up to."""

    taxes: tuple[TaxTotal, ...]
    subtotal: Decimal
    tax: Decimal
    total: Decimal


def totals(amounts: Iterable[tuple[Tax, Decimal]], currency: str) -> Totals:
    """Add up lines, given as (tax, amount before tax); each tax is rounded once, on its sum."""
    bases: dict[Tax, Decimal] = defaultdict(lambda: rounded(Decimal(0), currency))
    for tax, amount in amounts:
        bases[tax] += amount
    taxes = tuple(
        TaxTotal(tax, base, rounded(base * tax.rate / 100, currency))
        for tax, base in sorted(bases.items())
    )
    zero = rounded(Decimal(0), currency)
    subtotal = sum((t.base for t in taxes), zero)
    tax_sum = sum((t.amount for t in taxes), zero)
    return Totals(taxes, subtotal, tax_sum, subtotal + tax_sum)
