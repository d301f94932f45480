"""What a preview says of money is, to the cent, what applying it does: with rounding, evenings, overtime and agreements."""

import random
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from contracts.rates import AgreementChargeChanged
from contracts.timer import TimeEntryRecorded
from database import new_id
from money import hourly_amount
from services.rates.tests.agreement_driver import Agreements
from services.rates.tests.change_driver import Changes, create, end, refusal, replace, withdraw
from services.rates.tests.driver import Driver, Json
from services.rates.tests.factories import billed, recorded, references
from services.rates.tests.multiplier_driver import Multipliers, evening, holiday, overtime, timed
from services.rates.tests.sheet_driver import approved
from testkit import Served

Sums = Mapping[tuple[str, str], Decimal]
"""Money by customer and currency."""


async def charged(driver: Driver, entries: Collection[TimeEntryRecorded]) -> dict[UUID, Any]:
    """The lines that each entry is charged on: treatment, rate and billed seconds, by its price in force."""
    prices = {one.entry_id: await driver.price(one.entry_id) for one in entries}
    return {
        entry_id: (
            price["currency"],
            price["rate"] and price["rate"]["hourly_rate"],
            sorted(
                (one["treatment"], Decimal(one["hourly_rate"]), one["billed_seconds"])
                for one in price["segments"]
                if one["treatment"] in ("hourly", "overage")
            ),
        )
        for entry_id, price in prices.items()
    }


def earned(
    entries: Collection[TimeEntryRecorded], lines: Mapping[UUID, Any], changed: Collection[UUID]
) -> Sums:
    """What time earns on one invoice of what changed, whose lines are rounded once each."""
    exact: dict[tuple[Any, ...], Decimal] = defaultdict(Decimal)
    for one in entries:
        currency, _, parts = lines[one.entry_id]
        for treatment, rate, seconds in parts if one.entry_id in changed else ():
            line = one.project_id, one.work_item_id, treatment, rate
            exact[str(one.organization_id), currency, *line] += rate * seconds
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for (customer, currency, *_), rate_seconds in exact.items():
        sums[customer, currency] += hourly_amount(rate_seconds, currency)
    return {key: amount for key, amount in sums.items() if amount}


def previewed(figures: Json, when: str) -> Sums:
    """The same by a preview."""
    return {
        (one["organization_id"], one[when]["currency"]): Decimal(one[when]["amount"])
        for one in figures["customers"]
        if Decimal(one[when]["amount"])
    }


async def true_ups(driver: Driver) -> Decimal:
    """What minimums of spending charge, by what was last published."""
    newest = {one.charge_id: one for one in await driver.served.published(AgreementChargeChanged)}
    return sum(
        (one.amount for one in newest.values() if one.kind == "true-up" and not one.cancelled),
        Decimal(0),
    )


async def apply_and_compare(
    driver: Driver, entries: Collection[TimeEntryRecorded], *acts: Json
) -> Json:
    """Preview and apply acts; what was seen is what then is. Returns the figures."""
    changes = Changes(driver)
    before, topped = await charged(driver, entries), await true_ups(driver)
    seen = await changes.preview(*acts)
    assert await charged(driver, entries) == before
    await changes.apply(seen)
    after, figures = await charged(driver, entries), dict(seen["figures"])
    changed = {key for key, lines in before.items() if lines != after[key]}
    assert figures["changed"]["entries"] == len(changed)
    assert previewed(figures, "before") == earned(entries, before, changed)
    assert previewed(figures, "after") == earned(entries, after, changed)
    for total in figures["totals"]:
        of_currency = [
            one
            for one in figures["customers"]
            if one["before"]["currency"] == total["before"]["currency"]
        ]
        for when in ("before", "after"):
            amounts = [Decimal(one[when]["amount"]) for one in of_currency]
            assert Decimal(total[when]["amount"]) == sum(amounts)
    moved = [
        Decimal(one["true_ups"]["after"]["amount"]) - Decimal(one["true_ups"]["before"]["amount"])
        for one in figures["totals"]
        if one["true_ups"]
    ]
    assert sum(moved) == await true_ups(driver) - topped
    return figures


@pytest.fixture
async def driver(served: Served) -> Driver:
    return Driver(served, await served.as_("owner"))


def total(figures: Json) -> tuple[int, int]:
    """Before and after, of the only currency, in whole crowns."""
    [one] = figures["totals"]
    return int(Decimal(one["before"]["amount"])), int(Decimal(one["after"]["amount"]))


async def test_each_entry_is_counted_as_it_is_rounded(driver: Driver) -> None:
    rate = await driver.create_rate("1000")
    await driver.create_policy("up")
    entry = recorded(seconds=3000)
    await driver.consume(entry)
    figures = await apply_and_compare(driver, [entry], replace(rate, "1200", "2026-03-01"))
    assert total(figures) == (1000, 1200)


