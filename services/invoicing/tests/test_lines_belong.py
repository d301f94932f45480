"""Lines stand on a draft or invoice that is there, whatever runs at the same time."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from database import Session, new_id
from services.invoicing.tests.driver import Driver

_DRAFT_LINE = text("""
    INSERT INTO draft_lines (draft_id, line_id, position, kind, description)
    SELECT unnest(CAST(:parents AS uuid[])), uuidv7(), 9, 'text', 'Tak'
""")
_INVOICE_LINE = text("""
    INSERT INTO invoice_lines (invoice_id, line_id, position, kind, description)
    SELECT unnest(CAST(:parents AS uuid[])), uuidv7(), 9, 'text', 'Tak'
""")
_LINES = text("SELECT count(*) FROM draft_lines WHERE draft_id = :draft_id")


async def insert(driver: Driver, statement: Any, *parents: str | UUID) -> None:
    """Add a line to each of them."""
    async with driver.served.database.transaction(driver.account) as session:
        await session.execute(statement, {"parents": [UUID(str(one)) for one in parents]})


async def lines_of(session: Session, draft_id: str) -> int:
    """How many lines a draft has in the table."""
    count: int = await session.scalar(_LINES, {"draft_id": UUID(draft_id)}) or 0
    return count


async def test_a_line_of_no_draft_is_refused_among_others_that_are_right(driver: Driver) -> None:
    draft = await driver.draft(entry_ids=[])
    await insert(driver, _DRAFT_LINE, draft["id"])
    with pytest.raises(IntegrityError, match="there is no draft"):
        await insert(driver, _DRAFT_LINE, draft["id"], new_id())


async def test_a_line_of_no_invoice_is_refused(driver: Driver) -> None:
    with pytest.raises(IntegrityError, match="there is no document"):
        await insert(driver, _INVOICE_LINE, new_id())


async def test_lines_go_with_their_draft_and_no_others(driver: Driver) -> None:
    gone, kept = await driver.draft(entry_ids=[]), await driver.draft(entry_ids=[])
    for draft in (gone, kept):
        await insert(driver, _DRAFT_LINE, draft["id"])
    await driver.client.delete(f"/v1/invoices/{gone['id']}")
    async with driver.served.database.transaction(driver.account) as session:
        assert await lines_of(session, gone["id"]) == 0
        assert await lines_of(session, kept["id"]) == 1


async def test_a_draft_that_is_being_deleted_gets_no_line(driver: Driver) -> None:
    draft = await driver.draft(entry_ids=[])
    async with driver.served.database.transaction(driver.account) as session:
        await session.execute(text("DELETE FROM drafts WHERE id = :id"), {"id": UUID(draft["id"])})
        adding = asyncio.create_task(insert(driver, _DRAFT_LINE, draft["id"]))
        await asyncio.sleep(0.2)
        assert not adding.done()
    with pytest.raises(IntegrityError):
        await adding


async def test_a_draft_that_is_deleted_while_it_gets_a_line_takes_it_along(driver: Driver) -> None:
    draft = await driver.draft(entry_ids=[])
    async with driver.served.database.transaction(driver.account) as session:
        await session.execute(_DRAFT_LINE, {"parents": [UUID(draft["id"])]})
        deleting = asyncio.create_task(driver.client.delete(f"/v1/invoices/{draft['id']}"))
        await asyncio.sleep(0.2)
        assert not deleting.done()
    assert (await deleting).status_code == 204
    async with driver.served.database.transaction(driver.account) as session:
        assert await lines_of(session, draft["id"]) == 0


async def test_a_line_stays_on_its_draft(driver: Driver) -> None:
    draft = await driver.draft(entry_ids=[])
    await insert(driver, _DRAFT_LINE, draft["id"])
    with pytest.raises(DBAPIError, match="permission denied"):
        async with driver.served.database.transaction(driver.account) as session:
            await session.execute(text("UPDATE draft_lines SET draft_id = uuidv7()"))
