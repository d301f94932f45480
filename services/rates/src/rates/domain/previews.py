"""What a change of rates would do to the price of time that is not billed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from money import Money
from rates.domain.acts import Act
from rates.domain.revenue import RevenueLine, revenue_of
from rates.domain.rules import Rule

EXAMPLES = 10
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Repriced:
    """Time of one customer on one work item that goes from one price an hour to another; None: it has none.

    `billed_seconds`: as its seconds are rounded now; without a price all of them. `example`: one of its entries.
    """

    organization_id: UUID
    project_id: UUID | None
    work_item_id: UUID | None
    before: Money | None
    after: Money | None
    entries: int
    seconds: int
    billed_seconds: int
    example: UUID

    @property
    def difference(self) -> Decimal:
        """How much more it costs, whatever the currency; what had or will have no price counts as nothing."""
        return self.billed_seconds * abs(_amount(self.after) - _amount(self.before))


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
class Difference:
    """What time that gets another price earns before and after, of a customer or (None) all, in one currency.

    Counts the time that has a price in this currency before or after.
    """

    organization_id: UUID | None
    entries: int
    seconds: int
    before: Money
    after: Money


@dataclass(frozen=True, slots=True)
class Example:
    """An entry that would get another price, with the price of an hour before and after; None: it has none."""

    entry_id: UUID
    agent_id: UUID
    organization_id: UUID
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
    """A change that somebody looks at, as the rules and the time in its reach were.

    `rules_as_of`: the last change of rates before it; None: there was none. `undoes`: the change that it undoes.
    """

    change_id: UUID
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


def differences(repriced: Sequence[Repriced]) -> list[Difference]:
    """Before and after by customer and currency, rounded as one invoice with just this time is."""
    before, after = _earned(repriced, "before"), _earned(repriced, "after")
    time = _time_by(repriced)
    return [
        Difference(
            organization_id,
            time[organization_id, currency].entries,
            time[organization_id, currency].seconds,
            Money(before.get((organization_id, currency), _ZERO), currency),
            Money(after.get((organization_id, currency), _ZERO), currency),
        )
        for organization_id, currency in sorted(time)
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
            Money(sum((one.before.amount for one in group), _ZERO), currency),
            Money(sum((one.after.amount for one in group), _ZERO), currency),
        )
        for currency, group in sorted(by_currency.items())
    ]


def _time_by(repriced: Iterable[Repriced]) -> dict[tuple[UUID, str], Time]:
    entries: dict[tuple[UUID, str], int] = defaultdict(int)
    seconds: dict[tuple[UUID, str], int] = defaultdict(int)
    for one in repriced:
        for currency in {price.currency for price in (one.before, one.after) if price}:
            entries[one.organization_id, currency] += one.entries
            seconds[one.organization_id, currency] += one.seconds
    return {key: Time(entries[key], seconds[key]) for key in entries}


def _earned(repriced: Iterable[Repriced], when: str) -> dict[tuple[UUID, str], Decimal]:
    earned = revenue_of(_lines(repriced, when))
    return {(one.organization_id, one.amount.currency): one.amount.amount for one in earned}


def _lines(repriced: Iterable[Repriced], when: str) -> Iterator[RevenueLine]:
    """As one invoice would have them: time on one work item of a project at one rate is a line."""
    lines: dict[tuple[UUID, UUID | None, UUID | None, Money], list[Repriced]] = defaultdict(list)
    for one in repriced:
        price: Money | None = getattr(one, when)
        if price is not None:
            lines[one.organization_id, one.project_id, one.work_item_id, price].append(one)
    for (organization_id, _, _, price), group in lines.items():
        time = time_of(group)
        billed_seconds = sum(one.billed_seconds for one in group)
        yield RevenueLine(
            *(organization_id, price.currency, time.entries, time.seconds, billed_seconds),
            rate_seconds=billed_seconds * price.amount,
        )


def _amount(price: Money | None) -> Decimal:
    return price.amount if price else _ZERO
