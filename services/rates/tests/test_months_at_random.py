"""Months with rollover, blocks and invoices at random, so long that hours are used up: what a change reaches is enough."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

import pytest

from rates.domain.agreement_months import month_number
from rates.domain.agreements import Agreement, AgreementKind
from rates.domain.allocation import Claimant
from rates.domain.charges import ClosedCharge
from rates.domain.segments import Segment
from rates.domain.terms import Block, Milestone, Rollover, Terms
from services.rates.tests.agreement_strategies import CUSTOMER, ONE, billed
from services.rates.tests.kept_months import KeptMonths, Situation, check_same

FIRST = date(2025, 1, 1)
RATES = [Decimal(36), Decimal(72), Decimal(0)]


def agreed(chance: Random) -> list[Agreement]:
    """A fee with hours that roll over, blocks, now and then a minimum or a fixed price of a project."""
    cap = chance.choice([None, None, 6])
    fee = Agreement(
        *(UUID(int=100), 1, CUSTOMER, "Fee", "monthly-minimum", "DKK", FIRST),
        terms=(Terms(FIRST, Decimal(5), chance.choice([3, 20])),),
        rollover=Rollover(
            chance.choice(["all", "all", "none"]) if cap is None else "capped", cap, None
        ),
    )
    if fee.rollover.mode != "none":
        expiry = chance.choice([None, 1, 2, 4])
        fee = replace(fee, rollover=replace(fee.rollover, expiry_months=expiry))
    kinds: list[AgreementKind] = ["prepaid-hours", "prepaid-amount"]
    kind = chance.choice(kinds)
    blocks = tuple(
        replace(
            Block(UUID(int=300 + one), day, Decimal(5), usable_from=day),
            seconds=60 if kind == "prepaid-hours" else None,
            amount=None if kind == "prepaid-hours" else Decimal("0.90"),
            expires_on=chance.choice([None, day + timedelta(days=150)]),
        )
        for one in range(3)
        for day in [FIRST + timedelta(days=100 * one)]
    )
    prepaid = Agreement(UUID(int=101), 1, CUSTOMER, "Block", kind, "DKK", FIRST, blocks=blocks)
    spend = Agreement(
        *(UUID(int=102), 1, CUSTOMER, "Least", "spend-minimum", "DKK", FIRST),
        terms=(Terms(FIRST, Decimal("0.30")),),
    )
    fixed = Agreement(
        *(UUID(int=103), 1, CUSTOMER, "Fixed", "fixed-price", "DKK", FIRST),
        coverage=replace(fee.coverage, project_ids=(ONE,)),
        milestones=(Milestone(UUID(int=200), "Launch", Decimal(5), FIRST + timedelta(days=90)),),
    )
    return [one for one in (fee, prepaid, spend, fixed) if one is fee or chance.random() < 0.6]


class Course:
    """A customer, in whose every month some is worked, approved and billed, in any order."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.agreements = agreed(self.chance)
        self.entries: dict[UUID, Claimant] = {}
        self.closed: dict[UUID, ClosedCharge] = {}
        self.today = FIRST

    @property
    def situation(self) -> Situation:
        return Situation(tuple(self.agreements), dict(self.entries), dict(self.closed), self.today)

    def step(self) -> None:
        """Something happens."""
        ways = [self.work, self.work, self.approve, self.bill, self.bill_charges, self.wait]
        self.chance.choice([*ways, self.remove, self.credit, self.pay])()

    def work(self) -> None:
        for _ in range(self.chance.randint(1, 3)):
            days = (self.today - FIRST).days
            back = self.chance.choice([0, 20, days])
            day = FIRST + timedelta(days=self.chance.randint(max(0, days - back), days))
            seconds = self.chance.randint(1, 15)
            length = self.chance.choice([seconds, seconds, 10, 0])
            rate = self.chance.choice(RATES[: 2 if length else 3])
            entry = Claimant(
                *(UUID(int=1000 + self.chance.getrandbits(40)), day, None),
                *(self.chance.choice([None, None, ONE]), None, "DKK"),
                (Segment(0, seconds, "hourly", length, rate, None),),
                *(seconds, length, self.chance.random() < 0.3),
            )
            self.entries[entry.entry_id] = entry

    def _some(self, *, are_billed: bool) -> list[Claimant]:
        fitting = [one for one in self.entries.values() if (one.billed is not None) is are_billed]
        if not fitting:
            return []
        month = month_number(self.chance.choice(fitting).work_date)
        part = self.chance.choice([0.3, 1])
        return [
            one
            for one in fitting
            if month_number(one.work_date) == month and self.chance.random() < part
        ]

    def approve(self) -> None:
        for one in self._some(are_billed=False):
            self.entries[one.entry_id] = replace(one, approved=not one.approved)

    def remove(self) -> None:
        for one in self._some(are_billed=False)[:2]:
            del self.entries[one.entry_id]

    def bill(self) -> None:
        outcome = self.situation.allocate()
        for one in self._some(are_billed=False):
            self.entries[one.entry_id] = billed(one, outcome)

    def credit(self) -> None:
        for one in self._some(are_billed=True):
            self.entries[one.entry_id] = replace(one, billed=None)
        if self.closed and self.chance.random() < 0.5:
            del self.closed[self.chance.choice(list(self.closed))]

    def bill_charges(self) -> None:
        due = [one for one in self.situation.allocate().charges if not one.cancelled]
        for one in self.chance.sample(due, min(2, len(due))):
            self.closed.setdefault(one.charge_id, one.closed())

    def pay(self) -> None:
        place = self.chance.randrange(len(self.agreements))
        one = self.agreements[place]
        day = FIRST + timedelta(days=self.chance.randint(0, (self.today - FIRST).days))
        if one.blocks:
            paid = self.chance.choice([None, day, day])
            self.agreements[place] = one.paid(self.chance.choice(one.blocks).block_id, paid)

    def wait(self) -> None:
        self.today += timedelta(days=self.chance.randint(5, 40))


def follow(seed: int, steps: int) -> None:
    course, kept = Course(seed), KeptMonths()
    for _ in range(steps):
        course.step()
        kept.follow(now := course.situation)
        check_same(kept, now.allocate())


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_what_a_change_reaches_is_enough(start: int) -> None:
    for seed in range(start, start + 20):
        follow(seed, 60)
