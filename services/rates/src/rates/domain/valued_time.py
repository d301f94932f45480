"""What time is worth and what it costs, in all and by two dimensions: what it and agreements earn, what is invoiced, what
has no price."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from domain_errors import InvalidInputError
from money import Money, hourly_amount, minor_units
from rates.domain.figures import (
    AGREEMENT,
    MOST_FIGURES,
    SAME_FOR_A_LINE,
    AnyFigure,
    CostFigure,
    Dimension,
    Figure,
    Key,
    Keys,
    added_up,
)
from rates.domain.matching import UnpricedReason


@dataclass(frozen=True, slots=True)
class Earnings:
    """What priced time, and what agreements charge, earn in one currency. `rate_seconds` is the exact Σ(billed seconds ×
    hourly rate).

    Invoiced time and other time stand on lines of different invoices; each line is rounded once, half up. `approved` is what
    an invoice of all that is approved would charge, rounded for itself. What an agreement includes or is prepaid earns
    nothing by the hour: its charge pays it, which is in all sums of money. What is written off earns nothing.
    """

    entries: int
    seconds: int
    billed_seconds: int
    approved_seconds: int
    invoiced_seconds: int
    written_off_seconds: int
    included_seconds: int
    prepaid_seconds: int
    rate_seconds: Decimal
    to_invoice: Money
    approved: Money
    invoiced: Money
    charges: "Charges"

    @property
    def amount(self) -> Money:
        """What it earns in all."""
        return Money(self.to_invoice.amount + self.invoiced.amount, self.invoiced.currency)

    @property
    def to_invoice_seconds(self) -> int:
        """What no invoice has yet, and is not written off."""
        return self.seconds - self.invoiced_seconds - self.written_off_seconds

    @property
    def logged(self) -> Money:
        """What of it is not approved yet: the rest of what is to be invoiced, so that the three states add up."""
        return Money(self.to_invoice.amount - self.approved.amount, self.invoiced.currency)

    @property
    def logged_seconds(self) -> int:
        """What is not approved yet."""
        return self.to_invoice_seconds - self.approved_seconds


@dataclass(frozen=True, slots=True)
class Charges:
    """What of it agreements charge, apart from plain hours: on issued invoices, what can be billed now, and in all."""

    amount: Money
    ready: Money
    billed: Money

    @property
    def expected(self) -> Money:
        """The rest: what cannot be billed yet, less what a true-up that can be will miss once all time is approved."""
        rest = self.amount.amount - self.ready.amount - self.billed.amount
        return Money(rest, self.amount.currency)


@dataclass(frozen=True, slots=True)
class UnpricedTime:
    """Time without a price, by reason; not being billable is one."""

    reason: UnpricedReason
    entries: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Cost:
    """What time costs in one currency, billable or not, rounded once."""

    entries: int
    seconds: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Costs:
    """What time costs by currency, and what remains of what it earns: the margin, where all is in one currency.

    `seconds_without_cost`: time that no cost covers, so that the margin is too high.
    """

    sums: Sequence[Cost]
    margin: Money | None
    entries_without_cost: int
    seconds_without_cost: int


@dataclass(frozen=True, slots=True)
class Part:
    """The time of one key: what it earns by currency, what of it has no price, what it costs if that is asked for."""

    key: Key
    name: str | None
    earnings: Sequence[Earnings]
    unpriced: Sequence[UnpricedTime]
    costs: Costs | None

    @property
    def id(self) -> UUID | None:
        """Of what it is, unless of a period."""
        return self.key if isinstance(self.key, UUID) else None

    @property
    def day(self) -> date | None:
        """The first day of the period that it is of."""
        return self.key if isinstance(self.key, date) else None

    @property
    def billable_seconds(self) -> int:
        """What customers are to pay for, with a price or without."""
        priced = sum(one.seconds for one in self.earnings)
        return priced + sum(one.seconds for one in self.unpriced if one.reason != "not-billable")

    @property
    def not_billable_seconds(self) -> int:
        """What nobody is to pay for."""
        return sum(one.seconds for one in self.unpriced if one.reason == "not-billable")


@dataclass(frozen=True, slots=True)
class Group(Part):
    """The time of one key of the first dimension, split by the second."""

    parts: Sequence[Part] = ()


@dataclass(frozen=True, slots=True)
class ValuedTime:
    """All time, and the same in groups."""

    total: Part
    groups: Sequence[Group]


def must_be_two(by: Sequence[Dimension]) -> None:
    """Raises `InvalidInputError` when time is split twice by the same."""
    if len(set(by)) < len(by):
        raise InvalidInputError("then_by", "must be another one than by")


def valued_time_of(
    by: Sequence[Dimension],
    figures: Collection[Figure],
    costs: Collection[CostFigure] | None,
    names: Mapping[Key, str],
) -> ValuedTime:
    """Groups in the order of their names or days; `costs` is None where nobody may see them.

    Figures are by all dimensions, and by fewer where those are no sums of these. Raises `InvalidInputError` for more
    than 10,000 of them.
    """
    if max(len(figures), len(costs or ())) > MOST_FIGURES:
        reason = f"more than {MOST_FIGURES} figures: ask for fewer days, or less finely"
        raise InvalidInputError("then_by", reason)
    sums = [depth for depth, one in enumerate(by) if one in SAME_FOR_A_LINE]
    earned = _by_keys(figures, len(by), sums)
    spent = _by_keys(costs or (), len(by), range(len(by)))

    def part(keys: Keys) -> Part:
        key = keys[-1] if keys else None
        found = None if costs is None else spent[keys]
        name = key if isinstance(key, str) else names.get(key)
        return _part(key, name, earned[keys], found)

    parts: dict[Keys, list[Part]] = defaultdict(list)
    for keys in list(earned):
        if keys:
            parts[keys[:-1]].append(part(keys))
    groups = (
        Group(one.key, one.name, one.earnings, one.unpriced, one.costs, _ordered(parts[one.key,]))
        for one in _ordered(parts[()])
    )
    return ValuedTime(part(()), tuple(groups))


def _by_keys(
    figures: Iterable[AnyFigure], most: int, sums: Collection[int]
) -> dict[Keys, list[AnyFigure]]:
    """Figures by their keys, in the order of currencies and reasons; those of the depths `sums` are sums of deeper ones."""
    waiting: list[list[AnyFigure]] = [[] for _ in range(most + 1)]
    for one in figures:
        waiting[len(one.keys)].append(one)
    grouped: dict[Keys, list[AnyFigure]] = defaultdict(list)
    for depth in range(most, -1, -1):
        found: dict[tuple[Keys, str, str], list[AnyFigure]] = defaultdict(list)
        for one in waiting[depth]:
            found[one.keys[:depth], one.currency or "", one.reason or ""].append(one)
        for (keys, *_), some in sorted(found.items(), key=lambda item: item[0][1:]):
            one = added_up(some, keys)
            grouped[keys].append(one)
            if depth - 1 in sums:
                waiting[depth - 1].append(one)
    return grouped


def _part(
    key: Key, name: str | None, figures: Iterable[Figure], costs: Iterable[CostFigure] | None
) -> Part:
    """Figures are in the order of their currencies and reasons."""
    earnings: list[Earnings] = []
    unpriced: list[UnpricedTime] = []
    for one in figures:
        if one.reason is None:
            earnings.append(_earnings(one))
        else:
            unpriced.append(UnpricedTime(one.reason, one.entries, one.seconds))
    found = None if costs is None else _costs(list(costs), earnings)
    return Part(key, name, earnings, unpriced, found)


def _earnings(figure: Figure) -> Earnings:
    scale, charged = -minor_units(figure.currency), figure.charged

    def money(minor: int) -> Money:
        return Money(Decimal(minor).scaleb(scale), figure.currency)

    return Earnings(
        figure.entries,
        figure.seconds,
        figure.billed_seconds,
        figure.approved_seconds,
        figure.invoiced_seconds,
        figure.written_off_seconds,
        figure.included_seconds,
        figure.prepaid_seconds,
        figure.rate_seconds,
        money(figure.to_invoice + charged.amount - charged.billed),
        money(figure.approved + charged.ready),
        money(figure.invoiced + charged.billed),
        Charges(money(charged.amount), money(charged.ready), money(charged.billed)),
    )


def _costs(figures: Sequence[CostFigure], earnings: Sequence[Earnings]) -> Costs:
    sums = [
        Cost(one.entries, one.seconds, Money(hourly_amount(one.cost_seconds, currency), currency))
        for one in figures
        if (currency := one.currency) is not None
    ]
    without = [one for one in figures if one.currency is None]
    return Costs(
        sums,
        _margin(sums, earnings),
        sum(one.entries for one in without),
        sum(one.seconds for one in without),
    )


def _margin(costs: Sequence[Cost], earnings: Sequence[Earnings]) -> Money | None:
    """Nothing is ever converted."""
    spent = [one.amount for one in costs]
    earned = [one.amount for one in earnings]
    currencies = {one.currency for one in (*spent, *earned)}
    if not spent or len(currencies) > 1:
        return None
    margin = sum((one.amount for one in earned), Decimal(0)) - sum(one.amount for one in spent)
    return Money(margin, currencies.pop())


def _ordered(parts: Iterable[Part]) -> list[Part]:
    return sorted(
        parts,
        key=lambda one: (
            one.key is None,
            one.key == AGREEMENT,
            (one.name or "").casefold(),
            str(one.key),
        ),
    )