async def test_time_that_gets_its_first_price_is_rounded_too(driver: Driver) -> None:
    await driver.create_policy("up")
    entry = recorded(seconds=3000)
    await driver.consume(entry)
    figures = await apply_and_compare(driver, [entry], create("1000"))
    assert total(figures) == (0, 1000)


async def test_what_is_rounded_together_changes_with_what_loses_its_price(driver: Driver) -> None:
    """The last of the day has the difference; without the first it has another one, though its own price stays."""
    customer, item, agents = new_id(), new_id(), [new_id(), new_id()]
    first_rate = await driver.create_rate("1000", agent_id=agents[0])
    await driver.create_rate("1000", agent_id=agents[1])
    await driver.create_policy("up", scope="day-work-item")
    entries = [
        recorded(seconds=600, agent_id=agent, organization_id=customer, work_item_id=item)
        for agent in agents
    ]
    await driver.consume(*entries)
    figures = await apply_and_compare(driver, entries, withdraw(first_rate))
    assert figures["changed"] == {"entries": 2, "seconds": 1200}
    assert total(figures) == (500, 250)


async def test_evenings_are_counted_at_their_factors_and_own_rates(driver: Driver) -> None:
    multipliers, rate = Multipliers(driver), await driver.create_rate("1000")
    await multipliers.create(evening())
    night = {"starts_at": "22:00", "ends_at": "06:00", "name": "Night", "factor": None}
    await multipliers.create(evening(**night, hourly_rate={"amount": "2000", "currency": "DKK"}))
    entry = timed("2026-03-02 17:00", 7)
    await driver.consume(entry)
    figures = await apply_and_compare(driver, [entry], replace(rate, "1200", "2026-03-01"))
    assert total(figures) == (11000, 12400)


async def test_overtime_is_counted_after_what_else_was_worked(driver: Driver) -> None:
    agent, customer, other = new_id(), new_id(), new_id()
    await driver.create_rate("1000")
    rate = await driver.create_rate("1000", organization_id=customer)
    await Multipliers(driver).create(overtime(8))
    entries = [
        timed("2026-03-02 08:00", 7, agent_id=agent, organization_id=other),
        timed("2026-03-02 15:00", 3, agent_id=agent, organization_id=customer),
    ]
    await driver.consume(*entries)
    figures = await apply_and_compare(driver, entries, replace(rate, "2000", "2026-03-01"))
    assert figures["changed"]["entries"] == 1
    assert total(figures) == (4000, 8000)


async def test_what_an_agreement_includes_earns_the_same_and_what_exceeds_it_does_not(
    driver: Driver,
) -> None:
    agreements, rate = Agreements(driver), await driver.create_rate("1000")
    customer = UUID((await agreements.create())["organization_id"])
    entries = [recorded(organization_id=customer, seconds=54_000) for _ in range(2)]
    await driver.consume(*entries)
    figures = await apply_and_compare(driver, entries, replace(rate, "1200", "2026-03-01"))
    assert total(figures) == (10000, 12000)


async def test_hours_that_become_free_cover_other_time_whose_price_stays(driver: Driver) -> None:
    """An agreement in DKK covers what is priced in DKK: what is priced in EUR leaves its hours to the rest."""
    agreements, agents = Agreements(driver), [new_id(), new_id()]
    first_rate = await driver.create_rate("1000", agent_id=agents[0])
    await driver.create_rate("1000", agent_id=agents[1])
    customer = UUID((await agreements.create())["organization_id"])
    entries = [
        recorded(organization_id=customer, seconds=54_000, agent_id=agent) for agent in agents
    ]
    await driver.consume(*entries)
    figures = await apply_and_compare(
        driver,
        entries,
        replace(first_rate, "100", "2026-01-01", currency="DKK"),
    )
    assert figures["changed"]["entries"] == 1
    [now] = [one for one in await driver.rates() if one["hourly_rate"]["amount"] == "100.00"]
    euros = create("150", currency="EUR", agent_id=agents[0])
    figures = await apply_and_compare(driver, entries, withdraw(now), euros)
    assert figures["changed"]["entries"] == 2


async def test_a_true_up_falls_by_what_fees_rise(driver: Driver) -> None:
    agreements, rate = Agreements(driver), await driver.create_rate("1000")
    customer = UUID((await agreements.create("spend-minimum"))["organization_id"])
    entry = recorded(organization_id=customer, seconds=1800)
    await driver.consume(entry)
    await driver.consume(approved(entry))
    await driver.reprice()
    figures = await apply_and_compare(driver, [entry], replace(rate, "1500", "2026-03-01"))
    assert total(figures) == (500, 750)


async def _move_other_time_of_the_customer(driver: Driver, other: TimeEntryRecorded) -> None:
    await driver.consume(other.model_copy(update={"version": 2, "seconds": 3600}))


async def _approve_it(driver: Driver, other: TimeEntryRecorded) -> None:
    await driver.consume(approved(other))


