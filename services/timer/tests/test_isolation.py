"""Row-level security stands behind the code."""

from typing import Any

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError

from database import new_id
from testkit import ACCOUNT, OTHER_ACCOUNT
from timer.store.tables import Base, Organization, ServiceType


async def test_every_table_of_the_service_has_a_wall(studio: Any) -> None:
    walled = text("SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity")
    async with studio.timer.database.transaction() as session:
        names = set(await session.scalars(walled))
    assert names >= set(Base.metadata.tables)


@pytest.mark.parametrize("account", [None, OTHER_ACCOUNT])
async def test_a_query_that_forgets_the_account_sees_nothing(studio: Any, account: Any) -> None:
    count = select(func.count()).select_from(Organization)
    async with studio.timer.database.transaction(account) as session:
        assert await session.scalar(count) == 0
    async with studio.timer.database.transaction(ACCOUNT) as session:
        assert await session.scalar(count) == 1


async def test_a_row_of_another_account_cannot_be_written(studio: Any) -> None:
    row = {
        "account_id": OTHER_ACCOUNT,
        "id": new_id(),
        "name": "X",
        "folded_name": "x",
    }
    with pytest.raises(DBAPIError, match="row-level security"):
        async with studio.timer.database.transaction(ACCOUNT) as session:
            await session.execute(insert(ServiceType), [row])
