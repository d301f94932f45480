"""What a change of rates would do to the price of time that is not billed, or one of costs to what time costs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from money import Money, hourly_amount
from rates.domain.acts import Act
from rates.domain.rules import Rule, RuleKind
from rates.domain.segments import Treatment

EXAMPLES = 10
Payer = tuple[UUID | None, str]
"""A customer, or work without one, and a currency."""
Sums = dict[Payer, Decimal]
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Charged:
    """Seconds that are charged by the hour at one rate, after rounding: a line, or a part of it."""

    treatment: Treatment
    hourly_rate: Money
    seconds: int

    @property
    def rate_seconds(self) -> Decimal:
        """What it is worth, exactly."""
        return self.seconds * self.hourly_rate.amount


@dataclass(frozen=True, slots=True)
class Repriced:
    """Time of one customer on one work item that is charged otherwise: `before` and `after` are its price an hour, or None.

    `charged_before` and `charged_after`: what is charged of it by the hour, with its multipliers and beside its agreements;
    of costs all of it. `organization_id`: None for work without a customer, which costs too. `example`: one of its entries.
    """

    organization_id: UUID | None
    project_id: UUID | None
    work_item_id: UUID | None
    before: Money | None
    after: Money | None
    entries: int
    seconds: int
    example: UUID
    charged_before: tuple[Charged, ...] = ()
    charged_after: tuple[Charged, ...] = ()

    @property
    def difference(self) -> Decimal:
        """How much more or less it earns, whatever the currency; what is not charged by the hour counts as nothing."""
        before, after = (_worth(some) for some in (self.charged_before, self.charged_after))
        return abs(after - before)


def _worth(charged: Iterable[Charged]) -> Decimal:
    return sum((one.rate_seconds for one in charged), _ZERO)


@dataclass(frozen=True, slots=True)
class Time:
    """A number of entries and their seconds."""

    entries: int = 0
    seconds: int = 0

    def describe_billed(self) -> str:
        """Why a rate at which it is billed cannot be withdrawn."""
        hours, minutes = divmod(self.seconds // 60, 60)
        entries = "1 entry" if self.entries == 1 else f"{self.entries} entries"
        return f"billed at it: {entries}, {hours}:{minutes:02} hours; end it instead"


@dataclass(frozen=True, slots=True)
class TrueUps:
    """What minimums of spending charge before and after."""

    before: Money
    after: Money


@dataclass(frozen=True, slots=True)
class Difference:
    """What time that is charged otherwise earns before and after, of a customer or (None) all, in one currency.

    Counts the time that has a price in this currency before or after. `true_ups`: what minimums of spending charge beside
    it; None: there are none.
    """

    organization_id: UUID | None
    entries: int
    seconds: int
    before: Money
    after: Money
    true_ups: TrueUps | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """An entry that would get another price, with the price of an hour before and after; None: it has none."""

    entry_id: UUID
    agent_id: UUID
    organization_id: UUID | None
    work_date: date
    seconds: int
    before: Money | None
    after: Money | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What a change would do.

    `looked_at`: all time in its reach that is not billed. `changed`: that which gets another price an hour, some of which
    has none before or none after. `billed`: time in its reach that keeps its price, for an invoice names it.
    `repricing`: earlier changes are not worked off yet, so that some of it may move.
    """

    looked_at: Time
    changed: Time
    newly_priced: Time
    newly_unpriced: Time
    billed: Time
    repricing: bool
    customers: Sequence[Difference]
    totals: Sequence[Difference]
    examples: Sequence[Example]


@dataclass(frozen=True, slots=True)
class PlannedAct:
    """An act, the version of a rule that it ends, and those that hold instead."""

    act: Act
    before: Rule | None
    after: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """What a change does, and what its preview said of that."""

    acts: Sequence[PlannedAct]
    figures: Figures


@dataclass(frozen=True, slots=True)
class Preview:
    """A change that somebody looks at, of rates or costs, as the rules and the time in its reach were.

    `rules_as_of`: the last change of rates before it; None: there was none. `undoes`: the change that it undoes.
    """

    change_id: UUID
    kind: RuleKind
    made_by: str
    made_at: datetime
    expires_at: datetime
    rules_as_of: datetime | None
    fingerprint: str
    undoes: UUID | None
    content: Content