async def _change_the_agreement(driver: Driver, other: TimeEntryRecorded) -> None:
    [made] = (await driver.get("/v1/agreements"))["items"]
    await Agreements(driver).end(made, "2026-12-31")


async def _add_a_multiplier(driver: Driver, other: TimeEntryRecorded) -> None:
    await Multipliers(driver).create(evening())


@pytest.mark.parametrize(
    "move",
    [_move_other_time_of_the_customer, _approve_it, _change_the_agreement, _add_a_multiplier],
)
async def test_what_moved_beside_the_reach_and_decides_its_money_refuses_it(
    driver: Driver, move: Callable[[Driver, TimeEntryRecorded], Awaitable[None]]
) -> None:
    agent, changes = new_id(), Changes(driver)
    await driver.create_rate("1000")
    rate = await driver.create_rate("1000", agent_id=agent)
    customer = UUID((await Agreements(driver).create())["organization_id"])
    entry = recorded(organization_id=customer, seconds=54_000, agent_id=agent)
    other = recorded(organization_id=customer, seconds=54_000)
    await driver.consume(entry, other)
    seen = await changes.preview(replace(rate, "1200", "2026-03-01"))
    await move(driver, other)
    assert refusal(await changes.try_to_apply(seen))[:2] == (409, "preview-outdated")
    await apply_and_compare(driver, [entry, other], replace(rate, "1200", "2026-03-01"))


class World:
    """Customers with and without agreements, people who work whenever, rates, evenings and rounding: all by chance."""

    def __init__(self, seed: int, driver: Driver) -> None:
        self.chance, self.driver = random.Random(seed), driver
        self.agents, self.items = ([new_id() for _ in range(2)] for _ in range(2))
        self.customers: list[UUID] = [new_id()]

    async def begin(self) -> list[TimeEntryRecorded]:
        """Agree, set rates, and work."""
        await self._agree()
        for scope in ({}, {"agent_id": self.agents[0]}, {"organization_id": self.customers[-1]}):
            await self.driver.create_rate(self._amount(), **scope)
        how = self.chance.choice(["entry", "day-work-item"])
        await self.driver.create_policy(self.chance.choice(["up", "nearest"]), scope=how)
        multipliers = Multipliers(self.driver)
        own = {"hourly_rate": {"amount": "1777", "currency": "DKK"}}
        await multipliers.create(self.chance.choice([evening(), evening(None, **own)]))
        await multipliers.create(overtime(6, "1.25"))
        await multipliers.create(holiday("2"))
        await multipliers.add_holidays("2026-03-04")
        entries = [self._entry() for _ in range(14)]
        await self.driver.consume(*entries)
        for one in self.chance.sample(entries, 5):
            await self.driver.consume(approved(one))
        await self.driver.consume(billed(entries[0]))
        await self.driver.reprice()
        return entries

    async def _agree(self) -> None:
        agreements = Agreements(self.driver)
        for kind in ("monthly-minimum", "spend-minimum"):
            self.customers.append(UUID((await agreements.create(kind))["organization_id"]))
        hours = await agreements.create("prepaid-hours")
        self.customers.append(UUID(hours["organization_id"]))
        await agreements.buy(hours, seconds=36_000)

    def _amount(self) -> str:
        return str(Decimal(self.chance.randrange(10_000, 200_000)).scaleb(-2))

    def _entry(self) -> TimeEntryRecorded:
        start = f"2026-03-{self.chance.randint(2, 5):02}T{self.chance.randint(6, 21):02}:07"
        return timed(
            start,
            self.chance.choice([0.25, 1.37, 4, 9]),
            agent_id=self.chance.choice(self.agents),
            organization_id=self.chance.choice(self.customers),
            work_item_id=self.chance.choice([*self.items, None]),
        )

    async def acts(self) -> list[Json]:
        """One act on each of some rates, and perhaps another rate."""
        acts = []
        for rate in self.chance.sample(await self.driver.rates(), 2):
            day, currency = (
                f"2026-03-{self.chance.randint(2, 4):02}",
                self.chance.choice(["DKK", "DKK", "EUR"]),
            )
            acts.append(
                self.chance.choice(
                    [
                        replace(rate, self._amount(), max(day, rate["valid_from"]), currency),
                        end(rate, max(day, rate["valid_from"])),
                        withdraw(rate),
                    ]
                )
            )
        if self.chance.random() < 0.5:
            acts.append(create(self._amount(), agent_id=self.agents[1], valid_from="2026-03-03"))
        return acts


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_there_is_a_preview_is_what_applying_makes(
    driver: Driver, seed: int
) -> None:
    world = World(seed, driver)
    entries = await world.begin()
    await driver.consume(*references(agent_id=world.agents[1]))
    done = 0
    for _ in range(6):
        acts = await world.acts()
        if (await Changes(driver).try_to_preview(*acts)).status_code == 200:
            await apply_and_compare(driver, entries, *acts)
            done += 1
    assert done
