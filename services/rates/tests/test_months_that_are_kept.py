"""What the database keeps of customers' months is what allocating all of their time anew gives, whatever has happened."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import text

from contracts import Event
from contracts.invoicing import AgreementBilled, TimeBilled
from contracts.rates import TimePriced
from contracts.timer import TimeEntryDiscarded, TimeEntryRecorded
from database import new_id
from rates.commands.agreement_months import bring_forward
from rates.commands.pricing import record_time
from services.rates.tests.agreement_driver import Agreements, charged, credited, paid
from services.rates.tests.driver import Driver, Json
from services.rates.tests.factories import billed, recorded, released
from services.rates.tests.multiplier_driver import Multipliers, overtime
from services.rates.tests.sheet_driver import approved
from testkit import ACCOUNT, Served

HOUR = 3600
FIRST = date(2026, 1, 1)
KEPT = {
    "agreement_months": "agreement_id, month",
    "agreement_openings": "agreement_id, month",
    "agreement_billed_draws": "charge_id",
    "agreement_charges": "charge_id",
    "agreement_blocks": "block_id",
    "allocations": "organization_id",
}
ROWS_READ = text("""
SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0) FROM pg_stat_xact_user_tables
WHERE relname = 'time_entries'
""")
ENTRIES = "SELECT entry_id, price_version, segments, segments_currency FROM time_entries ORDER BY entry_id"


async def kept(admin: asyncpg.Connection) -> dict[str, list[Any]]:
    """All that allocation keeps."""
    tables = {
        name: await admin.fetch(f"SELECT * FROM {name} ORDER BY {order}")
        for name, order in KEPT.items()
    }
    return tables | {"time_entries": await admin.fetch(ENTRIES)}


@dataclass
class Life:
    """A customer with agreements, and what happens to it; `spread`: over how many days of this year is worked for it."""

    agreements: Agreements
    chance: Random
    spread: int = 330
    customer: UUID = field(default_factory=new_id)
    made: list[Json] = field(default_factory=list)
    entries: dict[UUID, TimeEntryRecorded] = field(default_factory=dict)
    invoices: dict[UUID, TimeBilled] = field(default_factory=dict)
    charged: list[AgreementBilled] = field(default_factory=list)
    agents: tuple[UUID, UUID] = field(default_factory=lambda: (new_id(), new_id()))

    async def begin(self) -> None:
        """Three agreements of a customer."""
        await self.agreements.driver.create_rate("900")
        rollover = self.chance.choice(
            [
                {"mode": "none"},
                {"mode": "all", "expiry_months": 2},
                {"mode": "capped", "cap_seconds": 2 * HOUR},
            ]
        )
        terms = {"valid_from": str(FIRST), "amount": "1000.00", "included_seconds": 5 * HOUR}
        fee = await self.agreements.create(
            organization_id=self.customer, terms=[terms], rollover=rollover, name="Fee"
        )
        hours = await self.agreements.create("prepaid-hours", organization_id=self.customer)
        least = await self.agreements.create("spend-minimum", organization_id=self.customer)
        self.made = [fee, await self.agreements.buy(hours, seconds=20 * HOUR), least]

    async def hear(self, *events: Event) -> None:
        await self.agreements.driver.consume(*events)
        await self.agreements.driver.reprice()

    def _day(self) -> date:
        return FIRST + timedelta(days=self.chance.randrange(self.spread))

    def _some(self, entries: Sequence[TimeEntryRecorded]) -> list[TimeEntryRecorded]:
        return self.chance.sample(entries, min(len(entries), self.chance.randint(1, 4)))

    def _free(self) -> list[TimeEntryRecorded]:
        return [one for one in self.entries.values() if one.entry_id not in self.invoices]

    async def work(self) -> None:
        new = [
            recorded(
                organization_id=self.customer,
                agent_id=self.chance.choice(self.agents),
                work_date=self._day(),
                seconds=self.chance.randint(1, 4 * HOUR),
            )
            for _ in range(self.chance.randint(1, 5))
        ]
        self.entries |= {one.entry_id: one for one in new}
        await self.hear(*new)

    async def change(self) -> None:
        for one in self._some(self._free()):
            other = {"work_date": self._day(), "seconds": self.chance.randint(1, 4 * HOUR)}
            newer = one.model_copy(update={**other, "version": one.version + 1})
            self.entries[one.entry_id] = newer
            await self.hear(newer)

    async def discard(self) -> None:
        for one in self._some(self._free())[:1]:
            del self.entries[one.entry_id]
            await self.hear(
                TimeEntryDiscarded(
                    account_id=ACCOUNT, entry_id=one.entry_id, version=one.version + 1
                )
            )

    async def approve(self) -> None:
        some = self._some(self._free())
        if some:
            await self.hear(approved(*some))

    async def bill(self) -> None:
        for one in self._some(self._free()):
            priced = (await self.agreements.driver.published(one.entry_id))[-1]
            if isinstance(priced, TimePriced):
                invoice = billed(one, amount="900", price_version=priced.version)
                self.invoices[one.entry_id] = invoice
                await self.hear(invoice)

    async def credit(self) -> None:
        for key in list(self.invoices)[: self.chance.randint(1, 2)]:
            await self.hear(released(self.invoices.pop(key)))

    async def charge(self) -> None:
        charges = await self.agreements.charges(self.chance.choice(self.made))
        due = [one for one in charges if not one.cancelled]
        if due:
            invoice = charged(self.chance.choice(due))
            self.charged.append(invoice)
            await self.hear(invoice)

    async def pay(self) -> None:
        for invoice in self.charged:
            await self.hear(paid(invoice, self._day()))

    async def credit_a_charge(self) -> None:
        if self.charged:
            await self.hear(credited(self.charged.pop()))

    async def agree(self) -> None:
        terms = {
            "valid_from": str(self._day()),
            "amount": "1100.00",
            "included_seconds": self.chance.randint(0, 8) * HOUR,
        }
        fee = await self.agreements.read(self.made[0])
        await self.agreements.try_to_post(fee, "terms", **terms)
        await self.agreements.driver.reprice()


ACTS: Sequence[Callable[[Life], Awaitable[None]]] = (
    *(Life.work, Life.work, Life.work, Life.change, Life.discard, Life.approve, Life.bill),
    *(Life.bill, Life.credit, Life.charge, Life.pay, Life.credit_a_charge, Life.agree),
)


@pytest.mark.parametrize(("seed", "spread"), [(0, 330), (1, 330), (2, 60), (3, 45)])
async def test_what_is_kept_of_months_is_what_all_time_comes_to(
    served: Served, seed: int, spread: int
) -> None:
    """Where little time is spread, overtime is counted over weeks, also such as begin in the month before."""
    life = Life(Agreements(Driver(served, await served.as_("owner"))), Random(seed), spread)
    await life.begin()
    if spread < 100:
        await Multipliers(life.agreements.driver).create(overtime(4, per="week"))
    admin = await asyncpg.connect(served.urls.superuser)
    for _ in range(20):
        act = life.chance.choice(ACTS)
        await act(life)
        before = await kept(admin)
        await admin.execute("DELETE FROM allocations; DELETE FROM agreement_openings")
        async with served.database.transaction(ACCOUNT) as session:
            await bring_forward(session, life.customer, datetime.now(UTC))
        assert await kept(admin) == before, act.__name__
    await admin.close()


async def test_an_entry_reads_the_time_of_its_month_and_not_of_those_before(
    served: Served,
) -> None:
    life = Life(Agreements(Driver(served, await served.as_("owner"))), Random(1))
    await life.begin()
    time = [
        recorded(organization_id=life.customer, work_date=date(2026, 1 + number % 9, 5))
        for number in range(180)
    ]
    await life.hear(*time)
    async with served.database.transaction(ACCOUNT) as session:
        before = await session.scalar(ROWS_READ)
        await record_time(
            session, [recorded(organization_id=life.customer, work_date=date(2026, 9, 5))]
        )
        assert await session.scalar(ROWS_READ) - before < 30
        await session.rollback()
