"""Sets of a new account are worked off by their keys, though statistics know nothing of it and all of another account."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from uuid import UUID

import pytest
from sqlalchemy import text

from database import Session, new_id
from invoicing.commands import billing_runs
from invoicing.commands.billable_time import record_hours, record_prices
from invoicing.commands.charges import record_charges
from invoicing.commands.draft import create_draft
from invoicing.domain.billing_runs import RunRequest
from invoicing.domain.draft import DraftRequest
from invoicing.store import billing_runs as store
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import DAY, TODAY, approved_entry

FOREIGN, MINE, SET = 30_000, 20_000, 100
PLANNED_ONCE_AND_FOR_ALL = 6
"""After so many executions PostgreSQL keeps the plan of a prepared statement."""
_FILL = """
    INSERT INTO time_entries (account_id, entry_id, version, timesheet_id, agent_id, agent_name, organization_id,
        work_date, seconds, billable, description, approved_at)
    SELECT '{account}', uuidv7(), 1, uuidv7(), uuidv7(), '', uuidv7(), '2020-01-01', 60, true, '', now()
    FROM generate_series(1, {count})
"""
_READ = text("""
    SELECT coalesce(sum(seq_tup_read + idx_tup_fetch), 0)::bigint FROM pg_stat_xact_user_tables WHERE relname = ANY(:tables)
""")


@pytest.fixture
async def grown(driver: Driver) -> AsyncIterator[Driver]:
    """An account that grew since the statistics were made, when nearly all time was another's."""
    foreign = new_id()
    await driver.tamper(_FILL.format(account=foreign, count=FOREIGN))
    await driver.as_owner("ANALYZE time_entries")
    await driver.tamper(_FILL.format(account=driver.account, count=MINE))
    yield driver
    ours = f"('{foreign}', '{driver.account}')"
    await driver.tamper(f"DELETE FROM time_entries WHERE account_id IN {ours}")
    await driver.as_owner("ANALYZE time_entries")


async def rows_read(
    driver: Driver, work: Callable[[Session], Awaitable[object]], *tables: str
) -> int:
    """How many rows of these tables some work reads, in sequence or by an index."""
    async with driver.served.database.transaction(driver.account) as session:
        before = await _read(session, tables)
        await work(session)
        return await _read(session, tables) - before


async def _read(session: Session, tables: Sequence[str]) -> int:
    """What the connection has read lately."""
    count: int = (await session.execute(_READ, {"tables": tables})).scalar_one()
    return count


async def test_hours_prices_and_drafts_read_what_they_are_about(grown: Driver) -> None:
    made = [approved_entry(grown.organization_id) for _ in range(SET)]
    hours, prices = grown.events.timesheet(*made), [grown.events.price(one) for one in made]
    cheaper = [grown.events.price(one, "1.00", version=2) for one in made]
    less = [one.model_copy(update={"version": 2, "seconds": 60}) for one in made[:50]]
    sheet: UUID = hours.timesheet_id

    async def draft(session: Session) -> None:
        request = DraftRequest(grown.organization_id, DAY, DAY, group_by="entry")
        await create_draft(session, request, by="somebody", now=TODAY)

    works: dict[str, Callable[[Session], Awaitable[object]]] = {
        "new hours": lambda session: record_hours(session, [hours]),
        "new prices": lambda session: record_prices(session, prices),
        "a draft": draft,
        "prices that a draft follows": lambda session: record_prices(session, cheaper),
        "hours that free a draft, and withdraw": lambda session: record_hours(
            session, [grown.events.timesheet(*less, timesheet_id=sheet, version=2)]
        ),
    }
    read = {name: await rows_read(grown, work, "time_entries") for name, work in works.items()}
    assert max(read.values()) <= 50 * SET, read


async def test_covered_time_is_found_by_its_charge_and_its_key(grown: Driver) -> None:
    charge = grown.events.charge(grown.organization_id)
    await grown.served.consume(charge)
    made = [approved_entry(grown.organization_id) for _ in range(2 * SET)]
    prices = [grown.events.covered_price(one, charge.charge_id) for one in made]
    await grown.served.consume(grown.events.timesheet(*made), *prices[:SET])

    async def draft(session: Session) -> None:
        request = DraftRequest(grown.organization_id, charge_ids=(charge.charge_id,))
        await create_draft(session, request, by="somebody", now=TODAY)

    works: dict[str, Callable[[Session], Awaitable[object]]] = {
        "a draft": draft,
        "prices that join it": lambda session: record_prices(session, prices[SET:]),
        "a charge that changes": lambda session: record_charges(
            session, [charge.model_copy(update={"version": 2, "cancelled": True})]
        ),
    }
    tables = ("time_entries", "covered_time", "claims")
    read = {name: await rows_read(grown, work, *tables) for name, work in works.items()}
    assert max(read.values()) <= 50 * SET, read


_INVOICES = """
    INSERT INTO invoices (account_id, id, number, series, sequence, organization_id, issue_date, due_date, currency,
        language, seller, buyer, delivery, notes, reference, payment_instructions, seconds, subtotal, tax, total,
        previous_hash, hash, issued_at, issued_by)
    SELECT '{account}', uuidv7(), 'old ' || i, 'old', i, uuidv7(), '2020-01-01', '2020-01-01', 'DKK', 'da', '{{}}',
        '{{}}', 'hand', '', '', '', 60, 1, 0, 1, '', '', now(), '' FROM generate_series(1, {count}) AS i
"""


async def test_a_run_reads_the_open_time_of_its_customers_alone(grown: Driver) -> None:
    made = [approved_entry(grown.organization_id) for _ in range(SET)]
    await grown.served.consume(
        grown.events.timesheet(*made), *(grown.events.price(one) for one in made)
    )
    request = RunRequest(DAY, DAY)

    async def begin(session: Session) -> None:
        run = await billing_runs.create_run(session, request, by="somebody", now=TODAY)
        await billing_runs.plan_run(session, run.id, now=TODAY)
        found = await store.next_customer(session, run.id)
        assert found
        assert found.organization_id == grown.organization_id
        today = TODAY.date()
        assert await store.currencies_of(session, found.organization_id, request, today=today)

    assert await rows_read(grown, begin, "time_entries") <= 3 * SET


_CLAIMS = """
    INSERT INTO claims (account_id, invoice_id, line_id, entry_id, seconds, price_version, billed_seconds)
    SELECT account_id, id, uuidv7(), uuidv7(), '[0,60)', 1, 60 FROM invoices WHERE account_id = '{account}'
"""


async def test_a_draft_reads_no_other_invoices_of_the_account(driver: Driver) -> None:
    """Its period holds much that is billed already; plans that were made when the account was new live until autovacuum
    saw it grow, which it does within a minute.
    """
    await driver.worked()
    for _ in range(PLANNED_ONCE_AND_FOR_ALL):
        drafted = await driver.draft()
        await driver.client.delete(f"/v1/invoices/{drafted['id']}")
    await driver.worked_much(SET)
    await driver.issue((await driver.draft(group_by="all"))["id"])
    await driver.worked()
    about = {"account": driver.account, "count": 2_000}
    await driver.tamper(*(statement.format(**about) for statement in (_INVOICES, _CLAIMS)))
    await driver.as_owner("ANALYZE claims, invoices, drafts")

    async def draft(session: Session) -> None:
        request = DraftRequest(driver.organization_id, DAY, DAY)
        view = await create_draft(session, request, by="somebody", now=TODAY)
        assert [(left.reason, left.entries) for left in view.left_out] == [("billed", SET + 1)]

    assert await rows_read(driver, draft, "invoices", "claims") <= 5 * SET