def most_different(repriced: Iterable[Repriced]) -> list[Repriced]:
    """Those that show best what a change does: the largest differences, those without a price first."""
    order = sorted(
        repriced,
        key=lambda it: (it.before is not None and it.after is not None, -it.difference, it.example),
    )
    return order[:EXAMPLES]


def time_of(some: Iterable[Repriced]) -> Time:
    """How much time it is."""
    counted = list(some)
    return Time(sum(one.entries for one in counted), sum(one.seconds for one in counted))


def differences(
    repriced: Sequence[Repriced], true_ups: Mapping[Payer, TrueUps]
) -> list[Difference]:
    """Before and after by customer and currency, rounded as one invoice with just this time is."""
    before = _earned((one, one.charged_before) for one in repriced)
    after = _earned((one, one.charged_after) for one in repriced)
    return _differences(repriced, before, after, true_ups)


def differences_of_costs(repriced: Sequence[Repriced]) -> list[Difference]:
    """What time costs before and after by customer and currency, each sum rounded once, as the report has it."""
    before = _spent((one, one.charged_before) for one in repriced)
    after = _spent((one, one.charged_after) for one in repriced)
    return _differences(repriced, before, after, {})


def _differences(
    repriced: Iterable[Repriced], before: Sums, after: Sums, true_ups: Mapping[Payer, TrueUps]
) -> list[Difference]:
    time = _time_by(repriced)
    return [
        Difference(
            key[0],
            time[key].entries,
            time[key].seconds,
            Money(before.get(key, _ZERO), key[1]),
            Money(after.get(key, _ZERO), key[1]),
            true_ups.get(key),
        )
        for key in sorted(time, key=lambda key: (str(key[0] or ""), key[1]))
    ]


def totals_of(customers: Iterable[Difference]) -> list[Difference]:
    """The same of all customers by currency; currencies are never added up."""
    by_currency: dict[str, list[Difference]] = defaultdict(list)
    for one in customers:
        by_currency[one.before.currency].append(one)
    return [
        Difference(
            None,
            sum(one.entries for one in group),
            sum(one.seconds for one in group),
            *_added_up(group, currency),
            _true_ups([one.true_ups for one in group if one.true_ups], currency),
        )
        for currency, group in sorted(by_currency.items())
    ]


def _true_ups(some: Sequence[TrueUps], currency: str) -> TrueUps | None:
    return TrueUps(*_added_up(some, currency)) if some else None


def _added_up(some: Sequence[Difference | TrueUps], currency: str) -> tuple[Money, Money]:
    before = sum((one.before.amount for one in some), _ZERO)
    after = sum((one.after.amount for one in some), _ZERO)
    return Money(before, currency), Money(after, currency)


def _time_by(repriced: Iterable[Repriced]) -> dict[Payer, Time]:
    entries: dict[Payer, int] = defaultdict(int)
    seconds: dict[Payer, int] = defaultdict(int)
    for one in repriced:
        charged = (*one.charged_before, *one.charged_after)
        prices = (one.before, one.after, *(part.hourly_rate for part in charged))
        for currency in {price.currency for price in prices if price}:
            entries[one.organization_id, currency] += one.entries
            seconds[one.organization_id, currency] += one.seconds
    return {key: Time(entries[key], seconds[key]) for key in entries}


def _earned(time: Iterable[tuple[Repriced, Iterable[Charged]]]) -> Sums:
    """As one invoice would have it: time on one work item of a project, charged alike at one rate, is a line."""
    lines: dict[tuple[Any, ...], Decimal] = defaultdict(Decimal)
    for one, charged in time:
        for part in charged:
            line = one.project_id, one.work_item_id, part.treatment, part.hourly_rate
            lines[one.organization_id, part.hourly_rate.currency, *line] += part.rate_seconds
    earned: Sums = defaultdict(Decimal)
    for (organization_id, currency, *_), rate_seconds in lines.items():
        earned[organization_id, currency] += hourly_amount(rate_seconds, currency)
    return earned


def _spent(time: Iterable[tuple[Repriced, Iterable[Charged]]]) -> Sums:
    sums: Sums = defaultdict(Decimal)
    for one, charged in time:
        for part in charged:
            sums[one.organization_id, part.hourly_rate.currency] += part.rate_seconds
    return {key: hourly_amount(cost_seconds, key[1]) for key, cost_seconds in sums.items()}
