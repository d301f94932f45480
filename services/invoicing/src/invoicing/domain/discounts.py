"""Discounts of one line, taxed as it is, and on the whole, spread over the tax categories in proportion (domain §5)."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from uuid import UUID, uuid5

from domain_errors import InvalidInputError
from invoicing.domain.lines import Line, charges, placed
from invoicing.domain.tax import Tax
from money import minor_units, round_money

Percentage = tuple[str, Decimal]
"""What a discount in per cent says, and how many of its line."""
_PERCENT = re.compile(r"(?<![0-9.,])([0-9]+(?:[.,][0-9]+)?)\s?%")


def says_percent(text: str, percent: Decimal) -> bool:
    """Whether a text has the percentage itself, as people write it: `5 %`, `12,50%`."""
    found = (one.replace(",", ".") for one in _PERCENT.findall(text))
    return any(Decimal(one) == percent for one in found)


@dataclass(frozen=True)
class Discount:
    """So many per cent, or so much, off a line or off everything that is billed. One of the two is set, and positive."""

    discount_id: UUID
    description: str
    percent: Decimal | None = None
    amount: Decimal | None = None
    of_line_id: UUID | None = None
    """The line that it is taken off; None: it is on the whole."""

    def taken_off(self, base: Decimal, currency: str) -> Decimal:
        """How much comes off when `base` is billed."""
        if self.percent is not None:
            return round_money(base * self.percent / 100, currency)
        assert self.amount is not None
        return self.amount

    @property
    def percentage(self) -> Percentage | None:
        """What goes along with what leaves the line: an amount does not."""
        return None if self.percent is None else (self.description, self.percent)


def percentages_of_lines(discounts: Iterable[Discount]) -> dict[UUID, Percentage]:
    """Of each line with a discount in per cent, its text and how many."""
    own = ((one.of_line_id, one.percentage) for one in discounts)
    return {line_id: percentage for line_id, percentage in own if line_id and percentage}


def discount_on(percentage: Percentage, line_id: UUID, discount_id: UUID) -> Discount:
    """The same discount in per cent on another line."""
    description, percent = percentage
    return Discount(discount_id, description, percent=percent, of_line_id=line_id)


def with_discounts(
    billed: Sequence[Line], discounts: Sequence[Discount], currency: str
) -> tuple[Line, ...]:
    """Put the discount of a line right under it; behind all, for each discount on the whole, one line per tax.

    Percentages on the whole are of what discounts of lines leave; one on the whole does not shrink the base of the next.
    """
    own = {one.of_line_id: one for one in discounts if one.of_line_id}
    lines = [part for line in billed for part in _with_own(line, own.get(line.line_id), currency)]
    bases: dict[Tax, Decimal] = {}
    for tax, amount in charges(lines):
        bases[tax] = bases.get(tax, Decimal(0)) + amount
    whole = (one for one in discounts if one.of_line_id is None)
    taken = [line for discount in whole for line in _lines(discount, bases, currency)]
    return placed([*lines, *taken])


def check_discounted(line: Line | None, amount: Decimal | None) -> None:
    """Raise `InvalidInputError` unless that can be taken off the line; None: a percentage is."""
    if line is None:
        raise InvalidInputError("of_line_id", "is no line of this draft")
    if not line.amount:
        raise InvalidInputError("of_line_id", "charges nothing")
    if amount is not None and amount > line.amount:
        raise InvalidInputError("amount", f"is more than the {line.amount} of the line")


def check_listed(
    listed: Sequence[tuple[int | None, Decimal | None]],
    charged: Sequence[Decimal | None],
    said: str,
) -> None:
    """Check discounts in a list of lines: for each, the place, from 1, of the line that it is taken off, and how much it is;
    and what it charges. Raises `InvalidInputError`, for an amount of the field that is called `said`.
    """
    seen = set[int]()
    for place, (of_line, amount) in enumerate(listed):
        if of_line is None:
            continue
        field, base = f"lines.{place}.of_line", dict(enumerate(charged, 1)).get(of_line)
        if not base:
            raise InvalidInputError(field, "is no line that charges something")
        if of_line in seen:
            raise InvalidInputError(field, "has a discount already")
        if amount is not None and amount > base:
            raise InvalidInputError(f"lines.{place}.{said}", f"is more than the {base} of the line")
        seen.add(of_line)


def discount_of_line(
    line_id: UUID, discounts: Sequence[Discount], taxes: Collection[Tax]
) -> UUID | None:
    """The discount of which the line is a part, if it is one: a discount over several taxes has several lines."""
    for discount in discounts:
        parts = {discount.discount_id, *(_line_id(discount, tax, first=False) for tax in taxes)}
        if line_id in parts:
            return discount.discount_id
    return None


def _with_own(line: Line, discount: Discount | None, currency: str) -> Iterator[Line]:
    """A line and what is taken off it: never more than it charges, and 0.00 of nothing, so that nobody looks for it."""
    yield line
    if discount is None or line.amount is None:
        return
    said = discount.taken_off(line.amount, currency)
    off = min(said, line.amount)
    yield Line(
        line_id=discount.discount_id,
        position=0,
        kind="discount",
        description=discount.description,
        amount=-off,
        tax=line.tax,
        discount_id=discount.discount_id,
        percent=discount.percent,
        of_line_id=line.line_id,
        said_amount=said if off < said else None,
    )


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
