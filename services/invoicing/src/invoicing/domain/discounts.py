"""Discounts on the whole invoice, spread over its tax categories in proportion (domain §5)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from uuid import UUID, uuid5

from invoicing.domain.lines import Line, charges, placed
from invoicing.domain.tax import Tax
from money import minor_units, round_money


@dataclass(frozen=True)
class Discount:
    """So many per cent, or so much, off everything that is billed. One of the two is set, and positive."""

    discount_id: UUID
    description: str
    percent: Decimal | None = None
    amount: Decimal | None = None

    def taken_off(self, base: Decimal, currency: str) -> Decimal:
        """How much comes off when `base` is billed."""
        if self.percent is not None:
            return round_money(base * self.percent / 100, currency)
        assert self.amount is not None
        return self.amount


def with_discounts(
    billed: Sequence[Line], discounts: Sequence[Discount], currency: str
) -> tuple[Line, ...]:
    """Put one discount line per tax after the billed lines, for each discount.

    Percentages are of the billed lines' sum; one discount does not shrink the base of the next.
    """
    bases: dict[Tax, Decimal] = {}
    for tax, amount in charges(billed):
        bases[tax] = bases.get(tax, Decimal(0)) + amount
    taken = [line for discount in discounts for line in _lines(discount, bases, currency)]
    return placed([*billed, *taken])


def discount_of_line(
    line_id: UUID, discounts: Sequence[Discount], taxes: Collection[Tax]
) -> UUID | None:
    """The discount of which the line is a part, if it is one: a discount over several taxes has several lines."""
    for discount in discounts:
        parts = {discount.discount_id, *(_line_id(discount, tax, first=False) for tax in taxes)}
        if line_id in parts:
            return discount.discount_id
    return None


def _lines(discount: Discount, bases: Mapping[Tax, Decimal], currency: str) -> list[Line]:
    whole = discount.taken_off(sum(bases.values(), Decimal(0)), currency)
    shares = spread(whole, bases, currency)
    return [
        Line(
            line_id=_line_id(discount, tax, first=place == 0),
            position=0,
            kind="discount",
            description=discount.description,
            amount=-share,
            tax=tax,
            discount_id=discount.discount_id,
            percent=discount.percent,
        )
        for place, (tax, share) in enumerate(shares.items())
    ]


def spread(whole: Decimal, bases: Mapping[Tax, Decimal], currency: str) -> dict[Tax, Decimal]:
    """Split `whole` in proportion to the positive bases so that the parts add up to it (largest remainder)."""
    positive = {tax: base for tax, base in sorted(bases.items()) if base > 0}
    total, unit = sum(positive.values(), Decimal(0)), Decimal(1).scaleb(-minor_units(currency))
    exact = {tax: whole * base / total for tax, base in positive.items()}
    shares = {tax: part.quantize(unit, rounding=ROUND_DOWN) for tax, part in exact.items()}
    rest = int((whole - sum(shares.values(), Decimal(0))) / unit) if shares else 0
    for tax in sorted(exact, key=lambda tax: shares[tax] - exact[tax])[:rest]:
        shares[tax] += unit
    return {tax: share for tax, share in shares.items() if share}


def _line_id(discount: Discount, tax: Tax, *, first: bool) -> UUID:
    if first:
        return discount.discount_id
    named = (tax.category, str(tax.rate), tax.code)
    return uuid5(discount.discount_id, " ".join(filter(None, named)))
