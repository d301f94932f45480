"""10,000 entries on 100 drafts, and issued, by invoicing's api alone, beside one SQL statement that inserts as many rows.

Each run bills a month of its own, one request after the other; the last by four clients at once. History is billed time of
the same customers from five years before; the cost must not grow with it. Before each run the server does what it otherwise
does by itself in the weeks in which a month's entries arrive: VACUUM ANALYZE, and a checkpoint.
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import asyncpg
import psutil
from sqlalchemy import text

from database import new_id
from embedded_servers import free_port
from invoicing.commands.billing_runs import PLAN, WORK
from invoicing.domain.draft import Draft
from invoicing.domain.grouping import GroupBy
from invoicing.domain.tax import Tax
from invoicing.main import service
from invoicing.settings import Settings
from invoicing.store import claims
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.run_driver import RunDriver
from tasks import TaskRunner
from testkit import serve
from tests.benchmarks.http_client import HttpClient, client
from tests.benchmarks.issuer import issuer
from tests.benchmarks.processes import running
from tests.benchmarks.processor_time import of_server, seconds_so_far
from tests.benchmarks.row import Row
from tests.benchmarks.servers import Servers

CUSTOMERS, EACH, YEARS, CLIENTS = 100, 100, 5, 4
ENTRIES = CUSTOMERS * EACH
_SECRET = "a secret for benchmarks only"
_FILL = text("""
    INSERT INTO time_entries (account_id, entry_id, version, timesheet_id, agent_id, agent_name, organization_id,
        project_id, project_name, work_item_id, work_item_name, work_date, seconds, billable, description,
        approved_at, price_version, price_entry_version, priced_seconds, segments, currency, claimed_seconds)
    SELECT CAST(:account AS uuid), uuidv7(), 1, uuidv7(), uuidv7(), 'Mette Friis', o, o, 'Webshop',
        md5(o || (i % 10)::text)::uuid, 'Checkout',
        CAST(:day AS date) - i % 28, 1800, true, 'Fix the pay button', now(), 1, 1, 1800,
        '[{"start": 0, "end": 1800, "billed_seconds": 1800, "hourly_rate": 1200}]', 'DKK', CAST(:claimed AS int)
    FROM unnest(CAST(:customers AS uuid[])) AS o, generate_series(1, :each) AS i
""")


class Biller:
    """Bills months of some customers, through `invoicing api` in a process of its own."""

    def __init__(
        self, driver: Driver, customers: list[UUID], clients: Sequence[HttpClient], process: int
    ) -> None:
        self._driver, self._customers, self._clients = driver, customers, clients
        self._process = psutil.Process(process)
        self.by_processor = 0.0
        """Entries that the last `bill` billed in a second of processor, of the api and PostgreSQL together."""

    async def fill(self, last_day: date, times: int, claimed: int) -> float:
        """Put entries of each customer straight into the table; returns the seconds that it took."""
        about = {"account": self._driver.account, "customers": self._customers}
        of_entries = {"day": last_day, "claimed": claimed, "each": EACH * times}
        began = time.perf_counter()
        async with self._driver.served.database.transaction(self._driver.account) as session:
            await session.execute(_FILL, about | of_entries)
        return time.perf_counter() - began

    async def bill(self, first_day: date, group_by: GroupBy, *, clients: int = 1) -> float:
        """Draft each customer's month and issue it; returns the entries per second."""
        await self._settle()
        left = iter(self._customers)
        before, of_database = self._spent(), await of_server(self.superuser_url)
        began = time.perf_counter()

        async def bill_some(one: HttpClient) -> None:
            for customer in left:
                await _bill(one, customer, first_day, group_by)

        await asyncio.gather(*map(bill_some, self._clients[:clients]))
        seconds = time.perf_counter() - began
        spent, of_database = (
            self._spent() - before,
            await of_server(self.superuser_url) - of_database,
        )
        each = 1000 / CUSTOMERS
        print(
            f"CPU {spent * each:.1f} ms of the api, {of_database * each:.1f} ms of PostgreSQL an invoice",
            file=sys.stderr,
        )
        self.by_processor = ENTRIES / (spent + of_database)
        return ENTRIES / seconds

    async def bill_in_a_run(self, first_day: date) -> float:
        """Draft and issue all customers' month by a billing run, whose tasks run here; returns the entries per second."""
        await self._settle()
        runs = RunDriver(self._driver)
        before = await seconds_so_far(self.superuser_url)
        began = time.perf_counter()
        last_day = first_day.replace(day=28)
        asked = await runs.ask(first_day=str(first_day), last_day=str(last_day))
        await self._work_off(asked["id"], "drafted")
        await runs.try_to(asked["id"], "issue", delivery="hand")
        await self._work_off(asked["id"], "issued")
        seconds = time.perf_counter() - began
        spent = await seconds_so_far(self.superuser_url) - before
        print(
            f"CPU {spent * 1000 / CUSTOMERS:.1f} ms of the worker and PostgreSQL an invoice",
            file=sys.stderr,
        )
        self.by_processor = ENTRIES / spent
        return ENTRIES / seconds

    async def _work_off(self, run_id: str, done: str) -> None:
        """Do what the run waits for. The documents, which other tasks print, are another row's."""
        kinds = {name: self._driver.served.service.tasks[name] for name in (PLAN, WORK)}
        worker = TaskRunner(kinds, self._driver.served.database.engine)
        while (found := await self._driver.read(f"billing-runs/{run_id}"))["state"] != "finished":
            await worker.run_due()
        assert found["counts"][done] == CUSTOMERS

    async def claim(self, first_day: date) -> float:
        """Claim each customer's month, a line for each entry, by the statement alone; returns the entries per second."""
        await self._settle()
        before, began = await of_server(self.superuser_url), time.perf_counter()
        for customer in self._customers:
            draft = _empty_draft(customer, first_day)
            async with self._driver.served.database.transaction(self._driver.account) as session:
                assert len(await claims.claim(session, draft, ())) == EACH
        seconds = time.perf_counter() - began
        self.by_processor = ENTRIES / (await of_server(self.superuser_url) - before)
        return ENTRIES / seconds

    @property
    def superuser_url(self) -> str:
        """Of the service's database."""
        return self._driver.served.urls.superuser

    def _spent(self) -> float:
        times = self._process.cpu_times()
        return times.user + times.system

    async def _settle(self) -> None:
        connection = await asyncpg.connect(self._driver.served.urls.superuser)
        try:
            await connection.execute("VACUUM ANALYZE")
            await connection.execute("CHECKPOINT")
        finally:
            await connection.close()


