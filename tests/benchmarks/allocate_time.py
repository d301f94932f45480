"""An entry of a customer with an agreement, recorded after five years of time and after one month, and what it reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import asyncpg
from sqlalchemy import text

from database import new_id
from rates.commands.pricing import record_time
from rates.main import service
from rates.settings import Settings
from service_runtime.process import freeze_what_stays
from services.rates.tests.agreement_driver import Agreements
from services.rates.tests.driver import Driver
from services.rates.tests.factories import recorded
from testkit import ACCOUNT, OTHER_ACCOUNT, Served, serve
from tests.benchmarks.row import Row
from tests.benchmarks.servers import Servers
from tests.benchmarks.timing import milliseconds

MONTHS, A_MONTH, TIMES = 60, 100, 15
TODAY = datetime.now(UTC).date()
_TIME = """
SET session_replication_role = replica;
INSERT INTO time_entries (account_id, entry_id, version, live, agent_id, organization_id, work_date, seconds, billable,
    price_version, amount, currency)
SELECT '{account}', gen_random_uuid(), 1, true, md5('agent ' || n % 5)::uuid, '{customer}', DATE '{first}' + n % 28, 3600,
    true, 1, 1000, 'DKK'
FROM generate_series(1, {a_month}) AS n;
SET session_replication_role = origin;
"""
_ROWS_READ = text("""
SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0) FROM pg_stat_xact_user_tables
""")


@dataclass(frozen=True)
class Customer:
    """A customer with a fee that includes hours, which roll over for three months, and what it was worked for before."""

    served: Served
    account: UUID
    months: int
    organization_id: UUID

    async def begin(self) -> None:
        """Fill its months, this one last, and agree."""
        admin = await asyncpg.connect(self.served.urls.superuser)
        for number in range(self.months):
            values = {"account": self.account, "customer": self.organization_id, "a_month": A_MONTH}
            await admin.execute(_TIME.format(first=_before(number), **values))
        await admin.execute("VACUUM ANALYZE")
        await admin.close()
        driver = Driver(
            self.served, await self.served.as_("owner", account=self.account), self.account
        )
        first = str(_before(self.months - 1))
        await driver.create_rate("1000", valid_from=first)
        await Agreements(driver).create(
            organization_id=self.organization_id,
            first_day=first,
            terms=[{"valid_from": first, "amount": "50000.00", "included_seconds": 90 * 3600}],
            rollover={"mode": "all", "expiry_months": 3},
        )

    async def record(self, day: date = TODAY) -> int:
        """Record an entry; returns how many rows that reads."""
        entry = recorded(
            account_id=self.account, organization_id=self.organization_id, work_date=day
        )
        async with self.served.database.transaction(self.account) as session:
            before = await session.scalar(_ROWS_READ)
            await record_time(session, [entry])
            read = await session.scalar(_ROWS_READ) - before
            await session.rollback()
        return int(read)


async def run(servers: Servers) -> Sequence[Row]:
    """Measure both, each in an account of its own; what is recorded is rolled back, so that each time is the first."""
    servers.start()
    async with serve(service, Settings) as served:
        new = Customer(served, OTHER_ACCOUNT, 1, new_id())
        old = Customer(served, ACCOUNT, MONTHS, new_id())
        for customer in (new, old):
            await customer.begin()
        freeze_what_stays()  # as a service does when it has started
        what = f"an entry for a customer with an agreement and {MONTHS} months of {A_MONTH} entries"
        return [
            await _row(what, old, new),
            await _row(f"{what}, a year late", old, new, _before(12)),
        ]


async def _row(work: str, old: Customer, new: Customer, day: date = TODAY) -> Row:
    rows = await old.record(day)
    beside = await new.record()
    return Row(
        work=f"{work} ({rows:,} rows read)",
        ours=await milliseconds(lambda: old.record(day), TIMES, warm_up=3),
        unit="ms",
        limit=await milliseconds(new.record, TIMES, warm_up=3),
        limit_of=f"after one month ({beside:,} rows read)",
        goal_ratio=1.5 if day == TODAY else None,
    )


def _before(months: int) -> date:
    """The first day of a month that was so many ago."""
    day = TODAY.replace(day=1)
    for _ in range(months):
        day = (day - timedelta(days=1)).replace(day=1)
    return day
