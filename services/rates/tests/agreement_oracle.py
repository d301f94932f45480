"""The same allocation again, second by second and day by day, with nothing of the code that it checks but its dataclasses.

It knows time that is billed as it was recorded; rounded time is left to the laws.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid5

from rates.domain.agreements import Agreement
from rates.domain.allocation import Claimant
from rates.domain.charges import ClosedCharge
from services.rates.tests.agreement_days import (
    Month,
    amount,
    base_seconds,
    month_of,
)

Second = tuple[str, Decimal, UUID | None]
"""How a second is charged: treatment, rate, charge."""
_KINDS = ("fixed-price", "monthly-minimum", "prepaid-hours", "prepaid-amount", "spend-minimum")


@dataclass
class State:
    """What has been drawn so far; money as seconds × rate."""

    drawn: dict[tuple[UUID, Month], dict[Month, int]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(int))
    )
    """Of an agreement and a month, by the month of the work."""
    blocks: dict[UUID, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    fees: dict[UUID, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    paid: dict[UUID, Decimal] = field(default_factory=lambda: defaultdict(Decimal))


@dataclass
class Oracle:
    """Allocates second by second."""

    agreements: Sequence[Agreement]
    closed: dict[UUID, ClosedCharge]
    today: date
    state: State = field(default_factory=State)

    def allocate(self, entries: Iterable[Claimant]) -> dict[UUID, list[Second] | None]:
        """How each second of each entry is charged; None: the entry has no price."""
        return {
            entry.entry_id: self._entry(entry)
            for entry in sorted(
                entries,
                key=lambda one: (
                    one.billed is None,
                    month_of(one.work_date),
                    not one.approved,
                    one.work_date,
                    one.started_at.timestamp() if one.started_at else 0,
                    one.entry_id,
                ),
            )
        }

    def _entry(self, entry: Claimant) -> list[Second] | None:
        if entry.billed is not None:
            seconds: list[Second] = [
                (one.treatment, one.hourly_rate, one.charge_id)
                for one in entry.billed
                for _ in range(one.seconds)
            ]
            for second in seconds:
                self._draw_billed(entry, second)
            return seconds
        if entry.currency is None:
            return self._without_rate(entry)
        rates = [one.hourly_rate for one in entry.segments for _ in range(one.seconds)]
        # All seconds of an entry pass by one agreement before the next one sees what is left.
        charged: list[Second | None] = [None] * len(rates)
        for agreement in self._covering(entry, entry.currency):
            for place, rate in enumerate(rates):
                if charged[place] is None:
                    charged[place] = self._take(agreement, entry, rate)
        return [
            second or self._by_hour(entry, rate)
            for second, rate in zip(charged, rates, strict=True)
        ]

    def _without_rate(self, entry: Claimant) -> list[Second] | None:
        for currency in dict.fromkeys(one.currency for one in self._covering(entry, None)):
            before = deepcopy(self.state)
            covered: list[Second] = []
            for _ in range(entry.seconds):
                takers = (
                    self._take(one, entry, Decimal(0)) for one in self._covering(entry, currency)
                )
                second = next((second for second in takers if second), None)
                covered += [second] if second else []
            if len(covered) == entry.seconds:
                return covered
            self.state = before
        return None

    def _covering(self, entry: Claimant, currency: str | None) -> list[Agreement]:
        covering = [
            one
            for one in self.agreements
            if one.holds_on(entry.work_date)
            and currency in (None, one.currency)
            and (not one.coverage.project_ids or entry.project_id in one.coverage.project_ids)
            and (
                not one.coverage.service_type_ids
                or entry.service_type_id in one.coverage.service_type_ids
            )
        ]
        return sorted(
            covering,
            key=lambda one: (
                "prepaid" if one.kind.startswith("prepaid") else "",
                _KINDS.index(one.kind) if not one.kind.startswith("prepaid") else 2,
                not one.coverage.project_ids,
                not one.coverage.service_type_ids,
                one.first_day,
                one.agreement_id,
            ),
        )

    def _take(self, agreement: Agreement, entry: Claimant, rate: Decimal) -> Second | None:
        month = month_of(entry.work_date)
        if agreement.kind == "fixed-price":
            ahead = [
                one
                for one in agreement.milestones
                if not one.reached_on or entry.work_date <= one.reached_on
            ]
            milestone = (ahead or agreement.milestones[-1:])[0]
            key = uuid5(agreement.agreement_id, f"milestone:{milestone.milestone_id}")
            return "included", rate, key
        if agreement.kind == "monthly-minimum":
            for origin in self._origins(agreement, month):
                if self._hours_left(agreement, origin, month) > 0:
                    self.state.drawn[agreement.agreement_id, origin][month] += 1
                    return "included", rate, self.month_charge(agreement, month)
        for block in sorted(agreement.blocks, key=lambda one: (one.bought_on, one.block_id)):
            key = uuid5(agreement.agreement_id, f"block:{block.block_id}")
            if block.usable_on(entry.work_date) and self._draw_block(
                key, block.seconds, block.amount, rate
            ):
                return "prepaid", rate, key
        return None

    def _draw_block(
        self, key: UUID, seconds: int | None, money: Decimal | None, rate: Decimal
    ) -> bool:
        if money is not None and not rate:
            return False
        wanted = Decimal(1) if money is None else rate
        left = Decimal(seconds or 0) if money is None else money * 3600
        if self.state.blocks[key] + wanted > left:
            return False
        self.state.blocks[key] += wanted
        return True

    def _by_hour(self, entry: Claimant, rate: Decimal) -> Second:
        assert entry.currency
        covering = self._covering(entry, entry.currency)
        month = month_of(entry.work_date)
        second: Second = ("hourly", rate, None)
        for agreement in covering:
            if agreement.kind == "monthly-minimum":
                second = ("overage", rate, self.month_charge(agreement, month))
                break
        for agreement in covering:
            if agreement.kind == "spend-minimum":
                return self._spend(agreement, month, second)
        return second

    def _spend(self, agreement: Agreement, month: Month, second: Second) -> Second:
        key, (_, rate, _) = self.month_charge(agreement, month), second
        closed = self.closed.get(key)
        if closed is not None:
            minimum = amount(agreement, month) if closed.minimum is None else closed.minimum
            counted = (minimum - closed.amount + Decimal("0.005")) * 3600
            fits = self.state.fees[key] + rate <= counted or not rate
            if not fits and self.state.paid[key] + rate <= closed.amount * 3600:
                self.state.paid[key] += rate
                return "included", rate, key
        self.state.fees[key] += rate
        return second

    def _draw_billed(self, entry: Claimant, second: Second) -> None:
        treatment, rate, charge_id = second
        month = month_of(entry.work_date)
        for agreement in self.agreements:
            if charge_id == self.month_charge(agreement, month):
                if agreement.kind == "spend-minimum":
                    self.state.paid[charge_id] += rate
                elif treatment == "included":
                    origin = self._billed_origin(agreement, month)
                    self.state.drawn[agreement.agreement_id, origin][month] += 1
            for block in agreement.blocks:
                if charge_id == uuid5(agreement.agreement_id, f"block:{block.block_id}"):
                    self.state.blocks[charge_id] += Decimal(1) if block.seconds else rate
        if treatment in ("hourly", "overage"):
            spending = [
                one for one in self._covering(entry, entry.currency) if one.kind == "spend-minimum"
            ]
            for one in spending[:1]:
                self.state.fees[self.month_charge(one, month)] += rate

    def _billed_origin(self, agreement: Agreement, month: Month) -> Month:
        """The first month that has something left: as it was billed, by the rules, at all."""
        closed = self.closed.get(self.month_charge(agreement, month))
        most = closed.rolled_over_seconds if closed else None
        others = [
            drawn[month]
            for (key, origin), drawn in self.state.drawn.items()
            if key == agreement.agreement_id and origin != month
        ]
        if (
            most is not None
            and sum(others) >= most
            and self._hours_left(agreement, month, month) > 0
        ):
            return month
        for alone in (False, True):
            for origin in self._origins(agreement, month, at_all=alone):
                if self._hours_left(agreement, origin, month, at_all=alone) > 0:
                    return origin
        return month

    def _origins(
        self, agreement: Agreement, month: Month, *, at_all: bool = False
    ) -> Iterator[Month]:
        """Months whose hours work of a month may use, the oldest first."""
        rollover, number = agreement.rollover, month[0] * 12 + month[1]
        first = agreement.first_day.year * 12 + agreement.first_day.month
        for origin in range(first, number):
            over = at_all or self.today.year * 12 + self.today.month > origin
            alive = rollover.expiry_months is None or number - origin <= rollover.expiry_months
            if over and alive and rollover.mode != "none":
                yield (origin - 1) // 12, (origin - 1) % 12 + 1
        yield month

    def _hours_left(
        self, agreement: Agreement, origin: Month, month: Month, *, at_all: bool = False
    ) -> int:
        drawn = self.state.drawn[agreement.agreement_id, origin]
        closed = self.closed.get(self.month_charge(agreement, origin))
        base = closed.base_seconds if closed else None
        left = (base_seconds(agreement, origin) if base is None else base) - sum(drawn.values())
        if origin != month and agreement.rollover.cap_seconds is not None and not at_all:
            rolled = sum(seconds for user, seconds in drawn.items() if user != origin)
            left = min(left, agreement.rollover.cap_seconds - rolled)
        return left

    def month_charge(self, agreement: Agreement, month: Month) -> UUID:
        """The id of what a month charges."""
        kind = "fee" if agreement.kind == "monthly-minimum" else "true-up"
        return uuid5(agreement.agreement_id, f"{kind}:{month[0]:04}-{month[1]:02}")
