"""Rows of two databases are compared by digests of days, which say the same of the same rows."""

from datetime import date

import pytest

from database import Database
from database.stated_rows import StatedRows, in_parts

_ROWS = "SELECT v.* FROM (VALUES {}) AS v(entry_id, day, seconds, rate)"


def rows(*values: str) -> StatedRows:
    return StatedRows(_ROWS.format(", ".join(values)), ["entry_id", "seconds", "rate"], ["seconds"])


ONE, OTHER = "(1, DATE '2026-03-02', 60, 2.5)", "(2, DATE '2026-03-02', 30, NULL)"
LATER = "(3, DATE '2026-03-05', 10, 1)"


async def test_the_order_of_rows_changes_no_digest(database: Database) -> None:
    async with database.transaction() as session:
        [day] = await rows(ONE, OTHER).by_day(session)
        assert [day] == await rows(OTHER, ONE).by_day(session)
        assert (day.day, day.entries, day.seconds) == (date(2026, 3, 2), 2, 90)


@pytest.mark.parametrize(
    "changed", ["(1, DATE '2026-03-02', 60, 2.6)", "(4, DATE '2026-03-02', 60, 2.5)"]
)
async def test_another_value_changes_it(database: Database, changed: str) -> None:
    async with database.transaction() as session:
        [before] = await rows(ONE, OTHER).by_day(session)
        [after] = await rows(changed, OTHER).by_day(session)
        assert before.digest != after.digest


async def test_days_from_one_to_another_and_their_rows(database: Database) -> None:
    async with database.transaction() as session:
        found = rows(LATER, ONE, OTHER)
        assert [one.entries for one in await found.by_day(session)] == [2, 1]
        assert [one.seconds for one in await found.by_day(session, date(2026, 3, 3))] == [10]
        assert await found.by_day(session, None, date(2026, 3, 1)) == []
        listed = await found.of_days(session, [date(2026, 3, 2)], limit=1)
        assert [one.entry_id for one in listed] == [1]


async def test_parts_cover_all_days(database: Database) -> None:
    async with database.transaction() as session:
        days = await rows(LATER, ONE, OTHER).by_day(session)
    first, last = in_parts(days, 1)
    assert (first.first_day, first.last_day) == (None, date(2026, 3, 4))
    assert (last.first_day, last.last_day) == (date(2026, 3, 5), None)
    [nothing] = in_parts([], 1)
    assert (nothing.first_day, nothing.last_day, nothing.days) == (None, None, [])
