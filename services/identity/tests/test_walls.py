"""Row-level security keeps accounts apart, whatever the code asks for."""

import pytest
from sqlalchemy import text

from identity.store.tables import Base
from services.identity.tests.driver import Driver
from testkit import ACCOUNT, OTHER_ACCOUNT

OF_ACCOUNTS = [table.name for table in Base.metadata.sorted_tables if "account_id" in table.c]
OF_NOBODY = [table.name for table in Base.metadata.sorted_tables if "account_id" not in table.c]


@pytest.fixture
async def used(driver: Driver) -> Driver:
    """Something in each table that a request leaves rows in."""
    owner = await driver.owner()
    await driver.invite(owner, "agent", email="mette@nordlys.example")
    await owner.post("/v1/api-tokens", {"name": "ci", "roles": ["owner"]})
    await owner.post("/v1/passkeys/options")
    return driver


async def test_a_transaction_sees_the_rows_of_its_account_alone(used: Driver) -> None:
    counts = {}
    for account in (ACCOUNT, OTHER_ACCOUNT):
        async with used.served.database.transaction(account) as session:
            for table in OF_ACCOUNTS:
                rows = await session.scalar(text(f"SELECT count(*) FROM {table}"))
                counts[table, account] = rows
    assert all(counts[table, ACCOUNT] for table in OF_ACCOUNTS), counts
    assert not any(counts[table, OTHER_ACCOUNT] for table in OF_ACCOUNTS), counts


async def test_people_and_their_log_ins_open_only_across_accounts(used: Driver) -> None:
    async with used.served.database.transaction(ACCOUNT) as session:
        for table in OF_NOBODY:
            assert await session.scalar(text(f"SELECT count(*) FROM {table}")) == 0