def _empty_draft(customer: UUID, first_day: date) -> Draft:
    return Draft(
        id=new_id(),
        version=1,
        organization_id=customer,
        group_by="entry",
        currency="DKK",
        language="da",
        tax=Tax("standard", Decimal(25)),
        created_at=datetime.now(UTC),
        created_by="nobody",
        first_day=first_day,
        last_day=first_day.replace(day=28),
    )


async def _bill(one: HttpClient, customer: UUID, first_day: date, group_by: GroupBy) -> None:
    asked = {
        "organization_id": str(customer),
        "group_by": group_by,
        "first_day": str(first_day),
        "last_day": str(first_day.replace(day=28)),
    }
    key = str(new_id())
    answered = await one.post("/v1/invoices", json.dumps(asked).encode(), Idempotency_Key=key)
    draft = json.loads(answered)
    assert draft["seconds"] == EACH * 1800
    about = {"Idempotency_Key": str(new_id()), "If_Match": '"1"'}
    await one.post(f"/v1/invoices/{draft['id']}/issue", b"{}", **about)


async def run(servers: Servers) -> Sequence[Row]:
    """Draft and issue a month of each customer without history, then another with it."""
    async with billing(servers) as biller:
        return await _measured(biller)


@asynccontextmanager
async def billing(servers: Servers) -> AsyncIterator[Biller]:
    """Customers, and `invoicing api` in a process of its own to bill them."""
    servers.start()
    async with AsyncExitStack() as stack:
        served = await stack.enter_async_context(serve(service, Settings, document_secret=_SECRET))
        driver = await Driver.begin(served)
        customers = [new_id() for _ in range(CUSTOMERS)]
        await served.consume(*(driver.events.organization(one) for one in customers))
        tokens = stack.enter_context(issuer())
        port = free_port()
        settings = {
            "DATABASE_URL": served.urls.app,
            "DOCUMENT_SECRET": _SECRET,
            "OIDC_ISSUER": tokens.name,
            "OIDC_JWKS_URL": tokens.jwks_url,
            "PORT": str(port),
        }
        api = running("invoicing", "api", port=port, **settings)
        process = await stack.enter_async_context(api)
        token = tokens.token(driver.account, "billing")
        clients = [await stack.enter_async_context(client(port, token)) for _ in range(CLIENTS)]
        yield Biller(driver, customers, clients, process)


async def _measured(biller: Biller) -> Sequence[Row]:
    await biller.fill(date(2026, 6, 28), 1, 0)
    await biller.bill(date(2026, 6, 1), "entry")  # what is first is not counted
    limit = ENTRIES / await biller.fill(date(2026, 7, 28), 1, 0)
    fresh = await biller.bill(date(2026, 7, 1), "entry")
    await biller.fill(date(2026, 8, 28), 1, 0)
    by_day = await biller.bill(date(2026, 8, 1), "day")
    for year in range(1, YEARS + 1):
        await biller.fill(date(2026 - year, 9, 28), 12, 1800)
    await biller.fill(date(2026, 9, 28), 1, 0)
    grown = await biller.bill(date(2026, 9, 1), "entry")
    await biller.fill(date(2026, 10, 28), 1, 0)
    at_once = await biller.bill(date(2026, 10, 1), "entry", clients=CLIENTS)
    return [
        _row("10,000 entries on 100 drafts, issued: a line each", fresh, limit),
        _row("the same, a line for each day", by_day, limit),
        _row(f"a line each, after {YEARS} years", grown, limit),
        _row(f"the same, {CLIENTS} clients", at_once, limit),
        Row(
            work=f"a month after {YEARS} years, beside the first",
            ours=grown,
            unit="/s",
            limit=fresh,
            limit_of="without history",
            goal_ratio=0.8,
        ),
    ]


def _row(work: str, ours: float, limit: float) -> Row:
    return Row(work=work, ours=ours, unit="/s", limit=limit, limit_of="rows inserted", goal=5000)
